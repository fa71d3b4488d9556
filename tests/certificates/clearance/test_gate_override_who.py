"""Who may be with the patient in an emergency: people on record, and a therapist."""

import pytest

from tests.certificates.clearance.test_gate_override import relief
from tests.certificates.clearance.worlds import ask, members


def answer(*pairs):
    return relief(question=ask("book", members(*pairs)))


@pytest.mark.parametrize(
    "pairs",
    [
        [("sam", "second_staff")],
        [("sam", "observer"), ("clara", "medical_clinician")],
        [("clara", "medical_clinician")],
    ],
)
def test_never_without_a_licensed_therapist(pairs):
    assert answer(*pairs).decision is False
    assert answer(("wanda", "lead"), *pairs).decision is True


@pytest.mark.parametrize("role", ["second_staff", "observer", "co_therapist"])
def test_never_with_somebody_about_whom_nothing_is_known(role):
    decision = answer(
        ("wanda", "lead"), ("clara", "medical_clinician"), ("nobody", role)
    )

    assert decision.decision is False
    assert decision.basis != "override"
