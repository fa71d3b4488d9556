"""Random rosters with everything that a question can meet, and questions about them.

Every row is drawn from a seed, blank and null values, other clinics, voided rows and
names with quotes included: two ways to fetch the facts have to agree on all of it.
"""

import datetime
import random
import uuid

from certificates import models as held
from certificates.models.credential_types import CredentialType
from home.models import (
    AuditEntry,
    Clinic,
    DeclaredRelationship,
    Membership,
    Person,
    Role,
)
from tests.cast import NOW

NAMES = ("Ann O'Hara", 'Bo "B" Berg', "Chloë Ñuñez", "%s %(x)s {0}", "李 伟", "a\\b\t")
GENDERS = ("WOMAN", "MAN", "NONBINARY", "UNDISCLOSED")
CODES = ("PREPARATION-DONE", "KIT-READY", "PAUSE-BY-TWO")
ROLES = held.SessionMember.Role.values
STATES = held.Session.State.values


class Draw:
    """One random roster; rows are made once, and asked about often."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.clinics = [self._clinic(number) for number in range(3)]
        self.people = [
            Person.objects.create(
                name=self.one(NAMES),
                gender=self.one(GENDERS),
                matching_consent=self.maybe(),
            )
            for _number in range(7)
        ]
        for person in self.people:
            self._person(person)
        self.sessions = [self._session(number) for number in range(8)]
        for _number in range(4):
            one, other = self.random.sample(self.people, 2)
            DeclaredRelationship.objects.create(
                one=one, other=other, kind="SPOUSE", declared_on=self.day()
            )
        for _number in range(self.random.randint(0, 3)):
            AuditEntry.objects.create(
                at=self.moment(), action="X", subject_kind="x", subject_id="x"
            )

    def question(self) -> dict:
        """This will ask about something there or not, with people there or not."""
        strangers = [str(uuid.uuid4()), "not an id", "", self.people[0].pk.hex]
        ids = [*(str(person.pk) for person in self.people), *strangers]
        members = [
            {"id": self.one(ids), "role": self.one(ROLES)}
            for _number in range(self.random.randint(0, 4))
        ]
        claims = [
            {"code": self.one(CODES), "by": self.one(ids), "at": NOW.isoformat()}
            for _number in range(self.random.randint(0, 3))
        ]
        slugs = [*(clinic.slug for clinic in self.clinics), "nowhere", "", None]
        codes = [*(session.code for session in self.sessions), "NOT-STORED", "It's"]
        return {
            "subject": {"type": "team", "id": "t", "properties": {"members": members}},
            "action": {"name": self.one(["book", "start"])},
            "resource": {
                "type": "session",
                "id": self.one(codes),
                "properties": {"clinic": self.one(slugs), "attestations": claims},
            },
        }

    def one(self, choices):
        return self.random.choice(list(choices))

    def maybe(self) -> bool:
        return self.random.random() < 0.5

    def day(self) -> datetime.date:
        return NOW.date() + datetime.timedelta(days=self.random.randint(-900, 900))

    def moment(self) -> datetime.datetime:
        """This will draw a moment, some with microseconds, in any time zone."""
        hours = datetime.timedelta(hours=self.random.randint(-12, 14))
        fine = self.one([0, 0, 5, 120_000, 999_999])
        moment = NOW + datetime.timedelta(minutes=self.random.randint(-9000, 9000))
        return moment.replace(microsecond=fine).astimezone(datetime.timezone(hours))

    def null(self, value):
        return value if self.maybe() else None

    def _clinic(self, number: int) -> Clinic:
        clinic = Clinic.objects.create(
            slug=f"clinic-{number}",
            name=self.one(NAMES),
            time_zone="America/New_York",
            jurisdiction=self.one(["US-MA", "US-NY"]),
            in_person=self.one([True, False, None]),
        )
        for _row in range(self.random.randint(0, 2)):
            held.SiteValues.objects.create(
                clinic=clinic,
                bp_review=self.one(["", "140/90"]),
                bp_stop=self.one(["", "180/110"]),
                observe_minutes=self.one([None, 0, 120]),
                release_criteria=self.one(["", "Steady.\n“Oriented”."]),
                set_on=self.null(self.day()),
                recorded_at=NOW,
            )
        return clinic

    def _person(self, person: Person) -> None:
        for _row in range(self.random.randint(0, 2)):
            since = self.day()
            Membership.objects.create(
                person=person,
                clinic=self.one(self.clinics),
                role=self.one(Role.values),
                starts_on=since,
                ends_on=self.null(since + datetime.timedelta(days=400)),
            )
        for _row in range(self.random.randint(0, 3)):
            self._document(person)
            self._credential(person)
        for _row in range(self.random.randint(0, 4)):
            self._check(person)
        for kind in held.CurrencyRecord.Kind.values:
            for _row in range(self.random.randint(0, 2)):
                held.CurrencyRecord.objects.create(
                    person=person, kind=kind, on=self.day(), recorded_at=NOW
                )
        for _row in range(self.random.randint(0, 1)):
            held.Suspension.objects.create(
                person=person,
                kind=self.one(held.Suspension.Kind.values),
                starts_at=self.moment(),
                lifted_at=self.null(self.moment()),
                recorded_at=NOW,
            )

    def _document(self, person: Person) -> None:
        row = held.Document.objects.create(
            person=person,
            kind=self.one(held.Document.Kind.values),
            jurisdiction=self.one(["", "US-MA"]),
            issued_on=self.null(self.day()),
            expires_on=self.null(self.day()),
            has_discipline=self.maybe(),
            recorded_at=NOW,
        )
        for _row in range(self.random.randint(0, 2)):
            held.Verification.objects.create(
                document=row,
                on=self.day(),
                method=self.one(held.Verification.Method.values),
                outcome=self.one(held.Verification.Outcome.values),
                recorded_at=NOW,
            )

    def _credential(self, person: Person) -> None:
        since, type_ = self.day(), self.one(CredentialType.values)
        kind = {
            "person": person,
            "clinic": self.one(self.clinics),
            "type": type_,
            "target": self.one(["L1", "L2"]) if type_ == "CANDIDATE" else "",
        }
        # Only one of a kind is live.
        is_held = held.Credential.objects.filter(**kind).exists()
        held.Credential.objects.create(
            state="EXPIRED" if is_held else self.one(held.Credential.State.values),
            valid_from=since,
            valid_to=since + datetime.timedelta(days=700),
            awarded_at=NOW,
            **kind,
        )

    def _check(self, person: Person) -> None:
        others = [one for one in self.people if one != person]
        row = held.ExclusionCheck.objects.create(
            person=person,
            on=self.day(),
            outcome=self.one(held.ExclusionCheck.Outcome.values),
            by=self.null(self.one(others)),
            recorded_at=self.one([NOW, NOW - datetime.timedelta(hours=1)]),
        )
        # One that was not clear takes two people, which has tests of its own.
        if row.outcome == "CLEAR" and self.maybe():
            held.ExclusionCheck.objects.create(
                person=person,
                on=self.day(),
                outcome=self.one(["CLEAR", "CONFIRMED"]),
                by=self.one(others),
                corrects=row,
                recorded_at=NOW,
            )

    def _session(self, number: int) -> held.Session:
        starts = self.moment()
        row = held.Session.objects.create(
            code=f"KX-{number}",
            clinic=self.one(self.clinics),
            kind=self.one(held.Session.Kind.values),
            route=self.one(["", "IM"]),
            starts_at=self.null(starts),
            ends_at=self.null(starts + datetime.timedelta(minutes=90)),
            ordinal=self.null(number),
            staffing_code=self.one("ABC"),
            preference=self.one(held.Session.Preference.values),
            state=self.one(STATES),
            started_at=self.null(self.moment()),
            released_at=self.null(self.moment()),
        )
        for _row in range(self.random.randint(0, 4)):
            held.SessionMember.objects.create(
                session=row,
                person=self.one(self.people),
                role=self.one(ROLES),
                presence=self.one(["", "IN_ROOM", "ON_SITE"]),
            )
        for model, more in (
            (held.Attestation, {}),
            (held.SessionSignature, {"reason": "It's “so”, 100%."}),
        ):
            for _row in range(self.random.randint(0, 3)):
                model.objects.create(
                    session=row,
                    code=self.one(CODES),
                    by=self.one(self.people),
                    at=self.null(self.moment()),
                    voided_at=self.null(self.moment()),
                    **more,
                )
        if self.maybe():
            self._override(row)
        return row

    def _override(self, session: held.Session) -> None:
        by, told = self.random.sample(self.people, 2)
        signature = held.Signature.objects.create(
            by=by,
            clinic=session.clinic,
            printed_name=by.name,
            printed_role="Clinical director",
            meaning="OVERRIDDEN",
            subject_kind="session",
            subject_id=str(session.pk),
            at=NOW,
        )
        at = self.moment()
        held.Override.objects.create(
            session=session,
            clinic=session.clinic,
            by=by,
            reason="Relief.",
            at=at,
            ends_at=at + datetime.timedelta(hours=4),
            told=told,
            signature=signature,
            review_due_at=at + datetime.timedelta(hours=72),
        )
