"""A server's settings, each time in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ASK = (
    "import json; from django.conf import settings as s; "
    "print(json.dumps([s.CACHES, getattr(s, 'SECURE_PROXY_SSL_HEADER', None), "
    "s.EMAIL_BACKEND]))"
)


@pytest.fixture
def complete(tmp_path):
    return {
        "DJANGO_SETTINGS_MODULE": "kap_training.settings.production",
        "SECRET_KEY": "x" * 60,
        "PUBLIC_BASE_URL": "https://training.example.org",
        "ALLOWED_HOSTS": "training.example.org",
        "DATA_DIR": str(tmp_path),
        "EMAIL_URL": "smtp://mail.example.org:25",
        "CHECKPOINT_KEY_FILE": str(tmp_path / "checkpoint.pem"),
    }


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    """This will run Python in the project with these variables and no others."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def asked(environment: dict[str, str]) -> list:
    done = run(environment, "-c", ASK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class TestAMissingVariable:
    @pytest.mark.parametrize(
        "name",
        [
            "SECRET_KEY",
            "PUBLIC_BASE_URL",
            "ALLOWED_HOSTS",
            "EMAIL_URL",
            "CHECKPOINT_KEY_FILE",
        ],
    )
    def test_is_one_sentence_at_the_start(self, complete, name):
        del complete[name]
        done = run(complete, "manage.py", "check")

        assert done.returncode != 0
        assert done.stderr.strip() == (
            f"Set {name} in the environment before starting."
        )

    def test_is_one_sentence_for_the_web_process_too(self, complete):
        del complete["EMAIL_URL"]
        done = run(complete, "-c", "import kap_training.wsgi")

        # gunicorn gives up on 3, and would start a worker again on anything else.
        assert done.returncode == 3
        assert done.stderr.strip() == (
            "Set EMAIL_URL in the environment before starting."
        )


class TestProxies:
    def test_are_believed_only_when_they_are_counted(self, complete):
        alone = asked(complete)
        behind = asked(complete | {"TRUSTED_PROXY_COUNT": "1"})

        assert alone[1] is None
        assert behind[1] == ["HTTP_X_FORWARDED_PROTO", "https"]

    @pytest.mark.parametrize("written", ["one", "-1", "1.5", ""])
    def test_are_a_whole_number(self, complete, written):
        done = run(complete | {"TRUSTED_PROXY_COUNT": written}, "manage.py", "check")

        assert done.returncode != 0
        assert done.stderr.startswith("TRUSTED_PROXY_COUNT must be a whole number")
        assert "Traceback" not in done.stderr


class TestTries:
    def test_are_counted_in_files_for_all_processes(self, complete, tmp_path):
        cache = asked(complete)[0]["default"]

        assert cache["BACKEND"] == "home.file_cache.CountingFileCache"
        assert cache["LOCATION"] == str(tmp_path / "cache")

    def test_are_counted_in_redis_where_there_is_one(self, complete):
        cache = asked(complete | {"REDIS_URL": "redis://127.0.0.1:6379/1"})[0]

        assert cache["default"] == {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:6379/1",
        }


class TestACompleteServer:
    def test_passes_djangos_own_check_for_deployment(self, complete):
        done = run(complete, "manage.py", "check", "--deploy", "--fail-level", "ERROR")

        assert done.returncode == 0, done.stderr
