"""What the API takes and gives; the OpenAPI document is made of it."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, StringConstraints

from certificates.models import Session
from certificates.rules.session_plans import Booking, Member

Role = Literal[
    "lead",
    "co_therapist",
    "supervisor",
    "assessor",
    "observer",
    "medical_clinician",
    "second_staff",
]
Kind = Literal["PREPARATION", "MEDICATION", "INTEGRATION"]
Preference = Literal[
    "NOT_ASKED",
    "NONE_STATED",
    "ONE_WOMAN",
    "ONE_MAN",
    "WOMAN_AND_MAN",
    "TWO_WOMEN",
    "TWO_MEN",
    "WOMAN_PRESENT",
    "MAN_PRESENT",
    "OTHER_BY_DIRECTOR",
]
Code = Annotated[str, StringConstraints(min_length=3, max_length=32)]


class Strict(Schema):
    """Whatever is not named here is refused: nothing about a patient slips in."""

    model_config = ConfigDict(extra="forbid")


class MemberIn(Strict):
    """Somebody to be on the team."""

    id: uuid.UUID
    role: Role
    presence: Literal["IN_ROOM", "ON_SITE"] | None = Field(
        None, description="Of a supervisor only."
    )


class Planned(Strict):
    """What a session needs, and who is to be there."""

    kind: Kind
    route: Annotated[str, StringConstraints(max_length=8)] = Field(
        "", description="Of a medication session, as an abbreviation such as IM."
    )
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    ordinal: int | None = Field(
        None, description="Which medication session of its course, from 1."
    )
    staffing_code: Literal["A", "B", "C"]
    preference: Preference = "NOT_ASKED"
    members: Annotated[list[MemberIn], Field(max_length=20)] = []

    def booking(self, code: str) -> Booking:
        """This will give it as a booking under a code."""
        return Booking(
            code=code,
            kind=self.kind,
            route=self.route,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            ordinal=self.ordinal,
            staffing_code=self.staffing_code,
            preference=self.preference,
            members=tuple(
                Member(str(row.id), row.role, row.presence or "")
                for row in self.members
            ),
        )


class SessionIn(Planned):
    """A session to be booked, by its opaque code: never a patient's name."""

    code: Code


class MemberOut(Schema):
    id: uuid.UUID
    role: str
    presence: str | None


class AttestationOut(Schema):
    code: str
    by: uuid.UUID
    at: datetime.datetime | None


class SessionOut(Schema):
    """A session as it stands."""

    code: str
    clinic: str
    kind: str
    route: str
    starts_at: datetime.datetime | None
    ends_at: datetime.datetime | None
    ordinal: int | None
    staffing_code: str
    preference: str
    state: str
    started_at: datetime.datetime | None
    released_at: datetime.datetime | None
    members: list[MemberOut]
    attestations: list[AttestationOut]

    @classmethod
    def of(cls, row: Session) -> "SessionOut":
        """This will tell of a session; what was made void is left out."""
        return cls(
            **{name: getattr(row, name) for name in TOLD},
            clinic=row.clinic.slug,
            members=[
                MemberOut(id=m.person_id, role=m.role, presence=m.presence or None)
                for m in row.members.all()
            ],
            attestations=[
                AttestationOut(code=a.code, by=a.by_id, at=a.at)
                for a in row.attestations.all()
                if a.voided_at is None
            ],
        )


TOLD = (
    "code",
    "kind",
    "route",
    "starts_at",
    "ends_at",
    "ordinal",
    "staffing_code",
    "preference",
    "state",
    "started_at",
    "released_at",
)


class SessionWithClearance(Schema):
    """A session, and the gate's recorded answer about booking it with this team.

    Told again under the same Idempotency-Key, the answer says no: its `told_again` is
    true, and its `decision_id` names the record of then.
    """

    session: SessionOut
    clearance: dict[str, Any]


class SessionList(Schema):
    """Sessions in the order in which they begin; `next` continues after the last."""

    sessions: list[SessionOut]
    next: int | None


class ProblemOut(Schema):
    """Why not, as problem+json."""

    type: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] | None = None
    clearance: dict[str, Any] | None = None
