"""Writing, publishing and reading briefs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.moves import Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import Brief, Handoff, Reading
from hoursback.web.handoff.models.briefs import MARKDOWN_LIMIT
from hoursback.web.handoff.selectors import briefs as selectors
from hoursback.web.handoff.selectors.work import handoff_here
from hoursback.web.people.selectors import parts_of
from hoursback.web.shared import markdown
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.holding import hold

NEEDED = ("outcome", "steps")
"""Parts without which a brief is none."""


class PartError(HoursbackError):
    """Something in one part of a brief; `where` names the part."""

    def __init__(self, part: str, error: HoursbackError) -> None:
        super().__init__(error.what, where=part, value=error.value, hint=error.hint)


@transaction.atomic
def draft_from_log(*, actor: Member, handoff_id: int) -> Brief:
    """A draft of what the log knows; where one was begun, it stays as it is."""
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    known = selectors.draft_of(actor, handoff)
    if known is not None and any(getattr(known, name).strip() for name in Brief.PARTS):
        return known
    made = selectors.drafted(actor, handoff)
    texts = {name: getattr(made, name) for name in Brief.PARTS}
    texts["questions"] = [{"question": question, "answer": answer} for question, answer in made.questions]
    if known is None:
        brief, _is_new = Brief.objects.get_or_create(
            workspace_id=actor.workspace_id,
            handoff=handoff,
            number=0,
            defaults={**_written(texts), "written_by": actor},
        )
    else:
        here = Brief.objects.filter(pk=known.pk, version=known.version)
        is_mine = here.update(**_written(texts), written_by=actor, version=known.version + 1)
        brief = Brief.objects.get(pk=known.pk)
        if not is_mine:  # somebody wrote something this very moment
            return brief
    record(actor, "brief drafted from the log", "handoff", handoff.pk)
    return brief


@transaction.atomic
def save_draft(*, actor: Member, handoff_id: int, version: int, facts: Mapping[str, Any]) -> Brief:
    """Change the draft.

    Args:
        facts: the parts as Markdown, and `questions`. version: of the draft the page was drawn with; 0: there was none.
    Raises: StaleError, when somebody changed it meanwhile; PartError, where a part breaks a limit; HoursbackError.
    """
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    stated = _written(facts)
    rows = Brief.objects.filter(handoff=handoff, number=0)
    if version:
        if not rows.filter(version=version).update(**stated, written_by=actor, version=version + 1):
            raise StaleError
    else:
        try:
            with transaction.atomic():
                Brief.objects.create(
                    workspace_id=actor.workspace_id, handoff=handoff, number=0, written_by=actor, **stated
                )
        except IntegrityError:
            raise StaleError from None
    record(actor, "brief draft changed", "handoff", handoff.pk)
    return rows.get()


@transaction.atomic
def publish_brief(
    *, actor: Member, handoff_id: int, version: int, changed_because: str = "", once: str = ""
) -> Brief | None:
    """Make the draft the next version, which never changes; None: this very form did it already.

    Raises: StaleError, when the draft was changed meanwhile; HoursbackError, where it says too little or nothing new.
    """
    if not first_time(actor, "handoff:publish", once):
        return None
    hold(Handoff, handoff_id)  # what is being signed off was read in the version before this one
    handoff = handoff_here(actor, handoff_id, Verb.CHANGE)
    draft = selectors.draft_of(actor, handoff)
    newest = selectors.newest_of(actor, handoff)
    if draft is None or draft.version != version:
        raise StaleError
    _check_ready(draft, newest, changed_because)
    stated = {name: getattr(draft, name) for name in (*Brief.PARTS, "questions", "rendered")}
    number = 1 if newest is None else newest.number + 1
    try:
        with transaction.atomic():
            made = Brief.objects.create(
                workspace_id=actor.workspace_id,
                handoff=handoff,
                number=number,
                changed_because=changed_because.strip()[:300],
                written_by=actor,
                published_at=timezone.now(),
                **stated,
            )
    except IntegrityError:  # somebody else published at this very moment
        raise StaleError from None
    record(actor, "brief published", "handoff", handoff.pk, number=number)
    return made


@transaction.atomic
def confirm_reading(
    *, actor: Member, handoff_id: int, number: int, answers: Sequence[str] = (), unclear: str = ""
) -> Reading:
    """The person confirms that they read the version that counts; a leader notes it for somebody without a log-in.

    Said twice, it is confirmed once: the first answers stay.

    Raises: StaleError, when a newer version was published meanwhile; HoursbackError, where it is not theirs to confirm
        or a question is not answered.
    """
    handoff = handoff_here(actor, handoff_id)
    newest = selectors.newest_of(actor, handoff)
    if handoff.person is None or Part.PERSON not in parts_of(actor, handoff.person):
        raise HoursbackError(
            _("Only the person who takes it over can confirm that they read it."),
            where="brief",
            hint=_("They do it with their own log-in; without one, a leader notes it once they are chosen."),
        )
    if newest is None or newest.number != number:
        raise StaleError
    is_own = handoff.person.member_id == actor.pk
    given = [answer.strip()[:10_000] for answer in answers][: len(newest.questions)]
    if is_own and sum(1 for answer in given if answer) < len(newest.questions):
        raise HoursbackError(
            _("Answer every check question in your own words."),
            where="answers",
            hint=_("A guess is fine; the right answers come right after."),
        )
    reading, is_new = Reading.objects.get_or_create(
        workspace_id=actor.workspace_id,
        brief=newest,
        person=handoff.person,
        defaults={"answers": given, "unclear": unclear.strip()[:10_000], "by": actor},
    )
    if is_new:
        verb = "brief read" if is_own else "brief noted as read"
        record(actor, verb, "handoff", handoff.pk, number=number, is_unclear=bool(unclear.strip()))
    return reading


def _check_ready(draft: Brief, newest: Brief | None, changed_because: str) -> None:
    named = selectors.labels()
    empty = [str(named[name]) for name in NEEDED if not getattr(draft, name).strip()]
    if empty:
        raise HoursbackError(
            _("A brief needs at least its outcome and its steps."),
            where="brief",
            value=", ".join(empty),
            hint=_("Write the part “%(part)s” first.") % {"part": empty[0]},
        )
    if newest is not None and not selectors.is_changed(draft, newest):
        raise HoursbackError(
            _("Nothing changed since version %(number)d.") % {"number": newest.number},
            where="brief",
            hint=_("Change the draft first; otherwise everybody would have to read the same again."),
        )
    if newest is not None and not changed_because.strip():
        raise HoursbackError(
            _("Say in a few words what changed."),
            where="changed_because",
            hint=_("Whoever read the last version is asked to read this one, and sees your words first."),
        )


def _written(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts as they are stored, with the HTML that pages show."""
    texts = {name: str(facts.get(name) or "").replace("\r\n", "\n") for name in Brief.PARTS}
    size = sum(len(text.encode("utf-8", "replace")) for text in texts.values())
    if size > MARKDOWN_LIMIT:
        raise PartError(max(texts, key=lambda name: len(texts[name])), markdown.TextTooLongError(size))
    until = time.thread_time() + markdown.SECONDS
    rendered = {}
    for name, text in texts.items():
        try:
            rendered[name] = markdown.render(text, seconds=until - time.thread_time()) if text.strip() else ""
        except HoursbackError as error:
            raise PartError(name, error) from None
    return {**texts, "questions": _questions(facts.get("questions") or ()), "rendered": rendered}


def _questions(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """At most three, without those that ask nothing."""
    asked = [{"question": row["question"].strip()[:300], "answer": row["answer"].strip()[:1000]} for row in rows]
    return [row for row in asked if row["question"]][:3]
