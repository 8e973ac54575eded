"""What every template knows: the workspace, the member, and where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def where_we_are(request: HttpRequest) -> dict[str, Any]:
    """`workspace` and `member`, None outside any workspace."""
    return {"workspace": getattr(request, "workspace", None), "member": getattr(request, "member", None)}
