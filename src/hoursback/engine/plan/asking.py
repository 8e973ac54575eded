"""What to find out before deciding: what each answer would be worth, and what asking costs (methods, section 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hoursback.engine.plan.information import Question, decides_on_the_mean, evpi, evppi, evsi
from hoursback.engine.plan.offers import Offer
from hoursback.engine.plan.robust import LineDraws

Array = npt.NDArray[np.float64]

LOGGED_DAYS_ASKED = 5
HOURS_PER_LOGGED_DAY = 0.2
PHONE_CALL_HOURS = 0.5
"""Owner hours to get a firm price (own)."""
LISTING_HOURS = 1.0
"""Owner hours to list which steps somebody else could do (own)."""
TRIAL_UNITS = 5
TRIAL_BRIEF_HOURS = 2.0
"""Owner hours to brief a paid trial (own; the least a briefing takes)."""


@dataclass(frozen=True, slots=True)
class _Topic:
    """One input that can be asked about.

    Attributes:
        observations, prior: how much the answer tells, n, and what is known already, n0; prior 0: it tells all.
    """

    name: str
    text: str
    cost: float
    observations: float
    prior: float


def questions(offer: Offer, draws: LineDraws, *, hour: float, logged_days: int) -> tuple[Question, ...]:
    """Questions about one offer whose answer is worth more than the asking, the most rewarding first.

    Args:
        hour: worth of an owner hour, currency. logged_days: work days in the log.
    """
    if decides_on_the_mean(evpi(draws.npv), hour):
        return ()
    activity = offer.review.activity.name
    found = []
    for topic in _topics(offer, hour, logged_days):
        value = draws.inputs.get(topic.name)
        if value is None or float(np.ptp(value)) == 0.0:
            continue
        worth = _worth(draws, value, topic)
        if worth > topic.cost:
            found.append(Question(topic.text, activity, worth, topic.cost))
    return tuple(sorted(found, key=lambda question: -question.gain))


def question_about_loss(activity: str, npv: Array, loss: Array, *, hour: float) -> tuple[Question, ...]:
    """What to ask before dropping an activity: what nobody doing it would really cost; none where that pays not.

    Args:
        npv, loss: of dropping it, currency and currency a week, shape (draws,).
    """
    if decides_on_the_mean(evpi(npv), hour) or float(np.ptp(loss)) == 0.0:
        return ()
    worth, cost = evppi(npv, loss), LISTING_HOURS * hour
    text = f"Ask who would miss “{activity}”, and count what that would cost a week."
    return (Question(text, activity, worth, cost),) if worth > cost else ()


def _worth(draws: LineDraws, value: object, topic: _Topic) -> float:
    inputs = np.asarray(value, dtype=float)
    if topic.prior == 0:
        return evppi(draws.npv, inputs)
    return evsi(draws.npv, inputs, topic.observations, topic.prior)


def _topics(offer: Offer, hour: float, logged_days: int) -> tuple[_Topic, ...]:
    name, activity = offer.name, offer.review.activity.name
    unit_price = offer.option.terms.price * offer.option.terms.practised_efficiency
    trial = TRIAL_BRIEF_HOURS * hour + TRIAL_UNITS * float(unit_price) * float(offer.option.terms.unit_hours)
    return (
        _Topic("price", f"Ask {name} for a firm price for “{activity}”.", PHONE_CALL_HOURS * hour, 1, 0),
        _Topic(
            "practised_efficiency",
            f"Give {name} a paid trial of {TRIAL_UNITS} units of “{activity}” and time it.",
            trial,
            TRIAL_UNITS,
            TRIAL_UNITS,
        ),
        _Topic(
            "handable",
            f"List the steps of “{activity}” and mark which of them somebody else could do.",
            LISTING_HOURS * hour,
            3,
            3,
        ),
        _Topic(
            "hours",
            f"Log “{activity}” for {LOGGED_DAYS_ASKED} more working days.",
            LOGGED_DAYS_ASKED * HOURS_PER_LOGGED_DAY * hour,
            LOGGED_DAYS_ASKED,
            max(logged_days, 1),
        ),
    )
