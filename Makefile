PYTHON := .venv/bin/python
DEMO := codomyrmex.cloud.cli.demo
BENCH := benchmarks
WORKERS := -n 3 --dist worksteal
ARGS :=

CORE := .venv/installed-core
DEV := .venv/installed-dev
BENCHED := .venv/installed-bench
CHECKOV := .venv/checkov/requirements.txt

# What was compiled is kept, whatever the environment says: the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check check-infra bench format clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(CORE) ## Store a real tree of files, read it back, compare every byte; needs no account
	@$(PYTHON) -m $(DEMO) $(ARGS)

test: $(DEV) ## Run all tests against real servers on loopback; ARGS goes to pytest (ARGS=--cov)
	@scripts/bootstrap debian
	@$(PYTHON) -m pytest $(WORKERS) $(ARGS)

check: $(DEV) ## Lint, format, types, layers
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

check-infra: $(CHECKOV) ## Check infra/terraform with checkov, offline
	@.venv/checkov/bin/checkov --directory infra/terraform --config-file infra/terraform/.checkov.yaml

bench: $(BENCHED) ## Measure against other tools and write benchmarks/RESULTS*.md
	@scripts/bootstrap debian
	@$(PYTHON) -m $(BENCH) $(ARGS)

format: $(DEV) ## Format the code, mend what the linter can
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	@[ ! -d .venv/node/node_modules/@cdktf ] || node scripts/format_terraform.cjs

clean: ## Remove what was installed and built here
	rm -rf .venv build dist .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find src tests benchmarks examples -type d -name __pycache__ -prune -exec rm -rf {} +

$(CORE): pyproject.toml scripts/bootstrap
	@scripts/bootstrap core
	@touch $@

$(DEV): pyproject.toml scripts/bootstrap infra/terraform/checkov.txt
	@scripts/bootstrap dev
	@touch $@ $(CORE)

$(CHECKOV): infra/terraform/checkov.txt
	@scripts/bootstrap checkov
	@touch $@

$(BENCHED): pyproject.toml scripts/bootstrap
	@scripts/bootstrap bench
	@touch $@ $(CORE)
