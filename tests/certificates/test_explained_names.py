"""An answer names nobody of another clinic, whatever was asked."""

from certificates.actions.clearance import Asker, ask
from certificates.explain import _team, told
from home.models import Role
from tests.cast import NOW, make_person
from tests.certificates.asking import about
from tests.certificates.gate.standing import session_soon


class TestNames:
    def told_at(self, clinic, question):
        answer = ask(question, asker=Asker(clinic), at=NOW)
        return str(told(answer.as_json(), question, clinic))

    def test_a_team_named_in_a_question_is_named_at_its_own_clinic(
        self, clinic, other_clinic, alice
    ):
        stranger = make_person("Sonja Strange", other_clinic, Role.THERAPIST)
        rows = [
            {"id": str(alice.pk), "role": "lead"},
            {"id": str(stranger.pk), "role": "co_therapist"},
        ]
        question = {
            "subject": {"type": "team", "id": "t", "properties": {"members": rows}},
            "action": {"name": "book"},
            "resource": {
                "type": "session",
                "id": "KX-1",
                "properties": {
                    "clinic": clinic.slug,
                    "kind": "PREPARATION",
                    "starts_at": "2026-11-03T17:00:00Z",
                    "ends_at": "2026-11-03T18:00:00Z",
                },
            },
        }

        words = self.told_at(clinic, question)

        assert alice.name in words
        assert "Sonja" not in words

    def test_the_team_of_another_clinics_session_is_not_named(
        self, clinic, other_clinic
    ):
        stranger = make_person("Sonja Strange", other_clinic, Role.THERAPIST)
        session = session_soon("KX-9", other_clinic, stranger)
        question = about(session)

        data = ask(question, asker=Asker(clinic), at=NOW).as_json()

        assert "Sonja" not in str(_team(question, clinic))
        assert "Sonja" in str(_team(question, other_clinic))
        assert str(stranger.pk) not in str(data)
