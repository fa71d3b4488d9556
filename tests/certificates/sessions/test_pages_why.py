"""Why not? A recorded answer, told as its reader may know it."""

import pytest

from certificates.models import DecisionRecord, Suspension
from tests.cast import NOW, client_of
from tests.certificates.asking import at


class TestWhy:
    def record(self, person, session):
        with at(NOW):
            client_of(person).get(f"/sessions/{session.code}/")
        return DecisionRecord.objects.get(asked_by=person)

    def read(self, person, session, record):
        with at(NOW):
            url = f"/sessions/{session.code}/why/{record.pk}/"
            return client_of(person).get(url)

    @pytest.fixture
    def refused(self, booked, team, rita):
        moments = {"starts_at": NOW, "recorded_at": NOW}
        Suspension.objects.create(person=team["bob"], kind="DISCIPLINARY", **moments)
        return self.record(rita, booked)

    def test_tells_every_criterion(self, booked, refused, sam):
        told = self.read(sam, booked, refused).content.decode()

        codes = ("NOT-SUSPENDED", "LICENCE-ACTIVE", "DAY-OF-SCREEN", "PREPARATION-DONE")
        for code in codes:
            assert code in told
        assert "Why not" in told
        version = refused.answer["context"]["policy"]["version"]
        assert f"version {version}" in told
        # What was true once is told in words, and never as a yes or no to go by.
        assert "verdict__word" not in told

    def test_keeps_what_is_confidential_from_a_scheduler(
        self, booked, refused, sam, rita
    ):
        director = self.read(rita, booked, refused).content.decode()
        scheduler = self.read(sam, booked, refused).content.decode()

        assert "isciplinary" in director
        assert "On record:" in director
        assert "isciplinary" not in scheduler
        assert "On record:" not in scheduler

    def test_tells_codes_alone_of_a_record_that_cannot_be_taken_again(
        self, booked, refused, sam, monkeypatch
    ):
        monkeypatch.setattr("certificates.explain_record.taken_again", lambda _: None)

        told = self.read(sam, booked, refused).content.decode()

        assert "NOT-SUSPENDED" in told
        assert "isciplinary" not in told
        assert "Free to be assigned." in told

    def test_is_not_a_colleagues_to_read(self, booked, refused, alice, charlie):
        assert self.read(alice, booked, refused).status_code == 404
        assert self.read(charlie, booked, refused).status_code == 404

    def test_is_read_by_whoever_asked(self, booked, alice):
        own = self.record(alice, booked)

        assert self.read(alice, booked, own).status_code == 200

    def test_stands_under_its_own_code_alone(self, refused, sam):
        with at(NOW):
            url = f"/sessions/KX-999/why/{refused.pk}/"
            assert client_of(sam).get(url).status_code == 404
