"""`audit_verify`: no alarm over a sound log, and its four ways to leave."""

import itertools

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home import audit_checks, checkpoints
from home.actions import audit
from home.audit_checks import Mismatch
from home.audit_verifying import verify
from home.models import AuditEntry, AuditHead
from tests.cast import NOW
from tests.home.logged import change, forge_head, let_go, verified, written

LIMITS = [0, 1, *itertools.chain(*((2**k - 1, 2**k, 2**k + 1) for k in range(1, 7)))]
FACTS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.uuids(),
    st.dates(),
    st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
)
ENTRIES = st.dictionaries(
    st.from_regex(r"[a-z_]{1,12}", fullmatch=True).filter(
        lambda name: name not in {"action", "by", "at", "about"}
    ),
    FACTS,
    max_size=4,
)


def write_checkpoint():
    call_command("write_checkpoint", stdout=None, verbosity=0)


@pytest.fixture(autouse=True)
def no_other_checks(monkeypatch):
    monkeypatch.setattr(audit_checks, "_checks", {})


class TestASoundLog:
    @pytest.mark.parametrize("size", sorted({*LIMITS, 200}))
    def test_raises_no_alarm(self, clinic, kept_apart, capsys, size):
        written(size, clinic)
        write_checkpoint()

        verdict = verified(capsys)

        assert (verdict.code, verdict.told["findings"]) == (0, [])
        # With the entry that says that the checkpoint was written.
        now = size + 1 if size else 0
        assert (verdict.told["size"], verdict.told["checkpoints"]) == (now, 1)
        assert verdict.told["root"] == AuditHead.objects.get().root

    @settings(
        max_examples=170,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        told=st.lists(ENTRIES, max_size=24),
        cuts=st.lists(st.integers(0, 24), max_size=3),
        chance=st.randoms(use_true_random=False),
    )
    def test_raises_no_alarm_whatever_was_logged(
        self, clinic, kept_apart, told, cuts, chance
    ):
        for path in checkpoints.kept():
            path.unlink()
        with transaction.atomic():
            for number, facts in enumerate(told):
                at = NOW.replace(microsecond=chance.randrange(10**6))
                audit.append("TESTED", by=None, at=at, about=clinic, **facts)
                if number in cuts:
                    audit.seal()
                    write_checkpoint()
            audit.seal()

            result = verify()
            notes = AuditEntry.objects.filter(action="CHECKPOINT-WRITTEN").count()
            transaction.set_rollback(True)

        assert result.findings == []
        assert result.size == len(told) + notes

    def test_is_told_in_words_too(self, clinic, kept_apart, capsys):
        written(3, clinic)

        call_command("audit_verify")

        said = capsys.readouterr().out
        assert "3 entries and 0 checkpoints read" in said
        assert "The log is sound." in said
        assert "nothing outside the database was compared" in said

        write_checkpoint()
        call_command("audit_verify")
        assert "was compared" not in capsys.readouterr().out

    def test_is_read_in_a_constant_number_of_queries(
        self, clinic, kept_apart, django_assert_num_queries
    ):
        written(300, clinic)
        with django_assert_num_queries(4):
            verify()


class TestATamperedLog:
    def test_is_2(self, clinic, kept_apart, capsys):
        written(5, clinic)
        let_go()
        change(3, action="OTHER")

        verdict = verified(capsys)

        assert (verdict.code, verdict.kinds) == (2, {"TAMPERED"})
        assert verdict.names("Entry 3")

    def test_is_2_when_a_registered_check_finds_something(
        self, clinic, kept_apart, capsys
    ):
        audit_checks.register("test", lambda: [Mismatch("Row 1", "It is not so.")])

        verdict = verified(capsys)

        assert (verdict.code, verdict.names("Row 1")) == (2, True)

    def test_names_twenty_places_and_counts_the_rest(self, clinic, kept_apart, capsys):
        written(50, clinic)
        let_go()
        AuditEntry.objects.update(action="OTHER")

        verdict = verified(capsys)

        assert len(verdict.told["findings"]) == 20
        assert verdict.told["more_findings"] == 31

    def test_with_a_row_that_cannot_be_read_is_2(self, clinic, kept_apart, capsys):
        written(5, clinic)
        let_go()
        change(2, facts=["A"])

        assert verified(capsys).code == 2


class TestATruncatedLog:
    def test_is_3(self, clinic, kept_apart, capsys):
        written(9, clinic)
        let_go()
        AuditEntry.objects.filter(leaf_index__gte=7).delete()

        verdict = verified(capsys)

        assert (verdict.code, verdict.kinds) == (3, {"TRUNCATED"})

    def test_is_3_when_a_checkpoint_kept_elsewhere_knows_more(
        self, clinic, kept_apart, capsys
    ):
        written(9, clinic)
        write_checkpoint()
        elsewhere = checkpoints.kept()[0].rename(kept_apart / "elsewhere.txt")
        let_go()
        AuditEntry.objects.filter(leaf_index__gte=7).delete()
        forge_head()

        assert verified(capsys).code == 0
        assert verified(capsys, "--checkpoint", str(elsewhere)).code == 3

    def test_is_3_when_the_file_of_a_checkpoint_was_taken_away(
        self, clinic, kept_apart, capsys
    ):
        written(9, clinic)
        write_checkpoint()
        file = checkpoints.kept()[0]
        elsewhere = file.rename(kept_apart / "elsewhere.txt")

        verdict = verified(capsys)

        assert (verdict.code, verdict.kinds) == (3, {"TRUNCATED"})
        assert verdict.names(file.name)
        assert verified(capsys, "--checkpoint", str(elsewhere)).code == 0

    def test_is_not_signed(self, clinic, kept_apart):
        written(9, clinic)
        write_checkpoint()
        let_go()
        AuditEntry.objects.filter(leaf_index__gte=7).delete()
        forge_head()

        with pytest.raises(CommandError, match="longer log was signed") as refused:
            write_checkpoint()
        assert refused.value.returncode == 3


class TestAForkedLog:
    def test_is_not_signed(self, clinic, kept_apart):
        written(5, clinic)
        write_checkpoint()
        written(5, clinic)
        let_go()
        change(2, action="OTHER")
        forge_head()

        with pytest.raises(CommandError, match="not the one that was signed") as no:
            write_checkpoint()

        assert no.value.returncode == 2
        assert len(checkpoints.kept()) == 1

    def test_is_not_signed_over_a_checkpoint_that_was_changed(self, clinic, kept_apart):
        written(5, clinic)
        write_checkpoint()
        file = checkpoints.kept()[0]
        file.write_text(file.read_text().replace("\n5\n", "\n4\n"))
        written(1, clinic)

        with pytest.raises(CommandError, match="changed after it was signed") as no:
            write_checkpoint()

        assert no.value.returncode == 2
