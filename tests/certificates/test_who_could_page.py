"""The page that says who could run a booked session."""

from urllib.parse import parse_qsl

import pytest

from certificates.actions.sessions import book_session
from certificates.clearance.world import MemberFacts
from certificates.forms.sessions_team import TeamForm
from certificates.models import (
    Attestation,
    DecisionRecord,
    ExclusionCheck,
    Session,
    SessionMember,
)
from certificates.selectors.who_could import teams_for
from certificates.views.who_could import seats_of
from home.models import AuditEntry, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.policies import mona
from tests.certificates.roster import TODAY, days, make_clear
from tests.certificates.sessions.conftest import planner, sam
from tests.certificates.sessions.planning import booking

__all__ = ["mona", "planner", "sam"]


@pytest.fixture
def empty(team, clinic, planner):
    """Booked, while the team is still looked for."""
    row = book_session(booking(team, members=()), clinic, actor=planner, at=NOW).session
    Attestation.objects.create(
        session=row, code="PREPARATION-DONE", by=team["alice"], at=NOW
    )
    return row


def page(person, code="KX-301"):
    with at(NOW):
        return client_of(person).get(f"/sessions/{code}/who-could/")


class TestThePage:
    def test_names_the_pair_that_is_clear(self, empty, sam):
        response = page(sam)
        pair = response.context["clear"][0]

        assert response.status_code == 200
        assert pair.names == "Alice Ames, Bob Birch, Nora Nkemelu"
        assert "Alice Ames" in response.content.decode()

    def test_tells_nothing_of_gender_or_consent(self, empty, sam, team):
        team["bob"].matching_consent = False
        team["bob"].save()

        text = page(sam).content.decode().lower()

        for word in ("woman", "gender", "consent", "disclosed", "matched"):
            assert word not in text

    def test_says_what_is_missing_of_who_is_nearly_clear(self, empty, sam, clinic):
        with_no_check = make_person(
            "Paul Park", clinic, Role.THERAPIST, gender="MAN", matching_consent=True
        )
        make_clear(with_no_check, clinic, "L3", "T")
        # What was last found was not settled: not a no, and not a yes.
        ExclusionCheck.objects.create(
            person=with_no_check, on=TODAY, outcome="POTENTIAL_MATCH", recorded_at=NOW
        )

        told = [
            reason["sentence"]
            for row in page(sam).context["nearly"]
            for reason in row.missing
        ]

        assert any("Paul Park" in text for text in told)

    def test_asks_without_recording(self, empty, sam):
        before = DecisionRecord.objects.count(), AuditEntry.objects.count()

        page(sam)

        assert (DecisionRecord.objects.count(), AuditEntry.objects.count()) == before


class TestTheButton:
    def test_fills_in_the_form_that_changes_the_session(self, empty, sam, team):
        best = page(sam).context["clear"][0]
        address, _, asked = best.url.partition("?")

        assert address == "/sessions/KX-301/change/"
        assert dict(parse_qsl(asked)) == {
            "lead": str(team["alice"].pk),
            "co_therapist": str(team["bob"].pk),
            "medical_clinician": str(team["nurse"].pk),
        }

    def test_names_the_fields_as_the_form_does(self, empty, clinic, team):
        rows = [
            MemberFacts("a", "lead"),
            MemberFacts("b", "supervisor", "IN_ROOM"),
            MemberFacts("c", "supervisor", "ON_SITE"),
        ]
        booked = [
            SessionMember.objects.create(session=empty, person=team[name], role=role)
            for name, role in [
                ("alice", "supervisor"),
                ("bob", "supervisor"),
                ("nurse", "second_staff"),
            ]
        ]

        asked = seats_of(rows, booked)

        assert asked == {
            "lead": "a",
            "supervisor": "b",
            "presence_1": "IN_ROOM",
            "supervisor_2": "c",
            "presence_2": "ON_SITE",
            "second_staff": "",
        }
        form = TeamForm(clinic=clinic, at=NOW, seated=empty)
        assert set(asked) <= set(form.fields)


class TestMayBeRead:
    @pytest.mark.parametrize("name", ["sam", "rita", "mona"])
    def test_by_who_plans_at_the_clinic(self, name, empty, request):
        assert page(request.getfixturevalue(name)).status_code == 200

    @pytest.mark.parametrize("name", ["alice", "charlie"])
    def test_by_nobody_else(self, name, empty, request):
        assert page(request.getfixturevalue(name)).status_code in (403, 404)

    def test_not_by_a_planner_of_another_clinic(self, empty, other_clinic):
        stranger = make_person("Stella Stone", other_clinic, Role.SCHEDULER)

        assert page(stranger).status_code == 404

    def test_only_of_a_session_that_is_still_planned(self, empty, sam):
        Session.objects.update(state="CANCELLED")

        assert page(sam).status_code == 404
        assert page(sam, "KX-000").status_code == 404


class TestTheFacts:
    def test_come_in_as_many_queries_for_a_large_roster(
        self, empty, clinic, team, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(5) as few:
            teams_for(empty, clinic, NOW)
        for number in range(6):
            one = make_person(f"Person{number} Vale", clinic, Role.THERAPIST)
            make_clear(one, clinic, "L3", "T")

        with django_assert_max_num_queries(5) as many:
            found = teams_for(empty, clinic, NOW)

        assert len(found.names) >= 9
        assert len(many) == len(few)

    def test_leave_out_who_is_gone_by_then(self, empty, clinic, team):
        team["bob"].memberships.update(ends_on=TODAY + days(1))

        found = teams_for(empty, clinic, NOW)

        assert str(team["bob"].pk) not in found.names

    def test_know_the_booked_team(self, empty, clinic, team):
        SessionMember.objects.create(session=empty, person=team["bob"], role="lead")

        assert teams_for(empty, clinic, NOW).answer.clear[0].kept in (0, 1)
