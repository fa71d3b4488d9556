"""Rules on who may rate, added by apps that know more about people than we do.

Standing alone, the practicum asks for the role of an assessor and nothing else. An
app above registers a rule from its `AppConfig.ready`; every rule has to agree.
"""

import datetime
from collections.abc import Callable

from home.models import Clinic, Person

# Called with the assessor, the clinic, the day of the session at the clinic, and the
# moment of entering. It raises a RuleBroken whose message says what would mend it.
Rule = Callable[[Person, Clinic, datetime.date, datetime.datetime], None]

_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """This will ask one more rule; apps call it once, from their AppConfig.ready."""
    if rule not in _rules:
        _rules.append(rule)


def require_all(
    assessor: Person, clinic: Clinic, day: datetime.date, at: datetime.datetime
) -> None:
    """This will stop an assessor whom one of the registered rules refuses.

    Raises:
        RuleBroken: whatever the rule that refused raises.
    """
    for rule in _rules:
        rule(assessor, clinic, day, at)
