"""What the model of a credential's life keeps: plain rows, no database. Pure."""

import datetime
from dataclasses import dataclass, field

LIVE = ("PROVISIONAL", "ACTIVE", "SUSPENDED")
OPEN = ("DRAFT", "SUBMITTED", "VERIFYING", "READY", "IN_REVIEW", "APPEALED")
UNDER_DECISION = ("SUBMITTED", "VERIFYING", "READY", "IN_REVIEW")


@dataclass(frozen=True)
class Kind:
    """What the requirement set of one credential says."""

    months: int
    window: int
    signers: int
    from_old_end: bool
    needs_record: bool


# Short enough that things run out, and are renewed, within one run.
KINDS = {
    "L1": Kind(1, 12, 1, from_old_end=False, needs_record=True),
    "L3": Kind(2, 20, 2, from_old_end=True, needs_record=False),
}


@dataclass
class Application:
    """One application as it should stand.

    Args:
        marks: what exactly the first of two signed.
        barred: who signed before an appeal was heard.
    """

    id: str
    person: str
    kind: str
    state: str = "DRAFT"
    signers: int = 1
    renews: str | None = None
    first: str | None = None
    marks: tuple[str, str] | None = None
    decided_by: str | None = None
    decided_on: datetime.date | None = None
    signed: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)
    was_appealed: bool = False
    conditions: dict[str, bool] = field(default_factory=dict)


@dataclass
class Credential:
    """One credential as it should stand."""

    id: str
    person: str
    kind: str
    state: str
    first_day: datetime.date
    last_day: datetime.date
    basis: str = "APPLICATION"
    application: str | None = None
    followed_by: str | None = None
    stood: str = ""
    # Who entered it from a roster where two sign, and what exactly they signed.
    entered_by: str = ""
    marks: str = ""


@dataclass
class Suspension:
    """One suspension as it should stand."""

    id: str
    person: str
    by: str | None
    kind: str = ""
    proposed_by: str | None = None
    marks: str = ""
    lifted_by: str | None = None


@dataclass(frozen=True)
class Somebody:
    """A person of the cast, as far as deciding goes."""

    is_director: bool = False
    is_medical_director: bool = False
    is_therapist: bool = False
    is_elsewhere: bool = False
    tied_to: str = ""


CAST = {
    # She has a declared tie to Mona: neither signs second after the other.
    "rita": Somebody(is_director=True, tied_to="mona"),
    # She directs and is a therapist who applies as well.
    "dora": Somebody(is_director=True, is_therapist=True),
    # He is a superuser too, and has a declared tie to Bob.
    "otto": Somebody(is_director=True, tied_to="bob"),
    "mona": Somebody(is_medical_director=True, tied_to="rita"),
    "alice": Somebody(is_therapist=True),
    "bob": Somebody(is_therapist=True, tied_to="otto"),
    "charlie": Somebody(is_director=True, is_elsewhere=True),
}
THERAPISTS = [name for name, one in CAST.items() if one.is_therapist]
