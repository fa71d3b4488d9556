"""The gate's answer in the shape that pages show."""

import datetime
import uuid
import zoneinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.models import Session
from home.models import Clinic, Person


def told(data: dict, question: dict, clinic: Clinic) -> dict:
    """This will turn an AuthZEN answer into what the verdict component shows.

    Args:
        data: the answer as JSON, already redacted for its reader.
        question: the AuthZEN request that was answered.
    """
    context = data["context"]
    names = _names(context)
    return {
        "permitted": data["decision"],
        "subject": _subject(question, clinic),
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
        return _("Session %(code)s at %(clinic)s") % {
            "code": resource["id"],
            "clinic": clinic.name,
        }
    return _("%(kind)s session at %(clinic)s, %(starts)s") % {
        "kind": Session.Kind(properties["kind"]).label,
        "clinic": clinic.name,
        "starts": _local(properties["starts_at"], clinic),
    }


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
