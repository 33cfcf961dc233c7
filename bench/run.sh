#!/usr/bin/env bash
# Measures Gatehouse beside its floor and its peers, and writes docs/reference/performance.md. Needs what test.sh needs.
#
#   bench/run.sh            up to 1,000,000 users and groups of 100,000; more than an hour
#   bench/run.sh --quick    1,000 and 10,000 users, short rounds; some minutes
#
# For work on one thing: --targets a,b  --sizes a,b  --groups a,b  --operations "a,b"  --rounds N  --seconds N  --results DIR  --no-page
set -euo pipefail
cd "$(dirname "$0")/.."

sizes=1000,10000,100000,1000000
groups=10,1000,10000,100000
targets=gatehouse-sqlite,floor-sqlite,floor-sqlite-group,gatehouse-postgresql,floor-postgresql,scimmy,oidc-provider
operations=
rounds=5
seconds=2
warm_up=0.3
writes=1000
connections=8
peer_connections=2
write_page=1
endurance=500000
flood_limit=200
flood_seconds=20
results=

while [ $# -gt 0 ]; do
  case "$1" in
    --quick) endurance=50000 flood_seconds=5 sizes=1000,10000 groups=10,1000,10000 seconds=0.4 warm_up=0.1 writes=500 ;;
    --no-page) write_page= ;;
    --targets) targets=$2; shift ;;
    --sizes) sizes=$2; shift ;;
    --groups) groups=$2; shift ;;
    --operations) operations=$2; shift ;;
    --rounds) rounds=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --results) results=$2; shift ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

# What lifts limits that a load program would run into. One place for all of them.
product_settings=(GATEHOUSE__Limits__OrganizationRequestsPerSecond=1000000 GATEHOUSE__Limits__ClientRequestsPerSecond=1000000)

work=$(mktemp -d)
chmod 711 "$work"
results=${results:-$work/results}
mkdir -p "$results"
rm -rf "$results"/*.json "$results"/neighbours "$results"/endurance
mkdir -p "$results/neighbours" "$results/endurance"
declare -A url token pid database_pid file postgres organization token_arguments
started=()
clusters=()
run_as=()
postgres_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
if [ "$(id -u)" = 0 ]; then
  run_as=(setpriv --reuid=postgres --regid=postgres --init-groups env -C "$work" HOME="$work")
fi

say() { printf '\n== %s\n' "$*"; }
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
has() { [[ ",$1," = *",$2,"* ]]; }
last() { echo "${1##*,}"; }

stop_all() {
  local one
  for one in "${started[@]}"; do kill "$one" 2>/dev/null || true; done
  for one in "${started[@]}"; do wait "$one" 2>/dev/null || true; done
  for one in "${clusters[@]}"; do "${run_as[@]}" "$postgres_bin/pg_ctl" -D "$one" -m fast stop >/dev/null 2>&1 || true; done
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

gatehouse=src/Gatehouse.Server/bin/Release/net10.0/gatehouse
floor=bench/floor/bin/Release/net10.0/Gatehouse.Floor
load=bench/load/bin/Release/net10.0/Gatehouse.Load

build() {
  say "Building"
  local project
  for project in src/Gatehouse.Server bench/floor bench/load; do
    dotnet build "$project" -c Release -v quiet --nologo --disable-build-servers
  done
}

# The peers' packages, one of which is native and built here. A peer that cannot be had is left out.
install_peer() {
  local folder=bench/peers/$1 node
  [ ! -d "$folder/node_modules" ] || return 0
  say "Installing the packages of $folder"
  node=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  [ -d "$node/include/node" ] || node=
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error ${node:+--build-from-source --nodedir="$node"}) || return 1
}

# A server of its own for each target, so that its processes' time is that target's. Durable as PostgreSQL is by default.
start_postgres() {
  local name=$1 dir=$work/$1-cluster port
  port=$(free_port)
  mkdir "$dir"
  [ ${#run_as[@]} = 0 ] || chown postgres: "$dir"
  "${run_as[@]}" "$postgres_bin/initdb" -D "$dir/data" -U gatehouse --auth=trust -E UTF8 --locale=C.UTF-8 >"$work/$name-initdb.log"
  "${run_as[@]}" "$postgres_bin/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/server.log" start \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir" >/dev/null
  clusters+=("$dir/data")
  database_pid[$name]=$(head -n 1 "$dir/data/postmaster.pid")
  postgres[$name]="Host=127.0.0.1;Port=$port;Username=gatehouse;Database=gatehouse"
  "${run_as[@]}" "$postgres_bin/createdb" -h 127.0.0.1 -p "$port" -U gatehouse gatehouse
}

# start NAME PORT COMMAND…: runs a server in the background and waits until it answers.
start() {
  local name=$1 port=$2
  shift 2
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pid[$name]=$!
  started+=("$!")
  for _ in $(seq 150); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 0; fi
    kill -0 "${pid[$name]}" 2>/dev/null || break
    sleep 0.2
  done
  echo "$name did not start:" >&2
  tail -n 20 "$work/$name.log" >&2
  exit 1
}

# start_gatehouse NAME [SETTING…]
start_gatehouse() {
  local name=$1 data=$work/$1-data port settings=("${product_settings[@]}" "${@:2}") client client_id
  port=$(free_port)
  if [[ "$name" = gatehouse-postgresql* ]]; then
    start_postgres "$name"
    settings+=(Database__Provider=PostgreSql ConnectionStrings__Gatehouse="${postgres[$name]}")
  else
    file[$name]=$data/gatehouse.db
  fi

  start "$name" "$port" env "${settings[@]}" "$gatehouse" serve --urls "http://127.0.0.1:$port" --data "$data"
  organization[$name]=$(env "${settings[@]}" "$gatehouse" organizations create Bench --data "$data" --output json | field id)
  client=$(env "${settings[@]}" "$gatehouse" clients create --organization "${organization[$name]}" --data "$data" --output json)
  client_id=$(field clientId <<<"$client")
  url[$name]=http://127.0.0.1:$port/scim/v2
  token[$name]=$(env "${settings[@]}" "$gatehouse" tokens create --organization "${organization[$name]}" --client "$client_id" --data "$data" --output json | field token)
  token_arguments[$name]="--token-endpoint http://127.0.0.1:$port/oauth/v2/token --client-id $client_id --client-secret $(field clientSecret <<<"$client")"
}

start_floor() {
  local name=$1 port
  port=$(free_port)
  if [ "$name" = floor-postgresql ]; then
    start_postgres "$name"
    start "$name" "$port" "$floor" serve --url "http://127.0.0.1:$port" --postgres "${postgres[$name]}"
  else
    file[$name]=$work/$name.db
    start "$name" "$port" "$floor" serve --url "http://127.0.0.1:$port" --sqlite "${file[$name]}" $([ "$name" != floor-sqlite-group ] || echo --group-commit)
  fi
  url[$name]=http://127.0.0.1:$port/scim/v2
  token[$name]=none
}

start_peer() {
  local name=$1 port secret
  port=$(free_port)
  secret=$(python3 -c 'import secrets; print(secrets.token_hex(24))')
  case "$name" in
    scimmy)
      start "$name" "$port" env NODE_ENV=production node bench/peers/scimmy/server.mjs "$port" "$secret" "$work/scimmy.db"
      url[$name]=http://127.0.0.1:$port/scim/v2
      token[$name]=$secret ;;
    oidc-provider)
      start "$name" "$port" env NODE_ENV=production node bench/peers/oidc-provider/server.mjs "$port" bench "$secret"
      token_arguments[$name]="--token-endpoint http://127.0.0.1:$port/token --client-id bench --client-secret $secret --scope scim" ;;
  esac
}

start_target() {
  say "Starting $1"
  case "$1" in
    gatehouse-*) start_gatehouse "$1" ;;
    floor-*) start_floor "$1" ;;
    *) start_peer "$1" ;;
  esac
}

is_peer() { [ "$1" = scimmy ] || [ "$1" = oidc-provider ]; }

# fill TARGET FROM TO GROUPS: users FROM up to TO, and groups of these numbers of members.
fill() {
  local name=$1
  case "$name" in
    gatehouse-*) import "$@" ;;
    floor-postgresql) "$floor" fill --postgres "${postgres[$name]}" --from "$2" --users "$3" ${4:+--groups "$4"} ;;
    floor-*) "$floor" fill --sqlite "${file[$name]}" --from "$2" --users "$3" ${4:+--groups "$4"} ;;
    scimmy) "$load" fill --url "${url[$name]}" --token "${token[$name]}" --from "$2" --users "$3" ${4:+--groups "$4"} ;;
  esac
}

# As an operator loads a directory. Followed on PostgreSQL by what autovacuum would do a minute later.
import() {
  local name=$1 directory=$work/$3.ndjson begun
  [ -f "$directory" ] || "$load" generate --file "$directory" --from "$2" --users "$3" ${4:+--groups "$4"}
  begun=$(date +%s)
  with_settings "$name" "$gatehouse" import "$directory" --organization "${organization[$name]}" --data "$work/$name-data" >/dev/null 2>"$work/$name-import.log" ||
    { tail -n 20 "$work/$name-import.log" >&2; exit 1; }
  echo "$(($3 - $2)) users imported in $(($(date +%s) - begun)) s"
  [ -z "${postgres[$name]:-}" ] || "$postgres_bin/psql" -q -h 127.0.0.1 -p "$(port_of "${postgres[$name]}")" -U gatehouse gatehouse -c 'vacuum analyze'
}

with_settings() {
  local name=$1 settings=()
  shift
  [ -z "${postgres[$name]:-}" ] || settings=(Database__Provider=PostgreSql ConnectionStrings__Gatehouse="${postgres[$name]}")
  env "${settings[@]}" "$@"
}

# long_lived_token TARGET ORGANIZATION
long_lived_token() {
  local client
  client=$(with_settings "$1" "$gatehouse" clients create --organization "$2" --data "$work/$1-data" --output json | field clientId)
  with_settings "$1" "$gatehouse" tokens create --organization "$2" --client "$client" --data "$work/$1-data" --output json | field token
}

port_of() { sed 's/.*Port=\([0-9]*\).*/\1/' <<<"$1"; }

# measure TARGET USERS SECONDS [JSON]
measure() {
  local name=$1 users=$2 arguments=()
  arguments=(--target "$name" --users "$users" --seconds "$3" --warm-up "$warm_up" --writes "$writes" --connections "$connections" --pid "${pid[$name]}")
  ! is_peer "$name" || arguments+=(--connections "$peer_connections" --at-least 4)
  [ -z "${database_pid[$name]:-}" ] || arguments+=(--database-pid "${database_pid[$name]}")
  [ -z "$operations" ] || arguments+=(--operations "$operations")
  if [ -n "${url[$name]:-}" ]; then
    arguments+=(--url "${url[$name]}" --token "${token[$name]}" --sample "$work/$name-$users.sample")
    [ "$users" != "$smallest" ] && [ "$users" != "$(last "$sizes")" ] || arguments+=(--groups "$(groups_up_to "$users")")
  fi
  if [ "$users" = "$smallest" ] && has "${operations:-token}" token; then
    # shellcheck disable=SC2206 # Words by intention.
    arguments+=(${token_arguments[$name]:-})
  fi
  [ -z "${4:-}" ] || arguments+=(--json "$4")
  "$load" measure "${arguments[@]}"
}

# Memory over many operations in the largest directory.
endure() {
  say "Memory of $1 over $endurance operations"
  "$load" endure --target "$1" --url "${url[$1]}" --token "${token[$1]}" --users "$(last "$sizes")" --operations "$endurance" --connections "$connections" \
    --pid "${pid[$1]}" --json "$results/endurance/$1.json"
}

# Two organizations on a server of their own, with a limit that the machine can exceed five times.
neighbours() {
  local name=$1-neighbours quiet other
  say "Neighbours on $1"
  start_gatehouse "$name" GATEHOUSE__Limits__OrganizationRequestsPerSecond=$flood_limit
  quiet=${organization[$name]}
  import "$name" 0 "$smallest" ""
  other=$(with_settings "$name" "$gatehouse" organizations create Flood --data "$work/$name-data" --output json | field id)
  organization[$name]=$other
  import "$name" 0 "$smallest" ""
  organization[$name]=$quiet
  "$load" neighbours --target "$1" --url "${url[$name]}" --token "${token[$name]}" --flood-token "$(long_lived_token "$name" "$other")" \
    --limit "$flood_limit" --users "$smallest" --seconds "$flood_seconds" --pid "${pid[$name]}" --json "$results/neighbours/$1.json"
}

groups_up_to() { tr , '\n' <<<"$groups" | awk -v most="$1" '$1 <= most' | paste -sd, ; }
groups_between() { tr , '\n' <<<"$groups" | awk -v least="$1" -v most="$2" '$1 > least && $1 <= most' | paste -sd, ; }

versions() {
  local sqlite
  sqlite=$(python3 -c 'import re,sys; print(re.search(r"\"Microsoft.Data.Sqlite\" Version=\"([^\"]*)", open("Directory.Packages.props").read()).group(1))')
  echo "Microsoft.Data.Sqlite $sqlite, PostgreSQL $("$postgres_bin/postgres" --version | awk '{print $3}'), Node.js $(node --version 2>/dev/null || echo none)"
}

begun=$(date +%s)
smallest=${sizes%%,*}
build
all=()
for target in ${targets//,/ }; do
  if is_peer "$target" && ! install_peer "$target"; then
    say "Left out: $target, whose packages cannot be installed"
    continue
  fi
  start_target "$target"
  all+=("$target")
done

before=0
for size in ${sizes//,/ }; do
  for target in "${all[@]}"; do
    ! is_peer "$target" || [ "$size" = "$smallest" ] || continue
    say "Filling $target up to $size users"
    fill "$target" "$before" "$size" "$(groups_between "$before" "$size")"
    if [ "$before" = 0 ]; then
      say "Warming $target up"
      # Long enough for the runtime to have compiled what is used most: a server runs for weeks, not for seconds.
      measure "$target" "$size" 3
    fi
  done
  for round in $(seq "$rounds"); do
    for target in "${all[@]}"; do
      ! is_peer "$target" || [ "$size" = "$smallest" ] || continue
      say "$size users, round $round of $rounds: $target"
      measure "$target" "$size" "$seconds" "$results/$size-$target-$round.json"
    done
  done
  before=$size
done

for target in "${all[@]}"; do
  [[ "$target" = gatehouse-* ]] && [ -z "$operations" ] || continue
  endure "$target"
  neighbours "$target"
done

report=(--results "$results" --about "$(versions)")
[ -z "$write_page" ] || report+=(--page docs/reference/performance.md --plot docs/reference/performance.svg)
say "Report"
"$load" report "${report[@]}"
say "Took $((($(date +%s) - begun) / 60)) minutes"
