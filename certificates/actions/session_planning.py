"""A plan for a session, laid before the gate while it can still be undone."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from certificates.actions.clearance import Judged, judge
from certificates.actions.session_actors import Actor
from certificates.clearance.decision import Decision
from certificates.clearance.verdicts import Kind, Result
from certificates.models import Session, SessionMember
from certificates.rules.session_plans import Member
from certificates.selectors.sessions import snapshot_of
from home.errors import RuleBroken
from home.models import Clinic
from home.selectors import people_of


class MemberUnknown(RuleBroken):
    """Somebody named never belonged to this clinic, as far as it knows."""

    code = "SESSION-MEMBER-UNKNOWN"
    status = 422


def judge_plan(session: Session, actor: Actor, at: datetime.datetime) -> Judged:
    """This will ask the gate about a session as it is stored now, team and all.

    What is booked stands in the question too, so that the record of a plan that was
    refused says by itself what was wanted.
    """
    planned = snapshot_of(session)
    members = planned.pop("members")
    question = {
        "subject": {
            "type": "team",
            "id": f"team-of-{session.code}",
            "properties": {"members": members},
        },
        "action": {"name": "book"},
        "resource": {"type": "session", "id": session.code, "properties": planned},
    }
    return judge(question, asker=actor.asker(session.clinic, "planning"), at=at)


def forbids(decision: Decision) -> bool:
    """This will say whether something on record forbids a plan outright.

    What is not known yet may still come, and what a role may sign may be signed.
    """
    return any(
        verdict.type == Kind.HARD and verdict.result == Result.UNMET
        for verdict in decision.reasons
    )


def known_people(members: Collection[Member], clinic: Clinic) -> list[UUID]:
    """This will give the ids of those named, all of them people of the clinic.

    Raises:
        MemberUnknown: one of them never belonged to it.
    """
    wanted = {UUID(member.person_id) for member in members}
    here = set(people_of([clinic]).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - here:
        raise MemberUnknown(_("Somebody named is not known at this clinic."))
    return sorted(here)


def seat(session: Session, members: Collection[Member]) -> None:
    """This will name the team of a session; whoever was on it before is not."""
    session.members.all().delete()
    SessionMember.objects.bulk_create(
        SessionMember(
            session=session,
            person_id=UUID(member.person_id),
            role=member.role,
            presence=member.presence,
        )
        for member in members
    )
