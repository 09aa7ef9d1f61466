#!/usr/bin/env bash
# The benchmarks with Kafka: `produce` and `trade` beside bare loops of the client, and the time from append to fill.
#   benchmarks/kafka.sh [ROUNDS]
# Starts Apache Kafka 0.9.0.1 and its ZooKeeper (eng/install-kafka.sh; needs Java) on free loopback ports, with their data
# in artifacts/bench-kafka, and stops both at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${1:-7}
home=$PWD/artifacts/bench-kafka

./tradebooks --version >/dev/null
dotnet build benchmarks/TradeBooks.Benchmarks.csproj -c Release --nologo -v quiet -clp:NoSummary >&2
bench() { dotnet benchmarks/bin/Release/net10.0/TradeBooks.Benchmarks.dll "$@" "${client[@]}"; }
. benchmarks/broker.sh
topic bars 6
topic latency 6
topic lingering 6

echo '{"A":0,"B":1,"C":2,"D":3,"E":4,"F":5}' >"$home/map.json"
map=(--partition-map "$home/map.json")
produce() {
  ./tradebooks produce --data "$home/csv" --symbols A,B,C,D,E,F --speed max "$@" "${client[@]}" >"$home/produce.log" 2>&1 \
    || { cat "$home/produce.log" >&2; exit 3; }
}
./tradebooks generate --out "$home/csv" --symbols A,B,C,D,E,F --days 642 >/dev/null
produce
produce --topic bars "${map[@]}"
bench kafka-produce --rounds "$rounds"
bench kafka-trade --rounds "$rounds"
bench kafka-trade --rounds "$rounds" --topic bars "${map[@]}"
bench kafka-latency --topic latency "${map[@]}"
bench kafka-latency --topic lingering "${map[@]}" --linger 5
