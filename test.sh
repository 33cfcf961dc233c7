#!/usr/bin/env bash
# Installs what the tests need, builds, and runs every suite on SQLite and PostgreSQL. Last line: N passed, N failed, N skipped.
# As root or with sudo. Needs the .NET 10 SDK; everything else comes from the package registries.
set -euo pipefail
cd "$(dirname "$0")"
# Where Debian keeps haproxy and apache2, and what users have not on their path.
export PATH=$PATH:/usr/sbin

say() { printf '\n== %s\n' "$*"; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

install_packages() {
  local missing=()
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v python3 >/dev/null || missing+=(python3)
  command -v setpriv >/dev/null || missing+=(util-linux)
  command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
  command -v haproxy >/dev/null || missing+=(haproxy)
  # The program without the service that the package apache2 would start.
  command -v apache2 >/dev/null || missing+=(apache2-bin)
  [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] || missing+=(libapache2-mod-auth-openidc)
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
  ldconfig -p | grep -q libicuuc || missing+=(libicu-dev)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v xmlsec1 >/dev/null || missing+=(xmlsec1)
  command -v sqlite3 >/dev/null || missing+=(sqlite3)
  # Without the database that the package would set up.
  command -v glewlwyd >/dev/null || missing+=(glewlwyd dbconfig-no-thanks)
  command -v php >/dev/null || missing+=(php-cli)
  php -r 'exit(extension_loaded("dom") && extension_loaded("mbstring") ? 0 : 1);' 2>/dev/null || missing+=(php-xml php-mbstring)
  [ -e /usr/share/simplesamlphp/www/saml2/idp/metadata.php ] || missing+=(simplesamlphp)
  if [ ${#missing[@]} = 0 ]; then
    say "Everything the tests need is installed"
    return
  fi

  say "Installing ${missing[*]}"
  as_root apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq install -y --no-install-recommends "${missing[@]}"
}

install_node_modules() {
  local lock
  for lock in test/*/*/package-lock.json; do
    [ -e "$lock" ] || continue
    say "Installing the packages of $(dirname "$lock")"
    (cd "$(dirname "$lock")" && npm ci --no-audit --no-fund --loglevel=error)
  done
}

# A server of our own in a temporary folder, on a free port of the loopback address. PostgreSQL refuses to run as root.
start_postgres() {
  local bin port
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])')
  POSTGRES_DIR=$(mktemp -d)
  chmod 711 "$POSTGRES_DIR"
  RUN_AS=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres: "$POSTGRES_DIR"
    RUN_AS=(setpriv --reuid=postgres --regid=postgres --init-groups env -C "$POSTGRES_DIR" HOME="$POSTGRES_DIR")
  fi

  say "Starting PostgreSQL ($bin) on port $port"
  "${RUN_AS[@]}" "$bin/initdb" -D "$POSTGRES_DIR/data" -U gatehouse --auth=trust -E UTF8 --locale=C.UTF-8 >"$POSTGRES_DIR/initdb.log"
  "${RUN_AS[@]}" "$bin/pg_ctl" -D "$POSTGRES_DIR/data" -w -t 60 -l "$POSTGRES_DIR/server.log" start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$POSTGRES_DIR -c max_connections=300 -c fsync=off" >/dev/null
  PG_CTL="$bin/pg_ctl"
  export GATEHOUSE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=gatehouse;Database=postgres"
}

stop_postgres() {
  [ -n "${PG_CTL:-}" ] || return 0
  "${RUN_AS[@]}" "$PG_CTL" -D "$POSTGRES_DIR/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$POSTGRES_DIR"
}
trap stop_postgres EXIT

install_packages
install_node_modules
start_postgres

say "Building"
dotnet build Gatehouse.slnx -c Release -v quiet --nologo

if [ -d "${GATEHOUSE_SHARED:-../shared}/data" ]; then
  say "The shared case data is there: its cases run too"
else
  say "Left out: the shared case data (../shared). The suites' own cases cover every rule"
fi

passed=0 failed=0 skipped=0 broken=0
failures=$(mktemp)
for project in test/*/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  report=$(mktemp)
  dotnet run --project "$project" -c Release --no-build -- "$@" 2>&1 | tee "$report" || broken=1
  # The runner's summary: "total: 12", "failed: 0", "succeeded: 12", "skipped: 0"; on some terminals and on CI with colours between.
  count() { sed 's/\x1b\[[0-9;]*m//g' "$report" | sed -n "s/^ *$1: \([0-9]*\).*/\1/p" | tail -n 1; }
  if [ -z "$(count total)" ]; then
    echo "$name printed no summary"
    broken=1
  fi
  passed=$((passed + $(count succeeded | grep . || echo 0)))
  failed=$((failed + $(count failed | grep . || echo 0)))
  skipped=$((skipped + $(count skipped | grep . || echo 0)))
  sed 's/\x1b\[[0-9;]*m//g' "$report" | grep -A 6 '^failed ' | grep -v '^{"EventId"' | cut -c -300 >>"$failures" || true
  rm -f "$report"
done

if [ "$broken" = 1 ] && [ "$failed" = 0 ]; then
  failed=1
fi
if [ -s "$failures" ]; then
  say "What failed, once more"
  cat "$failures"
fi
rm -f "$failures"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" = 0 ]
