"""What the log knows about an activity, for a first brief: when it is done, for how long, what is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median, quantiles

NOTES_SHOWN = 8
EXAMPLES_SHOWN = 3
ENOUGH = 5
"""Entries from which on the log says something about usual days, times and lengths."""
_USUAL = 0.25
"""Share of the days from which on a weekday is a usual one."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(f"{date(2026, month, 1):%B}" for month in range(1, 13))
_TIMES = ((0, "at night"), (5 * 60, "in the morning"), (12 * 60, "in the afternoon"), (17 * 60, "in the evening"))
_TOOLS = """
Airtable Asana Basecamp Buffer Calendly Canva ChatGPT Confluence DATEV Discord DocuSign Dropbox eBay Elster Etsy
Evernote Excel Facebook Figma FreshBooks GitHub Gmail Hootsuite HubSpot Instagram Jira Klaviyo Lexoffice LinkedIn
Lightroom Mailchimp Miro Monday.com MYOB Notion OneDrive Outlook PayPal Photoshop Pipedrive PowerPoint QuickBooks Sage
Salesforce sevDesk SharePoint Shopify Slack Squarespace Stripe Teams Todoist Trello Typeform WhatsApp Wix WooCommerce
WordPress Word Xero YouTube Zapier Zendesk Zoho Zoom
"""
"""Names that mean a tool wherever they stand."""
_BY_NAME = {name.casefold(): name for name in _TOOLS.split()}
_ORDINARY = frozenset({"word", "teams", "sage", "zoom", "buffer", "basecamp"})
"""Of those, words that mean something else unless they begin with a capital."""
_AFTER = re.compile(r"\b(?:in|into|via|using)\s+([A-Z][\w.+-]{2,}(?:\s[A-Z][\w.+-]+)?)")
_DATES = frozenset((*WEEKDAYS, *MONTHS))
_WORD = re.compile(r"[\w.]+")
_NUMBERS = re.compile(r"[#№]?\b\d[\w./:-]*")


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One time the work was done.

    Attributes:
        minute: of the local day at which it began; None, where only a length is known.
    """

    day: date
    seconds: int
    note: str = ""
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the log says about an activity.

    Attributes:
        entries, days: how many. per_week: days a week on which it happened, from the first to the last.
        minutes: of one day, median, P10 and P90; None below ENOUGH days.
        weekdays: usual ones, 0 Monday. time: when on the day, "" where that varies or is unknown.
        notes: most frequent ones as they were last written, with how often, in the order in which they come on a day.
        tools: names of tools in the notes, most frequent first. last: the newest entries with a note.
    """

    entries: int = 0
    days: int = 0
    per_week: float = 0.0
    minutes: tuple[float, float, float] | None = None
    weekdays: tuple[int, ...] = ()
    time: str = ""
    notes: tuple[tuple[str, int], ...] = ()
    tools: tuple[str, ...] = ()
    last: tuple[PastEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the log: the activity's name, whom to ask, what it requires, the agreed number of runs."""

    activity: str
    ask: str = ""
    requires: Mapping[str, int] | None = None
    runs_needed: int = 3
    minutes_per_unit: float | None = None
    times_per_month: float | None = None


def evidence_of(entries: Iterable[PastEntry]) -> Evidence:
    """What past entries say together; entries without length count as having happened."""
    rows = sorted(entries, key=lambda entry: (entry.day, -1 if entry.minute is None else entry.minute))
    if not rows:
        return Evidence()
    lengths = Counter[date]()
    for row in rows:
        lengths[row.day] += row.seconds
    weeks = max(1.0, ((rows[-1].day - rows[0].day).days + 1) / 7)
    return Evidence(
        entries=len(rows),
        days=len(lengths),
        per_week=len(lengths) / weeks,
        minutes=_spread([seconds / 60 for seconds in lengths.values() if seconds]),
        weekdays=_usual_weekdays(lengths),
        time=_usual_time([row.minute for row in rows if row.minute is not None]),
        notes=_frequent_notes(rows),
        tools=tools_in(row.note for row in rows),
        last=tuple(row for row in reversed(rows) if row.note.strip())[:EXAMPLES_SHOWN],
    )


def tools_in(notes: Iterable[str]) -> tuple[str, ...]:
    """Tools that notes name, most frequent first: known names, and names after "in", "via" or "using" used twice."""
    found, guessed = Counter[str](), Counter[str]()
    for note in notes:
        words = {word.rstrip(".") for word in _WORD.findall(note)}
        known = {_BY_NAME[word.casefold()] for word in words if _is_tool(word)}
        found.update(known)
        others = {name.rstrip(".") for name in _AFTER.findall(note)}
        guessed.update(name for name in others if not (set(name.split()) & (known | _DATES)))
    found.update({name: times for name, times in guessed.items() if times > 1})
    return tuple(name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _is_tool(word: str) -> bool:
    key = word.casefold()
    return key in _BY_NAME and (key not in _ORDINARY or word[:1].isupper())


def _spread(minutes: Sequence[float]) -> tuple[float, float, float] | None:
    if len(minutes) < ENOUGH:
        return None
    tenths = quantiles(minutes, n=10, method="inclusive")
    return median(minutes), tenths[0], tenths[-1]


def _usual_weekdays(days: Iterable[date]) -> tuple[int, ...]:
    counted = Counter(day.weekday() for day in days)
    total = counted.total()
    if total < ENOUGH:
        return ()
    usual = tuple(sorted(weekday for weekday, times in counted.items() if times / total >= _USUAL))
    # Days that hold less than half of the work tell nobody when to come.
    return usual if sum(counted[weekday] for weekday in usual) * 2 >= total else ()


def _usual_time(minutes: Sequence[int]) -> str:
    if len(minutes) < ENOUGH:
        return ""
    said = Counter(next(word for start, word in reversed(_TIMES) if minute >= start) for minute in minutes)
    word, times = said.most_common(1)[0]
    return word if times * 3 >= len(minutes) * 2 else ""


def _frequent_notes(rows: Sequence[PastEntry]) -> tuple[tuple[str, int], ...]:
    """Notes that differ in numbers and case alone are one; in the order in which they usually come on a day."""
    said: dict[str, set[str]] = {}
    times, places = Counter[str](), dict[str, list[float]]()
    of_day = Counter(row.day for row in rows)
    seen = Counter[date]()
    for row in rows:
        place = seen[row.day] / of_day[row.day]
        seen[row.day] += 1
        key = _key(row.note)
        if key:
            said.setdefault(key, set()).add(" ".join(row.note.split()))
            times[key] += 1
            places.setdefault(key, []).append(place)
    chosen = sorted(times, key=lambda key: (-times[key], key))[:NOTES_SHOWN]
    chosen.sort(key=lambda key: (mean(places[key]), -times[key], key))
    return tuple((_said(said[key]), times[key]) for key in chosen)


def _said(notes: set[str]) -> str:
    """A note as it stands for all its kind: numbers that vary are left open."""
    shortest = min(notes, key=lambda note: (len(note), note))
    alike = {note.casefold() for note in notes}
    return shortest if len(alike) == 1 else " ".join(_NUMBERS.sub("…", shortest).split())


def _key(note: str) -> str:
    return " ".join(_NUMBERS.sub(" ", note).casefold().split()).strip(" .,;:-!")
