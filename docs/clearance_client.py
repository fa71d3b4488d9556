"""Asks the clearance gate, and takes anything but a live yes for a no. Copy it freely.

Standard library only. `may_start` and `may_book` never raise: whatever goes wrong on
the way, the answer is no, with a sentence that says what happened.
"""

import json
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import NamedTuple

LARGEST = 1_000_000  # bytes of an answer


class Answer(NamedTuple):
    """A yes that holds until a moment, or a no with its reasons in plain words."""

    permitted: bool
    reasons: list[str]
    valid_until: datetime | None = None


class Gate:
    """The gate at one address, asked with one clinic's token."""

    def __init__(self, base: str, token: str, seconds: float = 3.0) -> None:
        self.url = base.rstrip("/") + "/access/v1/evaluation"
        self.token, self.seconds = token, seconds

    def may_start(self, code: str) -> Answer:
        """Ask at the door, each time anew: an earlier yes is never carried over."""
        return self._ask("start", code)

    def may_book(self, code: str) -> Answer:
        """Ask about the team that is booked for a session; this opens nothing."""
        return self._ask("book", code)

    def _ask(self, action: str, code: str) -> Answer:
        question = {
            "subject": {"type": "team", "id": f"team-of-{code}"},
            "action": {"name": action},
            "resource": {"type": "session", "id": code},
        }
        headers = {"Content-Type": "application/json"}
        headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps(question).encode()
        try:
            request = urllib.request.Request(self.url, body, headers)  # noqa: S310
            opened = urllib.request.urlopen(request, timeout=self.seconds)  # noqa: S310
            with opened as response:
                return _read(json.loads(response.read(LARGEST)))
        except urllib.error.HTTPError as error:
            return Answer(False, [f"The gate answered {error.code}, so no."])
        except Exception as error:  # whatever it is: no
            return Answer(False, [f"The gate could not be asked ({error}), so no."])


def _read(told: dict) -> Answer:
    context = told["context"]
    if told["decision"] is not True:
        why = [row["text"] for row in context["reasons"]]
        return Answer(False, why or ["The gate did not say yes."])
    until = datetime.fromisoformat(context["valid_until"])
    if context["basis"] not in ("policy", "override") or until <= datetime.now(UTC):
        return Answer(False, ["The yes is not live, so no."])
    return Answer(True, [row["text"] for row in context["warnings"]], until)
