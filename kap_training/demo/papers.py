"""Outside documents, how each was verified, and other dated facts in people's files."""

import datetime
from dataclasses import dataclass
from functools import partial

from certificates.actions.documents import (
    DocumentEntry,
    VerificationEntry,
    record_currency,
    record_document,
    record_exclusion_check,
    record_verification,
)
from certificates.models import CurrencyRecord, Document, Verification
from home.models import Person
from kap_training.demo.actors import NORTH, SOUTH
from kap_training.demo.derived import chance_for
from kap_training.demo.stage import Stage

Method, Outcome = Verification.Method, Verification.Outcome
Kind = CurrencyRecord.Kind
BOARDS = {
    NORTH: ("US-MA", "Massachusetts licensing board"),
    SOUTH: ("US-OR", "Oregon licensing board"),
}
KEEPERS = {NORTH: "stella", SOUTH: "charlie"}


@dataclass(frozen=True)
class Papers:
    """What is in somebody's file.

    Args:
        clinics: for whose jurisdictions there is a licence.
        since: the day they were recorded, in days ago.
        checked: the days on which board and exclusion list were asked, in days ago.
        method, outcome: of the newest verification.
        exclusion: what the newest look into the exclusion list said.
        bls_left: the days for which basic life support still holds.
        cases: whether a case presentation and a rater calibration are on record.
    """

    clinics: tuple[str, ...] = (NORTH,)
    since: int = 425
    checked: tuple[int, ...] = (5,)
    method: str = Method.PRIMARY_SOURCE
    outcome: str = Outcome.VERIFIED
    exclusion: str = "CLEAR"
    bls_left: int = 300
    cases: bool = False


SENIOR = Papers(checked=(405, 300, 200, 100, 5), cases=True)
FILES = {
    "tomas": SENIOR,
    "bob": SENIOR,
    "adaeze": SENIOR,
    "ingrid": SENIOR,
    "mateus": Papers(method=Method.DESIGNATED_EQUIVALENT, cases=True),
    "dmitri": Papers(cases=True),
    "henrik": Papers(),
    "meiling": Papers(),
    "ngozi": Papers(),
    "stella": Papers(),
    "noor": Papers(since=3, checked=(2,), method=Method.DOCUMENT_ONLY),
    "alice": Papers(since=58, checked=(55,), method=Method.SELF_ATTESTED),
    "lucia": Papers(since=145, checked=(37, 6)),
    "jamal": Papers(since=155, checked=(37, 6)),
    "bisi": Papers(since=165, checked=(57, 20, 4), outcome=Outcome.DISCREPANCY),
    "hana": Papers(checked=(220, 6)),
    "piotr": Papers(checked=(190, 180, 60, 6)),
    "aroha": Papers(bls_left=9),
    "rowan": Papers(checked=(190, 150, 60, 6)),
    "guadalupe": Papers(checked=(26, 6)),
    "yael": Papers(outcome=Outcome.UNAVAILABLE),
    "eun": Papers(),
    "gareth": Papers(checked=(250, 40), outcome=Outcome.NOT_FOUND),
    "thandiwe": Papers(checked=(250, 6)),
    "freya": Papers(clinics=(NORTH, SOUTH)),
    "kalani": Papers(clinics=(SOUTH,), cases=True),
    "soraya": Papers(clinics=(SOUTH,), cases=True),
    "xiomara": Papers(clinics=(SOUTH,)),
}


def plan_papers(stage: Stage) -> None:
    """This will put everybody's file on the timeline."""
    for key, papers in FILES.items():
        _licences(stage, key, papers)
        _cover(stage, key, papers)
        _checks(stage, key, papers)
        _dated_facts(stage, key, papers)


def _licences(stage: Stage, key: str, papers: Papers) -> None:
    chance = chance_for(stage.seed, f"papers/{key}")
    for clinic in papers.clinics:
        jurisdiction, board = BOARDS[clinic]
        entry = DocumentEntry(
            kind=Document.Kind.LICENCE,
            jurisdiction=jurisdiction,
            issuer=board,
            number=f"D-{chance.randrange(100_000, 999_999)}",
            issued_on=stage.day(papers.since + 300),
            expires_on=stage.day(-chance.randrange(200, 600)),
        )
        _record(stage, key, papers, entry)
        for days in papers.checked:
            stage.timeline.put(
                stage.timeline.moment(days, 14, 30),
                partial(_ask_board, stage, key, papers, (days, entry)),
            )


def _ask_board(stage: Stage, key, papers: Papers, asked, at: datetime.datetime) -> None:
    """Record what the board says of a licence that is in the file by now."""
    days, entry = asked
    is_newest = days == papers.checked[-1]
    verification = VerificationEntry(
        on=stage.day(days),
        method=papers.method if is_newest else Method.PRIMARY_SOURCE,
        outcome=papers.outcome if is_newest else Outcome.VERIFIED,
        source=entry.issuer,
    )
    licence = Document.objects.get(
        person=stage.people[key], kind=entry.kind, jurisdiction=entry.jurisdiction
    )
    keeper = _keeper(stage, key, papers)
    record_verification(licence, verification, by=keeper, at=at)


def _record(stage: Stage, key: str, papers: Papers, entry: DocumentEntry) -> None:
    act = partial(_file, stage.people[key], _keeper(stage, key, papers), entry)
    stage.timeline.put(stage.timeline.moment(papers.since, 14, 20), act)


def _file(
    person: Person, by: Person, entry: DocumentEntry, at: datetime.datetime
) -> None:
    record_document(person, entry, by=by, at=at)


def _cover(stage: Stage, key: str, papers: Papers) -> None:
    """Liability cover and basic life support."""
    for kind, left in (
        (Document.Kind.LIABILITY, 200),
        (Document.Kind.BLS, papers.bls_left),
    ):
        entry = DocumentEntry(
            kind=kind,
            issued_on=stage.day(papers.since + 20),
            expires_on=stage.day(-left),
        )
        _record(stage, key, papers, entry)


def _checks(stage: Stage, key: str, papers: Papers) -> None:
    for days in papers.checked:
        outcome = papers.exclusion if days == papers.checked[-1] else "CLEAR"
        act = partial(_look_up, stage, key, papers, (days, outcome))
        stage.timeline.put(stage.timeline.moment(days, 14, 40), act)


def _look_up(stage: Stage, key, papers: Papers, what, at: datetime.datetime) -> None:
    days, outcome = what
    record_exclusion_check(
        stage.people[key],
        on=stage.day(days),
        outcome=outcome,
        by=_keeper(stage, key, papers),
        at=at,
    )


def _dated_facts(stage: Stage, key: str, papers: Papers) -> None:
    days = {Kind.CONDUCT: papers.since - 1}
    if papers.since > 100:
        days |= {Kind.REFRESH: 45, Kind.DRILL: 30}
    if papers.since > 400:
        days |= {Kind.REFRESH: 70, Kind.DRILL: 65}
    if papers.cases:
        days |= {Kind.CASE: 290, Kind.CALIBRATION: 120}
    for kind, ago in days.items():
        act = partial(_note, stage, key, papers, (kind, ago))
        stage.timeline.put(stage.timeline.moment(ago, 14, 50), act)


def _note(stage: Stage, key, papers: Papers, what, at: datetime.datetime) -> None:
    kind, days = what
    record_currency(
        stage.people[key],
        kind=kind,
        on=stage.day(days),
        by=_keeper(stage, key, papers),
        at=at,
    )


def _keeper(stage: Stage, key: str, papers: Papers) -> Person:
    """Nobody keeps their own file."""
    name = KEEPERS[papers.clinics[0]]
    return stage.people["rita" if name == key else name]
