"""Who may open the addresses of importing."""

from __future__ import annotations

from hoursback.web.accounts.roles import LEADERS, member

_BATCH = {"batch": "capture.Batch"}

ROUTES = {
    "capture:imports": member(LEADERS, "GET POST"),
    "capture:import": member(LEADERS, "GET POST", objects=_BATCH),
    "capture:import-undo": member(LEADERS, "POST", objects=_BATCH),
    "capture:import-problems": member(LEADERS, objects=_BATCH),
}
