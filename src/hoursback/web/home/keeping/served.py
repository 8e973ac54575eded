"""The app inside the server's process: loaded once, warmed up in the background, gone when its parent is."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from hoursback.web.home.keeping import orphans

type App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_SMALLEST = {"mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a", "type": "quantitative"}}}


def _warm() -> None:
    """The first chart costs most of a second; better now than while somebody waits."""
    import vl_convert

    vl_convert.vegalite_to_svg(_SMALLEST)


def _application() -> App:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoursback.web.settings"
    app: App = get_wsgi_application()
    if os.environ.get("HOURSBACK_DEMO"):
        from hoursback.web.home.demo_login import Door

        app = Door(app)
    if multiprocessing.parent_process() is not None:
        orphans.end_with(os.getppid())
        threading.Thread(target=_warm, name="warm charts", daemon=True).start()
    return app


application = _application()
