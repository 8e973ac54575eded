"""From reviewed hours and stated settings to an honest plan: the whole chain of the plan step in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hoursback.engine.errors import NoPlanError
from hoursback.engine.plan.answer import Decision, FindOut, Plan
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.decide import decided
from hoursback.engine.plan.explain import advantage
from hoursback.engine.plan.flips import flips
from hoursback.engine.plan.joint import plan_jointly
from hoursback.engine.plan.making import Making
from hoursback.engine.plan.said import defaults_used
from hoursback.engine.plan.whole import (
    assumed_first,
    concentration_of,
    first_step,
    gathered,
    headline,
    more_days,
    notes,
    one_more,
    totals_of,
)
from hoursback.engine.review.summary import ActivityReview, Review
from hoursback.engine.worth.rates import Earner
from hoursback.engine.worth.summary import Income, Worth, worth_of
from hoursback.engine.worth.uses import Undone

USUAL_WEEK = 40.0
"""Working hours a week where neither a log nor the owner says."""
TRIAL_BRIEF = 2.0
_MORE_BUDGET, _MORE_SETUP = 0.1, 1.0


def make_plan(
    review: Review,
    settings: Settings,
    *,
    today: date,
    seed: int = 0,
    log_score: float | None = None,
    undone: Sequence[Undone] = (),
    everything: bool = False,
    is_sketch: bool = False,
) -> Plan:
    """What to keep, drop, automate and hand over, to whom and from when.

    Args:
        today: the plan starts on the Monday after the log's last day, or after today where there is no log.
        log_score: how far the log can be trusted, 0-100; None: there is no log.
        undone: work that should have happened and did not; the first use of freed hours.
        everything: solve every opposite decision again (`--explain`), not only the nearest five.
        is_sketch: a first answer while somebody waits, in a fraction of the time: fewer draws, a wider gap (said), and
            nothing solved again, so that what turns a decision is told from prices alone.
    Raises: NoPlanError, without any hours to plan with; HoursbackError, where nothing says what an hour is worth.
    """
    rows = sorted(review.activities, key=lambda row: row.hours.position)
    if not any(row.hours.mean > 0 for row in rows):
        raise NoPlanError("There are no hours to plan with.", hint="Log a few days, or state hours_per_week.")
    worth = _worth(review, settings, undone)
    joint = plan_jointly(rows, settings, worth, seed=seed, is_sketch=is_sketch)
    return _plan(Making(review, joint, today, seed, log_score, everything, is_sketch))


def _worth(review: Review, settings: Settings, undone: Sequence[Undone]) -> Worth:
    business = settings.business
    spent = business.hours_per_week or sum(row.hours.mean for row in review.activities)
    if business.hours_per_week is None and review.hours.days_used == 0:
        spent = max(spent, USUAL_WEEK)
    earners = [
        Earner.of(replace(row.activity, function=_earning_function(row)), row.hours.mean) for row in review.activities
    ]
    income = Income(
        currency=business.currency,
        per_year=business.income_per_year,
        worth_per_hour=business.worth_per_hour,
        hours_per_week=spent,
        weeks_per_year=business.weeks_per_year,
        tax_rate=business.tax_rate,
        customers_want_more=business.customers_want_more,
    )
    return worth_of(earners, income, undone=undone, assumptions=settings.assumptions)


def _earning_function(row: ActivityReview) -> str:
    """The function by which an activity may count as earning; one that was only fallen back on says nothing."""
    return "" if row.hours.function_from == "default" else row.hours.function


def _plan(case: Making) -> Plan:
    joint, business = case.joint, case.joint.settings.business
    turned = flips(joint, case.thresholds, everything=case.everything, at_once=case.is_sketch)
    made = [decided(case, j, turned.get(j, ())) for j in range(len(joint.reviews))]
    decisions = tuple(sorted((d for d, _, _ in made), key=_order))
    totals = totals_of(case)
    asked = sorted((q for _, found, _ in made for q in found), key=lambda q: -q.gain)
    worth = joint.worth
    return Plan(
        currency=business.currency,
        start=case.start,
        horizon=business.horizon_weeks,
        tail=business.tail_weeks,
        decisions=decisions,
        not_yet=tuple(waiting for _, _, waiting in made if waiting is not None),
        find_out=tuple(FindOut(q.text, q.activity, q.worth, q.ask_cost) for q in asked),
        first_step=first_step(case, decisions),
        totals=totals,
        defaults=defaults_used(
            joint,
            has_log=case.has_log,
            stated_start=business.start is not None,
            start=case.start.isoformat(),
        ),
        status=joint.solved.status,
        gap=joint.solved.gap,
        value=joint.solved.value,
        bound=joint.solved.bound,
        hours_by_week=case.hours_by_week(joint.lines),
        worth_now=worth.three_numbers(case.freed).now,
        worth_freed=worth.time.freed(0.0, case.freed),
        average_hour=worth.average.value,
        leisure=worth.leisure,
        top_three=tuple((rung.name, rung.rate or 0.0) for rung in worth.ladder.top),
        uses=worth.uses(case.freed) if joint.freed > 0 else (),
        one_more=one_more(case),
        advantages=tuple(text for line in joint.lines if (text := advantage(joint, line)) is not None),
        concentration=concentration_of(case),
        full_time=joint.full_time,
        more_days=more_days(case),
        log_score=case.log_score,
        notes=notes(case),
        draws=joint.luck.size,
        seed=case.seed,
        unaccounted=case.review.hours.unaccounted.mean if case.review.hours.unaccounted.known else None,
        headline=headline(case, totals),
        assumed_first=assumed_first(case),
        gathered=gathered(case),
        is_sketch=case.is_sketch,
    )


def _order(decision: Decision) -> tuple[int, float]:
    """What leaves first, most valuable first; then what stays, most hours first."""
    return (0, -decision.npv) if decision.leaves else (1, -decision.hours)
