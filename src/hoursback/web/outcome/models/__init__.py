"""Models of outcome, by subject."""

from hoursback.web.outcome.models.journal import Hindsight

__all__ = ["Hindsight"]
