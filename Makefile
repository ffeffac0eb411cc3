# make report | test | check | fix | lab | bench: the same commands by hand, in the hooks and in CI.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
WORKERS ?= 2

# Small matrices: several threads per process only get in each other's way.
export OPENBLAS_NUM_THREADS = 1
export GX_ANALYTICS_ENABLED = false

.PHONY: report test check fix headlines lab bench lock browser clean

report: $(READY)
	$(BIN)/tsa batch --network example --reports reports --workers $(WORKERS)
	$(BIN)/tsa batch --network published --reports reports --workers $(WORKERS)
	@echo
	@echo "Open reports/index.html in a browser. For the command tsa: . $(BIN)/activate"

test: $(READY) browser check
	@test -f reports/index.html || $(MAKE) --no-print-directory report
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal tests
	$(BIN)/python -m pytest -q -p no:warnings -n $(WORKERS) --dist loadfile --nbval-lax notebooks

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python .ci/suites.py
	$(BIN)/python .ci/coverage.py
	$(BIN)/nbstripout --keep-count notebooks/*.ipynb

# Store the headlines anew after a result has changed on purpose.
headlines: $(READY)
	$(BIN)/tsa import --network example
	$(BIN)/tsa import --network published
	$(BIN)/python .ci/headlines.py

lab: $(READY)
	$(BIN)/tsa lab

bench: $(READY)
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/scale.py
	$(BIN)/python benchmarks/explore.py

# The environment is made once; it is made again only when the lock or the package's own
# declaration changes.
$(READY): requirements.lock pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# Browser tests need a Chromium: one that is there, Debian's, or Playwright's own.
browser: $(READY)
	@sh .ci/browser $(BIN)/python

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet \
	  --output-file requirements.lock
	$(BIN)/python .ci/environment.py > environment.yml

clean:
	rm -rf $(VENV) reports/[!R]* reports/.tsa data/*/store data/*/keys data/*/set_aside
