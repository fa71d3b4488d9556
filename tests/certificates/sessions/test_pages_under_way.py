"""A session under way: the same words on its page and at its door."""

import datetime

import pytest

from certificates.actions.overrides import break_glass
from certificates.actions.signatures import digest_of_shown
from certificates.models import SiteValues
from certificates.selectors.overrides import shown_of_emergency
from home.models import Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import at
from tests.certificates.roster import make_clear
from tests.certificates.sessions.planning import DOOR, MINUTES, OBSERVED, finish
from tests.certificates.signing import signing

LATER = DOOR + 30 * MINUTES
BOTH = ("", "door/")


def look(person, session, part="", moment=LATER):
    with at(moment):
        answer = client_of(person).get(f"/sessions/{session.code}/{part}")
    return answer.content.decode()


@pytest.fixture
def emergency(under_way, rita, clinic):
    told = make_person("Rico Roe", clinic, Role.CLINICAL_DIRECTOR)
    shown = digest_of_shown(shown_of_emergency(under_way))
    signer = signing(rita, LATER)
    why = "The lead fell ill and nobody else holds the level."
    return break_glass(under_way, told, reason=why, shown_sha256=shown, signer=signer)


class TestWhatIsNotYet:
    @pytest.mark.parametrize("part", BOTH)
    def test_is_told_in_one_quiet_panel(self, under_way, alice, part):
        page = look(alice, under_way, part)

        assert "door__panel--over" in page
        assert "The patient is not to be released yet." in page
        assert "verdict--no" not in page
        assert "door__panel--no" not in page

    @pytest.mark.parametrize("part", BOTH)
    def test_says_from_when_on(self, under_way, alice, part):
        # Ten minutes to ten in the morning in New York, and two hours.
        assert "Not before 11:40." in look(alice, under_way, part)
        over = look(alice, under_way, part, DOOR + OBSERVED)
        assert "not to be released yet" in over
        assert "Not before" not in over

    def test_is_never_told_as_earlier_than_it_is(self, under_way, alice):
        under_way.started_at = DOOR + datetime.timedelta(seconds=20)
        under_way.save()

        assert "Not before 11:41." in look(alice, under_way, "door/")

    def test_names_no_time_that_nobody_knows(self, under_way, alice):
        SiteValues.objects.create(clinic=under_way.clinic, recorded_at=NOW)

        assert "Not before" not in look(alice, under_way, "door/")

    def test_leaves_the_page_of_a_plan_its_yes_or_no(self, booked, alice):
        assert "verdict--no" in look(alice, booked, moment=NOW)

    def test_puts_the_answer_before_what_can_be_done(self, booked, sam):
        page = look(sam, booked, moment=NOW)

        assert page.index("verdict__word") < page.index("Cancel the session")
        assert page.index("Cancel the session") < page.index("verdict-reasons__item")


class TestAnEmergencyInForce:
    TITLE = "Emergency in force until {ends}, by Rita Rowe."

    @pytest.mark.parametrize("part", BOTH)
    def test_is_told_where_the_session_is(self, under_way, emergency, alice, part):
        page = look(alice, under_way, part, LATER + MINUTES)

        # Four hours from ten past ten in New York, as long as a session may need.
        assert self.TITLE.format(ends="14:10") in page
        assert "Another director reviews it; due " in page

    def test_is_not_begun_twice(self, under_way, emergency, rita):
        before = look(rita, under_way, moment=LATER - MINUTES)
        meanwhile = look(rita, under_way, moment=LATER + MINUTES)
        after = look(rita, under_way, moment=emergency.ends_at + MINUTES)

        assert "Go on in an emergency" in before
        assert "Go on in an emergency" not in meanwhile
        assert "Emergency in force" not in after
        assert "Go on in an emergency" in after

    @pytest.mark.parametrize("part", BOTH)
    def test_is_not_everybodys_to_know(self, under_way, emergency, clinic, part):
        other = make_person("Lena Lindt", clinic, Role.THERAPIST)

        assert "Emergency" not in look(other, under_way, part, LATER + MINUTES)


class TestWhatIsAttested:
    def rows(self, page):
        """The labels as they stand, and what is folded away below them."""
        listed, _fold, folded = page.partition('data-keep-open="again"')
        return listed, folded

    @pytest.mark.parametrize("part", BOTH)
    def test_folds_away_what_stands(self, under_way, team, part):
        listed, folded = self.rows(look(team["nurse"], under_way, part))

        assert 'value="ESCORT-CONFIRMED"' not in listed
        assert 'value="ESCORT-CONFIRMED"' in folded
        assert 'value="NEXT-CONTACT"' in listed
        assert 'value="NEXT-CONTACT"' not in folded

    def test_begins_with_what_is_wanting(self, under_way, team):
        listed, _folded = self.rows(look(team["nurse"], under_way, "door/"))

        wanting = listed.index("The release criteria are met")
        assert wanting < listed.index("Consent was given")

    def test_keeps_in_sight_what_was_said_too_early(self, under_way, team):
        under_way.attestations.create(
            code="RELEASE-CRITERIA", by=team["nurse"], at=DOOR + MINUTES
        )

        listed, folded = self.rows(look(team["nurse"], under_way, "door/"))

        assert 'value="RELEASE-CRITERIA"' in listed
        assert 'value="RELEASE-CRITERIA"' not in folded

    def test_waits_for_the_second_person_of_two(self, booked, team):
        booked.attestations.create(code="PAUSE-BY-TWO", by=team["alice"], at=DOOR)

        own, _folded = self.rows(look(team["alice"], booked, "door/", DOOR))
        others, _folded = self.rows(look(team["nurse"], booked, "door/", DOOR))

        assert 'value="PAUSE-BY-TWO"' not in own
        assert 'value="PAUSE-BY-TWO"' in others

    def test_folds_nothing_where_nothing_can_be_said_again(self, prepared, team, sam):
        finish(prepared, team)

        assert "data-keep-open" not in look(sam, prepared)


class TestWhoCouldRelieve:
    def test_is_asked_while_it_is_under_way(self, under_way, sam):
        page = look(sam, under_way, "who-could/")

        assert f"/sessions/{under_way.code}/relief/?" in page
        assert "/change/" not in page
        assert f"/sessions/{under_way.code}/who-could/" in look(sam, under_way)

    def test_is_no_question_once_it_is_over(self, prepared, team, sam):
        finish(prepared, team)

        with at(DOOR + 300 * MINUTES):
            answer = client_of(sam).get(f"/sessions/{prepared.code}/who-could/")
        assert answer.status_code == 404

    def test_brings_its_team_into_the_form(self, under_way, sam, team):
        with at(LATER):
            url = f"/sessions/{under_way.code}/relief/?lead={team['bob'].pk}"
            page = client_of(sam).get(url).content.decode()

        lead = page[page.index('name="lead"') : page.index('name="co_therapist"')]
        assert f'value="{team["bob"].pk}" selected' in lead

    def test_lists_first_who_would_be_clear(self, under_way, sam, alice, clinic):
        make_person("Aaron Able", clinic, Role.THERAPIST)
        zoe = make_person("Zoe Zeller", clinic, Role.THERAPIST, gender="WOMAN")
        zoe.matching_consent = True
        zoe.save()
        make_clear(zoe, clinic, "L1", "L2A", "L2B", "L3", "T")

        planner = look(sam, under_way, "relief/")
        member = look(alice, under_way, "relief/")

        lead = planner[planner.index('name="lead"') :]
        assert "Would be clear" in lead
        assert lead.index("Zoe Zeller") < lead.index("Aaron Able")
        assert "Would be clear" not in member

    @pytest.mark.parametrize(
        ("who", "words"),
        [("sam", "This session is under way"), ("olga", "This is not yours to do.")],
    )
    def test_says_which_it_is(self, under_way, sam, clinic, who, words):
        olga = make_person("Olga Other", clinic, Role.THERAPIST)
        person = {"sam": sam, "olga": olga}[who]
        step = {"sam": "change", "olga": "relief"}[who]
        with at(LATER):
            client = client_of(person)
            url = f"/sessions/{under_way.code}/{step}/"
            told = client.get(url, follow=True).content.decode()

        both = ("This session is under way", "This is not yours to do.")
        assert [one for one in both if one in told] == [words]
