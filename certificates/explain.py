"""The gate's answer in the shape that pages show."""

import datetime
import uuid
import zoneinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.models import Session, SessionMember
from home.models import Clinic, Person


def told(data: dict, question: dict, clinic: Clinic) -> dict:
    """This will turn an AuthZEN answer into what the verdict component shows.

    Args:
        data: the answer as JSON, already redacted for its reader.
        question: the AuthZEN request that was answered.
    """
    context = data["context"]
    team = _team(question)
    names = _names(context) | {member["id"]: member["name"] for member in team}
    return {
        "permitted": data["decision"],
        "subject": _subject(question, clinic),
        "team": team,
        "decision_id": context["decision_id"],
        "is_planning": context["basis"] == "hypothetical",
        "action": question["action"]["name"],
        "asked_at": _local(context["evaluated_at"], clinic),
        "valid_until": _local(context["valid_until"], clinic),
        "reasons": [_reason(row, names, row["result"]) for row in context["reasons"]],
        "warnings": [_reason(row, names, "WARN") for row in context["warnings"]],
        "met": [
            {
                "code": row["code"],
                "sentence": _description(row["code"]),
                "subject": names.get(row["subject"], ""),
                "holds_until": row["holds_until"],
            }
            for row in context["met"]
        ],
        "policy": _("Policy %(id)s, version %(version)s") % context["policy"],
    }


def _subject(question: dict, clinic: Clinic) -> str:
    """This will say in one line what was asked about."""
    resource = question["resource"]
    properties = resource.get("properties", {})
    if not properties:
        session = Session.objects.get(code=resource["id"], clinic=clinic)
        return _("%(kind)s session %(code)s at %(clinic)s, %(starts)s") % {
            "kind": session.get_kind_display(),
            "code": session.code,
            "clinic": clinic.name,
            "starts": _local(
                session.starts_at.isoformat() if session.starts_at else None, clinic
            ),
        }
    return _("%(kind)s session at %(clinic)s, %(starts)s") % {
        "kind": Session.Kind(properties["kind"]).label,
        "clinic": clinic.name,
        "starts": _local(properties["starts_at"], clinic),
    }


def _team(question: dict) -> list[dict]:
    """This will list who was asked about, by role: those named, else those booked."""
    subject = question["subject"]
    members = subject.get("properties", {}).get("members")
    if subject["type"] != "team":
        return []
    if members is None:
        rows = SessionMember.objects.filter(session__code=question["resource"]["id"])
        people = rows.select_related("person").values_list(
            "person_id", "person__name", "role"
        )
        return [_member(str(pk), name, role) for pk, name, role in people]
    found = Person.objects.in_bulk([member["id"] for member in members])
    by_id = {str(pk): person.name for pk, person in found.items()}
    return [
        _member(member["id"], by_id.get(member["id"], ""), member["role"])
        for member in members
    ]


def _member(id_: str, name: str, role: str) -> dict:
    return {"id": id_, "name": name, "role": SessionMember.Role(role).label}


def _description(code: str) -> str:
    """This will say what a criterion asks, in the catalogue's words."""
    criterion = CATALOGUE.get(code)
    return criterion.description if criterion else code


def _reason(row: dict, names: dict[str, str], verdict: str) -> dict:
    return {
        "code": row["code"],
        "subject": names.get(row["subject"], ""),
        "sentence": row["text"],
        "remedy": row["remedy"],
        "verdict": verdict,
    }


def _names(context: dict) -> dict[str, str]:
    subjects = {row["subject"] for row in (*context["reasons"], *context["met"])}
    ids = {subject for subject in subjects if _is_uuid(subject)}
    rows = Person.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _local(moment: str | None, clinic: Clinic) -> str:
    """This will write a moment in the clinic's own time, with its zone."""
    if moment is None:
        return ""
    zone = zoneinfo.ZoneInfo(clinic.time_zone)
    local = datetime.datetime.fromisoformat(moment).astimezone(zone)
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"
