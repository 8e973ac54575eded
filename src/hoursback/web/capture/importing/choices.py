"""How a file is to be read and whose its rows are, as it is chosen on the page and kept with the import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from hoursback.engine.capture.assign import GroupBy
from hoursback.engine.capture.clock import zone_of
from hoursback.engine.capture.reading import DateOrder, ReadOptions
from hoursback.web.capture.importing.ledger import MINE


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that is chosen for one file.

    Attributes:
        by: what makes an activity. person_map: by name in the file "me", "new" or a person's id; others: "me" or
            "new", for names that are not in it. activity_map: by project, the name of the activity of all its rows.
        window: ISO dates or times between which repeating events count.
        skip_bad: leave rows with problems out instead of refusing the file.
    """

    format: str | None = None
    timezone: str | None = None
    date_order: str | None = None
    encoding: str | None = None
    window: tuple[str, str] | None = None
    by: str = GroupBy.MATCH
    person_map: Mapping[str, int | str] = field(default_factory=dict)
    others: str = MINE
    activity_map: Mapping[str, str] = field(default_factory=dict)
    skip_bad: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Choices:
        """As they were kept."""
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        """As they are kept."""
        return {**asdict(self), "person_map": dict(self.person_map), "activity_map": dict(self.activity_map)}

    @property
    def options(self) -> ReadOptions:
        """As the readers take them."""
        order = DateOrder(self.date_order) if self.date_order else None
        return ReadOptions(
            format=self.format,
            timezone=self.timezone or None,
            date_order=order,
            encoding=self.encoding or None,
            window=None if self.window is None else (self._moment(self.window[0]), self._moment(self.window[1])),
        )

    def _moment(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone_of(self.timezone or "UTC"))).astimezone(UTC)
