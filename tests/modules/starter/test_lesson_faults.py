"""Faults in a lesson file."""

from modules.starter.findings import ContentError
from tests.modules.starter.breaking import CLIP, LESSON, Break, each, faults, is_told

LESSONS = [
    Break(
        "a clip with a script too long",
        CLIP,
        "Part one.",
        "Part one." + " More." * 120,
        "media has a script of more than 150 words",
        on="::: media",
    ),
    Break(
        "a lesson without objectives",
        "lessons/F1/F1.2.md",
        """objectives:
  - Define defense and give five examples across levels of maturity.
  - Analyze what a defense protects in a vignette.
  - Predict how a defense may loosen or harden around a medication session.
""",
        "objectives: []\n",
        "lesson F1.2 has no objectives",
        on="objectives: []",
    ),
    Break(
        "a block without a title",
        LESSON,
        "::: script Asking who will be there",
        "::: script",
        "script has no title",
        on="::: script",
    ),
    Break(
        "too many points to keep",
        LESSON,
        "::: key-points\n",
        "::: key-points\n- One.\n- Two.\n",
        "key-points has 6 sentences; three to five are wanted",
        on="::: key-points",
    ),
    Break(
        "a list with a loose line",
        LESSON,
        "::: key-points\n",
        "::: key-points\nLoose.\n",
        "key-points has a line that is no entry of the list",
        on="Loose.",
    ),
    Break(
        "a check with a loose line",
        LESSON,
        "- [x]",
        "Loose.\n- [x]",
        "check has a line that is neither option nor feedback",
        on="Loose.",
    ),
    Break(
        "a check with one option",
        LESSON,
        "current therapist?\n",
        "current therapist?\n- [x] Yes.\n  > Good.\n:::\n\n::: check Again?\n",
        "check has fewer than two options",
        on="::: check Which plan",
    ),
    Break(
        "the same option twice in a check",
        LESSON,
        "The prescriber will review progress if more medication is requested.",
        "The patient will telephone if they feel they need support.",
        "check option D says the same as another",
        on="- [ ] The patient will telephone",
        after="- [x]",
    ),
    Break(
        "a block closed twice",
        LESSON,
        "::: script",
        ":::\n\n::: script",
        "a block is closed that was never opened",
        on=":::\n\n::: script Asking",
        after="in the diary, with a name beside each.\n:::\n",
    ),
    Break(
        "a block inside a block",
        LESSON,
        "::: key-points\n",
        "::: key-points\n::: safety Here\n",
        "a block opens before the one above is closed",
        on="::: safety",
    ),
    Break(
        "a lesson of no length",
        LESSON,
        "minutes: 30",
        "minutes: 0",
        "lesson F1.1 takes less than a minute",
        on="minutes: 0",
    ),
    Break(
        "an unknown level",
        LESSON,
        "supports: [L1, L2, L3]",
        "supports: [L1, L7]",
        "lesson F1.1 names a level that is not known, L7",
        on="supports:",
    ),
    Break(
        "a check without a right option",
        LESSON,
        "- [x]",
        "- [ ]",
        "check has no right option",
        on="::: check",
    ),
    Break(
        "a check option without feedback",
        LESSON,
        "  > Welcome, and not a substitute for a clinician who has agreed "
        "to the role.\n",
        "",
        "check option B has no feedback",
        on="- [ ] The patient's spouse",
    ),
    Break(
        "a lesson without a check",
        LESSON,
        "::: check",
        "::: script",
        "the lesson has no check block",
        on="\nYou already know",
    ),
    Break(
        "a clip without a script",
        CLIP,
        "one walk\n",
        "one walk\n:::\n\n::: reveal The rest\n",
        "media has no script",
        on="::: media",
    ),
    Break(
        "a clip without its length",
        CLIP,
        "media video 6 min |",
        "media video |",
        'media needs a head such as "video 6 min | A short title"',
        on="::: media",
    ),
    Break(
        "a block of an unknown kind",
        LESSON,
        "::: script",
        "::: song",
        "song is a kind of block that is not known",
        on="::: song",
    ),
    Break(
        "a block never closed",
        LESSON,
        "effect.\n:::\n",
        "effect.\n",
        "key-points is never closed",
        on="::: key-points",
    ),
    Break(
        "an unknown mark",
        LESSON,
        "`[SEED]`",
        "`[SEEN]`",
        "has a mark that is not known, [SEEN]",
        on="`[SEEN]`",
    ),
    Break(
        "a mark outside backticks",
        LESSON,
        "`[SEED]`",
        "[SEED]",
        "has a mark outside backticks, [SEED",
        on="[SEED]",
    ),
    Break(
        "a mark that names an unknown source",
        LESSON,
        "`[V S30]`",
        "`[V S99]`",
        "a mark names a source that is not known, S99",
        on="`[V S99]`",
    ),
    Break(
        "a heading of the wrong size",
        LESSON,
        "## Beside",
        "# Beside",
        "a heading begins with ## or ###",
        on="# Beside",
    ),
    Break(
        "front matter with a fault",
        LESSON,
        "minutes: 30",
        "minutes: half an hour",
        "the file needs a whole number for minutes",
        on="minutes:",
    ),
    Break(
        "a lesson in another's file",
        LESSON,
        "id: F1.1",
        "id: F1.7",
        "lesson F1.7 is in a file named for F1.1",
        on="id: F1.7",
    ),
    Break(
        "an unknown prerequisite",
        LESSON,
        "prerequisites: []",
        "prerequisites: [Track 9]",
        "lesson F1.1 names a lesson or part that is not known, Track 9",
        on="prerequisites:",
    ),
    Break(
        "lessons that wait for each other",
        LESSON,
        "prerequisites: []",
        "prerequisites: [F1.2]",
        "these wait for each other: F1.1 and F1.2",
        on="prerequisites:",
    ),
]


class TestLessons:
    @each(LESSONS)
    def test_a_fault_is_told_with_its_file_and_line(self, whole_folder, broken):
        assert is_told(broken, whole_folder)

    def test_a_file_in_another_encoding_is_told(self, whole_folder):
        (whole_folder / LESSON).write_bytes("---\nid: Ängste\n".encode("latin-1"))

        assert faults(whole_folder) == [
            ContentError(LESSON, 1, "the file is not UTF-8 text"),
        ]

    def test_a_lesson_that_is_not_listed_is_told(self, whole_folder):
        text = (whole_folder / LESSON).read_text()
        (whole_folder / "lessons/F1/F1.9.md").write_text(text)

        assert faults(whole_folder) == [
            ContentError(
                "lessons/F1/F1.9.md", 1, "lesson F1.9 is not listed in curriculum.yaml"
            ),
        ]

    def test_a_lesson_without_front_matter_is_told(self, whole_folder):
        (whole_folder / LESSON).write_text("Only words.\n")

        errors = faults(whole_folder)

        assert [(one.file, one.line) for one in errors] == [(LESSON, 1)]
        assert "no front matter" in errors[0].message
