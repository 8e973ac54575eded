"""The app's settings, with one more page: an empty one, which the others are measured against."""

from hoursback.web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.pages"
