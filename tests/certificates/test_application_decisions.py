"""A director approves, returns or declines an application."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from certificates.actions.application_steps import AlreadyDecided, NotReady
from certificates.actions.applications import submit_application
from certificates.actions.decisions import (
    approve_application,
)
from certificates.actions.signatures import (
    RecordChanged,
    Signer,
    SignIn,
    SignInNotFresh,
    digest_of_shown,
)
from certificates.models import (
    Application,
    Document,
    Signature,
    Suspension,
)
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.applying import (
    approve,
    denials,
    row_counts,
    shown_digest,
    states_of,
)
from tests.certificates.readiness import observe, requirement_set
from tests.certificates.roster import days, grant


class TestApproving:
    def test_grants_the_credential_from_the_clinics_today(
        self, application, alice, rita, clinic
    ):
        late = datetime.datetime(2026, 11, 4, 2, 0, tzinfo=datetime.UTC)

        credential = approve(application, rita, at=late, reason=" Good work. ")

        application.refresh_from_db()
        assert (application.state, application.decided_by) == ("APPROVED", rita)
        assert application.reason == "Good work."
        assert (credential.person, credential.clinic) == (alice, clinic)
        assert credential.state == "ACTIVE"
        assert credential.valid_from == datetime.date(2026, 11, 3)
        assert credential.valid_to == datetime.date(2028, 11, 2)

    def test_is_signed_over_what_was_shown(self, application, rita):
        approve(application, rita)

        signature = Signature.objects.get()
        assert (signature.by, signature.meaning) == (rita, "APPROVED")
        assert signature.about == application.person
        assert signature.subject_id == str(application.pk)
        assert signature.subject_sha256 == digest_of_shown(signature.shown)
        assert signature.shown["dossier_sha256"] == application.dossier_sha256
        assert signature.shown["now"]["asked"] == application.dossier["asked"]
        assert signature.printed_role == "Clinical director"

    def test_appends_one_entry_for_each_change(self, application, rita):
        before = AuditEntry.objects.count()

        approve(application, rita)

        added = AuditEntry.objects.order_by("id")[before:]
        assert [entry.action for entry in added] == [
            "APPLICATION-IN_REVIEW",
            "APPLICATION-APPROVED",
            "CREDENTIAL-AWARDED",
            "CERTIFICATE-ISSUED",
            # The passed assessments of the dossier are the yearly refresh.
            "CURRENCY-RECORDED",
        ]
        assert {entry.by for entry in added} == {rita.pk}
        assert added[1].facts == {
            "dossier": application.dossier_sha256,
            "signature": Signature.objects.get().sha256,
        }

    def test_takes_it_up_first_when_nobody_had(self, application, rita):
        approve(application, rita)

        application.refresh_from_db()
        assert application.reviewer == rita
        assert states_of(application) == [
            "DRAFT",
            "SUBMITTED",
            "READY",
            "IN_REVIEW",
            "APPROVED",
        ]

    def test_issues_one_certificate_that_waits_for_its_bytes(self, application, rita):
        credential = approve(application, rita)

        certificate = credential.certificates.get()
        assert certificate.file == ""
        assert certificate.snapshot["holder_name"] == "Alice Ames"
        assert certificate.snapshot["completed"][0] == {
            "title": "Foundations",
            "detail": "edition 1, 4 lessons, assessment 90%",
        }
        assert certificate.snapshot["content_reviewed"] is False

    def test_follows_one_that_is_about_to_end(self, ready, alice, clinic, rita, wish):
        old = grant(alice, clinic, "L1", valid_to=NOW.date() + days(30))
        application = submit_application(alice, wish, at=NOW)

        new = approve(application, rita)

        old.refresh_from_db()
        assert (old.state, old.superseded_by) == ("SUPERSEDED", new)

    def test_again_is_refused(self, application, rita):
        approve(application, rita)
        before = row_counts()

        with pytest.raises(AlreadyDecided):
            approve(application, rita)

        assert row_counts() == before

    @pytest.mark.usefixtures("refused")
    def test_is_refused_to_a_therapist_and_to_a_stranger(
        self, application, alice, bob, charlie
    ):
        for somebody in (alice, bob, charlie):
            with pytest.raises(NotAllowed):
                approve(application, somebody)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_to_a_superuser_without_the_role(self, application):
        chief = make_person("Sue Super")
        chief.user.is_superuser = True
        chief.user.save()

        with pytest.raises(NotAllowed):
            approve(application, chief)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_to_the_applicant_who_is_a_director(
        self, application, alice, clinic
    ):
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on=NOW.date()
        )

        with pytest.raises(NotAllowed, match="about themselves"):
            approve(application, alice)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_to_whoever_rated_the_applicant(self, application, bob, clinic):
        bob.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on=NOW.date()
        )

        with pytest.raises(NotAllowed, match="rated"):
            approve(application, bob)

    @pytest.mark.usefixtures("refused")
    @pytest.mark.parametrize("way_round", [False, True])
    def test_is_refused_to_somebody_with_a_declared_tie(
        self, application, alice, rita, way_round
    ):
        pair = (alice, rita) if way_round else (rita, alice)
        DeclaredRelationship.objects.create(
            one=pair[0], other=pair[1], kind="SPOUSE", declared_on=NOW.date()
        )

        with pytest.raises(NotAllowed, match="tie"):
            approve(application, rita)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_on_another_record_than_the_one_shown(self, application, rita):
        with pytest.raises(RecordChanged):
            approve(application, rita, shown_sha256="f" * 64)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_when_the_record_changed_meanwhile(
        self, application, rita, alice, bob, clinic
    ):
        page = shown_digest(application)
        observe(alice, clinic, bob)

        with pytest.raises(RecordChanged):
            approve(application, rita, shown_sha256=page)

    def test_is_not_disturbed_by_the_calendar_alone(self, application, rita):
        page = shown_digest(application)

        assert approve(application, rita, shown_sha256=page, at=NOW + days(3))

    @pytest.mark.usefixtures("refused")
    def test_is_refused_on_an_old_sign_in(self, application, rita):
        late = datetime.timedelta(minutes=5, seconds=1)
        signer = Signer(rita, NOW, SignIn(Signature.SignIn.PASSWORD, NOW - late))

        with pytest.raises(SignInNotFresh):
            approve_application(
                application, signer=signer, shown_sha256=shown_digest(application)
            )

    @pytest.mark.usefixtures("refused")
    def test_is_logged_when_refused(self, application, bob):
        with pytest.raises(NotAllowed):
            approve(application, bob)

        assert denials() == [("APPLICATION-APPROVE", "NOT-ALLOWED")]
        entry = AuditEntry.objects.get(action="DENIED")
        assert (entry.by, entry.subject_id) == (bob.pk, str(application.pk))

    def test_the_database_keeps_what_was_sent(self, application):
        for change in (
            {"dossier": application.dossier | {"as_of": "2020-01-01"}},
            {"dossier_sha256": "f" * 64},
            {"signers": 2},
            {"submitted_at": NOW - days(9)},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Application.objects.update(**change)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_when_a_licence_lapsed_meanwhile(self, application, rita):
        Document.objects.update(expires_on=NOW.date())

        with pytest.raises(NotReady, match="The licence ended on 2 November 2026"):
            approve(application, rita)

    @pytest.mark.usefixtures("refused")
    def test_is_refused_when_a_suspension_was_opened_meanwhile(
        self, application, alice, rita
    ):
        Suspension.objects.create(
            person=alice, kind="PRECAUTIONARY", starts_at=NOW, recorded_at=NOW
        )

        with pytest.raises(NotReady, match="A suspension is open"):
            approve(application, rita)

    def test_is_judged_by_the_set_it_was_submitted_under(
        self, application, rita, alice
    ):
        application.requirement_set.state = "RETIRED"
        application.requirement_set.save()
        asks_more = {"all": [{"leaf": "recorded", "kind": "CASE"}]}
        requirement_set("L1", asks_more, version=2)

        assert approve(application, rita).state == "ACTIVE"
