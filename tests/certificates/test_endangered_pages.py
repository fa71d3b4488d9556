"""Sessions in danger as a director sees them: the list, its files and the desk."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Credential, DecisionRecord
from certificates.selectors.endangered import endangered_at
from certificates.selectors.endangered_words import told_reasons
from certificates.selectors.forecast import forecast_if_renewed
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.policies import mona
from tests.certificates.roster import end, make_clear
from tests.certificates.sessions.conftest import booked, planner, sam, wanted
from tests.certificates.signing import signing
from tests.certificates.test_endangered import LATER, late, plan

__all__ = ["booked", "late", "mona", "plan", "planner", "sam", "wanted"]
LIST = "/admin/credentialing/sessions-in-danger/"


def get(person, address=LIST, **asked):
    with at(LATER):
        return client_of(person).get(address, asked)


def codes(response):
    return [line.row.session.code for line in response.context["lines"]]


@pytest.fixture
def suspended(plan, team, clinic, rita):
    ground = Ground("DISCIPLINARY", "A report.")
    suspend_person(team["bob"], clinic, ground, signer=signing(rita, LATER))
    return plan


class TestTheList:
    def test_is_empty_while_nothing_is_in_danger(self, plan, rita):
        response = get(rita)

        assert codes(response) == []
        assert "is in danger" in response.content.decode()

    def test_tells_the_session_the_person_and_the_cause_first(self, suspended, rita):
        response = get(rita)
        (line,) = response.context["lines"]

        assert codes(response) == ["KX-301"]
        assert line.reasons[0].who == "Bob Birch"
        assert "disciplinary" in line.reasons[0].text
        assert line.reasons[0].since == LATER
        assert "disciplinary" in response.content.decode()

    def test_tells_a_medical_director_only_that_it_is_not_met(self, suspended, mona):
        response = get(mona)

        assert codes(response) == ["KX-301"]
        assert "disciplinary" not in response.content.decode()
        assert response.context["lines"][0].reasons[0].since is None

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"name": "bob"}, ["KX-301"]),
            ({"name": "zoe"}, []),
            ({"code": "301"}, ["KX-301"]),
            ({"code": "302"}, []),
            ({"why": "SAYS_NO"}, ["KX-301"]),
            ({"why": "NEW_POLICY"}, []),
            ({"outlook": "NOT_READY"}, []),
            ({"outlook": "ALL"}, ["KX-301"]),
            ({"days": "3"}, []),
            ({"sort": "-code"}, ["KX-301"]),
        ],
    )
    def test_is_filtered(self, suspended, rita, asked, expected):
        assert codes(get(rita, **asked)) == expected

    def test_looks_further_ahead_when_asked(self, late, team, rita):
        end(Credential.objects.filter(person=team["alice"], type="T"))

        assert codes(get(rita)) == []
        assert codes(get(rita, days="40")) == ["KX-301"]

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_is_given_as_a_file(self, suspended, rita, kind):
        response = get(rita, file=kind)
        content = b"".join(response.streaming_content)

        assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
        assert kind == "xlsx" or b"NOT-SUSPENDED" in content

    def test_records_nothing(self, suspended, rita):
        before = DecisionRecord.objects.count()

        get(rita)

        assert DecisionRecord.objects.count() == before


class TestMayBeRead:
    @pytest.mark.parametrize("name", ["alice", "bob", "sam"])
    def test_by_directors_only(self, name, plan, request):
        assert get(request.getfixturevalue(name)).status_code in (302, 403, 404)

    def test_never_across_the_wall_of_a_clinic(self, suspended, other_clinic):
        director = make_person("Dora Dean", other_clinic, Role.CLINICAL_DIRECTOR)

        assert codes(get(director, outlook="ALL")) == []


class TestTheDesk:
    def test_shows_them_first(self, suspended, rita):
        response = get(rita, "/admin/credentialing/desk/")
        text = response.content.decode()

        assert response.context["in_danger"]["count"] == 1
        assert text.index("KX-301") < text.index("desk-waiting")

    def test_folds_all_but_the_first_thing_to_mend(self, suspended, rita, team, clinic):
        ground = Ground("DISCIPLINARY", "Another report.")
        suspend_person(team["alice"], clinic, ground, signer=signing(rita, LATER))

        response = get(rita, "/admin/credentialing/desk/")
        first, *others = response.context["in_danger"]["lines"][0].reasons
        before, folded = response.content.decode().split("<summary>", 1)

        assert first.text in before and others[0].text not in before
        assert f"and {len(others)} more" in folded.split("</summary>")[0]
        assert others[0].text in folded.split("</details>")[0]

    def test_says_nothing_when_there_are_none(self, plan, rita):
        text = get(rita, "/admin/credentialing/desk/").content.decode()

        assert "desk-in-danger" not in text


class TestTheForecast:
    ADDRESS = "/admin/credentialing/forecast/"

    @pytest.mark.parametrize("name", ["rita", "mona"])
    def test_is_drawn_for_directors(self, name, team, request):
        response = get(request.getfixturevalue(name), self.ADDRESS)
        text = response.content.decode()

        assert response.context["today"].numbers == (2, 2, 1, 1)
        assert "<svg" in text and "style=" not in text.split("<main")[-1]

    def test_differs_as_it_stands(self, team, rita):
        stands = get(rita, self.ADDRESS, checks="stands").context["last"]
        renewed = get(rita, self.ADDRESS, checks="renewed").context["last"]

        # Looked up five days ago; that is good for 31 days.
        assert (stands.members, renewed.members) == (0, 2)

    def test_tells_who_ends_when_and_why(self, team, rita):
        rows = get(rita, self.ADDRESS, checks="stands").context["stretches"]

        assert [len(row.row.ends) for row in rows] == [0, 2]
        assert (rows[1].since - NOW.date()).days == 27
        assert "exclusion list" in next(iter(rows[1].row.ends.values()))

    def test_is_given_as_a_file(self, team, rita):
        response = get(rita, self.ADDRESS, file="csv")

        assert len(b"".join(response.streaming_content).splitlines()) == 91

    def test_takes_as_many_queries_for_many_people(
        self, team, clinic, rita, django_assert_max_num_queries
    ):
        for number in range(5):
            one = make_person(f"Person{number} Vale", clinic, Role.THERAPIST)
            make_clear(one, clinic, "L3", "T")

        with django_assert_max_num_queries(4):
            assert forecast_if_renewed(clinic, NOW)[0].members == 7

    @pytest.mark.parametrize("name", ["alice", "bob", "sam"])
    def test_is_for_directors_only(self, name, team, request):
        found = get(request.getfixturevalue(name), self.ADDRESS)
        assert found.status_code in (302, 403, 404)

    def test_of_another_clinic_is_not_there(self, team, rita, other_clinic):
        assert get(rita, self.ADDRESS, clinic="south").status_code == 404


def shown_to(person):
    """What the part on the page of sessions says to somebody."""
    request = RequestFactory().get("/sessions/")
    request.user = person.user
    with at(LATER):
        page = Template("{% load endangered %}{% endangered_sessions %}")
        return page.render(Context({"request": request}))


class TestThePartForPlanners:
    def test_names_session_and_cause_and_nothing_confidential(self, suspended, sam):
        text = shown_to(sam)

        assert "KX-301" in text and "cannot be assigned at present" in text
        assert "disciplinary" not in text
        assert "/sessions/KX-301/who-could/" in text

    def test_leads_to_the_other_reasons(self, suspended, clinic, sam):
        (row,) = endangered_at([clinic], LATER)
        others = len(told_reasons(row, to_director=False)) - 1
        link = f'<a href="/sessions/KX-301/">and {others} more<span'

        assert others and link in shown_to(sam)

    def test_is_empty_while_nothing_is_in_danger(self, plan, sam):
        assert shown_to(sam).strip() == ""

    @pytest.mark.parametrize("name", ["alice", "bob"])
    def test_is_empty_for_anybody_else(self, name, suspended, request):
        assert shown_to(request.getfixturevalue(name)).strip() == ""
