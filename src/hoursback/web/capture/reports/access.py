"""Who may open the addresses of reports."""

from __future__ import annotations

from hoursback.web.accounts.roles import TEAM, member

ROUTES = {"capture:year": member(TEAM)}
