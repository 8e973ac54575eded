"""A first brief, drafted from what the log knows about an activity: when it is done, for how long, what is written."""

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
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
_DATES = frozenset((*_WEEKDAYS, *(f"{date(2026, month, 1):%B}" for month in range(1, 13))))
_DRAFTED = "is done, on time and without"
"""Words of a drafted outcome; as long as they stand, nobody has said what a good result is."""
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A brief to begin with, each part as Markdown; `missing` says what only its writer knows."""

    outcome: str
    steps: str
    standard: str
    tools: str
    examples: str
    ask: str
    questions: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


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


def draft_brief(facts: Facts, evidence: Evidence) -> Draft:
    """A brief to begin with: what the log shows is stated, what it cannot know is listed as missing."""
    texts = {
        "outcome": _outcome(facts, evidence),
        "steps": _steps(evidence),
        "standard": _standard(facts, evidence),
        "tools": _tools(facts, evidence),
        "examples": _examples(evidence),
        "ask": _ask(facts),
    }
    questions = _questions(facts, evidence)
    missing = missing_in(texts, sum(1 for _, answer in questions if answer))
    return Draft(**texts, questions=questions, missing=missing)


def missing_in(texts: Mapping[str, str], questions: int, attachments: int = 0) -> tuple[str, ...]:
    """What a brief still lacks, one sentence each; nothing of it forbids publishing but the first two.

    Args:
        texts: the parts by name. questions: check questions with an answer. attachments: files and links beside it.
    """
    said = {name: texts.get(name, "").strip() for name in ("outcome", "steps", "standard", "tools", "examples", "ask")}
    lacks = (
        (not said["outcome"], "The outcome: what is there when it is done."),
        (not said["steps"], "The steps: do it once, and write down what you do."),
        (_DRAFTED in said["outcome"], "What a good result looks like, so that somebody else can check it."),
        (bool(said["steps"]) and "[ ]" not in said["steps"], "Steps to tick: begin each with “- [ ] ”."),
        (not said["standard"], "The standard: how well, how fast, by when."),
        (not said["tools"], "The tools and accounts it needs, and who gives access."),
        (not attachments and "](" not in said["examples"], "A finished example, as a file or a link."),
        (not said["ask"], "Whom to ask."),
        (questions < 2, "Two or three check questions, each with its answer."),
    )
    return tuple(sentence for is_lacking, sentence in lacks if is_lacking)


def minutes_said(minutes: float) -> str:
    """A length as one says it, to five minutes from a quarter of an hour on: 45 minutes, 1 h 30 min."""
    whole = max(1, round(minutes) if minutes < 15 else 5 * round(minutes / 5))
    if whole < 60:
        return "1 minute" if whole == 1 else f"{whole} minutes"
    hours, rest = divmod(whole, 60)
    return f"{hours} h" + (f" {rest} min" if rest else "")


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


def _outcome(facts: Facts, evidence: Evidence) -> str:
    lines = [f"{_escaped(facts.activity)} {_DRAFTED} {_escaped(facts.ask) or 'anybody'} having to remember it."]
    if evidence.days:
        lines.append(f"Until now: {_rhythm(evidence)}.")
    elif facts.times_per_month:
        lines.append(f"Until now: about {_number(facts.times_per_month)} times a month.")
    return "\n\n".join(lines)


def _rhythm(evidence: Evidence) -> str:
    often = _number(evidence.per_week)
    words = (
        f"on about {often} {'day' if often == '1' else 'days'} a week"
        if evidence.per_week >= 0.75
        else _monthly(evidence)
    )
    when = _when(evidence)
    length = f", usually {minutes_said(evidence.minutes[0])} on such a day" if evidence.minutes else ""
    return f"{words}{f', mostly {when}' if when else ''}{length}"


def _monthly(evidence: Evidence) -> str:
    often = _number(evidence.per_week * 52 / 12)
    return f"on about {often} {'day' if often == '1' else 'days'} a month"


def _when(evidence: Evidence) -> str:
    days = " and ".join(f"{_WEEKDAYS[day]}s" for day in evidence.weekdays) if len(evidence.weekdays) < 4 else ""
    return " ".join(part for part in (f"on {days}" if days else "", evidence.time) if part)


def _steps(evidence: Evidence) -> str:
    return "\n".join(f"- [ ] {_capital(_escaped(note))}" for note, _ in evidence.notes)


def _standard(facts: Facts, evidence: Evidence) -> str:
    lines = []
    if evidence.minutes:
        usual, low, high = (minutes_said(minutes) for minutes in evidence.minutes)
        spread = "" if low == high else f" (from {low} to {high})"
        lines.append(
            f"- On a usual day it takes {usual}{spread}. If it takes more than {_stop(evidence)}, stop and ask."
        )
    if facts.minutes_per_unit:
        lines.append(f"- One piece takes about {minutes_said(facts.minutes_per_unit)}.")
    runs = "The first time is" if facts.runs_needed == 1 else f"The first {facts.runs_needed} times are"
    lines.append(f"- {runs} checked together before it is signed off.")
    return "\n".join(lines)


def _stop(evidence: Evidence) -> str:
    """Half as much again as a long day takes."""
    return minutes_said(1.5 * evidence.minutes[2]) if evidence.minutes else ""


def _tools(facts: Facts, evidence: Evidence) -> str:
    lines = [f"- {_escaped(tool)}" for tool in evidence.tools]
    skills = sorted((facts.requires or {}).items())
    lines += [f"- You need {_escaped(skill.replace('_', ' '))} at level {level} of 5." for skill, level in skills]
    return "\n".join(lines)


def _examples(evidence: Evidence) -> str:
    return "\n".join(
        f"- {_date(row.day)}{f', {minutes_said(row.seconds / 60)}' if row.seconds else ''}: "
        f"{_escaped(' '.join(row.note.split()))}"
        for row in evidence.last
    )


def _ask(facts: Facts) -> str:
    who = _escaped(facts.ask)
    return f"Ask {who} first, before you are stuck for longer than a quarter of an hour." if who else ""


def _questions(facts: Facts, evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Two or three, with the answers that the brief gives."""
    asked = [
        ("When is it due?", f"{_capital(_when(evidence))}." if _when(evidence) else ""),
        (
            "How long should it take, and from when on do you stop and ask?",
            f"About {minutes_said(evidence.minutes[0])}; after {_stop(evidence)} stop and ask."
            if evidence.minutes
            else "",
        ),
        ("Whom do you ask first when something is unclear?", f"{facts.ask}." if facts.ask else ""),
    ]
    answered = [pair for pair in asked if pair[1]]
    # Every question has an answer: whoever is asked sees it afterwards.
    well = ("How do you know that it is done well?", "It is as the outcome says, and nothing has to be corrected.")
    return tuple(answered if len(answered) > 1 else [*answered, well])


def _date(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {day:%B} {day.year}"


def _number(value: float) -> str:
    """To the half from 1 on, so that nobody takes a count for a rule."""
    return f"{round(value * 2) / 2:g}" if value >= 1 else f"{value:.1f}".rstrip("0").rstrip(".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _escaped(text: str) -> str:
    """Words of a log as words of Markdown, with as few signs as do it: nothing in them begins a heading or a link."""
    marked = re.sub(r"([\\`*\[<]|\b_|_\b)", r"\\\1", text)
    return re.sub(r"^(#+|[+>-]|\d+(?=[.)]))(?=\s|[.)]\s)", _with_backslash, marked)


def _with_backslash(found: re.Match[str]) -> str:
    sign = found[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"
