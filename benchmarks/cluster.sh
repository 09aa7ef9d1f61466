#!/usr/bin/env bash
# The benchmarks of the cluster, as tables in Markdown.
#   benchmarks/cluster.sh [--rounds N] [PART...]
# Parts, all by default: backlog (rate beside a bare consume loop), latency (append to fill), reports (a portfolio's
# rate), symbols (cost of an event with 6, 600 and 6,000 symbols), memory (of an idle symbol). N is how often backlog and reports are
# measured (default 3); their medians are shown.
# Starts Apache Kafka 0.9.0.1 and its ZooKeeper (needs Java), PostgreSQL, and clusters by eng/cluster-local.sh, all on free
# loopback ports with their data in artifacts/bench-kafka, artifacts/bench-cluster and a temporary folder, and stops all of it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=3
if [ "${1:-}" = --rounds ]; then
  rounds=$2
  shift 2
fi
parts=" ${*:-backlog latency reports symbols memory} "
for part in $parts; do
  case $part in
    backlog | latency | reports | symbols | memory) ;;
    *)
      echo "cluster.sh: there is no part '$part'; there are backlog, latency, reports, symbols, memory" >&2
      exit 2
      ;;
  esac
done
wants() { [[ $parts == *" $1 "* ]]; }
home=$PWD/artifacts/bench-kafka

./tradebooks --version >/dev/null
dotnet build benchmarks/Cluster -c Release --nologo -v quiet -clp:NoSummary >&2
bench() { dotnet benchmarks/Cluster/bin/Release/net10.0/TradeBooks.Benchmarks.Cluster.dll "$@"; }

. benchmarks/broker.sh
end() {
  eng/cluster-local.sh down --dir artifacts/bench-cluster >/dev/null 2>&1 || true
  stop
}
trap end EXIT

if wants backlog; then
  ./tradebooks generate --out "$home/csv" --symbols A,B,C,D,E,F --days "${TRADEBOOKS_BENCH_DAYS:-642}" >/dev/null
  ./tradebooks produce --data "$home/csv" --symbols A,B,C,D,E,F --speed max "${client[@]}" >"$home/produce.log" 2>&1 \
    || { cat "$home/produce.log" >&2; exit 3; }
  bench backlog --rounds "$rounds" "${client[@]}"
fi

if wants latency; then
  for symbol in A B C D E F; do topic "latency_$symbol" 1; done
  bench latency --topic 'latency_{symbol}' "${client[@]}"
fi

if wants symbols; then
  printf '\n| symbols | events | thousand events/s | per event | s of the silo'"'"'s processors per million |\n|---|---|---|---|---|\n'
  for count in 6 600 6000; do
    topic "symbols-$count" 6
    bench symbols --count "$count" --topic "symbols-$count" "${client[@]}"
  done
fi

if wants reports || wants memory; then
  . benchmarks/postgres.sh
  trap 'stop_postgres; end' EXIT
  if wants reports; then bench reports --rounds "$rounds" --postgres "$postgres"; fi
  if wants memory; then
    topic memory 6
    bench memory --postgres "$postgres" --topic memory "${client[@]}"
  fi
fi
