"""The cast, for every test of the app."""

from __future__ import annotations

import pytest

from hoursback.web.accounts.roles import Role
from tests.web import cast
from tests.web.cast import Player


@pytest.fixture
def olive(db: None) -> Player:
    return cast.player(cast.owner_of("Olive's studio", "Olive"))


@pytest.fixture
def rex(db: None) -> Player:
    return cast.player(cast.owner_of("Rex Roofing", "Rex", currency="USD", timezone="America/Chicago"))


@pytest.fixture
def max_(olive: Player) -> Player:
    return cast.player(cast.join(olive.workspace, "Max", Role.MANAGER))


@pytest.fixture
def sam(olive: Player) -> Player:
    return cast.player(cast.join(olive.workspace, "Sam", Role.HELPER))


@pytest.fixture
def ada(olive: Player) -> Player:
    return cast.player(cast.join(olive.workspace, "Ada", Role.ADVISER))
