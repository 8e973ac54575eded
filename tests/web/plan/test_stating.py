"""Limits, terms, assumptions and the settings file."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hoursback.engine.capture.sample import SAMPLE_SETTINGS
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import selectors
from hoursback.web.plan.forms import levels_of
from hoursback.web.plan.models import Limits, Quote, Terms
from tests.web.cast import Player
from tests.web.plan.reading import text_of

pytestmark = pytest.mark.urls("tests.web.plan.urls")


def test_limits_are_saved_and_a_second_tab_sees_both(studio: Player) -> None:
    address = f"{studio.root}plan/limits/"
    version = Limits.everywhere.get().version
    said = {"version": version, "budget_per_month": "1200", "discount_per_year": "8", "has_builtin_roles": "unknown"}
    assert studio.client.post(address, said).status_code == 302
    row = Limits.everywhere.get()
    assert (row.budget_per_month, row.discount_per_year, row.has_builtin_roles) == (1200, 0.08, None)
    second = studio.client.post(address, {**said, "budget_per_month": "77"})
    assert second.status_code == 409
    assert "77" in text_of(second)
    assert Limits.everywhere.get().budget_per_month == 1200


@pytest.mark.parametrize(
    "said",
    [
        {"budget_per_month": "-1"},
        {"budget_per_month": "1e300"},
        {"setup_hours_per_week": "169"},
        {"horizon_weeks": "0"},
        {"horizon_weeks": "157"},
        {"tail_weeks": "53"},
        {"growth_per_year": "-100"},
        {"discount_per_year": "nan"},
        {"start": "1960-01-01"},
        {"version": "x"},
    ],
)
def test_odd_limits_are_answered_on_the_page(studio: Player, said: dict[str, str]) -> None:
    before = Limits.everywhere.values().get()
    answer = studio.client.post(f"{studio.root}plan/limits/", {"version": before["version"], **said})
    assert answer.status_code == 400
    assert Limits.everywhere.values().get() == before


def test_terms_and_a_fixed_price_are_stated_for_an_activity(studio: Player) -> None:
    with acting_in(studio.workspace):
        row = Terms.objects.get(activity__name="Scheduling")
        person = selectors.helpers(studio.member).get(name="Sam")
    address = f"{studio.root}plan/limits/terms/{row.activity_id}/"
    said = {"version": row.version, "brief_hours": "2 to 5", "skills": "Scheduling 3, writing: 1"}
    assert studio.client.post(address, said).status_code == 302
    row.refresh_from_db()
    assert (row.brief_hours.low, row.brief_hours.high, row.requires) == (2, 5, {"scheduling": 3, "writing": 1})
    assert studio.client.post(address, {**said, "skills": "writing"}).status_code == 400
    assert studio.client.post(address, said).status_code == 409
    assert studio.client.post(f"{address}quote/", {"person": person.pk, "price": "90"}).status_code == 302
    quote = Quote.everywhere.get(activity_id=row.activity_id)
    assert quote.fixed_price_per_month.value == 90
    assert studio.client.post(f"{address}quote/", {"person": "999", "price": "x"}).status_code == 400
    studio.client.post(f"{studio.root}plan/limits/quotes/{quote.pk}/remove/")
    assert not Quote.everywhere.filter(pk=quote.pk).exists()


def test_assumptions_are_saved_with_their_ranges_and_odd_ones_refused(studio: Player) -> None:
    address, version = f"{studio.root}plan/limits/assumptions/", Limits.everywhere.get().version
    assert studio.client.post(address, {"version": version, "phi": "1.4"}).status_code == 400
    assert studio.client.post(address, {"version": version, "phi": "0.5 to 0.9", "brief": "6"}).status_code == 302
    assert Limits.everywhere.get().assumptions == {"phi": [0.5, 0.9], "brief": 6.0}
    assert studio.client.post(address, {"version": version, "phi": "0.2"}).status_code == 409


def test_the_settings_file_goes_out_and_comes_in_again(studio: Player, rex: Player) -> None:
    text = studio.client.get(f"{studio.root}plan/limits/file/").content
    assert parse_settings(text.decode()).activities == parse_settings(SAMPLE_SETTINGS).activities
    file = SimpleUploadedFile("olive.toml", text)
    assert rex.client.post(f"{rex.root}plan/limits/file/", {"file": file}).status_code == 302
    with acting_in(rex.workspace):
        found = selectors.settings_of(Workspace.objects.get(pk=rex.workspace.pk))
    assert found == parse_settings(text.decode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[business]\ncolour = 1", "line 2"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "empty"),
        (b'[[person]]\nname = "Olive"\n', "owner"),
        (b"x" * 1_000_001, "1 MB"),
    ],
)
def test_odd_settings_files_are_refused_with_the_reason_and_nothing_is_stored(
    olive: Player, content: bytes, said: str
) -> None:
    answer = olive.client.post(f"{olive.root}plan/limits/file/", {"file": SimpleUploadedFile("s.toml", content)})
    assert answer.status_code == 400
    assert said in text_of(answer)
    assert not Limits.everywhere.exists()


def test_skills_are_read_as_one_types_them() -> None:
    assert levels_of("Customer care 5; it:2\n driving = 1") == {"customer care": 5, "it": 2, "driving": 1}
