"""Every sentence of the gate, as it was read and approved."""

from certificates.clearance.criteria.catalogue import CATALOGUE
from tests.certificates.clearance.scenarios import decisions
from tests.certificates.clearance.words import FILE, all_words


def test_the_gate_says_what_was_read_and_approved():
    """When this fails: python -m tests.certificates.clearance.words, and read it."""
    assert all_words() == FILE.read_text(encoding="utf-8")


def test_every_criterion_is_heard_saying_no():
    heard = {v.code for _name, decision in decisions() for v in decision.reasons}

    assert heard >= set(CATALOGUE)


def test_no_sentence_is_left_open():
    for name, decision in decisions():
        for verdict in decision.verdicts:
            assert verdict.text.endswith("."), name
            for words in (verdict.remedy, verdict.warning):
                assert not words or words.endswith("."), name
