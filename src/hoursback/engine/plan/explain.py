"""Why a decision is what it is, in two sentences; and why not the next best."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hoursback.engine.capture.activity import Bound
from hoursback.engine.people import PersonKind
from hoursback.engine.plan.advantage import replacement_cost, should_hand_over
from hoursback.engine.plan.answer import Alternative
from hoursback.engine.plan.joint import Joint
from hoursback.engine.plan.lines import Line
from hoursback.engine.plan.offers import LEAST_HOURS, Offer
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.robust import LineDraws
from hoursback.engine.plan.thresholds import Thresholds
from hoursback.engine.plan.waiting import limit_in_words
from hoursback.engine.plan.words import hours, money, percent, weeks
from hoursback.engine.units import per_month

_HOW = {
    Action.AUTOMATE: "Let {who} do it",
    Action.IN_HOUSE: "Give it to {who}, in-house",
    Action.HOURLY: "Pay {who} for it by the hour",
    Action.FIXED: "Pay {who} a fixed price for it",
    Action.RETAINER: "Put {who} on a retainer for it",
    Action.ROLE: "Find help for it: {who}",
    Action.FULL_TIME: "Create a post for it: {who}",
}
_NEAR = 0.03
"""Runner-ups within this share of the best are as good as equal."""


@dataclass(frozen=True, slots=True)
class Words:
    """Currency of all sentences about one plan."""

    currency: str

    def of(self, amount: float) -> str:
        """An amount of money."""
        return money(amount, self.currency)


def why_line(joint: Joint, line: Line) -> str:
    """Two sentences for what leaves: what it wins for what, and how sure that is."""
    words = Words(joint.settings.business.currency)
    review = joint.reviews[line.activity]
    if line.option is None:
        loss = next(d.loss_per_week for d in joint.problem.drops if d.activity == line.activity)
        first = (
            f"Dropping it frees {hours(line.hours_freed)} a week and costs {words.of(loss)} a week by your own figure."
        )
        more = f"Those hours are worth {words.of(line.npv)} more elsewhere by the plan's end"
        chance = float((joint.dropped[line.activity].sum(axis=1) > 0).mean())
        return f"{first} {more}, and the chance that they are worth more at all is {percent(chance)}."
    offer = joint.offers.offers[line.option]
    month = per_month(line.cost_per_week)
    cost = f"for {words.of(month)} a month" if month >= 0.005 else "at no extra pay"
    how = _HOW[offer.option.action].format(who=offer.name) + _sought(offer, words)
    first = f"{how}: it frees {hours(line.hours_freed)} of your {hours(review.hours.mean)} a week {cost}."
    sure = joint.sure[line.option]
    paid = (
        f"pays for itself {weeks(line.payback)} after the start" if line.payback else "does not pay for itself in time"
    )
    return f"{first} It {paid}, and the chance that it brings more than it costs is {percent(sure.chance)}."


def _sought(offer: Offer, words: Words) -> str:
    """What to look for in somebody yet to be found."""
    if offer.hand.person.kind is not PersonKind.ROLE or offer.option.fixed_per_week is not None:
        return ""
    return f", at up to {words.of(float(offer.option.terms.price))} an hour"


def why_kept(
    joint: Joint,
    activity: int,
    best: tuple[int, LineDraws] | None,
    limit: str | None,
    clears: Thresholds | None,
) -> str:
    """Two sentences for what stays.

    Args:
        best: the most valuable offer with its draws beside the plan; None: nobody could take it over.
        limit: the limit that alone keeps it out of the plan. clears: from where the offer would clear the bar.
    """
    review = joint.reviews[activity]
    if not review.leave.allowed:
        return f"{review.leave.reason} {_stays(review.activity.bound)}"
    if review.hours.mean < LEAST_HOURS:
        return "There are no hours in it to win back. Log it for a week or two if you think there are."
    if best is None:
        return f"{review.leave.reason} Nobody stated or known could take it over: {_nobody(joint, activity)}."
    option, draws = best
    name, words = joint.offers.offers[option].name, Words(joint.settings.business.currency)
    if draws.mean <= 0:
        loss = f"The best candidate, {name}, would cost {words.of(-draws.mean)} more than it brings"
        return f"{loss} by the plan's end. {_would_pay(clears, words)}"
    head = f"The best candidate, {name}, would bring {words.of(draws.mean)} by the plan's end"
    if option not in joint.closed and limit is not None:
        against = limit_in_words(joint, option, limit)
        return f"{head} with a chance of {percent(draws.chance)}. Only {against} stand{_s(limit)} against it."
    return f"{head}, with a chance of {percent(draws.chance)} that it pays at all. {_would_pay(clears, words)}"


def _s(limit: str) -> str:
    return "s" if limit == "budget" else ""


def _stays(bound: Bound) -> str:
    if bound is Bound.NO:
        return "Nothing in the plan touches it."
    return "Ask which part is not bound (drafting, chasing, filing): that part can be an activity of its own."


def _nobody(joint: Joint, activity: int) -> str:
    name = joint.reviews[activity].activity.name
    refusals = [r for r in joint.offers.refusals if r.activity == name]
    reasons = [f"{r.person} {r.reason}" for r in refusals if r.comes_near] or [
        f"{r.person} {r.reason}" for r in refusals
    ]
    if reasons:
        return "; ".join(reasons[:2])
    function = joint.reviews[activity].hours.function
    return f"there is no market price for {function}, so state a person with a price"


def _would_pay(clears: Thresholds | None, words: Words) -> str:
    """From where it would go where nothing grows: "yes if price <= x or your hour >= w*"."""
    if clears is not None and clears.is_met:
        return "By itself it would pay; the plan as a whole is better without it."
    ways = []
    if clears is not None and clears.price is not None:
        ways.append(
            f"at a price of at most {words.of(_down(clears.price))} an hour ({words.of(clears.price_now)} is counted)"
        )
    if clears is not None and clears.worth is not None:
        ways.append(
            f"if an hour it frees is worth at least {words.of(_up(clears.worth))} to you "
            f"({words.of(clears.worth_now)} is counted)"
        )
    if not ways:
        return "At no price would it go: supervising it takes more than it frees."
    return "It would go " + " or ".join(ways) + "."


def _down(amount: float) -> float:
    """Rounded as it will be read, and never up: a price that is a little too high would not do."""
    return math.floor(amount) if amount >= 10 else math.floor(amount * 100) / 100


def _up(amount: float) -> float:
    return math.ceil(amount) if amount >= 10 else math.ceil(amount * 100) / 100


def runner_up(joint: Joint, line: Line) -> str:
    """Why not the next best person for the same activity; "" where there is none."""
    if line.option is None:
        return ""
    others = [
        p for p, offer in enumerate(joint.offers.offers) if offer.option.activity == line.activity and p != line.option
    ]
    if not others:
        return ""
    words = Words(joint.settings.business.currency)
    best = max(others, key=lambda p: joint.alone[p].mean)
    chosen, other = joint.offers.offers[line.option], joint.offers.offers[best]
    less = joint.alone[line.option].mean - joint.alone[best].mean
    name = other.name
    if other.quote is not None:
        name += " at a fixed price"
    elif other.name == chosen.name:
        name += " by the hour"
    if abs(less) < _NEAR * max(abs(joint.alone[line.option].mean), 1.0):
        return f"{name} would do about as well."
    if less < 0:
        return f"{name} would bring {words.of(-less)} more on this alone, but fits worse with the rest or is less sure."
    return f"{name} would bring {words.of(less)} less: {_difference(chosen, other, words)}."


def _difference(chosen: Offer, other: Offer, words: Words) -> str:
    """The largest difference between two candidates for the same work, in the owner's terms."""
    mine, theirs = _hour_cost(chosen), _hour_cost(other)
    if theirs > mine * 1.02:
        return f"an hour of yours costs {words.of(theirs)} there against {words.of(mine)}"
    if float(other.option.terms.search) > float(chosen.option.terms.search):
        return f"finding them takes {hours(float(other.option.terms.search))} of yours first"
    if float(other.option.terms.cash) > float(chosen.option.terms.cash):
        return f"it costs {words.of(float(other.option.terms.cash))} up front"
    return "supervision, departures and set-up weigh more"


def _hour_cost(offer: Offer) -> float:
    """What one handed-over owner hour costs, practised, currency."""
    terms = offer.option.terms
    if offer.option.fixed_per_week is not None:
        return offer.option.fixed_per_week / max(float(terms.hours * terms.handable), 1e-9)
    return replacement_cost(float(terms.price), float(terms.practised_efficiency), float(terms.fee))


def advantage(joint: Joint, line: Line) -> str | None:
    """Where somebody slower than the owner should do it all the same; None: not such a case."""
    if line.option is None:
        return None
    offer = joint.offers.offers[line.option]
    terms, words = offer.option.terms, Words(joint.settings.business.currency)
    pace, price = float(terms.practised_efficiency), float(terms.price) * (1 + float(terms.fee))
    hour = joint.worth.time.freed(0.0, max(line.hours_freed, 0.5))
    if pace <= 1 or not should_hand_over(price, pace, hour):
        return None
    return (
        f"{offer.name} needs {pace:.1f} hours for one of yours at “{joint.reviews[line.activity].activity.name}”, "
        f"and should still do it: that costs {words.of(price * pace)}, and your hour is worth {words.of(hour)}."
    )


def alternatives(joint: Joint, activity: int) -> tuple[Alternative, ...]:
    """Every way to hand an activity over, the most valuable first, and who was not offered it and why."""
    chosen = {line.option for line in joint.lines}
    offers = [
        Alternative(
            person=offer.name,
            action=offer.option.action,
            npv=joint.alone[p].mean,
            probability=joint.alone[p].chance,
            price=offer.option.fixed_per_week
            if offer.option.fixed_per_week is not None
            else float(offer.option.terms.price) * (1 + float(offer.option.terms.fee)),
            is_chosen=p in chosen,
        )
        for p, offer in enumerate(joint.offers.offers)
        if offer.option.activity == activity
    ]
    name = joint.reviews[activity].activity.name
    refused = [Alternative(r.person, None, reason=f"{r.reason}.") for r in joint.offers.refusals if r.activity == name]
    return (*sorted(offers, key=lambda one: -(one.npv or 0.0)), *refused)


def below_the_bar(joint: Joint, activity: int) -> tuple[str, ...]:
    """Sentences about people who have the hours and not the skill: all employees, others if they have some of it."""
    name = joint.reviews[activity].activity.name
    return tuple(
        f"{r.person} {r.reason}."
        for r in joint.offers.refusals
        if r.activity == name and r.rule == "floor" and r.comes_near
    )
