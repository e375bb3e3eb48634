# Conflict Atlas. `make run` shows the map, `make test` runs every check; both work on a fresh machine
# that has python3 (3.11 or newer), git and make, and both run again in seconds.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
# The stamps hold the time of the last install: pip runs again only when a list of requirements changed.
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
BENCH_READY := $(VENV)/.bench-ready
ARTICLES := $(wildcard ../shared/seeds/*.txt)

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench browser clean
.DELETE_ON_ERROR:

help:
	@echo "make run    the map in your browser (PORT=8501)"
	@echo "make test   every check: lint, types, tests, a real browser"
	@echo "make setup  only the environment that 'run' needs"
	@echo "make lint   ruff and mypy alone"
	@echo "make bench  the benchmarks"
	@echo "make clean  remove the environment and caches"

# as_root CMD...: run a command as root where that needs no password, else fail.
AS_ROOT = as_root() { if [ "$$(id -u)" = 0 ]; then "$$@"; \
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$$@"; else return 1; fi; }; \
	apt_get() { command -v apt-get >/dev/null && as_root apt-get update -qq </dev/null \
	&& as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$$@" </dev/null >/dev/null; }

define OLD_PYTHON
import sys
if sys.version_info < (3, 11):
    sys.exit(f"Conflict Atlas needs Python 3.11 or newer, and {sys.executable} is "
             f"{sys.version.split()[0]}: install one and say make PYTHON=/path/to/python3.x")
endef
export OLD_PYTHON

# pip is what making an environment leaves last: half-made ones are made again
$(BIN)/pip:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is not found: install Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c "$$OLD_PYTHON"
	@"$(PYTHON)" -c "import ensurepip, venv" 2>/dev/null || { $(AS_ROOT); \
	  echo "Python's venv module is not complete; installing python3-venv"; apt_get python3-venv; } \
	  || { echo "this python3 cannot make environments: install Debian's python3-venv, then try again" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)

$(RUN_READY): requirements.txt $(BIN)/pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt $(RUN_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(BENCH_READY): requirements-bench.txt $(DEV_READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

setup: $(RUN_READY)

define FREE_PORT
import socket, sys
wanted = int(sys.argv[1])
for port in range(wanted, wanted + 100):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    if port != wanted:
        print(f"Port {wanted} is in use: taking {port}.", file=sys.stderr)
    print(port)
    sys.exit()
sys.exit(f"no free port from {wanted} to {wanted + 99}: choose one with make run PORT=...")
endef
export FREE_PORT

run: $(RUN_READY)
	@port=$$($(BIN)/python -c "$$FREE_PORT" $(PORT)) || exit 1; \
	echo "Conflict Atlas: http://127.0.0.1:$$port  (Ctrl-C stops it)"; \
	exec $(BIN)/python -m streamlit run app.py --server.address 127.0.0.1 --server.port $$port \
	  --server.headless true --browser.gatherUsageStats false -- $(ARTICLES)

# A browser for the tests: Debian's chromium where we may install it, else Playwright's own.
define HAS_OWN_BROWSER
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not os.path.exists(playwright.chromium.executable_path))
endef
export HAS_OWN_BROWSER

browser: $(DEV_READY)
	@command -v chromium >/dev/null || $(BIN)/python -c "$$HAS_OWN_BROWSER" || { $(AS_ROOT); \
	  echo "Installing a browser for the tests"; apt_get chromium fonts-dejavu-core; } \
	  || $(BIN)/python -m playwright install chromium \
	  || { echo "no browser for the tests: install chromium (apt-get install chromium), then try again" >&2; exit 1; }

lint: $(DEV_READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Three at once, a file each: those in a browser wait now and then.
test: $(DEV_READY) browser lint
	$(BIN)/python -m pytest -q -n 3 --dist loadfile

bench: $(BENCH_READY)
	ATLAS_BENCH=1 $(BIN)/python -m pytest -q tests/places/test_bench.py tests/sources/test_bench.py tests/browser/test_bench.py
	@for bench in benchmarks/bench_*.py benchmarks/text/score.py; do \
	  echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
