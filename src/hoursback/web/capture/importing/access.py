"""Who may open the addresses of importing."""

from __future__ import annotations

from hoursback.web.accounts.roles import LEADERS, member

ROUTES = {"capture:imports": member(LEADERS)}
