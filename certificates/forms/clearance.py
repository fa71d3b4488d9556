"""The form on which people ask the gate."""

import datetime
import zoneinfo

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from certificates.models import Session, SessionMember
from home.models import Clinic, Person, Role
from home.selectors import people_of

MemberRole = SessionMember.Role
# Small letters: no booked session can have this code.
NO_CODE = "planned"
MEMBER_FIELDS = (
    ("lead", MemberRole.LEAD, True),
    ("co_therapist", MemberRole.CO_THERAPIST, False),
    ("supervisor", MemberRole.SUPERVISOR, False),
    ("assessor", MemberRole.ASSESSOR, False),
    ("medical_clinician", MemberRole.MEDICAL_CLINICIAN, False),
    ("second_staff", MemberRole.SECOND_STAFF, False),
)


class QuestionForm(forms.Form):
    """A form that can be put to the gate."""

    def question(self) -> dict:
        """This will give the AuthZEN request that the form describes."""
        raise NotImplementedError

    def offer(self, name: str, rows: QuerySet) -> forms.ModelChoiceField:
        """This will let a field choose among these rows."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the reader
        field.queryset = rows
        return field


class SessionChoice(forms.ModelChoiceField):
    """Chooses one of the clinic's sessions, told by code, kind and local time."""

    default_error_messages = {
        "invalid_choice": _("This clinic has no such session ahead.")
    }

    def label_from_instance(self, session: Session) -> str:
        """This will tell a session by its code, its kind and when it begins."""
        zone = zoneinfo.ZoneInfo(session.clinic.time_zone)
        begins = str(_("time not known"))
        if session.starts_at:
            begins = date_format(session.starts_at.astimezone(zone), "D j M, H:i")
        return f"{session.code} · {session.get_kind_display()} · {begins}"


class BookedSessionForm(QuestionForm):
    """Ask about a session that is booked, at booking or at the door."""

    stage = forms.ChoiceField(
        label=_("Asking to"),
        choices=[("book", _("Book it with this team")), ("start", _("Start it now"))],
    )
    session = SessionChoice(
        label=_("Session"),
        queryset=Session.objects.none(),
        to_field_name="code",
        empty_label="",
    )

    def __init__(self, *args, clinic: Clinic, at: datetime.datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ahead = Session.objects.filter(clinic=clinic, ends_at__gte=at)
        self.offer("session", ahead.select_related("clinic"))

    def question(self) -> dict:
        """This will give the AuthZEN request for the stored session and team."""
        code = self.cleaned_data["session"].code
        return {
            "subject": {"type": "team", "id": f"team-of-{code}"},
            "action": {"name": self.cleaned_data["stage"]},
            "resource": {"type": "session", "id": code},
        }


class PersonChoice(forms.ModelChoiceField):
    """Chooses one person of the clinic; an unknown id is refused in plain words."""

    default_error_messages = {
        "invalid_choice": _("This person is not on the clinic's roster.")
    }


class PlannedTimeForm(QuestionForm):
    """What kind of session, and when, by the clinic's own clocks."""

    kind = forms.ChoiceField(label=_("Kind of session"), choices=Session.Kind.choices)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    begins = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"})
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=15, max_value=480, initial=90
    )

    def __init__(self, *args, clinic: Clinic, at: datetime.datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        self.at = at

    def clean(self) -> dict:
        """This will refuse a moment that the clinic's clocks skip."""
        data = super().clean() or {}
        if data.get("day") and data.get("begins"):
            zone = zoneinfo.ZoneInfo(self.clinic.time_zone)
            starts = datetime.datetime.combine(data["day"], data["begins"], zone)
            if starts.astimezone(datetime.UTC).astimezone(zone) != starts:
                self.add_error("begins", _("The clocks skip this time on that day."))
            data["starts_at"] = starts
        return data

    def resource(self) -> dict:
        """This will give the planned session as an AuthZEN resource."""
        data = self.cleaned_data
        # In UTC: on the days on which the clocks change a wall clock adds wrongly.
        begins = data["starts_at"].astimezone(datetime.UTC)
        ends_at = begins + datetime.timedelta(minutes=data["minutes"])
        properties = {
            "clinic": self.clinic.slug,
            "kind": data["kind"],
            "starts_at": data["starts_at"].isoformat(),
            "ends_at": ends_at.isoformat(),
            "ordinal": 1,
            "staffing_code": Session.StaffingCode.A.value,
        }
        return {"type": "session", "id": NO_CODE, "properties": properties}


class OnePersonForm(PlannedTimeForm):
    """Ask about one person alone: what is theirs to bring, not the team's."""

    person = PersonChoice(label=_("Person"), queryset=None, empty_label="")
    role = forms.ChoiceField(
        label=_("In the role of"),
        choices=[
            (MemberRole.LEAD.value, MemberRole.LEAD.label),
            (MemberRole.CO_THERAPIST.value, MemberRole.CO_THERAPIST.label),
        ],
    )

    def __init__(self, *args, people: QuerySet[Person], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", people)

    def question(self) -> dict:
        """This will give the AuthZEN request about one practitioner."""
        subject = {
            "type": "practitioner",
            "id": str(self.cleaned_data["person"].pk),
            "properties": {"role": self.cleaned_data["role"]},
        }
        action = {"name": "book"}
        return {"subject": subject, "action": action, "resource": self.resource()}


class PlannedSessionForm(PlannedTimeForm):
    """Ask about a whole team for a session that is only planned: opens nothing."""

    ordinal = forms.IntegerField(
        label=_("Which medication session of the course"),
        min_value=1,
        max_value=20,
        initial=1,
    )
    staffing_code = forms.ChoiceField(
        label=_("Staffing code"), choices=Session.StaffingCode.choices
    )
    preference = forms.ChoiceField(
        label=_("Patient's preference"), choices=Session.Preference.choices
    )
    preparations = forms.IntegerField(
        label=_("Preparation sessions already held by the lead"),
        min_value=0,
        max_value=20,
        initial=0,
        help_text=_("Only for a medication session."),
    )
    is_integrated = forms.BooleanField(
        label=_("An integration session followed the last medication session"),
        required=False,
    )
    lead = PersonChoice(label=MemberRole.LEAD.label, queryset=None)
    co_therapist = PersonChoice(
        label=MemberRole.CO_THERAPIST.label, queryset=None, required=False
    )
    supervisor = PersonChoice(
        label=MemberRole.SUPERVISOR.label, queryset=None, required=False
    )
    presence = forms.ChoiceField(
        label=_("The supervisor is"),
        choices=[("", _("Nobody supervises")), *SessionMember.Presence.choices],
        required=False,
    )
    assessor = PersonChoice(
        label=MemberRole.ASSESSOR.label, queryset=None, required=False
    )
    medical_clinician = PersonChoice(
        label=MemberRole.MEDICAL_CLINICIAN.label, queryset=None, required=False
    )
    second_staff = PersonChoice(
        label=MemberRole.SECOND_STAFF.label, queryset=None, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        people = people_of([self.clinic])
        for name, role, is_needed in MEMBER_FIELDS:
            field = self.offer(name, self._fitting(people, role))
            field.empty_label = "" if is_needed else _("Nobody")

    def _fitting(self, people, role: MemberRole):
        """This will offer the medical staff for the medical role, else everybody."""
        if role == MemberRole.MEDICAL_CLINICIAN:
            medical = [Role.MEDICAL_CLINICIAN, Role.MEDICAL_DIRECTOR]
            return people.filter(
                memberships__clinic=self.clinic, memberships__role__in=medical
            )
        return people

    def resource(self) -> dict:
        """This will add what only a whole session has."""
        resource = super().resource()
        for name in ("ordinal", "staffing_code", "preference"):
            resource["properties"][name] = self.cleaned_data[name]
        resource["properties"]["attestations"] = self._attestations()
        return resource

    def question(self) -> dict:
        """This will give the AuthZEN request for the team and session described."""
        properties = {"members": self._members()}
        return {
            "subject": {"type": "team", "id": "planned", "properties": properties},
            "action": {"name": "book"},
            "resource": self.resource(),
        }

    def _attestations(self) -> list[dict]:
        """This will claim, for planning only, what the asker says was done."""
        codes = ["PREPARATION-DONE"] * self.cleaned_data["preparations"]
        if self.cleaned_data["is_integrated"]:
            codes.append("INTEGRATION-SINCE")
        by = str(self.cleaned_data["lead"].pk)
        moment = self.at.isoformat()
        return [{"code": code, "by": by, "at": moment} for code in codes]

    def _members(self) -> list[dict]:
        members = []
        for name, role, _is_needed in MEMBER_FIELDS:
            person: Person | None = self.cleaned_data.get(name)
            if person:
                member: dict = {"id": str(person.pk), "role": role.value}
                if name == "supervisor":
                    member["presence"] = self.cleaned_data["presence"] or None
                members.append(member)
        return members
