# Needs make, Python 3.11 or newer and a Python package index; everything else goes into .venv.
# Choose another interpreter with `make PYTHON=python3.12 …`.
PYTHON ?= python3
VENV   ?= .venv
LOWEST := $(VENV)-lowest
BIN    := $(VENV)/bin
KGRAPH := $(BIN)/kgraph

.DEFAULT_GOAL := help
CLIENT := kgraph/web/client
VENDOR := kgraph/web/pages/static/vendor
.PHONY: client models help run test test-lowest lint fmt docs bench golden clean

help:
	@echo 'make run    set up, build and validate the graph, answer the headline questions'
	@echo 'make test   set up and run the whole test suite (PYTEST_ARGS=… for pytest options)'
	@echo 'make test-lowest   the same for the lowest versions allowed, on part of the suite'
	@echo 'make client fetch what pages load in a browser besides our own scripts (needs Node)'
	@echo 'make models make pydantic models and TypeScript types of things (OUT=…)'
	@echo 'make lint   check code and data for style, and types'
	@echo 'make fmt    rewrite code and data in canonical form'
	@echo 'make docs   write the pages of docs/generated/ anew'
	@echo 'make golden show which answers differ from the golden ones; write them once you agree'
	@echo 'make bench  run the measured comparisons'
	@echo 'make clean  remove the environment, caches and the built snapshot'

# A stamp per extra: the installation is repeated only after pyproject.toml has changed.
$(VENV)/stamp-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'error: “$(PYTHON)” is not Python 3.11 or newer; name one: make PYTHON=python3.12' >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo 'error: $(PYTHON) cannot make a virtual environment; install its venv module (Debian: apt-get install python3-venv)' >&2; exit 2; }
	@touch $@

$(VENV)/stamp-run: pyproject.toml $(VENV)/stamp-python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/stamp-test: pyproject.toml $(VENV)/stamp-python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/stamp-run

$(VENV)/stamp-dev: pyproject.toml $(VENV)/stamp-python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/stamp-run $(VENV)/stamp-test

$(VENV)/stamp-bench: pyproject.toml $(VENV)/stamp-python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@ $(VENV)/stamp-run $(VENV)/stamp-test

# The lowest versions stand in an environment of their own; they are of the time of Python 3.11.
$(LOWEST)/stamp: pyproject.toml .ci/lowest.py
	@$(MAKE) --no-print-directory VENV=$(LOWEST) $(LOWEST)/stamp-python
	$(LOWEST)/bin/python .ci/lowest.py > $(LOWEST)/requirements.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check \
	  --requirement $(LOWEST)/requirements.txt --editable .
	@touch $@

# Made by generators that others keep, from the schema that follows from the ontology.
OUT ?= dist/models
models: $(VENV)/stamp-dev
	if command -v npm >/dev/null; then cd tests/models && npm ci; fi
	$(BIN)/python .ci/models.py $(OUT)

# The engine as its authors ship it: nothing is built, nothing committed.
client: $(CLIENT)/node_modules/stamp

$(CLIENT)/node_modules/stamp: $(CLIENT)/package-lock.json
	@command -v npm >/dev/null || { echo 'error: there is no npm; install Node 20 or newer' >&2; exit 2; }
	cd $(CLIENT) && npm ci
	rm -rf $(VENDOR)
	mkdir -p $(VENDOR)/oxigraph $(VENDOR)/yasqe
	cp $(CLIENT)/node_modules/oxigraph/web.js $(CLIENT)/node_modules/oxigraph/web_bg.wasm $(VENDOR)/oxigraph/
	cd $(CLIENT)/node_modules/@zazuko/yasqe/build && cp yasqe.esm.js yasqe.min.css $(CURDIR)/$(VENDOR)/yasqe/
	@touch $@

run: $(VENV)/stamp-run
	@$(KGRAPH) build
	@echo
	@echo '== Who fills each layer of the route of one token, and who says so?'
	@$(KGRAPH) ask token-route
	@echo
	@echo '== How complete is the public record of each token?'
	@$(KGRAPH) ask record-coverage
	@echo
	@echo 'Ask more, after “. $(BIN)/activate”:'
	@echo '  kgraph questions      what can be asked'
	@echo '  kgraph show ODX       all that is known of one thing, with its sources'
	@echo '  kgraph search 不動産   find things by name'
	@echo '  kgraph --help         everything else'

# Hundreds of processes start: where no bytecode is kept each compiles the package anew.
test test-lowest: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/stamp-test
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

# What meets each dependency: engine and its faults, reasoners, SHACL, rdflib, Rich, YAML, tables.
LOWEST_TESTS := cli/test_commands export/test_any_graph export/test_export export/test_tables \
  infer/test_reference load/test_files project/test_real_graph questions/test_ask \
  questions/test_frame questions/test_golden questions/test_headers render/test_reports \
  tables/test_table shacl/test_agreement snapshot/test_query sparql/test_engine_faults \
  validate/test_identifiers web/test_pages web/test_protocol web/test_serve

test-lowest: $(LOWEST)/stamp
	@$(LOWEST)/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder \
	  $(LOWEST_TESTS:%=tests/%.py) $(PYTEST_ARGS)

lint: $(VENV)/stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(KGRAPH) fmt --check

fmt: $(VENV)/stamp-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(KGRAPH) fmt

golden: $(VENV)/stamp-test
	@$(BIN)/python .ci/golden.py $(GOLDEN_ARGS)

docs: $(VENV)/stamp-test
	$(KGRAPH) questions --pages docs/generated
	$(BIN)/python .ci/findings.py > docs/generated/findings.md
	$(BIN)/python .ci/replaced.py > docs/generated/replaced.md
	$(BIN)/python .ci/transcript.py > docs/assistants.md

bench: $(VENV)/stamp-bench
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done

clean:
	rm -rf $(VENV) $(LOWEST) .kgraph dist .pytest_cache .ruff_cache .mypy_cache .hypothesis
