"""From reviewed hours and stated settings to an honest plan: the whole chain of the plan step in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from hoursback.engine.capture.quality import TRUSTED_FROM
from hoursback.engine.errors import NoPlanError
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.answer import Decision, FindOut, FirstStep, Flip, NotYet, OneMore, Plan, Totals
from hoursback.engine.plan.asking import questions
from hoursback.engine.plan.business import Settings
from hoursback.engine.plan.concentration import Concentration, concentration
from hoursback.engine.plan.explain import advantage, below_the_bar, runner_up, why_kept, why_line
from hoursback.engine.plan.first_step import Candidate, smallest_safe
from hoursback.engine.plan.flips import flips
from hoursback.engine.plan.information import Question, days_that_would_change
from hoursback.engine.plan.joint import Joint, plan_jointly, with_limits
from hoursback.engine.plan.lines import Line
from hoursback.engine.plan.milp import Effort
from hoursback.engine.plan.offers import Offer
from hoursback.engine.plan.problem import WEEKS_PER_BUCKET, Action
from hoursback.engine.plan.robust import LineDraws
from hoursback.engine.plan.said import defaults_used
from hoursback.engine.plan.solve import solve
from hoursback.engine.plan.verdicts import Bars, Case, Verdict, judge
from hoursback.engine.plan.waiting import binding_limit, date_of_week, limit_in_words, threshold_week
from hoursback.engine.plan.words import hours, money
from hoursback.engine.review.summary import ActivityReview, Review
from hoursback.engine.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR, per_month
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
) -> Plan:
    """What to keep, drop, automate and hand over, to whom and from when.

    Args:
        today: the plan starts on the Monday after the log's last day, or after today where there is no log.
        log_score: how far the log can be trusted, 0-100; None: there is no log.
        undone: work that should have happened and did not; the first use of freed hours.
        everything: solve every opposite decision again (`--explain`), not only the nearest five.
    Raises: NoPlanError, without any hours to plan with; HoursbackError, where nothing says what an hour is worth.
    """
    rows = sorted(review.activities, key=lambda row: row.hours.position)
    if not any(row.hours.mean > 0 for row in rows):
        raise NoPlanError("There are no hours to plan with.", hint="Log a few days, or state hours_per_week.")
    worth = _worth(review, settings, undone)
    joint = plan_jointly(rows, settings, worth, seed=seed)
    return _Making(review, joint, today, seed, log_score, everything).plan()


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


@dataclass(frozen=True, eq=False)
class _Making:
    """One plan on its way from the solver to its reader."""

    review: Review
    joint: Joint
    today: date
    seed: int
    log_score: float | None
    everything: bool

    @property
    def start(self) -> date:
        """First day of week 0."""
        stated = self.joint.settings.business.start
        if stated is not None:
            return stated
        last = self.review.hours.last_day or self.today
        return last + timedelta(days=7 - last.weekday())

    @property
    def trusted(self) -> bool:
        """Whether a verdict may be "yes"."""
        return self.log_score is None or self.log_score >= TRUSTED_FROM

    def plan(self) -> Plan:
        joint, business = self.joint, self.joint.settings.business
        turned = flips(joint, everything=self.everything)
        made = [self._decision(j, turned.get(j, ())) for j in range(len(joint.reviews))]
        decisions = tuple(sorted((d for d, _, _ in made), key=_order))
        totals = self._totals()
        asked = sorted((q for _, found, _ in made for q in found), key=lambda q: -q.gain)
        worth = joint.worth
        return Plan(
            currency=business.currency,
            start=self.start,
            horizon=business.horizon_weeks,
            tail=business.tail_weeks,
            decisions=decisions,
            not_yet=tuple(waiting for _, _, waiting in made if waiting is not None),
            find_out=tuple(FindOut(q.text, q.activity, q.worth, q.ask_cost) for q in asked),
            first_step=self._first_step(decisions),
            totals=totals,
            defaults=defaults_used(
                joint,
                has_log=self.review.hours.days_used > 0,
                stated_start=business.start is not None,
                start=self.start.isoformat(),
            ),
            status=joint.solved.status,
            gap=joint.solved.gap,
            value=joint.solved.value,
            bound=joint.solved.bound,
            hours_by_week=self._hours_by_week(joint.lines),
            worth_now=worth.three_numbers(max(joint.freed, 0.0)).now,
            worth_freed=worth.time.freed(0.0, max(joint.freed, 0.0)),
            average_hour=worth.average.value,
            leisure=worth.leisure,
            uses=worth.uses(max(joint.freed, 0.0)) if joint.freed > 0 else (),
            one_more=self._one_more(),
            advantages=tuple(text for line in joint.lines if (text := advantage(joint, line)) is not None),
            concentration=self._concentration(),
            full_time=joint.full_time,
            more_days=self._more_days(),
            log_score=self.log_score,
            notes=self._notes(),
            draws=joint.luck.size,
            seed=self.seed,
            unaccounted=self.review.hours.unaccounted.mean if self.review.hours.unaccounted.known else None,
            headline=self._headline(totals),
            assumed_first=self._assumed_first(),
        )

    def _decision(self, j: int, turned: tuple[Flip, ...]) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
        line = next((line for line in self.joint.lines if line.activity == j), None)
        if line is None:
            return self._kept(j, turned)
        if line.option is None:
            return self._dropped(line), (), None
        return self._handed_over(line, turned)

    def _handed_over(
        self, line: Line, turned: tuple[Flip, ...]
    ) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
        joint = self.joint
        assert line.option is not None
        offer, draws, row = joint.offers.offers[line.option], joint.sure[line.option], joint.reviews[line.activity]
        asks = self._asks(line, draws)
        # Somebody to be found at a price nobody has named yet: never a plain yes while asking is worth it.
        firm = self.trusted and not (asks and _is_sought(offer))
        verdict = judge(Case(True, draws.mean, draws.chance, bool(asks), firm), self._bars)
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
                start_date=date_of_week(self.start, line.start),
                hours_freed=line.hours_freed,
                hours_by_week=self._hours_by_week((line,)),
                cost_per_week=line.cost_per_week,
                npv=line.npv,
                npv_low=draws.quantile(0.1),
                npv_high=draws.quantile(0.9),
                probability=draws.chance,
                payback_week=line.payback,
                setup_hours=line.setup_hours,
                cash=line.cash,
                why_not=runner_up(joint, line),
                below_the_bar=below_the_bar(joint, line.activity),
                flips=turned,
            ),
            asks if verdict is Verdict.FIND_OUT_FIRST else (),
            None,
        )

    def _asks(self, line: Line, draws: LineDraws) -> tuple[Question, ...]:
        """What to ask about a line of the plan; of somebody yet to be found, price and pace are open questions too."""
        joint = self.joint
        assert line.option is not None
        offer = joint.offers.offers[line.option]
        if offer.hand.person.kind is PersonKind.ROLE:
            total = max(0.0, joint.freed)
            draws = joint.luck.line(offer, joint.problem, start=line.start, among=total, as_sought=False)
        hour = joint.worth.time.freed(0.0, max(line.hours_freed, 0.1))
        return questions(offer, draws, hour=hour, logged_days=self._days)

    def _dropped(self, line: Line) -> Decision:
        row = self.joint.reviews[line.activity]
        return Decision(
            activity=row.activity.name,
            function=row.hours.function,
            action=Action.DROP,
            verdict=Verdict.YES if self.trusted else Verdict.FIND_OUT_FIRST,
            hours=row.hours.mean,
            why=why_line(self.joint, line),
            start_week=line.start,
            start_date=date_of_week(self.start, line.start),
            hours_freed=line.hours_freed,
            hours_by_week=self._hours_by_week((line,)),
            npv=line.npv,
            npv_low=line.npv,
            npv_high=line.npv,
            payback_week=line.payback,
        )

    def _kept(self, j: int, turned: tuple[Flip, ...]) -> tuple[Decision, tuple[Question, ...], NotYet | None]:
        joint, row = self.joint, self.joint.reviews[j]
        best = self._best(j)
        draws: LineDraws | None = None
        verdict, waiting, limit = Verdict.NO, None, None
        asks: tuple[Question, ...] = ()
        if best is not None:
            draws = self._beside_the_plan(best)
            limit = binding_limit(joint, best) if best not in joint.closed else None
            verdict, asks, waiting = self._verdict_of_kept(j, best, draws, limit)
        return (
            Decision(
                activity=row.activity.name,
                function=row.hours.function,
                action=Action.KEEP,
                verdict=verdict,
                hours=row.hours.mean,
                why=why_kept(joint, j, best, limit if verdict is Verdict.NOT_YET else None),
                hours_by_week=(0.0,) * joint.problem.horizon,
                probability=draws.chance if draws is not None else None,
                below_the_bar=below_the_bar(joint, j),
                flips=turned,
            ),
            asks,
            waiting,
        )

    def _verdict_of_kept(
        self, j: int, best: int, draws: LineDraws, limit: str | None
    ) -> tuple[Verdict, tuple[Question, ...], NotYet | None]:
        joint = self.joint
        offer, name = joint.offers.offers[best], joint.reviews[j].activity.name
        hour = joint.worth.time.freed(max(joint.freed, 0.0), 1.0)
        asks = questions(offer, draws, hour=hour, logged_days=self._days)
        week = threshold_week(joint, best, max(joint.freed, 0.0))
        case = Case(False, draws.mean, draws.chance, bool(asks), self.trusted, limit is not None, week is not None)
        verdict = judge(case, self._bars)
        if verdict is not Verdict.NOT_YET:
            return verdict, asks if verdict is Verdict.FIND_OUT_FIRST else (), None
        if case.mean > 0 and case.chance >= self._bars.caution and limit is not None:
            return verdict, (), NotYet(name, f"when {limit_in_words(joint, best, limit)} allow it")
        assert week is not None
        return verdict, (), NotYet(name, f"at today's growth, to {offer.name}", date_of_week(self.start, week))

    def _best(self, j: int) -> int | None:
        """The most valuable offer for an activity, chosen or not."""
        own = [p for p, offer in enumerate(self.joint.offers.offers) if offer.option.activity == j]
        return max(own, key=lambda p: self.joint.alone[p].mean, default=None)

    def _beside_the_plan(self, option: int) -> LineDraws:
        """An offer that is not in the plan, its hours valued after all that the plan frees."""
        joint = self.joint
        freed = max(joint.freed, 0.0)
        if joint.problem.has_one_slope or freed == 0:
            return joint.alone[option]
        offer = joint.offers.offers[option]
        return joint.luck.line(offer, joint.problem, start=joint.earliest(option), already=freed)

    @property
    def _bars(self) -> Bars:
        assumed = self.joint.settings.assumptions
        return Bars(assumed.p_yes.value, assumed.p_find_out.value, assumed.caution.value)

    @property
    def _days(self) -> int:
        return self.review.hours.work_days_used

    def _hours_by_week(self, lines: Sequence[Line]) -> tuple[float, ...]:
        """Owner hours won in each week of the horizon, set-up taken off."""
        total = sum((line.net for line in lines), np.zeros(self.joint.problem.weeks))
        return tuple(round(float(won), 6) for won in total[: self.joint.problem.horizon])

    def _totals(self) -> Totals:
        joint = self.joint
        draws = sum((d.npv for d in joint.sure.values()), np.zeros(joint.luck.size))
        draws = draws + sum(line.npv for line in joint.lines if line.option is None)
        return Totals(
            hours_freed=joint.freed,
            cost_per_week=sum(line.cost_per_week for line in joint.lines),
            setup_hours=sum(line.setup_hours for line in joint.lines),
            cash_up_front=sum(line.cash for line in joint.lines),
            npv=joint.solved.value,
            npv_low=float(np.quantile(draws, 0.1)),
            npv_high=float(np.quantile(draws, 0.9)),
            probability=float((draws > 0).mean()) if joint.lines else 0.0,
        )

    def _hours_range(self) -> tuple[float, float]:
        """P10 and P90 of the hours a practised week that the plan frees."""
        joint = self.joint
        total = np.full(joint.luck.size, sum(line.hours_freed for line in joint.lines if line.option is None))
        for line in joint.lines:
            if line.option is not None:
                terms = joint.luck.terms(joint.offers.offers[line.option])
                kept = terms.supervision_last * terms.practised_efficiency + terms.rework * terms.rework_hours
                total = total + terms.hours * terms.handable * (1 - kept)
        return float(np.quantile(total, 0.1)), float(np.quantile(total, 0.9))

    def _headline(self, totals: Totals) -> str:
        currency = self.joint.settings.business.currency
        if not self.joint.lines:
            return "As things are stated, nothing is worth handing over yet; the reasons are below."
        low, high = self._hours_range()
        month = per_month(totals.cost_per_week)
        cost = f"for {money(month, currency)} a month" if month >= 0.005 else "at no extra pay"
        return (
            f"You could get back {hours(totals.hours_freed)} a week (likely {max(low, 0.0):.1f} to {high:.1f}) {cost}."
        )

    def _assumed_first(self) -> tuple[str, ...]:
        worth, currency = self.joint.worth, self.joint.settings.business.currency
        if not worth.average_is_assumed or worth.time.constant is not None:
            return ()
        amount = money(worth.average.value, currency)
        return (f"No income is stated, so an hour of yours is taken to earn {amount}; state income_per_year.",)

    def _first_step(self, decisions: Sequence[Decision]) -> FirstStep | None:
        currency = self.joint.settings.business.currency
        leaving = [d for d in decisions if d.leaves]
        # Dropping is easy, but it teaches nothing about handing over.
        candidates = [self._candidate(d) for d in leaving if d.person] or [self._candidate(d) for d in leaving]
        if not candidates:
            candidates = self._trials()
        return smallest_safe(candidates, currency)

    def _candidate(self, decision: Decision) -> Candidate:
        hour = self.joint.worth.time.freed(0.0, 1.0)
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

    def _trials(self) -> list[Candidate]:
        """A paid trial of the best candidates where nothing is in the plan."""
        joint, hour = self.joint, self.joint.worth.time.freed(0.0, 1.0)
        found = []
        for j, row in enumerate(joint.reviews):
            best = self._best(j)
            if best is None:
                continue
            terms = joint.offers.offers[best].option.terms
            pay = (
                5
                * float(terms.unit_hours)
                * float(terms.first_efficiency)
                * float(terms.price)
                * (1 + float(terms.fee))
            )
            gain = float(terms.hours) * float(terms.handable) * max(joint.alone[best].chance, 0.01)
            person = joint.offers.offers[best].name
            setup = TRIAL_BRIEF + float(terms.search)
            found.append(Candidate(row.activity.name, person, "trial", setup, pay, gain, setup * hour + pay, ""))
        return found

    def _one_more(self) -> tuple[OneMore, ...]:
        joint, problem = self.joint, self.joint.problem
        prices, found = joint.solved.priced.prices, []
        if problem.budget_per_month is not None and problem.budget_per_month > 0:
            weeks = np.array(
                [min(WEEKS_PER_BUCKET, problem.weeks - WEEKS_PER_BUCKET * b) for b in range(problem.buckets)]
            )
            at_most = float(prices.budget @ (weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR))
            step = _MORE_BUDGET * problem.budget_per_month
            unit = f"1 {joint.settings.business.currency} more a month"
            found.append(OneMore("budget", unit, at_most, step, self._gain(budget=step) if at_most > 0.01 else None))
        if problem.setup_hours is not None:
            at_most = float(prices.setup.sum())
            gained = self._gain(setup=_MORE_SETUP) if at_most > 1.0 else None
            found.append(OneMore("setup_hours", "1 more set-up hour a week", at_most, _MORE_SETUP, gained))
        return tuple(found)

    def _gain(self, *, budget: float = 0.0, setup: float = 0.0) -> float:
        """What a wider limit really brings, solved again."""
        joint, problem = self.joint, self.joint.problem
        wider = with_limits(
            problem,
            budget=None if problem.budget_per_month is None else problem.budget_per_month + budget,
            setup_hours=None if problem.setup_hours is None else problem.setup_hours + setup,
        )
        again = solve(
            wider,
            closed=sorted(joint.closed),
            known=[joint.solved.schedule],
            effort=Effort(0.01, 0.8, self.seed),
            passes=120,
        )
        return max(0.0, again.value - joint.solved.value)

    def _concentration(self) -> Concentration | None:
        joint = self.joint
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

    def _more_days(self) -> int:
        """Work days worth logging before deciding: the most that any chosen line asks for."""
        joint = self.joint
        if self.review.hours.days_used == 0:
            return 0
        wanted = [0]
        hour = joint.worth.time.freed(0.0, 1.0)
        for draws in joint.sure.values():
            spread = _spread_from(draws.inputs, draws)
            days = days_that_would_change(draws.mean, spread, max(self._days, 1), hour, joint.problem.weeks)
            wanted.append(int(days))
        return max(wanted)

    def _notes(self) -> tuple[str, ...]:
        notes = list(self.review.hours.warnings)
        if not self.trusted:
            notes.append(
                f"The log scores {self.log_score:.0f} of 100; below {TRUSTED_FROM:.0f} nothing gets a plain yes: "
                "mend the log (see `hoursback review hours`) or log a better week."
            )
        if self.review.hours.days_used == 0:
            notes.append(
                "This plan rests on stated hours alone: a rough first one. Log a week or two and make it again."
            )
        if self.joint.problem.start_step > 1:
            notes.append(f"Over so long a horizon starts are offered every {self.joint.problem.start_step} weeks.")
        return tuple(notes)


def _is_sought(offer: Offer) -> bool:
    """Whether it is somebody yet to be found whose price is a default."""
    return offer.hand.person.kind is PersonKind.ROLE and offer.figures.price.is_default


def _spread_from(inputs: Mapping[str, np.ndarray], draws: LineDraws) -> float:
    """Standard deviation of a line's value that comes from not knowing the hours (s_H)."""
    known = inputs["hours"]
    if float(np.std(known)) == 0.0:
        return 0.0
    return float(abs(np.corrcoef(known, draws.npv)[0, 1]) * np.std(draws.npv))


def _order(decision: Decision) -> tuple[int, float]:
    """What leaves first, most valuable first; then what stays, most hours first."""
    return (0, -decision.npv) if decision.leaves else (1, -decision.hours)
