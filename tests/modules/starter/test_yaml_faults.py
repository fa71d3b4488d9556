"""Faults in the shape of a YAML file."""

from modules.starter.findings import ContentError
from tests.modules.starter.breaking import FOUNDATIONS, Break, each, faults, is_told

SHAPES = [
    Break(
        "a text without a word",
        FOUNDATIONS,
        "feedback: Their clocks differ.",
        'feedback: ""',
        "item F-08: option D has nothing written for feedback",
        on='feedback: ""',
    ),
    Break(
        "an entry that is only a word",
        "glossary.yaml",
        "terms:\n",
        "terms:\n  - Alone\n",
        "term 1 needs keys and values here",
        on="- Alone",
    ),
    Break(
        "an option without feedback",
        FOUNDATIONS,
        "        feedback: Their clocks differ.\n",
        "",
        "item F-08: option D has no feedback",
        on="      - text: >-\n          Both will peak together",
        after="code: F-08",
    ),
    Break(
        "a feedback with nothing in it",
        FOUNDATIONS,
        "feedback: Their clocks differ.",
        "feedback:",
        "item F-08: option D has no feedback",
        on="feedback:\n",
        after="Both will peak together",
    ),
    Break(
        "an unknown key",
        FOUNDATIONS,
        "    critical: true\n",
        "    critical: true\n    weight: 3\n",
        "item F-02 has a key that is not known, weight",
        on="weight: 3",
        after="code: F-02",
    ),
    Break(
        "a missing key",
        FOUNDATIONS,
        "    critical: true\n",
        "",
        "item F-02 has no critical",
        on="code: F-02",
        after="code: F-02",
    ),
    Break(
        "a key twice",
        FOUNDATIONS,
        "    critical: true\n",
        "    critical: true\n    critical: false\n",
        "item F-02 has the key critical twice",
        on="critical: false",
        after="code: F-02",
    ),
    Break(
        "a wrong type",
        FOUNDATIONS,
        "critical: true",
        "critical: perhaps",
        "item F-02 needs yes or no for critical",
        on="critical: perhaps",
        after="code: F-02",
    ),
    Break(
        "a number where text is wanted",
        FOUNDATIONS,
        'code: "1"',
        "code: 1",
        "item F-10: step 1 needs text for code",
        on="code: 1",
        after="code: F-10",
    ),
    Break(
        "an unknown type of item",
        FOUNDATIONS,
        "type: multiple",
        "type: several",
        "item F-02 needs one of single, multiple, truefalse, matching, ordering, "
        "minibranch for type",
        on="type: several",
        after="code: F-02",
    ),
    Break(
        "a list that is none",
        FOUNDATIONS,
        "lessons: [F3.1]",
        "lessons: F3.1",
        "item F-02 needs a list for lessons",
        on="lessons: F3.1",
        after="code: F-02",
    ),
    Break(
        "a file without a key it needs",
        "glossary.yaml",
        "terms:",
        "words:",
        "the file has no terms",
        on="words:",
    ),
    Break(
        "a file that is no YAML",
        "glossary.yaml",
        "terms:",
        "terms: [",
        "the file is not valid YAML, ",
        on="  - term: Adjunctive treatment",
    ),
]


class TestYaml:
    @each(SHAPES)
    def test_a_fault_is_told_with_its_file_and_line(self, folder, broken):
        assert is_told(broken, folder)

    def test_a_fault_reads_as_one_line(self, folder):
        path = folder / FOUNDATIONS
        text = path.read_text()
        wanted = "      - text: >-\n          Both will peak together"
        line = text[: text.index(wanted)].count("\n") + 1
        path.write_text(text.replace("        feedback: Their clocks differ.\n", ""))

        errors = faults(folder)

        assert [str(one) for one in errors] == [
            f"banks/foundations.yaml:{line}: item F-08: option D has no feedback"
        ]

    def test_an_empty_file_is_told(self, folder):
        (folder / "rules.yaml").write_text("# nothing yet\n")

        assert faults(folder) == [ContentError("rules.yaml", 1, "the file is empty")]

    def test_a_missing_file_is_told(self, folder):
        (folder / "rules.yaml").unlink()

        assert faults(folder) == [ContentError("rules.yaml", 1, "the file is missing")]
