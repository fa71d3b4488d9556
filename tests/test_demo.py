"""The demonstration: whole, the same every time, and true when the gate is asked."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from certificates.actions.printing import render_pending
from certificates.clearance.world import ClockFacts
from certificates.models import (
    ApiToken,
    Certificate,
    Credential,
    ExclusionCheck,
    Session,
    SessionEvent,
    Verification,
)
from certificates.selectors.ladders import ladder_of
from home.models import AuditEntry, Clinic, Membership, Person, Role, User
from kap_training.demo.manifest import manifest_of
from modules.models import ContentReview
from tests.cast import client_of
from tests.demonstration import (
    SEED,
    answer,
    at_stage,
    booked_again,
    database_of_its_own,
    question,
    row_counts,
    run,
    seed,
    tomorrow_at,
    without_codes,
)


@pytest.fixture(scope="module")
def twin(django_db_setup, django_db_blocker, tmp_path_factory):
    """What the same seed tells in another database, and the moment it was seeded at."""
    folder = tmp_path_factory.mktemp("twin")
    with django_db_blocker.unblock(), database_of_its_own(folder, "twin"):
        at = seed()
        return manifest_of(SEED), at


@pytest.fixture(scope="module")
def manifest(twin, django_db_blocker, tmp_path_factory):
    """A seeded database, and what the command tells of it."""
    folder = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), database_of_its_own(folder, "demo"):
        seed(twin[1])
        yield json.loads(run("--json"))


pytestmark = pytest.mark.usefixtures("manifest", "db")
SHOWN_IN_THE_LOG = {
    *("LESSON-COMPLETED", "ATTEMPT-SUBMITTED", "SCENARIO-FINISHED"),
    *("OBSERVATION-RECORDED", "CREDENTIAL-AWARDED", "CREDENTIAL-REVOKED"),
    *("CREDENTIAL-APPOINTED", "CERTIFICATE-ISSUED", "PERSON-SUSPENDED"),
    *("SUSPENSION-LIFT-PROPOSED", "SUSPENSION-LIFTED", "CONCERN-CLOSED"),
    *("REQUIREMENTS-DRAFTED", "EXCLUSION-LIST-LOADED"),
}


class TestTheManifest:
    def test_has_two_clinics_and_every_role(self, manifest):
        held = {
            (post["clinic"], post["role"])
            for row in manifest["people"]
            for post in row["roles"]
        }

        assert [row["slug"] for row in manifest["clinics"]] == ["north", "south"]
        assert {role for clinic, role in held if clinic == "north"} == set(Role.values)

    def test_has_a_credential_in_each_state(self, manifest):
        states = [row["state"] for row in manifest["credentials"]]

        assert sorted(states) == sorted(Credential.State.values)

    def test_names_one_person_working_at_both_clinics(self, manifest):
        both = [
            row["stage"]
            for row in manifest["people"]
            if {post["clinic"] for post in row["roles"]} == {"north", "south"}
        ]

        assert both == ["both-clinics"]

    def test_tells_addresses_that_answer(self, manifest):
        base = "http://127.0.0.1:8000"
        client = client_of(at_stage(manifest, "learning"))

        for name in ("lesson", "assessment"):
            assert manifest[name].startswith(base + "/")
            assert client.get(manifest[name].removeprefix(base)).status_code == 200

    def test_is_printed_for_people_too(self, manifest):
        printed = run()

        for row in manifest["people"]:
            assert row["email"] in printed
        assert manifest["admin"]["password"] in printed

    def test_uses_addresses_that_reach_nobody(self, manifest):
        assert all(row["email"].endswith("@kap.example") for row in manifest["people"])
        assert max(len(row["name"]) for row in manifest["people"]) > 60


class TestTwice:
    def test_changes_nothing(self, manifest):
        before = row_counts()

        assert json.loads(run("--json")) == manifest
        assert row_counts() == before

    def test_tells_the_same_in_another_database(self, manifest, twin):
        assert without_codes(twin[0]) == without_codes(manifest)

    def test_is_refused_with_another_seed(self, manifest):
        with pytest.raises(CommandError, match="Use that seed"):
            run(seed=SEED + 1)

    def test_is_refused_where_people_really_work(self):
        with pytest.raises(CommandError, match="not a demonstration"):
            call_command("seed_demo")


class TestThePeople:
    def test_can_all_sign_in(self, manifest):
        for row in [*manifest["people"], manifest["admin"]]:
            client = Client()
            sent = {"login": row["email"], "password": row["password"]}

            client.post("/accounts/login/", sent)

            user = User.objects.get(email=row["email"])
            assert client.session.get("_auth_user_id") == str(user.pk), row["email"]

    def test_hold_no_clinical_right_by_being_superuser(self, manifest):
        user = User.objects.get(email=manifest["admin"]["email"])

        assert user.is_superuser
        assert not Person.objects.filter(user=user).exists()

    def test_are_ready_waiting_and_returned(self, manifest):
        north, now = Clinic.objects.get(slug="north"), timezone.now()
        steps = {
            stage: ladder_of(at_stage(manifest, stage), north, now).next_step
            for stage in ("ready-L1", "waiting-L1", "returned-L1", "new")
        }

        assert {step.standing.credential_type for step in steps.values()} >= {"L1"}
        assert steps["ready-L1"].standing.is_ready
        assert steps["ready-L1"].application is None
        assert steps["waiting-L1"].application.state == "READY"
        assert not steps["new"].standing.is_ready
        returned = at_stage(manifest, "returned-L1").applications.get(state="DEFERRED")
        assert "licence" in returned.reason

    def test_came_in_by_the_doors_that_everybody_uses(self, manifest):
        told = set(AuditEntry.objects.values_list("action", flat=True))

        assert told >= SHOWN_IN_THE_LOG

    def test_leave_two_second_signatures_to_be_given(self, manifest):
        waiting = at_stage(manifest, "second-director").applications.get()
        paused = at_stage(manifest, "suspended-L3").suspensions.get()

        assert waiting.state == "IN_REVIEW"
        assert waiting.first_by and not waiting.decided_by
        assert paused.lift_proposed_by is not None
        assert paused.lifted_at is None

    def test_left_a_log_and_results_that_are_sound(self, manifest):
        call_command("audit_verify", verbosity=0)
        call_command("verify_progress")

    def test_were_verified_in_every_way(self, manifest):
        rows = Verification.objects.all()
        outcomes = set(rows.values_list("outcome", flat=True))

        assert outcomes == set(Verification.Outcome.values)
        assert set(rows.values_list("method", flat=True)) == set(
            Verification.Method.values
        )
        assert ExclusionCheck.objects.filter(outcome="POTENTIAL_MATCH").exists()

    def test_have_reviewed_little_of_the_content(self, manifest):
        assert ContentReview.objects.filter(clinic__slug="north").count() == 5
        assert not ContentReview.objects.filter(clinic__slug="south").exists()


class TestTheCertificates:
    def test_each_verify_as_what_they_are(self, manifest):
        for row in manifest["credentials"]:
            path = row["verify_url"].removeprefix("http://127.0.0.1:8000")
            told = Client().get(path, {"format": "json"}).json()["state"]

            expected = {"ACTIVE": "VALID"}
            assert told == expected.get(row["state"], row["state"])

    def test_can_be_printed_with_the_longest_name(self, manifest):
        papers = Certificate.objects.filter(snapshot__holder_name__startswith="María G")

        assert render_pending(papers.latest("issued_at").pk, at=timezone.now())


class TestTheSessions:
    def test_one_may_start_right_now(self, manifest):
        assert answer(manifest, "start", "start") == (True, set())

    @pytest.mark.parametrize(
        "shows", ["start", "tomorrow", "supervised", "preparation", "integration"]
    )
    def test_the_good_ones_may_be_booked(self, manifest, shows):
        assert answer(manifest, shows, "book") == (True, set())

    @pytest.mark.parametrize(
        ("shows", "reason"),
        [
            ("endangered", "NOT-SUSPENDED"),
            ("not-asked", "PREFERENCE-ASKED"),
            ("south", "SITE-READY"),
        ],
    )
    def test_the_others_are_refused_for_their_reason(self, manifest, shows, reason):
        decision, reasons = answer(manifest, shows, "book")

        assert decision is False
        assert reason in reasons

    @pytest.mark.parametrize("clock", [(23, 55), (23, 59), (0, 1), (12, 0)])
    def test_one_may_start_whatever_the_hour(self, manifest, monkeypatch, clock):
        late = tomorrow_at(*clock)
        monkeypatch.setattr(
            "certificates.selectors.facts._clock",
            lambda clinic, at: ClockFacts(application_at=at, database_at=at),
        )

        again = booked_again(manifest, late)

        assert answer(again, "start", "start", late) == (True, set())
        assert answer(again, "tomorrow", "book", late) == (True, set())

    def test_were_booked_with_the_gates_answer(self):
        booked = SessionEvent.objects.filter(step="BOOKED", decision__isnull=False)

        # All but the one that nobody would book today.
        assert booked.count() == Session.objects.count() - 1


class TestTheTokens:
    def test_of_each_clinic_open_the_gate(self, manifest):
        for token, expected in zip(manifest["tokens"], [200, 200, 401], strict=True):
            response = Client().post(
                "/access/v1/evaluation",
                question(manifest["session"], "start"),
                content_type="application/json",
                headers={"Authorization": f"Bearer {token['token']}"},
            )

            assert response.status_code == expected
        assert ApiToken.objects.count() == 3


class TestTheWallBetweenTheClinics:
    def test_hides_the_people_of_the_south_from_the_directors_of_the_north(
        self, manifest
    ):
        here = Membership.objects.filter(clinic__slug="north")
        north = set(here.values_list("person", flat=True))
        strangers = Person.objects.exclude(pk__in=north)
        rita = client_of(at_stage(manifest, "clinical-director"))

        pages = [
            rita.get(path, follow=True)
            for path in (
                "/admin/credentialing/",
                "/admin/credentialing/people/",
                "/admin/credentialing/people/?p=2",
                "/clearance/",
                "/admin/content-review/north/",
            )
        ]

        assert strangers.count() == 5
        assert {page.status_code for page in pages} == {200}
        seen = "".join(page.content.decode() for page in pages)
        assert "Jamal Whitfield" in seen
        assert [p.name for p in strangers if p.name in seen] == []
        for person in strangers:
            path = f"/admin/credentialing/south/people/{person.pk}/"
            assert rita.get(path).status_code == 404
            path = f"/admin/credentialing/north/people/{person.pk}/"
            assert rita.get(path).status_code == 404
