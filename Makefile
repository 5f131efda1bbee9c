# Everything one can do here. Each target works from a clean clone: what it needs is installed into .venv on first use.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
ARGS ?=
PYTEST_ARGS ?=
BROWSER ?= auto
COMPILE := $(VENV)/bin/uv pip compile --system-certs --universal --python-version 3.11 --generate-hashes --quiet \
    --no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo run test check format bench chaos coverage lock clean runtime tools floor browser

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*##  *\(.*\)/  make \1 \2/p' Makefile | awk '{ printf "  make %-9s", $$2; $$1 = $$2 = ""; print $$0 }'

demo: runtime  ## Start Sangam in a simulated world: no account, no token, one address to open
	@$(RUN) run.py demo $(ARGS)

run: runtime  ## Start Sangam with the accounts in config/bot.yaml
	@$(RUN) run.py run $(ARGS)

test: browser check  ## Check and test everything but the long benchmarks and chaos runs
	@$(RUN) -m pytest $(if $(filter no,$(BROWSER)),-m "not chaos and not browser") $(PYTEST_ARGS)

check: tools  ## Format, lint, types, architecture, docs: what must hold before anything is committed
	@$(RUN) -m ruff format --check --quiet || { echo "Not formatted: make format"; exit 1; }
	@$(RUN) -m ruff check --quiet
	@$(RUN) -m mypy
	@said=$$($(VENV)/bin/lint-imports --no-logo 2>&1) || { echo "$$said"; exit 1; }; echo "$$said" | grep Contracts:
	@$(RUN) -m pytest tests/test_docs.py tests/test_layout.py

format: tools  ## Put every file into the one format and mend what the linter can mend
	@$(RUN) -m ruff format
	@$(RUN) -m ruff check --fix

bench: tools floor  ## Measure speed and memory as ratios and counts (long; loopback only)
	@$(RUN) -m tests.bench $(ARGS)

chaos: tools  ## Kill the process and Redis at random while a simulated world talks (long; prints its seed)
	@$(RUN) -m pytest -m chaos -s --timeout 3600 tests/chaos $(PYTEST_ARGS)

coverage: tools  ## Say which lines and branches no test reaches
	@$(RUN) -m coverage run -m pytest $(PYTEST_ARGS)
	@$(RUN) -m coverage report

lock: tools  ## Write the locks again from pyproject.toml; newer versions with ARGS=--upgrade
	@$(PYTHON) -m pip --python $(RUN) install --quiet --disable-pip-version-check uv==0.13.9
	@$(COMPILE) pyproject.toml -o requirements.lock $(ARGS)
	@$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock $(ARGS)
	@$(COMPILE) --group bench -o requirements-bench.lock $(ARGS)

clean:  ## Remove what make made; the data folder stays
	@rm -rf $(VENV) .venv-bench .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find bot inbox responders config tests -name __pycache__ -prune -exec rm -rf {} +

runtime:
	@$(PYTHON) .ci/bootstrap.py requirements.lock $(VENV)

tools:
	@$(PYTHON) .ci/bootstrap.py requirements-dev.lock $(VENV)

floor:
	@$(PYTHON) .ci/bootstrap.py requirements-bench.lock .venv-bench

browser:
	@$(if $(filter no,$(BROWSER)),true,.ci/browser)
