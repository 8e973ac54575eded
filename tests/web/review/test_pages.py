from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity
from hoursback.web.review.models import Answer, Undone
from tests.web.cast import Player
from tests.web.review import stage


@pytest.fixture(autouse=True)
def _nothing_cached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def logged(olive: Player) -> Player:
    """Olive with two weeks of log and no answers."""
    stage.log_sample(olive)
    return olive


@pytest.fixture
def reviewed(olive: Player) -> Player:
    """Olive with log, settings and all answers."""
    stage.log_sample(olive, settings=stage.SETTINGS)
    return olive


def _ask(player: Player, name: str) -> str:
    return f"{player.root}review/activity/{stage.activity(player, name)}"


def _first(player: Player) -> str:
    """Address of the first question."""
    page = player.client.get(f"{player.root}review/").content.decode()
    return re.search(r'href="([^"]+/review/activity/\d+)"', page)[1]  # type: ignore[index]


def test_without_log_and_ranges_the_page_teaches_and_leads_to_the_log(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}review/").content.decode()
    for route in ("capture:day", "capture:imports", "capture:ranges"):
        assert f'href="{reverse(route, args=[olive.workspace.public_id])}"' in page


def test_the_first_page_says_how_far_one_is_and_shows_no_hours_before_the_answers(logged: Player) -> None:
    page = logged.client.get(f"{logged.root}review/").content.decode()
    assert re.search(r"0 of \d+ kinds of work answered, about \d+ minutes? left\.", page)
    assert "h a week" not in page


def test_evidence_is_hidden_until_the_questions_are_answered(logged: Player) -> None:
    address = _first(logged)
    before = logged.client.get(address).content.decode()
    assert "data-questions" in before
    assert "data-evidence" not in before
    assert "hours a week (likely" not in before
    response = logged.client.post(address, stage.answered(), follow=True)
    after = response.content.decode()
    assert response.redirect_chain[-1] == (address, 302)
    assert "data-evidence" in after
    assert re.search(r"takes [\d.]+ hours a week \(likely [\d.]+ to [\d.]+\), \d+% of your work", after)
    for words in ("How broken up", "Trend", "Keep my answer", "Change it"):
        assert words in after


def test_the_keyboards_contract_stands_in_the_page(logged: Player) -> None:
    page = logged.client.get(_first(logged)).content.decode()
    assert re.findall(r'data-question="(\w+)"', page) == ["time", "liking", "skill"]
    for name in ("time", "liking", "skill"):
        values = re.findall(rf'<input type="radio" name="{name}" value="(\w+)"', page)
        assert values == [*map(str, range(11)), "none"]
        assert not re.search(rf'name="{name}"[^>]*checked', page), "nothing is answered before it is asked"
    assert re.search(r"<button[^>]*data-enter[^>]*data-key=\"ArrowRight\"", page)
    assert re.search(r'<button name="skip"[^>]*data-key="s"', page)
    assert 'data-key="ArrowLeft"' in page
    # Enter inside a form presses its first button: that has to be the one that saves.
    assert page.index("data-enter") < page.index('name="skip"')
    assert "review/answer.js" in page


def test_answers_are_kept_as_given_and_no_answer_is_not_a_nought(logged: Player) -> None:
    address = _first(logged)
    logged.client.post(address, stage.answered(time="0", liking="none", core="none"))
    answer = Answer.everywhere.get()
    assert (answer.time, answer.liking, answer.skill, answer.core, answer.energy) == (0, None, 7, None, -1)
    assert not answer.is_skipped
    change = logged.client.get(f"{address}?change=1").content.decode()
    assert re.search(r'name="time" value="0"[^>]*checked', change)
    assert re.search(r'name="liking" value="none"[^>]*checked', change)
    assert not re.search(r'name="core" value="0"[^>]*checked', change)


def test_an_activity_to_which_nothing_applies_is_done_without_any_answer(logged: Player) -> None:
    logged.client.post(_first(logged), {"time": "none", "liking": "none", "skill": "none", "version": "0"})
    answer = Answer.everywhere.get()
    assert answer.is_skipped
    assert answer.time is answer.liking is answer.skill is None


def test_an_untouched_form_is_refused_where_it_stands(logged: Player) -> None:
    response = logged.client.post(_first(logged), {"version": "0", "energy": "0"})
    assert response.status_code == 422
    assert "or skip this activity" in response.content.decode()
    assert not Answer.everywhere.exists()


@pytest.mark.parametrize(
    ("field", "bad"),
    [("time", "11"), ("skill", "nan"), ("energy", "9"), ("core", "7"), ("bound", "x"), ("handable", "150")],
)
def test_bad_answers_are_refused_and_the_good_ones_kept_on_the_page(logged: Player, field: str, bad: str) -> None:
    response = logged.client.post(_first(logged), stage.answered(**{"bound_note": "the filing", field: bad}))
    page = response.content.decode()
    assert response.status_code == 422
    assert not Answer.everywhere.exists()
    assert 'value="the filing"' in page
    assert re.search(r'name="liking" value="2"[^>]*checked', page)


def test_skipping_goes_on_to_the_next_and_is_counted(logged: Player) -> None:
    address = _first(logged)
    response = logged.client.post(address, {"skip": "1", "version": "0"})
    assert response.status_code == 302
    assert "/review/activity/" in response["Location"]
    assert response["Location"] != address
    assert Answer.everywhere.get().is_skipped
    assert "skipped" in logged.client.get(f"{logged.root}review/").content.decode()


def test_most_hours_are_asked_about_first(reviewed: Player) -> None:
    page = reviewed.client.get(f"{reviewed.root}review/").content.decode()
    hours = [float(one) for one in re.findall(r"([\d.]+) h a week", page)]
    assert len(hours) > 10
    assert hours == sorted(hours, reverse=True)


def test_only_i_gets_a_date_to_look_at_it_again(logged: Player) -> None:
    logged.client.post(_first(logged), stage.answered(bound="signature", bound_note="collecting the papers"))
    answer = Answer.everywhere.get()
    today = timezone.localdate(timezone=None)
    assert answer.bound_until is not None
    assert abs(answer.bound_until - (today + timedelta(days=90))) <= timedelta(days=1)
    assert "collecting the papers" not in str(Event.everywhere.latest("pk").payload)
    page = logged.client.get(_ask(logged, answer.activity.name)).content.decode()
    assert "asked about the reason again" in page
    assert "collecting the papers" in page


def test_a_share_in_per_cent_comes_back_as_it_was_typed(logged: Player) -> None:
    address = _first(logged)
    logged.client.post(address, stage.answered(handable="70"))
    answer = Answer.everywhere.get()
    assert answer.handable is not None
    assert answer.handable.value == 0.7
    assert re.search(r'name="handable" value="70"', logged.client.get(f"{address}?change=1").content.decode())


def test_contradictions_between_answer_and_log_are_said(reviewed: Player) -> None:
    with acting_in(reviewed.workspace):
        from hoursback.web.review import selectors

        seen = selectors.seen_by(reviewed.member, stage.TODAY)
    assert seen is not None
    row = next(row for row in seen.review.activities if row.contradictions)
    page = reviewed.client.get(_ask(reviewed, row.activity.name)).content.decode()
    assert "Your answer and your log differ" in page
    assert "You answered" in page


def test_the_second_of_two_tabs_sees_both_answers_and_nothing_is_lost(logged: Player) -> None:
    address = _first(logged)
    logged.client.post(address, stage.answered())
    response = logged.client.post(address, stage.answered(time="9"))
    page = response.content.decode()
    assert response.status_code == 409
    assert Answer.everywhere.get().time == 3
    resent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    logged.client.post(address, {**resent})
    assert Answer.everywhere.get().time == 9


def test_a_double_click_saves_once_and_is_answered_alike(logged: Player) -> None:
    address = _first(logged)
    first, second = (logged.client.post(address, stage.answered()) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Answer.everywhere.get().version == 1
    assert Event.everywhere.filter(verb="activity answered").count() == 1


def test_htmx_gets_the_same_page(logged: Player) -> None:
    response = logged.client.post(
        _first(logged), stage.answered(), follow=True, headers={"HX-Request": "true", "HX-Boosted": "true"}
    )
    assert "data-evidence" in response.content.decode()


def test_the_table_saves_what_changed_and_nothing_else(reviewed: Player) -> None:
    address = f"{reviewed.root}review/table"
    data = _posted(reviewed.client.get(address).content.decode())
    one, other = stage.activity(reviewed, "Bookkeeping"), stage.activity(reviewed, "E-mail")
    data[f"a{one}-time"] = "9"
    data[f"a{other}-skill"] = ""
    before = {row.activity_id: row.version for row in Answer.everywhere.all()}
    response = reviewed.client.post(address, data)
    assert response.status_code == 302
    changed = {row.activity_id for row in Answer.everywhere.all() if row.version != before[row.activity_id]}
    assert changed == {one, other}
    assert Answer.everywhere.get(activity_id=one).time == 9
    assert Answer.everywhere.get(activity_id=other).skill is None
    assert Answer.everywhere.get(activity_id=stage.activity(reviewed, "Tax and signatures")).bound == "signature"


def test_no_answer_is_an_empty_box_in_the_table(reviewed: Player) -> None:
    one = stage.activity(reviewed, "Bookkeeping")
    Answer.everywhere.filter(activity_id=one).update(time=None, core=None)
    data = _posted(reviewed.client.get(f"{reviewed.root}review/table").content.decode())
    assert (data[f"a{one}-time"], data[f"a{one}-core"], data[f"a{one}-liking"]) == ("", "", "1")
    reviewed.client.post(f"{reviewed.root}review/table", {**data, f"a{one}-skill": "6"})
    answer = Answer.everywhere.get(activity_id=one)
    assert (answer.time, answer.core, answer.skill) == (None, None, 6)


def test_bad_cells_of_the_table_keep_what_was_typed(reviewed: Player) -> None:
    address = f"{reviewed.root}review/table"
    data = _posted(reviewed.client.get(address).content.decode())
    one, other = stage.activity(reviewed, "Bookkeeping"), stage.activity(reviewed, "E-mail")
    data |= {f"a{one}-time": "99", f"a{other}-time": "8"}
    response = reviewed.client.post(address, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'name="a{one}-time" value="99"' in page
    assert f'name="a{other}-time" value="8"' in page
    assert Answer.everywhere.get(activity_id=other).time == 2


def test_two_tabs_on_the_table_lose_nothing(reviewed: Player) -> None:
    address = f"{reviewed.root}review/table"
    data = _posted(reviewed.client.get(address).content.decode())
    one = stage.activity(reviewed, "Bookkeeping")
    reviewed.client.post(address, {**data, f"a{one}-time": "5"})
    response = reviewed.client.post(address, {**data, f"a{one}-time": "9"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Saved meanwhile: time 5" in page
    assert f'name="a{one}-time" value="9"' in page
    assert Answer.everywhere.get(activity_id=one).time == 5
    assert reviewed.client.post(address, _posted(page)).status_code == 302
    assert Answer.everywhere.get(activity_id=one).time == 9


def test_the_lists_name_their_activities_with_hours(reviewed: Player) -> None:
    page = reviewed.client.get(f"{reviewed.root}review/lists").content.decode()
    assert re.search(r"By your answers, [\d.]+ hours a week could leave your hands \(likely [\d.]+ to [\d.]+\)\.", page)
    parts = re.split(r'<section class="card list-', page)[1:]
    by_list = {part.split('"')[0]: part for part in parts}
    assert list(by_list) == ["no-time", "dont-like", "not-good", "yours"]
    assert "Design work" in by_list["yours"]
    assert "Bookkeeping" in by_list["dont-like"]
    assert "Design work" not in by_list["dont-like"]


def test_the_mirror_waits_for_the_answers(logged: Player, rex: Player) -> None:
    page = logged.client.get(f"{logged.root}review/mirror").content.decode()
    assert "The mirror comes after your answers" in page
    assert "switches a day" not in page


def test_the_mirror_says_kinds_entries_and_switches(reviewed: Player) -> None:
    for address in re.findall(r'href="([^"]+/review/activity/\d+)"', _index(reviewed)):
        reviewed.client.post(address, {"skip": "1", "version": "0"})
    page = reviewed.client.get(f"{reviewed.root}review/mirror").content.decode()
    assert re.search(r"\d+ kinds of work, \d+ entries, \d+ switches a day\.", page)


def test_undone_work_is_added_once_changed_removed_and_brought_back(logged: Player) -> None:
    address = f"{logged.root}review/mirror"
    data = {"name": "Call ten customers", "hours_per_week": "2", "value_per_week": "100 to 200", "once": "k1"}
    for _ in range(2):
        assert logged.client.post(address, data).status_code == 302
    row = Undone.everywhere.get()
    assert row.value_per_week is not None
    assert (row.value_per_week.low, row.value_per_week.high) == (100, 200)
    assert "100" not in str(Event.everywhere.latest("pk").payload)
    logged.client.post(f"{address}/{row.pk}", {**data, "hours_per_week": "3", "version": "1"})
    row.refresh_from_db()
    assert row.hours_per_week is not None
    assert row.hours_per_week.value == 3
    stale = logged.client.post(f"{address}/{row.pk}", {**data, "hours_per_week": "4", "version": "1"})
    assert stale.status_code == 409
    page = logged.client.post(f"{address}/{row.pk}/remove", follow=True).content.decode()
    assert "Call ten customers</th>" not in page
    assert f"{address}/{row.pk}/restore" in page
    page = logged.client.post(f"{address}/{row.pk}/restore", follow=True).content.decode()
    assert "Call ten customers</th>" in page


def test_bad_undone_work_keeps_what_was_typed(logged: Player) -> None:
    response = logged.client.post(f"{logged.root}review/mirror", {"name": "Calls", "hours_per_week": "soon"})
    assert response.status_code == 422
    assert 'value="soon"' in response.content.decode()


PAGES = (
    "review/",
    "review/table",
    "review/lists",
    "review/mirror",
    "review/activity/{activity}",
    "review/mirror/{undone}",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_review_is_the_owners_alone(
    logged: Player, max_: Player, sam: Player, ada: Player, rex: Player, page: str
) -> None:
    with acting_in(logged.workspace):
        undone = Undone.objects.create(workspace=logged.workspace, name="Calls")
        activity = Activity.objects.first()
    assert activity is not None
    address = logged.root + page.format(activity=activity.pk, undone=undone.pk)
    assert logged.client.get(address).status_code == 200
    assert [one.client.get(address).status_code for one in (max_, sam, ada)] == [403, 403, 403]
    assert rex.client.get(address).status_code == 404
    foreign = address.replace(logged.root, rex.root)
    if "{" in page:
        assert rex.client.get(foreign).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999999"])
def test_odd_ids_are_not_found(logged: Player, pk: str) -> None:
    assert logged.client.get(f"{logged.root}review/activity/{pk}").status_code == 404


@pytest.mark.parametrize("odd", ["x", "-1", "999999999999", "²"])
def test_odd_pages_of_the_table_show_one_that_exists(logged: Player, odd: str) -> None:
    assert logged.client.get(f"{logged.root}review/table", {"page": odd}).status_code == 200


def test_a_page_asks_the_database_the_same_however_long_the_log_is(
    reviewed: Player, django_assert_max_num_queries: object
) -> None:
    reviewed.client.get(f"{reviewed.root}review/lists")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        reviewed.client.get(f"{reviewed.root}review/lists")


def _index(player: Player) -> str:
    return player.client.get(f"{player.root}review/").content.decode()


def _posted(page: str) -> dict[str, str]:
    """What a browser sends of the table as it stands."""
    data = {}
    for tag in re.findall(r'<input[^>]*name="a\d+-[^>]*>', page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name is not None
        data[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="(a\d+-\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return data
