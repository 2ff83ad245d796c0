# Everything is done in an environment of its own, .venv, which the first target that needs it creates.
# Needs python3 (3.11 or newer) with venv, and make.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: sandbox run test lint format check bench diagrams pictures lock clean

sandbox: $(READY)  ## the bot without a token, against a local Bot API server, with a page to chat with it
	$(BIN)/python -m bot sandbox

run: $(READY)  ## the bot with the token in BOT_TOKEN
	$(BIN)/python -m bot run

test: $(READY)  ## all tests; REQUIRE_ALL=1 turns any skip into a failure
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

lint: $(READY)  ## style, types, structure
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(READY)  ## faults in the knowledge base, and how well it answers the labelled questions
	$(BIN)/python -m bot check
	$(BIN)/python -m bot eval

bench: $(READY)  ## the figures of the documentation, each against its alternative
	$(BIN)/python bench/kill.py
	$(BIN)/python bench/throughput.py
	$(BIN)/python bench/end_to_end.py
	$(BIN)/python bench/start.py
	$(BIN)/python bench/matching_speed.py
	$(BIN)/python bench/slips.py
	$(BIN)/python bench/relaying.py
	$(BIN)/python bench/mailing.py
	$(BIN)/python bench/claims.py
	$(BIN)/python bench/last_seat.py
	$(BIN)/python bench/cards.py
	$(BIN)/python bench/interleavings.py
	$(BIN)/python bench/sandbox.py
	$(BIN)/python bench/page.py

diagrams: $(READY)  ## docs/life-cycles.md anew from the transition tables
	$(BIN)/python -m tests.diagrams > docs/life-cycles.md

pictures: $(READY)  ## docs/pictures anew from the sandbox's page; needs chromium and fonts-noto-color-emoji
	$(BIN)/python -m tests.pictures docs/pictures

lock: $(READY)  ## requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --all-extras \
		--python-version 3.11 --custom-compile-command "make lock" pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)
