"""One item of each type, one case and one form, read in full."""


def key(options):
    return "".join(option.letter for option in options if option.right)


class TestOneItemOfEachType:
    def test_single(self, items):
        item = items["F-07"]

        assert (item.type, item.critical) == ("single", True)
        assert (item.lessons, item.sources) == (("F6.1",), ("S52", "S54"))
        assert item.stem.startswith("At minute 30 a patient says the lozenge")
        assert key(item.options) == "D"
        assert item.options[3].text == (
            "Summon the prescriber, leave the tray alone, and stay with the patient."
        )
        assert item.options[2].feedback == (
            "Not yours to promise, and it teaches dose-chasing."
        )

    def test_multiple(self, items):
        item = items["M-04"]

        assert item.type == "multiple"
        assert key(item.options) == "ACDEFG"
        assert (item.sources, item.marks) == (("S04",), ("POL",))
        assert item.options[5].text == "Vital signs against `bp_review`."

    def test_truefalse(self, items):
        item = items["F-03"]

        assert item.type == "truefalse"
        assert key(item.options) == "B"
        assert item.options[3].feedback == (
            "They are expected. The verdict is right and the reason is not."
        )

    def test_matching_keeps_the_whole_match(self, items):
        item = items["P-05"]

        assert [(pair.statement, pair.match) for pair in item.pairs] == [
            (
                '"I want to find out whether my uncle hurt me."',
                "Decline the fact-finding aim kindly; offer work on not knowing",
            ),
            (
                '"I want to be gentler with myself."',
                "Keep it as it is, in those words",
            ),
            (
                '"I have to be cured before my daughter\'s wedding."',
                "Take the deadline off; explore what the wedding stands for",
            ),
            (
                '"I want to feel nothing at all for an hour."',
                "Explore the wish, screen for risk and for misuse",
            ),
        ]
        assert item.pairs[1].feedback == "Already a direction of attention."
        assert item.common_errors.endswith("as an intention invites false certainty.")

    def test_ordering(self, items):
        item = items["F-06"]

        assert [step.text.split()[0] for step in item.order] == [
            "Say",
            "Open",
            "Have",
            "Begin",
            "Keep",
            "Support",
        ]
        assert (item.sources, item.marks) == ((), ("GK",))
        assert item.note.startswith("Medical director confirms the order")

    def test_minibranch(self, items):
        item = items["F-10"]

        assert item.stem == ""
        assert {
            step.code: (key(step.options), [one.leads_to for one in step.options])
            for step in item.steps
        } == {
            "1": ("C", ["2A", "2A", "2B"]),
            "2A": ("A", [None, None]),
            "2B": ("B", [None, None]),
        }


class TestOneCase:
    def test_the_case_is_whole(self, curriculum):
        case = next(one for one in curriculum.scenarios if one.code == "SC-T")

        assert case.content_note == (
            "Sexual trauma (no detail), apparent memory, report about staff conduct."
        )
        assert [(node.code, node.reopens) for node in case.nodes] == [
            ("T1", "T2.2"),
            ("T2", None),
            ("T3", None),
            ("T4", "T4.3"),
            ("T5", "F4.3"),
            ("T6", "T3.3"),
        ]
        assert [
            [(one.score, one.critical, one.next) for one in node.choices]
            for node in case.nodes[:2]
        ] == [
            [(None, True, "X"), (0, False, "T2"), (2, False, "T2")],
            [(2, False, "T3"), (0, False, "T3"), (1, False, "T3")],
        ]
        assert case.nodes[0].afterward.startswith("Noor chooses to wait for Dana.")
        assert [(one.code, one.critical) for one in case.endings] == [
            ("END1", False),
            ("X", True),
        ]


class TestForms:
    def test_the_pair_is_rated_once_where_it_works_as_two(self, curriculum):
        form = next(one for one in curriculum.forms if one.code == "CT")

        shared = [one.code for one in form.domains if one.rated_once_for_pair]

        assert shared == ["CT3"]
        assert form.domains[2].anchors[4].startswith("Pair feels like one steady room")

    def test_trauma_co_therapy_repeats_the_fails_of_the_medication_session(
        self, curriculum
    ):
        forms = {one.code: one for one in curriculum.forms}

        for code in ("CT", "PI"):
            assert set(forms["MS"].critical_fails) < set(forms[code].critical_fails)

    def test_a_no_keeps_a_domain_below_three(self, curriculum):
        assert {one.highest_level_with_a_no for one in curriculum.forms} == {2}

    def test_preparation_has_only_the_bar(self, curriculum):
        form = next(one for one in curriculum.forms if one.code == "PI")

        assert {tuple(one.anchors) for one in form.domains} == {(3,)}
