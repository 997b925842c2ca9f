# Settings of the portal's processes for the scripts beside this file. Sourced, not run.

cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.venv/bin/python
# Each process would compile every module again.
unset PYTHONDONTWRITEBYTECODE
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-marketplace.settings.dev}

# use_services: brings the real services and their encoder up and points the portal at them.
use_services() {
  deploy/services/up
  bin/encoder --where-possible
  set -a
  # shellcheck disable=SC1091
  . var/services/env
  set +a
}

# use_embedded: nothing from the outside decides for the embedded set-up.
use_embedded() { unset DATABASE_URL REDIS_URL ELASTICSEARCH_URL; }
