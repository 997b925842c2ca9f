# Elasticsearch from its Maven artifact: the plain engine, without modules that need a licence.
# Sourced, not run.

elasticsearch_artifact=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$elasticsearch_version:zip
elasticsearch_sha256=c4b08b70523700efde9f3e4c9287229f085c2c0db1efca5c6a7d65abbdb9f2e1

elasticsearch_home() { echo "$(data_home)/elasticsearch-$elasticsearch_version"; }

need_elasticsearch() {
  local home zip
  home=$(elasticsearch_home)
  [ -x "$home/bin/elasticsearch" ] && return 0
  zip=${HOME:-/root}/.m2/repository/org/elasticsearch/distribution/integ-test-zip
  zip=$zip/elasticsearch/$elasticsearch_version/elasticsearch-$elasticsearch_version.zip
  if ! sha256_fits "$zip"; then
    say "fetching Elasticsearch $elasticsearch_version"
    JAVA_HOME=$(java_home) mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get \
      -Dartifact="$elasticsearch_artifact" -Dtransitive=false </dev/null >&2
    sha256_fits "$zip" || die "$zip is not the archive that was expected"
  fi
  rm -rf "$home"
  python3 -m zipfile -e "$zip" "$(dirname "$home")"
  chmod +x "$home"/bin/*
  if is_root; then chown -R "$service_user": "$home"; fi
}

sha256_fits() {
  [ -r "$1" ] && echo "$elasticsearch_sha256  $1" | sha256sum --check --status
}

# start_elasticsearch DATA PORT
start_elasticsearch() {
  local data=$1 port=$2 home
  home=$(elasticsearch_home)
  cat >"$home/config/elasticsearch.yml" <<YML
cluster.name: marketplace
discovery.type: single-node
network.host: 127.0.0.1
http.port: $port
transport.port: $((port + 100))-$((port + 199))
path.data: $data/elasticsearch/data
path.logs: $data/elasticsearch/logs
cluster.routing.allocation.disk.threshold_enabled: false
action.destructive_requires_name: false
xpack.security.enabled: false
xpack.security.autoconfiguration.enabled: false
YML
  printf '%s\n' -Xms512m -Xmx512m >"$home/config/jvm.options.d/heap.options"
  make_service_folder "$data/elasticsearch"
  if is_root; then chown -R "$service_user": "$home/config"; fi
  as_service env ES_JAVA_HOME="$(java_home)" "$home/bin/elasticsearch" --daemonize \
    --pidfile "$data/elasticsearch/pid" </dev/null >"$state/elasticsearch.log" 2>&1 ||
    die "Elasticsearch did not start; see $state/elasticsearch.log"
  wait_for 120 Elasticsearch elasticsearch_healthy "http://127.0.0.1:$port"
}

stop_elasticsearch() { stop_by_pid "$1/elasticsearch/pid" java; }
