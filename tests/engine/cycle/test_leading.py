"""Means of how somebody leads: shown so that nobody who stays hidden can be worked out."""

from __future__ import annotations

from itertools import product

import pytest

from hoursback.engine.cycle.leading import AREAS, upward


@pytest.mark.parametrize("consents", [each for n in range(7) for each in product((True, False), repeat=n)])
def test_no_mean_holds_both_shown_and_hidden_people_or_fewer_than_three(consents: tuple[bool, ...]) -> None:
    ratings = {person: dict.fromkeys(AREAS, float(2**person)) for person in range(len(consents))}
    shown = {person for person, may_show in enumerate(consents) if may_show}
    found = upward(ratings, shown)
    hidden = [2.0**person for person in ratings if person not in shown]
    group = hidden or [2.0**person for person in ratings]
    assert found.people == len(consents)
    assert found.averaged == (len(group) if len(group) >= 3 else 0)
    assert found.means == (dict.fromkeys(AREAS, sum(group) / len(group)) if len(group) >= 3 else {})
