"""The app as a WSGI callable, for granian and any other WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoursback.web.settings")
application = get_wsgi_application()
