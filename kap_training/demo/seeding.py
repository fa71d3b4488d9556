"""Making the demonstration, all of it or nothing."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from home.errors import RuleBroken
from home.models import Clinic, Person
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.casework import plan_casework, sign_first_for_tomas
from kap_training.demo.clinics import declare_relationship, open_clinics, set_values
from kap_training.demo.credentials import plan_credentials
from kap_training.demo.derived import id_of
from kap_training.demo.learning import plan_learning
from kap_training.demo.papers import plan_papers
from kap_training.demo.practice import plan_practice
from kap_training.demo.register import plan_register
from kap_training.demo.reviews import record_reviews
from kap_training.demo.sessions import book_sessions
from kap_training.demo.shelf import read_shelf
from kap_training.demo.tokens import plan_tokens


class NotADemonstration(RuleBroken):
    """This installation is not one for showing."""

    code = "NOT-A-DEMONSTRATION"


class SomethingElseHere(RuleBroken):
    """The clinics' names are taken by something that this seed did not make."""

    code = "DEMONSTRATION-DIFFERS"


def require_demonstration() -> None:
    """This will refuse an installation that real people use.

    Raises:
        NotADemonstration: KAP_DEMONSTRATION is not set.
    """
    if getattr(settings, "KAP_DEMONSTRATION", False) is not True:
        raise NotADemonstration(
            _(
                "This is not a demonstration installation (KAP_DEMONSTRATION is not "
                "on), so no invented people were added."
            )
        )


def is_seeded(seed: int) -> bool:
    """This will say whether the demonstration of this seed is here.

    Raises:
        SomethingElseHere: a clinic of that name is, and this seed did not make it.
    """
    if Person.objects.filter(pk=id_of(seed, "rita")).exists():
        return True
    if Clinic.objects.filter(slug__in=[NORTH, SOUTH]).exists():
        raise SomethingElseHere(
            _(
                "The clinics “north” and “south” are here already and were not made "
                "with this seed. Use that seed, or begin with an empty database."
            )
        )
    return False


@transaction.atomic
def seed_demonstration(seed: int, now: datetime.datetime) -> None:
    """This will make clinics, people and their history up to now.

    Args:
        now: later than the newest audit entry, else the gate refuses everything.
    """
    stage = open_clinics(seed, now)
    plan_papers(stage)
    plan_register(stage)
    plan_learning(stage, read_shelf())
    plan_practice(stage)
    plan_credentials(stage)
    plan_casework(stage)
    set_values(stage)
    plan_tokens(stage)
    declare_relationship(stage)
    stage.timeline.play()
    record_reviews(stage)
    sign_first_for_tomas(stage)
    book_sessions(stage)
