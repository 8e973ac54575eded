"""What changes a weekly review: answers are saved and taken back; and whether the mail about the week is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import record
from hoursback.web.accounts.rights import visible
from hoursback.web.home.models import WeeklyMail, WeeklyReview
from hoursback.web.home.weekly.figures import Figures
from hoursback.web.home.weekly.selectors import TEXTS
from hoursback.web.home.weekly.words import kept
from hoursback.web.people.actions import ensure_person
from hoursback.web.shared.conflict import StaleError


@transaction.atomic
def save_review(*, actor: Member, monday: date, texts: Mapping[str, str], version: int, figures: Figures) -> int:
    """Save the answers about a week, with its figures as they are shown now; returns the new version.

    Answers that are changed once the week is long over keep the figures that they were given beside.

    Args:
        version: of the row that the form was drawn from; 0: there was none.
    Raises: StaleError.
    """
    said = {name: str(texts.get(name, "")).strip() for name in TEXTS}
    facts: dict[str, Any] = {**said, "answered_at": timezone.now()}
    rows = visible(actor, WeeklyReview).filter(week=monday.toordinal())
    row = rows.select_for_update().first()
    if row is None:
        if version:
            raise StaleError
        person = ensure_person(member=actor)
        here = {"workspace_id": actor.workspace_id, "person": person, "week": monday.toordinal()}
        try:
            with transaction.atomic():
                WeeklyReview.objects.create(**here, **facts, figures=kept(figures), before={})
        except IntegrityError as error:
            raise StaleError from error
        record(actor, "weekly review answered", "week", monday.isoformat())
        return 1
    if figures.is_current:
        facts["figures"] = kept(figures)
    facts["before"] = {name: getattr(row, name) for name in TEXTS}
    if not rows.filter(version=version).update(**facts, version=version + 1):
        raise StaleError
    record(actor, "weekly review changed", "week", monday.isoformat())
    return version + 1


@transaction.atomic
def take_back_review(*, actor: Member, monday: date, version: int) -> bool:
    """Put the answers about a week back to what they were before the last save; False where nothing can be."""
    rows = visible(actor, WeeklyReview).filter(week=monday.toordinal(), version=version, before__isnull=False)
    row = rows.select_for_update().first()
    if row is None:
        return False
    if row.before:
        said = {name: str(row.before.get(name, "")) for name in TEXTS}
        rows.update(**said, before=None, version=version + 1)
    else:
        rows.delete()
    record(actor, "weekly review taken back", "week", monday.isoformat())
    return True


@transaction.atomic
def want_weekly_mail(*, actor: Member, is_wanted: bool) -> None:
    """Whether a member gets the mail about the week."""
    WeeklyMail.objects.update_or_create(
        member=actor,
        defaults={"is_wanted": is_wanted},
        create_defaults={"workspace_id": actor.workspace_id, "is_wanted": is_wanted},
    )
    record(actor, "weekly mail changed", "member", actor.pk, is_wanted=is_wanted)
