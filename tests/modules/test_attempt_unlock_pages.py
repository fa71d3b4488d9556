"""A director's page about somebody's attempts, and opening one more."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from home.models import AuditEntry, DeclaredRelationship
from modules.models import AttemptUnlock
from tests.cast import NOW, client_of
from tests.modules.attempting import fail, start

DAY = datetime.timedelta(days=1)


class TestTheDirectorsPage:
    @pytest.fixture
    def locked(self, reader, course, clinic):
        fail(reader, course, 3, timezone.now() - 30 * DAY)
        args = [clinic.slug, reader.pk]
        return {
            "list": reverse("credentialing_attempts", args=args),
            "open": reverse(
                "credentialing_unlock_attempt", args=[*args, course.assessment.code]
            ),
        }

    def test_opens_one_more_and_says_so(self, reader, course, rita, locked):
        browser = client_of(rita)
        assert "No attempts left" in browser.get(locked["list"]).content.decode()

        page = browser.post(locked["open"], {"reason": "Read F1.1 again."}, follow=True)

        text = page.content.decode()
        assert "One more attempt is open." in text
        assert "Read F1.1 again." in text
        assert start(reader, course, timezone.now()).number == 4

    def test_keeps_what_was_typed_when_refused(self, rita, locked):
        page = client_of(rita).post(
            locked["open"], {"reason": "The patient Mary Smith"}
        )

        assert page.status_code == 422
        assert "The patient Mary Smith" in page.content.decode()
        assert not AttemptUnlock.objects.exists()

    def test_is_shut_to_everybody_else(self, reader, course, bob, charlie, locked):
        for person in (reader, bob, charlie):
            answer = client_of(person).post(locked["open"], {"reason": "Because."})
            assert answer.status_code in {302, 403, 404}

        assert not AttemptUnlock.objects.exists()

    def test_a_declared_tie_stops_it_and_is_logged(self, reader, rita, locked):
        DeclaredRelationship.objects.create(
            one=rita, other=reader, kind="RELATIVE", declared_on=NOW.date()
        )

        page = client_of(rita).post(locked["open"], {"reason": "Because."})

        assert page.status_code == 403
        assert "declared tie" in page.content.decode()
        assert AuditEntry.objects.filter(action="DENIED").exists()
