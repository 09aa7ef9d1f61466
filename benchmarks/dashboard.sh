#!/usr/bin/env bash
# The dashboard in Chromium under 1,000 updates a second, each sent as it is: heap, nodes and frames for 10 minutes, all
# views in turn, and how soon the first view stands.
#   benchmarks/dashboard.sh [SECONDS [RATE]]
# Needs Node.js (to build the page) and Chromium. Listens on a free loopback port.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-600}
rate=${2:-1000}

dotnet build benchmarks/Dashboard/TradeBooks.Benchmarks.Dashboard.csproj -c Release --nologo -v quiet -clp:NoSummary >&2
dotnet benchmarks/Dashboard/bin/Release/net10.0/TradeBooks.Benchmarks.Dashboard.dll --seconds "$seconds" --rate "$rate"
