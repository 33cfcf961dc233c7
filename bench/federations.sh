#!/usr/bin/env bash
# Compares a server that knows one federation with one that knows thousands, on SQLite: start-up, memory, and the way to the identity provider.
# Needs what test.sh needs.
#
#   bench/federations.sh [FEDERATIONS]   10000 unless told; some minutes
set -euo pipefail
cd "$(dirname "$0")/.."

many=${1:-10000}
starts=5
departures=200
server=(dotnet src/Gatehouse.Server/bin/Release/net10.0/gatehouse.dll)
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

say() { printf '%s\n' "== $*" >&2; }
now() { date +%s%N; }
median() { sort -n | awk '{ at[NR] = $1 } END { print at[int((NR + 1) / 2)] }'; }

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

# An identity provider that nobody will reach: what is measured ends with the redirect to it.
metadata() {
  openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=idp.example -days 900 -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
  cat <<XML
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example/saml">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>$(sed '/-----/d' "$work/certificate.pem" | tr -d '\n')</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sign-on"/>
  </IDPSSODescriptor>
</EntityDescriptor>
XML
}

# One organization with one federation for the domain d0.example, which is proven.
prepare() {
  local organization
  metadata > "$work/metadata.xml"
  organization=$("${server[@]}" organizations create "Contoso" --data "$1" --output json | sed -E 's/.*"id": ?"([^"]+)".*/\1/' | tr -d '\n{} ')
  "${server[@]}" federations add-saml --organization "$organization" --metadata-file "$work/metadata.xml" --domain d0.example --data "$1" --output json > /dev/null
  "${server[@]}" domains verify --organization "$organization" d0.example --data "$1" --output json > /dev/null
}

# The same again for d1.example, d2.example, …, each in an organization of its own.
multiply() {
  local columns
  sqlite3 "$1/gatehouse.db" <<SQL
create temp table numbers as with recursive n(i) as (select 1 union all select i + 1 from n where i < $2 - 1) select i, '00000000-0000-7000-8000-' || printf('%012x', i) as id from n;
create temp table o as select n.i, n.id, t.* from numbers n, organizations t where t.state = 'active' and t.name = 'Contoso';
update o set organization_id = id, name = name || i, name_key = name_key || i;
alter table o drop column i; alter table o drop column id;
insert into organizations select * from o;
create temp table p as select n.id, t.* from numbers n, identity_providers t;
update p set organization_id = id, identity_provider_id = id;
alter table p drop column id;
insert into identity_providers select * from p;
create temp table d as select n.i, n.id, t.* from numbers n, identity_provider_domains t;
update d set organization_id = id, identity_provider_id = id, domain = 'd' || i || '.example';
alter table d drop column i; alter table d drop column id;
insert into identity_provider_domains select * from d;
create temp table e as select n.i, n.id, t.* from numbers n, email_domains t;
update e set organization_id = id, name = 'd' || i || '.example';
alter table e drop column i; alter table e drop column id;
insert into email_domains select * from e;
SQL
}

# Starts the server, and waits until it is ready. Sets pid, url and took (milliseconds).
start() {
  local port begun
  port=$(free_port)
  url=http://127.0.0.1:$port
  begun=$(now)
  "${server[@]}" serve --data "$1" --urls "$url" > "$work/log" 2>&1 &
  pid=$!
  until curl -fs "$url/readyz" > /dev/null; do
    kill -0 "$pid" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.01
  done
  took=$((($(now) - begun) / 1000000))
}

stop() { kill "$pid"; wait "$pid" || true; pid=; }
memory() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status"; }

# Enters an address of a domain, and goes to its identity provider. Prints the microseconds that the last step took.
depart() {
  local jar=$work/jar page token
  rm -f "$jar"
  page=$(curl -fs -c "$jar" "$url/sign-in")
  token=$(sed -nE 's/.*name="form-token"[^>]*value="([^"]+)".*/\1/p' <<<"$page" | head -n 1)
  curl -fs -o /dev/null -b "$jar" -c "$jar" -H "Origin: $url" --data-urlencode "form-token=$token" --data-urlencode "address=mira@$1" "$url/sign-in"
  page=$(curl -fs -b "$jar" -c "$jar" "$url/federation/start")
  curl -s -o /dev/null -b "$jar" -w '%{http_code} %{time_starttransfer} %{redirect_url}\n' "$url$(grep -oE '/federation/go/[0-9a-f_]+' <<<"$page" | head -n 1)" |
    awk '$1 != 302 || $3 !~ /^https:\/\/idp.example\// { print "The way does not lead to the identity provider: " $0 > "/dev/stderr"; exit 1 } { print int($2 * 1000000) }'
}

say "Building"
dotnet build src/Gatehouse.Server -c Release -v quiet --nologo >&2
say "Preparing 1 and $many federations"
prepare "$work/one"
cp -r "$work/one" "$work/many"
multiply "$work/many" "$many"

declare -A ready used way
for turn in $(seq "$starts"); do
  for case in one many; do
    say "Start $turn of $starts: $case"
    start "$work/$case"
    ready[$case]+="$took"$'\n'
    if [ "$turn" = "$starts" ]; then
      say "$departures people leave: $case"
      for i in $(seq 20); do depart d0.example > /dev/null; done
      for i in $(seq "$departures"); do
        [ "$case" = one ] && domain=d0.example || domain=d$((i * (many / (departures + 1)))).example
        way[$case]+="$(depart "$domain")"$'\n'
      done
      used[$case]=$(memory)
    fi
    stop
  done
done

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", b / a }'; }
row() { printf '| %s | %s | %s | %s |\n' "$1" "$2" "$3" "$(ratio "$2" "$3")"; }
a=$(printf %s "${ready[one]}" | median) b=$(printf %s "${ready[many]}" | median)
c=$(printf %s "${way[one]}" | median) d=$(printf %s "${way[many]}" | median)
printf '| median | 1 federation | %s | ratio |\n| --- | --- | --- | --- |\n' "$many"
row "start until ready, ms" "$a" "$b"
row "to the identity provider, µs" "$c" "$d"
row "memory afterwards, MB" "${used[one]}" "${used[many]}"
