"""Words of the glossary as authors keep them, each deed in the log."""

import pytest
from django.urls import reverse

from home.models import AuditEntry
from modules.admin.audited import AuditedDeleteView
from modules.admin.learning_menu import LearningGroup
from modules.models import GlossaryTerm
from tests.modules.admins import let_into_admin

KEPT = [item for item in LearningGroup.items if item.model is not GlossaryTerm]


@pytest.fixture
def term(built):
    return GlossaryTerm.objects.get(term="Set")


class TestDeletingATerm:
    def test_is_kept_in_the_log(self, editor, term):
        answer = editor.post(reverse("glossary:delete", args=[term.pk]))

        assert answer.status_code == 302
        assert not GlossaryTerm.objects.exists()
        entry = AuditEntry.objects.get(action="GLOSSARY-TERM-DELETED")
        assert entry.subject_id == str(term.pk)
        assert entry.by is not None
        assert set(entry.facts) == {"sha256"}

    def test_that_is_not_kept_in_the_log_does_not_happen(
        self, editor, term, monkeypatch
    ):
        def broken(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr("modules.admin.audited.audit.append", broken)

        with pytest.raises(RuntimeError):
            editor.post(reverse("glossary:delete", args=[term.pk]))

        assert GlossaryTerm.objects.exists()

    def test_is_for_those_with_the_right(self, alice, term):
        client = let_into_admin(alice)

        client.post(reverse("glossary:delete", args=[term.pk]))

        assert GlossaryTerm.objects.exists()
        assert not AuditEntry.objects.filter(action__endswith="DELETED").exists()


class TestEveryOtherRow:
    def test_is_kept_in_the_log_too(self):
        views = {item.delete_view_class for item in LearningGroup.items}

        assert views == {AuditedDeleteView}

    @pytest.mark.parametrize("item", KEPT, ids=lambda item: item.name)
    def test_is_not_deleted_unless_it_is_a_term(self, editor, built, item):
        row = item.model.objects.first()

        editor.post(reverse(f"{item.name}:delete", args=[row.pk]))

        assert item.model.objects.filter(pk=row.pk).exists()
