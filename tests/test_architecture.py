"""The shape of the house, checked on every run."""

import ast
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import engines
from django.test import Client
from django.urls import get_resolver

from kap_training.routes import FOREIGN, every_route

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("kap_training", "certificates", "modules", "home")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 40, 100
VAGUE = {"utils", "helpers", "common", "misc", "services", "managers"}


def source_files() -> list[Path]:
    return [
        path
        for room in (*ROOMS, "tests")
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


class TestImports:
    def test_point_one_way(self):
        done = subprocess.run(
            [Path(sys.executable).parent / "lint-imports", "--no-cache"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stdout

    def test_are_at_the_top_of_their_file(self):
        inside = []
        for path in source_files():
            if path.parts[-2:] == (path.parts[-2], "apps.py") or "tests" in path.parts:
                continue
            inside += [
                f"{named(path)}:{node.lineno}"
                for function in ast.walk(ast.parse(path.read_text()))
                if isinstance(function, ast.FunctionDef)
                for node in ast.walk(function)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]

        # The PDF library costs 1.4 s at start-up and needs pango: it is imported
        # where a PDF is made.
        allowed = "certificates/pdf/"
        assert [where for where in inside if not where.startswith(allowed)] == []


class TestSizes:
    def test_no_file_is_crowded(self):
        long = {
            named(path): lines
            for path in source_files()
            if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
        }

        assert long == {}

    def test_no_function_is_long(self):
        long = [
            f"{named(path)}:{node.lineno} {node.name}"
            for path in source_files()
            if "tests" not in path.parts
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef)
            and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
        ]

        assert long == []

    def test_no_template_is_long(self):
        long = {
            named(path): lines
            for path in templates()
            if (lines := len(path.read_text().splitlines())) > LONGEST_TEMPLATE
        }

        assert long == {}

    def test_every_file_says_what_it_holds(self):
        assert [named(p) for p in source_files() if p.stem in VAGUE] == []


class TestMigrations:
    def test_none_is_missing(self, db):
        call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


class TestTemplates:
    @pytest.mark.parametrize("path", templates(), ids=named)
    def test_compile(self, path):
        engines["django"].get_template(str(path.relative_to(ROOT / "templates")))

    @pytest.mark.parametrize("path", templates(), ids=named)
    def test_have_no_inline_script_or_style(self, path):
        text = path.read_text()
        is_document = "documents" in path.parts

        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"\son[a-z]+=", text)
        assert is_document or not re.search(r"<style|\sstyle=", text)


class TestStylesheets:
    def test_state_no_colour_outside_the_tokens(self):
        stray = [
            f"{named(path)}: {found.group()}"
            for path in sorted((ROOT / "home/static/home/css").rglob("*.css"))
            if path.name != "tokens.css"
            for found in re.finditer(
                r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", path.read_text()
            )
        ]

        assert stray == []


class TestAddresses:
    def test_each_declares_who_may_use_it(self):
        assert [r.pattern for r in every_route() if not r.policy] == []

    def test_the_table_of_foreign_routes_names_nothing_that_is_gone(self):
        patterns = [r.pattern.removeprefix("/") for r in every_route()]

        unused = [
            start for start in FOREIGN if not any(p.startswith(start) for p in patterns)
        ]

        assert set(unused) <= {"media/"}

    def test_wagtails_admin_is_closed_to_strangers(self, db):
        client = Client()
        open_doors = []
        for route in every_route():
            if route.policy != "WAGTAIL-ADMIN":
                continue
            path = example_of(route.pattern)
            response = client.get(path)
            if response.status_code not in {301, 302, 404, 405}:
                open_doors.append((path, response.status_code))

        assert open_doors == []

    def test_every_other_sign_in_leads_to_the_one_that_counts(self, db):
        for path in ("/admin/login/", "/_util/login/"):
            response = Client().get(path + "?next=/learn/")

            assert response["Location"] == "/accounts/login/?next=%2Flearn%2F"

    def test_nobody_signs_themselves_up(self, db):
        response = Client().post("/accounts/signup/", {"email": "new@example.org"})

        assert b"No registration here" in response.content

    def test_djangos_own_admin_is_not_mounted(self):
        assert "admin" not in (get_resolver().app_dict or {})


def example_of(pattern: str) -> str:
    """This will make an address that fits a route, for asking at the door."""
    path = re.sub(r"<int:[^>]+>|\(\\d\+\)", "1", pattern)
    path = re.sub(r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000000", path)
    path = re.sub(r"<[^>]+>|\(\?P[^)]*\)|\([^)]*\)", "x", path)
    return path.replace("^", "").replace("$", "").replace("\\", "")
