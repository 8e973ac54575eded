"""How a plan is made from a workspace: what it sees, what tells one request from another, and the engine's call."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hoursback.engine.plan.business import Settings
from hoursback.engine.worth.uses import Undone
from hoursback.web.accounts.models import Workspace
from hoursback.web.plan.codec import as_plain, from_plain
from hoursback.web.plan.levers import pulled
from hoursback.web.plan.stated import settings_of
from hoursback.web.review import selectors as review
from hoursback.web.shared.places import RELEASE
from hoursback.web.worth import selectors as worth

if TYPE_CHECKING:
    from hoursback.engine.review.summary import Review

SEED = 0
SKETCH_SIZE = 600
"""Pairs of activity and person up to which a first answer is ready within two seconds, so that a page can wait."""


def what_it_sees(
    workspace: Workspace, today: date, change: Callable[[Settings], Settings] | None = None
) -> dict[str, Any]:
    """Everything a plan made now would rest on besides the log itself, as JSON.

    `today` moves a plan only where there is no log to start after, and then week by week. `change` lays a what-if over
    what is stated.
    """
    settings = settings_of(workspace)
    person = review.owner_person(workspace.pk)
    has_log = len(review.day_log(workspace, person).logged_days) > 0
    return {
        "settings": as_plain(settings if change is None else change(settings)),
        "undone": [as_plain(one) for one in worth.undone(workspace.pk)],
        "log_version": Workspace.objects.values_list("log_version", flat=True).get(pk=workspace.pk),
        "has_log": has_log,
        "week": None if has_log else (today - timedelta(days=today.weekday())).isoformat(),
        "release": RELEASE,
        "seed": SEED,
    }


def digest_of(saw: Mapping[str, Any], levers: Mapping[str, Any]) -> str:
    """One mark for all a plan rests on: the same mark, the same plan."""
    seen = {key: saw[key] for key in ("settings", "undone", "log_version", "week", "release", "seed")}
    text = json.dumps([seen, levers], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def settings_in(saw: Mapping[str, Any], levers: Mapping[str, Any]) -> Settings:
    """The settings that a plan saw, its levers laid over them."""
    return pulled(from_plain(Settings, saw["settings"]), levers)


def is_quick(saw: Mapping[str, Any]) -> bool:
    """Whether a first answer can be waited for."""
    settings = saw["settings"]
    return len(settings["activities"]) * (len(settings["people"]) + 1) <= SKETCH_SIZE


def answer_of(
    workspace: Workspace, saw: Mapping[str, Any], levers: Mapping[str, Any], today: date, *, is_sketch: bool
) -> dict[str, Any]:
    """The plan as `hoursback plan make --json` prints it, with the hours by activity that it saw.

    Call it inside the workspace.
    Raises: HoursbackError, without any hours to plan with or where nothing says what an hour is worth.
    """
    from hoursback.engine.plan.make import make_plan
    from hoursback.engine.plan.plain import as_plain as plan_as_plain

    settings = settings_in(saw, levers)
    person = review.owner_person(workspace.pk)
    reviewed = review.reviewed(
        workspace, person, today, activities=settings.activities, assumptions=settings.assumptions, seed=SEED
    )
    has_log = len(review.day_log(workspace, person).logged_days) > 0
    plan = make_plan(
        reviewed,
        settings,
        today=today,
        seed=SEED,
        log_score=review.quality(workspace, person).score if has_log else None,
        undone=tuple(from_plain(Undone, one) for one in saw["undone"]),
        is_sketch=is_sketch,
    )
    return {**plan_as_plain(plan), "hours_seen": _hours(reviewed), "days_seen": reviewed.hours.work_days_used}


def _hours(reviewed: Review) -> list[dict[str, Any]]:
    rows: Sequence[Any] = reviewed.activities
    return [
        {
            "activity": row.activity.name,
            "mean": round(row.hours.mean, 4),
            "p10": round(row.hours.p10, 4),
            "p90": round(row.hours.p90, 4),
        }
        for row in rows
    ]
