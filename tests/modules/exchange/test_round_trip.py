import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.exchange.drafts import QuestionDraft
from modules.exchange.gift import read_gift, write_gift
from modules.exchange.moodle_xml import read_moodle_xml, write_moodle_xml

from .drafted import FEWEST, drafts


def through_gift(questions):
    return read_gift(write_gift(questions).text)


def through_xml(questions):
    return read_moodle_xml(write_moodle_xml(questions).text.encode())


BOTH = pytest.mark.parametrize("through", [through_gift, through_xml])


class TestWhatIsExported:
    @BOTH
    @pytest.mark.parametrize("kind", FEWEST)
    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_is_read_back_word_for_word(self, through, kind, data):
        questions = data.draw(st.lists(drafts(kind), min_size=1, max_size=3))
        rows = through(questions)
        assert [row.draft for row in rows] == questions
        assert [row.faults for row in rows] == [()] * len(questions)

    @pytest.mark.parametrize("write", [write_gift, write_moodle_xml])
    def test_names_the_cases_it_cannot_hold(self, write):
        case = QuestionDraft(code="F-09", type="MINI_BRANCH", stem="", options=())
        written = write([case])
        assert written.left_out == ("F-09",)
        assert "F-09" not in written.text
