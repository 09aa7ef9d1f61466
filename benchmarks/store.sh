#!/usr/bin/env bash
# Commits of one portfolio to PostgreSQL: with 1, 10 and 100 fills, and a state of 1 KB and 100 KB.
#   benchmarks/store.sh [SECONDS]
# Starts a PostgreSQL of its own with its usual settings, so that a commit is on the disk, on a free loopback port, with
# its data in a temporary folder, and stops it at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-5}

dotnet build benchmarks/TradeBooks.Benchmarks.csproj -c Release --nologo -v quiet -clp:NoSummary >&2
. benchmarks/postgres.sh
dotnet benchmarks/bin/Release/net10.0/TradeBooks.Benchmarks.dll store-rate --seconds "$seconds" --postgres "$postgres"
