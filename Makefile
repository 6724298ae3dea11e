# What one can do here: `make help` says it.

PYTHON ?= python3
ARGS ?=
INSIDE = .venv/bin
WITH_RUNTIME = $(PYTHON) kb/bootstrap.py requirements.txt
WITH_DEV = $(PYTHON) kb/bootstrap.py requirements-dev.txt
LINT_ENV = KB_DATA_DIR=.venv/lint-data
A_REAL_SITE = SITE_URL=https://help.example.org KB_BACKUP_DIR=.venv/lint-data/backups

.DEFAULT_GOAL := help
.PHONY: help run upgrade test lint bench bench-search soak lock

help: ## Say what one can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: python ## Install what is missing, then serve the knowledge base on this machine
	@exec $(WITH_RUNTIME) manage.py start $(ARGS)

upgrade: python ## Bring a site's database to this version, backup first (ARGS=--rehearse: only try it with a copy)
	@exec $(WITH_RUNTIME) manage.py upgrade $(ARGS)

# Two processes halve the time of the whole suite. For some tests, starting them would take longer than it saves.
test: python ## Run all tests, in two processes (ARGS="tests/kb -x" for some of them, in one)
	@exec $(WITH_DEV) -m pytest $(or $(ARGS),-n 2)

lint: python ## Check style, types, templates, migrations and the settings of a real site
	@$(WITH_DEV)
	$(INSIDE)/ruff check .
	$(INSIDE)/ruff format --check .
	$(INSIDE)/djlint templates faq --quiet --lint
	$(LINT_ENV) $(INSIDE)/mypy --cache-dir .venv/mypy
	$(LINT_ENV) $(INSIDE)/python manage.py makemigrations --check --dry-run
	@mkdir -p .venv/lint-data/backups && date > .venv/lint-data/backups/today  # the checks ask a real site for a backup
	$(LINT_ENV) $(A_REAL_SITE) $(INSIDE)/python manage.py check --deploy --fail-level WARNING

bench: python ## Measure pages, counting and memory against a bare view, and write tables
	@$(WITH_DEV)
	@for file in $(filter-out bench/search% bench/_%, $(wildcard bench/*.py)); do $(INSIDE)/python $$file $(ARGS) || exit; done

bench-search: python ## Measure how good and how fast search is, and write tables
	@$(WITH_DEV)
	@for file in $(wildcard bench/search*.py); do $(INSIDE)/python $$file $(ARGS) || exit; done

soak: python ## Kill, lock, move, upgrade and stop parts of a site under load, and say what was lost (hours)
	@$(WITH_DEV)
	@for file in $(wildcard soak/*.py); do $(INSIDE)/python $$file || exit; done

lock: ## Choose the newest fitting packages and write them down with their hashes (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet \
		--upgrade requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet \
		--upgrade -c requirements.txt requirements-dev.in -o requirements-dev.txt

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is not installed: 3.11, 3.12 or 3.13 is needed." >&2; exit 1; }
