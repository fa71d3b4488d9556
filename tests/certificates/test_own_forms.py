"""What a therapist's own forms say when something is missing."""

from django.urls import reverse

from tests.cast import client_of


def test_a_report_asks_what_happened(alice, clinic):
    page = client_of(alice).post(reverse("concern_report"), {"clinic": "north"})

    assert "Write what happened." in page.content.decode()


def test_a_copy_asks_for_its_kind_and_for_the_file_again(alice):
    page = client_of(alice).post(reverse("document_hand_in")).content.decode()

    assert "Choose what it is." in page
    assert "Choose a file." in page
    assert "Choose the file again as well" in page
    assert "Nothing you typed was lost." not in page
