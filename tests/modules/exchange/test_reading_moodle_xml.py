import pytest

from modules.exchange.drafts import LARGEST, UnreadableError
from modules.exchange.moodle_xml import read_moodle_xml

BOMB = '<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz><question type="essay">&a;</question>'
ONE = """<quiz>
<question type="category"><category><text>$course$/foundations</text></category>
</question>
<question type="{kind}"><name><text>Q-1</text></name>
<questiontext format="html"><text><![CDATA[<p>What<br/>now?</p>{extra}]]></text>
</questiontext><single>{single}</single>
<answer fraction="{share}"><text>A</text><feedback><text>a</text></feedback></answer>
<answer fraction="0"><text>B</text><feedback><text>b</text></feedback></answer>
</question></quiz>"""
PLAIN = {"kind": "multichoice", "extra": "", "single": "true", "share": "100"}


def read(**changes):
    [row] = read_moodle_xml(ONE.format(**PLAIN | changes).encode())
    return row


class TestAMoodleFile:
    def test_is_reduced_to_its_words_and_bank(self):
        row = read(extra="<script>alert(1)</script>")
        assert row.faults == ()
        assert (row.draft.stem, row.draft.bank) == ("What\nnow?", "foundations")
        assert [option.is_right for option in row.draft.options] == [True, False]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"kind": "numerical"}, "numerical"),
            ({"kind": "essay"}, "essay"),
            ({"share": "50"}, "in part"),
            ({"share": "all"}, "no number"),
            ({"extra": "<img src='x'>"}, "picture"),
            ({"single": "false"}, "three options"),
        ],
    )
    def test_refuses_a_row_in_a_sentence(self, changes, words):
        assert words in read(**changes).faults[0]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_is_refused_when_it_declares_entities(self, encoding):
        with pytest.raises(UnreadableError, match="document type"):
            read_moodle_xml(f"{BOMB}</quiz>".encode(encoding))

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"no xml", "not XML"),
            (b"<html/>", "no quiz"),
            (b'<?xml version="1.0" encoding="none-such"?><quiz/>', "not XML"),
            (b" " * (LARGEST + 1), "2 MB"),
        ],
    )
    def test_is_refused_whole(self, data, words):
        with pytest.raises(UnreadableError, match=words):
            read_moodle_xml(data)
