"""Calibration: chances and ranges against what happened, and what hand-offs teach the next plan."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from statistics import fmean

import pytest

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.figures import OVERCONFIDENCE, Figure
from hoursback.engine.outcome.calibration import (
    EDGES,
    Chance,
    Ranged,
    coverage,
    is_mature,
    reliability,
)
from hoursback.engine.outcome.learnt import (
    Practised,
    Seen,
    blend,
    briefing_seen,
    efficiency_seen,
    freed_range,
    handable_seen,
    supervision_seen,
    to_state,
)
from hoursback.engine.outcome.weeks import Range


def test_the_brier_score_is_the_mean_square_beside_that_of_the_base_rate() -> None:
    found = reliability([Chance(0.9, True), Chance(0.7, True), Chance(0.6, False), Chance(0.8, True)])
    assert found.brier == pytest.approx((0.01 + 0.09 + 0.36 + 0.04) / 4)
    assert found.base == pytest.approx(0.75 * 0.25)
    assert found.stated == pytest.approx(0.75)
    assert found.missing == 4


def test_every_chance_falls_into_exactly_one_band_and_the_last_holds_certainty() -> None:
    said = [0.0, 0.49, 0.5, 0.65, 0.8, 0.9, 1.0]
    found = reliability([Chance(each, True) for each in said])
    assert sum(band.share.of for band in found.bands) == len(said)
    assert [(band.low, band.high) for band in found.bands] == list(pairwise(EDGES))
    assert found.bands[-1].share.of == 2


def test_a_band_says_nothing_before_three_and_is_off_only_beyond_its_interval() -> None:
    few = reliability([Chance(0.85, False)] * 2).bands[0]
    assert not few.is_enough
    assert not few.is_off
    fits = reliability([Chance(0.85, place != 0) for place in range(6)]).bands[0]
    assert fits.is_enough
    assert not fits.is_off
    assert reliability([Chance(0.85, place > 4) for place in range(8)]).bands[0].is_off


def test_nothing_at_all_is_no_error() -> None:
    found = reliability([])
    assert (found.of, found.bands, found.brier, found.missing) == (0, (), 0.0, 8)
    assert coverage([]).missing == 5


def test_honest_chances_are_called_honest_in_nineteen_of_twenty_businesses() -> None:
    rng = random.Random(5)
    off = 0
    for _business in range(300):
        said = [rng.choice((0.7, 0.8, 0.85, 0.95)) for _line in range(20)]
        found = reliability([Chance(each, rng.random() < each) for each in said])
        off += not found.share.low <= found.stated <= found.share.high
    assert off / 300 < 0.08


def test_ranges_that_promise_eight_of_ten_hold_them() -> None:
    rng = random.Random(7)
    within = []
    for _outcome in range(2000):
        truth = rng.gauss(5.0, 1.0)
        seen = rng.gauss(truth, 0.4)
        actual = Range(seen, seen - 1.2816 * 0.4, seen + 1.2816 * 0.4)
        within.append(Ranged(Range(5.0, 5.0 - 1.2816, 5.0 + 1.2816), actual).is_within)
    assert fmean(within) == pytest.approx(0.8, abs=0.03)


def test_coverage_tells_what_came_below_and_above() -> None:
    stated = Range(5.0, 4.0, 6.0)
    rows = [Ranged(stated, Range(value, value, value)) for value in (3.0, 4.0, 5.0, 6.0, 7.5, 8.0)]
    found = coverage(rows)
    assert (found.share.met, found.below, found.above, found.missing) == (3, 1, 2, 0)
    assert not found.is_off
    assert coverage([rows[0]] * 12).is_off


def test_a_hand_off_is_judged_on_a_day_that_was_fixed_beforehand() -> None:
    assert not is_mature(7, 3)
    assert is_mature(8, 3)
    assert not is_mature(14, 15)
    assert is_mature(15, 15)
    assert is_mature(8, None)
    assert is_mature(2, 20, is_over=True)
    assert not is_mature(0, None, is_over=True)


def test_below_the_floor_nothing_is_learned_and_what_is_missing_is_said() -> None:
    found = blend("phi", [Seen(0.9), Seen(0.95)])
    assert found.share is None
    assert (found.of, found.missing) == (2, 1)
    assert found.measured == pytest.approx(0.925)
    assert blend("brief", []).missing == 3


def test_the_blend_lies_between_default_and_what_was_seen_and_leans_over_with_more() -> None:
    weights, values = [], []
    for number in (3, 6, 12, 48):
        found = blend("e_inf_generalist", [Seen(0.7)] * number)
        assert found.share is not None
        assert 0.7 < found.share.value < 1.1
        weights.append(found.weight)
        values.append(found.share.value)
    assert weights == sorted(weights)
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(0.7, abs=0.02)


def test_what_is_badly_known_weighs_less() -> None:
    sure, unsure = (blend("phi", [Seen(0.5, noise)] * 4) for noise in (0.0, 0.4))
    assert sure.share is not None
    assert unsure.share is not None
    assert sure.weight > unsure.weight
    assert sure.share.value < unsure.share.value < 0.8


def test_hand_offs_that_differ_leave_a_wide_range_and_alike_ones_a_narrow_one() -> None:
    alike, apart = (
        blend("e_inf_generalist", [Seen(each) for each in seen]).share for seen in ([1.0] * 8, [0.5, 2.0] * 4)
    )
    assert alike is not None
    assert apart is not None
    assert apart.high / apart.low > alike.high / alike.low


def test_learned_ranges_hold_eight_of_ten_next_hand_offs_and_come_nearer_than_the_default() -> None:
    rng = random.Random(11)
    usual = Assumptions().e_inf_generalist
    spread = math.log(usual.high / usual.low) / 3.29 / math.sqrt(2)
    within, closer = [], []
    for _business in range(600):
        middle = math.log(usual.value) + rng.gauss(0, spread)
        seen = [Seen(math.exp(rng.gauss(middle, spread))) for _handoff in range(6)]
        found = blend("e_inf_generalist", seen).share
        assert found is not None
        coming = math.exp(rng.gauss(middle, spread))
        within.append(found.low <= coming <= found.high)
        closer.append(abs(math.log(found.value) - middle) < abs(math.log(usual.value) - middle))
    assert fmean(within) == pytest.approx(0.8, abs=0.05)
    assert fmean(closer) > 0.7


def test_what_is_stated_is_drawn_as_what_was_learned() -> None:
    learned = Range(1.0, 0.8, 1.25)
    narrow = to_state(learned)
    drawn = Figure.stated_range(0.8 ** (1 / OVERCONFIDENCE), 1.25 ** (1 / OVERCONFIDENCE))
    assert drawn.log_sd == pytest.approx(math.log(1.25 / 0.8) / 2.5631, abs=1e-6)
    assert learned.low < narrow.low < narrow.value < narrow.high < learned.high


def quarter(**facts: object) -> Practised:
    usual = {"weeks": 6, "before": 30.0, "doing": 3.0, "checking": 2.0, "helper": 27.0, "tells_apart": True}
    return Practised(**{**usual, **facts})  # type: ignore[arg-type]


def test_ratios_come_from_hours_of_both_sides() -> None:
    one = quarter()
    efficiency, handable, supervision = efficiency_seen(one), handable_seen(one, 0.08), supervision_seen(one)
    assert efficiency is not None
    assert efficiency.value == pytest.approx(27 / 27)
    assert handable is not None
    assert handable.value == pytest.approx(0.9)
    assert supervision is not None
    assert supervision.value == pytest.approx(2 / 27)


def test_without_tags_the_usual_checking_is_taken_off_what_counts_as_doing() -> None:
    one = quarter(tells_apart=False, doing=5.0, checking=0.0)
    handable = handable_seen(one, 0.1)
    assert handable is not None
    assert handable.value == pytest.approx(1 - (5.0 - 2.7) / 30)
    assert supervision_seen(one) is None


def test_short_small_and_one_sided_hand_offs_show_nothing() -> None:
    for one in (quarter(weeks=3), quarter(before=1.0), quarter(helper=0.0)):
        assert efficiency_seen(one) is None
        assert handable_seen(one, 0.08) is None
    assert efficiency_seen(quarter(doing=29.0)) is None
    assert briefing_seen(0.0, 6.0) is None
    assert briefing_seen(6.0, 0.0) is None


def test_set_up_that_took_longer_than_planned_makes_a_longer_briefing() -> None:
    seen = briefing_seen(12.0, 8.0)
    assert seen is not None
    assert seen.value == pytest.approx(8.0 * 1.5)


def test_the_range_of_freed_hours_lies_around_what_was_said_and_grows_with_doubt() -> None:
    known, unknown = (freed_range(4.0, hours) for hours in (Range(5, 5, 5), Range(5, 2, 9)))
    for found in (known, unknown):
        assert found.low < found.value == 4.0 < found.high
    assert unknown.high - unknown.low > known.high - known.low
    exact = Assumptions(
        **{
            name: Figure.exact(getattr(Assumptions(), name).value)
            for name in ("phi", "s_inf", "e_inf_generalist", "q", "rw")
        }
    )
    sure = freed_range(4.0, Range(5, 5, 5), exact)
    assert (sure.low, sure.high) == pytest.approx((4.0, 4.0))
