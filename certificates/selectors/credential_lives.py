"""What became of a person's credentials and suspensions, as their file shows it."""

from dataclasses import dataclass

from certificates.models import CredentialEvent, FoundingAppointment, Suspension
from certificates.selectors.entries import unconfirmed
from certificates.selectors.ladders import Held
from certificates.selectors.person_files import PersonFile, is_open
from home.models import Person

OVER = ("REVOKED", "RELINQUISHED")
MAY_BE_REVOKED = ("PROVISIONAL", "ACTIVE", "SUSPENDED", "EXPIRED")


@dataclass(frozen=True)
class Life:
    """One credential, on what it rests, and what followed."""

    held: Held
    founding: FoundingAppointment | None
    # The credential that came after it.
    followed_by: Held | None
    # How it ended, when somebody ended it.
    ended: CredentialEvent | None
    # It came with a roster and waits for a second director.
    is_unconfirmed: bool = False

    @property
    def may_be_revoked(self) -> bool:
        """Whether the table of moves still has that."""
        return self.held.credential.state in MAY_BE_REVOKED


@dataclass(frozen=True)
class OpenSuspension:
    """One that stands here, and what the caller may do about it."""

    row: Suspension
    caller: Person

    @property
    def is_proposed(self) -> bool:
        """Somebody has signed first that it may end."""
        return self.row.lift_proposed_by_id is not None

    @property
    def is_mine(self) -> bool:
        """The caller signed first, so somebody else signs second."""
        return self.row.lift_proposed_by_id == self.caller.pk


@dataclass(frozen=True)
class Suspensions:
    """What stands here, how many stand elsewhere, and what is over here."""

    open_here: list[OpenSuspension]
    elsewhere: int
    over: list[Suspension]


def lives_in(file: PersonFile, held: list[Held]) -> list[Life]:
    """This will tell every credential of a file, in the order it is given."""
    found = FoundingAppointment.objects.filter(credential__in=file.credentials)
    founding = {row.credential_id: row for row in found}
    by_pk = {one.credential.pk: one for one in held}
    follower = {
        row.pk: by_pk.get(row.superseded_by_id)
        for row in file.credentials
        if row.superseded_by_id
    }
    endings = CredentialEvent.objects.filter(
        credential__in=file.credentials, to_state__in=OVER
    ).select_related("by")
    ended = {row.credential_id: row for row in endings}
    here = unconfirmed([file.clinic]).filter(person=file.person)
    waiting = set(here.values_list("pk", flat=True))
    return [
        Life(
            one,
            founding.get(one.credential.pk),
            follower.get(one.credential.pk),
            ended.get(one.credential.pk),
            one.credential.pk in waiting,
        )
        for one in held
    ]


def suspensions_in(file: PersonFile, caller: Person) -> Suspensions:
    """This will tell the suspensions of a file as this clinic may read them.

    Another clinic's is counted; its reason is not told.
    """
    related = ("by", "lift_proposed_by", "lifted_by")
    rows = Suspension.objects.filter(person=file.person).select_related(*related)
    here, elsewhere = [], 0
    for row in rows:
        if row.clinic_id in (None, file.clinic.pk):
            here.append(row)
        else:
            elsewhere += is_open(row, file.at)
    return Suspensions(
        open_here=[
            OpenSuspension(row, caller) for row in here if row.lifted_at is None
        ],
        elsewhere=elsewhere,
        over=[row for row in reversed(here) if row.lifted_at],
    )
