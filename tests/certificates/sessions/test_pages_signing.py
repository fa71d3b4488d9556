"""Signing for an exception on its own page."""

import re

from certificates.models import SessionSignature
from tests.cast import NOW, client_of
from tests.certificates.asking import at


def page(person, session):
    return client_of(person).get(f"/sessions/{session.code}/").content.decode()


class TestSigning:
    def test_offers_only_the_other_way_instead_of_signing(self, composed, rita):
        url = f"/sessions/{composed.code}/sign/COMPOSITION/"
        with at(NOW):
            told = client_of(rita).get(url).content.decode()

        instead = told[told.index("Instead of signing:") :].partition("</p>")[0]
        assert "Another team is chosen." in instead
        assert "sign" not in instead.removeprefix("Instead of signing:")

    WORDS = "Both were asked for by the team."

    def post(self, person, session, **data):
        url = f"/sessions/{session.code}/sign/COMPOSITION/"
        client = client_of(person)
        with at(NOW):
            shown = re.search(
                r'name="shown" value="(\w+)"', client.get(url).content.decode()
            )
            typed = {"reason": self.WORDS, "password": "a long enough password"}
            carried = {"shown": shown[1]} if shown else {}
            return client.post(url, carried | typed | data)

    def test_is_offered_to_whoever_may(self, composed, rita, sam):
        with at(NOW):
            director, scheduler = page(rita, composed), page(sam, composed)

        assert f"/sessions/{composed.code}/sign/COMPOSITION/" in director
        assert f"/sessions/{composed.code}/sign/COMPOSITION/" not in scheduler
        assert "To be signed" in scheduler

    def test_keeps_the_signature(self, composed, rita):
        answer = self.post(rita, composed)

        assert answer.status_code == 302
        assert SessionSignature.objects.get().reason == self.WORDS

    def test_keeps_what_was_written_when_the_password_is_wrong(self, composed, rita):
        answer = self.post(rita, composed, password="wrong")

        told = answer.content.decode()
        assert answer.status_code == 403
        assert self.WORDS in told
        assert "This is not your password" in told
        assert not SessionSignature.objects.exists()

    def test_refuses_what_was_not_shown(self, composed, rita):
        answer = self.post(rita, composed, shown="0" * 64)

        assert answer.status_code == 409
        assert not SessionSignature.objects.exists()

    def test_sends_back_whoever_may_not(self, composed, sam, charlie):
        url = f"/sessions/{composed.code}/sign/COMPOSITION/"
        with at(NOW):
            assert client_of(sam).get(url).url == f"/sessions/{composed.code}/"
            assert client_of(charlie).get(url).status_code == 404
