"""What two sign for, entered by one director: it counts once another confirms it."""

from types import SimpleNamespace

import pytest

from certificates.actions.grant_rules import ByApplication, Grant, PeriodUnusable
from certificates.actions.roster_confirming import NothingToConfirm, confirm_entry
from certificates.actions.rosters import enter_credential, load_credential
from certificates.actions.signatures import RecordChanged, digest_of_shown
from certificates.audit_checks import credentials_are_as_moved, signatures_stand
from certificates.clearance.criteria.holdings import held
from certificates.models import Certificate, Credential, Signature, Suspension
from certificates.selectors.entries import shown_of_entry
from certificates.selectors.rows import person_facts
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Person, Role
from tests.cast import NOW, client_of, make_person
from tests.certificates.desk import PASSWORD, address, desk, is_closed
from tests.certificates.readiness import requirement_set
from tests.certificates.roster import days
from tests.certificates.signing import signing

__all__ = ["desk"]
TODAY = NOW.date()
SOURCE = "The office binder, page 4."


@pytest.fixture
def dora(clinic):
    return make_person("Dora Dunn", clinic, Role.CLINICAL_DIRECTOR)


@pytest.fixture
def mona(clinic):
    return make_person("Mona Marsh", clinic, Role.MEDICAL_DIRECTOR)


@pytest.fixture
def entered(alice, rita, clinic):
    return enter(alice, rita, clinic, "L3")


def enter(person, by, clinic, kind):
    told = Grant(clinic, kind, TODAY, TODAY + days(90))
    return enter_credential(person, told, source=SOURCE, signer=signing(by))


def confirm(row, by, at=NOW, **changes):
    fresh = Credential.objects.get(pk=row.pk)
    told = {"shown_sha256": digest_of_shown(shown_of_entry(fresh, SOURCE))} | changes
    return confirm_entry(row, signer=signing(by, at), **told)


def counts(person, clinic, kind):
    """Whether the gate takes it as held."""
    facts = person_facts(person, {})
    case = SimpleNamespace(
        person=lambda _id: facts,
        clinic=clinic,
        first_day=TODAY,
        last_day=TODAY,
        lasting={},
    )
    return held(case, facts.id, {kind}) is not None


class TestTheFirstSignature:
    @pytest.mark.parametrize("kind", ["L3", "S"])
    def test_is_not_enough(self, alice, rita, clinic, kind):
        row = enter(alice, rita, clinic, kind)

        assert row.state == "PROVISIONAL"
        assert not Certificate.objects.exists()
        assert not counts(alice, clinic, kind)

    def test_is_not_enough_where_the_set_in_force_asks_for_two(
        self, alice, rita, clinic
    ):
        requirement_set("L1", signers=2)

        assert enter(alice, rita, clinic, "L1").state == "PROVISIONAL"
        assert enter(alice, rita, clinic, "L2A").state == "ACTIVE"


class TestTheSecondSignature:
    @pytest.mark.parametrize("second", ["dora", "mona"])
    def test_brings_it_into_force(self, request, alice, clinic, entered, second):
        by = request.getfixturevalue(second)
        confirm(entered, by)

        entered.refresh_from_db()
        assert entered.state == "ACTIVE"
        assert counts(alice, clinic, "L3")
        first, last = Signature.objects.all()
        assert {first.meaning, last.meaning} == {"ENTERED"}
        assert first.shown == last.shown
        names = [s["name"] for s in Certificate.objects.get().snapshot["signatories"]]
        assert names == ["Rita Rowe", by.name]
        entry = AuditEntry.objects.get(action="CREDENTIAL-ACTIVE")
        assert entry.facts["signature"] == Signature.objects.get(by=by).sha256
        assert not [*signatures_stand(), *credentials_are_as_moved()]

    def test_is_an_independent_others(
        self, alice, bob, rita, charlie, dora, clinic, entered
    ):
        DeclaredRelationship.objects.create(
            one=dora, other=alice, kind="SPOUSE", declared_on=TODAY
        )
        alice.memberships.create(
            clinic=clinic, role=Role.CLINICAL_DIRECTOR, starts_on=TODAY
        )

        for somebody in (rita, alice, bob, charlie, dora):
            with pytest.raises(NotAllowed):
                confirm(entered, somebody)

        entered.refresh_from_db()
        assert entered.state == "PROVISIONAL"
        assert Signature.objects.count() == 1
        denied = AuditEntry.objects.filter(action="DENIED")
        assert {row.facts["attempt"] for row in denied} == {"CREDENTIAL-CONFIRM"}

    def test_asks_the_first_again(self, rita, alice, dora, mona, clinic, entered):
        tie = DeclaredRelationship.objects.create(
            one=rita, other=dora, kind="SPOUSE", declared_on=TODAY
        )
        with pytest.raises(NotAllowed):
            confirm(entered, dora)
        tie.one, tie.other = alice, rita
        tie.save()

        with pytest.raises(NotAllowed, match="application instead"):
            confirm(entered, mona)

        assert not counts(alice, clinic, "L3")

    def test_is_on_what_was_shown_and_signed_first(self, dora, entered):
        with pytest.raises(RecordChanged):
            confirm(entered, dora, shown_sha256="0" * 64)

        Person.objects.filter(pk=entered.person_id).update(name="Alice Other")
        with pytest.raises(RecordChanged, match="after the first"):
            confirm(entered, dora)

    def test_is_given_once(self, dora, mona, entered):
        confirm(entered, dora)

        with pytest.raises(NothingToConfirm):
            confirm(entered, mona)

    def test_is_not_for_what_nobody_signed_first(self, alice, dora, clinic):
        told = Grant(clinic, "L3", TODAY, TODAY + days(9), state="PROVISIONAL")

        with pytest.raises(NothingToConfirm):
            confirm(load_credential(alice, told, at=NOW), dora)

    def test_is_not_for_what_could_not_be_entered_now(
        self, alice, rita, dora, clinic, entered
    ):
        with pytest.raises(PeriodUnusable):
            confirm(entered, dora, at=NOW + days(91))

        old = {"state": "REVOKED", "valid_from": TODAY, "valid_to": TODAY}
        Credential.objects.create(
            person=alice, clinic=clinic, type="L3", awarded_at=NOW, **old
        )
        with pytest.raises(ByApplication):
            confirm(entered, dora)

        Suspension.objects.create(
            person=alice,
            clinic=clinic,
            kind="ADMINISTRATIVE",
            starts_at=NOW,
            recorded_at=NOW,
        )
        with pytest.raises(NotAllowed):
            confirm(entered, dora)


class TestThePage:
    @pytest.fixture
    def now_entered(self, monkeypatch, desk, alice, rita, dora, mona, clinic):
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
        for person in (dora, mona):
            person.user.groups.add(desk)
        return enter(alice, rita, clinic, "L3")

    def where(self, row):
        return address("confirm_entry", "north", row.person_id, row.pk)

    @pytest.mark.parametrize("second", ["dora", "mona"])
    def test_shows_the_source_and_signs(self, request, now_entered, second):
        client = client_of(request.getfixturevalue(second))
        page = client.get(self.where(now_entered))
        shown = page.context["form"].initial["shown"]

        assert SOURCE in page.content.decode()
        client.post(self.where(now_entered), {"password": PASSWORD, "shown": shown})

        now_entered.refresh_from_db()
        assert now_entered.state == "ACTIVE"

    def test_is_linked_from_the_file_and_the_desk(self, now_entered, dora):
        client = client_of(dora)

        for name, args in (("person", ("north", now_entered.person_id)), ("desk", ())):
            page = client.get(address(name, *args)).content.decode()
            assert self.where(now_entered) in page, name

    def test_is_closed_to_others(self, now_entered, alice, bob, charlie):
        for somebody in (alice, bob, charlie):
            assert is_closed(client_of(somebody).get(self.where(now_entered)))
