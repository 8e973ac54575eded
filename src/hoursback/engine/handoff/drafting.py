"""The words of a first brief: what the log shows is stated, what it cannot know is listed as missing.

A drafted brief is stored as text, so whoever drafts says each sentence in their language first (`Say`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hoursback.engine.handoff.brief import Evidence, Facts
from hoursback.engine.sentences import Sentence
from hoursback.engine.sentences import sentence as _

Say = Callable[[Sentence], str]
"""A sentence as it is written down; `str` leaves it in English."""
_ON_DAYS = (
    *(_("on Mondays"), _("on Tuesdays"), _("on Wednesdays"), _("on Thursdays"), _("on Fridays")),
    *(_("on Saturdays"), _("on Sundays")),
)
_AND_DAYS = (
    *(_("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"), _("Saturdays"), _("Sundays")),
)
_SHORT_DAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
_MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August")),
    *(_("September"), _("October"), _("November"), _("December")),
)
_TIMES = {str(text): text for text in (_("at night"), _("in the morning"), _("in the afternoon"), _("in the evening"))}


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


def draft_brief(facts: Facts, evidence: Evidence, say: Say = str) -> Draft:
    """A brief to begin with: what the log shows is stated, what it cannot know is listed as missing."""
    texts = {
        "outcome": _outcome(facts, evidence, say),
        "steps": "\n".join(f"- [ ] {_capital(_escaped(note))}" for note, _times in evidence.notes),
        "standard": _standard(facts, evidence, say),
        "tools": _tools(facts, evidence, say),
        "examples": _examples(evidence, say),
        "ask": _ask(facts, say),
    }
    questions = _questions(facts, evidence, say)
    missing = missing_in(texts, sum(1 for _asked, answer in questions if answer), say=say)
    return Draft(**texts, questions=questions, missing=missing)


def missing_in(texts: Mapping[str, str], questions: int, attachments: int = 0, say: Say = str) -> tuple[Sentence, ...]:
    """What a brief still lacks, one sentence each; nothing of it forbids publishing but the first two.

    Args:
        texts: the parts by name. questions: check questions with an answer. attachments: files and links beside it.
        say: the language in which it was drafted.
    """
    said = {name: texts.get(name, "").strip() for name in ("outcome", "steps", "standard", "tools", "examples", "ask")}
    lacks = (
        (not said["outcome"], _("The outcome: what is there when it is done.")),
        (not said["steps"], _("The steps: do it once, and write down what you do.")),
        (
            _is_drafted(said["outcome"], say),
            _("What a good result looks like, so that somebody else can check it."),
        ),
        (bool(said["steps"]) and "[ ]" not in said["steps"], _("Steps to tick: begin each with “- [ ] ”.")),
        (not said["standard"], _("The standard: how well, how fast, by when.")),
        (not said["tools"], _("The tools and accounts it needs, and who gives access.")),
        (not attachments and "](" not in said["examples"], _("A finished example, as a file or a link.")),
        (not said["ask"], _("Whom to ask.")),
        (questions < 2, _("Two or three check questions, each with its answer.")),
    )
    return tuple(sentence for is_lacking, sentence in lacks if is_lacking)


def minutes_said(minutes: float, say: Say = str) -> str:
    """A length as one says it, to five minutes from a quarter of an hour on: 45 minutes, 1 h 30 min."""
    whole = max(1, round(minutes) if minutes < 15 else 5 * round(minutes / 5))
    if whole < 60:
        return say(_("1 minute") if whole == 1 else _("%(n)s minutes", n=whole))
    hours, rest = divmod(whole, 60)
    return say(_("%(hours)s h %(rest)s min", hours=hours, rest=rest) if rest else _("%(hours)s h", hours=hours))


def _done(work: str, who: str) -> Sentence:
    return _("%(work)s is done, on time and without %(who)s having to remember it.", work=work, who=who)


def _is_drafted(outcome: str, say: Say) -> bool:
    """Whether the words of a drafted outcome still stand: then nobody has said what a good result is."""
    words = [part.strip() for part in say(_done("\0", "\0")).split("\0")]
    return all(part in outcome for part in words) and any(words)


def _outcome(facts: Facts, evidence: Evidence, say: Say) -> str:
    lines = [say(_done(_escaped(facts.activity), _escaped(facts.ask) or say(_("anybody"))))]
    if evidence.days:
        lines.append(say(_("Until now: %(rhythm)s.", rhythm=_rhythm(evidence, say))))
    elif facts.times_per_month:
        lines.append(say(_("Until now: about %(n)s times a month.", n=_number(facts.times_per_month))))
    return "\n\n".join(lines)


def _rhythm(evidence: Evidence, say: Say) -> str:
    parts = [_often(evidence, say)]
    when = _when(evidence, say)
    if when:
        parts.append(say(_("mostly %(when)s", when=when)))
    if evidence.minutes:
        length = minutes_said(evidence.minutes[0], say)
        parts.append(say(_("usually %(length)s on such a day", length=length)))
    return ", ".join(parts)


def _often(evidence: Evidence, say: Say) -> str:
    if evidence.per_week >= 0.75:
        often = _number(evidence.per_week)
        return say(_("on about 1 day a week") if often == "1" else _("on about %(n)s days a week", n=often))
    often = _number(evidence.per_week * 52 / 12)
    return say(_("on about 1 day a month") if often == "1" else _("on about %(n)s days a month", n=often))


def _when(evidence: Evidence, say: Say) -> str:
    days = evidence.weekdays if len(evidence.weekdays) < 4 else ()
    said = [say(_ON_DAYS[day] if place == 0 else _AND_DAYS[day]) for place, day in enumerate(days)]
    together = say(_(" and ")).join(said)
    time = say(_TIMES[evidence.time]) if evidence.time else ""
    return " ".join(part for part in (together, time) if part)


def _standard(facts: Facts, evidence: Evidence, say: Say) -> str:
    lines = []
    if evidence.minutes:
        usual, low, high = (minutes_said(minutes, say) for minutes in evidence.minutes)
        spread = "" if low == high else say(_(" (from %(low)s to %(high)s)", low=low, high=high))
        lines.append(
            _(
                "On a usual day it takes %(usual)s%(spread)s. If it takes more than %(most)s, stop and ask.",
                usual=usual,
                spread=spread,
                most=_stop(evidence, say),
            )
        )
    if facts.minutes_per_unit:
        lines.append(_("One piece takes about %(length)s.", length=minutes_said(facts.minutes_per_unit, say)))
    if facts.runs_needed == 1:
        lines.append(_("The first time is checked together before it is signed off."))
    else:
        lines.append(_("The first %(n)s times are checked together before it is signed off.", n=facts.runs_needed))
    return "\n".join(f"- {say(line)}" for line in lines)


def _stop(evidence: Evidence, say: Say) -> str:
    """Half as much again as a long day takes."""
    return minutes_said(1.5 * evidence.minutes[2], say) if evidence.minutes else ""


def _tools(facts: Facts, evidence: Evidence, say: Say) -> str:
    lines = [f"- {_escaped(tool)}" for tool in evidence.tools]
    for skill, level in sorted((facts.requires or {}).items()):
        name = _escaped(skill.replace("_", " "))
        lines.append("- " + say(_("You need %(skill)s at level %(level)s of 5.", skill=name, level=level)))
    return "\n".join(lines)


def _examples(evidence: Evidence, say: Say) -> str:
    return "\n".join(
        f"- {_date(row.day, say)}{f', {minutes_said(row.seconds / 60, say)}' if row.seconds else ''}: "
        f"{_escaped(' '.join(row.note.split()))}"
        for row in evidence.last
    )


def _ask(facts: Facts, say: Say) -> str:
    who = _escaped(facts.ask)
    if not who:
        return ""
    return say(_("Ask %(who)s first, before you are stuck for longer than a quarter of an hour.", who=who))


def _questions(facts: Facts, evidence: Evidence, say: Say) -> tuple[tuple[str, str], ...]:
    """Two or three, with the answers that the brief gives."""
    when, length = _when(evidence, say), ""
    if evidence.minutes:
        usual, most = minutes_said(evidence.minutes[0], say), _stop(evidence, say)
        length = say(_("About %(usual)s; after %(most)s stop and ask.", usual=usual, most=most))
    asked = [
        (say(_("When is it due?")), f"{_capital(when)}." if when else ""),
        (say(_("How long should it take, and from when on do you stop and ask?")), length),
        (say(_("Whom do you ask first when something is unclear?")), f"{facts.ask}." if facts.ask else ""),
    ]
    answered = [pair for pair in asked if pair[1]]
    # Every question has an answer: whoever is asked sees it afterwards.
    well = (
        say(_("How do you know that it is done well?")),
        say(_("It is as the outcome says, and nothing has to be corrected.")),
    )
    return tuple(answered if len(answered) > 1 else [*answered, well])


def _date(day: date, say: Say) -> str:
    return f"{say(_SHORT_DAYS[day.weekday()])} {day.day} {say(_MONTHS[day.month - 1])} {day.year}"


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
