"""What the nightly job tells SQLite's query planner: it looks up the rows of one thing, not those of a workspace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.models import Handoff, TrainingStep
from hoursback.web.home.tidying import refresh_statistics
from tests.web.cast import Player

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL gathers its statistics by itself"),
]


def test_the_steps_of_one_hand_off_are_found_without_reading_all(olive: Player) -> None:
    with acting_in(olive.workspace):
        works = [Handoff(workspace=olive.workspace, name=f"Work {number}") for number in range(60)]
        Handoff.objects.bulk_create(works)
        steps = [
            TrainingStep(workspace=olive.workspace, handoff=work, name="Read it") for work in works for _ in range(5)
        ]
        TrainingStep.objects.bulk_create(steps)
        refresh_statistics(timezone.now())
        plan = TrainingStep.objects.filter(handoff=works[0]).order_by().explain()
    assert "handoff_id=?" in plan
    assert "workspace_id=?" not in plan
