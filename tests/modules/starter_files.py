"""The curriculum as it ships: loaded once for a class, and copies to change."""

import io
import shutil

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TestCase

from modules.loading.load import load_curriculum
from modules.starter.reading import CONTENT, read_curriculum
from tests.cast import NOW

LESSON = "lessons/F1/F1.1.md"


class Loaded(TestCase):
    """A site on which the curriculum was loaded, once for all tests of a class."""

    @classmethod
    def setUpTestData(cls):
        cls.shipped = read_curriculum()
        load_curriculum(cls.shipped, at=NOW)

    @pytest.fixture(autouse=True)
    def _copy(self, tmp_path):
        self.folder = copied(tmp_path)


def copied(where):
    """This will give a copy of the shipped content that a test may change."""
    shutil.copytree(CONTENT, where / "content")
    return where / "content"


def replace(path, old, new):
    """This will change the first place in a file where the words stand."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def run(*arguments):
    """This will load the curriculum by its command and give what it says."""
    out = io.StringIO()
    call_command("load_starter_curriculum", *arguments, stdout=out)
    return out.getvalue()


def row_counts():
    """This will count the rows of every table, so that a write shows."""
    tables = connection.introspection.table_names()
    counted = [m for m in apps.get_models() if m._meta.db_table in tables]
    return {model._meta.label: model._base_manager.count() for model in counted}
