"""Whether it pays to replace somebody, with everything that starting again costs."""

from __future__ import annotations

from dataclasses import replace

from hoursback.engine.economics import RESTART_BRIEF_SHARE, Terms, value


def replacing_gain(
    newcomer: Terms, *, rework_now: float, price_now: float, worth: float, weeks: int = 52, discount: float = 0.12
) -> float:
    """Net present value of starting again with somebody else, less that of going on; currency. Above 0: replacing pays.

    Who is here is practised and costs no search, but redoes the share of the work that was seen; the newcomer has to be
    found, takes half the brief again (what is written stays), learns, and is supervised from the start.

    Args:
        newcomer: terms of the same work with somebody new, with usual rework.
        rework_now: share of results that missed the standard. price_now: currency an hour. worth: of the owner's hour.
    Source: methods, sections 4 and 6.
    """
    here = replace(
        newcomer,
        price=price_now,
        rework=rework_now,
        first_efficiency=newcomer.practised_efficiency,
        supervision_first=newcomer.supervision_last,
        brief=0.0,
        search=0.0,
        cash=0.0,
    )
    again = replace(newcomer, brief=newcomer.brief * RESTART_BRIEF_SHARE)
    found, kept = (value(terms, worth, weeks=weeks, discount_per_year=discount) for terms in (again, here))
    return found.npv - kept.npv
