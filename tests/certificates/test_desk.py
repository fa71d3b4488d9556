"""The desk as a director opens it in the morning: what to decide, what runs out."""

import datetime
import uuid
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.exclusions.files import COLUMNS
from certificates.models import (
    Application,
    Concern,
    Condition,
    ExclusionList,
    ExclusionMatch,
    ProviderIdentity,
    Session,
    SessionMember,
    Suspension,
)
from certificates.selectors.desk import trays_at
from certificates.selectors.rosters import RosterWish, roster_ids
from home.models import Role
from tests.cast import NOW, client_of, clinic_day, make_person
from tests.certificates.desk import application, desk
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import TODAY, days, document, grant

__all__ = ["application", "desk"]


def days_ahead(count: int) -> datetime.date:
    return clinic_day() + datetime.timedelta(days=count)


def asked(person, clinic, state, **fields) -> Application:
    """An application in a state, without the way to it."""
    rules = requirement_set(f"X{uuid.uuid4().hex[:6]}")
    told = {
        "credential_type": "L1",
        "state": state,
        "submitted_at": NOW - days(4),
        "dossier_sha256": "0" * 64,
    }
    return Application.objects.create(
        person=person, clinic=clinic, requirement_set=rules, **(told | fields)
    )


def booked(clinic, person, ahead: int, code: str, state="BOOKED") -> Session:
    starts = NOW + days(ahead)
    row = Session.objects.create(
        code=code,
        clinic=clinic,
        kind="MEDICATION",
        starts_at=starts,
        ends_at=starts + datetime.timedelta(hours=2),
        staffing_code="A",
        state=state,
    )
    SessionMember.objects.create(session=row, person=person, role="lead")
    return row


def trays(clinic, director) -> dict[str, list[str]]:
    return {
        tray.code: [task.name for task in tray.tasks]
        for tray in trays_at([clinic], director, NOW)
    }


class TestWhatNeedsADecision:
    def test_is_sorted_into_trays(self, clinic, alice, bob, rita):
        dora = make_person("Dora Dean", clinic, Role.CLINICAL_DIRECTOR)
        asked(alice, clinic, "SUBMITTED")
        asked(alice, clinic, "VERIFYING", credential_type="L2A")
        asked(alice, clinic, "READY", credential_type="L2B")
        asked(bob, clinic, "IN_REVIEW")
        signed = {"signers": 2, "first_by": dora, "first_at": NOW}
        asked(bob, clinic, "IN_REVIEW", credential_type="L3", **signed)
        asked(bob, clinic, "WITHDRAWN", credential_type="T")
        asked(alice, clinic, "DRAFT", credential_type="S", dossier_sha256="")
        declined = {"decided_by": dora, "decided_at": NOW, "appealed_at": NOW}
        asked(bob, clinic, "APPEALED", credential_type="L2A", **declined)

        found = trays(clinic, rita)

        assert found == {
            "SECOND": ["Bob Birch"],
            "APPEALED": ["Bob Birch"],
            "IN_REVIEW": ["Bob Birch"],
            "READY": ["Alice Ames"],
            "VERIFYING": ["Alice Ames"],
            "SUBMITTED": ["Alice Ames"],
        }

    def test_is_never_about_oneself(self, clinic, rita):
        asked(rita, clinic, "SUBMITTED")
        Suspension.objects.create(
            person=rita,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
            lift_proposed_at=NOW,
        )

        assert trays(clinic, rita) == {}

    def test_stays_at_its_clinic(self, clinic, other_clinic, alice, charlie):
        asked(alice, clinic, "SUBMITTED")

        assert trays(other_clinic, charlie) == {}

    def test_says_to_who_signed_first_that_another_signs(self, clinic, alice, rita):
        signed = {"signers": 2, "first_by": rita, "first_at": NOW}
        asked(alice, clinic, "IN_REVIEW", **signed)

        (tray,) = trays_at([clinic], rita, NOW)

        assert tray.tasks[0].note == (
            "Signed by you; somebody else signs next, if nothing changed since"
        )

    def test_holds_conditions_past_their_day(self, clinic, alice, rita, bob):
        decided = {"decided_by": rita, "decided_at": NOW}
        row = asked(alice, clinic, "CONDITIONAL", **decided)
        grant(alice, clinic, "L1", basis="APPLICATION", application=row)
        for number, due in [(1, TODAY - days(1)), (2, TODAY), (3, TODAY - days(2))]:
            Condition.objects.create(
                application=row, number=number, text=f"Do {number}.", due_on=due
            )
        met = Condition.objects.filter(number=3)
        met.update(met_at=NOW, met_by=rita)

        (tray,) = trays_at([clinic], rita, NOW)

        assert [task.what for task in tray.tasks] == ["Do 1."]
        assert tray.is_grave

    def test_holds_lifts_that_wait_for_a_second_signature(
        self, clinic, alice, bob, rita
    ):
        told = {"kind": "ADMINISTRATIVE", "starts_at": NOW, "recorded_at": NOW}
        Suspension.objects.create(person=bob, clinic=clinic, **told)
        Suspension.objects.create(
            person=alice, clinic=clinic, lift_proposed_at=NOW, **told
        )

        assert trays(clinic, rita) == {"LIFTS": ["Alice Ames"]}
        (tray,) = trays_at([clinic], rita, NOW)
        query = dict(parse_qsl(tray.url.partition("?")[2]))
        assert query.pop("clinic") == clinic.slug
        assert roster_ids(clinic, NOW, RosterWish(**query)) == [alice.pk]

    def test_holds_matches_with_the_exclusion_list(self, clinic, alice, bob, rita):
        file = ExclusionList.objects.create(
            name="List",
            file_sha256="0" * 64,
            row_count=2,
            published_on=TODAY,
            loaded_at=NOW,
        )
        for number, (person, state) in enumerate([(alice, "OPEN"), (bob, "CONFIRMED")]):
            ExclusionMatch.objects.create(
                list=file,
                person=person,
                line_number=number,
                line={},
                matched_by="NAME",
                state=state,
            )

        assert trays(clinic, rita) == {"MATCHES": ["Alice Ames"]}

    def test_tells_of_reports_only_the_number_and_none_about_oneself(
        self, clinic, alice, bob, rita
    ):
        for person in (alice, rita):
            Concern.objects.create(
                person=person,
                clinic=clinic,
                severity="RULE",
                account="What somebody reported.",
                reported_by=bob,
                reported_at=NOW,
            )

        (tray,) = trays_at([clinic], rita, NOW)

        assert (tray.code, tray.count, tray.tasks) == ("REPORTS", 1, [])


@pytest.mark.usefixtures("desk")
class TestThePanel:
    def test_shows_what_waits_to_its_own_director_alone(
        self, application, rita, charlie
    ):
        mine = client_of(rita).get("/admin/").content.decode()
        other = client_of(charlie).get("/admin/").content.decode()

        assert "1 thing needs a decision" in mine
        assert str(application.pk) in mine
        assert "Alice Ames" not in other
        assert "Nothing needs a decision" in other

    def test_shows_what_runs_out_soonest_first(self, clinic, alice, bob, rita):
        grant(alice, clinic, "L1", valid_to=days_ahead(6))
        document(bob, "BLS", expires_on=days_ahead(3))
        document(bob, "LIABILITY", expires_on=days_ahead(200))

        page = client_of(rita).get("/admin/").content.decode()

        assert "Liability cover" not in page
        assert page.rindex("Basic life support") < page.index("L1 credential")

    @pytest.mark.parametrize("where", ["/admin/", "/admin/credentialing/desk/"])
    def test_costs_the_same_however_many_there_are(
        self, clinic, alice, bob, rita, where, django_assert_num_queries
    ):
        client = client_of(rita)
        document(alice, "BLS", expires_on=days_ahead(3))
        asked(alice, clinic, "READY")
        client.get(where)
        with CaptureQueriesContext(connection) as few:
            client.get(where)
        for number in range(12):
            person = make_person(f"P{number} Person", clinic, Role.THERAPIST)
            document(person, "BLS", expires_on=days_ahead(number))
            asked(person, clinic, "READY")
            booked(clinic, person, 400, f"S-{number}")

        with django_assert_num_queries(len(few)):
            client.get(where)


@pytest.mark.usefixtures("desk")
class TestTheLinks:
    def test_of_every_tray_lead_somewhere_the_director_may_go(
        self, clinic, alice, bob, rita
    ):
        dora = make_person("Dora Dean", clinic, Role.CLINICAL_DIRECTOR)
        file = ExclusionList.objects.create(
            name="List",
            file_sha256="0" * 64,
            row_count=1,
            published_on=TODAY,
            loaded_at=NOW,
        )
        ProviderIdentity.objects.create(
            person=alice, first_name="Alice", last_name="Ames", recorded_at=NOW
        )
        line = dict.fromkeys(COLUMNS, "") | {"LASTNAME": "AMES", "FIRSTNAME": "ALICE"}
        ExclusionMatch.objects.create(
            list=file, person=alice, line_number=1, line=line, matched_by="NAME"
        )
        Suspension.objects.create(
            person=bob,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
            lift_proposed_at=NOW,
            lift_proposed_by=dora,
        )
        asked(alice, clinic, "READY")
        client = client_of(rita)

        for tray in trays_at([clinic], rita, timezone.now()):
            assert tray.url == "" or client.get(tray.url).status_code == 200
            if tray.code in ("MATCHES", "LIFTS"):
                assert client.get(tray.tasks[0].url).status_code == 200
