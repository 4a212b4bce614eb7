# Each command does its own set-up: Python 3, make and a network are all it needs.
UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
PY := .venv/bin/python
GUTFAQ := $(PY) -m gutfaq.cli
TESTS ?= tests
EVAL ?= $(if $(wildcard ../shared/eval),../shared/eval,tests/eval)
export RASA_TELEMETRY_ENABLED := false
# Compiled Python is kept, and only here: without it each start compiles 3,000 modules again (6 s).
export PYTHONPYCACHEPREFIX := $(CURDIR)/.pycache
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run talk ask answers seeds check train test test-fast lint eval proof safety-report clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: .venv/ready ## serve page, widget and API on http://localhost:5005
	@$(GUTFAQ) run

talk: .venv/ready ## chat in the terminal
	@$(GUTFAQ) talk

ask: .venv/ready ## ask one question and see how the answer came about: make ask Q="does it get worse?"
	@$(GUTFAQ) ask "$(Q)"

answers: .venv/ready ## print everything the assistant can say
	@$(GUTFAQ) answers

seeds: .venv/ready ## print the seed's sentences and who quotes them
	@$(GUTFAQ) seeds

check: .venv/ready ## refuse what is not grounded in the seed text
	@$(GUTFAQ) check

train: .venv/ready ## train a model, if anything changed
	@$(GUTFAQ) train

eval: .venv/ready-dev train ## score understanding on held-out cases: make eval EVAL=folder
	@$(PY) -m gutfaq.evaluation --cases $(EVAL) --report reports/eval

test: .venv/ready-dev browser train check ## the tests, with all their set-up
	@$(PY) -m pytest $(TESTS) --timeout 600

test-fast: .venv/ready-dev ## unit tests: seconds, no model
	@$(PY) -m pytest tests/unit -m "not model and not browser and not slow"

lint: .venv/ready-dev ## style and types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

proof: .venv/ready-dev browser train ## the long, full-size forms of the tests; figures go to docs/
	@GUTFAQ_FAULT_TURNS=20000 GUTFAQ_GROUNDED_EXAMPLES=2000 $(PY) -m pytest tests/core/test_faults.py tests/core/test_grounded.py

safety-report: .venv/ready-dev ## what the red-flag patterns hear and miss, as HTML and JSON in reports/safety
	@$(PY) -m gutfaq.safety.report

clean: ## remove what the commands made
	rm -rf .venv .tools .pycache models .rasa reports graph.html

# --- set-up --------------------------------------------------------------------------------------
.tools/bin/uv:
	@echo "Installing uv $(UV_VERSION) into .tools (nothing outside this folder) ..."
	@python3 -m venv .tools && .tools/bin/pip install --quiet uv==$(UV_VERSION)

.venv/ready: pyproject.toml uv.lock | $(filter .tools/bin/uv,$(UV))
	@echo "Setting up the environment (first time: a minute or two) ..."
	@$(UV) sync --quiet --frozen --inexact --no-dev
	@touch $@

.venv/ready-dev: .venv/ready pyproject.toml uv.lock
	@$(UV) sync --quiet --frozen --inexact
	@touch $@

.PHONY: browser
browser: .venv/ready-dev
	@$(PY) scripts/find_browser.py > .venv/browser || (cat .venv/browser; exit 1)

-include make/*.mk
