"""Faults that stop a branching case or an observation form."""

from modules.starter.reading import read_curriculum
from tests.modules.starter.breaking import (
    DOOR,
    FORM,
    WEDDING,
    Break,
    each,
    faults,
    is_told,
)

SECOND = "code: SC-Q\nslug: another-date\nparallel_to: SC-P"

CASES = [
    Break(
        "a pass mark that cannot be",
        WEDDING,
        "pass_percent: 75",
        "pass_percent: 101",
        "the case passes outside 1 to 100",
        on="pass_percent: 101",
    ),
    Break(
        "a case parallel to one of another part",
        WEDDING,
        "pass_percent: 75",
        "pass_percent: 75\nparallel_to: SC-M",
        "the case is parallel to SC-M, which is no case of part P or stands in for "
        "another itself",
        on="parallel_to: SC-M",
    ),
    Break(
        "a case that comes round",
        DOOR,
        "next: M3",
        "next: M1",
        "a case cannot go in a circle: M1 and M2",
        on="code: M1",
    ),
    Break(
        "the same choice twice",
        DOOR,
        """'"Yes. What you need is behind it."'""",
        """'"I'm here with you." Then quiet.'""".replace("I'm", "I''m"),
        "node M2: choice C says the same as another",
        on="""'"I''m here""",
        after="code: M2",
    ),
    Break(
        "a node without a best choice",
        WEDDING,
        "score: 2",
        "score: 1",
        "node P2 has no choice with a score of 2",
        on="    choices:",
        after="code: P2",
    ),
    Break(
        "a score for a critical choice",
        WEDDING,
        "critical: true\n",
        "critical: true\n        score: 0\n",
        "node P2: choice C is critical and cannot have a score",
        on="        score: 0\n        next: X",
        after="code: P2",
    ),
    Break(
        "a stop for a choice that is not critical",
        WEDDING,
        "next: P3",
        "next: X",
        "node P2: choice A leads to a critical ending and is not critical",
        on="next: X",
        after="code: P2",
    ),
    Break(
        "a choice to nowhere",
        WEDDING,
        "next: P3",
        "next: P9",
        "node P2: choice A leads to a node that is not there, P9",
        on="next: P9",
        after="code: P2",
    ),
    Break(
        "a node nobody reaches",
        DOOR,
        "next: M5",
        "next: M6",
        "node M5 cannot be reached",
        on="code: M5",
    ),
    Break(
        "an ending nobody reaches",
        WEDDING,
        "next: END2",
        "next: END1",
        "ending END2 cannot be reached",
        on="- code: END2",
    ),
    Break(
        "a critical choice that does not stop",
        WEDDING,
        "next: X",
        "next: P3",
        "node P2: choice C is critical and does not lead to a critical ending",
        on="next: P3\n        feedback: >-\n          Medicine advice",
        after="code: P2",
    ),
    Break(
        "a choice without a score",
        WEDDING,
        "        score: 0\n",
        "",
        "node P2: choice A has no score and is not critical",
        on="- text: Note it",
        after="code: P2",
    ),
    Break(
        "a score beyond the best",
        WEDDING,
        "score: 0",
        "score: 3",
        "node P2: choice A has a score other than 0, 1 or 2",
        on="score: 3",
        after="code: P2",
    ),
    Break(
        "a node code twice",
        WEDDING,
        "code: END2",
        "code: P2",
        "node or ending P2 is there 2 times",
        on="- code: P2\n    text: Nearly",
    ),
    Break(
        "an unknown lesson to reopen",
        WEDDING,
        "reopens: F3.1",
        "reopens: F3.9",
        "node P2 names a lesson that is not known, F3.9",
        on="reopens: F3.9",
    ),
    Break(
        "an unknown level",
        WEDDING,
        "level: L1",
        "level: L9",
        "the case names a level that is not known, L9",
        on="level: L9",
    ),
]

FORMS = [
    Break(
        "no behaviours",
        FORM,
        """behaviours:
      - Neither confirms nor denies
      - Records words verbatim
      - Names limits of memory kindly, later, sober
""",
        "behaviours: []\n",
        "domain CT5 has no behaviours",
        on="behaviours: []",
    ),
    Break(
        "the same behaviour twice",
        FORM,
        "Records words verbatim",
        "Neither confirms nor denies",
        'domain CT5 has "Neither confirms nor denies" twice',
        on="    behaviours:",
        after="code: CT5",
    ),
    Break(
        "no answers",
        FORM,
        'answers: ["Yes", Partly, "No", Not seen]',
        "answers: []",
        "the form has no answers",
        on="answers: []",
    ),
    Break(
        "a level beyond the five",
        FORM,
        "highest_level_with_a_no: 2",
        "highest_level_with_a_no: 7",
        "the form needs a level of 1 to 5 for highest_level_with_a_no",
        on="highest_level_with_a_no: 7",
    ),
    Break(
        "an anchor too few",
        FORM,
        "      4: >-\n        Patient feels believed",
        "      5: >-\n        Patient feels believed",
        "domain CT5 needs anchors for the levels 1 to 4, or for 3 alone",
        on="    anchors:",
        after="code: CT5",
    ),
    Break(
        "anchors unlike the other domains",
        FORM,
        "      1: Leads or rules on truth\n      2: Avoids ruling, awkwardly\n",
        "",
        "domain CT5 has 2 anchors; the other domains have 4",
        on="    anchors:",
        after="code: CT5",
    ),
    Break(
        "a domain code twice",
        FORM,
        "code: CT5",
        "code: CT4",
        "domain CT4 is there 2 times",
        on="code: CT4",
    ),
    Break(
        "levels out of order",
        FORM,
        "level: 5",
        "level: 6",
        "the form needs the levels 1 to 5 in order",
        on="levels:",
    ),
    Break(
        "a level kept for nobody known",
        FORM,
        "only_for: S",
        "only_for: X",
        "the form names a level that is not known, X",
        on="levels:",
    ),
]


class TestCasesAndForms:
    @each([*CASES, *FORMS])
    def test_a_fault_is_told_with_its_file_and_line(self, folder, broken):
        assert is_told(broken, folder)

    def test_a_case_without_an_end_is_told(self, folder):
        path = folder / DOOR
        path.write_text(path.read_text().replace("next: END1", "next: M1"))

        messages = {error.message for error in faults(folder)}

        assert messages == {
            "ending END1 cannot be reached",
            "a case cannot go in a circle: M1, M2, M3, M4, M5 and M6",
            *(f"node M{number} never comes to an ending" for number in range(1, 7)),
        }

    def test_a_parallel_case_needs_no_part_that_names_it(self, folder):
        text = (folder / WEDDING).read_text()
        text = text.replace("code: SC-P\nslug: the-wedding-date", SECOND, 1)
        (folder / "scenarios" / "another-date.yaml").write_text(text)

        cases = read_curriculum(folder).scenarios

        assert {case.parallel_to for case in cases} == {None, "SC-P"}

    def test_a_case_without_a_node_is_told(self, folder):
        path = folder / DOOR
        text = path.read_text()
        begin, end = text.index("nodes:"), text.index("endings:")
        path.write_text(text[:begin] + "nodes: []\n" + text[end:])

        assert "the case has no node" in {one.message for one in faults(folder)}
