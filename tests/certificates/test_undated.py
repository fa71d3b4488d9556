"""What came from elsewhere without a date holds on no day, and says nothing."""

from certificates.clearance.question import parse
from certificates.selectors.facts import world_for
from certificates.worlds.shapes import NO_DAY
from tests.cast import NOW
from tests.certificates.asking import about
from tests.certificates.roster import verify


def test_an_undated_verification_has_no_day_for_the_gate(session, alice, clinic):
    licence = alice.documents.get(kind="LICENCE")
    verify(licence, on=NO_DAY, outcome="DISCREPANCY")

    facts = world_for(parse(about(session)), application_at=NOW, clinic=clinic)

    found = facts.roster[str(alice.pk)].documents
    rows = [v for d in found if d.kind == "LICENCE" for v in d.verifications]
    assert sorted((v.on is None, v.outcome) for v in rows) == [
        (False, "VERIFIED"),
        (True, "DISCREPANCY"),
    ]
