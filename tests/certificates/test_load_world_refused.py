"""A world that is refused: where, why, and nothing of it is left behind."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.actions.worlds import load_world
from certificates.models import Session
from certificates.worlds.reading import world_of
from home.models import AuditEntry, Clinic, Person, User
from tests.certificates.worldly import (
    DIRECTOR,
    LEAD,
    clinic,
    load,
    person,
    session,
    world,
)

pytestmark = pytest.mark.django_db


def spoiled(spoil) -> dict:
    data = world()
    spoil(data)
    return data


class TestARefusedWorld:
    @pytest.mark.parametrize(
        ("path", "spoil"),
        [
            ("people[2].documents[0].colour", lambda w: paper(w).update(colour=1)),
            ("clinics[0].parameters.dose", lambda w: site(w).update(dose=1)),
            ("patients", lambda w: w.update(patients=[])),
            ("people", lambda w: w.update(people={})),
            ("people[1]", lambda w: w["people"].__setitem__(1, "Mark")),
            ("people[0].id", lambda w: w["people"][0].update(id="wanda")),
            ("people[0].name", lambda w: w["people"][0].update(name=" ")),
            ("people[0].name", lambda w: w["people"][0].update(name="a\0b")),
            ("people[0].email", lambda w: w["people"][0].update(email="wanda")),
            ("people[0].gender", lambda w: w["people"][0].update(gender="F")),
            (
                "people[0].matching_consent",
                lambda w: w["people"][0].update(matching_consent="yes"),
            ),
            (
                "people[2].documents[0].discipline",
                lambda w: paper(w).update(discipline=None),
            ),
            (
                "people[2].documents[0].issued_on",
                lambda w: paper(w).update(issued_on="03/12/2026"),
            ),
            (
                "people[2].documents[0].issued_on",
                lambda w: paper(w).update(issued_on="2026-02-30"),
            ),
            (
                "people[2].documents[0].verifications[0].outcome",
                lambda w: paper(w)["verifications"][0].update(outcome="GOOD"),
            ),
            ("people[0].credentials[0].type", lambda w: held(w).update(type="L4")),
            ("people[0].credentials[0].target", lambda w: held(w).update(target="L2")),
            (
                "people[0].credentials[0].target",
                lambda w: held(w).update(type="CANDIDATE"),
            ),
            (
                "people[0].credentials[0].valid_to",
                lambda w: held(w).update(valid_to="2025-12-31"),
            ),
            ("people[0].credentials[0].clinic", lambda w: held(w).update(clinic="x")),
            ("people[0].credentials[1]", lambda w: held(w).update(type="T")),
            (
                "people[0].memberships[0].to",
                lambda w: w["people"][0]["memberships"][0].update(to="2024-12-31"),
            ),
            ("people[1].id", lambda w: w["people"][1].update(id=LEAD.upper())),
            (
                "people[1].email",
                lambda w: w["people"][1].update(email="WANDA@example.org"),
            ),
            (
                "people[0].suspensions[0].from",
                lambda w: w["people"][0].update(
                    suspensions=[{"kind": "ADMINISTRATIVE", "from": "2026-01-01"}]
                ),
            ),
            ("clinics[1].slug", lambda w: w["clinics"].append(clinic())),
            ("clinics[0].slug", lambda w: w["clinics"][0].update(slug="n th")),
            ("clinics[0].time_zone", lambda w: w["clinics"][0].update(time_zone="X")),
            (
                "clinics[0].parameters.observe_minutes",
                lambda w: site(w).update(observe_minutes="120"),
            ),
            (
                "clinics[0].parameters.observe_minutes",
                lambda w: site(w).update(observe_minutes=True),
            ),
            (
                "relationships[0].b",
                lambda w: w.update(
                    relationships=[{"a": LEAD, "b": LEAD, "kind": "SPOUSE"}]
                ),
            ),
            (
                "relationships[0].a",
                lambda w: w.update(
                    relationships=[
                        {"a": LEAD.replace("a", "b"), "b": LEAD, "kind": "SPOUSE"}
                    ]
                ),
            ),
            ("sessions[0].clinic", lambda w: booked(w).update(clinic="south")),
            ("sessions[0].state", lambda w: booked(w).update(state="OPEN")),
            ("sessions[0].state", lambda w: booked(w).pop("state")),
            (
                "sessions[0].starts_at",
                lambda w: booked(w).update(starts_at="2026-12-03T17:00:00"),
            ),
            (
                "sessions[0].ends_at",
                lambda w: booked(w).update(ends_at=booked(w)["starts_at"]),
            ),
            ("sessions[0].ordinal", lambda w: booked(w).update(ordinal=-1)),
            (
                "sessions[0].members[0].role",
                lambda w: booked(w)["members"][0].update(role="therapist"),
            ),
            (
                "sessions[0].members[0].id",
                lambda w: booked(w)["members"][0].update(
                    id="00000000-0000-4000-8000-000000000000"
                ),
            ),
            (
                "sessions[0].attestations[3].by",
                lambda w: booked(w)["attestations"][3].update(
                    by="00000000-0000-4000-8000-000000000000"
                ),
            ),
            ("sessions[1].code", lambda w: w["sessions"].append(session())),
        ],
    )
    def test_says_where_and_leaves_nothing(self, tmp_path, path, spoil):
        data = spoiled(spoil)

        with pytest.raises(CommandError) as refused:
            load(data, tmp_path)

        assert str(refused.value).startswith(f"{path}: ")
        assert refused.value.returncode == 1
        for model in (Clinic, Person, User, Session, AuditEntry):
            assert not model.objects.exists()

    @pytest.mark.parametrize(
        "code",
        ["Jane Doe", "JANE-DOE", "jane-doe", "1984-03-02", "617-555-0143", "Jane", ""],
    )
    def test_is_one_whose_session_could_name_a_patient(self, tmp_path, code):
        with pytest.raises(CommandError, match=r"^sessions\[0\]\.code: "):
            load(world(sessions=[session(code)]), tmp_path)

    @pytest.mark.parametrize("code", ["s1", "S-1", "opaque", "kap_0142", "sess.7"])
    def test_is_not_one_with_another_systems_codes(self, tmp_path, code):
        load(world(sessions=[session(code)]), tmp_path)

        assert Session.objects.get().code == code

    def test_is_one_whose_signature_could_name_a_patient(self, tmp_path):
        signed = {
            "code": "COMPOSITION",
            "by": DIRECTOR,
            "reason": "Patient Jane agreed",
        }

        with pytest.raises(CommandError, match=r"signatures\[0\]\.reason: "):
            load(world(sessions=[session(signatures=[signed])]), tmp_path)

    @pytest.mark.parametrize(
        "text",
        ["", "[", "[]", '{"clinics": NaN}', '{"people": [], "people": []}', "\xff"],
    )
    def test_is_no_json_object(self, tmp_path, text):
        with pytest.raises(CommandError, match=r"^world: "):
            load(text, tmp_path)

    def test_is_one_that_stands_already(self, tmp_path):
        load(world(), tmp_path)
        before = AuditEntry.objects.count()

        for part, path in (("clinics", "clinics[0].slug"), ("people", "people[0].id")):
            with pytest.raises(CommandError) as refused:
                load({part: world()[part]}, tmp_path)
            assert str(refused.value).startswith(path)
        with pytest.raises(CommandError, match=r"^sessions\[0\]\.code: "):
            load({"sessions": [session()]}, tmp_path)
        other = person("00000000-0000-4000-8000-000000000001", "Wanda Wu", "STAFF")
        with pytest.raises(CommandError, match=r"^people\[0\]\.email: "):
            load({"people": [other]}, tmp_path)

        assert AuditEntry.objects.count() == before

    def test_is_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("load_world", tmp_path / "none.json")

    def test_leaves_nothing_when_the_database_refuses(self, monkeypatch):
        entered = world_of(world())
        monkeypatch.setattr(
            "certificates.actions.worlds.require_whole", lambda *told: None
        )
        load_world(entered, at=timezone.now())
        before = AuditEntry.objects.count()

        with pytest.raises(Exception, match="did not take a row"):
            load_world(entered, at=timezone.now())

        assert AuditEntry.objects.count() == before
        assert Clinic.objects.count() == 1


def paper(data) -> dict:
    return data["people"][2]["documents"][0]


def held(data) -> dict:
    return data["people"][0]["credentials"][0]


def site(data) -> dict:
    return data["clinics"][0]["parameters"]


def booked(data) -> dict:
    return data["sessions"][0]
