import pytest
from django.urls import reverse

from home.models import AuditEntry, Membership, Person, Role, User
from modules.actions.editions import freeze_edition
from modules.actions.reviews import (
    AlreadyReviewed,
    EditionSuperseded,
    NotTheDirector,
    record_review,
)
from modules.models import ContentReview, LessonPage, ReviewPoint
from modules.selectors.reviews import (
    modules_to_review,
    open_points,
    reviewed_by_all,
)
from tests.cast import LONG_AGO, NOW, client_of, make_person
from tests.modules.admins import let_into_admin

CLINICAL, MEDICAL = ContentReview.Capacity.values


@pytest.fixture
def edition(built):
    return built.editions["F1"]


@pytest.fixture
def mark(clinic) -> Person:
    return make_person("Mark Moor", clinic, Role.MEDICAL_DIRECTOR)


def review(edition, clinic, by, capacity=CLINICAL, **more):
    return record_review(
        edition, clinic=clinic, capacity=capacity, by=by, at=NOW, **more
    )


class TestRecordingAReview:
    def test_keeps_who_when_and_what(self, edition, clinic, rita):
        done = review(edition, clinic, rita, note="Fine with me.")

        assert (done.by, done.at, done.note) == (rita, NOW, "Fine with me.")

    def test_appends_one_audit_entry_without_its_words(self, edition, clinic, rita):
        done = review(edition, clinic, rita, note="Fine with me.")

        entry = AuditEntry.objects.get(action="MODULE-REVIEWED")
        assert (entry.by, entry.clinic_id) == (rita.pk, clinic.pk)
        assert entry.subject_id == str(done.pk)
        assert entry.facts["sha256"] == edition.content_sha256
        assert "Fine" not in str(entry.facts)

    @pytest.mark.parametrize("capacity", [MEDICAL, "AUDITOR", ""])
    def test_needs_the_role_that_is_claimed(self, edition, clinic, rita, capacity):
        with pytest.raises(NotTheDirector):
            review(edition, clinic, rita, capacity)

        self.nothing_recorded()

    def test_is_not_for_a_director_of_another_clinic(self, edition, clinic, charlie):
        with pytest.raises(NotTheDirector):
            review(edition, clinic, charlie)

        self.nothing_recorded()

    def test_is_not_for_a_director_whose_time_is_over(self, edition, clinic, rita):
        Membership.objects.filter(person=rita).update(ends_on=LONG_AGO)

        with pytest.raises(NotTheDirector):
            review(edition, clinic, rita)

    def test_happens_once_in_each_capacity(self, edition, clinic, rita):
        review(edition, clinic, rita)
        other = make_person("Olga Orr", clinic, Role.CLINICAL_DIRECTOR)

        with pytest.raises(AlreadyReviewed):
            review(edition, clinic, other)

        assert ContentReview.objects.count() == 1

    def test_takes_two_people(self, edition, clinic, rita):
        Membership.objects.create(
            person=rita, clinic=clinic, role=Role.MEDICAL_DIRECTOR, starts_on=LONG_AGO
        )
        review(edition, clinic, rita)

        with pytest.raises(AlreadyReviewed, match="two people"):
            review(edition, clinic, rita, MEDICAL)

    def test_is_of_the_newest_edition(self, built, edition, clinic, rita):
        LessonPage.objects.filter(code="F1.1").update(title="New")
        freeze_edition(built.modules["F1"], by=None, at=NOW)

        with pytest.raises(EditionSuperseded):
            review(edition, clinic, rita)

        self.nothing_recorded()

    def nothing_recorded(self):
        assert not ContentReview.objects.exists()
        assert not AuditEntry.objects.filter(action="MODULE-REVIEWED").exists()


class TestReviewedEditions:
    def test_need_both_directors(self, edition, clinic, rita, mark):
        review(edition, clinic, rita)

        assert _reviewed_by([clinic.pk]) == set()

        review(edition, clinic, mark, MEDICAL)

        assert _reviewed_by([clinic.pk]) == {edition.pk}

    def test_need_every_clinic_that_is_asked_for(
        self, edition, clinic, other_clinic, rita, mark
    ):
        review(edition, clinic, rita)
        review(edition, clinic, mark, MEDICAL)

        assert _reviewed_by([clinic.pk, other_clinic.pk]) == set()
        assert _reviewed_by([other_clinic.pk]) == set()

    def test_are_none_without_a_clinic(self, edition, clinic, rita, mark):
        review(edition, clinic, rita)
        review(edition, clinic, mark, MEDICAL)

        assert _reviewed_by([]) == set()

    def test_cost_one_query(self, built, clinic, django_assert_num_queries):
        with django_assert_num_queries(1):
            _reviewed_by([clinic.pk, 99])


class TestOpenPoints:
    def test_are_those_of_the_module_and_those_of_all(self, built):
        everywhere = ReviewPoint.objects.create(number=2, text="Everywhere.")

        texts = [point.text for point in open_points("F1")]

        assert texts == ["Is it so?", "Everywhere."]
        assert open_points("P2") == [everywhere]

    def test_list_costs_four_queries(self, built, clinic, django_assert_num_queries):
        with django_assert_num_queries(4):
            listed = modules_to_review(clinic)

        codes = [module.edition.code for module in listed]
        assert codes == ["F1", "F2", "P1", "P2"]


class TestTheReviewPages:
    def address(self, clinic, edition):
        key = edition.module_key
        return reverse("content_review_module", args=[clinic.slug, key])

    def post(self, client, clinic, edition, **changed):
        typed = {"edition": edition.pk, "capacity": CLINICAL, "note": "Touch: no."}
        typed |= {"has_read": "on"} | changed
        return client.post(self.address(clinic, edition), typed)

    def test_list_every_module_for_a_director(self, edition, clinic, rita):
        client = let_into_admin(rita)

        answer = client.get(reverse("content_review"), follow=True)

        assert answer.status_code == 200
        assert "Module F1" in answer.text
        assert "Not yet" in answer.text

    def test_are_in_the_menu_of_directors_alone(self, edition, clinic, rita, alice):
        word = "content-review"

        assert word in let_into_admin(rita).get(reverse("wagtailadmin_home")).text
        assert word not in let_into_admin(alice).get(reverse("wagtailadmin_home")).text

    def test_show_the_open_points_and_record(self, edition, clinic, rita):
        client = let_into_admin(rita)
        assert "Is it so?" in client.get(self.address(clinic, edition)).text

        answer = self.post(client, clinic, edition)

        assert answer.status_code == 302
        done = ContentReview.objects.get()
        assert (done.by, done.capacity, done.note) == (rita, CLINICAL, "Touch: no.")

    def test_keep_what_was_typed_when_something_is_missing(self, edition, clinic, rita):
        answer = self.post(let_into_admin(rita), clinic, edition, has_read="")

        assert "Touch: no." in answer.text
        assert "confirm that you have read" in answer.text
        assert not ContentReview.objects.exists()

    def test_tell_that_a_newer_edition_came(self, built, edition, clinic, rita):
        client = let_into_admin(rita)
        LessonPage.objects.filter(code="F1.1").update(title="New")
        freeze_edition(built.modules["F1"], by=None, at=NOW)

        answer = self.post(client, clinic, edition)

        assert "A newer edition has been released" in answer.text
        assert "Touch: no." in answer.text

    def test_offer_no_capacity_that_is_not_held(self, edition, clinic, rita):
        answer = self.post(let_into_admin(rita), clinic, edition, capacity=MEDICAL)

        assert answer.status_code == 200
        assert not ContentReview.objects.exists()

    def test_offer_no_form_after_the_review(self, edition, clinic, rita):
        client = let_into_admin(rita)
        self.post(client, clinic, edition)

        answer = client.get(self.address(clinic, edition))

        assert "The other director’s is still to come" in answer.text
        assert "<textarea" not in answer.text

    def test_are_missing_for_a_director_of_another_clinic(
        self, edition, clinic, charlie
    ):
        client = let_into_admin(charlie)

        assert client.get(self.address(clinic, edition)).status_code == 404
        assert self.post(client, clinic, edition).status_code == 404

    def test_are_closed_to_a_superuser_without_the_role(self, edition, clinic):
        user = User.objects.create_superuser("root@example.org", "x")
        client = client_of(Person.objects.create(name="Root", user=user))

        answer = client.get(self.address(clinic, edition))

        assert answer.status_code in {302, 403}
        assert "Is it so?" not in answer.text

    def test_are_closed_to_a_therapist(self, edition, clinic, alice):
        answer = let_into_admin(alice).get(self.address(clinic, edition))

        assert "Is it so?" not in answer.text

    def test_ask_a_stranger_to_sign_in(self, edition, clinic):
        answer = client_of(None).get(self.address(clinic, edition))

        assert answer.status_code == 302

    def test_know_no_module_that_was_never_published(self, edition, clinic, rita):
        address = reverse("content_review_module", args=[clinic.slug, unknown_key()])

        assert let_into_admin(rita).get(address).status_code == 404


def unknown_key():
    return "00000000-0000-4000-8000-000000000000"


def _reviewed_by(clinic_ids) -> set[int]:
    return {edition_id for (edition_id,) in reviewed_by_all(clinic_ids)}
