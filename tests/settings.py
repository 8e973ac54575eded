"""Settings of the tests: a data folder of their own, quick passwords, mail kept in memory, jobs done at once.

HOURSBACK_TEST_DATABASE=postgres://name:password@host/database puts the tests' own database on that server instead of
in SQLite; the role must be allowed to make one. Processes that a test starts keep the database the test names.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if "HOURSBACK_TEST_DATA" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="hoursback-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["HOURSBACK_DATA"] = _folder
os.environ.setdefault("HOURSBACK_URL", "http://localhost:8765")

from hoursback.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if "HOURSBACK_TEST_DATABASE" in os.environ:
    DATABASES = {"default": env.db_url("HOURSBACK_TEST_DATABASE")}  # noqa: F405
