# Redis from Debian's package. Sourced, not run.

# start_redis DATA PORT
start_redis() {
  make_service_folder "$1/redis"
  as_service redis-server --port "$2" --bind 127.0.0.1 --protected-mode yes --daemonize yes \
    --dir "$1/redis" --pidfile "$1/redis/redis.pid" --logfile "$1/redis/redis.log" \
    --save '' --appendonly no --maxmemory 256mb --maxmemory-policy noeviction \
    </dev/null >/dev/null
  wait_for 20 Redis listens "$2"
}

stop_redis() { stop_by_pid "$1/redis/redis.pid" redis-server; }
