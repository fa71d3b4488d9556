"""Eight browsers press the same button at the same moment, on a real PostgreSQL.

Each round is about somebody new. One is answered with success, seven with a page that
says why not; the log gains exactly what happened. `KAP_PROOF=full` makes a hundred
rounds of it.
"""

import html
from collections import Counter

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from certificates.actions import printing
from certificates.models import (
    Certificate,
    Credential,
    Suspension,
)
from tests.certificates.crowd import (
    REFUSALS,
    ROUNDS,
    Ledger,
    browsers_of,
    check_the_log,
    decision_on,
    holding,
    make_directors,
    newcomer,
    sent_by,
    set_the_scene,
)
from tests.certificates.desk import PASSWORD, address
from tests.races import CLIENTS, at_once

pytestmark = pytest.mark.races
SUCCESS = 302
GRANTED = {
    "APPLICATION-IN_REVIEW": 1,
    "APPLICATION-APPROVED": 1,
    "CREDENTIAL-AWARDED": 1,
    "CERTIFICATE-ISSUED": 1,
    "CERTIFICATE-PRINTED": 1,
}
# What those read who came too late.
SENTENCES = (
    "This was decided by somebody else meanwhile. Nothing was signed.",
    "This application is no longer waiting for a decision.",
    "The record changed while you had it open, so nothing was signed.",
    "A credential that is revoked cannot become revoked.",
    "You have suspended this person already, and that suspension is open.",
)
DECLINED = {"APPLICATION-IN_REVIEW": 1, "APPLICATION-DECLINED": 1}


@pytest.fixture
def clinic(on_postgresql, kept_apart, print_quickly):
    assert connection.vendor == "postgresql"
    return set_the_scene()


@pytest.fixture
def kept_apart(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CHECKPOINT_KEY_FILE = str(tmp_path / "keys" / "checkpoint.pem")


@pytest.fixture
def print_quickly(monkeypatch):
    """Pages are really laid out once; the races are about who keeps the bytes."""
    render, done = printing.render_certificate, []

    def once(snapshot):
        if not done:
            done.append(render(snapshot))
        return done[0]

    monkeypatch.setattr(printing, "render_certificate", once)


@pytest.fixture
def directors(clinic):
    return make_directors(clinic)


@pytest.fixture
def browsers(directors):
    return browsers_of(directors)


def press(browsers, where, told) -> list:
    """All eight post the form at once; none of the answers is a broken page."""
    answers = at_once(lambda n: browsers[n].post(where, told))
    for answer in answers:
        assert answer.status_code in {SUCCESS} | REFUSALS, (
            answer.status_code,
            getattr(answer, "exc_info", None),
        )
    return answers


def check_answers(answers) -> None:
    """One success; each other page says something that can be read."""
    codes = Counter(answer.status_code for answer in answers)
    assert codes[SUCCESS] == 1, codes
    for answer in answers:
        if answer.status_code != SUCCESS:
            text = " ".join(html.unescape(answer.content.decode()).split())
            assert any(words in text for words in SENTENCES), text


def gained(ledger: Ledger) -> tuple[Counter, int]:
    """What the log gained, and how many attempts it says were refused."""
    entries = ledger.entries()
    return entries, entries.pop("DENIED", 0)


class TestEightDecisions:
    @pytest.mark.parametrize(
        ("slug", "state", "expected"),
        [("approve", "APPROVED", GRANTED), ("decline", "DECLINED", DECLINED)],
    )
    def test_make_one(self, clinic, browsers, slug, state, expected):
        for n in range(ROUNDS):
            application = sent_by(newcomer(clinic, f"T{n} Ames"), clinic)
            where, told = decision_on(application, slug)
            ledger = Ledger()

            check_answers(press(browsers, where, told))

            entries, denied = gained(ledger)
            assert entries == expected
            assert denied < CLIENTS
            assert ledger.signatures() == {state: 1}
            application.refresh_from_db()
            assert application.state == state
            held = Credential.objects.filter(person=application.person).count()
            assert held == (slug == "approve")
        assert Certificate.objects.count() == ROUNDS * (slug == "approve")
        check_the_log()

    def test_renew_once(self, clinic, directors, browsers):
        for n in range(ROUNDS):
            person = newcomer(clinic, f"T{n} Ames")
            old = holding(person, clinic, directors[0], left=20)
            application = sent_by(person, clinic)
            assert application.renews == old
            where, told = decision_on(application, "approve")
            ledger = Ledger()

            check_answers(press(browsers, where, told))

            entries, _denied = gained(ledger)
            assert entries == {**GRANTED, "CREDENTIAL-SUPERSEDED": 1}
            assert ledger.signatures() == {"APPROVED": 1}
            old.refresh_from_db()
            new = Credential.objects.get(person=person, state="ACTIVE")
            assert (old.state, old.superseded_by) == ("SUPERSEDED", new)
            assert (old.events.count(), new.events.count()) == (2, 1)
        check_the_log()

    def test_on_both_sides_make_one(self, clinic, browsers):
        """Four approve while four decline."""
        for n in range(ROUNDS):
            application = sent_by(newcomer(clinic, f"T{n} Ames"), clinic)
            posts = [decision_on(application, slug) for slug in ("approve", "decline")]
            ledger = Ledger()

            answers = at_once(lambda k, posts=posts: browsers[k].post(*posts[k % 2]))

            check_answers(answers)
            entries, _denied = gained(ledger)
            application.refresh_from_db()
            won = {"APPROVED": GRANTED, "DECLINED": DECLINED}[application.state]
            assert entries == won
            assert ledger.signatures() == {application.state: 1}
        check_the_log()


class TestEightRevocations:
    def test_make_one(self, clinic, directors, browsers):
        for n in range(ROUNDS):
            person = newcomer(clinic, f"T{n} Ames")
            row = holding(person, clinic, directors[0])
            where = address("revoke", clinic.slug, person.pk, row.pk)
            shown = browsers[0].get(where).context["shown"]
            told = {"reason": "Decided.", "password": PASSWORD, "shown": shown}
            ledger = Ledger()

            check_answers(press(browsers, where, told))

            entries, denied = gained(ledger)
            assert entries == {"CREDENTIAL-REVOKED": 1}
            # The log keeps so many refusals of one person in an hour, not all.
            assert denied < CLIENTS
            assert ledger.signatures() == {"REVOKED": 1}
            row.refresh_from_db()
            assert (row.state, row.events.count()) == ("REVOKED", 2)
        check_the_log()


SUSPENDED = {"kind": "PRECAUTIONARY", "reason": "A report.", "password": PASSWORD}
MOVES = [("", "ACTIVE"), ("ACTIVE", "SUSPENDED")]


class TestEightSuspensions:
    def test_by_one_director_make_one(self, clinic, directors):
        browsers = browsers_of([directors[0]] * CLIENTS)
        for n in range(ROUNDS):
            person = newcomer(clinic, f"T{n} Ames")
            row = holding(person, clinic, directors[0])
            where, ledger = address("suspend", clinic.slug, person.pk), Ledger()

            check_answers(press(browsers, where, SUSPENDED))

            entries, denied = gained(ledger)
            assert entries == {"PERSON-SUSPENDED": 1, "CREDENTIAL-SUSPENDED": 1}
            assert denied < CLIENTS
            assert ledger.signatures() == {"SUSPENDED": 1}
            assert list(row.events.values_list("from_state", "to_state")) == MOVES
        check_the_log()

    def test_by_eight_directors_each_stand_and_move_the_credential_once(
        self, clinic, directors, browsers
    ):
        """Each may have a ground of their own, which is lifted for itself."""
        for n in range(ROUNDS):
            person = newcomer(clinic, f"T{n} Ames")
            row = holding(person, clinic, directors[0])
            where, ledger = address("suspend", clinic.slug, person.pk), Ledger()

            answers = press(browsers, where, SUSPENDED)

            told_so = sum(answer.status_code == SUCCESS for answer in answers)
            stand = Suspension.objects.filter(person=person, lifted_at__isnull=True)
            assert told_so == stand.count() == CLIENTS
            assert stand.values("by").distinct().count() == CLIENTS
            assert gained(ledger) == (
                {"PERSON-SUSPENDED": CLIENTS, "CREDENTIAL-SUSPENDED": 1},
                0,
            )
            assert ledger.signatures() == {"SUSPENDED": CLIENTS}
            assert list(row.events.values_list("from_state", "to_state")) == MOVES
        check_the_log()


class TestEightPrinters:
    def test_print_one_certificate_once(self, clinic, browsers, settings):
        settings.TASKS = settings.TASKS | {
            "work": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
        }
        for n in range(ROUNDS):
            application = sent_by(newcomer(clinic, f"T{n} Ames"), clinic)
            assert browsers[0].post(*decision_on(application, "approve")).status_code
            paper = Certificate.objects.get(credential__application=application)
            assert paper.file == ""
            ledger = Ledger()

            kept = at_once(
                lambda _k, paper=paper: printing.render_pending(
                    paper.pk, at=timezone.now()
                )
            )

            assert sorted(kept) == [False] * (CLIENTS - 1) + [True]
            assert ledger.entries() == {"CERTIFICATE-PRINTED": 1}
            paper.refresh_from_db()
            assert storages["certificates"].exists(paper.file)
        _folders, files = storages["certificates"].listdir("")
        papers = Certificate.objects.values_list("pk", "file")
        for pk, name in papers:
            assert [one for one in files if one.startswith(str(pk))] == [name]
        check_the_log()
