"""A database of one's own in a file, as the app has it: backups and restores need a real one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import DjangoDbBlocker


@contextmanager
def default_is(file: Path) -> Iterator[None]:
    """Let the default database be this file."""
    usual = connections["default"]
    facts = {**deepcopy(usual.settings_dict), "NAME": str(file)}
    connections["default"] = type(usual)(facts, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """An empty, migrated database file."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("these tests are about SQLite's file; tests/postgres has PostgreSQL's backup")
    file = tmp_path_factory.mktemp("template") / "hoursback.sqlite3"
    with django_db_blocker.unblock(), default_is(file):
        call_command("migrate", interactive=False, verbosity=0)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    return file


@pytest.fixture
def own_folder(template: Path, tmp_path: Path, settings: object, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A data folder with a database file that is the default one during the test."""
    folder = tmp_path / "data"
    (folder / "uploads").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "hoursback.sqlite3").write_bytes(template.read_bytes())
    settings.DATA, settings.UPLOADS = folder, folder / "uploads"  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), default_is(folder / "hoursback.sqlite3"):
        yield folder
