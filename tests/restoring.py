"""A database and a folder of files that can be put back as they were."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.files.storage import storages
from django.db import connections
from django.test import override_settings

from tests import databases


class Place:
    """A folder of files, and the address of a database."""

    url: str

    def __init__(self, folder: Path) -> None:
        self.data, self.before = folder / "data", folder / "before"
        self.data.mkdir()

    def keep(self) -> None:
        """This will remember how everything is now."""
        connections.close_all()
        shutil.copytree(self.data, self.before)

    def put_back(self) -> None:
        """This will make everything as it was."""
        connections.close_all()
        shutil.rmtree(self.data)
        shutil.copytree(self.before, self.data)


class OnSqlite(Place):
    """The database is a file among the others."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.url = f"sqlite:///{databases.sqlite_copy(self.data)}"


class OnPostgresql(Place):
    """The database is a copy of one that is kept."""

    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server
        worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
        self.name = f"restored_{worker}"
        self.url = databases.postgresql_copy(server, self.name)

    def keep(self) -> None:
        """This will remember how everything is now."""
        super().keep()
        self._copy(self.name, f"{self.name}_before")

    def put_back(self) -> None:
        """This will make everything as it was."""
        super().put_back()
        self._copy(f"{self.name}_before", self.name)

    def _copy(self, source: str, target: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@contextlib.contextmanager
def in_use(place: Place) -> Iterator[None]:
    """This will have Django work there, files and all."""
    before = os.environ["DATABASE_URL"]
    with override_settings(STORAGES=files_below(place.data)):
        storages._storages.clear()
        databases.point_django_at(place.url)
        try:
            yield
        finally:
            connections.close_all()
            databases.point_django_at(before)
    storages._storages.clear()


def files_below(folder: Path) -> dict:
    """This will give storages that keep real files in the folder."""
    local = "django.core.files.storage.FileSystemStorage"
    kept = {"BACKEND": local, "OPTIONS": {"location": folder / "files"}}
    static = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "default": kept,
        "certificates": kept,
        "artefacts": kept,
        "staticfiles": {"BACKEND": static},
    }
