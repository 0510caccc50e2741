# What one types; see README.md. Nothing needs to be installed before but Python 3.11 or later.
PORT ?= 8000
export PYTHON ?= python3
export REQUIRE
python = .venv/bin/python

.PHONY: run test quick lint elasticsearch requirements base dev

run: base
	@exec env DEMO=1 SITE_URL=http://127.0.0.1:$(PORT) $(python) manage.py serve --prepare --port $(PORT)

test: dev
	@exec $(python) tests/run.py

quick: dev
	@exec $(python) tests/run.py sqlite -- -m "not slow and not concurrency and not browser and not elasticsearch"

lint: export DEBUG = 1
lint: export PYTHONPATH = .:site
lint: dev
	$(python) -m ruff check --quiet
	$(python) -m ruff format --check --quiet
	.venv/bin/lint-imports --no-logo
	$(python) -m djlint --quiet --lint templates
	$(python) manage.py check --fail-level WARNING
	$(python) manage.py makemigrations --check --dry-run
	$(python) -m mypy .
	$(python) -m pytest -q tests/static

elasticsearch:
	@tests/elasticsearch/server start

# Pins anew what base.in and dev.in ask for; `make requirements UPGRADE=--upgrade` takes what is newest.
pin = $(python) -m uv pip compile --quiet --universal --python-version 3.11 --no-header --annotation-style line \
    --no-emit-index-url --no-emit-find-links $(UPGRADE)
requirements: dev
	$(pin) requirements/base.in --output-file requirements/base.txt
	$(pin) requirements/dev.in --constraint requirements/base.txt --output-file requirements/dev.txt

base dev:
	@requirements/install $@
