"""The demo: a plan in the terminal, the same business in the browser, its owner logged in once, nothing left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import servers

YOURS = {"DATABASE_URL": "sqlite:////nowhere/mine.sqlite3", "HOURSBACK_URL": "https://studio.example.com"}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Where temporary files go, and a data folder of one's own."""
    found = tmp_path_factory.mktemp("demo")
    (found / "temporary").mkdir()
    return found / "temporary", found / "mine"


def test_the_demo_shows_a_plan_and_its_pages_to_the_owner_who_is_logged_in(places: tuple[Path, Path]) -> None:
    temporary, mine = places
    env = servers.environment(mine, TMPDIR=str(temporary), **YOURS)
    with servers.serving(env=env, command="demo") as served:
        text = "\n".join(served.said)
        hours = re.search(r"You could get back ([\d.]+) hours a week", text)
        assert hours
        assert re.match(r"http://localhost:\d+/demo/\S{40,}", served.url)
        browser = servers.Browser(served.url)
        first = browser.get(served.url)
        assert (first.status, "/w/" in first.url) == (200, True)
        assert hours[1] in first.text
        for page in ("log/", "review/", "worth/", "plan/", "people/"):
            assert browser.get(first.url + page).status == 200, page
        # The ticket is gone with its first use, for everybody.
        assert servers.Browser(served.url).get(served.url).status == 404
        assert servers.Browser(served.url).get("/demo/").status == 404
        assert list(temporary.glob("hoursback-demo-*"))
        assert served.stop() == 0
    assert list(temporary.glob("hoursback-demo-*")) == []
    assert not mine.exists()


def test_for_a_test_it_looks_at_its_first_page_and_ends(places: tuple[Path, Path]) -> None:
    ended = servers.run("demo", "--no-browser", env=servers.environment(places[1], HOURSBACK_DEMO_ONCE="1"))
    assert ended.returncode == 0, ended.stderr
    assert "You could get back" in ended.stdout
