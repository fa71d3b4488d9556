"""Eight clients ask without a pause while a director takes away what the yes rests on.

Whoever asks after the director was told that it is done gets a no. Twenty times in the
suite, two hundred times with KAP_PROOF=full.
"""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from certificates.actions.clearance import Asker, ask
from certificates.actions.credentials import revoke
from certificates.actions.signatures import digest_of_shown
from certificates.actions.suspensions import Ground, suspend_person
from certificates.models import Credential, DecisionRecord
from certificates.selectors.signed import shown_of_credential
from home.models import Role
from tests.cast import make_clinic, make_person
from tests.certificates.asking import about
from tests.certificates.gate.standing import make_clear_today, session_soon
from tests.certificates.signing import signing
from tests.races import CLIENTS

pytestmark = pytest.mark.races
ROUNDS = 200 if os.environ.get("KAP_PROOF") == "full" else 12
# How many answers each client waits for before the director signs.
FIRST = 2


class Round:
    """Eight clients who ask about one session, until they are told to stop."""

    def __init__(self, session) -> None:
        self.question, self.asker = about(session, "start"), Asker(session.clinic)
        self.warm = threading.Barrier(CLIENTS + 1)
        self.is_done, self.is_over = threading.Event(), threading.Event()
        self.answers: Counter = Counter()
        self.lock = threading.Lock()

    def client(self, _number: int) -> None:
        try:
            for _ in range(FIRST):
                self.ask()
            self.warm.wait(timeout=60)
            after = 0
            while after < FIRST:
                after += self.ask()
        finally:
            connections.close_all()

    def ask(self) -> bool:
        """Ask once; tell whether it was asked after the director was told."""
        is_after = self.is_done.is_set()
        answer = ask(self.question, asker=self.asker, at=timezone.now())
        with self.lock:
            self.answers[is_after, answer.decision.decision] += 1
        return is_after


def take_away(number: int, person, clinic, rita) -> None:
    if number % 2:
        ground = Ground("PRECAUTIONARY", "A report.")
        suspend_person(person, clinic, ground, signer=signing(rita, timezone.now()))
        return
    row = Credential.objects.get(person=person)
    shown = digest_of_shown(shown_of_credential(row))
    signer = signing(rita, timezone.now())
    revoke(row, reason="Found out.", shown_sha256=shown, signer=signer)


def test_no_yes_after_it_is_done(on_postgresql):
    clinic = make_clinic()
    rita = make_person("Rita Rowe", clinic, Role.CLINICAL_DIRECTOR)
    before = after = 0
    for number in range(ROUNDS):
        person = make_person(f"T{number} Ames", clinic, Role.THERAPIST)
        make_clear_today(person, clinic, "L1")
        asked = Round(session_soon(f"KX-{1000 + number}", clinic, person))
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(asked.client, n) for n in range(CLIENTS)]
            asked.warm.wait(timeout=60)
            take_away(number, person, clinic, rita)
            asked.is_done.set()
            for client in clients:
                client.result(timeout=60)

        assert asked.answers[True, True] == 0, number
        assert asked.answers[False, True] >= CLIENTS, number
        before += asked.answers[False, True]
        after += asked.answers[True, False]
    assert after >= ROUNDS * CLIENTS * FIRST
    records = DecisionRecord.objects
    assert records.filter(decision=True).count() == before
