"""Beginning a track."""

import uuid

import pytest
from django.test import Client

from home.errors import NotAllowed
from home.models import AuditEntry
from modules.actions.enrolments import enrol
from modules.models import Enrolment
from tests.cast import NOW, client_of
from tests.modules.curriculum import small_curriculum
from tests.modules.readers import begin, read


@pytest.fixture
def book(db):
    return small_curriculum()


def url_of(track) -> str:
    return f"/learn/tracks/{track.translation_key}/begin/"


class TestTheAction:
    def test_twice_is_once(self, book, alice):
        begin(alice, book.tracks["F"])
        begin(alice, book.tracks["F"])

        assert Enrolment.objects.get().track_code == "F"
        assert AuditEntry.objects.filter(action="TRACK-BEGUN").count() == 1

    def test_lets_people_read_ahead(self, book, alice):
        assert begin(alice, book.tracks["P"]).track_code == "P"

    def test_is_refused_at_a_clinic_one_does_not_work_at(
        self, book, alice, other_clinic
    ):
        track = book.tracks["F"]

        with pytest.raises(NotAllowed):
            enrol(alice, track=track, clinic=other_clinic, by=alice, at=NOW)

        assert not Enrolment.objects.exists()
        assert not AuditEntry.objects.filter(action="TRACK-BEGUN").exists()

    def test_is_refused_for_somebody_else(self, book, alice, rita, clinic):
        track = book.tracks["F"]

        with pytest.raises(NotAllowed):
            enrol(alice, track=track, clinic=clinic, by=rita, at=NOW)

    def test_is_refused_for_an_unpublished_track(self, book, alice, clinic):
        track = book.tracks["F"]
        track.live = False

        with pytest.raises(NotAllowed):
            enrol(alice, track=track, clinic=clinic, by=alice, at=NOW)


class TestTheButton:
    def test_leads_to_the_first_lesson(self, book, alice):
        answer = client_of(alice).post(url_of(book.tracks["F"]))

        assert answer.url == book.lessons["F1.1"].url
        assert Enrolment.objects.get().person == alice

    def test_leads_back_to_the_lesson_that_was_asked_for(self, book, alice):
        lesson = book.lessons["F2.1"]

        answer = client_of(alice).post(
            url_of(book.tracks["F"]), {"lesson": str(lesson.translation_key)}
        )

        assert answer.url == lesson.url

    @pytest.mark.parametrize("lesson", ["https://evil.example/", "x", ""])
    def test_leads_nowhere_else(self, book, alice, lesson):
        answer = client_of(alice).post(url_of(book.tracks["F"]), {"lesson": lesson})

        assert answer.url == book.lessons["F1.1"].url

    def test_goes_on_where_one_left_off(self, book, alice):
        begin(alice, book.tracks["F"])
        read(alice, book.lessons["F1.1"])

        answer = client_of(alice).post(url_of(book.tracks["F"]))

        assert answer.url == book.lessons["F1.2"].url

    def test_enrols_each_at_their_own_clinic(self, book, alice, bob, rita, charlie):
        for person in (alice, bob, rita, charlie):
            client_of(person).post(url_of(book.tracks["F"]), {"clinic": "1"})

        rows = Enrolment.objects.order_by("person__name")
        slugs = [row.clinic.slug for row in rows]
        assert slugs == ["north", "north", "south", "north"]

    def test_is_for_nobody_whose_time_at_the_clinic_is_over(self, book, alice):
        alice.memberships.update(ends_on="2025-01-01")

        answer = client_of(alice).post(url_of(book.tracks["F"]))

        assert answer.status_code == 403
        assert not Enrolment.objects.exists()

    def test_of_no_track_is_not_found(self, book, alice):
        url = f"/learn/tracks/{uuid.uuid4()}/begin/"

        assert client_of(alice).post(url).status_code == 404

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_is_pressed_and_nothing_else(self, book, alice, method):
        answer = getattr(client_of(alice), method)(url_of(book.tracks["F"]))

        assert answer.status_code == 405

    def test_asks_a_visitor_to_sign_in(self, book):
        assert Client().post(url_of(book.tracks["F"])).status_code == 302
