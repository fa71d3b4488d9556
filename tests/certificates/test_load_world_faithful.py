"""What a world says is what the gate is told: its JSON judged as it is written.

Beside the database the same JSON is turned into facts here, by another hand, and
judged by the pure gate; a null date is none there.
"""

import random
from datetime import date, datetime

import pytest

from certificates.clearance.decide import decide
from certificates.clearance.policy import default_policy
from certificates.clearance.question import parse
from certificates.clearance.world import (
    AttestationFacts,
    BusyFacts,
    ClinicFacts,
    ClockFacts,
    CredentialFacts,
    DocumentFacts,
    ExclusionCheckFacts,
    MemberFacts,
    MembershipFacts,
    PersonFacts,
    RelationFacts,
    SessionFacts,
    SignatureFacts,
    SuspensionFacts,
    VerificationFacts,
    WorldFacts,
)
from certificates.worlds import words
from tests.certificates.putting import put, reasons
from tests.certificates.worldly import (
    AIDE,
    DIRECTOR,
    LEAD,
    NOW,
    NURSE,
    SECOND,
    load,
    question,
    session,
    world,
)

__all__ = ["put"]
pytestmark = pytest.mark.django_db
DAYS = (
    None,
    *(f"2026-{month:02}-{day:02}" for month in (1, 6, 11, 12) for day in (2, 3, 4, 30)),
)
MOMENTS = (None, "2026-12-02T10:00:00Z", "2026-12-03T16:00:00Z", "2026-12-03T16:31:00Z")
EARLIER = "2026-06-15T12:00:00Z"
PEOPLE = (LEAD, SECOND, NURSE, AIDE, DIRECTOR)


def spoil(data: dict, chance: random.Random) -> None:
    """This will change one thing in a world."""
    person, booked = chance.choice(data["people"]), data["sessions"][0]
    paper = chance.choice(person["documents"])
    one = chance.choice
    chance.choice(
        [
            lambda: person.update(gender=one(words.GENDERS)),
            lambda: person.update(matching_consent=False),
            lambda: person.update(drilled_on=one(DAYS)),
            lambda: person.update(refreshed_on=one(DAYS)),
            lambda: paper.update(expires_on=one(DAYS)),
            lambda: paper.update(issued_on=one(DAYS)),
            lambda: paper.update(discipline=True),
            lambda: paper["verifications"].append(
                {
                    "on": one(DAYS),
                    "method": one(words.METHODS),
                    "outcome": one(words.VERIFIED),
                }
            ),
            lambda: person["exclusion_checks"].append(
                {"on": one(DAYS), "outcome": one(words.CHECKED)}
            ),
            lambda: person["memberships"].append(
                {"clinic": "north", "role": one(words.MEMBERSHIPS), "from": one(DAYS)}
            ),
            lambda: person["memberships"][0].update(to=one((None, "2026-12-03"))),
            lambda: held(person, chance),
            lambda: person["suspensions"].append(
                {
                    "from": one(MOMENTS),
                    "lifted": one(MOMENTS),
                    "kind": one(words.SUSPENSIONS),
                }
            ),
            lambda: data["relationships"].append(
                {"a": LEAD, "b": one((SECOND, NURSE)), "kind": one(words.RELATIONSHIPS)}
            ),
            lambda: booked.update(preference=one(words.PREFERENCES)),
            lambda: booked.update(staffing_code=one(words.CODES)),
            lambda: booked.update(ordinal=one((None, 1, 2, 4))),
            lambda: booked.update(kind=one(words.SESSION_KINDS)),
            lambda: booked.update(state=one(words.SESSION_STATES)),
            lambda: one(booked["attestations"]).update(at=one(MOMENTS)),
            lambda: one(booked["members"]).update(role=one(words.TEAM)),
            lambda: one(booked["members"]).update(id=one(PEOPLE)),
            lambda: booked["signatures"].append(
                {
                    "code": one(("COMPOSITION", "COURSE-LENGTH")),
                    "by": one(PEOPLE),
                    "reason": one(("", "Seen and agreed.")),
                    "at": one(MOMENTS),
                }
            ),
            lambda: data["clinics"][0]["parameters"].update(set_on=one(DAYS)),
            lambda: data["clinics"][0]["parameters"].update(observe_minutes=None),
            lambda: data["clinics"][0].update(in_person=one((None, False))),
            lambda: data["sessions"].append(
                session(
                    f"S-{len(data['sessions']) + 1}",
                    starts_at="2026-12-03T19:00:00Z",
                    ends_at=one(("2026-12-03T21:00:00Z", None)),
                    state=one(words.SESSION_STATES),
                )
            ),
        ]
    )()


def held(person: dict, chance: random.Random) -> None:
    for row in person["credentials"][:1]:
        row.update(state=chance.choice(words.STATES))
        first = row["valid_from"] = chance.choice(DAYS)
        row["valid_to"] = chance.choice([d for d in DAYS if not d or d >= (first or d)])


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def person_facts(row: dict, data: dict) -> PersonFacts:
    return PersonFacts(
        id=row["id"],
        name=row["name"],
        gender=row["gender"],
        matching_consent=row["matching_consent"],
        memberships=tuple(
            # Without `to` it holds on no day; only a null one is open-ended.
            MembershipFacts(m["clinic"], m["role"], day(m["from"]), day(m["to"]))
            for m in row["memberships"]
            if "to" in m
        ),
        documents=tuple(
            DocumentFacts(
                d["kind"],
                day(d["issued_on"]),
                day(d["expires_on"]),
                d["jurisdiction"],
                d["discipline"],
                tuple(
                    VerificationFacts(day(v["on"]), v["method"], v["outcome"])
                    for v in d["verifications"]
                ),
            )
            for d in row["documents"]
        ),
        exclusion_checks=tuple(
            ExclusionCheckFacts(day(c["on"]), c["outcome"])
            for c in row["exclusion_checks"]
        ),
        credentials=tuple(
            CredentialFacts(
                c["type"],
                c["clinic"],
                day(c["valid_from"]),
                day(c["valid_to"]),
                c["state"],
            )
            for c in row["credentials"]
        ),
        refreshed_on=day(row["refreshed_on"]),
        drilled_on=day(row["drilled_on"]),
        suspensions=tuple(
            SuspensionFacts(moment(s["from"]), moment(s["lifted"]), s["kind"])
            for s in row["suspensions"]
        ),
        busy=tuple(
            BusyFacts(
                s["code"],
                s["clinic"],
                m["role"],
                s["kind"],
                moment(s["starts_at"]),
                moment(s["ends_at"]),
                s["state"],
                data["clinics"][0]["parameters"]["observe_minutes"],
            )
            for s in data["sessions"]
            for m in s["members"]
            if m["id"] == row["id"]
        ),
    )


def session_facts(row: dict) -> SessionFacts:
    return SessionFacts(
        code=row["code"],
        clinic=row["clinic"],
        kind=row["kind"],
        starts_at=moment(row["starts_at"]),
        ends_at=moment(row["ends_at"]),
        route=row["route"],
        ordinal=row["ordinal"],
        staffing_code=row["staffing_code"],
        preference=row["preference"],
        state=row["state"],
        members=tuple(
            MemberFacts(m["id"], m["role"], m.get("presence")) for m in row["members"]
        ),
        attestations=tuple(
            AttestationFacts(a["code"], a["by"], moment(a["at"]))
            for a in row["attestations"]
        ),
        signatures=tuple(
            SignatureFacts(s["code"], s["by"], s["reason"], moment(s["at"]))
            for s in row["signatures"]
        ),
    )


def as_written(data: dict) -> WorldFacts:
    place = data["clinics"][0]
    values = place["parameters"] | {"set_on": day(place["parameters"]["set_on"])}
    names = ("slug", "name", "time_zone", "jurisdiction", "in_person")
    return WorldFacts(
        clinic=ClinicFacts(**{name: place[name] for name in names}, **values),
        clock=ClockFacts(moment(NOW), moment(NOW)),
        people=tuple(person_facts(row, data) for row in data["people"]),
        relations=tuple(
            RelationFacts(r["a"], r["b"], r["kind"]) for r in data["relationships"]
        ),
        session=session_facts(data["sessions"][0]),
    )


def told(decision) -> set[tuple[str, str, str]]:
    return {(v.code, v.result.value, v.subject) for v in decision.reasons}


@pytest.mark.parametrize("seed", range(60))
def test_the_gate_judges_the_world_as_it_is_written(seed, put, tmp_path):
    chance = random.Random(seed)
    data = world()
    for _number in range(chance.randint(1, 5)):
        spoil(data, chance)
    asked = [question(action) for action in ("book", "start")]
    asked += [question("book", as_of=then) for then in MOMENTS if then]
    asked += [question("start", as_of=EARLIER)]

    load(data, tmp_path)
    answers = put(*asked)

    for one, answer in zip(asked, answers, strict=True):
        expected = decide(parse(one), as_written(data), default_policy(), moment(NOW))
        found = {
            (row["code"], row["result"], row["subject"])
            for row in answer["context"]["reasons"]
        }
        assert found == told(expected)
        assert answer["decision"] is expected.decision
        assert {pair[:2] for pair in found} == reasons(answer)
