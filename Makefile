# Needs only Python 3.11 or newer with pip; everything else is installed into .venv.
PYTHON ?= python3.11
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

export OMP_NUM_THREADS ?= 2
export TOKENIZERS_PARALLELISM = false

.PHONY: install dev demo test quality check bench clean help

help:            ## this list
	@grep -hE '^[a-z]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/: *.*## */\t/' | expand -t 12

install: $(STAMP)            ## .venv with the command escomap

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "error: $(PYTHON) not found; name yours: make PYTHON=python3 install" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	@# torch first and pinned: left to the resolver, a newer one brings several GB of GPU libraries.
	$(BIN)/python -m pip install --quiet -c constraints.txt torch
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

dev: $(VENV)/.dev            ## the same with the test and check tools

$(VENV)/.dev: $(STAMP)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@

demo: install            ## the main job on the sample catalogue, into data/out/demo
	$(BIN)/escomap demo --out data/out/demo

test: dev            ## all tests
	$(BIN)/python -m pytest

quality: dev            ## matching on judged texts and a full ESCO release (../shared), several minutes
	$(BIN)/python -m pytest -m quality

check: dev            ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: dev            ## timings, as ratios of two runs side by side
	$(BIN)/python -m tests.bench runs

clean:            ## removes what make and runs created
	rm -rf $(VENV) data/out .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
