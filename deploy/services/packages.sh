# Which Debian packages the services need, and getting them. Sourced, not run.

postgres_bin() {
  local newest=''
  if has pg_config && [ -x "$(pg_config --bindir)/initdb" ]; then
    newest=$(pg_config --bindir)
  fi
  for folder in /usr/lib/postgresql/*/bin; do
    [ -x "$folder/initdb" ] && newest=$folder
  done
  [ -n "$newest" ] && echo "$newest"
}

# java_home: the oldest JDK or JRE that is 17 or newer.
java_home() {
  local best='' best_version=999 home version
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    if [ "${version:-0}" -ge 17 ] && [ "$version" -lt "$best_version" ]; then
      best=$home best_version=$version
    fi
  done
  [ -n "$best" ] && echo "$best"
}

missing_packages() {
  postgres_bin >/dev/null || echo postgresql
  has redis-server || echo redis-server
  [ -d "$(elasticsearch_home)" ] || has mvn || echo maven
  java_home >/dev/null || java_package
}

java_package() {
  if apt-cache show openjdk-17-jre-headless >/dev/null 2>&1; then
    echo openjdk-17-jre-headless
  else
    echo default-jre-headless
  fi
}

# need_packages: installs what is missing as root, otherwise says what to install.
need_packages() {
  local missing
  if is_root && [ -n "$(missing_packages)" ]; then apt-get update -qq; fi
  missing=$(missing_packages | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  is_root || die "install these first: sudo apt-get install $missing"
  say "installing $missing"
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
