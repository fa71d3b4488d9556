"""Decisions on record, taken again by the action and by the command."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from certificates.actions import replays
from certificates.actions.clearance import Asker, ask
from certificates.actions.replays import replay
from certificates.models import DecisionRecord, Suspension
from certificates.selectors.decisions import told_of
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.asking import about
from tests.certificates.policies import signed
from tests.letting_go import let_go_of


@pytest.fixture
def asked(session, clinic, team, rita):
    """A yes and a no, on record."""
    ask(about(session), asker=Asker(clinic, person=rita), at=NOW)
    told = {"kind": "PRECAUTIONARY", "starts_at": NOW, "recorded_at": NOW}
    Suspension.objects.create(person=team["bob"], **told)
    for action in ("book", "start"):
        ask(about(session, action), asker=Asker(clinic), at=NOW)
    return list(DecisionRecord.objects.order_by("decision"))


class TestOnRecord:
    def test_each_is_the_same_again(self, asked):
        assert {row.decision for row in asked} == {True, False}

        assert all(replay(row).same for row in asked)

    def test_one_that_was_turned_is_told_by_gate_and_log(self, asked):
        asked[0].decision = True

        again = replay(asked[0])

        assert not again.same
        assert {one.where for one in again.differences} == {"decision", "log.decision"}

    def test_one_whose_kept_answer_was_turned_is_told_by_both(self, asked):
        asked[0].answer["decision"] = True

        found = {one.where for one in replay(asked[0]).differences}

        assert found == {"decision", "log.answer_sha256"}

    def test_one_whose_words_were_changed_is_told_by_the_log(self, asked):
        row = asked[0]
        row.answer["context"]["reasons"][0]["text"] = "Nothing to see here."

        assert {one.where for one in replay(row).differences} == {"log.answer_sha256"}

    def test_one_of_before_the_log_held_its_words_is_the_same(self, asked, monkeypatch):
        row = asked[0]
        entry = told_of(row)
        del entry.facts["answer_sha256"]
        row.answer["context"]["reasons"][0]["text"] = "As it was said then."
        monkeypatch.setattr(replays, "told_of", lambda record: entry)

        assert replay(row).same

    def test_one_that_was_put_in_past_the_log_is_told(self, asked):
        row = asked[-1]
        row.pk = None
        row._state.adding = True
        row.save()

        assert "log" in {one.where for one in replay(row).differences}

    def test_one_is_judged_again_by_its_own_version(self, asked, session, clinic, rita):
        later = NOW + datetime.timedelta(minutes=5)
        rio = make_person("Rio Reyes", clinic, Role.CLINICAL_DIRECTOR)
        signed(clinic, rita, rio)
        answer = ask(about(session), asker=Asker(clinic), at=later)

        row = DecisionRecord.objects.get(pk=answer.id)
        assert row.policy is not None
        assert row.decision is False
        assert all(replay(one).same for one in (*asked, row))

    def test_one_is_judged_by_the_version_that_it_names(self, asked):
        row = asked[0]
        policy = {**row.answer["context"]["policy"], "sha256": "0" * 64}
        row.answer["context"]["policy"] = policy

        logged, found = replay(row).differences

        assert logged.where == "log.answer_sha256"
        assert (found.where, found.replayed) == ("record", None)
        assert "ever shipped" in found.recorded

    def test_one_that_cannot_be_read_is_told(self, asked):
        asked[0].question = {"subject": "nobody"}
        asked[1].facts = {**asked[1].facts, "people": "all of them"}
        asked[2].answer = []

        for row in asked:
            assert "record" in {one.where for one in replay(row).differences}


class TestTheCommand:
    def run(self, *args, **options) -> str:
        out = io.StringIO()
        call_command("replay_decision", *args, stdout=out, **options)
        return out.getvalue()

    def test_is_silent_about_what_is_the_same(self, asked):
        assert self.run("--all").strip() == "3 replayed, 0 differ."
        assert self.run(str(asked[0].pk)).strip() == "1 replayed, 0 differ."

    def test_exits_with_one_and_names_what_differs(self, asked):
        let_go_of("certificates_decisionrecord")
        DecisionRecord.objects.filter(pk=asked[0].pk).update(decision=True)
        out = io.StringIO()

        with pytest.raises(SystemExit) as ended:
            call_command("replay_decision", "--all", stdout=out)

        assert ended.value.code == 1
        assert str(asked[0].pk) in out.getvalue()
        assert "3 replayed, 1 differ." in out.getvalue()

    @pytest.mark.parametrize(
        "args", [[], ["00000000-0000-4000-8000-000000000000"], ["--all", "0" * 32]]
    )
    def test_asks_for_one_or_all(self, db, args):
        with pytest.raises(CommandError):
            self.run(*args)
