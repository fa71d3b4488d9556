"""A case written in the admin: by several, from nothing or from one there is."""

import pytest
from django.urls import reverse

from home.models import AuditEntry
from modules.actions.scenarios import start_run
from modules.case_contents import digest_of_draft
from modules.models import CaseDraft, CasePublication, Scenario
from modules.story_rules import as_kept
from tests.cast import NOW, client_of
from tests.modules.drafting import (
    DETAILS,
    change,
    node_form,
    publish,
    seen_on,
    words_of,
    write,
    writer,
)
from tests.modules.enrolling import enrol
from tests.modules.test_scenarios import GRAPH


@pytest.fixture
def ellen(built):
    return writer(built, "Ellen East")


@pytest.fixture
def erik(built):
    return writer(built, "Erik Ek")


@pytest.fixture
def case(built):
    return Scenario.objects.create(
        code="SC-F",
        title="The wedding date",
        track_code="F",
        minutes=20,
        content_note="Depression.",
        cast="Ren, 44.",
        graph=as_kept(GRAPH),
    )


@pytest.fixture
def draft(case, ellen):
    client_of(ellen).post(reverse("case_draft_begin", args=[case.code]))
    return CaseDraft.objects.get()


class TestANewCase:
    def test_is_written_from_nothing_and_published_by_another(self, ellen, erik):
        client = client_of(ellen)
        client.post(reverse("case_draft_new"), DETAILS)
        draft = CaseDraft.objects.get()
        answer = write(
            client,
            draft,
            "N1",
            [("Ask", "Yes.", "2", "+node"), ("Leave", "No.", "critical", "X")],
            lessons="F1.1",
            then="next",
        )
        assert answer.url == reverse("case_node", args=[draft.pk, "N2"])
        write(client, draft, "N2", [("Stay", "Good.", "2", "END1")])
        for code, is_critical in (("END1", ""), ("X", "on")):
            url = reverse("case_ending", args=[draft.pk, code])
            data = {"seen": seen_on(client, url), "code": code, "text": "It is over."}
            client.post(url, data | ({"is_critical": "on"} if is_critical else {}))

        assert publish(ellen, draft).status_code == 409
        assert not Scenario.objects.filter(code="SC-T2").exists()
        assert publish(erik, draft).status_code == 302

        case = Scenario.objects.get(code="SC-T2")
        assert case.graph["nodes"]["N1"]["choices"][1]["points"] == 0
        assert case.graph["critical_endings"] == ["X"]
        kept = CasePublication.objects.get()
        assert (kept.number, kept.by, kept.authors) == (1, erik, [str(ellen.pk)])
        assert not CaseDraft.objects.exists()
        assert AuditEntry.objects.filter(action="CASE-PUBLISHED").count() == 1

    def test_is_not_published_while_something_is_to_be_mended(self, ellen, erik):
        client_of(ellen).post(reverse("case_draft_new"), DETAILS)

        answer = publish(erik, CaseDraft.objects.get())

        assert answer.status_code == 409
        assert "node N1 has no title" in words_of(answer)
        assert not Scenario.objects.filter(code="SC-T2").exists()

    def test_has_a_code_of_its_own(self, ellen, case):
        answer = client_of(ellen).post(
            reverse("case_draft_new"), DETAILS | {"code": case.code}
        )

        assert answer.status_code == 422
        assert "The long corridor" in words_of(answer)
        assert not CaseDraft.objects.exists()


class TestAnotherVersion:
    def test_is_begun_once(self, draft, case, erik):
        client_of(erik).post(reverse("case_draft_begin", args=[case.code]))

        assert CaseDraft.objects.get() == draft
        assert draft.authors == []

    def test_leaves_a_run_that_was_begun(self, draft, case, ellen, clinic):
        enrol(ellen, clinic, case.track_code)
        run = start_run(ellen, scenario=case, by=ellen, at=NOW)
        write(client_of(ellen), draft, "N2", [("Wait", "So.", "2", "END1")], code="Two")

        graph = CaseDraft.objects.get().graph
        run.refresh_from_db()

        assert {one["next"] for one in graph["nodes"]["N1"]["choices"]} == {"Two"}
        assert set(run.graph["nodes"]) == {"N1", "N2"}

    def test_with_a_comma_more_is_published_by_its_author(self, draft, ellen, case):
        change(draft, ellen, cast="Ren; 44.")

        assert publish(ellen, draft).status_code == 302
        case.refresh_from_db()
        assert case.cast == "Ren; 44."
        assert CasePublication.objects.get().is_cosmetic

    def test_replaces_nothing_that_changed_meanwhile(self, draft, ellen, erik, case):
        change(draft, ellen, cast="Ren, 45.")
        Scenario.objects.filter(pk=case.pk).update(cast="Ren, 50.")

        assert publish(erik, draft).status_code == 409
        page = client_of(erik).get(reverse("case_draft", args=[draft.pk]))
        replaces = page.context["replaces"]
        assert publish(erik, draft, replaces=replaces).status_code == 302
        case.refresh_from_db()
        assert case.cast == "Ren, 45."


class TestTwoAuthors:
    def test_at_the_same_moment_lose_nothing(self, draft, ellen, erik):
        mine, hers = client_of(erik), client_of(ellen)
        url, typed = node_form(mine, draft, "N1", [("MY WORDS", "a", "2", "N2")])
        write(hers, draft, "N1", [("HER WORDS", "b", "2", "N2")])

        answer = mine.post(url, typed)

        assert answer.status_code == 409
        assert "MY WORDS" in words_of(answer)
        assert "HER WORDS" in words_of(answer)
        choice = CaseDraft.objects.get().graph["nodes"]["N1"]["choices"][0]
        assert choice["text"] == "HER WORDS"
        typed["seen"] = answer.context["form"]["seen"].value()
        assert mine.post(url, typed).status_code == 302
        choice = CaseDraft.objects.get().graph["nodes"]["N1"]["choices"][0]
        assert choice["text"] == "MY WORDS"

    def test_at_two_moments_do_not_meet(self, draft, ellen, erik):
        mine, hers = client_of(erik), client_of(ellen)
        url, typed = node_form(mine, draft, "N1", [("Mine", "a", "2", "N2")])
        write(hers, draft, "N2", [("Hers", "b", "2", "END1")])

        assert mine.post(url, typed).status_code == 302
        assert CaseDraft.objects.get().authors == sorted([str(ellen.pk), str(erik.pk)])

    def test_one_removes_what_the_other_writes(self, draft, ellen, erik):
        mine, hers = client_of(erik), client_of(ellen)
        url, typed = node_form(mine, draft, "N2", [("MINE", "a", "2", "END1")])
        remove = reverse("case_stop_remove", args=[draft.pk, "N2"])
        hers.post(remove, {"seen": typed["seen"]})

        answer = mine.post(url, typed)

        assert answer.status_code == 409
        assert "MINE" in words_of(answer)
        typed["seen"] = answer.context["form"]["seen"].value()
        assert mine.post(url, typed).status_code == 302
        assert "N2" in CaseDraft.objects.get().graph["nodes"]

    def test_neither_removes_nor_discards_what_was_just_changed(
        self, draft, ellen, erik
    ):
        mine, hers = client_of(erik), client_of(ellen)
        page = mine.get(reverse("case_draft", args=[draft.pk]))
        _url, typed = node_form(mine, draft, "N2", [])
        write(hers, draft, "N2", [("HERS", "b", "2", "END1")])

        remove = reverse("case_stop_remove", args=[draft.pk, "N2"])
        mine.post(remove, {"seen": typed["seen"]})
        discard = reverse("case_draft_discard", args=[draft.pk])
        answer = mine.post(discard, {"seen": page.context["seen"]})

        assert answer.status_code == 409
        assert "N2" in CaseDraft.objects.get().graph["nodes"]
        seen = digest_of_draft(CaseDraft.objects.get())
        assert mine.post(discard, {"seen": seen}).status_code == 302
        assert not CaseDraft.objects.exists()

    def test_the_details_are_kept_apart_too(self, draft, ellen, erik):
        url = reverse("case_draft_details", args=[draft.pk])
        seen = seen_on(client_of(erik), url)
        change(draft, ellen, title="HERS")

        answer = change(draft, erik, title="MINE", seen=seen)

        assert answer.status_code == 409
        assert "HERS" in words_of(answer)
        assert "MINE" in words_of(answer)
        assert CaseDraft.objects.get().title == "HERS"

    def test_words_for_a_draft_that_is_gone_come_back(self, draft, ellen, erik):
        mine = client_of(erik)
        url, typed = node_form(mine, draft, "N1", [("All my words", "a", "2", "N2")])
        CaseDraft.objects.all().delete()

        answer = mine.post(url, typed)

        assert answer.status_code == 409
        assert "All my words" in words_of(answer)


class TestAMoment:
    def test_keeps_what_was_typed_beside_a_fault(self, draft, ellen):
        answer = write(
            client_of(ellen), draft, "N1", [("Typed", "a", "2", "N2")], code="N2"
        )

        assert answer.status_code == 422
        assert "Typed" in words_of(answer)
        assert "Another moment or ending has this code." in words_of(answer)
        assert CaseDraft.objects.get().graph == draft.graph

    def test_is_saved_unfinished_and_says_what_is_missing(self, draft, ellen):
        client = client_of(ellen)
        write(client, draft, "N1", [("Half", "", "", "")], then="overview")

        told = words_of(client.get(reverse("case_draft", args=[draft.pk])))

        assert "choice A leads nowhere yet" in told
        assert "node N2 cannot be reached" in told

    def test_drops_a_choice_that_is_removed(self, draft, ellen):
        choices = [("Stay", "a", "2", "N2"), ("Go", "b", "0", "N2")]
        write(client_of(ellen), draft, "N1", choices, **{"choices-1-is_removed": "on"})

        kept = CaseDraft.objects.get().graph["nodes"]["N1"]["choices"]
        assert [one["text"] for one in kept] == ["Stay"]


class TestTryingOut:
    def test_plays_to_the_end_and_keeps_nothing(self, draft, ellen):
        client = client_of(ellen)
        url = reverse("case_play", args=[draft.pk])

        assert "It begins." in words_of(client.get(url))
        assert "CANARY feedback a" in words_of(client.get(url, {"way": "a"}))
        end = words_of(client.get(url, {"way": "ac"}))
        assert "Ready." in end
        assert "4 of 4 points" in end
        assert "Stopped at a safety line" in words_of(client.get(url, {"way": "ae"}))
        assert not draft.scenario.runs.exists()


class TestWhoMayWrite:
    def test_nobody_without_the_right(self, draft, moderator, alice):
        for client in (moderator, client_of(alice)):
            for name in ("case_draft", "case_draft_details", "case_play"):
                answer = client.get(reverse(name, args=[draft.pk]))
                assert answer.status_code in {302, 403, 404}
                assert "CANARY" not in words_of(answer)
            assert client.get(reverse("case_drafts")).status_code in {302, 403, 404}
