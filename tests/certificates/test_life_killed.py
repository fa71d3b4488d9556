"""A suspension, a second signature that lifts one, and a renewal are killed before each
of their steps: each is whole, or nothing of it is there and it can be done again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.utils import timezone

from certificates.actions.decisions import approve_application
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import (
    Application,
    Credential,
    CredentialEvent,
    Signature,
    Suspension,
)
from home.errors import RuleBroken
from home.models import AuditEntry, Clinic, Person
from home.sealing_standing import seal_standing
from tests.cast import NOW
from tests.certificates.applying import shown_digest
from tests.certificates.crowd import (
    FULL,
    holding,
    make_directors,
    newcomer,
    sent_by,
    set_the_scene,
    told_by_the_log,
)
from tests.certificates.lifting import propose, second
from tests.certificates.signing import signing
from tests.killing import kills
from tests.restoring import OnSqlite, Place, in_use

GROUND = Ground("PRECAUTIONARY", "A report.")


@pytest.fixture
def place(tmp_path, settings, django_db_setup, django_db_blocker):
    """A SQLite file in which somebody holds L1, and two directors."""
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "checkpoint.pem")
    settings.DATA_DIR = tmp_path
    # No step of these is the printing, which has its own test.
    settings.TASKS = settings.TASKS | {
        "work": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    }
    place = OnSqlite(tmp_path)
    with django_db_blocker.unblock(), in_use(place):
        clinic = set_the_scene()
        make_directors(clinic)
        holding(newcomer(clinic, "Alice Ames"), clinic, director(0), left=20)
        yield place


def director(number: int) -> Person:
    return Person.objects.get(name=f"D{number} Rowe")


def alice() -> Person:
    return Person.objects.get(name="Alice Ames")


def suspend() -> None:
    clinic = Clinic.objects.get()
    suspend_person(alice(), clinic, GROUND, signer=signing(director(0), timezone.now()))


def propose_to_lift() -> None:
    suspend()
    row, clinic = Suspension.objects.get(), Clinic.objects.get()
    propose(row, clinic, director(0), at=timezone.now())


def lift() -> None:
    row, clinic = Suspension.objects.get(), Clinic.objects.get()
    second(row, clinic, director(1), at=timezone.now())


def apply() -> None:
    sent_by(alice(), Clinic.objects.get())


def renew() -> None:
    application, now = Application.objects.get(), timezone.now()
    shown = shown_digest(application, now)
    signer = signing(director(0), now)
    approve_application(application, signer=signer, shown_sha256=shown)


@dataclass(frozen=True)
class Deed:
    """What is done before, what is killed, and all that it has to leave."""

    before: Callable[[], None]
    work: Callable[[], None]
    meaning: str
    entries: tuple[str, ...]
    moved_to: tuple[str, ...]
    # It takes many steps, so only some of them are tried but in a full proof.
    is_long: bool = False

    def traces(self) -> dict[str, int]:
        """How often each part of it is there."""
        signed = Signature.objects.filter(meaning=self.meaning).count()
        found = {f"signed {self.meaning}": signed}
        for action in self.entries:
            found[action] = AuditEntry.objects.filter(action=action).count()
        moves = CredentialEvent.objects.exclude(from_state="", to_state="ACTIVE")
        new = CredentialEvent.objects.filter(
            from_state="", credential__basis="APPLICATION"
        )
        for state in self.moved_to:
            rows = moves.filter(to_state=state) if state else new
            found[f"moved to {state}"] = rows.count()
            live = Credential.objects.filter(state=state) if state else new
            found[f"stands as {state}"] = live.count()
        return found


DEEDS = {
    "suspension": Deed(
        before=lambda: None,
        work=suspend,
        meaning="SUSPENDED",
        entries=("PERSON-SUSPENDED", "CREDENTIAL-SUSPENDED"),
        moved_to=("SUSPENDED",),
    ),
    "second lift": Deed(
        before=propose_to_lift,
        work=lift,
        meaning="LIFTED",
        entries=("SUSPENSION-LIFTED", "CREDENTIAL-ACTIVE"),
        moved_to=("ACTIVE",),
    ),
    "renewal": Deed(
        before=apply,
        work=renew,
        meaning="APPROVED",
        entries=("APPLICATION-APPROVED", "CREDENTIAL-SUPERSEDED", "CREDENTIAL-AWARDED"),
        moved_to=("SUPERSEDED", ""),
        is_long=True,
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_is_whole_or_not_there_wherever_it_is_killed(place: Place, deed: Deed):
    deed.before()
    # What the factories made is bound, as a migration does it.
    seal_standing(apps, NOW)
    place.keep()
    outcomes, every = [], 3 if deed.is_long and not FULL else 1
    for step in kills(deed.work, place, every):
        done = times(deed)
        outcomes.append(done)
        if not done:
            deed.work()
        else:
            refused_or_repeated(deed)

        assert times(deed) == 1, step
        assert told_by_the_log() == []

    assert times(deed) == 1
    assert outcomes == sorted(outcomes)
    assert outcomes.count(0) > 10 // every
    assert outcomes.count(1) >= 1


def times(deed: Deed) -> int:
    """How often it was done; every part of it as often as the others."""
    traces = deed.traces()
    assert len(set(traces.values())) == 1, traces
    return set(traces.values()).pop()


def refused_or_repeated(deed: Deed) -> None:
    """What stands is not done again; a director may well suspend once more."""
    if deed.work is suspend:
        return
    with pytest.raises(RuleBroken):
        deed.work()
