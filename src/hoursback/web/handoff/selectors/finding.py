"""Where to look for somebody, what it takes, and the text to publish."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hoursback.engine.assumptions import Assumptions, names
from hoursback.engine.capture.functions import TITLES, function_of
from hoursback.engine.figures import Figure
from hoursback.engine.handoff import finding as engine
from hoursback.engine.handoff.finding import Place
from hoursback.engine.plan.market import MARKET
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.handoff.models import Handoff
from hoursback.web.handoff.selectors.choosing import lines_of
from hoursback.web.handoff.selectors.work import newest_brief
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import figure_words
from hoursback.web.plan.models import Limits
from hoursback.web.shared import formats


@dataclass(frozen=True, slots=True)
class Finding:
    """What the search for somebody takes, in words beside the figures.

    Attributes: is_foreign: the usual price is known in another currency alone, so that it says little here.
    """

    search: engine.Search
    function: str
    places: list[tuple[str, str]]
    hours: str
    employee_hours: str
    employee_cost: str
    price: str
    price_middle: str
    trials: str
    trial_hours: str
    is_foreign: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the hire brief: a heading and its lines."""

    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class HireBrief:
    """What to publish: nothing in it that is for the leaders alone, no income, no worth of anybody's hour."""

    title: str
    lead: str
    parts: list[Part]
    has_brief: bool

    @property
    def markdown(self) -> str:
        """The whole as Markdown."""
        blocks = [f"# {_escaped(self.title)}", _escaped(self.lead)]
        for part in self.parts:
            blocks += [f"## {_escaped(part.title)}", "\n".join(f"- {_escaped(line)}" for line in part.lines)]
        return "\n\n".join(blocks) + "\n"


def finding(actor: Member, handoff: Handoff) -> Finding:
    """Where to look for help of this kind, and what it costs in time and money."""
    function = _function(handoff)
    stated, hours = _stated(handoff.person, function)
    currency = actor.workspace.currency
    search = engine.search_for(function, currency, assumptions(actor), price=stated, hours=hours)
    unit = search.price_currency
    return Finding(
        search=search,
        function=TITLES.get(function, function),
        places=[_words(place) for place in search.places],
        hours=_range(search.hours),
        employee_hours=_range(search.employee_hours),
        employee_cost=formats.money(engine.EMPLOYEE_COST.value, "USD"),
        price=_money(search.price, unit),
        price_middle="" if search.price is None else formats.money(search.price.value, unit),
        trials="" if search.trials is None else formats.money(search.trials.value, unit),
        trial_hours=formats.number(engine.TRIAL_HOURS),
        is_foreign=search.is_price_assumed and search.price is not None and unit != actor.workspace.currency,
    )


def assumptions(actor: Member) -> Assumptions:
    """What is assumed where nothing is stated, with what the business stated instead."""
    limits = visible(actor, Limits).first()
    said = {} if limits is None else limits.assumptions
    figures = {name: _figure(value) for name, value in said.items() if name in names()}
    return Assumptions(**figures)


def hire_brief(actor: Member, handoff: Handoff) -> HireBrief:
    """The newest published brief as a text to publish.

    Whom to ask, the examples and the check questions stay out: names and cases of customers stand there.
    """
    brief = newest_brief(handoff)
    title = _("Wanted: help with %(name)s") % {"name": handoff.name}
    hours = handoff.hours_per_week
    lead = _("%(business)s looks for somebody who takes this over, by the hour or as part of a job.") % {
        "business": actor.workspace.name
    }
    if hours:
        lead = _("%(business)s looks for somebody who takes this over, about %(hours)s hours a week.") % {
            "business": actor.workspace.name,
            "hours": formats.number(hours, 0 if hours == round(hours) else 1),
        }
    told = [] if brief is None else _told(brief.outcome, brief.steps, brief.standard, brief.tools)
    skills = [
        _("%(skill)s, at least %(level)s of 5") % {"skill": formats.spoken(skill).capitalize(), "level": level}
        for skill, level in (handoff.requires or {}).items()
    ]
    parts = [*told, *([Part(_("What you bring"), skills)] if skills else []), Part(_("How we choose"), _steps())]
    return HireBrief(title, lead, parts, brief is not None)


def _told(outcome: str, steps: str, standard: str, tools: str) -> list[Part]:
    parts = (
        (_("What comes out of it"), outcome),
        (_("What you do"), steps),
        (_("What good looks like"), standard),
        (_("What you work with"), tools),
    )
    return [Part(title, lines_of(text)) for title, text in parts if lines_of(text)]


def _steps() -> list[str]:
    return [
        _("Write us, in five sentences, when you last did this and what came of it."),
        _("We talk for half an hour and ask everybody the same questions."),
        _("A short trial, which is paid, shows both of us whether it fits."),
        _("Then we write down hours, price and notice, and both say yes."),
    ]


def _function(handoff: Handoff) -> str:
    stated = "" if handoff.activity is None else handoff.activity.function
    return function_of(stated, handoff.name)[0]


def _stated(person: Person | None, function: str) -> tuple[Figure | None, Figure | None]:
    """Price and search hours that somebody stated for who is to be found; the market's own range is no statement."""
    if person is None or person.kind != Person.Kind.ROLE:
        return None, None
    market = MARKET.get(function)
    price = person.price
    is_usual = price is not None and market is not None and (price.low, price.high) == _ends(market.price)
    return (None if is_usual else price), person.search_hours


def _ends(figure: Figure) -> tuple[float, float]:
    return figure.low, figure.high


def _figure(value: object) -> Figure:
    if isinstance(value, list):
        return Figure.stated_range(float(value[0]), float(value[1]))
    return Figure.exact(float(value))  # type: ignore[arg-type]


def _range(figure: Figure) -> str:
    if figure.is_default:
        return _("about %(middle)s (%(low)s to %(high)s)") % {
            "middle": formats.number(figure.value),
            "low": formats.number(figure.low),
            "high": formats.number(figure.high),
        }
    return figure_words(figure)


def _money(figure: Figure | None, currency: str) -> str:
    if figure is None:
        return ""
    low, high = formats.money(figure.low, currency), formats.money(figure.high, currency)
    return low if figure.is_exact else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _escaped(text: str) -> str:
    """A line that no Markdown reader takes for anything but text."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text


def _words(place: Place) -> tuple[str, str]:
    return {
        Place.OWN_CIRCLE: (
            _("People who know your work"),
            _("Customers, suppliers, former colleagues: who of them does this well? They need the least explaining."),
        ),
        Place.OTHER_OWNERS: (
            _("Three other owners"),
            _("Ask who does it for them, and whether they would choose the same person again."),
        ),
        Place.ASSISTANT_SERVICES: (
            _("Services that place assistants"),
            _("Quick, with a stand-in during holidays; the price an hour is higher, and ask who exactly will do it."),
        ),
        Place.PROFESSIONAL_BODY: (
            _("The profession's own body and its register"),
            _("Lists who is qualified and who may sign; often with a search by place."),
        ),
        Place.SOFTWARE_PARTNERS: (
            _("The maker of the software you use"),
            _("Many keep a list of people trained in it: they start faster, for nothing has to be taught twice."),
        ),
        Place.PORTFOLIOS: (
            _("Work you have seen and liked"),
            _("Find out who made it. Collections of published work are the next best thing."),
        ),
        Place.SKILL_COMMUNITIES: (
            _("Groups of people who do this work"),
            _("Forums, meetings and clubs of the trade; who answers others well is worth a question."),
        ),
        Place.MARKETPLACES: (
            _("Marketplaces for work by the hour"),
            _("Many people, quickly, with reviews; they charge a fee, and you sift. Begin with a paid trial."),
        ),
        Place.LOCAL_FIRMS: (
            _("Small firms near you"),
            _("Somebody is there when one person is ill; ask who does the work and how fast they answer."),
        ),
        Place.SCHOOLS: (
            _("Schools and courses that teach it"),
            _("Teachers know who is good; less practised and lower in price, so plan more training."),
        ),
        Place.TRADE: (
            _("Your trade's association and chamber"),
            _("Who knows your trade knows its words and customers; notice boards cost little."),
        ),
        Place.RETURNERS: (
            _("People who want few hours"),
            _("Parents, pensioners, people with a first job: often experienced, and a few hours a week suit them."),
        ),
        Place.JOB_BOARDS: (
            _("Job boards and the public employment service"),
            _("The widest net and the most reading; worth it for a job of many hours."),
        ),
    }[place]
