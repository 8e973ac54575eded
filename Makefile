# Two commands matter: `make demo` shows the product, `make test` proves it. Each works alone in a fresh clone.
.PHONY: demo test check bench soak lock clean
BIN := .venv/bin
POSTGRESQL ?= postgres://hoursback:hoursback@127.0.0.1:5432/hoursback
ON_POSTGRESQL := tests/web/handoff tests/web/cycle tests/web/people tests/web/home

demo: .venv/.core
	@$(BIN)/hoursback demo

test: check
	$(BIN)/pytest -n auto

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: .venv/.dev
	$(BIN)/python -m benchmarks

soak: .venv/.dev
	HOURSBACK_SOAK=1 $(BIN)/pytest -n auto
	$(BIN)/python -m tests.required postgresql || exit 0; HOURSBACK_TEST_DATABASE=$(POSTGRESQL) $(BIN)/pytest -n auto $(ON_POSTGRESQL)

lock:
	sh scripts/lock.sh

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

.venv/.core: requirements/core.txt pyproject.toml scripts/bootstrap.sh
	@sh scripts/bootstrap.sh core
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml scripts/bootstrap.sh
	@sh scripts/bootstrap.sh dev
	@touch $@ .venv/.core
