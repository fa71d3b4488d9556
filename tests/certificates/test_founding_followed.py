"""What follows a founding appointment is granted on an application."""

import pytest

from certificates.actions.credentials import award
from certificates.founding_rules import FoundersOnly
from certificates.models import (
    Application,
    Credential,
)
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.appointing import (
    ASKED,
    TODAY,
    appoint,
)
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days, grant


class TestWhatFollowsIt:
    """An application: founding appointees do not rate each other exclusively."""

    @pytest.fixture
    def founders(self, alice, bob, rita, clinic):
        for person in (alice, bob):
            appoint(person, clinic, rita)
            appoint(person, clinic, rita, type="S")
        return alice, bob

    def application(self, person, clinic, *rated, kind="L3", form="MS"):
        seen = [
            {
                "form": form,
                "on": (TODAY + days(20)).isoformat(),
                "assessor": {"id": str(one.pk), "name": one.name},
            }
            for one in rated
        ]
        asked = requirement_set(kind, {"all": [ASKED]}, signers=1)
        return Application.objects.create(
            person=person,
            clinic=clinic,
            credential_type=kind,
            requirement_set=asked,
            state="APPROVED",
            submitted_at=NOW,
            decided_at=NOW,
            decided_by=make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR),
            dossier={"observations": seen},
            dossier_sha256="0" * 64,
        )

    def award(self, application, ago=60):
        return award(application, by=application.decided_by, at=NOW + days(ago))

    def test_is_refused_on_each_others_ratings_only(self, founders, clinic):
        alice, bob = founders

        with pytest.raises(FoundersOnly):
            self.award(self.application(alice, clinic, bob))

        assert Credential.objects.filter(basis="APPLICATION").count() == 0

    def test_is_granted_with_one_other_among_them(self, founders, clinic):
        alice, bob = founders
        other = make_person("Olga Outside", clinic, Role.ASSESSOR)
        grant(other, clinic, "S")

        new = self.award(self.application(alice, clinic, bob, other))

        old = Credential.objects.get(person=alice, type="L3", basis="FOUNDING")
        assert (old.state, old.superseded_by) == ("SUPERSEDED", new)
        assert new.valid_from == TODAY + days(60)
        # No renewal: it counts from the day it is granted, whenever that is.
        assert (new.valid_to - new.valid_from).days > 700

    def test_counts_the_forms_that_are_asked_for_only(self, founders, clinic):
        alice, bob = founders
        other = make_person("Olga Outside", clinic, Role.ASSESSOR)
        application = self.application(alice, clinic, bob)
        prepared = dict(application.dossier["observations"][0], form="PI")
        prepared["assessor"] = {"id": str(other.pk), "name": other.name}
        application.dossier["observations"].append(prepared)

        with pytest.raises(FoundersOnly):
            self.award(application)

    def test_is_asked_of_founders_only(self, founders, clinic):
        _alice, bob = founders
        newcomer = make_person("Nina New", clinic, Role.THERAPIST)

        assert self.award(self.application(newcomer, clinic, bob)).state == "ACTIVE"

    def test_is_not_asked_of_the_levels_below(self, founders, clinic):
        alice, bob = founders

        application = self.application(alice, clinic, bob, kind="L1")
        assert self.award(application).type == "L1"
