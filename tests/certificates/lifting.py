"""Two directors who lift a suspension, as tests need it."""

from certificates.actions.lifting import lift_suspension, propose_lift
from certificates.actions.signatures import digest_of_shown
from certificates.models import Suspension
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from home.models import Clinic, Person
from tests.cast import NOW
from tests.certificates.roster import days
from tests.certificates.signing import signing

TOMORROW = NOW + days(1)


def propose(
    row: Suspension, clinic: Clinic, by: Person, at=TOMORROW, **changes
) -> None:
    """This will sign first, on what is shown now."""
    fresh = Suspension.objects.get(pk=row.pk)
    shown = digest_of_shown(shown_of_lift(fresh, clinic))
    told = {"reason": "It is settled.", "shown_sha256": shown} | changes
    propose_lift(row, clinic, **told, signer=signing(by, at))


def second(row: Suspension, clinic: Clinic, by: Person, at=TOMORROW, **changes) -> None:
    """This will sign second, on what is shown now."""
    fresh = Suspension.objects.get(pk=row.pk)
    shown = digest_of_shown(shown_of_second_lift(fresh, clinic))
    told = {"shown_sha256": shown} | changes
    lift_suspension(row, clinic, **told, signer=signing(by, at))


def lift_by_two(
    row: Suspension, clinic: Clinic, first: Person, other: Person, at=TOMORROW
) -> None:
    """This will lift a suspension as two directors do."""
    propose(row, clinic, first, at)
    second(row, clinic, other, at)
