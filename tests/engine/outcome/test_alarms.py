"""Alarms: a planted step within three weeks, a slow change within eight, and quiet in quiet times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hoursback.engine.outcome.alarms import Alarm, What, coming_back, top_three_falls

BEFORE = 4.0
AT = 12
SEEDS = 100
type Series = list[tuple[int, float]]


def quiet(rng: np.random.Generator, weeks: int = 26) -> list[float]:
    """What is left of four hours: a fifth, checking that gets less, and mistakes; by days, in busy and calm weeks."""
    found = []
    for week in range(weeks):
        level = 0.2 * BEFORE + (0.08 + 0.17 * 0.5 ** (week / 4)) * 0.88 * BEFORE + 0.02 * BEFORE
        days = rng.binomial(5, 0.85)
        found.append(sum(rng.gamma(4, level / 4.25 / 4) for _ in range(days)) * rng.lognormal(-0.03, 0.25))
    return found


def planted(change: Callable[[np.random.Generator, int, float], float]) -> list[float]:
    """Weeks until an alarm after the change, for many logs; infinity: none."""
    found = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        hours = [x if at < AT else change(rng, at - AT, x) for at, x in enumerate(quiet(rng))]
        alarms = [alarm for alarm in coming_back(weekly(hours), BEFORE) if alarm.monday > 7 * AT]
        found.append((alarms[0].monday - 1) / 7 - AT if alarms else np.inf)
    return found


def weekly(hours: list[float]) -> Series:
    return [(7 * week + 1, each) for week, each in enumerate(hours)]


def test_all_of_it_coming_back_sounds_within_three_weeks() -> None:
    weeks = planted(lambda rng, _week, _left: BEFORE * rng.lognormal(-0.03, 0.25))
    assert np.mean([each < 3 for each in weeks]) >= 0.9


def test_work_that_creeps_back_sounds_within_eight_weeks() -> None:
    weeks = planted(lambda rng, week, left: left + 0.6 * BEFORE * min(1, (week + 1) / 8) * rng.lognormal(-0.03, 0.2))
    assert np.mean([each < 8 for each in weeks]) >= 0.9


def test_a_quiet_half_year_of_four_hand_offs_sounds_less_than_once() -> None:
    false = [len(coming_back(weekly(quiet(np.random.default_rng([7, seed]))), BEFORE)) for seed in range(2 * SEEDS)]
    assert 4 * np.mean(false) <= 1


def test_one_odd_week_alone_sounds_nothing() -> None:
    hours = [1.0, 1.1, 0.9, 1.0, 1.1, 0.9, 1.0, 5.0, 1.0, 1.1, 0.9, 1.0]
    assert coming_back(weekly(hours), BEFORE) == []


def test_an_alarm_says_since_when_and_by_how_much() -> None:
    hours = [1.0, 1.1, 0.9, 1.0, 1.1, 0.9, 1.0, 4.0, 4.2, 3.8]
    alarm = coming_back(weekly(hours), BEFORE)[0]
    assert alarm.since == 7 * 7 + 1
    assert alarm.monday == 7 * 8 + 1
    assert alarm.by == pytest.approx(3.1, abs=0.2)
    assert alarm.what is What.COMING_BACK


def test_too_few_weeks_sound_nothing() -> None:
    assert coming_back([], BEFORE) == []
    assert coming_back(weekly([1.0]), BEFORE) == []
    assert top_three_falls(weekly([8.0] * 7)) == []


def test_a_top_three_that_shrinks_sounds_and_a_steady_one_hardly_ever() -> None:
    def alarms(seed: int, factor: float) -> list[Alarm]:
        rng = np.random.default_rng(seed)
        return top_three_falls(
            weekly([8 * rng.lognormal(-0.03, 0.25) * (factor if at >= 16 else 1) for at in range(26)])
        )

    assert (
        np.mean([any(one.monday <= 7 * 24 for one in alarms(seed, 0.4) if one.monday > 7 * 16) for seed in range(60)])
        > 0.9
    )
    assert np.mean([len(alarms(seed, 1.0)) for seed in range(60)]) < 0.5


def shared(
    rng: np.random.Generator, weeks: int = 26, *, back: Callable[[int], float] = lambda _week: 0.0, log: float = 0.2
) -> tuple[list[float], dict[int, float]]:
    """Hours of the owner and, by Monday, of a helper who takes about as long: both follow how much work there is."""
    mine: list[float] = []
    theirs: dict[int, float] = {}
    for week in range(weeks):
        work = sum(rng.gamma(3, BEFORE / 3 / 3) for _ in range(rng.binomial(5, 0.6))) * rng.lognormal(-0.03, 0.25)
        given = 0.85 * (1 - back(week))
        theirs[7 * week + 1] = work * given * rng.lognormal(0, log)
        mine.append(work * (1 - given) + 0.12 * theirs[7 * week + 1] * rng.lognormal(0, 0.3))
    return mine, theirs


def waits(back: Callable[[int], float], *, log: float = 0.2) -> list[float]:
    """Weeks until an alarm after week AT where the helper's hours are on record; infinity: none."""
    found = []
    for seed in range(SEEDS):
        mine, theirs = shared(np.random.default_rng([3, seed]), back=back, log=log)
        alarms = [alarm for alarm in coming_back(weekly(mine), BEFORE, theirs) if alarm.monday > 7 * AT]
        found.append((alarms[0].monday - 1) / 7 - AT if alarms else np.inf)
    return found


def test_with_the_helpers_hours_all_of_it_coming_back_sounds_within_three_weeks() -> None:
    assert np.mean([wait < 3 for wait in waits(lambda week: float(week >= AT))]) >= 0.95


def test_with_the_helpers_hours_half_of_it_coming_back_sounds_within_three_weeks_as_a_rule() -> None:
    assert np.mean([wait < 3 for wait in waits(lambda week: 0.5 * (week >= AT))]) >= 0.85


def test_with_the_helpers_hours_a_creep_sounds_within_eight_weeks() -> None:
    waited = waits(lambda week: 0.6 * min(1.0, max(0, week - AT + 1) / 8))
    assert np.mean([wait < 8 for wait in waited]) >= 0.97


def test_a_busy_fortnight_of_both_is_no_work_that_comes_back() -> None:
    mine = [1.0, 1.1, 0.9, 1.0, 1.1, 0.9, 1.0, 2.4, 2.5, 2.3, 1.0, 1.1]
    theirs = {monday: 3 * hours for monday, hours in weekly(mine)}
    assert coming_back(weekly(mine), BEFORE, theirs) == []
    assert coming_back(weekly(mine), BEFORE) != []


def test_with_the_helpers_hours_quiet_half_years_stay_quieter_than_without() -> None:
    made = [shared(np.random.default_rng([8, seed])) for seed in range(2 * SEEDS)]
    plain = np.mean([len(coming_back(weekly(mine), BEFORE)) for mine, _theirs in made])
    with_theirs = np.mean([len(coming_back(weekly(mine), BEFORE, theirs)) for mine, theirs in made])
    assert with_theirs < plain
    assert 4 * with_theirs <= 0.5


def test_a_helper_who_never_logs_is_as_if_nothing_were_known_of_them() -> None:
    hours = planted_hours()
    assert coming_back(weekly(hours), BEFORE, {}) == coming_back(weekly(hours), BEFORE)
    assert coming_back(weekly(hours), BEFORE, {monday: 0.0 for monday, _hours in weekly(hours)})


def planted_hours() -> list[float]:
    return [1.0, 1.1, 0.9, 1.0, 1.1, 0.9, 1.0, 4.0, 4.2, 3.8]
