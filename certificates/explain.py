"""The gate's answer in the shape that pages show."""

import datetime
import uuid
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.actions.clearance import Answer
from certificates.clearance.criteria.catalogue import CATALOGUE
from certificates.clearance.days import in_words
from certificates.models import Session, SessionMember
from certificates.rules.mending import Band, Takes, band_of, mend_first, takes
from home.models import Clinic, Person


@dataclass(frozen=True)
class Reader:
    """Who reads an answer.

    Args:
        is_director: reads what is confidential.
        sees_team: reads what the gate says of others, not only of themselves.
    """

    person: Person
    is_director: bool = False
    sees_team: bool = False


def readable(answer: Answer, reader: Reader) -> dict:
    """This will give an answer as its reader may know it."""
    if reader.is_director:
        return answer.as_confidential_json()
    return for_reader(answer.as_json(), reader)


def for_reader(data: dict, reader: Reader) -> dict:
    """This will leave out of an open answer what is said of others, but for the code.

    Codes, results and subjects stay: only what is told of them is kept back.
    """
    if reader.sees_team:
        return data
    context = dict(data["context"])
    for name in ("reasons", "warnings"):
        context[name] = [_own_only(row, reader) for row in context[name]]
    return {**data, "context": context}


def told(data: dict, question: dict, clinic: Clinic) -> dict:
    """This will turn an AuthZEN answer into what the verdict component shows.

    Args:
        data: the answer as JSON, already redacted for its reader.
        question: the AuthZEN request that was answered.
    """
    team = _team(question, clinic)
    names = {member["id"]: member["name"] for member in team}
    return told_plainly(data, clinic, names) | {
        "subject": _subject(question, clinic),
        "team": team,
        "action": question["action"]["name"],
    }


def told_plainly(data: dict, clinic: Clinic, known: Mapping[str, str]) -> dict:
    """This will tell an answer, its reasons in the order of what to mend first.

    Args:
        data: the answer as JSON, already redacted for its reader.
        known: names by id, so that they need not be looked up.
    """
    context = data["context"]
    names = _names(context, known, clinic) | dict(known)
    return {
        "permitted": data["decision"],
        "decision_id": context["decision_id"],
        "is_planning": context["basis"] == "hypothetical",
        "is_override": context["basis"] == "override",
        "asked_at": _local(context["evaluated_at"], clinic),
        "valid_until": _local(context["valid_until"], clinic),
        "reasons": [_reason(row, names) for row in mend_first(context["reasons"])],
        "warnings": [_reason(row, names) for row in mend_first(context["warnings"])],
        "met": [
            {
                "code": row["code"],
                "sentence": described(row["code"]),
                "subject": names.get(row["subject"], ""),
                "holds_until": row["holds_until"],
                "ceases": _day(row["holds_until"]),
            }
            for row in context["met"]
        ],
        "policy": _("Policy %(id)s, version %(version)s") % context["policy"],
        "obligations": [_duty(row["code"]) for row in context["obligations"]],
    }


def described(code: str) -> str:
    """This will say what a criterion asks, in the catalogue's words."""
    criterion = CATALOGUE.get(code)
    return criterion.description if criterion else code


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


def _team(question: dict, clinic: Clinic) -> list[dict]:
    """This will list who was asked about, by role: those named, else those booked."""
    subject = question["subject"]
    members = subject.get("properties", {}).get("members")
    if subject["type"] != "team":
        return []
    if members is None:
        code = question["resource"]["id"]
        rows = SessionMember.objects.filter(session__code=code, session__clinic=clinic)
        people = rows.values_list("person_id", "person__name", "role")
        return [_member(str(pk), name, role) for pk, name, role in people]
    names = _people_here({member["id"] for member in members}, clinic)
    return [
        _member(member["id"], names.get(member["id"], ""), member["role"])
        for member in members
    ]


def _member(id_: str, name: str, role: str) -> dict:
    return {"id": id_, "name": name, "role": SessionMember.Role(role).label}


def _reason(row: Mapping[str, Any], names: Mapping[str, str]) -> dict:
    subject, sentence = names.get(row["subject"], ""), row["text"]
    is_named = not subject or subject in sentence
    return {
        "code": row["code"],
        "subject": subject,
        "sentence": sentence,
        "in_short": sentence if is_named else f"{subject}: {sentence}",
        "remedy": row["remedy"],
        "verdict": _state(row),
        "when": _by_when(row),
    }


def _state(row: Mapping[str, Any]) -> str:
    band = band_of(row)
    return {Band.TO_KEEP_IN_MIND: "WARN", Band.TO_SIGN: "SIGN"}.get(band, row["result"])


def _by_when(row: Mapping[str, Any]) -> str:
    """This will say by when it can be mended, where that is worth saying."""
    if band_of(row) in {Band.TO_SIGN, Band.TO_KEEP_IN_MIND}:
        return ""
    return {
        Takes.SOMEBODY_ELSE: _("Best mended with somebody else"),
        Takes.WEEKS: _("This can take weeks"),
        Takes.DAYS: _("This can take days"),
        Takes.DAY_BEFORE: _("The day before at the latest"),
        Takes.AT_THE_DOOR: _("On the day, at the door"),
    }.get(takes(row["code"]), "")


def _own_only(row: dict, reader: Reader) -> dict:
    if not _is_uuid(row["subject"]) or row["subject"] == str(reader.person.pk):
        return row
    words = _("Something asked of this person does not hold at present.")
    if row["type"] == "WARN":
        words = _("There is something about this person to keep in mind.")
    return {
        **row,
        "text": words,
        "remedy": _("A scheduler or a director can see what would mend it."),
        "evidence": [],
    }


def _duty(code: str) -> str:
    """This will say what has to be done whatever the answer is."""
    return {
        "arrange_relief_and_notify_director": _(
            "Somebody of the team has lost their clearance. Stay with the patient, "
            "arrange relief and tell the director."
        ),
        "review_override": _("Another director reviews the emergency."),
        "file_incident_report": _("File an incident report."),
        "notify_medical_director_at_once": _("Tell the medical director at once."),
    }.get(code, code)


def _names(context: dict, known: Mapping[str, str], clinic: Clinic) -> dict[str, str]:
    """This will look up who else is spoken of."""
    rows = (*context["reasons"], *context["warnings"], *context["met"])
    subjects = {row["subject"] for row in rows}
    return _people_here(subjects - known.keys(), clinic)


def _people_here(ids: Iterable[str], clinic: Clinic) -> dict[str, str]:
    """This will name who is or was at the clinic; others have no name here."""
    wanted = [one for one in ids if _is_uuid(one)]
    if not wanted:
        return {}
    here = Person.objects.filter(pk__in=wanted, memberships__clinic=clinic)
    return {str(pk): name for pk, name in here.values_list("pk", "name")}


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _day(text: str | None) -> str:
    return in_words(datetime.date.fromisoformat(text)) if text else ""


def _local(moment: str | None, clinic: Clinic) -> str:
    """This will write a moment in the clinic's own time, with its zone."""
    if moment is None:
        return ""
    zone = zoneinfo.ZoneInfo(clinic.time_zone)
    local = datetime.datetime.fromisoformat(moment).astimezone(zone)
    return f"{date_format(local, 'j F Y, H:i')} {local.tzname()}"
