"""What in a text could tell who a patient is."""

import pytest

from home.patient_words import patient_words_in

TELLING = [
    "Born on a Tuesday, 03/14/1985.",
    "Came in on 1985-03-14.",
    "It was 14.03.85 or so.",
    "On March 14, 1985 she",
    "on the 14th of March 1985",
    "DOB known",
    "Her date of birth was read aloud.",
    "Call 617-555-0142 first.",
    "Call (617) 555 0142 first.",
    "Call 555-0142.",
    "Reach +1 617 555 0142",
    "Write to someone@example.org about it.",
    "Record 00482913 was open.",
    "MRN 4821 was on the screen.",
    "The number 123-45-6789 was read out.",
    "The patient Maria Lopez said stop.",
    "The patient’s name is Maria.",
    "A client called Maria cried.",
    "Mrs. Lopez asked twice.",
]
FINE = [
    "The patient asked to stop twice and the session went on.",
    "The dose was 60 mg at 14:30, the pressure 150/95 and then 140/90.",
    "It went on from 1430 to 1510, about 40 minutes.",
    "He said this on 3 occasions; 2 of 5 people heard it.",
    "Patient and therapist were alone for 10-15 minutes.",
    "She may have left at 3.",
    "Session KAP-0142 was cut short.",
    "The client called the desk afterwards.",
]


class TestAText:
    @pytest.mark.parametrize("text", TELLING)
    def test_that_tells_who_a_patient_is_is_noticed(self, text):
        assert len(patient_words_in(text)) >= 1

    @pytest.mark.parametrize("text", FINE)
    def test_that_tells_what_happened_is_left_alone(self, text):
        assert patient_words_in(text) == []

    def test_may_name_a_colleague(self):
        text = "Mr. Birch left the client. Bob came back."

        assert patient_words_in(text) != []
        assert patient_words_in(text, ["Bob Birch"]) == []
