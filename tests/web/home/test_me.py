"""One page shows whoever asks everything stored about them, and the export is the same and no more."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoursback.web.accounts import owndata
from hoursback.web.accounts.record import touch
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Rate
from hoursback.web.cycle.models import Cycle, Note, Rating
from hoursback.web.handoff.models import Handoff
from hoursback.web.home.aboutme import PAGE, SECTIONS
from hoursback.web.people.models import Person, Skill
from hoursback.web.people.skills import state_level
from tests.web import cast, samples
from tests.web.cast import Player


def person_of(player: Player) -> Person:
    return Person.everywhere.get(member=player.member)


def page(player: Player, query: str = "") -> str:
    touch(player.workspace.pk)  # rows that a test writes past the actions mark nothing as changed
    answer = player.client.get(f"{player.root}me{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def everything(player: Player) -> str:
    """The page with each of its kinds opened, one after the other."""
    keys = re.findall(r'href="\?kind=(\w+)#', page(player))
    return "".join(page(player, f"?kind={key}") for key in keys)


def archive(player: Player) -> dict[str, list[dict[str, Any]]]:
    cast.freshen(player)
    box = zipfile.ZipFile(io.BytesIO(player.client.get("/profile/data").content))
    rows = (name for name in box.namelist() if name.count("/") == 1 and name.endswith(".json"))
    found = {name.split("/")[1].removesuffix(".json"): json.loads(box.read(name)) for name in rows}
    return {name: told for name, told in found.items() if isinstance(told, list)}


def test_nothing_stored_says_so_for_each_kind_and_names_the_download(sam: Player) -> None:
    shown = page(sam)
    assert "Of these there is nothing" in shown
    assert "/profile/data" in shown
    for section in SECTIONS:
        assert str(section.says) in shown


def test_a_helper_reads_levels_with_evidence_prices_and_days_off(olive: Player, sam: Player) -> None:
    own = person_of(sam)
    with acting_in(olive.workspace):
        facts = {"basis": "assessed", "evidence": "closed March alone", "on": date(2026, 3, 2)}
        state_level(actor=olive.member, person_id=own.pk, skill_name="Bookkeeping", level=4, **facts)
        Rate.objects.create(
            workspace=olive.workspace, person=own, from_day=date(2026, 3, 1).toordinal(), hundredths=3250
        )
        samples.time_off(olive.workspace, sam.member)
    shown = everything(sam)
    for told in ("Bookkeeping: 4", "closed March alone", "€32.50 an hour", "2 Mar 2026 – 6 Mar 2026"):
        assert told in shown


def test_kinds_are_counted_and_one_is_shown_when_it_is_opened_a_page_at_a_time(olive: Player, sam: Player) -> None:
    own = person_of(sam)
    with acting_in(olive.workspace):
        for level in range(1, PAGE + 4):
            Rate.objects.create(workspace=olive.workspace, person=own, from_day=739000 + level, hundredths=level * 100)
    newest, oldest = f"€{PAGE + 3}.00 an hour", "€1.00 an hour"
    closed, first, second = page(sam), page(sam, "?kind=rate"), page(sam, "?kind=rate&page=2")
    assert 'href="?kind=rate#about-rate"' in closed
    assert f'<span class="quiet num">{PAGE + 3}</span>' in closed
    assert [newest in shown for shown in (closed, first, second)] == [False, True, False]
    assert [oldest in shown for shown in (closed, first, second)] == [False, False, True]
    assert "Page 1 of 2" in first
    assert 'href="?kind=rate&amp;page=2"' in first


def test_the_record_is_a_kind_too_and_a_word_that_is_none_opens_nothing(sam: Player) -> None:
    assert "Record of changes" in page(sam)
    assert 'id="about-' not in page(sam, "?kind=nobody")
    assert page(sam, "?kind=events&page=9999999999999999999")


def test_what_is_about_others_is_on_nobodys_page(olive: Player, sam: Player, max_: Player, rex: Player) -> None:
    with acting_in(olive.workspace):
        facts = {"basis": "assessed", "evidence": "only about Max", "on": date(2026, 3, 2)}
        state_level(actor=olive.member, person_id=person_of(max_).pk, skill_name="Tax", level=2, **facts)
    assert "only about Max" in everything(max_)
    for other in (sam, olive, rex):
        assert "only about Max" not in everything(other)
    assert "only about Max" not in json.dumps(archive(sam))


def test_a_note_shows_once_it_is_shared(olive: Player, sam: Player) -> None:
    own = person_of(sam)
    with acting_in(olive.workspace):
        note = Note.objects.create(workspace=olive.workspace, person=own, author=olive.member, text="Be kinder to Sam")
        assert "Be kinder" not in everything(sam)
        assert archive(sam)["cycle.note"] == []
        Note.objects.filter(pk=note.pk).update(shared_at="2026-03-02T10:00Z")
    assert "Be kinder" in everything(sam)
    assert [row["text"] for row in archive(sam)["cycle.note"]] == ["Be kinder to Sam"]


def test_the_candid_column_is_never_in_a_helpers_export(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        Handoff.objects.create(
            workspace=olive.workspace,
            name="Invoices",
            person=person_of(sam),
            state="running",
            candid="slow on Mondays",
            cost_per_week="98.76",
        )
    (row,) = archive(sam)["handoff.handoff"]
    assert row["name"] == "Invoices"
    assert not {"candid", "cost_per_week", "baseline_hours", "line_id"} & row.keys()
    assert "slow on Mondays" not in json.dumps(archive(sam))


def test_a_verdict_is_in_the_export_once_the_round_is_over(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        made = Cycle.objects.create(
            workspace=olive.workspace,
            person=person_of(sam),
            opened_on=date(2026, 3, 2),
            phase=Cycle.Phase.PERFORMANCE,
            draft={"verdict": "replace"},
            verdict="train",
            verdict_reason="thought over",
        )
    (row,) = archive(sam)["cycle.cycle"]
    assert (row["verdict"], row["verdict_reason"]) == (None, None)
    assert "thought over" not in everything(sam)
    Cycle.everywhere.filter(pk=made.pk).update(phase=Cycle.Phase.REPEAT)
    (row,) = archive(sam)["cycle.cycle"]
    assert (row["verdict"], row["verdict_reason"]) == ("train", "thought over")
    assert "draft" not in row, "what it rests on may be a note that was never shared"
    assert "thought over" in everything(sam)


def test_of_ratings_by_others_the_person_sees_what_was_seen_and_not_the_level(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        made = Cycle.objects.create(
            workspace=olive.workspace, person=person_of(sam), opened_on=date(2026, 3, 2), phase=Cycle.Phase.GOALS
        )
        skill = Skill.objects.create(workspace=olive.workspace, name="Tax")
        facts = {"workspace": olive.workspace, "cycle": made, "skill": skill}
        Rating.objects.create(**facts, rater=olive.member, source="other", level=2, evidence="two wrong returns")
        Rating.objects.create(**facts, rater=sam.member, source="self", level=4)
    assert "two wrong returns" in everything(sam)
    levels = {row["source"]: (row["level"], row["rater_id"]) for row in archive(sam)["cycle.rating"]}
    assert levels == {"other": (None, None), "self": (4, sam.member.pk)}


def test_a_leaders_export_of_their_own_keeps_what_leaders_read(olive: Player, max_: Player) -> None:
    with acting_in(olive.workspace):
        Cycle.objects.create(
            workspace=olive.workspace, person=person_of(olive), opened_on=date(2026, 3, 2), draft={"verdict": "keep"}
        )
        samples.an_entry(olive.workspace, olive.member)
    rows = archive(olive)
    assert rows["cycle.cycle"][0]["draft"] == {"verdict": "keep"}
    assert len(rows["capture.entry"]) == 1
    assert all("candid" not in row for rows in archive(max_).values() for row in rows)


def test_withheld_columns_are_columns_of_models_that_exist() -> None:
    for label, withheld in owndata.WITHHELD.items():
        names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert withheld.columns <= names


def test_an_adviser_has_a_page_too_and_a_stranger_finds_none(ada: Player, olive: Player, rex: Player) -> None:
    assert "Ada" in page(ada)
    assert rex.client.get(f"{olive.root}me").status_code == 404


@pytest.mark.parametrize("role", ["helper", "owner"])
def test_the_page_asks_the_database_as_often_for_many_rows_as_for_few(olive: Player, sam: Player, role: str) -> None:
    player = sam if role == "helper" else olive
    own = person_of(player)

    def queries() -> list[int]:
        found = []
        for query in ("", "?kind=rate", "?kind=note"):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                page(player, query)
            found.append(len(asked))
        return found

    with acting_in(olive.workspace):
        _fill(olive, player, own, 6)
    page(player)  # what a session keeps is kept now
    few = queries()
    with acting_in(olive.workspace):
        _fill(olive, player, own, 30)
    assert queries() == few


def _fill(olive: Player, player: Player, own: Person, number: int) -> None:
    for _ in range(number):
        Rate.objects.create(workspace=olive.workspace, person=own, from_day=739000, hundredths=100)
        samples.an_entry(olive.workspace, player.member)
        samples.time_off(olive.workspace, player.member)
        Note.objects.create(
            workspace=olive.workspace, person=own, author=olive.member, text="ok", shared_at="2026-03-02T10:00Z"
        )


def test_a_helper_adds_changes_and_removes_their_own_days_off(sam: Player, olive: Player) -> None:
    own, first = person_of(sam), date(2026, 8, 3)
    address = f"{sam.root}people/{own.pk}/time-off"
    assert sam.client.post(address, {"first": first, "last": first + timedelta(days=4)}).status_code == 302
    assert sam.client.get(f"{sam.root}people/{person_of(olive).pk}/time-off").status_code == 404
