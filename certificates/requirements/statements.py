"""What can be stated about somebody: a closed list, with its words. Pure.

The applicant states it about themselves or a director about them. The words are
kept with each statement as they stood: changing them here changes no old one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SELF, DIRECTOR = "SELF", "DIRECTOR"


@dataclass(frozen=True)
class Statable:
    """One thing that can be stated.

    Args:
        title: as a line of a requirement names it.
        words: what is stated, by who states it: SELF, DIRECTOR.
    """

    title: str
    words: Mapping[str, str] = field(default_factory=dict)


STATEMENTS: dict[str, Statable] = {
    "RECORD-TRUE": Statable(
        "Statement that the record is true and complete",
        {SELF: "What I handed in is true and complete as far as I know."},
    ),
    "NOTHING-PENDING": Statable(
        "Statement that no board or court is deciding about the right to practise",
        {
            SELF: "As far as I know, no licensing board, court or former employer is "
            "deciding about my right to practise, and none has limited it since I "
            "last said so."
        },
    ),
    "ABLE-TO-WORK": Statable(
        "Statement about being able to do the work",
        {
            SELF: "I can do the work of this credential safely, with what my clinic "
            "has arranged for me where something had to be arranged.",
        },
    ),
    "LIMITS-UNDERSTOOD": Statable(
        "Statement about the limits of the credential",
        {
            SELF: "I know what this credential lets me do, what it does not, and whom "
            "I ask before I go beyond it.",
            DIRECTOR: "We went through what this credential allows and what it does "
            "not, and I am satisfied that it is understood.",
        },
    ),
    "SUPERVISION-ARRANGED": Statable(
        "Statement that supervision is arranged",
        {
            SELF: "I have agreed with a supervisor how often we meet and how I reach "
            "them between meetings.",
            DIRECTOR: "A supervisor has agreed to supervise this person and knows how "
            "often they meet.",
        },
    ),
    "READY-TO-LEAD": Statable(
        "Statement that the supervisors were heard",
        {
            DIRECTOR: "I have heard this person’s supervisors, and know of nothing "
            "that speaks against the work of this credential."
        },
    ),
}


def words_of(code: str, by: str) -> str | None:
    """This will give the words; None when this is not for them to state."""
    known = STATEMENTS.get(code)
    return known.words.get(by) if known else None


def stated_by(by: str) -> dict[str, str]:
    """This will list what SELF, or a DIRECTOR, can state: words by code."""
    return {code: row.words[by] for code, row in STATEMENTS.items() if by in row.words}
