"""How the tests look back: a question, the facts then, and steps as they stood."""

from certificates.clearance.question import parse
from certificates.models import (
    SessionEvent,
)
from certificates.selectors.facts_known import world_as_known
from certificates.selectors.sessions import snapshot_of
from tests.cast import NOW
from tests.certificates.asking import about


def asked(session, action="book", **context):
    told = {name: moment.isoformat() for name, moment in context.items()}
    return parse(about(session, action) | {"context": told})


def known(session, clinic=None, **context):
    return world_as_known(
        asked(session, **context), application_at=NOW, clinic=clinic or session.clinic
    )


def one(world, person):
    return world.roster[str(person.pk)]


def step(session, at, step_="BOOKED", **booked):
    """This will write down a step as it stood then."""
    then = snapshot_of(session) | booked
    return SessionEvent.objects.create(session=session, step=step_, at=at, booked=then)
