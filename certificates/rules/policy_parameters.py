"""What a clinic's version of the gate's policy may set, in words and bounds. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from certificates.clearance.policy import DEFAULT_PARAMETERS

DAYS = ngettext_lazy("%(count)d day", "%(count)d days", "count")
MONTHS = ngettext_lazy("%(count)d month", "%(count)d months", "count")
MINUTES = ngettext_lazy("%(count)d minute", "%(count)d minutes", "count")
PEOPLE = ngettext_lazy("%(count)d person", "%(count)d people", "count")
SESSIONS = ngettext_lazy("%(count)d session", "%(count)d sessions", "count")
OTHERS = ngettext_lazy("%(count)d other session", "%(count)d other sessions", "count")
NUMBER = gettext_lazy("session number %(count)d")


@dataclass(frozen=True)
class Count:
    """A whole number that a version may set.

    Args:
        told: a number of its unit in words, such as “31 days”.
        is_floor: whether what is shipped is the loosest; else only the range counts.
    """

    code: str
    name: str
    label: str | Promise
    meaning: str | Promise
    told: Any
    least: int
    most: int
    is_floor: bool = True

    @property
    def shipped(self) -> int:
        """What the shipped policy says."""
        return DEFAULT_PARAMETERS[self.code][self.name]

    def in_words(self, value: Any) -> str:
        """This will say a value with its unit, such as: 31 days."""
        return str(self.told % {"count": value})

    def problem(self, value: Any) -> str:
        """This will say what is wrong with a value; empty when nothing is."""
        if not isinstance(value, int) or isinstance(value, bool):
            return _("“%(label)s”: write a whole number.") % {"label": self.label}
        if self.least <= value <= self.most:
            return ""
        is_looser = self.is_floor and (
            value > self.most if self.shipped == self.most else value < self.least
        )
        if is_looser:
            words = _(
                "“%(label)s” cannot be looser than the shipped policy, which says "
                "%(shipped)s. Choose from %(least)s to %(most)s."
            )
        else:
            words = _("“%(label)s”: choose from %(least)s to %(most)s.")
        return words % self._bounds

    @property
    def _bounds(self) -> dict[str, str]:
        numbers = {"shipped": self.shipped, "least": self.least, "most": self.most}
        told = {name: self.in_words(value) for name, value in numbers.items()}
        return told | {"label": str(self.label)}


@dataclass(frozen=True)
class Choice:
    """Some of the ways that are shipped: at least one, none besides."""

    code: str
    name: str
    label: str | Promise
    meaning: str | Promise
    options: Mapping[str, str | Promise]

    @property
    def shipped(self) -> list[str]:
        """What the shipped policy says: all of them."""
        return list(DEFAULT_PARAMETERS[self.code][self.name])

    def in_words(self, value: Sequence[str]) -> str:
        """This will name what is let through."""
        return " · ".join(str(self.options.get(one, one)) for one in value)

    def problem(self, value: Any) -> str:
        """This will say what is wrong with a value; empty when nothing is."""
        if not isinstance(value, list) or not value:
            return _("“%(label)s”: choose at least one.") % {"label": self.label}
        if set(value) <= set(self.shipped) and len(set(value)) == len(value):
            return ""
        words = _(
            "“%(label)s” cannot be looser than the shipped policy, which lets through "
            "only: %(shipped)s."
        )
        return words % {"label": self.label, "shipped": self.in_words(self.shipped)}


Parameter = Count | Choice

PARAMETERS: tuple[Parameter, ...] = (
    Count(
        "LICENCE-ACTIVE",
        "verified_within_days",
        gettext_lazy("Licence verified within"),
        gettext_lazy(
            "How long a look at the register that issued the licence holds. When it is "
            "older, the licence counts as unknown and nobody is cleared by it."
        ),
        DAYS,
        least=1,
        most=120,
    ),
    Choice(
        "LICENCE-ACTIVE",
        "methods",
        gettext_lazy("What counts as verifying a licence"),
        gettext_lazy("A copy that somebody handed in never does."),
        {
            "PRIMARY_SOURCE": gettext_lazy("A look at the register itself"),
            "DESIGNATED_EQUIVALENT": gettext_lazy(
                "A look at a service that the register names"
            ),
        },
    ),
    Count(
        "EXCLUSION-CLEAR",
        "checked_within_days",
        gettext_lazy("Exclusion list looked up within"),
        gettext_lazy(
            "How long a look into the exclusion list holds. When it is older, the "
            "person is not cleared until somebody looks again."
        ),
        DAYS,
        least=1,
        most=31,
    ),
    Count(
        "DRILL-CURRENT",
        "every_months",
        gettext_lazy("Emergency drill every"),
        gettext_lazy(
            "How long an emergency drill holds. Asked of therapists in medication "
            "sessions."
        ),
        MONTHS,
        least=1,
        most=6,
    ),
    Count(
        "REFRESH-CURRENT",
        "every_months",
        gettext_lazy("Refresh of the critical items every"),
        gettext_lazy("How long the refresh holds. Asked of every therapist."),
        MONTHS,
        least=1,
        most=12,
    ),
    Count(
        "REFRESH-CURRENT",
        "grace_days",
        gettext_lazy("Grace after a refresh is due"),
        gettext_lazy(
            "How long somebody whose refresh is due may still work, with a warning. 0 "
            "means not a day."
        ),
        DAYS,
        least=0,
        most=14,
    ),
    Count(
        "NOT-DOUBLE-BOOKED",
        "medical_clinician_may_cover",
        gettext_lazy("A medical clinician may cover besides"),
        gettext_lazy(
            "In how many other sessions at this clinic the medical clinician may be "
            "booked at the same time. Nobody else is ever booked twice."
        ),
        OTHERS,
        least=0,
        most=1,
    ),
    Count(
        "PRESCRIBER-CLEARANCE",
        "within_days",
        gettext_lazy("Prescriber’s clearance given within"),
        gettext_lazy(
            "How old the prescriber’s clearance may be on the day of the session. 0 "
            "means it is given that day."
        ),
        DAYS,
        least=0,
        most=7,
    ),
    Count(
        "PREPARATION-DONE",
        "recommended",
        gettext_lazy("Recommended preparation"),
        gettext_lazy(
            "One is always required. Fewer than this many opens with a warning."
        ),
        SESSIONS,
        least=1,
        most=12,
        is_floor=False,
    ),
    Count(
        "PAUSE-BY-TWO",
        "people",
        gettext_lazy("Pause before the medicine attested by"),
        gettext_lazy(
            "How many different people of the team attest the pause, each on their own "
            "sign-in."
        ),
        PEOPLE,
        least=2,
        most=4,
    ),
    Count(
        "COURSE-LENGTH",
        "from_ordinal",
        gettext_lazy("A long course is signed for from"),
        gettext_lazy(
            "From which medication session of one course on a clinical director and a "
            "prescriber have to sign."
        ),
        NUMBER,
        least=1,
        most=4,
    ),
    Choice(
        "COURSE-LENGTH",
        "and_by",
        gettext_lazy("Who signs for a long course beside the clinical director"),
        gettext_lazy("Any one of those chosen here."),
        {
            "MEDICAL_CLINICIAN": gettext_lazy("A medical clinician"),
            "MEDICAL_DIRECTOR": gettext_lazy("A medical director"),
        },
    ),
    Count(
        "SESSION-OPENABLE",
        "opens_minutes_before",
        gettext_lazy("The door opens early by at most"),
        gettext_lazy("How early a session may be started at most."),
        MINUTES,
        least=0,
        most=60,
    ),
    Count(
        "CLOCK-SANE",
        "agree_within_minutes",
        gettext_lazy("Clocks of the system agree within"),
        gettext_lazy(
            "When the clocks of the program and of the database are further apart, "
            "nothing opens."
        ),
        MINUTES,
        least=1,
        most=5,
    ),
)
BY_NAME: Mapping[tuple[str, str], Parameter] = {
    (one.code, one.name): one for one in PARAMETERS
}
