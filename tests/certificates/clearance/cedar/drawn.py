"""Worlds drawn at random: mostly in order, each thing now and then at fault.

Every person has at most one row of a kind, so that a world can be told to Cedar, which
knows no loops. Days crowd around the boundaries.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from certificates.clearance.world import (
    BusyFacts,
    CredentialFacts,
    DocumentFacts,
    ExclusionCheckFacts,
    MemberFacts,
    MembershipFacts,
    PersonFacts,
    RelationFacts,
    SuspensionFacts,
    VerificationFacts,
    WorldFacts,
)
from tests.certificates.clearance.worlds import (
    CLEAR,
    NORTH,
    NOW,
    SESSION,
    STARTS,
    TODAY,
    attested,
    person,
    signed,
)

EARLY, LATE = date(2026, 1, 1), date(2027, 12, 31)
MINUTE = timedelta(minutes=1)
LEVELS = ("L1", "L2A", "L2B", "L3", "T", "S")
SEATS = {
    "lead": "THERAPIST",
    "co_therapist": "THERAPIST",
    "supervisor": "THERAPIST",
    "assessor": "ASSESSOR",
    "medical_clinician": "MEDICAL_CLINICIAN",
    "second_staff": "STAFF",
}
ALWAYS = {"lead": 1.0, "co_therapist": 0.7, "medical_clinician": 0.96}
PREFERENCES = (
    *("ONE_WOMAN", "ONE_MAN", "WOMAN_AND_MAN", "TWO_WOMEN", "TWO_MEN"),
    *("WOMAN_PRESENT", "MAN_PRESENT", "OTHER_BY_DIRECTOR", "NOT_ASKED", None),
)


class Draw:
    """One world from one seed."""

    def __init__(self, seed: int, faults: float) -> None:
        self.random, self.faults = Random(seed), faults

    def maybe(self, good, *bad):
        """Give what is in order, or with the chance of a fault something else."""
        if bad and self.random.random() < self.faults:
            return self.random.choice(bad)
        return good

    def near(self, day: date, spread: int = 2) -> date:
        return day + timedelta(days=self.random.randint(-spread, spread))

    def period(self) -> tuple[date | None, date | None]:
        first = self.maybe(EARLY, self.near(TODAY), None)
        return first, self.maybe(LATE, self.near(TODAY), None)

    def credential(self, type_: str, target: str = "") -> CredentialFacts:
        first, last = self.period()
        state = self.maybe("ACTIVE", "SUSPENDED", "REVOKED", "EXPIRED", "PROVISIONAL")
        clinic = self.maybe("north", "south")
        return CredentialFacts(type_, clinic, first, last, state, target, id=type_)

    def document(self, kind: str) -> tuple[DocumentFacts, ...]:
        first, last = self.period()
        rows = ()
        if kind == "LICENCE":
            on = self.maybe(TODAY - timedelta(days=9), self.near(TODAY), None)
            on = self.maybe(on, self.near(TODAY - timedelta(days=120)))
            outcome = self.maybe("VERIFIED", "DISCREPANCY", "NOT_FOUND", "UNAVAILABLE")
            method = self.maybe(
                "PRIMARY_SOURCE", "DESIGNATED_EQUIVALENT", "DOCUMENT_ONLY"
            )
            rows = self.maybe((VerificationFacts(on, method, outcome),), ())
        place = self.maybe("US-MA", "US-NY") if kind == "LICENCE" else ""
        discipline = self.maybe(False, True) if kind == "LICENCE" else False
        row = DocumentFacts(kind, first, last, place, discipline, rows, id=kind)
        return self.maybe((row,), ())

    def credentials(self, seat: str) -> tuple[CredentialFacts, ...]:
        if seat in ("medical_clinician", "second_staff"):
            return ()
        usual = ("L3", "T", "S") if seat == "assessor" else ("L3", "T")
        types = self.maybe(usual, *[(t, "T") for t in LEVELS[:4]], ("L1",), (), ("T",))
        types = self.maybe(types, self.random.sample(LEVELS, 2))
        rows = [self.credential(t) for t in dict.fromkeys(types)]
        if self.random.random() < self.faults:
            target = self.random.choice(["L1", "L2", "T"])
            rows.append(self.credential("CANDIDATE", target))
        return tuple(rows)

    def busy(self) -> tuple[BusyFacts, ...]:
        begins = STARTS + self.random.choice(
            [-240, -91, -90, 0, 119, 209, 210, 211]
        ) * (MINUTE)
        row = BusyFacts(
            "s2",
            self.maybe("north", "south"),
            self.random.choice(["lead", "medical_clinician"]),
            self.random.choice(["PREPARATION", "MEDICATION"]),
            begins,
            begins + 90 * MINUTE,
            self.random.choice(["BOOKED", "STARTED", "RELEASED", "CLOSED"]),
            self.random.choice([0, 1, 120]),
        )
        return self.maybe((), (row,))

    def person(self, id_: str, seat: str) -> PersonFacts:
        first, last = self.maybe((EARLY, None), self.period())
        role = self.maybe(SEATS[seat], "SCHEDULER", "AUDITOR", "THERAPIST", "STAFF")
        member = MembershipFacts(self.maybe("north", "south"), role, first, last)
        on = self.maybe(TODAY - timedelta(days=5), self.near(TODAY), None)
        on = self.maybe(on, self.near(TODAY - timedelta(days=31)))
        check = ExclusionCheckFacts(
            on, self.maybe("CLEAR", "POTENTIAL_MATCH", "CONFIRMED")
        )
        since = self.random.choice([NOW, NOW - MINUTE, NOW + MINUTE])
        until = self.random.choice([None, NOW, NOW + MINUTE])
        usual = "MAN" if seat == "co_therapist" else "WOMAN"
        return PersonFacts(
            id=id_,
            name=id_,
            gender=self.maybe(usual, "WOMAN", "MAN", "NONBINARY", "UNDISCLOSED"),
            matching_consent=self.maybe(True, False),
            memberships=self.maybe((member,), ()),
            documents=tuple(
                row
                for kind in ("LICENCE", "LIABILITY", "BLS")
                for row in self.document(kind)
            ),
            exclusion_checks=self.maybe((check,), ()),
            credentials=self.credentials(seat),
            refreshed_on=self.maybe(
                date(2026, 6, 1), self.near(date(2025, 12, 7)), None
            ),
            drilled_on=self.maybe(date(2026, 10, 1), self.near(date(2026, 6, 7)), None),
            suspensions=self.maybe((), (SuspensionFacts(since, until),)),
            busy=self.busy(),
        )

    def moment(self, usual):
        return self.maybe(usual, NOW + MINUTE, NOW, STARTS - timedelta(days=1), None)

    def attestations(self, names: list[str]) -> list:
        days_ago = NOW - timedelta(days=3)
        hour_ago = NOW - timedelta(hours=1)
        cleared = self.maybe(days_ago, *self.about_a_week())
        made = [
            ("PREPARATION-DONE", days_ago, "petra"),
            ("PRESCRIBER-CLEARANCE", cleared, "clara"),
            ("CONSENT-EARLIER-DAY", self.maybe(days_ago, hour_ago), "petra"),
            ("DAY-OF-SCREEN", hour_ago, "petra"),
            ("ESCORT-CONFIRMED", hour_ago, "petra"),
            ("KIT-READY", hour_ago, "petra"),
            ("INTEGRATION-SINCE", hour_ago, "petra"),
            ("PAUSE-BY-TWO", hour_ago, self.maybe(names[0], "petra")),
            ("PAUSE-BY-TWO", hour_ago, self.maybe(names[-1], "petra", names[0])),
        ]
        rows = []
        for code, usual, by in made:
            at = self.moment(usual)
            if at is not None and self.random.random() >= self.faults:
                rows.append(attested(code, by=by, at=at))
        return rows

    def about_a_week(self):
        week = NOW - timedelta(days=7)
        return week, week - timedelta(days=1), week + timedelta(days=1)

    def team(self) -> list[MemberFacts]:
        team = []
        for seat in SEATS:
            chance = ALWAYS.get(seat, 0.5)
            if self.random.random() < chance:
                presence = None
                if seat == "supervisor":
                    presence = self.random.choice(["IN_ROOM", "ON_SITE", None])
                team.append(MemberFacts(seat, seat, presence))
        return team

    def world(self) -> WorldFacts:
        seated = self.team()
        people = [self.person(m.id, m.role) for m in seated]
        members = seated
        if len(seated) > 1 and self.random.random() < self.faults / 2:
            members = [*seated[:-1], replace(seated[-1], id=seated[0].id)]
        kind = self.random.choice(["MEDICATION"] * 3 + ["PREPARATION", "INTEGRATION"])
        ordinal = self.random.choice([1, 1, 2, 4]) if kind == "MEDICATION" else None
        session = replace(
            SESSION,
            kind=kind,
            ordinal=ordinal,
            staffing_code=self.random.choice("ABC"),
            preference=self.maybe("NONE_STATED", *PREFERENCES),
            state=self.maybe("BOOKED", "STARTED", "CLOSED"),
            members=tuple(members),
            attestations=tuple(self.attestations([m.id for m in members])),
            signatures=tuple(self.signatures()),
        )
        related = {"lead", "co_therapist"} <= {m.id for m in seated}
        tie = (RelationFacts("lead", "co_therapist", "SPOUSE"),) if related else ()
        watching = person("petra", "THERAPIST", self.maybe("L1", "S"))
        directing = (
            person("dana", "CLINICAL_DIRECTOR"),
            person("max", "MEDICAL_DIRECTOR"),
        )
        return replace(
            CLEAR,
            clinic=replace(NORTH, bp_stop=self.maybe("180/110", "")),
            people=(*people, watching, *directing),
            relations=self.maybe((), tie),
            session=session,
        )

    def signatures(self) -> list:
        codes = ("COMPOSITION", "RELATION-DECLARED", "CONSENT-EARLIER-DAY")
        rows = [signed(code, by=self.maybe("dana", "max", "petra")) for code in codes]
        rows.append(signed("COURSE-LENGTH", by="dana"))
        rows.append(signed("COURSE-LENGTH", by=self.maybe("max", "dana", "petra")))
        return [row for row in rows if self.random.random() < 0.6]


def drawn(seed: int) -> WorldFacts:
    """Give one world; some are nearly in order, others are not."""
    return Draw(seed, faults=(0.01, 0.02, 0.04, 0.1)[seed % 4]).world()
