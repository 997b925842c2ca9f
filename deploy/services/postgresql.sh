# PostgreSQL from Debian's package, with a cluster of our own. Sourced, not run.

# start_postgresql DATA PORT PASSWORD
start_postgresql() {
  local data=$1/postgresql port=$2 bin
  bin=$(postgres_bin)
  if [ ! -s "$data/PG_VERSION" ]; then
    make_service_folder "$data"
    init_postgresql "$bin" "$data" "$3"
  fi
  local log=$data/server.log
  as_service "$bin/pg_ctl" start -s -w -t 60 -D "$data" -l "$log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
        -c max_connections=300 -c shared_buffers=256MB -c log_min_messages=warning" \
    </dev/null >/dev/null 2>&1 || die "PostgreSQL did not start; see $log"
  need_database "$bin" "$port" "$3"
}

init_postgresql() {
  local pwfile
  pwfile=$(mktemp)
  printf '%s\n' "$3" >"$pwfile"
  if is_root; then chown "$service_user" "$pwfile"; fi
  as_service "$1/initdb" -D "$2" -U marketplace --pwfile="$pwfile" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  rm -f "$pwfile"
}

need_database() {
  local found
  found=$(PGPASSWORD=$3 "$1/psql" -h 127.0.0.1 -p "$2" -U marketplace -d postgres -tAc \
    "SELECT 1 FROM pg_database WHERE datname = 'marketplace'")
  [ "$found" = 1 ] || PGPASSWORD=$3 "$1/createdb" -h 127.0.0.1 -p "$2" -U marketplace marketplace
}

stop_postgresql() {
  local data=$1/postgresql bin
  [ -s "$data/postmaster.pid" ] && bin=$(postgres_bin) || return 0
  as_service "$bin/pg_ctl" stop -s -m fast -w -D "$data" || true
}
