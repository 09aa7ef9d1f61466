#!/usr/bin/env bash
# The whole process, CSV in to finished report: 15 years of minute bars of six symbols, made by `generate`.
#   benchmarks/whole-process.sh [RUNS]
# Prints bars per second, wall and processor time and peak memory of every run, and the medians.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-9}
data=artifacts/bench-15y
out=artifacts/bench-out
[ -d "$data" ] || ./tradebooks generate --out "$data" --symbols A,B,C,D,E,F --years 15
./tradebooks --version >/dev/null

# Once, so that the files are in memory.
cat "$data"/*.csv >/dev/null
rm -f artifacts/bench.txt
for _ in $(seq "$runs"); do
  ./tradebooks backtest --data "$data" --strategy lss --out "$out" --json >artifacts/bench.json 2>/dev/null &
  pid=$!
  peak=0
  while kill -0 "$pid" 2>/dev/null; do
    now=$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
    [ "${now:-0}" -le "$peak" ] || peak=$now
    sleep 0.02
  done
  wait "$pid"
  awk -v peak="$peak" -F'[:,]' '/elapsedSeconds/ { s = $2 } /barsPerSecond/ { r = $2 }
    END { printf "%6.2f s  %6.2f M bars/s  %4.0f MB\n", s, r / 1e6, peak / 1024 }' artifacts/bench.json \
    | tee -a artifacts/bench.txt
done
sort -n artifacts/bench.txt | awk '{ row[NR] = $0 } END { print "median " row[int((NR + 1) / 2)] }'
