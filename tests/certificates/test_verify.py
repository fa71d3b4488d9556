"""Anybody checks a certificate by its code."""

import datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from certificates.actions.certificates import issue_certificate
from certificates.actions.credentials import revoke
from certificates.actions.suspensions import Ground, suspend_person
from certificates.codes import grouped
from certificates.models import Credential, Suspension
from certificates.rules.live_states import live_state
from certificates.selectors.verification import verify
from certificates.views.verify import TRIES
from home.models import Person, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.lifting import lift_by_two, propose, second
from tests.certificates.roster import days, grant
from tests.certificates.signing import approval_of, signing
from tests.letting_go import let_go_of

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def unhurried():
    cache.clear()


@pytest.fixture
def credential(alice, clinic):
    # The pages read today's clock: in force for a century around it.
    return grant(
        alice,
        clinic,
        "L1",
        valid_from=datetime.date(2020, 1, 1),
        valid_to=datetime.date(2120, 1, 1),
    )


@pytest.fixture
def certificate(credential, rita, clinic):
    with transaction.atomic():
        signed = [approval_of(credential, rita)]
        return issue_certificate(credential, signed, by=rita, at=NOW)


def page(code, **headers):
    return client_of(None).get(reverse("verify_code", args=[code]), headers=headers)


class TestAStanding:
    @pytest.mark.parametrize(
        ("stored", "first", "last", "is_suspended", "told"),
        [
            ("ACTIVE", 0, 0, False, "VALID"),
            ("PROVISIONAL", -5, 5, False, "PROVISIONAL"),
            ("PROVISIONAL", 0, 0, False, "PROVISIONAL"),
            ("PROVISIONAL", 1, 5, False, "NOT_YET_VALID"),
            ("PROVISIONAL", -5, -1, False, "EXPIRED"),
            ("PROVISIONAL", -5, 5, True, "SUSPENDED"),
            ("ACTIVE", 1, 5, False, "NOT_YET_VALID"),
            ("ACTIVE", -5, -1, False, "EXPIRED"),
            ("ACTIVE", -5, 5, True, "SUSPENDED"),
            ("SUSPENDED", -5, 5, False, "SUSPENDED"),
            ("SUSPENDED", -5, -1, True, "EXPIRED"),
            ("REVOKED", -5, 5, True, "REVOKED"),
            ("SUPERSEDED", -5, -1, False, "SUPERSEDED"),
            ("RELINQUISHED", -5, 5, False, "RELINQUISHED"),
            ("EXPIRED", -5, 5, False, "EXPIRED"),
        ],
    )
    def test_is_told_from_state_dates_and_suspensions(
        self, stored, first, last, is_suspended, told
    ):
        period = (TODAY + days(first), TODAY + days(last))

        state = live_state(stored, period, today=TODAY, is_suspended=is_suspended)

        assert state == told

    def test_ends_at_the_clinics_own_midnight(self, certificate, credential):
        let_go_of("certificates_credential")
        Credential.objects.update(valid_to=datetime.date(2026, 11, 1))
        evening = datetime.datetime(2026, 11, 2, 4, 59, tzinfo=datetime.UTC)

        assert verify(certificate.code, evening).state == "VALID"
        later = evening + datetime.timedelta(minutes=1)
        assert verify(certificate.code, later).state == "EXPIRED"

    def test_follows_an_open_suspension_of_this_clinic_only(
        self, certificate, alice, rita, clinic, other_clinic
    ):
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        told = {"kind": "PRECAUTIONARY", "starts_at": NOW, "recorded_at": NOW}
        Suspension.objects.create(person=alice, clinic=other_clinic, **told)
        assert verify(certificate.code, NOW).state == "VALID"

        row = Suspension.objects.create(person=alice, clinic=clinic, **told)
        assert verify(certificate.code, NOW).state == "SUSPENDED"

        lift_by_two(row, clinic, rita, dora)
        assert verify(certificate.code, NOW + days(1)).state == "VALID"

    def test_is_that_of_the_moment_in_which_somebody_signs(
        self, certificate, alice, rita, clinic, credential
    ):
        ground = Ground("PRECAUTIONARY", "Looked into.")
        dora = make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)
        assert page(certificate.code).context["answer"].state == "VALID"

        row = suspend_person(alice, clinic, ground, signer=signing(rita))
        assert page(certificate.code).context["answer"].state == "SUSPENDED"

        propose(row, clinic, rita)
        assert page(certificate.code).context["answer"].state == "SUSPENDED"

        second(row, clinic, dora)
        assert page(certificate.code).context["answer"].state == "VALID"

        revoke(credential, reason="Not true.", signer=signing(rita))
        assert page(certificate.code).context["answer"].state == "REVOKED"

    def test_of_an_older_paper_is_superseded(self, certificate, credential, rita):
        later = NOW + days(1)
        with transaction.atomic():
            signed = [approval_of(credential, rita, later)]
            newer = issue_certificate(credential, signed, by=rita, at=later)

        assert verify(certificate.code, NOW + days(2)).state == "SUPERSEDED"
        assert verify(newer.code, NOW + days(2)).state == "VALID"
        Credential.objects.update(state="SUSPENDED")
        Credential.objects.update(state="PROVISIONAL")
        assert verify(certificate.code, NOW + days(2)).state == "SUPERSEDED"
        assert verify(newer.code, NOW + days(2)).state == "PROVISIONAL"


class TestTheAnswer:
    @pytest.mark.parametrize(
        ("state", "word"),
        [
            ("ACTIVE", "Valid"),
            ("PROVISIONAL", "Provisional"),
            ("SUSPENDED", "Suspended"),
            ("REVOKED", "Revoked"),
            ("SUPERSEDED", "Superseded"),
            ("EXPIRED", "Expired"),
            ("RELINQUISHED", "Given back"),
        ],
    )
    def test_says_the_standing_in_a_word(self, certificate, state, word):
        if state == "PROVISIONAL":
            Credential.objects.update(state="SUSPENDED")
        Credential.objects.update(state=state)

        response = page(certificate.code)

        assert response.status_code == 200
        assert f"<span>{word}</span>" in response.content.decode()

    def test_tells_a_stranger_what_provisional_means(self, certificate):
        Credential.objects.update(state="SUSPENDED")
        Credential.objects.update(state="PROVISIONAL")

        told = page(certificate.code).content.decode()

        assert "has not confirmed it yet" in told
        assert "its holder may not work in a session" in told
        assert "1 January 2020 to 1 January 2120" in told
        assert "in force today." not in told

    def test_names_holder_credential_clinic_and_dates_and_nothing_else(
        self, certificate
    ):
        told = page(certificate.code, accept="application/json").json()

        assert told.keys() == {
            "state",
            "holder",
            "credential",
            "clinic",
            "awarded_on",
            "valid_from",
            "valid_to",
            "checked_on",
        }
        assert told["holder"] == "Alice Ames"
        assert told["valid_to"] == "2120-01-01"

    def test_keeps_the_name_on_the_paper(self, certificate):
        Person.objects.update(name="Another Name")

        assert verify(certificate.code, NOW).holder == "Alice Ames"

    def test_is_never_kept_or_indexed(self, certificate):
        response = page(certificate.code)

        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert b'name="robots" content="noindex' in response.content

    def test_is_the_same_for_everybody(self, certificate, alice, rita, charlie):
        address = reverse("verify_code", args=[certificate.code])

        for somebody in (None, alice, rita, charlie):
            assert client_of(somebody).get(address).status_code == 200

    def test_comes_as_json_by_address_as_well(self, certificate):
        address = reverse("verify_code", args=[certificate.code])

        assert client_of(None).get(address, {"format": "json"}).json()["state"]


class TestACodeNobodyHas:
    @pytest.mark.parametrize("code", ["A" * 26, "x", "not a code at all"])
    def test_looks_the_same_unknown_or_malformed(self, db, code):
        response = page(code)

        assert response.status_code == 404
        assert b"No certificate has this code." in response.content
        assert page(code, accept="application/json").json() == {"state": "UNKNOWN"}

    def test_keeps_what_was_typed(self, db):
        response = client_of(None).get(reverse("verify"), {"code": 'ab <b> "cd'})

        assert response.status_code == 404
        assert b"ab &lt;b&gt; &quot;cd" in response.content


class TestTyping:
    def test_leads_to_the_answer_whatever_the_spacing(self, certificate):
        typed = grouped(certificate.code).lower()

        response = client_of(None).get(reverse("verify"), {"code": typed})

        assert response.status_code == 302
        assert response.url == reverse("verify_code", args=[certificate.code])

    def test_shows_an_empty_form_first(self, db):
        response = client_of(None).get(reverse("verify"))

        assert response.status_code == 200
        assert b"Type the code" in response.content

    def test_too_often_is_stopped_and_keeps_what_was_typed(self, db):
        client = client_of(None)
        for _ in range(TRIES):
            client.get(reverse("verify"), {"code": "abc"})

        response = client.get(reverse("verify"), {"code": "abc def"})

        assert response.status_code == 429
        assert b"abc def" in response.content
