# Two commands: `make run` and `make test`. Both install what they need.
.PHONY: run test proof bench mutation test-wagtail8 test-sqlite test-postgresql lint format lock clean prepare-run prepare-test

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -q
export PYTHONDONTWRITEBYTECODE ?=

run: prepare-run
	@scripts/run

test: prepare-test test-sqlite test-postgresql

prepare-run:
	@scripts/prepare run

prepare-test:
	@scripts/prepare test

# Everything, the journeys in a real browser included.
test-sqlite: prepare-test
	$(PYTEST) -n 2 --dist loadfile

# The same models, actions and views on a PostgreSQL the suite starts itself. What is pure
# has no database to differ by; races are on PostgreSQL already.
test-postgresql: prepare-test
	KAP_TEST_DATABASE=postgresql $(PYTEST) -n 2 --dist loadfile -m "not browser and not races" \
		--ignore=tests/certificates/clearance tests/home tests/modules tests/certificates

# What the suite walks in part, walked whole: ten thousand steps in the lives of
# credentials, a hundred rounds of eight at once, and a kill at every step.
PROOFS := tests/certificates/life tests/certificates/test_hundred_rounds.py \
	tests/certificates/test_sqlite_crowd.py tests/certificates/test_award_killed.py \
	tests/certificates/test_life_killed.py tests/certificates/test_self_approval_in_psql.py \
	tests/certificates/clearance/test_gate_cedar.py \
	tests/certificates/gate/test_revocation_under_load.py tests/journeys/test_killed_tabs.py
proof: prepare-test
	KAP_PROOF=full $(PYTEST) -s $(PROOFS)

# How long the lists of a clinic with 10,000 therapists take, and how many decisions a
# second the gate gives at 1,000, 10,000 and 100,000, on PostgreSQL. Then how quick learning
# is, on PostgreSQL and SQLite, beside wagtail-lms, a bare page and a bare insert. Each part
# exits with 1 when a goal is missed; the others are measured all the same.
bench: prepare-test
	@scripts/prepare-bench
	$(PYTHON) -m tests.bench_roster; one=$$?; \
	$(PYTHON) -m tests.bench_clearance; two=$$?; \
	$(PYTHON) -m tests.bench_learning .venv-bench/bin/python; three=$$?; \
	exit $$((one | two | three))

# The pure gate with one thing changed at a time, thousands of times. It tells what no test
# noticed.
mutation: prepare-test
	rm -rf .mutation
	python3 -m venv .mutation/venv
	.venv/bin/uv pip install -q --python .mutation/venv/bin/python mutmut==3.8.1 \
		-r requirements-dev.txt -r requirements.txt
	$(PYTHON) tests/mutation/gate.py .mutation

test-wagtail8: prepare-test
	@scripts/prepare-wagtail8
	.venv-wagtail8/bin/python -m pytest -q -n 2 --dist loadfile -m "not browser" \
		--deselect tests/test_architecture.py

lint: prepare-test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djhtml --check --tabwidth 2 templates
	.venv/bin/lint-imports
	.venv/bin/mypy kap_training certificates modules home

format: prepare-test
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/djhtml --tabwidth 2 templates

COMPILE := .venv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes
lock: prepare-test
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	grep -v "^-c" requirements-dev.in | $(COMPILE) requirements.in - --override requirements-wagtail8.override -o requirements-wagtail8.txt
	$(COMPILE) requirements-bench.in -o requirements-bench.txt

clean:
	rm -rf .venv .venv-wagtail8 .venv-bench .mutation var .pytest_cache .mypy_cache .ruff_cache
