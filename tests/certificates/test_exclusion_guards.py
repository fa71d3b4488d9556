"""What keeps a match from being put aside: the database, and the list itself."""

import pytest
from django.db import IntegrityError, connection, transaction

from certificates.actions.documents import MatchOpen, record_exclusion_check
from certificates.models import ExclusionMatch, Signature
from certificates.selectors.exclusions import (
    earlier_dismissal,
    is_found,
)
from tests.cast import NOW
from tests.certificates.exclusion_lists import line, load
from tests.certificates.roster import TODAY
from tests.certificates.settling import (
    act,
    dora,
    match,
    stan,
)

__all__ = ["dora", "match", "stan"]


class TestTheDatabase:
    """What psql could type, refused."""

    @pytest.mark.parametrize(
        "change",
        [
            "state = 'DISMISSED'",
            "state = 'DISMISSED', reason = 'Because.', settled_by_id = {rita}",
            "state = 'DISMISSED', reason = 'Because.', proposed_by_id = {rita}, "
            "settled_by_id = {rita}",
            "state = 'DISMISSED', proposed_by_id = {rita}, settled_by_id = {dora}",
            "proposed_by_id = {alice}",
            "settled_by_id = {alice}",
        ],
    )
    def test_keeps_somebody_from_dismissing_alone(
        self, match, alice, rita, dora, change
    ):
        people = {"alice": alice, "rita": rita, "dora": dora}
        field = Signature._meta.get_field("by")
        ids = {
            name: f"'{field.get_db_prep_value(person.pk, connection)}'"
            for name, person in people.items()
        }
        statement = "UPDATE certificates_exclusionmatch SET " + change.format(**ids)

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_lets_two_people_do_it(self, match, rita, dora):
        ExclusionMatch.objects.update(
            state="DISMISSED", reason="Why.", proposed_by=rita, settled_by=dora
        )

        assert ExclusionMatch.objects.get().state == "DISMISSED"


class TestALookByHand:
    def test_does_not_put_a_match_aside(self, match, alice, rita):
        told = {"on": TODAY, "by": rita, "at": NOW}

        with pytest.raises(MatchOpen):
            record_exclusion_check(alice, outcome="CLEAR", **told)
        record_exclusion_check(alice, outcome="POTENTIAL_MATCH", **told)

        assert is_found(alice)

    def test_is_taken_again_once_it_is_settled(self, match, alice, clinic, rita, stan):
        act("propose", match, clinic, stan)
        act("dismiss", match, clinic, rita)

        record_exclusion_check(alice, on=TODAY, outcome="CLEAR", by=rita, at=NOW)

        assert not is_found(alice)


class TestTheSameLineAgain:
    def test_is_shown_with_what_was_decided_before(self, match, clinic, rita, stan):
        act("propose", match, clinic, stan)
        act("dismiss", match, clinic, rita)

        load(line(), line(EXCLDATE="20240101"), published_on=TODAY, name="Next")

        same, other = ExclusionMatch.objects.filter(list__name="Next")
        assert same.state == other.state == "OPEN"
        assert earlier_dismissal(same) == match
        assert earlier_dismissal(other) is None
