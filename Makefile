# What one types; see README.md. Nothing needs to be installed before but Python 3.11 or later.
PORT ?= 8000
export PYTHON ?= python3
export REQUIRE
python = .venv/bin/python

run: base
	@exec env DEMO=1 SITE_URL=http://127.0.0.1:$(PORT) $(python) manage.py serve --prepare --port $(PORT)

test: dev
	@exec $(python) tests/run.py

quick: dev
	@exec $(python) tests/run.py sqlite -- -m "not slow and not concurrency and not browser and not elasticsearch"

# `make -k lint` goes on after the first finding.
lints = lint-style lint-imports lint-templates lint-django lint-types lint-house
lint: $(lints)
$(lints): export DEBUG = 1
$(lints): export PYTHONPATH = .:site
$(lints): dev

lint-style:
	$(python) -m ruff check --quiet --output-format concise
	$(python) -m ruff format --check --quiet

lint-imports:
	.venv/bin/lint-imports --no-logo

lint-templates:
	$(python) -m djlint --quiet --lint templates

lint-django:
	$(python) manage.py check --fail-level WARNING
	$(python) manage.py makemigrations --check --dry-run

lint-types:
	$(python) -m mypy .

lint-house:
	$(python) -m pytest -q tests/static

# `make bench ONLY=search SIZES=2000,20000 DATABASES=sqlite` takes a part; see bench/README.md.
bench: dev
	@exec $(python) -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SIZES),--sizes $(SIZES)) \
	    $(if $(DATABASES),--databases $(DATABASES))

elasticsearch:
	@tests/elasticsearch/server start

# Pins anew what base.in and dev.in ask for; `make requirements UPGRADE=--upgrade` takes what is newest.
pin = $(python) -m uv pip compile --quiet --universal --python-version 3.11 --no-header --annotation-style line \
    $(UPGRADE)
requirements: dev
	$(pin) requirements/base.in --output-file requirements/base.txt
	$(pin) requirements/dev.in --constraint requirements/base.txt --output-file requirements/dev.txt

base dev:
	@requirements/install $@

.PHONY: run test quick lint bench elasticsearch requirements base dev $(lints)
