"""The page of what the gate asks is made of the catalogue itself."""

import pytest

from certificates.clearance.criteria.catalogue import CATALOGUE
from home.models import Role
from tests.cast import client_of, make_person

URL = "/clearance/criteria/"


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SCHEDULER, Role.AUDITOR])
def test_names_every_criterion_in_its_words(clinic, role):
    page = client_of(make_person("Ann Ash", clinic, role)).get(URL)

    told = page.content.decode()
    for criterion in CATALOGUE.values():
        # Starting asks again what booking asked; it is listed once.
        stages = {"book" if one == "start" else one for one in criterion.stages}
        assert told.count(f"<code>{criterion.code}</code>") == len(stages)
    assert "120" in told


def test_is_for_people_of_a_clinic(db):
    assert client_of(None).get(URL).status_code == 302
