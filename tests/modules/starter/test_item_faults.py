"""Faults that keep a question bank from being asked and marked."""

import re

from tests.modules.starter.breaking import FOUNDATIONS, Break, each, faults, is_told

ITEMS = [
    Break(
        "a pass mark that cannot be",
        FOUNDATIONS,
        "pass_percent: 80",
        "pass_percent: 0",
        "blueprint passes outside 1 to 100",
        on="pass_percent: 0",
    ),
    Break(
        "a case that comes round",
        FOUNDATIONS,
        "            feedback: Silence after disbelief is not consent to drop it.\n",
        "            feedback: Silence after disbelief is not consent to drop it.\n"
        '            leads_to: "1"\n',
        "item F-10 cannot go in a circle: 1 and 2A",
        on="    steps:",
        after="code: F-10",
    ),
    Break(
        "the same step twice in an order",
        FOUNDATIONS,
        "text: Open the airway and check breathing as trained.",
        "text: Support the patient or family, debrief, report.",
        "item F-06 has the same step twice",
        on="text: Support the patient",
        after="code: F-06",
    ),
    Break(
        "only one pair",
        FOUNDATIONS,
        "type: single",
        "type: matching\n    pairs:\n      - statement: One\n"
        "        match: Two\n        feedback: Three.",
        "item F-01 has only one pair",
        on="    pairs:",
        after="code: F-01",
    ),
    Break(
        "a case without steps",
        FOUNDATIONS,
        "type: single",
        "type: minibranch",
        "item F-01 has no steps",
        on="type: minibranch",
        after="code: F-01",
    ),
    Break(
        "single without a right option",
        FOUNDATIONS,
        "        right: true\n",
        "",
        "item F-01 has 0 right options; it needs exactly one",
        on="    options:",
        after="code: F-01",
    ),
    Break(
        "single with two right options",
        FOUNDATIONS,
        "note.\n",
        "note.\n        right: true\n",
        "item F-01 has 2 right options; it needs exactly one",
        on="    options:",
        after="code: F-01",
    ),
    Break(
        "true or false without a verdict",
        FOUNDATIONS,
        "text: True, because oximetry",
        "text: Yes, because oximetry",
        "item F-03: option C begins with neither True nor False",
        on="Yes, because oximetry",
        after="code: F-03",
    ),
    Break(
        "the same option twice",
        FOUNDATIONS,
        "A wish for silence in place of music.",
        "A reworded intention.",
        "item F-02: option C says the same as another",
        on="A reworded intention.\n        feedback: >-",
        after="code: F-02",
    ),
    Break(
        "too few steps to order",
        FOUNDATIONS,
        "type: minibranch",
        "type: ordering\n    stem: Put in order.\n    order:\n"
        "      - text: One\n        feedback: First.\n"
        "      - text: Two\n        feedback: Second.",
        "item F-10 has 2 steps; ordering needs at least 3",
        on="    order:",
        after="code: F-10",
    ),
    Break(
        "pieces of another type",
        FOUNDATIONS,
        "type: single",
        "type: matching",
        "item F-01 is of type matching and cannot have options",
        on="    options:",
        after="code: F-01",
    ),
    Break(
        "pieces that are missing",
        FOUNDATIONS,
        "type: single",
        "type: matching",
        "item F-01 has no pairs",
        on="type: matching",
        after="code: F-01",
    ),
    Break(
        "the same match twice",
        FOUNDATIONS,
        "match: Projection",
        "match: Suppression",
        "item F-05 has the same match twice",
        on="match: Suppression",
        after="I'm not angry",
    ),
    Break(
        "a branch to nowhere",
        FOUNDATIONS,
        "leads_to: 2B",
        "leads_to: 3C",
        "item F-10: step 1: option C leads to a step that is not there, 3C",
        on="leads_to: 3C",
        after="code: F-10",
    ),
    Break(
        "a step nobody reaches",
        FOUNDATIONS,
        "leads_to: 2B",
        "leads_to: 2A",
        "item F-10: step 2B cannot be reached",
        on="code: 2B",
        after="code: F-10",
    ),
    Break(
        "a step that two have as code",
        FOUNDATIONS,
        "code: 2B",
        "code: 2A",
        "item F-10: step 2A is there twice",
        on="code: 2A",
        after="code: F-10",
    ),
    Break(
        "a branch where there is none",
        FOUNDATIONS,
        "        feedback: Recording",
        "        leads_to: 2A\n        feedback: Recording",
        "item F-01: option B leads nowhere here",
        on="leads_to",
        after="code: F-01",
    ),
    Break(
        "an unknown lesson",
        FOUNDATIONS,
        "lessons: [F5.1]",
        "lessons: [F5.9]",
        "item F-01 names a lesson that is not known, F5.9",
        on="lessons: [F5.9]",
        after="code: F-01",
    ),
    Break(
        "an unknown source",
        FOUNDATIONS,
        "S24]",
        "S99]",
        "item F-01 names a source that is not known, S99",
        on="S99]",
        after="code: F-01",
    ),
    Break(
        "an item code twice",
        FOUNDATIONS,
        "code: F-02",
        "code: P-02",
        "item P-02 is there 2 times",
        on="code: P-02",
    ),
    Break(
        "a draw beyond the bank",
        FOUNDATIONS,
        "draw: 10",
        "draw: 11",
        "blueprint draws 11 items; the bank has 10",
        on="draw: 11",
    ),
    Break(
        "a draw below the critical items",
        FOUNDATIONS,
        "draw: 10",
        "draw: 5",
        "blueprint draws 5 items; 6 are critical",
        on="draw: 5",
    ),
    Break(
        "a file not named for its slug",
        FOUNDATIONS,
        "slug: foundations",
        "slug: basics",
        "the file is not named for its slug, basics",
        on="slug: basics",
    ),
]


class TestItems:
    @each(ITEMS)
    def test_a_fault_is_told_with_its_file_and_line(self, folder, broken):
        assert is_told(broken, folder)

    def test_a_branch_without_an_end_is_told(self, folder):
        path = folder / FOUNDATIONS
        text = path.read_text()
        begin = text.index("code: 2A")
        end = text.index("code: 2B")
        looped = re.sub(
            r"(            feedback: .*(?:\n {14,}.*)*)",
            r"\1\n            leads_to: 2A",
            text[begin:end],
        )
        path.write_text(text[:begin] + looped + text[end:])

        messages = [error.message for error in faults(folder)]

        assert messages == [
            "item F-10 cannot go in a circle: 2A",
            "item F-10: step 2A never comes to an end",
        ]

    def test_multiple_without_a_right_option_is_told(self, folder):
        path = folder / FOUNDATIONS
        text = path.read_text()
        begin, end = text.index("code: F-02"), text.index("code: F-03")
        bare = text[begin:end].replace("        right: true\n", "")
        path.write_text(text[:begin] + bare + text[end:])

        messages = [error.message for error in faults(folder)]

        assert messages == ["item F-02 has no right option"]
