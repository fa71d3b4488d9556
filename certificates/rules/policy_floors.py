"""How far a clinic's version of the gate's policy may go: stricter, never looser.

Pure. What is shipped protects the patient, so it is the floor of every version.
What `policy_parameters` does not name is the same in every version. Only the number
of preparation sessions, which is recommended and never required, may go either way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.policy import DEFAULT_PARAMETERS
from certificates.clearance.world import CriterionParameters, PolicyFacts
from certificates.rules.policy_parameters import BY_NAME


@dataclass(frozen=True)
class _Read:
    """A version as it was read; what it says is known by its digest."""

    sha256: str
    criteria: tuple[CriterionParameters, ...] = field(compare=False)


def keeps_the_floors(policy: PolicyFacts) -> bool:
    """This will say whether a version that was signed may still judge anybody.

    Asked of every version that is read: somebody may have typed it into the database,
    or an update of the program may have raised a floor since it was signed.

    Args:
        policy: its digest is that of what it asks, not one that stands beside it.
    """
    return _judged_before(_Read(policy.sha256, policy.criteria))


@lru_cache(maxsize=64)
def _judged_before(read: _Read) -> bool:
    """This will judge a version once for as long as the program runs."""
    rows = [{"code": r.code, "parameters": r.parameters} for r in read.criteria]
    return not problems_of({"criteria": rows})


def problems_of(document: Mapping[str, Any]) -> list[str]:
    """This will say, a sentence each, where a version goes below what all keep.

    Args:
        document: {id, version, criteria}, as it is signed.
    Returns: empty when two people may sign it.
    """
    rows = document["criteria"]
    codes = [row["code"] for row in rows]
    found = []
    for code in CATALOGUE:
        if codes.count(code) != 1:
            words = _("Every version asks for %(code)s, once.")
            found.append(words % {"code": code})
    for code in sorted(set(codes) - set(CATALOGUE)):
        found.append(_("The gate does not know %(code)s.") % {"code": code})
    known = [row for row in rows if row["code"] in CATALOGUE]
    return [*found, *(one for row in known for one in _problems_in(row))]


def _problems_in(row: Mapping[str, Any]) -> Iterator[str]:
    code, given = row["code"], row.get("parameters", {})
    shipped = DEFAULT_PARAMETERS.get(code, {})
    for name in (*shipped, *sorted(set(given) - set(shipped))):
        judge = _judge_of(code, name)
        problem = judge(given.get(name))
        if problem:
            yield problem


def _judge_of(code: str, name: str) -> Callable[[Any], str]:
    """What every version keeps as it is shipped is judged by being the same."""
    parameter = BY_NAME.get((code, name))
    if parameter:
        return parameter.problem
    shipped = DEFAULT_PARAMETERS.get(code, {}).get(name)
    words = _("%(code)s: “%(name)s” is the same in every version.")
    told = words % {"code": code, "name": name}
    return lambda value: "" if value is not None and value == shipped else told
