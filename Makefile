# Every command anyone types. `make run` and `make test` need nothing but Python 3.11.
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PYTHONPATH := src
export XINHENG_DATA ?= $(CURDIR)/var

.PHONY: run test check format docs bench mutants lock journeys postgres clean

$(VENV)/.made-run: requirements.txt
	python3 -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	touch $@

$(VENV)/.made-test: $(VENV)/.made-run requirements-dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.txt
	touch $@

src/xinheng/locale/zh_Hans/LC_MESSAGES/django.mo: $(wildcard src/xinheng/locale/zh_Hans/parts/*.po) | $(VENV)/.made-run
	$(BIN)/python tools/messages.py compile

WORDS := src/xinheng/locale/zh_Hans/LC_MESSAGES/django.mo

run: $(VENV)/.made-run $(WORDS)  ## the demo body, web and worker, on port 8000
	XINHENG_DEMO=1 $(BIN)/python -m xinheng serve --demo --port $(PORT)

test: $(VENV)/.made-test $(WORDS)  ## everything: both databases, journeys in a browser
	tools/chromium
	$(BIN)/python -m pytest -n 2 --dist loadscope -m "not journey and not hard_knock"
	$(BIN)/python tools/postgres.py $(BIN)/python -m pytest -n 2 --dist loadscope tests/apps tests/api tests/web -m "not journey and not hard_knock" || [ $$? -eq 75 ]
	$(BIN)/python -m pytest -m "hard_knock"
	$(BIN)/python tools/postgres.py --durable $(BIN)/python -m pytest -m "hard_knock" -k postgresql || [ $$? -eq 75 ]
	$(BIN)/python -m pytest -m "journey and not long_journey and not both_databases"

journeys: $(VENV)/.made-test $(WORDS)  ## every journey through a browser, the long ones and PostgreSQL too
	tools/chromium
	$(BIN)/python -m pytest -m "journey and not both_databases"
	$(BIN)/python tools/postgres.py $(BIN)/python -m pytest -m "journey and both_databases" || [ $$? -eq 75 ]

check: $(VENV)/.made-test $(WORDS)  ## what must be true of every commit
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/ruff check src tests tools bench
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings xinheng.config.settings
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/generate_docs.py --check
	$(BIN)/zensical build --clean
	$(MAKE) test

format: $(VENV)/.made-test
	$(BIN)/ruff format src tests tools bench
	$(BIN)/ruff check --fix src tests tools bench

docs: $(VENV)/.made-test $(WORDS)
	$(BIN)/python tools/generate_docs.py
	$(BIN)/zensical build --clean

bench: $(VENV)/.made-test $(WORDS)
	$(BIN)/python -m bench

mutants: $(VENV)/.made-test  ## change the rules a little: does a test notice?
	nice $(BIN)/python tools/mutants.py src/xinheng/core/programmes src/xinheng/core/grading src/xinheng/core/workspace src/xinheng/core/sustainability --tests tests/core $(MUTANTS)

lock:  ## write the hash-locked requirements anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra postgres pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --no-emit-index-url --extra postgres --group test --group lint --group docs pyproject.toml -o requirements-dev.txt

clean:
	rm -rf var site .mypy_cache .ruff_cache
