"""Notes of leaders about people: for leaders alone until one is shared."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.cycle.actions.training import NotNowError
from hoursback.web.cycle.models import Note
from hoursback.web.cycle.selectors.people import person_here
from hoursback.web.cycle.selectors.rounds import leads


@transaction.atomic
def add_note(*, actor: Member, person_id: int, text: str, is_breach: bool, is_shared: bool, once: str = "") -> bool:
    """Write a note about somebody; False: this very form wrote it already.

    Raises: NotNowError, for anybody but who leads them; HoursbackError, for an empty one.
    """
    person = person_here(actor, person_id)
    if not leads(actor, person):
        raise NotNowError(_("Notes are for whoever leads this person."), hint=_("Tell them instead."))
    if not first_time(actor, "cycle:notes", once):
        return False
    if not text.strip():
        raise HoursbackError(_("There is nothing in the note."), where="text", hint=_("Write what you saw, and when."))
    note = Note.objects.create(
        workspace_id=actor.workspace_id,
        person=person,
        author=actor,
        text=text.strip()[:10_000],
        is_breach=is_breach,
        shared_at=timezone.now() if is_shared else None,
    )
    record(actor, "note written", "note", note.pk, breach=is_breach, shared=is_shared)
    return True


@transaction.atomic
def share_note(*, actor: Member, note_id: int, is_shared: bool = True) -> Note:
    """Let the person see a note, or take it back: what they read meanwhile they have read.

    Raises: NotNowError, for anybody but who leads them; Http404.
    """
    note = visible_or_404(actor, Note, note_id, Verb.CHANGE)
    if not leads(actor, note.person):
        raise NotNowError(_("Notes are for whoever leads this person."), hint=_("Tell them instead."))
    changed = {"shared_at": timezone.now() if is_shared else None}
    if Note.objects.filter(pk=note.pk, shared_at__isnull=is_shared).update(**changed):
        record(actor, "note shared" if is_shared else "note taken back", "note", note.pk)
    return Note.objects.select_related("person").get(pk=note.pk)
