import datetime
import json

import pytest
from django.db import connection

from certificates.actions.clearance import Asker, ask
from certificates.clearance.digests import (
    canonical_facts,
    canonical_json,
    sha256_of,
)
from certificates.models import (
    DecisionRecord,
    Document,
    Session,
    SessionMember,
    Suspension,
)
from home.actions.audit import seal
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from tests.cast import LONG_AGO, NOW, make_person
from tests.certificates.asking import about, codes
from tests.certificates.conftest import STARTS
from tests.certificates.roster import end, make_clear


class TestABookedPair:
    def test_is_clear_when_everything_is_there(self, session, clinic):
        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert codes(answer) == {}
        assert answer.decision.decision is True
        assert answer.decision.basis == "policy"

    @pytest.mark.parametrize(
        ("spoil", "code"),
        [
            (lambda t: Membership.objects.filter(person=t["bob"]).delete(), "MEMBER"),
            (
                lambda t: Document.objects.filter(
                    person=t["bob"], kind="LICENCE"
                ).update(has_discipline=True),
                "LICENCE",
            ),
            (
                lambda t: end(t["bob"].credentials.filter(type__in=["L3", "L2B"])),
                None,
            ),
            (
                lambda t: Suspension.objects.create(
                    person=t["bob"],
                    kind="PRECAUTIONARY",
                    starts_at=NOW,
                    recorded_at=NOW,
                ),
                "NOT-SUSPENDED",
            ),
            (lambda t: end(t["bob"].credentials.filter(type="T")), "TRAUMA"),
            (
                lambda t: DeclaredRelationship.objects.create(
                    one=t["bob"], other=t["alice"], kind="SPOUSE", declared_on=LONG_AGO
                ),
                "RELATION",
            ),
            (
                lambda t: Session.objects.update(preference="NOT_ASKED"),
                "PREFERENCE-ASKED",
            ),
            (lambda t: Session.objects.update(preference="TWO_WOMEN"), "COMPOSITION"),
            (
                lambda t: (
                    t["alice"].memberships.get().clinic.site_values.update(bp_stop="")
                ),
                "SITE-READY",
            ),
            (
                lambda t: SessionMember.objects.filter(role="co_therapist").update(
                    person=t["alice"]
                ),
                "TEAM-DISTINCT",
            ),
        ],
    )
    def test_is_judged_on_what_the_database_says(
        self, session, clinic, team, spoil, code
    ):
        spoil(team)

        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        if code is None:
            assert answer.decision.decision is True
            return
        assert answer.decision.decision is False
        assert any(found.startswith(code) for found in codes(answer))

    def test_that_is_double_booked_at_another_clinic_is_not_clear(
        self, session, clinic, other_clinic, team
    ):
        elsewhere = Session.objects.create(
            code="ZZ-9",
            clinic=other_clinic,
            kind="PREPARATION",
            starts_at=STARTS + datetime.timedelta(minutes=30),
            ends_at=STARTS + datetime.timedelta(minutes=60),
            staffing_code="A",
        )
        SessionMember.objects.create(session=elsewhere, person=team["bob"], role="lead")

        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert codes(answer) == {"NOT-DOUBLE-BOOKED": "UNMET"}

    def test_of_another_clinic_is_as_if_unknown(self, session, other_clinic):
        answer = ask(about(session), asker=Asker(other_clinic), at=NOW)

        assert codes(answer) == {"QUESTION-COMPLETE": "UNKNOWN"}
        assert "Alice" not in json.dumps(answer.as_json())


class TestEveryDecision:
    def test_is_recorded_with_its_question_facts_and_answer(
        self, session, clinic, rita
    ):
        answer = ask(about(session), asker=Asker(clinic, person=rita), at=NOW)

        record = DecisionRecord.objects.get()
        assert record.id == answer.id
        assert record.decision is True
        assert record.asked_by == rita
        assert record.facts_sha256 == answer.decision.facts_sha256
        assert record.question == about(session)
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.subject_id) == (
            "CLEARANCE-DECIDED",
            str(answer.id),
        )

    def test_that_cannot_be_recorded_is_not_given(self, session, clinic, monkeypatch):
        def refuse(*args, **kwargs):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(DecisionRecord.objects, "create", refuse)

        with pytest.raises(RuntimeError):
            ask(about(session), asker=Asker(clinic), at=NOW)

    def test_costs_the_same_whatever_is_on_record(
        self, session, clinic, team, django_assert_num_queries
    ):
        with django_assert_num_queries(4) as few:
            ask(about(session), asker=Asker(clinic), at=NOW)
        for number in range(5):
            stranger = make_person(f"Extra{number} Person", clinic, Role.THERAPIST)
            make_clear(stranger, clinic, "L1", "T")
            make_clear(team["alice"], clinic)

        with django_assert_num_queries(len(few)):
            ask(about(session), asker=Asker(clinic), at=NOW)


class TestTheWholePath:
    """From the question to the commit, the place in the log's tree included."""

    def test_takes_seven_statements_up_to_the_commit(
        self, session, clinic, django_assert_num_queries
    ):
        # Facts, policy, record, entry; then the head of the log under its lock, the
        # entry's place and the new head. PostgreSQL looks at its keys before the lock.
        keys = 1 if connection.vendor == "postgresql" else 0

        with django_assert_num_queries(7 + keys):
            ask(about(session), asker=Asker(clinic), at=NOW)
            # The commit does it by itself, and no test commits.
            seal()

    def test_writes_the_facts_out_once(self, session, clinic, monkeypatch):
        written = []

        def count(facts):
            written.append(facts)
            return canonical_facts(facts)

        monkeypatch.setattr("certificates.actions.clearance.canonical_facts", count)
        monkeypatch.setattr("certificates.clearance.decide.digest", count)

        answer = ask(about(session), asker=Asker(clinic), at=NOW)

        assert len(written) == 1
        record = DecisionRecord.objects.get()
        assert sha256_of(canonical_json(record.facts)) == answer.decision.facts_sha256
