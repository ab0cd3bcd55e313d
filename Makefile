# `make` alone lists the targets. Needs Python 3.11 or newer; everything else goes into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint fast bench evaluate docs neo4j lock clean

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime-installed
DEV := $(VENV)/dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check

# The first of these that runs and is new enough; `make PYTHON=...` says otherwise.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

JOBS ?= 2
REPORTS := build/reports
REST := slow or browser or real_data or neo4j
QUICK := not commands and not ($(REST))

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-8s %s\n", $$1, $$2}'

demo: $(RUNTIME) ## install into .venv, answer the questions from the invented posts, draw the map
	$(BIN)/suara run sample/posts_x_api.jsonl sample/keluhan.csv --out hasil/

test: lint fast ## lint, then all tests, the quick ones first
	$(PARALLEL) -m "commands and not ($(REST))" --junitxml=$(REPORTS)/commands.xml
	$(BIN)/pytest -m "$(REST)" --junitxml=$(REPORTS)/rest.xml

lint: $(DEV) ## ruff, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# In parallel, a file's tests together: each has its own folder and none a port. The others run one by one,
# for they share a browser or measure time and memory.
PARALLEL = $(BIN)/pytest -n $(JOBS) --dist loadfile
fast: $(DEV) ## the quick tests only, up to the first failure
	$(PARALLEL) -x -m "$(QUICK)" --junitxml=$(REPORTS)/quick.xml

bench: $(DEV) ## time and memory beside twarc-network and the barest ways, part by part; BENCH="--sizes 20000" for less
	$(BIN)/python benchmarks/run.py $(BENCH)
	$(BIN)/python benchmarks/sources.py
	$(BIN)/python benchmarks/coding.py
	for part in responses discourse structure timeline coordination map; do $(BIN)/python benchmarks/$$part.py || exit 1; done

evaluate: $(DEV) ## precision, recall and F1 of the codebooks on the sample and, where they are, on others' labelled posts
	$(BIN)/python benchmarks/evaluate.py

docs: $(DEV) ## the documentation site, into build/docs
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

neo4j: $(RUNTIME) ## a Neo4j server for a machine without Docker (Java 17 or 21, Maven; see tools/neo4j)
	$(BIN)/python tools/neo4j/serve.py --home .neo4j

# Versions that are locked already stay, as long as they fit: `make lock LOCK=--upgrade` takes newer ones.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url
lock: $(DEV) ## write the lock files anew from pyproject.toml
	$(COMPILE) $(LOCK) --all-extras --group dev pyproject.toml -o requirements-dev.lock
	printf 'hatchling\neditables\n' | \
		$(COMPILE) $(LOCK) --constraints requirements-dev.lock pyproject.toml - -o requirements.lock

clean: ## delete results, reports and caches; .venv and the benchmark's posts stay
	rm -rf hasil debat suara-demo build dist .gephi .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests sample benchmarks -name .venv-bench -prune -o -name __pycache__ -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and wasn't found (apt install python3)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) can't make virtual environments: Debian keeps that in a package of its own, python3-venv" >&2; \
		echo "(apt install python3-venv, or $(PYTHON)-venv where $(PYTHON) isn't Debian's default)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): pyproject.toml requirements.lock | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@
