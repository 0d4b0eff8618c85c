# The commands of the academy. `make help` lists them; each prepares what it needs.

PYTHON ?= python3
RUN := $(PYTHON) scripts/bootstrap.py
DEV := $(RUN) --dev

# Whatever the environment says: a run of the tests starts hundreds of processes, which would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run cluster dev test check bench seed reset admin screenshots docs lock clean

help:  ## list these commands
	@echo; echo "  The AI Enablement Academy"; echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1#\2/p' Makefile | awk -F'#' '{printf "%-20s %s\n", $$1, $$2}'
	@echo; echo "  Settings are environment variables (docs/settings.md): ACADEMY_PORT=3001 make run"; echo

run: python  ## prepare whatever is missing and serve the academy (ARGS="--workers 2")
	@exec $(RUN) -m academy run $(ARGS)

cluster: python  ## the same on Postgres, with a worker for every processor (ARGS="--workers 2")
	@exec $(RUN) -m academy cluster $(ARGS)

dev: python  ## serve, and build and restart after every change
	@exec $(RUN) -m academy dev

test: python  ## run every test, with all set-up (ARGS="-k seats")
	@$(DEV) scripts/browser.py
	@$(DEV) -m pytest -n 2 $(ARGS)

check: python  ## lint, format, types, import contracts, migrations
	@$(DEV) scripts/check.py

bench: python  ## measure, print a table, write bench/results.json
	@$(DEV) scripts/browser.py
	@$(DEV) -m bench $(ARGS)

seed: python  ## fill an empty database with the demo academy (ARGS="--scale 10")
	@$(RUN) -m academy seed $(ARGS)

reset: python  ## empty the embedded database and fill it anew
	@$(RUN) -m academy reset $(ARGS)

admin: python  ## make somebody an administrator (EMAIL=you@example.com)
	@$(RUN) -m academy admin "$(EMAIL)"

screenshots: python  ## photograph every page, light and dark, in three widths
	@$(DEV) scripts/browser.py
	@$(DEV) -m scripts.screenshots $(ARGS)

docs: python  ## write docs/settings.md and docs/webhooks.md anew from the code
	@$(DEV) -m scripts.settings
	@$(DEV) -m scripts.events

lock: python  ## pin the packages of pyproject.toml anew in requirements*.txt
	@$(DEV) scripts/lock.py

clean:  ## remove what was built and installed; the data stays
	rm -rf .web .states .venv bench/lighthouse/node_modules

.PHONY: python
python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed (Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13)."; exit 1; }
