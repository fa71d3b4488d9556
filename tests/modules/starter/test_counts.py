"""How much the starter curriculum holds."""

from collections import Counter

from modules.starter.paths import reached


class TestLessons:
    def test_there_are_five_parts_in_order(self, curriculum):
        assert [(part.code, part.slug) for part in curriculum.parts] == [
            ("F", "foundations"),
            ("P", "preparation"),
            ("M", "holding-space"),
            ("T", "trauma-co-therapy"),
            ("I", "integration"),
        ]

    def test_every_part_has_its_modules_lessons_and_minutes(self, curriculum):
        sizes = {
            part.code: (
                len(part.modules),
                len(part.lesson_codes),
                sum(curriculum.lessons[code].minutes for code in part.lesson_codes),
            )
            for part in curriculum.parts
        }

        assert sizes == {
            "F": (6, 16, 745),
            "P": (4, 11, 505),
            "M": (5, 14, 620),
            "T": (4, 12, 565),
            "I": (4, 11, 520),
        }

    def test_there_are_64_lessons_and_none_is_an_outline(self, curriculum):
        assert len(curriculum.lessons) == 64
        assert not [one for one in curriculum.lessons.values() if one.is_outline]

    def test_tracks_wait_for_foundations_and_for_preparation(self, curriculum):
        assert {part.code: part.prerequisites for part in curriculum.parts} == {
            "F": (),
            "P": ("F",),
            "M": ("F", "P"),
            "T": ("F", "P"),
            "I": ("F", "P"),
        }

    def test_a_whole_part_as_prerequisite_is_named_by_its_code(self, curriculum):
        assert curriculum.lessons["P1.1"].prerequisites == ("F",)
        assert curriculum.lessons["M1.1"].prerequisites == ("P",)
        assert curriculum.lessons["T4.2"].prerequisites == ("M3.2", "T1.3")

    def test_blocks_of_every_kind_are_counted(self, curriculum):
        kinds = Counter(
            block.kind for one in curriculum.lessons.values() for block in one.blocks
        )

        assert kinds == {
            "text": 66,
            "table": 2,
            "safety": 46,
            "vignette": 64,
            "reveal": 64,
            "check": 64,
            "checklist": 40,
            "script": 57,
            "media": 25,
            "reflection": 64,
            "key_points": 64,
        }


class TestItems:
    def test_every_bank_has_its_items_critical_items_and_draw(self, curriculum):
        sizes = {
            bank.slug: (
                len(bank.items),
                sum(item.critical for item in bank.items),
                bank.blueprint.draw,
            )
            for bank in curriculum.banks
        }

        assert sizes == {
            "foundations": (10, 6, 10),
            "preparation": (14, 6, 11),
            "holding-space": (14, 10, 12),
            "trauma-co-therapy": (13, 8, 11),
            "integration": (14, 4, 10),
        }

    def test_65_items_of_six_types(self, items):
        assert Counter(item.type for item in items.values()) == {
            "single": 27,
            "multiple": 10,
            "truefalse": 9,
            "matching": 5,
            "ordering": 5,
            "minibranch": 9,
        }

    def test_the_critical_items_are_these(self, curriculum):
        critical = {
            bank.slug: [int(item.code[2:]) for item in bank.items if item.critical]
            for bank in curriculum.banks
        }

        assert critical == {
            "foundations": [1, 2, 3, 6, 7, 10],
            "preparation": [1, 3, 6, 9, 11, 12],
            "holding-space": [1, 2, 4, 5, 6, 8, 9, 10, 13, 14],
            "trauma-co-therapy": [1, 2, 3, 4, 6, 9, 10, 13],
            "integration": [2, 7, 10, 12],
        }

    def test_every_assessment_passes_at_80_with_all_critical_items_right(
        self, curriculum
    ):
        for bank in curriculum.banks:
            assert bank.blueprint.pass_percent == 80
            assert bank.blueprint.critical_items_all_right
            assert bank.blueprint.critical_items_always_drawn
            assert bank.blueprint.retry_after_hours == 24
            assert bank.blueprint.supervisor_after_critical_misses == 2

    def test_an_item_says_what_it_rests_on(self, items):
        assert [
            code for code, one in items.items() if not one.sources + one.marks
        ] == []


class TestCasesAndForms:
    def test_four_cases_pass_at_75(self, curriculum):
        sizes = {
            one.code: (one.part, one.level, one.minutes, len(one.nodes))
            for one in curriculum.scenarios
        }

        assert sizes == {
            "SC-P": ("P", "L1", 25, 5),
            "SC-M": ("M", "L2", 30, 6),
            "SC-T": ("T", "T", 30, 6),
            "SC-I": ("I", "L1", 25, 5),
        }
        assert {one.pass_percent for one in curriculum.scenarios} == {75}

    def test_every_case_can_be_walked_without_a_critical_choice(self, curriculum):
        for scenario in curriculum.scenarios:
            safe = {
                node.code: [one.next for one in node.choices if not one.critical]
                for node in scenario.nodes
            }

            assert "END1" in reached(safe, scenario.nodes[0].code)

    def test_three_forms(self, curriculum):
        sizes = {
            form.code: (
                len(form.domains),
                sum(len(domain.behaviours) for domain in form.domains),
                len(form.critical_fails),
            )
            for form in curriculum.forms
        }

        assert sizes == {"MS": (7, 26, 8), "CT": (6, 20, 14), "PI": (5, 18, 11)}


class TestReferences:
    def test_40_terms(self, curriculum):
        assert len(curriculum.terms) == 40

    def test_74_sources_and_the_number_left_out(self, curriculum):
        codes = {source.code for source in curriculum.sources}

        assert codes == {f"S{number:02}" for number in range(1, 76)} - {"S29"}

    def test_41_rules_in_order(self, curriculum):
        codes = [rule.code for rule in curriculum.rules.rules]

        assert codes == [f"R-{number:02}" for number in range(1, 42)]

    def test_open_points_reach_their_modules(self, curriculum):
        touched = {one.number: one.modules for one in curriculum.review_points}

        assert list(touched) == list(range(1, 12))
        assert touched[4] == ("M4", "M5")
        assert len(touched[11]) == 23
        assert len(curriculum.not_confirmed) == 8

    def test_the_ladder_stands_in_order(self, curriculum):
        codes = [step.code for step in curriculum.ledger.ladder]

        assert codes == ["L0", "Candidate", "L1", "L2", "L3", "T", "S"]
