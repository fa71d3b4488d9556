"""Questions of every type that a file can hold, with words that try to break it."""

from hypothesis import strategies as st

from modules.exchange.drafts import QuestionDraft, tidy
from modules.question_rules import Option

HOSTILE = [*"~=#{}:\\\n\"'%[]<>&/$` ", "->", "::", "//", "####", "%50%", "[html]"]
HOSTILE += ["\\n", "$CATEGORY: x", "]]>", "\N{WAVING HAND SIGN}", "שלום", "\u202e", "="]
WORDS = (
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=3)), max_size=9)
    .map(lambda parts: tidy("".join(parts)))
    .filter(bool)
)
CODES = st.from_regex(r"[A-Z][A-Z0-9]{0,3}-[0-9]{1,3}", fullmatch=True)
LESSONS = st.lists(st.from_regex(r"[A-Z][1-9]\.[1-9]", fullmatch=True), max_size=3)
FEWEST = {"SINGLE": 2, "MULTIPLE": 3, "TRUE_FALSE": 2, "MATCHING": 2, "ORDERING": 3}


@st.composite
def drafts(draw, kind):
    unique = {"min_size": FEWEST[kind], "max_size": 5, "unique": True}
    texts = draw(st.lists(WORDS, **unique))
    matches = draw(st.lists(WORDS, min_size=len(texts), max_size=5, unique=True))
    return QuestionDraft(
        code=draw(CODES),
        bank=draw(st.sampled_from(["foundations", "holding-space"])),
        type=kind,
        stem=draw(WORDS),
        options=tuple(
            _option(draw, kind, place, text, matches)
            for place, text in enumerate(texts)
        ),
        is_critical=draw(st.booleans()),
        is_active=draw(st.booleans()),
        lesson_codes=tuple(draw(LESSONS)),
        source_codes=("S31",),
        common_errors=draw(st.one_of(st.just(""), WORDS)),
        marks=("policy",),
        note=draw(st.one_of(st.just(""), WORDS)),
    )


def _option(draw, kind, place, text, matches):
    verdict = ("True: " if place == 0 else "False: ") if kind == "TRUE_FALSE" else ""
    several = kind == "MULTIPLE" and draw(st.booleans())
    whole = kind in ("MATCHING", "ORDERING")
    return Option(
        text=verdict + text,
        feedback=draw(WORDS),
        is_right=place == 0 or several or whole,
        match=matches[place] if kind == "MATCHING" else "",
    )
