from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache

from hoursback.cli.review import reviewed_of
from hoursback.engine.capture.assign import Assigner
from hoursback.engine.capture.entry import Entry as LoggedEntry
from hoursback.engine.errors import TooLittleLogError
from hoursback.engine.plan.business import Settings
from hoursback.engine.review.summary import Review
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture import stream
from hoursback.web.capture.actions.names import ensure_activity
from hoursback.web.capture.importing.actions import import_file
from hoursback.web.capture.importing.choices import Choices
from hoursback.web.capture.models import Activity
from hoursback.web.review import actions, selectors
from hoursback.web.review.models import Answer
from tests.web.capture.logbook import add
from tests.web.cast import Player
from tests.web.review import stage


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _figures(reviewed: Review) -> dict[str, tuple[object, ...]]:
    return {
        row.activity.name: (
            *(row.hours.mean, row.hours.p10, row.hours.p50, row.hours.p90, row.hours.share),
            *(row.hours.active_days, row.hours.source, row.hours.function),
            *(row.lists, row.score, row.relief, row.pieces_per_day, row.by_weekday),
            tuple(card.text for card in row.contradictions),
        )
        for row in reviewed.activities
    }


def _of_web(player: Player) -> Review:
    with acting_in(player.workspace):
        person = selectors.owner_person(player.workspace.pk)
        return selectors.reviewed(player.workspace, person, stage.TODAY)


@pytest.mark.parametrize("weeks", [2, 10])
def test_figures_equal_the_command_lines_on_the_same_log_and_settings(
    olive: Player, tmp_path: Path, weeks: int
) -> None:
    stage.log_sample(olive, weeks=weeks, settings=stage.SETTINGS)
    log = stage.read_as_cli(tmp_path, stage.SETTINGS, weeks=weeks)
    of_cli, of_web = reviewed_of(log, stage.SETTINGS, 0, stage.TODAY), _of_web(olive)
    assert _figures(of_web) == _figures(of_cli)
    assert of_web.hours.span == of_cli.hours.span
    assert of_web.hours.unaccounted == of_cli.hours.unaccounted
    assert of_web.mirror == of_cli.mirror


def test_figures_equal_the_command_lines_on_a_bare_log(olive: Player, tmp_path: Path) -> None:
    with acting_in(olive.workspace):
        stage.store(olive, stage.sample_log(7, stage.MONDAY, 2), Assigner())
    log = stage.read_as_cli(tmp_path, Settings())
    of_cli = reviewed_of(log, Settings(), 0, stage.TODAY)
    assert _figures(_of_web(olive)) == _figures(of_cli)


@pytest.mark.parametrize("settings", [stage.SETTINGS, Settings()], ids=["settings", "bare log"])
def test_figures_equal_the_command_lines_after_an_import(olive: Player, tmp_path: Path, settings: Settings) -> None:
    log = stage.read_as_cli(tmp_path, settings)
    with acting_in(olive.workspace):
        stage.state(olive, settings)
        choices = Choices(timezone=stage.SAMPLE_ZONE)
        import_file(member=olive.member, path=tmp_path / "toggl.csv", filename="toggl.csv", choices=choices)
        person = selectors.owner_person(olive.workspace.pk)
        score = selectors.quality(olive.workspace, person).score
    of_cli, of_web = reviewed_of(log, settings, 0, stage.TODAY), _of_web(olive)
    assert _figures(of_web) == _figures(of_cli)
    assert of_web.mirror == of_cli.mirror
    assert score == log.quality.score


def test_the_widening_of_round_lengths_equals_the_command_lines(olive: Player, tmp_path: Path) -> None:
    stage.log_sample(olive, settings=stage.SETTINGS)
    with acting_in(olive.workspace):
        checked = selectors.quality(olive.workspace, selectors.owner_person(olive.workspace.pk))
    assert checked.widen == stage.read_as_cli(tmp_path, stage.SETTINGS).quality.widen


def test_the_pages_figures_are_the_reviews(olive: Player) -> None:
    stage.log_sample(olive, settings=stage.SETTINGS)
    full = _of_web(olive)
    with acting_in(olive.workspace):
        seen = selectors.seen_by(olive.member, stage.TODAY)
    assert seen is not None
    assert _figures(seen.review) == _figures(full)
    assert seen.all.mean == pytest.approx(sum(row.hours.mean for row in full.activities))
    assert seen.all.p10 < seen.all.mean < seen.all.p90
    assert all(row.hours.draws.size == 0 for row in seen.review.activities)


def test_an_answer_counts_at_once_and_the_log_is_not_read_again(olive: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.log_sample(olive)
    reads = []

    def counted(*args: object) -> object:
        reads.append(args)
        return stream.rows_of(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(selectors, "rows_of", counted)
    with acting_in(olive.workspace):
        before = selectors.seen_by(olive.member, stage.TODAY)
        assert before is not None
        pk = stage.activity(olive, "Delivery")
        actions.answer_activity(
            actor=olive.member,
            activity_id=pk,
            version=0,
            said={"time": 0.0, "liking": None, "skill": None},
            today=stage.TODAY,
        )
        after = selectors.seen_by(olive.member, stage.TODAY)
    assert after is not None
    old, new = before.of("Delivery"), after.of("Delivery")
    assert old is not None
    assert new is not None
    assert (old.score, new.score) == (None, pytest.approx(0.7))
    assert len(reads) == 1


def test_a_new_entry_counts_at_once(olive: Player) -> None:
    stage.log_sample(olive)
    before = _of_web(olive)
    start = 1_768_200_000  # 12 January 2026, 6:40 UTC
    late = LoggedEntry(day=date(2026, 1, 12), seconds=7200, start=start, end=start + 7200, project="Beekeeping")
    with acting_in(olive.workspace):
        stage.store(olive, [late])
    after = _of_web(olive)
    names = {row.activity.name for row in after.activities}
    assert "Beekeeping" in names - {row.activity.name for row in before.activities}


def test_hours_stated_for_the_week_change_the_review(olive: Player) -> None:
    stage.log_sample(olive)
    before = _of_web(olive).hours.span
    with acting_in(olive.workspace):
        actions.state_week(actor=olive.member, version=0, hours_per_week=70.0, work_days=5)
    assert _of_web(olive).hours.span > before + 5


def test_ranges_without_a_log_are_reviewed_too(olive: Player) -> None:
    with acting_in(olive.workspace):
        bookkeeping = replace(stage.SETTINGS.activities[0], name="Post")
        stage.state(olive, Settings(activities=(replace(bookkeeping, hours_per_week=None),)))
        with pytest.raises(TooLittleLogError):
            selectors.reviewed(olive.workspace, None, stage.TODAY)
        assert selectors.seen_by(olive.member, stage.TODAY) is None
        row = selectors.capture.Activity.objects.get(name="Post")
        row.hours_per_week = stage.SETTINGS.activities[-1].hours_each
        row.save()
        seen = selectors.seen_by(olive.member, stage.TODAY)
    assert seen is not None
    assert seen.score is None
    assert seen.all.mean > 0


def test_what_is_not_answered_is_not_a_nought(olive: Player) -> None:
    stage.log_sample(olive, settings=stage.SETTINGS)
    with acting_in(olive.workspace):
        pk = stage.activity(olive, "Quotes")
        Answer.objects.filter(activity_id=pk).update(time=None, core=None)
        stated = {one.name: one for one in selectors.stated_activities(olive.workspace.pk)}
    assert stated["Quotes"].answers.time is None
    assert stated["Quotes"].answers.core is None
    assert stated["IT trouble"].answers.liking == 0


def test_adopted_answers_come_back_as_they_were_stated(olive: Player) -> None:
    with acting_in(olive.workspace):
        stage.state(olive, stage.SETTINGS)
        back = selectors.stated_activities(olive.workspace.pk)
    for stated, found in zip(stage.SETTINGS.activities, back, strict=True):
        assert (found.name, found.answers, found.bound, found.handable) == (
            *(stated.name, stated.answers, stated.bound, stated.handable),
        )


def test_two_workspaces_never_share_a_cached_review(olive: Player, rex: Player) -> None:
    stage.log_sample(olive)
    with acting_in(rex.workspace):
        assert selectors.seen_by(rex.member, stage.TODAY) is None
    with acting_in(olive.workspace):
        assert selectors.seen_by(olive.member, stage.TODAY) is not None


def test_work_that_only_others_log_is_no_part_of_the_owners_week(olive: Player, sam: Player) -> None:
    """As on the command line, where a log of one person names nobody else's work; once it is answered, it is."""
    add(olive, "Design", minutes=120)
    for what, who in (("Shop orders", sam), ("Parcels", sam), ("Parcels", olive)):
        ensure_activity(member=olive.member, name=what)
        add(who, what, "2026-03-03 09:00")
    ensure_activity(member=olive.member, name="Nobody's yet")
    with acting_in(olive.workspace):
        names = [activity.name for activity in selectors.stated_activities(olive.workspace.pk)]
        assert names == ["Design", "Parcels", "Nobody's yet"]
        row = Activity.objects.get(name="Shop orders")
        Answer.objects.create(workspace=olive.workspace, activity=row, liking=3)
        names = [activity.name for activity in selectors.stated_activities(olive.workspace.pk)]
    assert names == ["Design", "Shop orders", "Parcels", "Nobody's yet"]
