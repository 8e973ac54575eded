"""Every assumption behind the figures, each with a name, a default, its range and its source (methods, section 10)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hoursback.engine.figures import Figure, Shape

_default = Figure.default


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed where nothing is stated; the names are those of `[assumptions]` in the settings file.

    Efficiencies are helper hours per owner hour, for the first unit (e0) and for a practised hand (e_inf).
    `s0`, `s_inf`: owner hours of supervision per helper hour, at first and for good; `half_life` in weeks.
    """

    sw: Figure = _default(0.25, 0.1, 0.4)
    c2pool: Figure = _default(0.49, 0.16, 1.44)
    phi: Figure = _default(0.8, 0.3, 1.0)
    e0_specialist: Figure = _default(1.3, 0.5, 4.0)
    e_inf_specialist: Figure = _default(0.8, 0.5, 4.0)
    e0_generalist: Figure = _default(1.8, 0.5, 4.0)
    e_inf_generalist: Figure = _default(1.1, 0.5, 4.0)
    e0_novice: Figure = _default(2.5, 0.5, 4.0)
    e_inf_novice: Figure = _default(1.3, 0.5, 4.0)
    LR: Figure = _default(0.85, 0.75, 0.95)
    s0: Figure = _default(0.25, 0.1, 0.5)
    s_inf: Figure = _default(0.08, 0.02, 0.2)
    half_life: Figure = _default(4.0, 2.0, 12.0)
    brief: Figure = _default(8.0, 2.0, 40.0)
    search: Figure = _default(6.0, 2.0, 20.0)
    search_employee: Figure = _default(40.0, 20.0, 80.0)
    q: Figure = _default(0.05, 0.0, 0.3)
    rw: Figure = _default(0.5, 0.2, 1.0)
    fee: Figure = _default(0.05, 0.0, 0.2)
    departures: Figure = _default(0.5, 0.2, 1.5)
    departures_employee: Figure = _default(0.4, 0.15, 0.8)
    on_cost: Figure = _default(1.43, 1.1, 1.6)
    leave: Figure = _default(0.075, 0.0, 0.15)
    utilisation: Figure = _default(0.85, 0.6, 0.95)
    rho: Figure = _default(0.6, 0.3, 0.9)
    leisure: Figure = _default(0.5, 0.35, 0.6)
    eps: Figure = _default(0.5, 0.2, 1.0)
    p_yes: Figure = _default(0.8, 0.6, 0.95)
    p_find_out: Figure = _default(0.5, 0.3, 0.7)
    caution: Figure = _default(0.65, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Meaning:
    """How an assumption reads on screen: its unit, and why its default is what it is."""

    unit: str
    why: str
    shape: Shape = Shape.POSITIVE


_EFFICIENCY = "helper hours per hour of yours"
_THIN = "thin data; try it before relying on it"

MEANINGS: dict[str, Meaning] = {
    "sw": Meaning("", "how much weeks differ (standard deviation of the logarithm)"),
    "c2pool": Meaning("", "how much the same work differs from day to day (squared coefficient of variation)"),
    "phi": Meaning("share", f"part of the work somebody else could do; {_THIN}", Shape.SHARE),
    "e0_specialist": Meaning(_EFFICIENCY, f"a specialist's first unit; {_THIN}"),
    "e_inf_specialist": Meaning(_EFFICIENCY, f"a practised specialist; {_THIN}"),
    "e0_generalist": Meaning(_EFFICIENCY, f"a generalist's first unit; {_THIN}"),
    "e_inf_generalist": Meaning(_EFFICIENCY, f"a practised generalist; {_THIN}"),
    "e0_novice": Meaning(_EFFICIENCY, f"a novice's first unit; {_THIN}"),
    "e_inf_novice": Meaning(_EFFICIENCY, f"a practised novice; {_THIN}"),
    "LR": Meaning("per doubling", "time for a unit falls to this share with each doubling (Crawford)", Shape.SHARE),
    "s0": Meaning("your hours per helper hour", f"supervision in the first week; {_THIN}", Shape.SHARE),
    "s_inf": Meaning("your hours per helper hour", f"supervision for good; {_THIN}", Shape.SHARE),
    "half_life": Meaning("weeks", "how fast the early supervision falls by half"),
    "brief": Meaning("your hours", f"to brief and train somebody for one activity; {_THIN}"),
    "search": Meaning("your hours", "to find and choose somebody by the hour"),
    "search_employee": Meaning("your hours", "to find and choose an employee (SHRM 2016)"),
    "q": Meaning("share", "work that must be done again", Shape.SHARE),
    "rw": Meaning("hours per hour", "your time for each hour of work done again", Shape.SHARE),
    "fee": Meaning("share", "platform or agency fee on top of the price", Shape.SHARE),
    "departures": Meaning("a year", f"how often somebody by the hour leaves; {_THIN}"),
    "departures_employee": Meaning("a year", "how often an employee leaves (JOLTS, 3.3 % a month)"),
    "on_cost": Meaning("times the wage", "what an hour worked costs on top of its wage (US, BLS ECEC)"),
    "leave": Meaning("share", "paid leave", Shape.SHARE),
    "utilisation": Meaning("share", "part of an employee's paid hours that is used", Shape.SHARE),
    "rho": Meaning("share", "freed time that really goes to what earns most; drives many verdicts", Shape.SHARE),
    "leisure": Meaning("share", "an hour of rest, as a share of your average hour (US DOT)", Shape.SHARE),
    "eps": Meaning("share", "what one more hour earns, as a share of the average hour there", Shape.SHARE),
    "p_yes": Meaning("probability", 'from this chance of a gain on, the answer is "yes"', Shape.SHARE),
    "p_find_out": Meaning("probability", "from this chance of a gain on, asking first can pay", Shape.SHARE),
    "caution": Meaning("probability", "a line enters the plan from this chance of a gain on", Shape.SHARE),
}
"""Unit, reason and shape of every assumption, by name."""


def names() -> tuple[str, ...]:
    """The names of all assumptions, in the order of `Assumptions`."""
    return tuple(field.name for field in fields(Assumptions))
