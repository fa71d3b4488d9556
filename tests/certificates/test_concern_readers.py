"""Who reads a report: its safety officer, and nobody else by any way."""

import re
import uuid

import pytest
from django.urls import reverse

from certificates.concern_rules import concerns_for
from certificates.models import Concern, Suspension
from certificates.selectors.concerns import (
    open_concerns,
    open_concerns_of,
    review_words,
    waiting_for_officer,
)
from home.models import AuditEntry, DeclaredRelationship, Membership, Role
from tests.cast import LONG_AGO, NOW, client_of, make_clinic, make_person
from tests.certificates.concerning import ACCOUNT, close, report, taken
from tests.certificates.roster import days

PAGES = ["note", "raise", "hand_over", "close", "reopen"]


@pytest.fixture
def sam(clinic):
    return make_person("Sam Sato", clinic, Role.SAFETY_OFFICER)


@pytest.fixture
def concern(alice, bob, clinic, sam):
    """About Bob, by Alice, given to Sam."""
    return report(clinic, bob, alice, at=NOW)


def become_officer(person, clinic):
    Membership.objects.create(
        person=person, clinic=clinic, role=Role.SAFETY_OFFICER, starts_on=LONG_AGO
    )
    return person


@pytest.fixture
def everybody(concern, other_clinic, alice, bob, rita, charlie):
    """People who come close to a report in every way there is."""
    clinic = concern.clinic
    root = make_person("Root Superuser", clinic, Role.CLINICAL_DIRECTOR)
    root.user.is_superuser = root.user.is_staff = True
    root.user.save()
    tied = make_person("Tia Tied", clinic, Role.SAFETY_OFFICER)
    DeclaredRelationship.objects.create(
        one=tied, other=bob, kind="RELATIVE", declared_on=NOW.date()
    )
    roles = set(Role) - {Role.SAFETY_OFFICER}
    return {
        "named, and a safety officer": become_officer(bob, clinic),
        "reporter, and a safety officer": become_officer(alice, clinic),
        "director": rita,
        "director of another clinic": become_officer(charlie, other_clinic),
        "superuser and director": root,
        "tied officer": tied,
        "other officer": make_person("Opal Orr", clinic, Role.SAFETY_OFFICER),
        "everything but a safety officer": make_person("Max Many", clinic, *roles),
    }


class TestReading:
    def test_is_for_the_officer(self, concern, sam):
        assert list(concerns_for(sam, NOW)) == [concern]

    @pytest.mark.parametrize("state", Concern.State.values)
    def test_is_for_nobody_else_while_the_officer_has_it(
        self, state, concern, everybody, sam
    ):
        if state != "OPEN":
            taken(concern, sam)
        if state == "CLOSED":
            close(concern, sam)

        found = {who: concerns_for(p, NOW).count() for who, p in everybody.items()}

        assert found == dict.fromkeys(everybody, 0)

    @pytest.mark.parametrize("why", ["nobody yet", "left", "suspended", "deactivated"])
    def test_is_for_officers_who_stand_apart_while_nobody_holds_it(
        self, why, concern, everybody, sam, rita, clinic
    ):
        if why == "nobody yet":
            sam.memberships.all().delete()
            Concern.objects.update(officer=None)
        elif why == "left":
            sam.memberships.update(ends_on=NOW.date() - days(1))
        elif why == "suspended":
            Suspension.objects.create(
                person=sam, clinic=clinic, starts_at=NOW, by=rita, recorded_at=NOW
            )
        else:
            sam.user.is_active = False
            sam.user.save()

        found = {who for who, p in everybody.items() if concerns_for(p, NOW).exists()}

        assert found == {"other officer"}
        assert not concerns_for(sam, NOW).exists()

    def test_ends_when_a_tie_is_declared_or_the_officer_turns_out_to_be_of_the_team(
        self, alice, bob, clinic, session, sam
    ):
        row = report(clinic, bob, alice, session_code=session.code)
        opal = make_person("Opal Orr", clinic, Role.SAFETY_OFFICER)
        assert (row.officer, list(concerns_for(opal, NOW))) == (sam, [])

        session.members.create(person=sam, role="second_staff")

        assert list(concerns_for(sam, NOW)) == []
        assert list(concerns_for(opal, NOW)) == [row]
        DeclaredRelationship.objects.create(
            one=bob, other=opal, kind="SPOUSE", declared_on=NOW.date()
        )
        assert list(concerns_for(opal, NOW)) == []

    def test_takes_the_same_few_queries_however_many_there_are(
        self, alice, bob, clinic, sam, django_assert_num_queries
    ):
        row = report(clinic, bob, alice)
        Concern.objects.bulk_create(_copies(row, 30))

        with django_assert_num_queries(3):
            assert len(concerns_for(sam, NOW)) == 31


def _copies(row, count):
    kept = {
        f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"
    }
    return [Concern(id=uuid.uuid4(), **kept) for _number in range(count)]


@pytest.mark.usefixtures("clocks_agree")
class TestTheAddresses:
    def test_do_not_exist_for_anybody_else(self, concern, everybody):
        missing = uuid.uuid4()
        for who, person in everybody.items():
            client = client_of(person)
            for name in ("safety_concern", *(f"safety_{page}" for page in PAGES)):
                real = client.get(reverse(name, args=[concern.pk]))
                none = client.get(reverse(name, args=[missing]))

                assert (who, real.status_code) == (who, 404)
                assert _plain(real, concern.pk) == _plain(none, missing)
            for page in ("take", *PAGES):
                address = reverse(f"safety_{page}", args=[concern.pk])
                sent = client.post(address, {"note": "Mine.", "password": "x"})
                assert (who, page, sent.status_code) == (who, page, 404)

        concern.refresh_from_db()
        assert concern.state == "OPEN" and concern.events.count() == 2

    def test_of_the_desk_show_nothing_of_it_to_other_officers(self, everybody, sam):
        for who, person in everybody.items():
            answer = client_of(person).get(reverse("safety"))

            is_officer = "officer" in who or "another clinic" in who
            expected = 403 if who == EVERYTHING or not is_officer else 200
            assert (who, answer.status_code) == (who, expected)
            assert b"About Bob" not in answer.content
        assert b"About Bob" in client_of(sam).get(reverse("safety")).content

    def test_exist_for_nobody_without_a_person(self, concern, django_user_model):
        root = django_user_model.objects.create_superuser("root@example.org", "x" * 20)
        client = client_of(None)
        client.force_login(
            root, backend="allauth.account.auth_backends.AuthenticationBackend"
        )

        answer = client.get(reverse("safety_concern", args=[concern.pk]))

        assert answer.status_code == 404


EVERYTHING = "everything but a safety officer"


def _plain(answer, pk):
    """The page without its address and the token that is new each time."""
    page = answer.content.decode().replace(str(pk), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


class TestThePersonNamed:
    @pytest.fixture
    def named(self, alice, bob, clinic, sam):
        row = taken(report(clinic, bob, alice, severity="HARM"), sam)
        return client_of(bob), row

    @pytest.mark.parametrize(
        "name", ["credentials", "timeline", "documents", "my_path", "practicum_mine"]
    )
    def test_learns_nothing_from_their_own_pages(self, name, named):
        client, row = named

        answer = client.get(reverse(name))

        assert answer.status_code == 200
        for told in (str(row.pk), "Sam Sato", "Alice Ames", ACCOUNT, "safety officer"):
            assert told not in answer.content.decode()

    def test_reads_neither_reporter_nor_officer_in_the_log(self, named, bob, sam):
        _client, row = named

        about_bob = [
            entry
            for entry in AuditEntry.objects.all()
            if str(bob.pk) in f"{entry.facts} {entry.subject_id}"
        ]

        assert [entry.subject_kind for entry in about_bob] == [
            "certificates.Suspension"
        ]
        assert str(row.pk) not in str([entry.facts for entry in about_bob])
        assert {entry.by for entry in about_bob} == {None}


class TestADirector:
    def test_reads_the_number_of_open_ones_only(self, concern, alice, bob, clinic, sam):
        report(clinic, bob, alice)
        far = make_clinic("far")

        assert open_concerns(bob, clinic) == 2
        assert (open_concerns(bob, far), open_concerns(alice, clinic)) == (0, 0)
        taken(concern, sam)
        assert open_concerns(bob, clinic) == 2
        close(concern, sam)
        assert open_concerns(bob, clinic) == 1

    def test_counts_for_many_people_in_one_query(
        self, concern, alice, bob, clinic, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            found = open_concerns_of([alice, bob], clinic)

        assert found == {alice.pk: 0, bob.pk: 1}

    def test_sees_that_a_report_waits_unless_it_is_about_them(
        self, alice, rita, charlie, clinic
    ):
        dora = make_person("Dora Dean", clinic, Role.CLINICAL_DIRECTOR)
        report(clinic, rita, alice)

        assert waiting_for_officer(dora, NOW) == 1
        assert waiting_for_officer(rita, NOW) == 0
        assert waiting_for_officer(alice, NOW) == 0
        assert waiting_for_officer(charlie, NOW) == 0

    def test_sees_none_waiting_once_an_officer_holds_it(self, concern, rita, sam):
        assert waiting_for_officer(rita, NOW) == 0
        sam.memberships.update(ends_on=NOW.date() - days(1))
        assert waiting_for_officer(rita, NOW) == 1

    def test_reads_the_outcome_and_nothing_more_before_lifting(
        self, alice, bob, clinic, sam
    ):
        row = taken(report(clinic, bob, alice, severity="HARM"), sam)
        pause = Suspension.objects.get()
        assert review_words(pause) == "The safety officer’s review is under way."

        close(row, sam)

        words = review_words(Suspension.objects.get())
        assert words == "The safety officer’s review is closed: nothing was found."
