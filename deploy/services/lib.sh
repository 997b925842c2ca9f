# What the service scripts share: where things lie, who runs them, how to wait. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=$root/var/services           # pids, logs, env; data too where the service user can reach it
service_user=marketplace-services  # runs the servers when we are root: they refuse to be root
elasticsearch_version=8.19.3

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
is_root() { [ "$(id -u)" = 0 ]; }
has() { command -v "$1" >/dev/null 2>&1; }
has_docker() { has docker && docker info >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; }

need_service_user() {
  id "$service_user" >/dev/null 2>&1 ||
    useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin \
      "$service_user"
}

# as_service COMMAND…: as the service user when we are root, as ourselves otherwise.
as_service() {
  if is_root; then
    need_service_user
    (cd / && runuser -u "$service_user" -- "$@")
  else
    "$@"
  fi
}

# Where the servers keep their data: under var/, or, where the service user may not walk there
# (a checkout below /root), in a folder of their own.
data_home() {
  local shadow=/var/lib/marketplace-services
  if ! is_root || as_service test -x "$state"; then
    echo "$state"
  else
    echo "$shadow/$(printf %s "$root" | sha256sum | cut -c1-12)"
  fi
}

make_service_folder() {
  mkdir -p "$1"
  if is_root; then need_service_user; chown -R "$service_user": "$1"; fi
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FIRST: the first port from FIRST on that nobody listens on.
free_port() {
  local port=$1
  while listens "$port"; do port=$((port + 1)); done
  echo "$port"
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
  local patience=$1 what=$2
  local deadline=$((SECONDS + patience))
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || die "$what did not come up within $patience s"
    sleep 0.3
  done
}

elasticsearch_healthy() {
  python3 - "$1" <<'PY'
import sys, urllib.request
try:
    url = sys.argv[1].rstrip("/") + "/_cluster/health?timeout=1s&wait_for_status=yellow"
    urllib.request.urlopen(url, timeout=10)
except OSError:
    sys.exit(1)
PY
}

# all_up: whether every service that var/services/env names answers.
all_up() {
  [ -r "$state/env" ] || return 1
  local POSTGRES_PORT='' REDIS_PORT='' ELASTICSEARCH_URL=''
  # shellcheck disable=SC1091
  . "$state/env"
  listens "$POSTGRES_PORT" && listens "$REDIS_PORT" && elasticsearch_healthy "$ELASTICSEARCH_URL"
}

# write_env PASSWORD POSTGRES_PORT REDIS_PORT ELASTICSEARCH_PORT
write_env() {
  (
    umask 077
    cat >"$state/env.new" <<ENV
DATABASE_URL=postgres://marketplace:$1@127.0.0.1:$2/marketplace
REDIS_URL=redis://127.0.0.1:$3/0
ELASTICSEARCH_URL=http://127.0.0.1:$4
POSTGRES_PORT=$2
REDIS_PORT=$3
ELASTICSEARCH_PORT=$4
ENV
    mv "$state/env.new" "$state/env"
  )
}

# password: made once, kept for the life of the data folder.
password() {
  local file=$state/password
  if [ ! -s "$file" ]; then
    (umask 077; head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$file")
  fi
  cat "$file"
}

# stop_by_pid FILE NAME: ends the process of that name whose id the file holds, and waits for it.
stop_by_pid() {
  local pid
  pid=$(cat "$1" 2>/dev/null) || return 0
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ]; then
    kill "$pid"
    for _ in $(seq 100); do
      [ -d "/proc/$pid" ] || break
      sleep 0.1
    done
  fi
  rm -f "$1"
}
