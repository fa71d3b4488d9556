"""What directors and officers did beside deciding on applications."""

import datetime
from functools import partial

from certificates.actions.concern_reviews import Closing, close_concern, take_concern
from certificates.actions.concerns import Report, report_concern
from certificates.actions.decisions import approve_application
from certificates.actions.founding import Appointment, appoint_founder
from certificates.actions.lifting import lift_suspension, propose_lift
from certificates.actions.requirement_sets import start_draft
from certificates.actions.signatures import digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Application, Concern, RequirementSet, Suspension
from certificates.selectors.concerns import shown_of as shown_of_concern
from certificates.selectors.judging import shown_of
from certificates.selectors.suspensions import shown_of_lift, shown_of_second_lift
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.credentials import signing
from kap_training.demo.stage import Stage

Moment = datetime.datetime


def plan_casework(stage: Stage) -> None:
    """This will put suspensions lifted, reports, a founding and a draft on it."""
    for days, hour, act in (
        (120, 16, _pause_for_a_paper),
        (119, 15, _sign_first_for_hana),
        (118, 15, _sign_second_for_hana),
        (80, 17, _report_closed),
        (76, 17, _take_it),
        (66, 17, _close_it),
        (60, 16, _appoint_founder),
        (6, 17, _report_open),
        (3, 15, _draft_own_l1),
        (1, 16, _sign_first_for_dmitri),
    ):
        stage.timeline.put(stage.timeline.moment(days, hour), partial(act, stage))


def _pause_for_a_paper(stage: Stage, at: Moment) -> None:
    words = "The renewed liability cover had not reached the office."
    ground = Ground(Suspension.Kind.ADMINISTRATIVE, words)
    signer = signing(stage.people["rita"], at)
    suspend_person(stage.people["hana"], stage.clinics[NORTH], ground, signer=signer)


def _sign_first_for_hana(stage: Stage, at: Moment) -> None:
    _propose(stage, ("hana", "rita", "The cover is here and was looked at."), at)


def _sign_first_for_dmitri(stage: Stage, at: Moment) -> None:
    _propose(stage, ("dmitri", "rita", "The question is answered: nothing found."), at)


def _propose(stage: Stage, what: tuple[str, str, str], at: Moment) -> None:
    key, by, reason = what
    clinic, row = stage.clinics[NORTH], _standing(stage, key)
    propose_lift(
        row,
        clinic,
        reason=reason,
        shown_sha256=digest_of_shown(shown_of_lift(row, clinic)),
        signer=signing(stage.people[by], at),
    )


def _sign_second_for_hana(stage: Stage, at: Moment) -> None:
    clinic, row = stage.clinics[NORTH], _standing(stage, "hana")
    lift_suspension(
        row,
        clinic,
        shown_sha256=digest_of_shown(shown_of_second_lift(row, clinic)),
        signer=signing(stage.people["tomas"], at),
    )


def _standing(stage: Stage, key: str) -> Suspension:
    return stage.people[key].suspensions.get(lifted_at__isnull=True)


def _report_closed(stage: Stage, at: Moment) -> None:
    words = "The door stood open while the session was prepared, twice in one week."
    report = Report(stage.people["piotr"], Concern.Severity.QUESTION, words)
    report_concern(stage.clinics[NORTH], report, by=stage.people["henrik"], at=at)


def _take_it(stage: Stage, at: Moment) -> None:
    row = Concern.objects.get(person=stage.people["piotr"])
    take_concern(row, by=stage.people["sunita"], at=at)


def _close_it(stage: Stage, at: Moment) -> None:
    row = Concern.objects.get(person=stage.people["piotr"])
    closing = Closing(
        Concern.Outcome.LEARNING_AGREED,
        "Talked through with the team; the room has a sign now.",
        digest_of_shown(shown_of_concern(row)),
    )
    close_concern(row, closing, signer=signing(stage.people["sunita"], at))


def _report_open(stage: Stage, at: Moment) -> None:
    words = "The escort was called only after the observation time was over."
    report = Report(stage.people["mateus"], Concern.Severity.RULE, words, stage.day(7))
    report_concern(stage.clinics[NORTH], report, by=stage.people["meiling"], at=at)


def _appoint_founder(stage: Stage, at: Moment) -> None:
    appointment = Appointment(
        type="S",
        experience=(
            "Six years of co-therapy in a hospital’s programme, forty supervised "
            "sessions, and a course in rating practice."
        ),
        reviewer_name="Marguerite Oyelaran-Beck",
        reviewer_organisation="Cascade University Hospital",
        reviewed_on=stage.day(64),
    )
    appoint_founder(
        stage.people["kalani"],
        stage.clinics[SOUTH],
        appointment,
        signer=signing(stage.people["charlie"], at),
    )


def _draft_own_l1(stage: Stage, at: Moment) -> None:
    active = RequirementSet.State.ACTIVE
    shipped = RequirementSet.objects.get(
        credential_type="L1", clinic__isnull=True, state=active
    )
    start_draft(shipped, stage.clinics[NORTH], by=stage.people["rita"], at=at)


def sign_first_for_tomas(stage: Stage) -> None:
    """This will sign first for Endorsement S, once nothing of the record changes.

    The second signature is Ngozi’s to give.
    """
    at = stage.now
    application = Application.objects.get(
        person=stage.people["tomas"], state=Application.State.READY
    )
    approve_application(
        application,
        signer=signing(stage.people["rita"], at),
        shown_sha256=digest_of_shown(shown_of(application, at)),
    )
