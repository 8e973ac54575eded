"""The app's addresses with the links to plans, whichever way the root includes them."""

from __future__ import annotations

from django.urls import NoReverseMatch, include, path, reverse

from hoursback.web import urls
from hoursback.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_OURS = path("", include("hoursback.web.plan.public_urls"))


def _has_links() -> bool:
    try:
        reverse("sharing:plan", urlconf=urls, kwargs={"token": "x"})
    except NoReverseMatch:
        return False
    return True


urlpatterns = [*urls.urlpatterns, *([] if _has_links() else [_OURS])]
