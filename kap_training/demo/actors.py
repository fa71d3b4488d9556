"""What one invented person of the demonstration is told by."""

from dataclasses import dataclass

from home.models import Role
from home.models.people import Gender

NORTH, SOUTH = "north", "south"
DOMAIN = "kap.example"
ADMIN_EMAIL = f"admin@{DOMAIN}"
WOMAN, MAN = Gender.WOMAN, Gender.MAN
NONBINARY, UNDISCLOSED = Gender.NONBINARY, Gender.UNDISCLOSED


@dataclass(frozen=True)
class Actor:
    """One invented person.

    Args:
        key: the name they are called by in the other files of the demonstration.
        posts: the roles they hold, as (clinic, role).
        stage: what they show, in a word.
        sees: what they see after signing in, in a phrase.
        joined: how many days ago they came.
    """

    key: str
    name: str
    mailbox: str
    gender: str
    posts: tuple[tuple[str, Role], ...]
    stage: str
    sees: str
    consents: bool = True
    joined: int = 430

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.mailbox}@{DOMAIN}"


def at(clinic: str, *roles: Role) -> tuple[tuple[str, Role], ...]:
    """This will give the roles of one clinic as posts."""
    return tuple((clinic, role) for role in roles)
