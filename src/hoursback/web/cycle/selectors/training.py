"""Training of a round: what is to be learned, and the days on which it is looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hoursback.engine.cycle.training import Gap
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.accounts.written import written
from hoursback.web.cycle.models import Cycle, Training
from hoursback.web.people.skills import skill_key


@dataclass(frozen=True, slots=True)
class Review:
    """A day on which something learned is looked at again. `place`: its number in the item's list."""

    place: int
    on: date
    done_on: date | None
    ok: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One gap to close, as a page shows it."""

    row: Training
    reviews: tuple[Review, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor put off."""
        return self.row.done_on is None and not self.row.put_off_because

    @property
    def priority(self) -> float:
        """Weight times gap."""
        return self.row.weight * (self.row.level_to - self.row.level_from)


def training_here(actor: Member, item_id: int, verb: Verb = Verb.CHANGE) -> Training:
    """An item that the member may change; 404 for any other."""
    return visible_or_404(actor, Training, item_id, verb)


def items_of(actor: Member, cycle: Cycle, today: date) -> list[Item]:
    """The training of a round, what matters most first."""
    items = [Item(row, reviews_of(row, today)) for row in _items(actor, cycle.pk)]
    return sorted(items, key=lambda item: (not item.is_open, -item.priority, item.row.pk))


@written
def _items(actor: Member, cycle: int) -> QuerySet[Training]:
    return visible(actor, Training).filter(cycle=cycle).select_related("skill")


def reviews_of(row: Training, today: date) -> tuple[Review, ...]:
    """The reviews of an item, as they are stored."""
    return tuple(
        Review(
            place,
            day := date.fromisoformat(each["on"]),
            date.fromisoformat(each["done_on"]) if each.get("done_on") else None,
            bool(each.get("ok")),
            day <= today and not each.get("done_on"),
        )
        for place, each in enumerate(row.reviews)
    )


def is_trained(cycle: Cycle) -> bool:
    """Whether nothing is left that is neither done nor put off."""
    return not Training.objects.filter(cycle=cycle, done_on=None, put_off_because="").exists()


def was_trained(cycle: Cycle) -> frozenset[str]:
    """Skills in which the person was trained, in this round or any before."""
    return frozenset(skill_key(name) for name in _learned(cycle.person_id))


@written
def _learned(person: int) -> QuerySet[Training, str]:
    done = Training.objects.filter(cycle__person=person, done_on__isnull=False)
    return done.values_list("skill__name", flat=True)


def not_planned(cycle: Cycle, gaps: Sequence[Gap]) -> list[Gap]:
    """Gaps that no item of this round stands for yet."""
    rows = Training.objects.filter(cycle=cycle).values_list("skill__name", "level_to")
    planned = {(skill_key(name), level) for name, level in rows}
    return [gap for gap in gaps if (skill_key(gap.skill), gap.required) not in planned]
