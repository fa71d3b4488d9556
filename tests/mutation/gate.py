"""Breaks the pure gate and says which breaks no test noticed.

    python tests/mutation/gate.py FOLDER [PREFIX ...]

FOLDER holds `venv`, where mutmut is. mutmut makes the mutants and finds out which tests
reach which function; `one_by_one.py` runs the tests. Exits with 1 when less than 95 per
cent were noticed.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
PYTEST = "-q -p no:django -p no:xdist -p no:cacheprovider -p one_by_one --tb=no"
OPTIONS = [*PYTEST.split(), "--assert=plain", "--import-mode=importlib", "-s"]
GOAL = 95


def main() -> int:
    """This will try every mutant, and print the score and what survived."""
    folder, *wanted = sys.argv[1:]
    root = Path(folder).resolve()
    here = root / "gate"
    subprocess.run(["sh", HERE / "workspace.sh", here], check=True)
    names = mutants(root, here)
    if wanted:
        names = [name for name in names if name.startswith(tuple(wanted))]
    states = tried(root, here / "mutants", names)
    tally = Counter(states.values())
    left = len(names) - tally["noticed"] - tally["endless"]
    score = 100 * (len(names) - left) / len(names)
    say(f"{len(names)} mutants, {left} survived: {score:.2f} per cent noticed")
    return 0 if score >= GOAL else 1


def mutants(root: Path, here: Path) -> list[str]:
    """This will let mutmut make all mutants, and try one of them to learn what is."""
    first = "certificates.clearance.days.x_utc__mutmut_1"
    mutmut = [str(root / "venv/bin/python"), "-m", "mutmut", "run", first]
    done = subprocess.run(
        mutmut, cwd=here, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"mutmut could not be run.\n{done.stdout[-2000:]}")
    files = sorted((here / "mutants/certificates/clearance").rglob("*.meta"))
    told = (json.loads(file.read_text())["exit_code_by_key"] for file in files)
    return [name for keys in told for name in keys]


def tried(root: Path, here: Path, names: list[str]) -> dict[str, str]:
    """This will run the tests on each, and give what became of it."""
    listed = here / "names.txt"
    listed.write_text("\n".join(names))
    states = {}
    with subprocess.Popen(
        [str(root / "venv/bin/python"), "-m", "pytest", *OPTIONS],
        cwd=here,
        env=environment(MUTANTS=str(listed), PYTHONPATH=str(HERE)),
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        for line in running.stdout or ():
            state, _space, name = line.strip().partition(" ")
            if name in names:
                states[name] = state
                if state == "survived":
                    say(line.strip())
                if len(states) % 100 == 0:
                    say(f"{len(states)} of {len(names)} tried")
    if missing := set(names) - set(states):
        raise SystemExit(f"{len(missing)} mutants have no answer.")
    return states


def environment(**more: str) -> dict[str, str]:
    """This will give the environment without the settings of the whole project."""
    kept = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return {**kept, **more}


def say(text: str) -> None:
    """This will print a line at once."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
