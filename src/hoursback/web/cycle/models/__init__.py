"""The five-phase cycle: rounds with each person, and the leader's own."""

from hoursback.web.cycle.models.leading import SelfCheck, UpwardRating
from hoursback.web.cycle.models.rounds import Cycle, Goal, Note, Rating, Reflection, Training, Turn

__all__ = ["Cycle", "Goal", "Note", "Rating", "Reflection", "SelfCheck", "Training", "Turn", "UpwardRating"]
