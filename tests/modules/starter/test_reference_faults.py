"""Faults in the order of the curriculum and in what stands beside it."""

import re

from tests.modules.starter.breaking import Break, each, faults, is_told

REFERENCES = [
    Break(
        "a source with an odd code",
        "sources.yaml",
        "code: S12",
        "code: X12",
        "source X12 needs a code such as S01",
        on="code: X12",
    ),
    Break(
        "a point that touches nothing",
        "review_points.yaml",
        "modules: [M4, M5]",
        "modules: []",
        "point 4 touches no module",
        on="modules: []",
    ),
    Break(
        "parts that wait for each other",
        "curriculum.yaml",
        "prerequisites: [F]",
        "prerequisites: [F, I]",
        "these wait for each other: P and I",
        on="prerequisites: [F, I]",
    ),
    Break(
        "a lesson that is nowhere",
        "curriculum.yaml",
        "lessons: [F1.1, F1.2]",
        "lessons: [F1.1, F1.2, F1.3]",
        "lesson F1.3 has neither a file nor an outline",
        on="lessons: [F1.1",
    ),
    Break(
        "a lesson nobody lists",
        "curriculum.yaml",
        "lessons: [T4.1, T4.2, T4.3, T4.4]",
        "lessons: [T4.1, T4.2, T4.3, T4.4, T4.4]",
        "lesson T4.4 is listed twice",
        on="lessons: [T4.1",
    ),
    Break(
        "an unknown bank",
        "curriculum.yaml",
        "bank: foundations",
        "bank: basics",
        "part F names a bank that is not known, basics",
        on="bank: basics",
    ),
    Break(
        "a term twice",
        "glossary.yaml",
        "term: Alliance",
        "term: Anchor",
        "term Anchor is there 2 times",
        on="term: Anchor",
    ),
    Break(
        "a source twice",
        "sources.yaml",
        "code: S74",
        "code: S75",
        "source S75 is there 2 times",
        on="code: S75",
    ),
    Break(
        "a point about an unknown module",
        "review_points.yaml",
        "[M4, M5]",
        "[M4, M9]",
        "point 4 names a module that is not known, M9",
        on="[M4, M9]",
    ),
    Break(
        "a rule of an unknown type",
        "rules.yaml",
        "type: HARD",
        "type: FIRM",
        "rule R-01 begins its type with none of HARD, SIGN, WARN",
        on="type: FIRM",
    ),
]


class TestReferences:
    @each(REFERENCES)
    def test_a_fault_is_told_with_its_file_and_line(self, folder, broken):
        assert is_told(broken, folder)

    def test_a_faulty_list_of_sources_does_not_blame_those_who_name_them(self, folder):
        path = folder / "sources.yaml"
        path.write_text(
            re.sub(r"    read_as: Page excerpt\n", "", path.read_text(), count=1)
        )

        errors = faults(folder)

        assert [error.file for error in errors] == ["sources.yaml"]
