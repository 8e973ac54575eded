"""A fresh PostgreSQL database for the tests of this folder, dropped at their end."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import servers
from tests.required import POSTGRESQL, require


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of processes that share a new, empty database."""
    require("postgresql")
    import psycopg

    name = f"hoursback_test_{secrets.token_hex(4)}"
    folder: Path = tmp_path_factory.mktemp("postgresql") / "data"
    with psycopg.connect(POSTGRESQL, autocommit=True) as link:
        link.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            address = urlsplit(POSTGRESQL)._replace(path=f"/{name}").geturl()
            yield servers.environment(folder, DATABASE_URL=address)
        finally:
            link.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
