"""Settling a match: two people to dismiss it, one to confirm it."""

import pytest

from certificates.actions.exclusions import (
    MatchMoved,
    propose_dismissal,
    withdraw_proposal,
)
from certificates.actions.signatures import (
    ReasonMissing,
    RecordChanged,
    Signer,
    SignIn,
    SignInNotFresh,
)
from certificates.models import ExclusionCheck, ExclusionMatch, Signature, Suspension
from certificates.signed_records import digest_of_signature
from home.errors import NotAllowed
from home.models import AuditEntry, DeclaredRelationship, Role
from tests.cast import NOW, make_person
from tests.certificates.exclusion_lists import PUBLISHED, known, line, load
from tests.certificates.roster import TODAY, days
from tests.certificates.settling import (
    ACTS,
    act,
    dora,
    look,
    match,
    outcome_now,
    stan,
    standing,
)
from tests.certificates.signing import PASSWORD, signing

__all__ = ["dora", "match", "stan"]


class TestAFirstSignature:
    @pytest.mark.parametrize("who", ["rita", "stan"])
    def test_is_given_by_a_director_or_staff(self, match, clinic, request, who, alice):
        by = request.getfixturevalue(who)

        signature = act("propose", match, clinic, by)

        match.refresh_from_db()
        assert (match.state, match.proposed_by) == ("PROPOSED", by)
        assert match.reason == "Another address; seen on the licence."
        assert signature.meaning == Signature.Meaning.MATCH_PROPOSED
        assert signature.sha256 == digest_of_signature(signature)
        assert signature.shown["line"]["DOB"] == "19800517"
        entry = AuditEntry.objects.last()
        assert (entry.action, entry.by) == ("MATCH-PROPOSED", by.pk)
        assert entry.facts["signature"] == signature.sha256
        assert outcome_now(alice) == "POTENTIAL_MATCH"

    def test_needs_a_word(self, match, clinic, rita):
        with pytest.raises(ReasonMissing):
            act("propose", match, clinic, rita, reason="  ")

        assert ExclusionMatch.objects.get().state == "OPEN"

    def test_can_be_taken_back_by_who_gave_it(self, match, clinic, rita, stan):
        act("propose", match, clinic, rita)

        with pytest.raises(NotAllowed):
            withdraw_proposal(match, by=stan, at=NOW)
        withdraw_proposal(match, by=rita, at=NOW)

        match.refresh_from_db()
        assert (match.state, match.proposed_by, match.reason) == ("OPEN", None, "")
        assert AuditEntry.objects.last().action == "MATCH-PROPOSAL-WITHDRAWN"
        act("propose", match, clinic, stan)


class TestASecondSignature:
    def test_dismisses_and_the_person_is_clear(self, match, clinic, rita, stan, alice):
        act("propose", match, clinic, stan)

        act("dismiss", match, clinic, rita, reason="")

        match.refresh_from_db()
        assert (match.state, match.settled_by) == ("DISMISSED", rita)
        assert standing(alice) == [(PUBLISHED, "CLEAR")]
        right = ExclusionCheck.objects.get(outcome="CLEAR")
        assert right.corrects.outcome == "POTENTIAL_MATCH"
        assert (right.by, right.list) == (rita, match.list)
        actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
        assert list(actions)[-2:] == ["MATCH-DISMISSED", "EXCLUSION-CHECKED"]

    def test_of_the_same_person_is_refused(self, match, clinic, rita, alice):
        act("propose", match, clinic, rita)

        with pytest.raises(NotAllowed, match="second person"):
            act("dismiss", match, clinic, rita)

        assert outcome_now(alice) == "POTENTIAL_MATCH"

    def test_is_a_directors(self, match, clinic, rita, stan):
        act("propose", match, clinic, rita)

        with pytest.raises(NotAllowed):
            act("dismiss", match, clinic, stan)

    def test_leaves_the_person_unclear_while_another_line_waits(
        self, alice, clinic, rita, stan
    ):
        known(alice)
        load(line(), line(ADDRESS="9 OTHER ST"))
        first, second = ExclusionMatch.objects.all()

        act("propose", first, clinic, stan)
        act("dismiss", first, clinic, rita)

        assert outcome_now(alice) == "POTENTIAL_MATCH"

        act("propose", second, clinic, stan)
        act("dismiss", second, clinic, rita)

        assert standing(alice) == [(PUBLISHED, "CLEAR")]

    def test_never_clears_somebody_who_is_confirmed(self, alice, clinic, rita, stan):
        known(alice)
        load(line(), line(ADDRESS="9 OTHER ST"))
        first, second = ExclusionMatch.objects.all()
        act("confirm", first, clinic, rita)

        act("propose", second, clinic, stan)
        act("dismiss", second, clinic, rita)

        assert standing(alice) == [(PUBLISHED, "CONFIRMED")]


class TestConfirming:
    @pytest.mark.parametrize("proposed_first", [False, True])
    def test_closes_the_gate(self, match, clinic, rita, stan, alice, proposed_first):
        if proposed_first:
            act("propose", match, clinic, stan)

        signature = act("confirm", match, clinic, rita, reason="Same NPI and face.")

        match.refresh_from_db()
        assert (match.state, match.settled_by) == ("CONFIRMED", rita)
        assert signature.meaning == "MATCH-CONFIRMED"
        assert standing(alice) == [(PUBLISHED, "CONFIRMED")]

    def test_needs_a_word_and_a_director(self, match, clinic, rita, stan):
        with pytest.raises(ReasonMissing):
            act("confirm", match, clinic, rita, reason="")
        with pytest.raises(NotAllowed):
            act("confirm", match, clinic, stan)


class TestEveryStep:
    STEPS = {
        ("OPEN", "propose"),
        ("OPEN", "confirm"),
        ("CONFIRMED", "propose"),
        ("PROPOSED", "dismiss"),
        ("PROPOSED", "confirm"),
    }

    @pytest.mark.parametrize("name", ACTS)
    @pytest.mark.parametrize("state", ExclusionMatch.State.values)
    def test_is_taken_from_its_states_alone(
        self, match, clinic, rita, dora, stan, state, name
    ):
        if state in ("PROPOSED", "DISMISSED"):
            act("propose", match, clinic, stan)
        if state == "DISMISSED":
            act("dismiss", match, clinic, dora)
        if state == "CONFIRMED":
            act("confirm", match, clinic, dora)
        before = Signature.objects.count()

        if (state, name) in self.STEPS:
            act(name, match, clinic, rita)
            assert Signature.objects.count() == before + 1
        else:
            with pytest.raises(MatchMoved):
                act(name, match, clinic, rita)
            assert Signature.objects.count() == before

    @pytest.fixture
    def strangers(self, clinic, other_clinic, alice, bob, rita, dora, charlie):
        """Each with the clinic for which they try: none of them may sign."""
        DeclaredRelationship.objects.create(
            one=alice, other=dora, kind="SPOUSE", declared_on=TODAY
        )
        suspended = make_person("Sue Stern", clinic, Role.CLINICAL_DIRECTOR)
        Suspension.objects.create(
            person=suspended,
            clinic=clinic,
            kind="PRECAUTIONARY",
            reason="Looked into.",
            starts_at=NOW - days(1),
            recorded_at=NOW,
            by=rita,
        )
        here = [(one, clinic) for one in (alice, bob, dora, suspended, charlie)]
        return [*here, (charlie, other_clinic)]

    @pytest.mark.parametrize("name", ACTS)
    def test_is_refused_to_others_and_logged(
        self, match, clinic, alice, stan, strangers, name
    ):
        if name == "dismiss":
            act("propose", match, clinic, stan)
        signatures, entries = Signature.objects.count(), AuditEntry.objects.count()

        for number, (by, where) in enumerate(strangers, 1):
            with pytest.raises(NotAllowed):
                act(name, match, where, by)
            last = AuditEntry.objects.order_by("pk").last()
            assert (last.action, last.by) == ("DENIED", by.pk)
            assert AuditEntry.objects.count() == entries + number

        assert Signature.objects.count() == signatures
        assert outcome_now(alice) == "POTENTIAL_MATCH"

    @pytest.mark.parametrize("name", ACTS)
    def test_is_refused_about_oneself(self, clinic, rita, stan, name):
        known(rita, first_name="Alice", last_name="Ames")
        load(line())
        match = ExclusionMatch.objects.get(person=rita)
        if name == "dismiss":
            act("propose", match, clinic, stan)

        with pytest.raises(NotAllowed):
            act(name, match, clinic, rita)

    @pytest.mark.parametrize("name", ["propose", "confirm"])
    def test_on_a_record_that_changed_is_refused(self, match, clinic, rita, name):
        seen = look(match, clinic)
        match.person.provider_identity.__class__.objects.update(npi="1234567893")

        with pytest.raises(RecordChanged):
            ACTS[name](match, seen, signer=signing(rita))

        assert not Signature.objects.exists()

    def test_asks_for_a_fresh_sign_in(self, match, clinic, rita):
        stale = Signer(rita, NOW, SignIn(PASSWORD, NOW - days(1)))

        with pytest.raises(SignInNotFresh):
            propose_dismissal(match, look(match, clinic), signer=stale)
