import pytest
from django.urls import reverse

from home.models import AuditEntry
from modules.actions.question_import import draft_of
from modules.models import Question, QuestionBank
from tests.modules.exchange.paging import EXPORT, PAGE, digest_of, export, look


@pytest.fixture
def bank(built):
    return built.banks["F"]


class TestGivingOut:
    @pytest.mark.parametrize("name", ["GIFT", "XML"])
    def test_comes_back_as_it_was(self, editor, bank, name):
        before = {q.code: draft_of(q) for q in bank.questions.exclude(code="F-06")}
        file = export(editor, bank, name)
        assert "attachment" in file["Content-Disposition"]
        assert "no-store" in file["Cache-Control"]

        assert "just like this" in look(editor, bank, file.text).text
        Question.objects.exclude(code="F-06").filter(bank=bank).delete()
        digest = digest_of(file.text, bank)
        look(editor, bank, file.text, digest=digest)

        after = {q.code: draft_of(q) for q in bank.questions.exclude(code="F-06")}
        assert after == before
        assert set(after) == {f"F-0{number}" for number in range(1, 6)}

    def test_is_kept_in_the_log(self, editor, bank):
        export(editor, bank, "XML")

        entry = AuditEntry.objects.get(action="QUESTIONS-EXPORTED")
        assert entry.subject_id == str(bank.pk)
        assert entry.facts == {"format": "XML", "left_out": 1}

    def test_names_what_no_file_can_hold(self, editor, bank):
        assert "F-06" in editor.get(reverse(PAGE)).text

    @pytest.mark.parametrize("sent", [{}, {"bank": "999", "format": "GIFT"}])
    def test_asks_again_for_what_is_not_there(self, editor, bank, sent):
        answer = editor.post(reverse(EXPORT), {"bank": bank.pk, "format": "x"} | sent)

        assert answer.status_code == 422

    def test_is_never_a_plain_link(self, editor, bank):
        assert editor.get(reverse(EXPORT)).status_code == 405

    def test_gives_only_the_bank_that_was_asked_for(self, editor, bank):
        QuestionBank.objects.create(code="other", title="Other", track_code="X")

        assert "P-01" not in export(editor, bank, "GIFT").text
