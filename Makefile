# All one needs: python3 >= 3.11 and make. `make run` and the rest are described in README.md.

PYTHON ?= python3
VENV = .venv
BIN = $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
PYTEST_ARGS ?=
export HOST PORT

.PHONY: run test test-long bench lint format messages
.DEFAULT_GOAL = run

# $(call install,FILE): the virtual environment, with FILE's packages unless it has them already.
define install
	@sum="$$(cat requirements.txt $(1) | cksum)"; \
	if ! $(BIN)/python -c '' 2>/dev/null || [ "$$sum" != "$$(cat $(VENV)/$(1).sum 2>/dev/null)" ]; then \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
			|| { echo "Python 3.11 or later is needed: make PYTHON=python3.12"; exit 1; }; \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
			|| { echo "Python cannot make a virtual environment: on Debian, install python3-venv."; exit 1; }; \
		echo "Installing $(1)…"; \
		$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check -r $(1) \
			&& echo "$$sum" > $(VENV)/$(1).sum; \
	fi
endef

run:
	$(call install,requirements.txt)
	@PYTHONPATH=site exec $(BIN)/python -m config.launch

# A Chromium is looked for, then fetched; DATABASE_URL=postgres://… runs the same suite on PostgreSQL.
# Without libical (Debian: libical3) one reader of calendars is skipped; ALL_READERS=1 makes that a failure.
test:
	$(call install,requirements-dev.txt)
	@CHROMIUM="$$($(BIN)/python -m tests.chromium)" && export CHROMIUM \
		&& exec $(BIN)/python -m pytest $(PYTEST_ARGS)

# The same with wide draws, for a night.
test-long: export BOOKING_EXAMPLES ?= 500
test-long: export FUZZED_INPUTS ?= 1000
test-long: export WORKER_KILLS ?= 30
test-long: test

bench:
	$(call install,requirements-dev.txt)
	@PYTHONPATH=site exec $(BIN)/python -m tests.bench

# As production would be: the last check refuses what is only right on one's own machine.
lint:
	$(call install,requirements-dev.txt)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.catalogues
	@echo "manage.py check --deploy"
	@BASE_URL=https://e-parentalite.example EMAIL_URL=smtp://localhost \
		SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

format:
	$(call install,requirements-dev.txt)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Brings the catalogues in line with the code; their new sentences are then to be translated.
messages:
	$(call install,requirements-dev.txt)
	$(BIN)/python -m tests.catalogues --update
