# make run    set up, build the index where it is missing or stale, serve the page
# make test   every test
# make check  format, lint, types, layers
# make bench  the benchmark; SETS="DIR …" names the evaluation sets, SEEDS=DIR the originals
# make readme run the README's commands again and write their output into it
# make clean  remove what the above have made, the index included; feedback and users stay

PYTHON ?= python3
VENV ?= .venv
SETS ?= $(wildcard ../shared/eval/*/)
SEEDS ?= $(wildcard ../shared/seeds)
BIN := $(VENV)/bin
TORCH := $(shell sed -n 's/^ *"\(torch==[^"]*\)".*/\1/p' pyproject.toml)

# Nothing is fetched from a model hub, and nothing is reported to anyone.
export HF_HUB_OFFLINE = 1
export GRADIO_ANALYTICS_ENABLED = False
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench readme clean

run: $(VENV)/.installed
	$(BIN)/assistant serve

# Half of a test of the page is waiting for a server or a browser: two run side by side.
test: $(VENV)/.installed-dev
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.answers $(SETS) $(if $(SEEDS),--seeds $(SEEDS))

readme: $(VENV)/.installed-dev
	$(BIN)/python tests/test_docs.py

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find assistant benchmarks tests -name __pycache__ -prune -exec rm -rf {} +
	find index -mindepth 1 -not -name README.md -not -name 'feedback.jsonl*' -not -name 'users.toml*' -delete

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11; name another: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# torch goes first and alone: a broken download is then found, and repeated, by itself.
$(VENV)/.installed: pyproject.toml | $(BIN)/pip
	$(BIN)/pip install $(TORCH)
	$(BIN)/pip install -e .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/pip
	$(BIN)/pip install $(TORCH)
	$(BIN)/pip install -e '.[dev]'
	touch $@ $(VENV)/.installed
