"""What a verdict asks beside the results, and its words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.web.cycle.models import Cycle, Goal

_SAID: dict[str, str | Promise] = {
    "collect": _("Collect more: it is not clear yet"),
    "keep": _("Keep: go on like this"),
    "widen": _("Widen: hand over more"),
    "narrow": _("Narrow: take the part that fails out"),
    "train": _("Train: close the gap first"),
    "replace": _("Replace: part ways"),
}
VERDICTS: list[tuple[str, str | Promise]] = [(value, _SAID[value]) for value in Cycle.Verdict.values]


def verdict_label(verdict: str) -> str:
    """A verdict in words; "" for none."""
    return str(_SAID.get(verdict, ""))


def has_agreed_goals(cycle: Cycle) -> bool:
    """Whether both agreed to every goal of the round; they can only have done so before work started."""
    rows = Goal.objects.filter(cycle=cycle).exclude(status=Goal.Status.DROPPED)
    agreed = rows.values_list("lead_agreed_at", "person_agreed_at")
    return bool(agreed) and all(lead is not None and person is not None for lead, person in agreed)
