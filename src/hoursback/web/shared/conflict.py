"""Two tabs, one row: the second sees both texts and chooses; nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class StaleError(Exception):
    """A row was changed by somebody else since the page was drawn; an action raises it, a view answers 409."""


@dataclass(frozen=True, slots=True)
class Side:
    """One field of both versions, as text."""

    label: str
    yours: str
    theirs: str

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.yours != self.theirs


def answer_conflict(
    request: HttpRequest, *, what: str, sides: list[Side], resend: Mapping[str, str], back: str
) -> HttpResponse:
    """The page that shows both texts.

    Args:
        what: the thing, such as "this entry". resend: form fields that save yours over theirs, with the new version.
        back: where theirs is kept.
    """
    facts = {"what": what, "sides": sides, "resend": resend, "back": back, "action": request.get_full_path()}
    return render(request, "shared/conflict.html", facts, status=HTTPStatus.CONFLICT)
