"""The decision on each activity: action, verdict, reasons, what to ask, and when to come back to it."""

from __future__ import annotations

from hoursback.engine.people import PersonKind
from hoursback.engine.plan.answer import Decision, Flip, NotYet
from hoursback.engine.plan.asking import question_about_loss, questions
from hoursback.engine.plan.explain import alternatives, below_the_bar, runner_up, why_kept, why_line
from hoursback.engine.plan.information import Question
from hoursback.engine.plan.lines import Line
from hoursback.engine.plan.making import Making
from hoursback.engine.plan.offers import Offer
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.robust import LineDraws, likely
from hoursback.engine.plan.verdicts import Case, Verdict, judge
from hoursback.engine.plan.waiting import binding_limit, date_of_week, limit_in_words, threshold_week

Decided = tuple[Decision, tuple[Question, ...], NotYet | None]
"""A decision, what to find out first, and when to come back."""


def decided(case: Making, j: int, turned: tuple[Flip, ...]) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
    line = next((line for line in case.joint.lines if line.activity == j), None)
    if line is None:
        return _kept(case, j, turned)
    if line.option is None:
        return _dropped(case, line)
    return _handed_over(case, line, turned)


def _handed_over(
    case: Making, line: Line, turned: tuple[Flip, ...]
) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
    joint = case.joint
    assert line.option is not None
    low, high = joint.sure[line.option].likely(line.npv)
    offer, draws, row = joint.offers.offers[line.option], joint.sure[line.option], joint.reviews[line.activity]
    asks = _asks(case, line, draws)
    # Somebody to be found at a price nobody has named yet: never a plain yes while asking is worth it.
    firm = case.trusted and not (asks and _is_sought(offer))
    verdict = judge(Case(True, draws.mean, draws.chance, bool(asks), firm), case.bars)
    return (
        Decision(
            activity=row.activity.name,
            function=row.hours.function,
            action=offer.option.action,
            verdict=verdict,
            hours=row.hours.mean,
            why=why_line(joint, line),
            person=offer.name,
            person_kind=offer.hand.person.kind,
            start_week=line.start,
            start_date=date_of_week(case.start, line.start),
            hours_freed=line.hours_freed,
            hours_by_week=case.hours_by_week((line,)),
            cost_per_week=line.cost_per_week,
            npv=line.npv,
            npv_low=low,
            npv_high=high,
            probability=draws.chance,
            payback_week=line.payback,
            setup_hours=line.setup_hours,
            cash=line.cash,
            pays_from=case.thresholds[line.activity].worth,
            why_not=runner_up(joint, line),
            below_the_bar=below_the_bar(joint, line.activity),
            alternatives=alternatives(joint, line.activity),
            flips=turned,
        ),
        asks if verdict is Verdict.FIND_OUT_FIRST else (),
        None,
    )


def _asks(case: Making, line: Line, draws: LineDraws) -> tuple[Question, ...]:
    """What to ask about a line of the plan; of somebody yet to be found, price and pace are open questions too."""
    joint = case.joint
    assert line.option is not None
    offer = joint.offers.offers[line.option]
    if offer.hand.person.kind is PersonKind.ROLE:
        total = max(0.0, joint.freed)
        draws = joint.luck.line(offer, joint.problem, start=line.start, among=total, bears=line.bears, as_sought=False)
    hour = joint.worth.time.freed(0.0, max(line.hours_freed, 0.1))
    return questions(offer, draws, hour=hour, logged_days=case.days)


def _dropped(case: Making, line: Line) -> Decided:
    joint = case.joint
    row, draws = joint.reviews[line.activity], joint.dropped[line.activity].sum(axis=1)
    drop = next(drop for drop in joint.problem.drops if drop.activity == line.activity)
    low, high = likely(draws, line.npv)
    chance = float((draws > 0).mean())
    hour = joint.worth.time.freed(0.0, max(line.hours_freed, 0.1))
    asks = question_about_loss(row.activity.name, draws, joint.luck.loss(drop, row), hour=hour)
    verdict = judge(Case(True, float(draws.mean()), chance, bool(asks), case.trusted), case.bars)
    found = Decision(
        activity=row.activity.name,
        function=row.hours.function,
        action=Action.DROP,
        verdict=verdict,
        hours=row.hours.mean,
        why=why_line(joint, line),
        start_week=line.start,
        start_date=date_of_week(case.start, line.start),
        hours_freed=line.hours_freed,
        hours_by_week=case.hours_by_week((line,)),
        npv=line.npv,
        npv_low=float(low),
        npv_high=float(high),
        probability=chance,
        payback_week=line.payback,
        alternatives=alternatives(joint, line.activity),
    )
    return found, asks if verdict is Verdict.FIND_OUT_FIRST else (), None


def _kept(case: Making, j: int, turned: tuple[Flip, ...]) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
    joint, row = case.joint, case.joint.reviews[j]
    best = case.best(j)
    found = None if best is None else (best, case.beside_the_plan(best))
    verdict, limit, waiting = Verdict.NO, None, None
    asks: tuple[Question, ...] = ()
    if found is not None:
        limit = binding_limit(joint, found[0]) if found[0] not in joint.closed else None
        if limit is not None:
            # Sure enough but for the limit: judged as the plan would have judged it.
            found = (found[0], joint.alone[found[0]])
        verdict, asks, waiting = _verdict_of_kept(case, j, *found, limit)
    return (
        Decision(
            activity=row.activity.name,
            function=row.hours.function,
            action=Action.KEEP,
            verdict=verdict,
            hours=row.hours.mean,
            why=why_kept(joint, j, found, limit if verdict is Verdict.NOT_YET else None, case.thresholds.get(j)),
            hours_by_week=(0.0,) * joint.problem.horizon,
            probability=found[1].chance if found is not None else None,
            pays_from=case.thresholds[j].worth if best is not None else None,
            below_the_bar=below_the_bar(joint, j),
            alternatives=alternatives(joint, j),
            flips=turned,
        ),
        asks,
        waiting,
    )


def _verdict_of_kept(
    case: Making, j: int, best: int, draws: LineDraws, limit: str | None
) -> tuple[Verdict, tuple[Question, ...], NotYet | None]:
    joint = case.joint
    offer, name = joint.offers.offers[best], joint.reviews[j].activity.name
    hour = joint.worth.time.freed(case.freed, 1.0)
    asks = questions(offer, draws, hour=hour, logged_days=case.days)
    week = threshold_week(joint, best, case.freed)
    facts = Case(False, draws.mean, draws.chance, bool(asks), case.trusted, limit is not None, week is not None)
    verdict = judge(facts, case.bars)
    if verdict is not Verdict.NOT_YET:
        return verdict, asks if verdict is Verdict.FIND_OUT_FIRST else (), None
    if facts.mean > 0 and facts.chance >= case.bars.caution and limit is not None:
        return (
            verdict,
            (),
            NotYet(name, f"when {limit_in_words(joint, best, limit)} {'allows' if limit == 'budget' else 'allow'} it"),
        )
    assert week is not None
    return verdict, (), NotYet(name, f"at today's growth, to {offer.name}", date_of_week(case.start, week))


def _is_sought(offer: Offer) -> bool:
    """Whether it is somebody yet to be found whose price is a default."""
    return offer.hand.person.kind is PersonKind.ROLE and offer.figures.price.is_default
