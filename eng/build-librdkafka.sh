#!/usr/bin/env bash
# Builds librdkafka, the native half of Confluent.Kafka, into native/librdkafka.so, for machines whose package source
# has no librdkafka.redist. The sources come with the npm package named below. About half a minute.
#   eng/build-librdkafka.sh            nothing to do where the file is there
#   eng/build-librdkafka.sh --force    builds again
# Needs: npm, a C and a C++ compiler, make, python3. Left out: TLS, SASL, zstd (docs/operations.md).
set -euo pipefail

package=@confluentinc/kafka-javascript
version=1.10.1
# As the npm registry gives it; another file is refused.
integrity=sha512-KVePUBn21EqCVP9mfxzEuM3SYJHHEF7X+iiC2e43QQgDSyEaksInmCGooT3w5q+cNAdkSCrK71j0ICfqoSqZLw==

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=$root/native/librdkafka.so
[ "${1:-}" = --force ] && rm -f "$target"
[ -f "$target" ] && exit 0

for tool in npm gcc g++ make python3; do
  command -v "$tool" >/dev/null || { echo "build-librdkafka: $tool is missing" >&2; exit 3; }
done

mkdir -p "$root/native"
if command -v flock >/dev/null; then
  # Two builds at a time: the second finds the first one's result.
  exec 9>"$root/native/.lock"
  flock 9
  [ -f "$target" ] && exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$root/native/build.log
: >"$log"

fail() {
  tail -n 20 "$log" >&2
  echo "build-librdkafka: $1 (all of it: native/build.log)" >&2
  exit 3
}

echo "Building librdkafka from $package $version ..." >&2
(cd "$work" && npm pack --silent "$package@$version") >>"$log" 2>&1 || fail "the npm package can't be had"
archive=$(find "$work" -name '*.tgz')
actual=sha512-$(python3 -c 'import base64,hashlib,sys; print(base64.b64encode(hashlib.sha512(open(sys.argv[1],"rb").read()).digest()).decode())' "$archive")
[ "$actual" = "$integrity" ] || fail "$package $version is not the file that was expected: $actual"
tar xzf "$archive" -C "$work" package/deps/librdkafka >>"$log" 2>&1 || fail "the npm package has no librdkafka"

cd "$work/package/deps/librdkafka"
change() {
  grep -qF "$1" src/rdkafka_metadata.c || fail "the sources are not those that were expected"
  python3 -c 'import sys; p, a, b = sys.argv[1:]; s = open(p).read(); open(p, "w").write(s.replace(a, b, 1))' src/rdkafka_metadata.c "$1" "$2"
}
# librdkafka unpacks metadata into a buffer of four times the answer's size, which is too small for the oldest form of
# the answer with a few short topic names (Kafka 0.9): "tmpabuf memory shortage", and no topic is ever found.
change 'rd_tmpabuf_add_alloc(&tbuf, rkbuf->rkbuf_totlen *' 'rd_tmpabuf_add_alloc(&tbuf, rkbuf->rkbuf_totlen * 4 *'
# A broker of Kafka 0.9 that has just started knows topics, but for a moment no broker, not even itself. librdkafka gives up
# all brokers then, those that it was configured with too, and may ask nobody any more: an answer without brokers is none.
change 'md->broker_cnt == 0 && md->topic_cnt == 0' 'md->broker_cnt == 0'
# A log named configure.* would be taken for one of configure's own modules.
./configure --disable-ssl --disable-gssapi --disable-zstd --disable-curl --disable-lz4-ext --disable-debug-symbols \
  >>"$log" 2>&1 || fail "configure failed"
make -j"$(getconf _NPROCESSORS_ONLN)" -C src >>"$log" 2>&1 || fail "make failed"
mv src/librdkafka.so.1 "$target.new"
mv "$target.new" "$target"
echo "native/librdkafka.so is ready" >&2
