"""Calibration in words: how often what plans said came true, and what hand-offs teach the next one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.figures import Shape
from hoursback.engine.outcome.calibration import STATED_SHARE, Band, Coverage
from hoursback.engine.outcome.learnt import Learnt
from hoursback.web.outcome.decision_words import chance
from hoursback.web.outcome.selectors.calibrating import Calibration, Teaching
from hoursback.web.plan.words import default_said
from hoursback.web.shared import formats


@dataclass(frozen=True, slots=True)
class BandRow:
    """Chances of one band in a table."""

    label: str
    of: int
    stated: str
    came: str
    could: str
    says: str


@dataclass(frozen=True, slots=True)
class TaughtRow:
    """What is learned about one assumption in a table; `missing` where it is too little."""

    name: str
    label: str
    why: str
    usual: str
    in_use: str
    of: int
    measured: str
    learned: str
    likely: str
    missing: str
    is_in_use: bool


def calibration_said(found: Calibration) -> str:
    """The answer of the calibration's page."""
    if not found.has_decisions:
        return _("Nothing is decided yet, so nothing can be checked.")
    chances = found.chances
    if chances is not None and not chances.missing:
        return _("%(n)d of %(of)d hand-offs paid (%(rate)s); the plan had said %(said)s on average.") % {
            "n": chances.share.met,
            "of": chances.of,
            "rate": formats.percent(chances.share.value or 0.0),
            "said": formats.percent(chances.stated),
        }
    if not found.ranges.missing:
        return _("%(n)d of %(of)d outcomes lay within the likely range that was stated; it promises 8 of 10.") % {
            "n": found.ranges.share.met,
            "of": found.ranges.share.of,
        }
    return _("Too few decisions have shown an outcome to say how far plans can be trusted.")


def chances_said(found: Calibration) -> str:
    """What the chances say together, or what is missing before they say anything."""
    chances = found.chances
    if chances is None:
        return ""
    if not found.has_worth:
        return _("Whether a hand-off paid can only be said once it is stated what you earn.")
    if chances.missing:
        return _missing_chances(chances.of, chances.missing, found.waiting)
    facts = {"brier": formats.number(chances.brier, 3), "base": formats.number(chances.base, 3)}
    if chances.brier < chances.base:
        said = _("Brier score %(brier)s (0 is best): better than %(base)s of always saying the same chance.")
    elif chances.base == 0:
        said = _("Brier score %(brier)s (0 is best). All outcomes are alike so far, so there is nothing to tell apart.")
    else:
        said = _("Brier score %(brier)s (0 is best): no better than %(base)s of always saying the same chance.")
    rate = chances.share
    if rate.high < chances.stated:
        more = _("The plan says too much; a higher caution on the plan’s sliders makes up for it.")
    elif rate.low > chances.stated:
        more = _("The plan says too little: more came true than it dared to say.")
    else:
        more = _("What was said fits with what came.")
    return f"{said % facts} {more}"


def _missing_chances(of: int, missing: int, waiting: int) -> str:
    said = ngettext(
        "Too few to say: %(n)d hand-off has had the time to pay, %(more)d more are needed.",
        "Too few to say: %(n)d hand-offs have had the time to pay, %(more)d more are needed.",
        of,
    ) % {"n": of, "more": missing}
    if not waiting:
        return said
    on_the_way = ngettext("%(n)d is on its way there.", "%(n)d are on their way there.", waiting) % {"n": waiting}
    return f"{said} {on_the_way}"


def ranges_said(found: Calibration) -> str:
    """What the ranges say together, or what is missing."""
    one = found.ranges
    if one.missing:
        return ngettext(
            "Too few to say: %(n)d outcome can be set against its range, %(more)d more are needed.",
            "Too few to say: %(n)d outcomes can be set against their ranges, %(more)d more are needed.",
            one.share.of,
        ) % {"n": one.share.of, "more": one.missing}
    said = ngettext(
        "%(n)d of %(of)d outcome lay within (%(low)s to %(high)s could be true of all).",
        "%(n)d of %(of)d outcomes lay within (%(low)s to %(high)s could be true of all).",
        one.share.of,
    ) % _share_facts(one)
    if not one.is_off:
        return f"{said} {_('That fits with 80 %.')}"
    if (one.share.value or 0.0) < STATED_SHARE:
        return f"{said} {_('The ranges are too narrow.')}"
    return f"{said} {_('The ranges are wider than they need be.')}"


def _share_facts(one: Coverage) -> dict[str, object]:
    return {
        "n": one.share.met,
        "of": one.share.of,
        "low": formats.percent(one.share.low),
        "high": formats.percent(one.share.high),
    }


def band_row(band: Band) -> BandRow:
    """One band of chances."""
    facts = {"low": formats.percent(band.low), "high": formats.percent(band.high)}
    says = _("too few to say")
    if band.is_enough:
        says = _("fits") if not band.is_off else _("said too much")
        if band.is_off and band.stated < band.share.low:
            says = _("said too little")
    return BandRow(
        label=_("%(low)s to %(high)s") % facts,
        of=band.share.of,
        stated=chance(band.stated),
        came=_("%(n)d of %(of)d") % {"n": band.share.met, "of": band.share.of},
        could=_("%(low)s to %(high)s")
        % {"low": formats.percent(band.share.low), "high": formats.percent(band.share.high)},
        says=says,
    )


def taught_row(one: Teaching) -> TaughtRow:
    """What hand-offs teach about one assumption."""
    learnt = one.learnt
    said = default_said({"name": learnt.name, "why": ""})
    share = learnt.share
    stated = one.stated
    in_use = _("the default")
    if stated is not None:
        ends = stated if isinstance(stated, list) else [stated]
        in_use = _("%(low)s to %(high)s") % {"low": figure(learnt, ends[0]), "high": figure(learnt, ends[-1])}
        in_use = figure(learnt, ends[0]) if len(ends) == 1 else in_use
    return TaughtRow(
        name=learnt.name,
        label=label(learnt.name),
        why=str(said["why"]),
        usual=figure(learnt, learnt.usual.value),
        in_use=in_use,
        of=learnt.of,
        measured="–" if learnt.measured is None else figure(learnt, learnt.measured),
        learned="" if share is None else figure(learnt, share.value),
        likely=""
        if share is None
        else _("likely %(low)s to %(high)s") % {"low": figure(learnt, share.low), "high": figure(learnt, share.high)},
        missing=_missing(learnt),
        is_in_use=stated is not None,
    )


def label(name: str) -> str:
    """An assumption as pages call it."""
    return _LABELS[name]() if name in _LABELS else str(default_said({"name": name, "why": ""})["label"])


_LABELS = {
    "phi": lambda: _("Part of the work that went over"),
    "e_inf_specialist": lambda: _("Their hours for each hour of yours: a practised specialist"),
    "e_inf_generalist": lambda: _("Their hours for each hour of yours: a practised generalist"),
    "e_inf_novice": lambda: _("Their hours for each hour of yours: a practised novice"),
    "s_inf": lambda: _("Your checking and answering for each hour of theirs"),
    "brief": lambda: _("Your hours to brief and train somebody"),
    "rho": lambda: _("Freed time that reached your top three"),
}


def figure(learnt: Learnt, value: float) -> str:
    """A value of an assumption: shares as per cent."""
    return formats.percent(value) if learnt.shape is Shape.SHARE else formats.number(value, 2)


def _missing(learnt: Learnt) -> str:
    if learnt.share is not None:
        return ""
    if learnt.name == "rho":
        return _("Results have to say first where the freed hours went.")
    if learnt.name == "s_inf":
        said = ngettext(
            "Too few to say: %(n)d more hand-off with #check or #answer on your entries.",
            "Too few to say: %(n)d more hand-offs with #check or #answer on your entries.",
            learnt.missing,
        )
    elif learnt.name == "brief":
        said = ngettext(
            "Too few to say: %(n)d more accepted hand-off with #brief or #train on your entries.",
            "Too few to say: %(n)d more accepted hand-offs with #brief or #train on your entries.",
            learnt.missing,
        )
    else:
        said = ngettext(
            "Too few to say: %(n)d more hand-off that ran for eight weeks and is logged on both sides.",
            "Too few to say: %(n)d more hand-offs that ran for eight weeks and are logged on both sides.",
            learnt.missing,
        )
    return said % {"n": learnt.missing}
