"""Two releases of one edition at the same moment are one."""

import pytest

from modules.actions.releases import NotWaiting, release_edition
from modules.models import EditionRelease
from tests.modules.curriculum import small_curriculum
from tests.modules.test_releases import RETAKE, TODAY, publisher, rewrite
from tests.races import CLIENTS, at_once


@pytest.mark.races
class TestEightReleasesAtOnce:
    def test_make_one_and_tell_the_others(self, on_postgresql):
        built = small_curriculum()
        edition = rewrite(publisher(built, "Mike Moderates"), minutes=25)
        people = [
            publisher(built, f"Releaser{number} Reads") for number in range(CLIENTS)
        ]

        def release(number):
            try:
                return release_edition(edition, RETAKE, by=people[number], at=TODAY)
            except NotWaiting as refused:
                return refused.code

        told = at_once(release)

        assert told.count("EDITION-NOT-WAITING") == CLIENTS - 1
        assert EditionRelease.objects.filter(edition=edition).count() == 1
