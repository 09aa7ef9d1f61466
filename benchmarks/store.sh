#!/usr/bin/env bash
# Commits of one portfolio to PostgreSQL: with 1, 10 and 100 fills, and a state of 1 KB and 100 KB.
#   benchmarks/store.sh [SECONDS]
# Starts a PostgreSQL of its own with its usual settings, so that a commit is on the disk, on a free loopback port, with
# its data in a temporary folder, and stops it at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-5}
programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[ -x "$programs/initdb" ] || programs=$(dirname "$(command -v initdb)") \
  || { echo "store.sh: there is no PostgreSQL (apt-get install postgresql)" >&2; exit 3; }

dotnet build benchmarks -c Release --nologo -v quiet -clp:NoSummary >&2

home=$(mktemp -d)
pid=
stop() {
  # SIGINT: the server breaks off its connections and ends.
  [ -z "$pid" ] || { kill -INT "$pid" && wait "$pid"; } 2>/dev/null || true
  rm -rf "$home"
}
trap stop EXIT

# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
fi
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$home/password"
[ "$(id -u)" != 0 ] || chown -R postgres "$home"
(cd "$home" && "${as[@]}" "$programs/initdb" -D "$home/data" -U postgres -A scram-sha-256 --pwfile="$home/password" \
  -E UTF8 --locale=C --no-sync) >"$home/initdb.log" 2>&1 || { cat "$home/initdb.log" >&2; exit 3; }

# Below the range that the system gives to connections.
while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
# exec: the number is the server's own.
(cd "$home" && exec "${as[@]}" "$programs/postgres" -D "$home/data" -p "$port" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories=) </dev/null >"$home/server.log" 2>&1 &
pid=$!
for attempt in $(seq 150); do
  "$programs/pg_isready" -q -h 127.0.0.1 -p "$port" && break
  [ "$attempt" != 150 ] || { tail -n 20 "$home/server.log" >&2; echo "store.sh: PostgreSQL has not started" >&2; exit 3; }
  sleep 0.2
done

dotnet benchmarks/bin/Release/net10.0/TradeBooks.Benchmarks.dll store-rate --seconds "$seconds" \
  --postgres "Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres"
