"""Frozen questions for the tests of grading: small, of every type."""


def options(*rights: bool) -> list[dict]:
    return [
        {"id": f"o{n}", "text": f"Option {n}", "feedback": f"Why {n}", "right": right}
        for n, right in enumerate(rights)
    ]


def frozen(kind: str, *, critical: bool = False, **fields) -> dict:
    return {
        "type": kind,
        "code": "Q-1",
        "critical": critical,
        "stem": "What now?",
        "lessons": ["F1.1"],
        "common_errors": "",
        "options": [],
        "matches": [],
        "steps": [],
    } | fields


def choosing(kind: str, *rights: bool, critical: bool = False) -> dict:
    return frozen(kind, critical=critical, options=options(*rights))


def matching(*fits: int, critical: bool = False) -> dict:
    """Statement n fits match fits[n]."""
    rows = [
        {"id": f"o{n}", "text": f"S{n}", "feedback": "", "match": f"m{fit}"}
        for n, fit in enumerate(fits)
    ]
    matches = [{"id": f"m{fit}", "text": f"M{fit}"} for fit in sorted(set(fits))]
    return frozen("MATCHING", critical=critical, options=rows, matches=matches)


def ordering(count: int, *, critical: bool = False) -> dict:
    rows = [
        {"id": f"o{n}", "text": f"S{n}", "feedback": "", "place": n + 1}
        for n in range(count)
    ]
    return frozen("ORDERING", critical=critical, options=rows)


def case(*, critical: bool = True) -> dict:
    """Step 0: a wrong answer leads to step 1, the right one to step 2."""

    def step(number: int, *choices: tuple[bool, int | None]) -> dict:
        return {
            "stem": f"Step {number}",
            "options": [
                {
                    "id": f"s{number}-{n}",
                    "text": f"{number}/{n}",
                    "feedback": "",
                    "right": right,
                    "leads_to": leads_to,
                }
                for n, (right, leads_to) in enumerate(choices)
            ],
        }

    steps = [
        step(0, (False, 1), (True, 2)),
        step(1, (True, None), (False, None)),
        step(2, (False, None), (True, None)),
    ]
    return frozen("MINI_BRANCH", critical=critical, steps=steps)
