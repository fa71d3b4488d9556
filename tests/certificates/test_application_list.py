"""The list of applications: found, sorted, and given as a file."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from tests.cast import client_of
from tests.certificates.desk import address, desk
from tests.certificates.test_desk import asked

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def sent(clinic, alice, bob, rita):
    asked(alice, clinic, "SUBMITTED", credential_type="L3")
    asked(bob, clinic, "READY", credential_type="L2A")
    told = {"decided_by": rita, "decided_at": alice.created_at}
    asked(bob, clinic, "DECLINED", credential_type="L1", **told)


def lines(by, **told) -> list[list[str]]:
    answer = client_of(by).get(address("applications"), told | {"file": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


class TestTheList:
    def test_is_filtered_by_each_of_its_fields(self, sent, rita):
        assert len(lines(rita)) == 2
        assert len(lines(rita, state="ALL")) == 3
        assert [row[0] for row in lines(rita, name="bob")] == ["Bob Birch"]
        assert [row[0] for row in lines(rita, credential="L3")] == ["Alice Ames"]
        (declined,) = lines(rita, state="DECLINED")
        assert declined[4:6] == ["Declined", "Rita Rowe"]

    @pytest.mark.parametrize("sort", ["name", "credential", "submitted", "state"])
    def test_is_sorted_both_ways(self, sent, rita, sort):
        there = lines(rita, state="ALL", sort=sort)

        back = lines(rita, state="ALL", sort=f"-{sort}")

        assert back == there[::-1]
        assert len(there) == 3

    def test_is_sorted_by_name(self, sent, rita):
        names = [row[0] for row in lines(rita, sort="-name")]

        assert names == ["Bob Birch", "Alice Ames"]

    def test_says_each_step_with_one_word(self, sent, bob, clinic, rita):
        told = {"decided_by": rita, "decided_at": bob.created_at}
        asked(bob, clinic, "UPHELD", credential_type="L1", **told)

        page = client_of(rita).get(address("applications"), {"state": "ALL"})
        text = page.content.decode()
        words = {row[4] for row in lines(rita, state="ALL")}
        choices = dict(page.context["form"].fields["state"].choices)

        assert words == {"Sent", "Ready for review", "Declined", "Appeal refused"}
        assert all(f">{word}</span>" in text for word in words)
        assert words <= {str(word) for word in choices.values()}
        assert "DRAFT" not in choices

    def test_tells_the_age_in_one_unit(self, bob, clinic, rita):
        long_ago = timezone.now() - datetime.timedelta(days=5, hours=1, minutes=1)
        asked(bob, clinic, "READY", credential_type="L2A", submitted_at=long_ago)

        page = client_of(rita).get(address("applications"))

        assert ">5\xa0days ago<" in page.content.decode()

    def test_stays_at_its_clinic(self, sent, charlie):
        assert lines(charlie, state="ALL") == []
