"""The client that outsiders copy: whatever is not a live yes is a no."""

import datetime
import http.server
import importlib.util
import json
import socket
import threading
import time
from pathlib import Path

import pytest

CLIENT = Path(__file__).resolve().parents[3] / "docs" / "clearance_client.py"
LONGEST = 60
HOUR = datetime.timedelta(hours=1)


def load():
    spec = importlib.util.spec_from_file_location("clearance_client", CLIENT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def yes(**more):
    until = datetime.datetime.now(datetime.UTC) + HOUR
    context = {
        "basis": "policy",
        "valid_until": until.isoformat().replace("+00:00", "Z"),
        "reasons": [],
        "warnings": [{"text": "The comfort of the room is not attested."}],
    }
    return {"decision": True, "context": context | more}


def body(told):
    return json.dumps(told).encode()


@pytest.fixture
def serve():
    """Gives a function that answers like a gate, on a real socket."""
    running = []

    def start(status, answer, wait=0.0):
        class Handler(http.server.BaseHTTPRequestHandler):
            asked = []

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                question = json.loads(self.rfile.read(length))
                self.asked.append((self.path, self.headers["Authorization"], question))
                time.sleep(wait)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args):
                """Says nothing."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_port}", Handler.asked

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


class TestTheClient:
    def test_takes_a_live_yes(self, serve):
        base, asked = serve(200, body(yes()))

        answer = load().Gate(base, "kap_x").may_start("KX-204")

        assert answer.permitted is True
        assert answer.valid_until > datetime.datetime.now(datetime.UTC)
        assert answer.reasons == ["The comfort of the room is not attested."]
        path, token, question = asked[0]
        assert (path, token) == ("/access/v1/evaluation", "Bearer kap_x")
        assert question["action"] == {"name": "start"}
        assert question["resource"] == {"type": "session", "id": "KX-204"}

    def test_tells_why_not(self, serve):
        told = yes(reasons=[{"text": "Alice Ames cannot be assigned at present."}])
        base, _asked = serve(200, body(told | {"decision": False}))

        answer = load().Gate(base, "kap_x").may_book("KX-204")

        assert answer == (False, ["Alice Ames cannot be assigned at present."], None)

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            (200, yes(valid_until="2020-01-01T00:00:00Z")),
            (200, yes(valid_until=None)),
            (200, yes(valid_until="soon")),
            (200, yes(valid_until="2999-01-01T00:00:00")),
            (200, yes(basis="hypothetical")),
            (200, yes(basis=None)),
            (200, yes() | {"decision": "true"}),
            (200, yes() | {"decision": 1}),
            (200, {"decision": True}),
            (200, [True]),
            (200, True),
            (201, {"decision": True, "context": None}),
            (401, yes()),
            (429, yes()),
            (500, yes()),
            (503, yes()),
        ],
    )
    def test_takes_nothing_else(self, serve, status, told):
        base, _asked = serve(status, body(told))

        answer = load().Gate(base, "kap_x").may_start("KX-204")

        assert answer.permitted is False
        assert answer.reasons

    @pytest.mark.parametrize("answer", [b"", b"yes", b"\xff", b"[" * 100_000])
    def test_takes_no_rubbish(self, serve, answer):
        base, _asked = serve(200, answer)

        assert load().Gate(base, "kap_x").may_start("KX-204").permitted is False

    def test_does_not_wait_for_ever(self, serve):
        base, _asked = serve(200, body(yes()), wait=2)

        answer = load().Gate(base, "kap_x", seconds=0.2).may_start("KX-204")

        assert answer.permitted is False

    def test_says_no_when_nobody_is_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            base = f"http://127.0.0.1:{free.getsockname()[1]}"

        assert load().Gate(base, "kap_x").may_start("KX-204").permitted is False

    def test_is_short_enough_to_be_read(self):
        lines = CLIENT.read_text().splitlines()
        code = [line for line in lines if line.strip()]

        assert len(code) <= LONGEST
