"""Breaks the pure gate in two rounds, so that it takes minutes and not hours.

    python tests/mutation/rounds.py FOLDER [MODULE ...]

First each file of the gate with the few tests that are about it. Then whatever those
let live, with all tests. What survives both is printed, with the score. FOLDER holds
`venv`, where mutmut is.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
GATE = "certificates.clearance."
# The tests that notice most about a file; the others are tried on what these let live.
ABOUT = {
    "case": "decision corners session question_read told_whole planning",
    "catalogue_page": "catalogue",
    "days": "currency attestations people told_whole readings_days",
    "decide": "decision corners policy override",
    "decision": "decision told told_whole",
    "digests": "canonical decision policy",
    "keeping": "keeping",
    "opening": "questions question_read planning corners readings_answers",
    "outcome": "decision override planning readings_answers",
    "overriding": "override override_who",
    "policy": "policy policy_read",
    "question": "questions question_read planning keeping",
    "signing": "team evidence composition readings_signed",
    "verdicts": "decision told team",
    "criteria.attestations": "attestations readings_signed twice_over",
    "criteria.bookings": "team session busy_ends readings_moments twice_over",
    "criteria.closing": "release close twice_over",
    "criteria.composition": "composition",
    "criteria.currency": "currency evidence readings_people",
    "criteria.holdings": "levels team readings_days",
    "criteria.levels": "levels evidence readings_people",
    "criteria.people": "people evidence exclusions readings_people",
    "criteria.session": "session readings_signed twice_over",
    "criteria.team": "team readings_signed",
}
# What the gate says, word by word: it notices every changed sentence.
ALWAYS = "words"
TESTS = "tests/certificates/clearance"
ALL_TESTS = f'["{TESTS}"]'
ALL_FILES = '["certificates/clearance/*"]'


def main() -> int:
    """This will run both rounds and say what survived; 1 below 95 per cent."""
    folder, *wanted = sys.argv[1:]
    root = Path(folder).resolve()
    tried, alive = 0, []
    for module in wanted or ABOUT:
        told = first_round(root, module)
        tried += len(told)
        alive += [name for name, state in told.items() if state != "killed"]
        say(f"{module}: {len(told)} tried, {len(alive)} alive so far")
    left = second_round(root, alive) if alive else []
    for name in left:
        say(f"survived: {name}")
    score = 100 * (tried - len(left)) / tried
    say(f"{tried} mutants, {len(left)} survived: {score:.2f} per cent noticed")
    return 0 if score >= 95 else 1


def first_round(root: Path, module: str) -> dict[str, str]:
    """This will break one file, and give what became of each mutant."""
    file = module.replace(".", "/") + ".py"
    tests = [
        f"{TESTS}/test_gate_{name}.py" for name in [*ABOUT[module].split(), ALWAYS]
    ]
    if module == "verdicts":
        tests += [f"{TESTS}/test_verdict_{name}.py" for name in ("algebra", "parts")]
    quoted = ", ".join(f'"{name}"' for name in tests)
    here = workspace(
        root / "first" / module,
        (ALL_FILES, f'["certificates/clearance/{file}"]'),
        (ALL_TESTS, f"[{quoted}]"),
    )
    mutmut(root, here, "run")
    prefix = f"{GATE}{module}."
    return {n: s for n, s in results(root, here).items() if n.startswith(prefix)}


def second_round(root: Path, names: list[str]) -> list[str]:
    """This will try every test on what survived, and give what still does."""
    here = workspace(root / "second")
    mutmut(root, here, "run", *names)
    told = results(root, here)
    return [name for name in names if told.get(name) != "killed"]


def workspace(folder: Path, *changes: tuple[str, str]) -> Path:
    """This will copy the gate and its tests, with changed settings."""
    subprocess.run(["sh", HERE / "workspace.sh", folder], check=True)
    settings = folder / "pyproject.toml"
    text = settings.read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    settings.write_text(text)
    return folder


def mutmut(root: Path, here: Path, *line: str) -> str:
    """This will run mutmut there; it exits with 0 whatever survives."""
    program = [str(root / "venv/bin/python"), "-m", "mutmut", *line]
    env = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        program, cwd=here, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say(done.stdout[-2000:] + done.stderr[-2000:])
        raise SystemExit(f"mutmut could not be run in {here}.")
    return done.stdout


def results(root: Path, here: Path) -> dict[str, str]:
    """This will read what became of each mutant."""
    rows = mutmut(root, here, "results", "--all", "true").splitlines()
    pairs = (row.strip().rpartition(": ") for row in rows if ": " in row)
    return {name: state for name, _colon, state in pairs if name.startswith(GATE)}


def say(text: str) -> None:
    """This will print a line at once."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
