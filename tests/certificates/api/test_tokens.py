"""What a token may do, how often, and how it ends."""

import datetime

import pytest

from certificates.actions.tokens import (
    TokenOver,
    TokenUnusable,
    Wanted,
    issue_token,
    revoke_token,
)
from certificates.models import ApiToken
from home.errors import NotAllowed
from home.models import AuditEntry, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.asking import about, at
from tests.certificates.roster import days

ASKING, SESSIONS = "/access/v1/evaluation", "/api/v1/sessions"


class TestAToken:
    @pytest.mark.parametrize(
        ("scope", "asks", "reads", "books"),
        [
            ("ask", 200, 403, 403),
            ("read", 403, 200, 403),
            ("book", 200, 200, 422),
        ],
    )
    def test_does_what_it_was_made_for(
        self, session, make_token, call, scope, asks, reads, books
    ):
        token = make_token(scope)

        assert call(ASKING, about(session), token).status_code == asks
        assert call(SESSIONS, token=token, method="get").status_code == reads
        assert call(SESSIONS, {}, token).status_code in {books}

    def test_reaches_its_own_clinic_alone(
        self, session, make_token, call, other_clinic
    ):
        there = make_person("Sam South", other_clinic, Role.CLINICAL_DIRECTOR)
        token = make_token("book", place=other_clinic, by=there)

        answer = call(ASKING, about(session), token).json()

        assert answer["decision"] is False
        assert call(f"{SESSIONS}/KX-204", token=token, method="get").status_code == 404

    def test_that_asks_too_often_is_told_to_wait(
        self, session, make_token, call, settings
    ):
        settings.API_REQUESTS_PER_MINUTE = 2
        token = make_token("ask")
        answers = [call(ASKING, about(session), token) for _ in range(3)]

        assert [one.status_code for one in answers] == [200, 200, 429]
        assert answers[2]["Retry-After"]
        assert "decision" not in answers[2].json()
        # Another one is not kept waiting by it.
        assert call(ASKING, about(session), make_token("ask")).status_code == 200

    def test_counts_every_question_of_a_batch(
        self, session, make_token, call, settings
    ):
        settings.API_REQUESTS_PER_MINUTE = 3
        data = about(session) | {"evaluations": [{}] * 4}

        assert call(ASKING + "s", data, make_token("ask")).status_code == 429

    def test_is_over_once_it_is_revoked(self, session, make_token, call, rita):
        token = make_token("ask")
        row = ApiToken.objects.get()
        revoke_token(row, by=rita, at=NOW)

        answer = call(ASKING, about(session), token)

        assert answer.status_code == 401
        assert AuditEntry.objects.filter(action="TOKEN-REVOKED").count() == 1
        with pytest.raises(TokenOver):
            revoke_token(row, by=rita, at=NOW)

    @pytest.mark.parametrize(
        "more",
        [
            {"scopes": ()},
            {"scopes": ("ask", "sign")},
            {"expires_at": NOW},
            {"expires_at": NOW + days(400)},
        ],
    )
    def test_is_not_made_for_nothing_or_for_ever(self, clinic, rita, more):
        wanted = Wanted("Booking", "booking", **more)
        with pytest.raises(TokenUnusable):
            issue_token(clinic, wanted, by=rita, at=NOW)

        assert ApiToken.objects.count() == 0

    def test_is_a_clinical_directors_to_make_and_revoke(
        self, clinic, rita, make_token, other_clinic
    ):
        make_token("ask")
        row = ApiToken.objects.get()
        for name, place, role in (
            ("Otto Orr", clinic, Role.SCHEDULER),
            ("Sam South", other_clinic, DIRECTOR),
        ):
            other = make_person(name, place, role)
            with pytest.raises(NotAllowed):
                revoke_token(row, by=other, at=NOW)
            with pytest.raises(NotAllowed):
                issue_token(clinic, Wanted("B", "b"), by=other, at=NOW)
        row.refresh_from_db()
        assert row.revoked_at is None


DIRECTOR = Role.CLINICAL_DIRECTOR


class TestThePage:
    URL = "/admin/credentialing/tokens/"
    WANTED = {"name": "Calendar", "purpose": "booking", "scopes": ["ask"], "days": "90"}

    def test_shows_a_new_one_once(self, rita):
        client = client_of(rita)
        with at(NOW):
            page = client.post(self.URL, self.WANTED)
        secret = page.context["secret"]

        assert secret in page.content.decode()
        assert secret not in client.get(self.URL).content.decode()
        row = ApiToken.objects.get()
        assert (row.scopes, row.expires_at) == (
            ["ask"],
            NOW + datetime.timedelta(days=90),
        )
        assert "no-store" in page["Cache-Control"]

    def test_keeps_what_was_typed(self, rita):
        page = client_of(rita).post(self.URL, self.WANTED | {"purpose": ""})

        assert page.status_code == 422
        assert "Calendar" in page.content.decode()
        assert "Say what it is for." in page.content.decode()
        assert ApiToken.objects.count() == 0

    def test_revokes(self, rita, clinic, make_token):
        make_token("ask")
        row = ApiToken.objects.get()
        where = f"/admin/credentialing/{clinic.slug}/tokens/{row.pk}/revoke/"

        asked = client_of(rita).get(where).content.decode()
        row.refresh_from_db()
        assert row.revoked_at is None
        assert row.name in asked and row.purpose in asked
        assert "It cannot be taken back" in asked

        page = client_of(rita).post(where, follow=True)

        row.refresh_from_db()
        assert row.revoked_by == rita
        assert "is revoked" in page.content.decode()
        late = client_of(rita).get(where, follow=True).content.decode()
        assert "cannot be taken back" not in late and "was revoked before" in late

    def test_is_for_directors_of_that_clinic(self, make_token, clinic, other_clinic):
        make_token("ask")
        row = ApiToken.objects.get()
        there = make_person("Sam South", other_clinic, DIRECTOR)
        where = f"/admin/credentialing/{clinic.slug}/tokens/{row.pk}/revoke/"

        assert client_of(there).get(where).status_code == 404
        assert client_of(there).post(where).status_code == 404
        own = f"/admin/credentialing/{other_clinic.slug}/tokens/{row.pk}/revoke/"
        assert client_of(there).post(own).status_code == 404
        assert client_of(there).get(f"{self.URL}?clinic={clinic.slug}").status_code == (
            404
        )
        row.refresh_from_db()
        assert row.revoked_at is None
