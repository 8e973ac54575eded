"""What is still open about somebody who is put away: told by the steps above, never ended by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import has_log_in
from hoursback.web.people.signals import leaving


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that stays as it is when somebody is put away: said in a sentence, and the page where it is ended."""

    said: str
    route: str
    place: Mapping[str, Any] = field(default_factory=dict)


def open_about(actor: Member, person: Person) -> list[Open]:
    """What putting somebody away leaves open, their log-in last."""
    told: list[Any] = leaving.send(sender=Person, actor=actor, person=person)
    found: list[Open] = [each for _receiver, answers in told for each in answers]
    if has_log_in(person):
        found.append(Open(_("They can still log in, until their place is closed under Members."), "settings:members"))
    return found
