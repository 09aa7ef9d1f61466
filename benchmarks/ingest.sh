#!/usr/bin/env bash
# The time from an exchange's frame to the books made of it: the connector's own, and a reader's behind Kafka.
#   benchmarks/ingest.sh [ROUNDS]
# Starts Apache Kafka 0.9.0.1 and its ZooKeeper (eng/install-kafka.sh; needs Java) on free loopback ports, with their data
# in artifacts/bench-ingest, and stops both at the end. The recorded stream is that of the case `books`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-3}
home=$PWD/artifacts/bench-ingest

dotnet build benchmarks/TradeBooks.Benchmarks.csproj -c Release --nologo -v quiet -clp:NoSummary >&2
. benchmarks/broker.sh
topic binance-orderbook 1
topic binance-trades 1
echo '{"btcusdt":0}' >"$home/binance-config.json"
for _ in $(seq "$rounds"); do
  for rate in 100 1000; do
    dotnet benchmarks/bin/Release/net10.0/TradeBooks.Benchmarks.dll ingest-latency --rate "$rate" --topic binance-orderbook \
      --partition-map "$home/binance-config.json" "${client[@]}"
  done
done
