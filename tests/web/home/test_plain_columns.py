"""What somebody downloads about themselves reads as dates and money, not as the numbers of the database."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.db.models import IntegerField

from hoursback.web.accounts import owndata
from hoursback.web.accounts.plainly import readers
from tests.web.cast import Player
from tests.web.handoff.paid import MONDAY, activity, handed, logged, moved, person_of

pytestmark = pytest.mark.django_db
KNOWN = frozenset(
    {"seconds", "entries", "expected", "source", "number", "version", "level", "times", "position", "count"}
)


def test_days_are_dates_and_cents_are_money_with_their_currency(olive: Player, sam: Player) -> None:
    me, work = person_of(sam), activity(olive)
    handed(olive, me, work, rate=3333)
    logged(olive, me, work, MONDAY, 60)
    for player, name in ((sam, "submit"), (olive, "approve"), (olive, "lock"), (olive, "mark paid")):
        moved(player, me, name)
    with zipfile.ZipFile(io.BytesIO(owndata.archive(sam.user))) as box:
        folder = sam.workspace.public_id

        def rows(label: str) -> list[dict[str, object]]:
            return json.loads(box.read(f"{folder}/{label}.json"))

        (entry,) = rows("capture.entry")
        assert (entry["day"], entry["rate"]) == ("2026-03-02", "33.33 EUR")
        (rate,) = rows("capture.rate")
        assert (rate["from_day"], rate["hundredths"]) == ("2026-01-01", "33.33 EUR")
        (sheet,) = rows("handoff.timesheet")
        assert (sheet["week"], sheet["paid_amount"]) == ("2026-03-02", "33.33 EUR")
        (line,) = rows("handoff.timesheetline")
        assert (line["day"], line["rate"], line["amount"]) == ("2026-03-02", "33.33 EUR", "33.33 EUR")
        assert rows("handoff.agreement")[0]["price"] == "33.33 EUR"
        text = box.read(f"{folder}/capture.entry.csv").decode()
        assert next(csv.DictReader(io.StringIO(text)))["day"] == "2026-03-02"


def test_every_column_that_counts_days_since_the_year_one_is_read_as_a_day() -> None:
    for model in owndata.owned_models():
        plain = readers(model, "EUR")
        for field in model._meta.concrete_fields:
            if type(field) is IntegerField and field.name not in KNOWN:
                assert field.attname in plain, f"{model._meta.label}.{field.name}"
