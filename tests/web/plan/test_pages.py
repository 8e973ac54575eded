from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone

from hoursback.engine.capture.sample import SAMPLE_SETTINGS
from hoursback.engine.errors import NoPlanError
from hoursback.engine.plan.settings import parse_settings
from hoursback.web.accounts.models import Workspace
from hoursback.web.accounts.scope import acting_in
from hoursback.web.plan import actions, jobs, making, selectors
from hoursback.web.plan.forms import LeversForm, levels_of
from hoursback.web.plan.models import Limits, Line, MadePlan, Quote, Share, Terms
from tests.web import cast
from tests.web.cast import Player
from tests.web.plan.conftest import log_sample, planned

pytestmark = pytest.mark.urls("tests.web.plan.urls")
CANARY = 7654321
"""An income that must not be told to a manager."""


def text_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def index_of(plan: MadePlan, activity: str) -> int:
    return next(i for i, line in enumerate(plan.answer["decisions"]) if line["activity"] == activity)


def decide(player: Player, plan: MadePlan, activity: str, **said: Any) -> HttpResponse:
    address = f"{player.root}plan/{plan.pk}/line/{index_of(plan, activity)}/decide/"
    return player.client.post(address, {"version": 0, **said})


def test_the_page_answers_first_with_the_engines_sentence_and_the_first_step(plan: MadePlan, studio: Player) -> None:
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert plan.answer["headline"] in page
    assert plan.answer["first_step"]["text"].replace("“", "“") in page
    for line in plan.answer["decisions"]:
        assert line["activity"].replace("'", "&#x27;") in page


def test_every_page_of_the_plan_opens(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 500.0})
    with acting_in(studio.workspace):
        activity = Terms.objects.first()
        assert activity is not None
    addresses = (
        *("plan/", f"plan/?plan={plan.pk}", f"plan/{plan.pk}/line/0/", "plan/history/", "plan/print/", "plan/limits/"),
        *(f"plan/{plan.pk}/print/", f"plan/{plan.pk}/links/", f"plan/compare/?a={plan.pk}&b={look.pk}"),
        *("plan/limits/assumptions/", f"plan/limits/terms/{activity.activity_id}/", "plan/limits/file/"),
    )
    for address in addresses:
        assert studio.client.get(studio.root + address).status_code == 200, address


def test_without_hours_the_page_says_what_is_missing_and_where_to_go(olive: Player) -> None:
    page = olive.client.get(f"{olive.root}plan/")
    assert "No hours yet" in text_of(page)
    refused = olive.client.post(f"{olive.root}plan/make/")
    assert refused.status_code == 400
    assert b'role="alert"' in refused.content


def test_the_owner_makes_a_plan_with_one_press(studio: Player) -> None:
    assert "Make the plan" in text_of(studio.client.get(f"{studio.root}plan/"))
    made = studio.client.post(f"{studio.root}plan/make/", follow=True)
    assert "You could get back" in text_of(made)


@pytest.mark.parametrize(
    "address", ["plan/?plan=x", "plan/?plan=-1", f"plan/?plan={2**63}", "plan/?plan=²", "plan/?plan=99"]
)
def test_odd_numbers_in_the_address_find_nothing(plan: MadePlan, studio: Player, address: str) -> None:
    assert studio.client.get(studio.root + address).status_code == 404


def test_comparing_without_two_plans_leads_back_to_the_list(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.get(f"{studio.root}plan/compare/?a={plan.pk}")
    assert answer["Location"].endswith("plan/history/")


def test_a_line_beyond_the_plan_is_not_there(plan: MadePlan, studio: Player) -> None:
    assert studio.client.get(f"{studio.root}plan/{plan.pk}/line/999/").status_code == 404
    assert studio.client.post(f"{studio.root}plan/{plan.pk}/line/999/decide/", {}).status_code == 404


def test_a_line_says_every_way_it_could_go_and_what_turns_it(plan: MadePlan, studio: Player) -> None:
    page = text_of(studio.client.get(f"{studio.root}plan/{plan.pk}/line/{index_of(plan, 'Bookkeeping')}/"))
    assert "Every way it could go" in page
    assert "Berta Klein, bookkeeper" in page
    assert "What would turn it" in page


# The sliders


def moved(studio: Player, **figures: Any) -> dict[str, Any]:
    with acting_in(studio.workspace):
        form = LeversForm(settings=selectors.settings_of(studio.workspace))
        return {**form.initial, **figures}


def test_a_moved_slider_shows_another_plan_and_changes_nothing_that_was_stated(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, budget_per_month=300), follow=True)
    page = text_of(answer)
    assert "This is a look with other figures" in page
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == plan
        assert Limits.objects.get().budget_per_month == 900
        look = MadePlan.objects.exclude(pk=plan.pk).get()
    assert look.levers == {"budget_per_month": 300.0}
    studio.client.post(f"{studio.root}plan/{look.pk}/keep/")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == look
    studio.client.post(f"{studio.root}plan/make/")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == plan


def test_sliders_at_what_was_stated_are_the_plan_itself(plan: MadePlan, studio: Player) -> None:
    studio.client.post(f"{studio.root}plan/look/", moved(studio))
    assert MadePlan.everywhere.count() == 1


def test_while_one_looks_only_the_answer_is_exchanged_and_said_aloud(plan: MadePlan, studio: Player) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, prices=20), headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert 'hx-swap-oob="innerHTML:#plan-answer"' in page
    assert "?plan=" in answer["HX-Push-Url"]


@pytest.mark.parametrize(
    "figures",
    [{"budget_per_month": -1}, {"caution": 400}, {"prices": "abc"}, {"worth_per_hour": "nan"}, {"prices": "1e999"}],
)
def test_odd_slider_values_are_answered_beside_the_box_and_kept(
    plan: MadePlan, studio: Player, figures: dict[str, Any]
) -> None:
    answer = studio.client.post(f"{studio.root}plan/look/", moved(studio, **figures))
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert f'value="{next(iter(figures.values()))}"' in answer.content.decode()
    swapped = studio.client.post(f"{studio.root}plan/look/", moved(studio, **figures), headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped["HX-Retarget"]) == (422, "#levers")


def test_a_waiting_page_draws_nothing_until_the_full_answer_is_there(
    studio: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    plan = planned(studio)
    address, htmx = f"{studio.root}plan/?plan={plan.pk}&wait=1", {"HX-Request": "true"}
    first = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "A first answer: another plan could be better by up to" in first
    assert "Refresh" in first
    assert studio.client.get(address, headers=htmx).status_code == 204
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
    ready = studio.client.get(address, headers=htmx)
    assert ready.status_code == 200
    assert "A first answer" not in text_of(ready)


def test_a_failed_plan_says_what_happened_and_offers_to_try_again(
    studio: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "enqueue", lambda *args: "")
    monkeypatch.setattr(making, "is_quick", lambda saw: False)
    plan = planned(studio)

    def answer_of(*args: Any, **kwargs: Any) -> dict[str, Any]:
        raise NoPlanError("There are no hours to plan with.", hint="Log a few days.")

    monkeypatch.setattr(making, "answer_of", answer_of)
    with acting_in(studio.workspace):
        actions.work_out(studio.workspace, plan.pk)
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "There are no hours to plan with." in page
    assert "Log a few days." in page
    assert "Make it again" in page


# The journal


def test_a_line_is_accepted_and_opened_again(plan: MadePlan, studio: Player) -> None:
    answer = decide(studio, plan, "Bookkeeping", decision="accepted")
    assert answer.status_code == 302
    row = Line.everywhere.get()
    assert (row.activity_name, row.decision, row.assumed["person"]) == (
        "Bookkeeping",
        "accepted",
        "Berta Klein, bookkeeper",
    )
    page = studio.client.get(f"{studio.root}plan/").content.decode()
    retract = f"{studio.root}plan/{plan.pk}/line/{index_of(plan, 'Bookkeeping')}/retract/"
    assert "✓ accepted" in page
    assert f'action="{retract}"' in page
    studio.client.post(retract)
    assert not Line.everywhere.exists()


def test_a_line_is_changed_with_who_when_and_how(plan: MadePlan, studio: Player) -> None:
    said = {"decision": "changed", "person": "Sam", "start": "2026-03-02", "action": "in_house", "reason": "He asked."}
    decide(studio, plan, "Bookkeeping", **said)
    row = Line.everywhere.get()
    assert row.changed_to == {"action": "in_house", "person": "Sam", "start": "2026-03-02"}
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "to Sam" in page
    assert "He asked." in page


def test_a_refusal_needs_its_reason_and_keeps_what_was_typed(plan: MadePlan, studio: Player) -> None:
    refused = decide(studio, plan, "Bookkeeping", decision="refused", revisit_on="2026-06-01")
    assert refused.status_code == 400
    assert b'value="2026-06-01"' in refused.content
    assert not Line.everywhere.exists()
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Too dear.", revisit_on="2026-06-01")
    row = Line.everywhere.get()
    assert (row.reason, row.revisit_on) == ("Too dear.", date(2026, 6, 1))


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "changed"},
        {"decision": "changed", "start": "2026-99-99"},
        {"decision": "changed", "action": "fire"},
        {"decision": "changed", "hours_per_week": "900"},
        {"decision": "burn"},
        {"decision": "refused", "reason": "x" * 1001},
        {},
    ],
)
def test_odd_decisions_are_answered_on_the_page(plan: MadePlan, studio: Player, said: dict[str, Any]) -> None:
    assert decide(studio, plan, "Bookkeeping", **said).status_code == 400
    assert not Line.everywhere.exists()


def test_two_tabs_deciding_on_one_line_the_second_sees_both(plan: MadePlan, studio: Player) -> None:
    decide(studio, plan, "Bookkeeping", decision="accepted")
    second = decide(studio, plan, "Bookkeeping", decision="refused", reason="Not yet.")
    assert second.status_code == 409
    assert "Not yet." in text_of(second)
    assert Line.everywhere.get().decision == "accepted"
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Not yet.", version=1)
    assert Line.everywhere.get().decision == "refused"


def test_a_decision_is_seen_on_the_next_plan_as_taken_on_an_earlier_one(plan: MadePlan, studio: Player) -> None:
    decide(studio, plan, "Bookkeeping", decision="refused", reason="Not her.", revisit_on="2020-01-01")
    with acting_in(studio.workspace):
        Limits.objects.update(budget_per_month=800)
    planned(studio)
    page = text_of(studio.client.get(f"{studio.root}plan/"))
    assert "on an earlier plan" in page
    history = text_of(studio.client.get(f"{studio.root}plan/history/"))
    assert "Not her." in history
    assert "1 decision waits to be looked at again" in history


def test_deciding_on_a_look_keeps_it(plan: MadePlan, studio: Player) -> None:
    look = planned(studio, {"budget_per_month": 500.0}, is_kept=False)
    decide(studio, look, "Bookkeeping", decision="accepted")
    with acting_in(studio.workspace):
        assert selectors.plan_in_force(studio.member) == look


def test_two_plans_compared_say_which_lines_differ_and_what_they_saw_differently(
    plan: MadePlan, studio: Player
) -> None:
    with acting_in(studio.workspace):
        Limits.objects.update(budget_per_month=100)
    newer = planned(studio)
    page = text_of(studio.client.get(f"{studio.root}plan/compare/?a={newer.pk}&b={plan.pk}"))
    assert "Bookkeeping" in page
    assert "business: budget per month 900 100" in page


# Who sees what


def test_a_manager_sees_the_plan_and_never_the_worth(olive: Player, max_: Player) -> None:
    log_sample(olive, SAMPLE_SETTINGS.replace("income_per_year = 96000", f"income_per_year = {CANARY}"))
    first, second = planned(olive), planned(olive, {"worth_per_hour": 8765.0})
    private = (
        private_figures(first.answer) | private_figures(second.answer) | {str(CANARY), "7,654,321", "8765", "8,765"}
    )
    addresses = (
        *("plan/", f"plan/?plan={first.pk}", "plan/history/", "plan/print/"),
        *(f"plan/{first.pk}/line/{i}/" for i in range(3)),
        f"plan/compare/?a={first.pk}&b={second.pk}",
    )
    for address in addresses:
        answer = max_.client.get(max_.root + address)
        assert answer.status_code == 200, address
        assert not [figure for figure in private if figure in answer.content.decode()], address
        assert answer["Cache-Control"] == "no-store"
    page = text_of(max_.client.get(f"{max_.root}plan/"))
    assert first.answer["decisions"][0]["activity"] in page
    assert "Worth by the end" not in page
    assert "Paid back" not in page


def private_figures(answer: dict[str, Any]) -> set[str]:
    """Figures that follow from worth, as they would be printed; short ones would be found anywhere."""
    found = [answer["totals"][key] for key in ("npv", "npv_p10", "npv_p90")] + list(answer["worth"].values())
    found += [line[key] for line in answer["decisions"] for key in ("npv", "pays_from_worth") if line[key]]
    whole = {f"{float(value):,.0f}" for value in found}
    return {figure for figure in whole if len(figure) >= 5}


def test_a_manager_sees_all_of_it_once_the_owner_shares_the_money(plan: MadePlan, studio: Player, max_: Player) -> None:
    Workspace.objects.filter(pk=studio.workspace.pk).update(has_money_shared=True)
    page = text_of(max_.client.get(f"{max_.root}plan/"))
    assert "Worth by the end" in page


def test_only_the_owner_makes_decides_limits_and_shares(plan: MadePlan, max_: Player) -> None:
    posts = ("make/", "look/", f"{plan.pk}/keep/", f"{plan.pk}/line/0/decide/", f"{plan.pk}/line/0/retract/")
    for address in posts:
        assert max_.client.post(f"{max_.root}plan/{address}").status_code == 403, address
    for address in ("limits/", "limits/file/", "limits/assumptions/", f"{plan.pk}/links/"):
        assert max_.client.get(f"{max_.root}plan/{address}").status_code == 403, address


def test_helpers_and_strangers_see_nothing(plan: MadePlan, studio: Player, sam: Player, rex: Player) -> None:
    assert sam.client.get(f"{sam.root}plan/").status_code == 403
    assert rex.client.get(f"{studio.root}plan/").status_code == 404
    for address in ("", "line/0/", "print/", "links/"):
        own = f"{rex.root}plan/?plan={plan.pk}" if not address else f"{rex.root}plan/{plan.pk}/{address}"
        assert rex.client.get(own).status_code == 404
    for address in ("keep/", "line/0/decide/", "line/0/retract/", "links/"):
        assert rex.client.post(f"{rex.root}plan/{plan.pk}/{address}", {"days": 3}).status_code == 404
    assert not Share.everywhere.exists()


# Links


def shared(player: Player, plan: MadePlan, **said: Any) -> str:
    page = player.client.post(f"{player.root}plan/{plan.pk}/links/", {"days": 14, "label": "Ada", **said})
    found = re.search(r'value="[^"]*(/plan/shared/[^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_whoever_has_the_link_sees_the_plan_without_worth(plan: MadePlan, studio: Player, client: Any) -> None:
    address = shared(studio, plan)
    answer = client.get(address)
    assert answer.status_code == 200
    page = text_of(answer)
    assert plan.answer["headline"] in page
    assert not [figure for figure in private_figures(plan.answer) if figure in page]
    assert studio.root not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_link_shows_worth_only_if_that_was_chosen(plan: MadePlan, studio: Player, client: Any) -> None:
    assert "Worth by the end of the plan" in text_of(client.get(shared(studio, plan, shows_worth="on")))


def test_only_the_hash_of_a_link_is_kept(plan: MadePlan, studio: Player) -> None:
    token = shared(studio, plan).rstrip("/").rpartition("/")[2]
    assert len(token) >= 43
    assert token not in str(Share.everywhere.values_list().get())


def test_links_that_are_closed_over_or_wrong_are_all_the_same(plan: MadePlan, studio: Player, client: Any) -> None:
    closed, over, living = (shared(studio, plan) for _ in range(3))
    rows = list(Share.everywhere.order_by("pk"))
    studio.client.post(f"{studio.root}plan/links/{rows[0].pk}/close/")
    Share.everywhere.filter(pk=rows[1].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(living).status_code == 200
    for address in (closed, over, "/plan/shared/wrong/", f"/plan/shared/{'x' * 500}/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("days", ["0", "91", "-5", "x", ""])
def test_a_link_is_open_for_one_to_ninety_days(plan: MadePlan, studio: Player, days: str) -> None:
    answer = studio.client.post(f"{studio.root}plan/{plan.pk}/links/", {"days": days})
    assert answer.status_code == 400
    assert not Share.everywhere.exists()


def test_a_link_asked_for_twice_is_made_once(plan: MadePlan, studio: Player) -> None:
    said = {"days": 14, "once": "k"}
    for _ in range(2):
        studio.client.post(f"{studio.root}plan/{plan.pk}/links/", said)
    assert Share.everywhere.count() == 1


# Limits, terms, assumptions, the file


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


def test_the_page_asks_a_constant_number_of_questions(
    plan: MadePlan, studio: Player, django_assert_max_num_queries: Any
) -> None:
    studio.client.get(f"{studio.root}plan/")
    with django_assert_max_num_queries(45):
        studio.client.get(f"{studio.root}plan/")


def test_another_business_may_share_names_without_meeting(studio: Player) -> None:
    other = cast.player(cast.owner_of("Another", "Oscar"))
    log_sample(other)
    assert planned(other).pk != planned(studio).pk
