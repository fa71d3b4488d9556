"""Booking systems book, change, cancel and read sessions of their clinic."""

import datetime

import pytest

from certificates.api.idempotency import KEPT_FOR, forget_old_answers
from certificates.models import (
    DecisionRecord,
    SameAnswer,
    Session,
    SessionEvent,
    Suspension,
)
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.api.test_client import load as load_client
from tests.certificates.conftest import STARTS

URL = "/api/v1/sessions"


@pytest.fixture
def wanted(team):
    roles = {"alice": "lead", "bob": "co_therapist", "nurse": "medical_clinician"}
    return {
        "code": "KX-300",
        "kind": "MEDICATION",
        "route": "IM",
        "starts_at": (STARTS + datetime.timedelta(days=2)).isoformat(),
        "ends_at": (STARTS + datetime.timedelta(days=2, hours=1)).isoformat(),
        "ordinal": 1,
        "staffing_code": "B",
        "preference": "NONE_STATED",
        "members": [
            {"id": str(team[name].pk), "role": role} for name, role in roles.items()
        ],
    }


def without(data, *names):
    return {name: value for name, value in data.items() if name not in names}


class TestBooking:
    def test_keeps_a_plan_and_tells_what_is_missing(self, wanted, token, call):
        answer = call(URL, wanted, token)

        told = answer.json()
        assert answer.status_code == 201, told
        assert told["session"]["state"] == "BOOKED"
        assert told["clearance"]["decision"] is False
        codes = {row["code"] for row in told["clearance"]["context"]["reasons"]}
        assert codes == {"PREPARATION-DONE"}
        event = SessionEvent.objects.get()
        assert (event.step, event.by, event.token.name) == ("BOOKED", None, "Booking")
        assert str(event.decision_id) == told["clearance"]["context"]["decision_id"]

    def test_is_refused_when_something_on_record_forbids_it(
        self, wanted, token, call, alice
    ):
        Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )

        answer = call(URL, wanted, token)

        told = answer.json()
        assert (answer.status_code, told["code"]) == (409, "BOOKING-REFUSED")
        codes = {row["code"] for row in told["clearance"]["context"]["reasons"]}
        assert "NOT-SUSPENDED" in codes
        assert not Session.objects.exists()
        assert DecisionRecord.objects.count() == 1

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"patient": "Ann"}, "patient"),
            ({"starts_at": "2026-12-03T17:00:00"}, "starts_at"),
            ({"kind": "DOSING"}, "kind"),
            ({"members": [{"id": "alice", "role": "lead"}]}, "members.0.id"),
            ({"ordinal": "first"}, "ordinal"),
        ],
    )
    def test_names_what_cannot_be_read(self, wanted, token, call, change, path):
        answer = call(URL, wanted | change, token)

        told = answer.json()
        assert answer.status_code == 422
        assert answer["Content-Type"] == "application/problem+json"
        assert [row["path"].partition(".")[2] for row in told["errors"]] == [path]
        assert not Session.objects.exists()

    @pytest.mark.parametrize("code", ["JANE-DOE", "1980-05-17", "Jane Doe"])
    def test_refuses_a_code_that_may_tell_who_it_is(self, wanted, token, call, code):
        answer = call(URL, wanted | {"code": code}, token)

        assert (answer.status_code, answer.json()["code"]) == (
            422,
            "SESSION-CODE-REFUSED",
        )

    @pytest.mark.parametrize("body", ["", "{", "[" * 50_000, b"\xff"])
    def test_answers_what_is_not_json(self, token, call, body, db):
        assert call(URL, body, token).status_code in {400, 422}

    def test_tells_a_stranger_nothing_of_what_it_takes(self, call, wanted, db):
        for token in ("", "kap_wrong"):
            answer = call(URL, {"code": 5}, token)
            assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN-NEEDED")

    def test_that_cannot_be_told_is_not_kept(self, wanted, token, call, monkeypatch):
        def broken(*args, **kwargs):
            raise OSError

        monkeypatch.setattr("certificates.api.sessions.session_at", broken)

        assert call(URL, wanted, token).status_code == 500
        assert not Session.objects.exists()


class TestOneThatIsBooked:
    def test_is_changed(self, session, wanted, token, call):
        later = {"starts_at": wanted["starts_at"], "ends_at": wanted["ends_at"]}
        data = without(wanted, "code") | later

        answer = call(f"{URL}/KX-204/changes", data, token)

        told = answer.json()
        assert answer.status_code == 200, told
        session.refresh_from_db()
        assert session.starts_at == STARTS + datetime.timedelta(days=2)
        assert told["clearance"]["decision"] is True

    def test_stays_when_the_change_is_forbidden(
        self, session, wanted, token, call, clinic
    ):
        stranger = make_person("Theo Thorn", clinic, Role.THERAPIST)
        data = without(wanted, "code")
        data["members"] = [{"id": str(stranger.pk), "role": "lead"}]

        answer = call(f"{URL}/KX-204/changes", data, token)

        assert (answer.status_code, answer.json()["code"]) == (409, "BOOKING-REFUSED")
        session.refresh_from_db()
        assert session.starts_at == STARTS
        assert session.members.count() == 3

    def test_is_cancelled(self, session, token, call):
        answer = call(f"{URL}/KX-204/cancellation", {}, token)

        assert (answer.status_code, answer.json()["state"]) == (200, "CANCELLED")
        again = call(f"{URL}/KX-204/cancellation", {}, token)
        assert again.status_code == 409

    def test_is_read(self, session, token, call):
        told = call(f"{URL}/KX-204", token=token, method="get").json()

        assert told["code"] == "KX-204"
        assert len(told["members"]) == 3
        assert [row["code"] for row in told["attestations"]] == ["PREPARATION-DONE"] * 3
        assert set(told) == {
            *("code", "clinic", "kind", "route", "starts_at", "ends_at", "ordinal"),
            *("staffing_code", "preference", "state", "started_at", "released_at"),
            *("members", "attestations"),
        }

    def test_of_another_clinic_is_not_there(self, session, token, call, other_clinic):
        session.clinic = other_clinic
        session.save()

        for path, method in (("", "get"), ("/changes", "post"), ("/cancellation", "p")):
            data = {"kind": "PREPARATION"} if path == "/changes" else {}
            answer = call(
                f"{URL}/KX-204{path}", data, token, "get" if method == "get" else "post"
            )
            assert answer.status_code in {404, 422}
        listed = call(URL, token=token, method="get").json()
        assert listed == {"sessions": [], "next": None}

    def test_is_listed_by_time(self, session, token, call):
        day = datetime.timedelta(days=1)
        for begins_from, found in ((NOW - day, 1), (NOW + day, 0)):
            query = begins_from.isoformat().replace("+", "%2B")
            path = f"{URL}?begins_from={query}"
            told = call(path, token=token, method="get").json()
            assert len(told["sessions"]) == found
        assert call(f"{URL}?after=-1", token=token, method="get").status_code == 422


class TestAnIdempotencyKey:
    def test_gives_the_same_answer_and_does_it_once(self, wanted, token, call):
        first = call(URL, wanted, token, idempotency_key="k1")
        second = call(URL, wanted, token, idempotency_key="k1")

        assert first.status_code == second.status_code == 201
        assert first.json()["session"] == second.json()["session"]
        assert second["Idempotent-Replayed"] == "true"
        assert Session.objects.count() == DecisionRecord.objects.count() == 1

    def test_never_tells_an_old_yes_again(self, session, wanted, token, call):
        url, data = f"{URL}/KX-204/changes", without(wanted, "code")
        first = call(url, data, token, idempotency_key="k1").json()
        again = call(url, data, token, idempotency_key="k1")

        then, told = first["clearance"], again.json()["clearance"]
        assert (then["decision"], told["decision"]) == (True, False)
        assert (again.status_code, again.json()["session"]) == (200, first["session"])
        assert told["context"]["valid_until"] is None
        assert told["context"]["told_again"] is True
        # The record of then is named, so that anybody can look it up.
        assert told["context"]["decision_id"] == then["context"]["decision_id"]
        (reason,) = told["context"]["reasons"]
        assert reason["code"] == "ANSWER-TOLD-AGAIN"
        assert reason["evidence"] == [then["context"]["decision_id"]]
        assert load_client()._read(told) == (False, [reason["text"]], None)
        assert SameAnswer.objects.get().answer["clearance"] == then

    def test_tells_a_no_again_with_its_reasons(self, wanted, token, call, alice):
        Suspension.objects.create(
            person=alice, kind="ADMINISTRATIVE", starts_at=NOW, recorded_at=NOW
        )
        first = call(URL, wanted, token, idempotency_key="k1")
        again = call(URL, wanted, token, idempotency_key="k1")

        assert first.status_code == again.status_code == 409
        then, told = (one.json()["clearance"] for one in (first, again))
        assert told["decision"] is False
        assert told["context"]["reasons"][1:] == then["context"]["reasons"]

    def test_remembers_a_refusal_too(self, wanted, token, call, session):
        taken = wanted | {"code": "KX-204"}
        first = call(URL, taken, token, idempotency_key="k1")
        second = call(URL, taken, token, idempotency_key="k1")

        assert first.status_code == second.status_code == 409
        assert first.json() == second.json()
        assert second["Content-Type"] == "application/problem+json"

    def test_is_for_one_request(self, wanted, token, call):
        call(URL, wanted, token, idempotency_key="k1")

        other = call(URL, wanted | {"code": "KX-301"}, token, idempotency_key="k1")

        assert (other.status_code, other.json()["code"]) == (
            422,
            "IDEMPOTENCY-KEY-REUSED",
        )
        assert Session.objects.count() == 1

    def test_of_another_token_is_another(self, wanted, token, make_token, call):
        call(URL, wanted, token, idempotency_key="k1")
        other = call(URL, wanted, make_token("book"), idempotency_key="k1")

        assert other.json()["code"] == "SESSION-CODE-TAKEN"

    def test_that_broke_may_be_tried_again(self, wanted, token, call, monkeypatch):
        def broken(*args, **kwargs):
            raise OSError

        with monkeypatch.context() as patch:
            patch.setattr("certificates.api.sessions.book_session", broken)
            first = call(URL, wanted, token, idempotency_key="k1")

        assert first.status_code == 500
        second = call(URL, wanted, token, idempotency_key="k1")
        assert second.status_code == 201

    def test_is_too_long(self, wanted, token, call):
        answer = call(URL, wanted, token, idempotency_key="k" * 256)

        assert answer.status_code == 422

    def test_is_forgotten_in_time(self, wanted, token, call):
        call(URL, wanted, token, idempotency_key="k1")

        assert forget_old_answers(NOW + KEPT_FOR) == 0
        assert forget_old_answers(NOW + KEPT_FOR + datetime.timedelta(seconds=1)) == 1
        assert not SameAnswer.objects.exists()


class TestTheDocument:
    def test_tells_every_address_and_its_failures(self, call, db):
        told = call("/api/v1/openapi.json", method="get").json()

        assert told["openapi"].startswith("3.1")
        assert set(told["paths"]) == {
            URL,
            f"{URL}/{{code}}",
            f"{URL}/{{code}}/changes",
            f"{URL}/{{code}}/cancellation",
        }
        for path in told["paths"].values():
            for operation in path.values():
                assert {"401", "403", "422", "503"} <= set(operation["responses"])
                assert operation["security"]
