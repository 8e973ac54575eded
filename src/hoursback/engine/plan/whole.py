"""The plan as a whole: totals, the headline, the first step, what wider limits buy, risks and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from hoursback.engine.capture.quality import TRUSTED_FROM
from hoursback.engine.plan.answer import Decision, FirstStep, OneMore, Totals
from hoursback.engine.plan.concentration import Concentration, concentration
from hoursback.engine.plan.first_step import Candidate, smallest_safe
from hoursback.engine.plan.information import LEAST_LOGGED_DAYS, days_that_would_change
from hoursback.engine.plan.joint import with_limits
from hoursback.engine.plan.making import Making
from hoursback.engine.plan.problem import WEEKS_PER_BUCKET
from hoursback.engine.plan.robust import LineDraws, likely
from hoursback.engine.plan.verdicts import Verdict
from hoursback.engine.plan.what_if import under
from hoursback.engine.plan.words import hours, money
from hoursback.engine.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR, per_month

Array = npt.NDArray[np.float64]

TRIAL_BRIEF = 2.0
"""Owner hours to brief a paid trial."""
TRIAL_UNITS = 5
_MORE_BUDGET, _MORE_SETUP = 0.1, 1.0


def totals_of(case: Making) -> Totals:
    joint = case.joint
    draws = _drawn(case)
    low, high = likely(draws, joint.solved.value)
    return Totals(
        hours_freed=joint.freed,
        cost_per_week=sum(line.cost_per_week for line in joint.lines),
        setup_hours=sum(line.setup_hours for line in joint.lines),
        cash_up_front=sum(line.cash for line in joint.lines),
        npv=joint.solved.value,
        npv_low=float(low),
        npv_high=float(high),
        probability=float((draws > 0).mean()) if joint.lines else 0.0,
    )


def _drawn(case: Making) -> Array:
    """The plan's value under every draw, currency, shape (draws,)."""
    joint = case.joint
    handed = sum((d.npv for d in joint.sure.values()), np.zeros(joint.luck.size))
    return np.asarray(sum((weeks.sum(axis=1) for weeks in joint.dropped.values()), handed))


def gathered(case: Making) -> tuple[tuple[float, float, float], ...]:
    """The present value brought by the end of each week with its likely range; the last week's are the totals'."""
    joint = case.joint
    middle = np.cumsum(sum((line.value for line in joint.lines), np.zeros(joint.problem.weeks)))
    drawn = np.zeros((joint.luck.size, joint.problem.weeks))
    among = max(0.0, joint.freed)
    for line in joint.lines:
        if line.option is None:
            drawn += joint.dropped[line.activity]
            continue
        offer = joint.offers.offers[line.option]
        drawn += joint.luck.by_week(offer, joint.problem, start=line.start, among=among, bears=line.bears)
    low, high = likely(np.cumsum(drawn, axis=1), middle)
    return tuple((float(a), float(b), float(c)) for a, b, c in zip(low, middle, high, strict=True))


def _hours_range(case: Making) -> tuple[float, float]:
    """The likely range of the hours a practised week that the plan frees."""
    joint = case.joint
    grown = (1 + joint.problem.growth) ** ((joint.problem.weeks - 1) / WEEKS_PER_YEAR)
    total = np.zeros(joint.luck.size)
    for line in joint.lines:
        if line.option is None:
            known = joint.reviews[line.activity].hours.draws
            total = total + known[np.arange(joint.luck.size) % len(known)]
        else:
            terms = joint.luck.terms(joint.offers.offers[line.option])
            kept = terms.supervision_last * terms.practised_efficiency + terms.rework * terms.rework_hours
            total = total + terms.hours * terms.handable * (1 - kept)
    low, high = likely(total * grown, joint.freed)
    return float(low), float(high)


def headline(case: Making, totals: Totals) -> str:
    currency = case.joint.settings.business.currency
    if not case.joint.lines:
        return f"{_too_little(case)}As things are stated, nothing is worth handing over yet; the reasons are below."
    low, high = _hours_range(case)
    month = per_month(totals.cost_per_week)
    cost = f"for {money(month, currency)} a month" if month >= 0.005 else "at no extra pay"
    answer = f"You could get back {hours(totals.hours_freed)} a week (likely {max(low, 0.0):.1f} to {high:.1f}) {cost}."
    return f"{_too_little(case)}{answer}"


def _too_little(case: Making) -> str:
    """What a log of fewer than five working days has to say before any answer; "" for a longer one, or for none."""
    if not case.has_log or case.days >= LEAST_LOGGED_DAYS:
        return ""
    more = LEAST_LOGGED_DAYS - case.days
    days = "1 working day" if case.days == 1 else f"{case.days} working days"
    return f"Only {days} of the log can be used, too little for a plan to rest on: log at least {more} more. "


def assumed_first(case: Making) -> tuple[str, ...]:
    worth, currency = case.joint.worth, case.joint.settings.business.currency
    if not worth.average_is_assumed or worth.time.constant is not None:
        return ()
    amount = money(worth.average.value, currency)
    return (f"No income is stated, so an hour of yours is taken to earn {amount}; state income_per_year.",)


def first_step(case: Making, decisions: Sequence[Decision]) -> FirstStep | None:
    currency = case.joint.settings.business.currency
    leaving = [d for d in decisions if d.leaves]
    # Dropping is easy, but it teaches nothing about handing over.
    candidates = [_candidate(case, d) for d in leaving if d.person] or [_candidate(case, d) for d in leaving]
    if not candidates:
        candidates = _trials(case)
    return smallest_safe(candidates, currency)


def _candidate(case: Making, decision: Decision) -> Candidate:
    hour = case.joint.worth.time.freed(0.0, 1.0)
    when = f"in the week of {decision.start_date.isoformat()}" if decision.start_date else ""
    return Candidate(
        activity=decision.activity,
        person=decision.person or "",
        kind="yes" if decision.verdict is Verdict.YES else "plan",
        setup_hours=decision.setup_hours,
        cash=decision.cash,
        net=decision.hours_freed,
        risk=decision.setup_hours * hour + decision.cash,
        start=when,
    )


def _trials(case: Making) -> list[Candidate]:
    """A paid trial of the best candidates where nothing is in the plan."""
    joint, hour = case.joint, case.joint.worth.time.freed(0.0, 1.0)
    found = []
    for j, row in enumerate(joint.reviews):
        best = case.best(j)
        if best is None:
            continue
        terms = joint.offers.offers[best].option.terms
        pay = 5 * float(terms.unit_hours) * float(terms.first_efficiency) * float(terms.price) * (1 + float(terms.fee))
        gain = float(terms.hours) * float(terms.handable) * max(joint.alone[best].chance, 0.01)
        person = joint.offers.offers[best].name
        setup = TRIAL_BRIEF + float(terms.search)
        found.append(Candidate(row.activity.name, person, "trial", setup, pay, gain, setup * hour + pay, ""))
    return found


def one_more(case: Making) -> tuple[OneMore, ...]:
    """What one more unit of each limit is worth by its price, and what somewhat more of it really brings."""
    joint, problem = case.joint, case.joint.problem
    prices, found = joint.solved.priced.prices, []
    if problem.budget_per_month is not None and problem.budget_per_month > 0:
        weeks = np.array([min(WEEKS_PER_BUCKET, problem.weeks - WEEKS_PER_BUCKET * b) for b in range(problem.buckets)])
        at_most = float(prices.budget @ (weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR))
        step = _MORE_BUDGET * problem.budget_per_month
        gained = _gain(case, budget=step) if at_most > 0.01 and not case.is_sketch else None
        unit = f"1 {joint.settings.business.currency} more a month"
        found.append(_one_more("budget", unit, at_most, step, gained))
    if problem.setup_hours is not None:
        at_most = float(prices.setup.sum())
        # With hardly any set-up time no start is possible, and its price says nothing.
        gained = _gain(case, setup=_MORE_SETUP) if joint.offers.offers and not case.is_sketch else None
        found.append(_one_more("setup_hours", "1 more set-up hour a week", at_most, _MORE_SETUP, gained))
    return tuple(found)


def _one_more(limit: str, unit: str, at_most: float, step: float, gained: float | None) -> OneMore:
    """A price holds for the relaxed plan; where the plan in hand was not the best one, solving again can bring more."""
    return OneMore(limit, unit, max(at_most, (gained or 0.0) / step), step, gained)


def _gain(case: Making, *, budget: float = 0.0, setup: float = 0.0) -> float:
    """What a wider limit really brings, solved again."""
    joint, problem = case.joint, case.joint.problem
    wider = with_limits(
        problem,
        budget=None if problem.budget_per_month is None else problem.budget_per_month + budget,
        setup_hours=None if problem.setup_hours is None else problem.setup_hours + setup,
    )
    value = under(wider, joint.solved, closed=sorted(joint.closed), seed=case.seed)
    return max(0.0, float(value - joint.solved.value))


def concentration_of(case: Making) -> Concentration | None:
    joint = case.joint
    handed: dict[str, float] = {}
    critical, people = {}, {h.name: h.person.skills for h in joint.offers.hands if not h.person.builtin}
    for line in joint.lines:
        if line.option is None:
            continue
        offer, row = joint.offers.offers[line.option], joint.reviews[line.activity]
        handed[offer.name] = handed.get(offer.name, 0.0) + float(line.helper[-1])
        people.setdefault(offer.name, offer.hand.person.skills)
        if (row.activity.error_loss_per_week is not None) or (row.answers.core or 0) >= 2:
            critical[row.activity.name] = row.activity.requires
    return concentration(handed, critical, people) if handed else None


def more_days(case: Making) -> int:
    """Work days worth logging before deciding: the most that any chosen line asks for."""
    joint = case.joint
    if case.review.hours.days_used == 0:
        return 0
    wanted = [0]
    hour = joint.worth.time.freed(0.0, 1.0)
    for draws in joint.sure.values():
        spread = _spread_from(draws.inputs, draws)
        days = days_that_would_change(draws.mean, spread, max(case.days, 1), hour, joint.problem.weeks)
        wanted.append(int(days))
    return max(wanted)


def notes(case: Making) -> tuple[str, ...]:
    notes = list(case.review.hours.warnings)
    if not case.trusted:
        notes.append(
            f"The log scores {case.log_score:.0f} of 100; below {TRUSTED_FROM:.0f} nothing gets a plain yes: "
            "mend the log (see `hoursback review hours`) or log a better week."
        )
    if case.review.hours.days_used == 0:
        notes.append("This plan rests on stated hours alone: a rough first one. Log a week or two and make it again.")
    if case.joint.problem.start_step > 1:
        notes.append(f"Over so long a horizon starts are offered every {case.joint.problem.start_step} weeks.")
    return tuple(notes)


def _spread_from(inputs: Mapping[str, np.ndarray], draws: LineDraws) -> float:
    """Standard deviation of a line's value that comes from not knowing the hours (s_H)."""
    known = inputs["hours"]
    if float(np.std(known)) == 0.0:
        return 0.0
    return float(abs(np.corrcoef(known, draws.npv)[0, 1]) * np.std(draws.npv))
