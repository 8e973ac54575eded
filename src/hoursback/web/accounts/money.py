"""How many amounts are stated in the currency of a workspace, wherever in the app they stand."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.db.models import Count

AMOUNTS: Mapping[str, tuple[str, ...]] = {
    "people.Person": ("price", "setup_cost", "cost_per_month"),
    "review.Undone": ("value_per_week",),
    "worth.Finances": ("income_per_year", "worth_per_hour"),
    "worth.Earning": ("margin_per_year",),
    "plan.Limits": ("budget_per_month", "cash_reserve"),
    "plan.Terms": ("error_loss_per_week", "loss_if_dropped_per_week"),
    "plan.Quote": ("fixed_price_per_month",),
}
"""By model, its fields that hold money. The models stand above this app, so they are named, not imported."""


def stated_amounts(workspace_id: int) -> int:
    """How many amounts of money are stated in a workspace."""
    found = 0
    for label, names in AMOUNTS.items():
        rows = apps.get_model(label)._base_manager.filter(workspace_id=workspace_id)
        counts = rows.order_by().aggregate(**{f"n_{name}": Count(name) for name in names})
        found += sum(counts.values())
    return found
