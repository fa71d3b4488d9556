"""Every leaf of the catalogue has a label, a sentence and a form."""

import pytest

from certificates.forms.requirement_leaves import LEAF_LABELS, field_for
from certificates.forms.requirement_sets import GROUP_LABELS, new_part
from certificates.requirements.leaves import LEAVES
from certificates.selectors.requirement_words import SENTENCES
from modules.models import PracticumForm
from tests.cast import client_of
from tests.certificates.desk import desk
from tests.certificates.judged import leaf
from tests.certificates.version_pages import (
    TREE,
    draft,
    post,
    read,
    source,
    tree_of,
    where,
)
from tests.modules.curriculum import small_curriculum

pytestmark = pytest.mark.usefixtures("desk")
__all__ = ["desk", "draft", "source"]


class TestTheCatalogue:
    def test_has_a_label_a_sentence_and_a_field_for_everything(self):
        assert set(LEAF_LABELS) == set(LEAVES) == set(SENTENCES)
        for name, entry in LEAVES.items():
            for parameter in [*entry.needs, *entry.allows]:
                assert callable(field_for(name, parameter)), (name, parameter)

    def test_every_part_can_be_chosen(self, draft, rita):
        page = read(client_of(rita).get(where(draft, "add", "first", "top")))

        for what in [*LEAVES, *GROUP_LABELS]:
            assert f'href="?what={what}"' in page
            assert new_part(what)
            form = client_of(rita).get(
                where(draft, "add", "first", "top"), {"what": what}
            )
            assert form.status_code == 200

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            (leaf("track_read", track="F"), "Every lesson of “Foundations” is read."),
            (
                leaf("observations", form="PI", kinds=["MEDICATION"], count=3, floor=3),
                "3 observed medication sessions, every domain at 3 or above, rated on",
            ),
            (
                leaf(
                    "observations",
                    form="PI",
                    kinds=["PREPARATION", "INTEGRATION"],
                    count=1,
                    floors={"PI1": 4},
                    floor_if_held={"L3": 4},
                    supervision="DIRECT",
                    distinct_assessors=2,
                    in_a_row=True,
                    months=12,
                ),
                "1 observed preparation or integration session in a row, with a "
                "supervisor in the room, PI1 at 4 or above, at 4 or above for a holder "
                "of L3, by at least 2 different assessors, in the last 12 months",
            ),
            (
                leaf("supervised_sessions", count=2, presence="IN_ROOM"),
                "2 sessions worked with a supervisor in the room.",
            ),
            (
                leaf("document_held", kind="LICENCE", verified_within_days=120),
                "Licence, in date, verified at its source within 120 days.",
            ),
            (
                leaf("credential_held", types=["L1", "L2A"], months=12),
                "L1 or L2a is held at this clinic for at least 12 months.",
            ),
            (
                leaf("attestation", code="RECORD-TRUE", by="SELF"),
                "made by the applicant.",
            ),
            (leaf("waiver", code="CASE-STUDY"), "A waiver is in force: case study."),
            (leaf("no_open_concern"), "No safety concern is open."),
        ],
    )
    def test_every_leaf_survives_its_form(self, draft, rita, told, words):
        small_curriculum()
        PracticumForm.objects.get_or_create(
            code="PI", defaults={"title": "Preparation", "content": {}, "version": 1}
        )
        typed = {
            name: ", ".join(f"{code}: {floor}" for code, floor in value.items())
            if isinstance(value, dict)
            else value
            for name, value in told.items()
            if name != "leaf"
        }

        response = post(rita, draft, "add", "first", "top", what=told["leaf"], **typed)
        page = read(response)

        assert tree_of(draft)["all"][-1] == told
        assert words in page
        again = client_of(rita).get(where(draft, "part", "first", "2"))
        assert again.status_code == 200

    @pytest.mark.parametrize(
        ("what", "typed", "words"),
        [
            (
                "observations",
                {"floors": "MS3 is high", "form": "", "kinds": []},
                "“MS3 is high” is not understood.",
            ),
            ("waiver", {"code": "not a code"}, "has to be a code of capital letters"),
            (
                "attestation",
                {"code": "READY-TO-LEAD", "by": "SELF"},
                "not a statement that they make",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_in_a_sentence(
        self, draft, rita, what, typed, words
    ):
        response = post(rita, draft, "add", "first", "top", what=what, **typed)

        assert response.status_code == 422
        assert words in read(response)
        assert tree_of(draft) == TREE
