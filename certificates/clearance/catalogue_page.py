"""The catalogue as a page to read, made from the code so that it cannot drift. Pure."""

from collections.abc import Iterator

from certificates.clearance.case import Stage
from certificates.clearance.criteria.catalogue import ORDERED
from certificates.clearance.criteria.criterion import Criterion
from certificates.clearance.policy import DEFAULT_PARAMETERS, default_policy

HEAD = """\
# The criteria of the clearance gate

Written by `manage.py criteria_catalogue` from the code; do not edit it.
[clearance.md](clearance.md) tells what the words mean and how they are read.

The shipped policy is **{id} {version}**, SHA-256 `{sha256}`.
It asks all of these, in this order, with these parameters.

| code | rules | asked at, and type | asks | parameters |
|---|---|---|---|---|
"""
FOOT = """
HARD stays closed until it is met. SIGN stays closed until a named role has signed
with a reason. WARN opens with a warning. A criterion with two types at one stage can
end either way. ¹ is asked of one person alone as well.
"""


def catalogue_page() -> str:
    """Return the page, one row for each criterion in the order they are told."""
    policy = default_policy()
    head = HEAD.format(id=policy.id, version=policy.version, sha256=policy.sha256)
    return head + "".join(_row(criterion) for criterion in ORDERED) + FOOT


def _row(criterion: Criterion) -> str:
    alone = "¹" if criterion.asks_one_person else ""
    cells = (
        f"`{criterion.code}`{alone}",
        " ".join(criterion.rules) or "—",
        ", ".join(_stages(criterion)),
        criterion.description,
        ", ".join(_parameters(criterion)) or "—",
    )
    return f"| {' | '.join(cells)} |\n"


def _stages(criterion: Criterion) -> Iterator[str]:
    for stage in Stage:
        if stage in criterion.stages:
            types = " or ".join(kind.value for kind in criterion.stages[stage])
            yield f"{stage.name} {types}"


def _parameters(criterion: Criterion) -> Iterator[str]:
    for name, value in DEFAULT_PARAMETERS.get(criterion.code, {}).items():
        told = " or ".join(value) if isinstance(value, list) else str(value)
        yield f"`{name}`: {told}"
