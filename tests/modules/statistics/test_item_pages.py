import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import Role, User
from modules.models import Question
from tests.cast import client_of, make_person
from tests.modules.admins import (
    editor_client,
    let_into_admin,
    moderator_client,
)
from tests.modules.assessed import CANARY
from tests.modules.statistics.answered import (
    NAMES,
    hand_in,
    many_hand_in,
    plant_wrong_key,
    spread,
)

LIST = "item_statistics"
ONE = "item_statistics_question"
OUTSIDERS = {
    "learner": (),
    "therapist": (Role.THERAPIST,),
    "assessor": (Role.ASSESSOR,),
    "director": (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR),
    "auditor": (Role.AUDITOR,),
}


@pytest.fixture
def asked(course, clinic):
    """Twenty-four people; those who know most choose against the key of Q-SINGLE."""
    right = Question.objects.get(code="Q-SINGLE").options.get(is_right=True).text
    plant_wrong_key("Q-SINGLE")
    many_hand_in(
        course,
        [
            wrong - {"Q-SINGLE"} | ({"Q-SINGLE"} if number < 16 else set())
            for number, wrong in enumerate(spread(24))
        ],
    )
    return right


@pytest.fixture
def ellen(course):
    return editor_client(course.tracks["F"].get_parent())


def addresses() -> list[str]:
    one = Question.objects.get(code="Q-SINGLE")
    return [reverse(LIST), reverse(LIST) + "?sort=-shown", reverse(ONE, args=[one.pk])]


def order_of(page: str) -> list[str]:
    table = page[page.index("<tbody>") :]
    return re.findall(r'item-statistics/\d+/">([\w-]+)</a>', table)


class TestWhoSeesThem:
    @pytest.mark.parametrize("roles", OUTSIDERS.values(), ids=OUTSIDERS)
    def test_nobody_who_may_not_see_keys(self, asked, clinic, roles):
        person = make_person("Olga Outside", clinic, *roles)
        clients = [client_of(person), let_into_admin(person)]

        for client in clients:
            for address in addresses():
                answer = client.get(address)
                assert answer.status_code in {302, 403}
                assert asked not in answer.text
                assert CANARY not in answer.text
            home = client.get(reverse("wagtailadmin_home"))
            assert reverse(LIST) not in home.text

    def test_nobody_who_is_not_signed_in(self, asked):
        for address in addresses():
            assert client_of(None).get(address).status_code == 302

    def test_no_moderator(self, asked, course):
        client = moderator_client(course.tracks["F"].get_parent())

        assert {client.get(one).status_code for one in addresses()} <= {302, 403}

    def test_editors_do_and_find_them_in_the_menu(self, asked, ellen):
        assert {ellen.get(one).status_code for one in addresses()} == {200}
        assert reverse(LIST) in ellen.get(reverse("wagtailadmin_home")).text

    def test_whoever_may_open_questions_does(self, asked):
        user = User.objects.create_superuser("root@example.org", "x")
        client = client_of(type("Root", (), {"user": user}))

        assert client.get(reverse("questions:index")).status_code == 200
        assert client.get(reverse(LIST)).status_code == 200

    @pytest.mark.parametrize("number", range(3))
    def test_nobody_is_named(self, asked, ellen, number):
        page = ellen.get(addresses()[number]).text
        # A token may hold two letters of anybody; what people read may not.
        words = set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", page)))

        for name in NAMES:
            assert name not in page
            assert not words & set(name.split())


class TestTheList:
    def test_puts_the_planted_key_first(self, asked, ellen):
        page = ellen.get(reverse(LIST)).text

        assert order_of(page)[0] == "Q-SINGLE"
        row = page[page.index("<tbody>") :].split("</tr>")[0]
        assert "The key is likely wrong" in row
        assert asked in row

    def test_flags_no_other(self, asked, ellen):
        table = ellen.get(reverse(LIST)).text.split("<tbody>")[1]

        assert table.count("The key is likely wrong") == 1

    @pytest.mark.parametrize("name", ["shown", "difficulty", "discrimination"])
    def test_sorts_both_ways(self, asked, ellen, name):
        rising = ellen.get(reverse(LIST), {"sort": name})
        falling = ellen.get(reverse(LIST), {"sort": f"-{name}"})

        assert 'aria-sort="ascending"' in rising.text
        assert 'aria-sort="descending"' in falling.text
        assert f"sort=-{name}" in rising.text
        assert set(order_of(rising.text)) == set(order_of(falling.text))

    def test_sorted_by_difficulty_begins_with_the_hardest(self, asked, ellen):
        page = ellen.get(reverse(LIST), {"sort": "difficulty"})

        numbers = [line.judged.numbers.difficulty for line in page.context["lines"]]
        assert numbers == sorted(numbers)

    def test_knows_no_other_order(self, asked, ellen):
        page = ellen.get(reverse(LIST), {"sort": "stem"})

        assert order_of(page.text)[0] == "Q-SINGLE"

    def test_of_a_bank_that_is_not_there_is_not_found(self, asked, ellen):
        assert ellen.get(reverse(LIST), {"bank": "x"}).status_code == 404

    def test_shows_one_bank(self, asked, ellen, course):
        other = type(course.assessment.bank).objects.create(
            code="other", title="Other", track_code="A"
        )

        assert "no questions here yet" in ellen.get(reverse(LIST)).text
        page = ellen.get(reverse(LIST), {"bank": course.assessment.bank.code}).text
        assert "Q-SINGLE" in page
        assert other.title in page

    def test_without_banks_says_so(self, db, built):
        client = editor_client(built.page)
        type(built.assessments["F"]).objects.all().delete()
        Question.objects.all().delete()
        type(built.banks["F"]).objects.all().delete()

        assert "no questions here yet" in client.get(reverse(LIST)).text

    def test_hides_numbers_of_few_people(self, course, clinic, ellen):
        many_hand_in(course, spread(4))

        page = ellen.get(reverse(LIST)).text

        assert "under 5" in page
        assert "Too few people yet" in page
        assert not re.search(r"\d\.\d\d", page.split("<tbody>")[1])
        assert '<svg class="item-statistics__picture' not in page

    @pytest.mark.parametrize("people", [6, 12])
    def test_asks_the_same_whatever_there_is(self, course, ellen, people):
        many_hand_in(course, spread(people))

        with CaptureQueriesContext(connection) as asked:
            ellen.get(reverse(LIST))

        # Banks, questions, totals and items; the rest is the admin's own frame.
        ours = [one["sql"] for one in asked if "modules_" in one["sql"]]
        assert len(ours) == 4


class TestThePicture:
    def test_has_a_mark_for_each_question_that_leads_to_it(self, asked, ellen):
        page = ellen.get(reverse(LIST))

        picture = page.text.split('<svg class="item-statistics__picture')[1]
        picture = picture.split("</svg>")[0]
        marks = re.findall(r'href="([^"]+)" aria-label="([\w-]+): diff', picture)
        assert len(marks) + page.context["plot"].left_out == 7
        for address, code in marks:
            pk = Question.objects.get(code=code).pk
            assert address == reverse(ONE, args=[pk])
            assert f"<title>{code}: difficulty" in picture

    def test_tells_a_likely_wrong_key_by_its_shape(self, asked, ellen):
        page = ellen.get(reverse(LIST)).text

        wrong = 'item-statistics__mark--wrong" transform="translate('
        # Once in the key of the picture, once in it.
        assert page.count(wrong) == 2
        assert page.count('<path d="M0-8 8 6H-8z"/>') == 2

    def test_has_numbers_a_browser_can_read_in_any_language(
        self, asked, ellen, settings
    ):
        settings.LANGUAGE_CODE = "de"
        settings.LANGUAGES = [("de", "German")]

        page = ellen.get(reverse(LIST)).text

        for numbers in re.findall(r'(?:viewBox|transform|cx|x1|d)="([^"]*)"', page):
            assert "," not in numbers or "M" in numbers


class TestTheQuestionsPage:
    def test_shows_what_was_chosen_and_what_is_right(self, asked, ellen):
        page = ellen.get(addresses()[2]).text

        assert "The key is likely wrong" in page
        assert "Wrong option chosen most" in page
        assert asked in page
        assert "Version 1" in page

    def test_shows_versions_beside_each_other(self, course, clinic, ellen):
        many_hand_in(course, spread(6))
        plant_wrong_key("Q-SINGLE")
        person = make_person("Late Comer", clinic)
        course.enrol(person, clinic)
        course.read(person)
        hand_in(course, person)
        pk = Question.objects.get(code="Q-SINGLE").pk

        page = ellen.get(reverse(ONE, args=[pk])).text

        assert page.index("Version 2") < page.index("Version 1")
        assert "(newest)" in page
        assert "Fewer than 5 people have answered it" in page
        assert page.count("<tfoot>") == 1

    @pytest.mark.parametrize("code", ["Q-CASE", "Q-MATCHING", "Q-ORDERING"])
    def test_has_a_table_for_each_part(self, course, clinic, ellen, code):
        many_hand_in(course, spread(6))
        pk = Question.objects.get(code=code).pk

        page = ellen.get(reverse(ONE, args=[pk])).text

        parts = {"Q-CASE": 3, "Q-MATCHING": 3, "Q-ORDERING": 4}
        assert page.count("<tfoot>") == parts[code]

    def test_of_a_question_nobody_answered_says_so(self, course, ellen):
        pk = Question.objects.get(code="Q-CASE").pk

        page = ellen.get(reverse(ONE, args=[pk])).text

        assert "Nobody has handed in an answer" in page

    def test_of_no_question_is_not_found(self, course, ellen):
        assert ellen.get(reverse(ONE, args=[999999])).status_code == 404
