"""Tokens for outside systems: one live at each clinic, one that is over."""

import datetime
from dataclasses import dataclass
from functools import partial

from certificates.actions.tokens import Wanted, digest_of, issue_token
from certificates.models import ApiToken
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.derived import token_secret
from kap_training.demo.stage import Stage


@dataclass(frozen=True)
class Ticket:
    """A token of the demonstration; made so many days ago, 0 being now."""

    key: str
    clinic: str
    name: str
    by: str
    days_ago: int = 0


PURPOSE = "booking-system"
TICKETS = (
    Ticket("north", NORTH, "Booking system", "rita"),
    Ticket("south", SOUTH, "Booking system", "charlie"),
    Ticket("north-over", NORTH, "Booking system of last year", "rita", 400),
)


def plan_tokens(stage: Stage) -> None:
    """This will let the directors issue the tokens."""
    for ticket in TICKETS:
        at = stage.now
        if ticket.days_ago:
            at = stage.timeline.moment(ticket.days_ago, 16)
        stage.timeline.put(at, partial(_issue, stage, ticket))


def token_row(seed: int, ticket: Ticket) -> ApiToken:
    """This will find a token of the demonstration."""
    return ApiToken.objects.get(token_sha256=digest_of(token_secret(seed, ticket.key)))


def _issue(stage: Stage, ticket: Ticket, at: datetime.datetime) -> None:
    secret = token_secret(stage.seed, ticket.key)
    wanted = Wanted(ticket.name, PURPOSE, scopes=("book",), secret=secret)
    clinic, by = stage.clinics[ticket.clinic], stage.people[ticket.by]
    issue_token(clinic, wanted, by=by, at=at)
