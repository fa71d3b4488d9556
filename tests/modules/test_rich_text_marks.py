import json
import re

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.rich_text import expand_db_html

from modules.rich_text import KINDS, LABELS
from modules.starter.marks import PLAIN_KINDS, SOURCE_KINDS, parse_marks

WRITTEN = {
    "[V S31]": "verified",
    "[V2 S05]": "second-hand",
    "[SEED]": "seed",
    "[POL]": "policy",
    "[LOCAL]": "local",
    "[GK]": "general",
}


def mark(written):
    return parse_marks(written.strip("[]"))[0].html


def through_the_editor(html):
    converter = ContentstateConverter(["bold", "mark"])
    saved = converter.to_database_format(converter.from_database_format(html))
    return re.sub(r' data-block-key="\w+"', "", saved)


class TestAMark:
    @pytest.mark.parametrize("written", WRITTEN)
    def test_survives_the_editor(self, written):
        html = f"<p>Wait <b>two</b> hours {mark(written)}, {mark('[V S31]')}.</p>"

        assert through_the_editor(html) == html

    @pytest.mark.parametrize(("written", "kind"), WRITTEN.items())
    def test_is_one_whole_in_the_editor(self, written, kind):
        converter = ContentstateConverter(["mark"])

        state = json.loads(converter.from_database_format(f"<p>{mark(written)}</p>"))

        entity = state["entityMap"]["0"]
        assert (entity["type"], entity["mutability"]) == ("MARK", "IMMUTABLE")
        assert entity["data"]["kind"] == kind

    def test_of_a_source_leads_to_the_sources_of_the_page(self):
        html = expand_db_html(f"<p>So {mark('[V S31]')}</p>")

        assert '<a class="mark mark--source" href="#source-S31">' in html
        assert '<span class="visually-hidden">Source </span>S31</a>' in html

    def test_at_second_hand_says_so_in_words(self):
        html = expand_db_html(mark("[V2 S05]"))

        assert "via S05" in html
        assert "Source at second hand" in html

    def test_without_a_source_is_words_and_no_link(self):
        html = expand_db_html(mark("[POL]"))

        assert html == '<a class="mark mark--clinic">clinic to decide</a>'

    def test_cannot_carry_markup_in(self):
        html = expand_db_html(
            '<a linktype="mark" kind="verified" source="&quot;&gt;&lt;b&gt;">x</a>'
        )

        assert "<b>" not in html

    @pytest.mark.parametrize(
        "data",
        [{"kind": "made-up"}, {"kind": "policy", "source": "S1"}, {"kind": "verified"}],
    )
    def test_that_somebody_tampered_with_becomes_plain_words(self, data):
        state = {
            "entityMap": {"0": {"type": "MARK", "mutability": "MUTABLE", "data": data}},
            "blocks": [
                {
                    "key": "a",
                    "type": "unstyled",
                    "depth": 0,
                    "text": "word",
                    "inlineStyleRanges": [],
                    "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
                }
            ],
        }

        saved = ContentstateConverter(["mark"]).to_database_format(json.dumps(state))

        assert "linktype" not in saved
        assert "word" in saved

    def test_has_the_same_kinds_and_words_as_the_starter_files(self):
        assert set(KINDS) == set(WRITTEN.values())
        assert dict(PLAIN_KINDS.values()) == LABELS
        assert set(SOURCE_KINDS.values()) == set(KINDS) - set(LABELS)
