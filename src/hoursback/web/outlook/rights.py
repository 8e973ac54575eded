"""Rights on what outlook keeps."""

from __future__ import annotations

from hoursback.web.accounts.rights import routes

routes({})
