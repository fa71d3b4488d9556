"""What has to be looked up or verified again, and by when."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import ExclusionCheck
from certificates.selectors.due_checks import due_checks
from certificates.selectors.office_files import office_file
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.roster import TODAY, days, document, verify


class TestWhatIsDue:
    def test_is_what_was_never_done_or_runs_out(self, alice, bob, rita, clinic):
        licence = document(alice, "LICENCE")
        verify(licence, on=TODAY - days(100))
        ExclusionCheck.objects.create(
            person=alice, on=TODAY - days(32), outcome="CLEAR", recorded_at=NOW
        )
        verify(document(bob, "LICENCE"), on=TODAY - days(10))
        for person in (bob, rita):
            ExclusionCheck.objects.create(
                person=person, on=TODAY, outcome="CLEAR", recorded_at=NOW
            )

        due = due_checks([clinic], NOW, ahead_days=20)

        assert [(one.person, one.kind, one.is_overdue) for one in due] == [
            (alice, "EXCLUSION", True),
            (alice, "LICENCE", False),
        ]
        assert due[0].again_by == TODAY - days(1)
        assert due[1].again_by == TODAY + days(20)
        kinds = [one.kind for one in due_checks([clinic], NOW, ahead_days=31)]
        assert kinds == ["EXCLUSION", "LICENCE", "EXCLUSION", "EXCLUSION"]

    def test_goes_by_the_limits_of_the_policy(self, alice, clinic, monkeypatch):
        verify(document(alice, "LICENCE"), on=TODAY - days(10))
        ExclusionCheck.objects.create(
            person=alice, on=TODAY - days(3), outcome="CLEAR", recorded_at=NOW
        )
        limits = {
            "LICENCE-ACTIVE": {"verified_within_days": 15},
            "EXCLUSION-CLEAR": {"checked_within_days": 7},
        }
        asked = "certificates.selectors.policies.policy_limits"
        monkeypatch.setattr(asked, lambda at, clinics: limits)

        due = {one.kind: one.again_by for one in due_checks([clinic], NOW)}
        office = office_file(alice, clinic, NOW)

        last = {"LICENCE": TODAY + days(5), "EXCLUSION": TODAY + days(4)}
        assert due == last
        assert office.check_again_by == last["EXCLUSION"]
        assert [one.again_by for one in office.documents] == [last["LICENCE"]]

    def test_counts_no_copy_and_no_corrected_check(self, alice, clinic):
        licence = document(alice, "LICENCE")
        verify(licence, on=TODAY, method="DOCUMENT_ONLY")
        verify(licence, on=TODAY, outcome="UNAVAILABLE")

        due = due_checks([clinic], NOW)

        assert {(one.kind, one.last_on) for one in due} == {
            ("EXCLUSION", None),
            ("LICENCE", None),
        }

    def test_costs_the_same_for_any_number_of_people(self, alice, clinic):
        with CaptureQueriesContext(connection) as few:
            due_checks([clinic], NOW)
        for number in range(12):
            make_person(f"P{number} Person", clinic, Role.THERAPIST)

        with CaptureQueriesContext(connection) as many:
            assert len(due_checks([clinic], NOW)) == 26

        assert len(many) == len(few) == 4
