import pytest
from django.urls import reverse

from home.models import AuditEntry, Role, User
from modules.actions import question_import
from modules.models import Question
from tests.cast import client_of, make_person
from tests.modules.admins import let_into_admin, moderator_client
from tests.modules.exchange.paging import PAGE, digest_of, export, look, upload

GIFT = """
// [id:N-01] [tag:critical] [tag:lesson:F1.1]
::N-01::The reading falls. What comes first? {
=Call the nurse.#Help comes first.
~Write it down.#That comes later.
}
"""
FAULTY = GIFT + "\n::N-02::Why? {=Because.}\n"
BOMB = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz><question type="multichoice">
<name><text>&b;</text></name></question></quiz>"""
REACHING = """<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="multichoice"><name><text>&x;</text></name></question></quiz>"""
OUTSIDERS = {
    "learner": (),
    "therapist": (Role.THERAPIST,),
    "assessor": (Role.ASSESSOR,),
    "director": (Role.CLINICAL_DIRECTOR, Role.MEDICAL_DIRECTOR),
    "auditor": (Role.AUDITOR,),
}


@pytest.fixture
def bank(built):
    return built.banks["F"]


class TestWhoMay:
    @pytest.mark.parametrize("roles", OUTSIDERS.values(), ids=OUTSIDERS)
    def test_nobody_who_may_not_write_questions(self, bank, clinic, roles):
        person = make_person("Olga Outside", clinic, *roles)

        for client in (client_of(person), let_into_admin(person)):
            answers = [
                client.get(reverse(PAGE)),
                look(client, bank, GIFT, digest=digest_of(GIFT, bank)),
                export(client, bank, "GIFT"),
                export(client, bank, "XML"),
            ]
            assert {answer.status_code for answer in answers} <= {302, 403}
            assert all("FEEDBACK-0" not in answer.text for answer in answers)
            home = client.get(reverse("wagtailadmin_home"))
            assert reverse(PAGE) not in home.text
        assert not Question.objects.filter(code="N-01").exists()

    def test_no_stranger_and_no_moderator(self, built, bank):
        for client in (client_of(None), moderator_client(built.page)):
            assert client.get(reverse(PAGE)).status_code in {302, 403}
            assert export(client, bank, "GIFT").status_code in {302, 403}

    def test_nobody_who_may_only_change_them(self, built, bank, editor):
        group = User.objects.get(email="ellen@example.org").groups.get()
        group.permissions.remove(group.permissions.get(codename="add_question"))

        assert editor.get(reverse("questions:index")).status_code == 200
        assert editor.get(reverse(PAGE)).status_code in {302, 403}
        assert reverse(PAGE) not in editor.get(reverse("questions:index")).text

    def test_editors_do_and_find_the_way(self, editor, bank):
        answer = editor.get(reverse(PAGE))

        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert reverse(PAGE) in editor.get(reverse("questions:index")).text
        assert reverse(PAGE) in editor.get(reverse("wagtailadmin_home")).text

    def test_the_bank_of_the_list_is_chosen_already(self, editor, built):
        bank = built.banks["P"]
        listing = reverse("questions:index") + f"?bank={bank.pk}"
        address = f"{reverse(PAGE)}?bank={bank.pk}"

        assert address in editor.get(listing).text
        assert f'value="{bank.pk}" selected' in editor.get(address).text
        assert editor.get(reverse(PAGE) + "?bank=x").status_code == 200

    def test_a_superuser_without_a_person_may_too(self, bank):
        user = User.objects.create_superuser("root@example.org", "x")
        client = client_of(type("Root", (), {"user": user}))

        look(client, bank, GIFT, digest=digest_of(GIFT, bank))

        assert Question.objects.filter(code="N-01").exists()


class TestLooking:
    def test_shows_each_row_and_keeps_nothing(self, editor, bank):
        answer = look(editor, bank, GIFT)

        assert answer.status_code == 200
        assert "Take 1 question" in answer.text
        assert "N-01" in answer.text
        assert "no-store" in answer["Cache-Control"]
        assert not Question.objects.filter(code="N-01").exists()

    def test_tells_the_row_at_fault_and_keeps_what_was_typed(self, editor, bank):
        answer = look(editor, bank, FAULTY)

        assert answer.status_code == 422
        assert "Answers that are typed in are not read." in answer.text
        assert "::N-02::Why? {=Because.}" in answer.text
        assert 'name="digest"' not in answer.text

    def test_names_the_fields_that_change(self, editor, bank):
        question = Question.objects.get(code="F-01")
        text = export(editor, bank, "GIFT").text.replace("Question 1?", "So what?")

        answer = look(editor, bank, text)

        assert "Take 1 question" in answer.text
        question.refresh_from_db()
        assert question.stem == "Question 1?"

    def test_puts_the_words_of_a_file_where_they_can_be_mended(self, editor, bank):
        answer = upload(editor, bank, FAULTY.encode(), "questions.gift")

        assert "::N-02::Why? {=Because.}" in answer.text

    @pytest.mark.parametrize("text", ["", "   \n", "// only a remark"])
    def test_asks_for_something_to_read(self, editor, bank, text):
        answer = look(editor, bank, text)

        assert answer.status_code == 422
        assert "errors" in answer.text or "error-message" in answer.text

    @pytest.mark.parametrize("text", [BOMB, REACHING], ids=["bomb", "reaching out"])
    def test_refuses_xml_that_declares_anything(self, editor, bank, text):
        for answer in (look(editor, bank, text), upload(editor, bank, text.encode())):
            assert answer.status_code == 422
            assert "declares a document type" in answer.text
            assert "root:" not in answer.text

    def test_says_where_characters_are_no_utf_8(self, editor, bank):
        answer = upload(editor, bank, b"// one\n::N-01::Caf\xe9? {T}", "q.gift")

        assert answer.status_code == 422
        assert "Line 2 holds characters that are no UTF-8" in answer.text

    def test_reads_what_the_file_says_of_its_characters(self, editor, bank):
        text = (
            '<?xml version="1.0" encoding="ISO-8859-1"?><quiz><question type="essay">'
            "<name><text>Caf\xe9</text></name></question></quiz>"
        )
        answer = upload(editor, bank, text.encode("latin-1"))

        assert "Café" in answer.text
        assert "“essay” are not read" in answer.text

    def test_refuses_a_codec_that_is_none(self, editor, bank):
        text = b'<?xml version="1.0" encoding="utf-7"?><quiz></quiz>'

        assert "Save it as UTF-8" in upload(editor, bank, text).text

    def test_reads_a_file_of_a_megabyte(self, editor, bank):
        one = "::N-{:04}::{} {{=a{}#b\n~c#d}}\n\n"
        text = "".join(one.format(n, "why " * 120, n) for n in range(1_900))
        assert len(text) > 900_000

        answer = upload(editor, bank, text.encode(), "questions.gift")

        assert answer.status_code == 200
        assert "Take 1900 questions" in answer.text

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"x" * 2_000_001, "larger than 2 MB"),
            (b"::a::b {T}\n\n" * 2_001, "more than 2000 questions"),
        ],
        ids=["bytes", "questions"],
    )
    def test_refuses_more_than_a_bank_needs(self, editor, bank, data, told):
        answer = upload(editor, bank, data, "questions.gift")

        assert answer.status_code == 422
        assert told in answer.text


class TestTaking:
    def test_takes_what_was_seen_and_says_so(self, editor, bank):
        answer = look(editor, bank, GIFT, digest=digest_of(GIFT, bank))

        assert answer.status_code == 302
        assert answer.url == f"{reverse('questions:index')}?bank={bank.pk}"
        question = Question.objects.get(code="N-01")
        assert question.is_critical
        entry = AuditEntry.objects.get(action="QUESTION-ADDED")
        assert entry.subject_id == str(question.pk)
        assert entry.by == User.objects.get(email="ellen@example.org").person.pk
        assert "1 question added, 0 changed." in editor.get(answer.url).text

    def test_shows_it_anew_when_the_bank_changed(self, editor, bank):
        digest = digest_of(GIFT, bank)
        Question.objects.create(bank=bank, code="N-01", type="SINGLE", stem="Else?")

        answer = look(editor, bank, GIFT, digest=digest)

        assert answer.status_code == 200
        assert "changed since you looked" in answer.text
        assert digest_of(GIFT, bank) in answer.text
        assert Question.objects.get(code="N-01").stem == "Else?"

    def test_shows_it_anew_when_the_text_changed(self, editor, bank):
        other = GIFT.replace("nurse", "doctor")

        answer = look(editor, bank, other, digest=digest_of(GIFT, bank))

        assert "changed since you looked" in answer.text
        assert not Question.objects.filter(code="N-01").exists()

    def test_takes_nothing_when_one_row_is_at_fault(self, editor, bank):
        look(editor, bank, FAULTY, digest=digest_of(FAULTY, bank))

        assert not Question.objects.filter(code="N-01").exists()

    def test_says_when_the_code_went_elsewhere_meanwhile(
        self, editor, built, bank, monkeypatch
    ):
        take = question_import._take

        def somebody_else_first(*arguments):
            other = built.banks["P"]
            Question.objects.create(bank=other, code="N-01", type="SINGLE", stem="x")
            take(*arguments)

        monkeypatch.setattr(question_import, "_take", somebody_else_first)

        answer = look(editor, bank, GIFT, digest=digest_of(GIFT, bank))

        assert "Somebody else just took one of these codes" in answer.text
        assert not Question.objects.filter(code="N-01").exists()
