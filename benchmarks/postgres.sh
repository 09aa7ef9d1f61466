# For benchmarks, to be sourced: starts a PostgreSQL of its own with its usual settings, so that a commit is on the disk, on a
# free loopback port, with its data in a temporary folder, and stops it at the end of the script unless that calls
# stop_postgres itself. Sets postgres, its connection string.
programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[ -x "$programs/initdb" ] || programs=$(dirname "$(command -v initdb)") \
  || { echo "${0##*/}: there is no PostgreSQL (apt-get install postgresql)" >&2; exit 3; }

postgres_home=$(mktemp -d)
postgres_pid=
stop_postgres() {
  # SIGINT: the server breaks off its connections and ends.
  [ -z "$postgres_pid" ] || { kill -INT "$postgres_pid" && wait "$postgres_pid"; } 2>/dev/null || true
  rm -rf "$postgres_home"
}
trap stop_postgres EXIT

# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
fi
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$postgres_home/password"
[ "$(id -u)" != 0 ] || chown -R postgres "$postgres_home"
(cd "$postgres_home" && "${as[@]}" "$programs/initdb" -D "$postgres_home/data" -U postgres -A scram-sha-256 --pwfile="$postgres_home/password" \
  -E UTF8 --locale=C --no-sync) >"$postgres_home/initdb.log" 2>&1 || { cat "$postgres_home/initdb.log" >&2; exit 3; }

# Below the range that the system gives to connections.
while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
# exec: the number is the server's own.
(cd "$postgres_home" && exec "${as[@]}" "$programs/postgres" -D "$postgres_home/data" -p "$port" \
  -c listen_addresses=127.0.0.1 -c unix_socket_directories=) </dev/null >"$postgres_home/server.log" 2>&1 &
postgres_pid=$!
for attempt in $(seq 150); do
  "$programs/pg_isready" -q -h 127.0.0.1 -p "$port" && break
  [ "$attempt" != 150 ] || { tail -n 20 "$postgres_home/server.log" >&2; echo "${0##*/}: PostgreSQL has not started" >&2; exit 3; }
  sleep 0.2
done
postgres="Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres"
