# `make try` sets lintpack up and lints an example. `make test` sets up and checks everything.
# Both keep what they made in .venv; a second run reuses it, and asks the network for nothing.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help try test lint format docs dist clean

help:
	@echo 'make try     set up, and lint the example package in examples/harbor'
	@echo 'make test    set up, and run every test, ruff, the formatter and mypy'
	@echo 'make format  let ruff format the code'
	@echo 'make docs    write what commands print, and the list of rules, into the documentation'
	@echo 'make dist    build what is released, in dist'
	@echo 'make clean   remove what make has set up'

try: $(VENV)/installed
	@echo
	@echo 'examples/harbor packs a server. One of its libraries is packed under the wrong name:'
	@echo 'the copy goes through a function in a sourced file, so a search for `cp` does not show it.'
	@echo
	@echo '$$ lintpack examples/harbor'
	@$(BIN)/lintpack --exit-zero examples/harbor
	@echo
	@echo 'What the script packs, and what could not be told:'
	@echo
	@echo '$$ lintpack plan examples/harbor/scripts/pack_server.sh'
	@$(BIN)/lintpack plan examples/harbor/scripts/pack_server.sh
	@echo
	@echo 'Try it on your own scripts: $(BIN)/lintpack PATH'

# The tests run though a linter complains, and their last line is the last.
test: $(VENV)/installed-dev
	@status=0; $(MAKE) --no-print-directory lint || status=1; \
	echo '$(BIN)/python -m pytest'; $(BIN)/python -m pytest || status=1; exit $$status

lint: $(VENV)/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/installed-dev
	$(BIN)/python tools/make_rules_page.py
	$(BIN)/python -m pytest tests/docs/test_docs_console.py --update

dist: $(VENV)/installed-dev
	rm -rf dist
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- the environment: a stamp for each set of packages, newer than what it depends on

$(VENV)/pyvenv.cfg:
	@test -n '$(PYTHON)' || { echo 'lintpack needs Python 3.10 or newer' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'this Python makes no environments: install its venv package (Debian: apt install python3-venv)' >&2; exit 1; }
# The programs that an older pip writes import `re`, which takes a tenth of a short run's time.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip || true

$(VENV)/installed: pyproject.toml $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q "$(CURDIR)/lintpack"
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q "$(CURDIR)/lintpack"
	@touch $@ $(VENV)/installed
