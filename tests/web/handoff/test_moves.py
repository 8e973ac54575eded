"""The table of hand-offs on the web, made into tests: who may move what from where, and that nothing goes around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.utils import timezone

from hoursback.engine.handoff.stages import HANDOFF
from hoursback.engine.moves import MoveError, Part
from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.actions import moving
from hoursback.web.handoff.models import AccessItem, Agreement, Brief, Change, Handoff, Reading, Run, TrainingStep
from hoursback.web.handoff.selectors.work import met
from hoursback.web.people.models import Person
from hoursback.web.shared.conflict import StaleError
from tests.web.cast import Player
from tests.web.handoff import stage

DAY = date(2026, 3, 2)
NAMES = list(dict.fromkeys(move.name for move in HANDOFF.moves))
BY_HAND = [move for move in HANDOFF.moves if not move.is_by_itself]


@contextmanager
def tried() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ready(player: Player, person: Person, state: str, paused_from: str = "") -> Handoff:
    """A hand-off for which every need of the table holds."""
    row = stage.handoff(player, person, state, paused_from=paused_from, runs_needed=1)
    now, owned = timezone.now(), {"workspace": player.workspace, "handoff": row}
    with acting_in(player.workspace):
        brief = Brief.objects.create(**owned, number=1, outcome="Sent.", steps="- [ ] go", published_at=now)
        Reading.objects.create(workspace=player.workspace, brief=brief, person=person)
        Agreement.objects.create(
            **owned, person=person, start=DAY, lead_confirmed_at=now, person_confirmed_at=now, price=30
        )
        Run.objects.create(**owned, number=1, is_supervised=True, day=DAY, finished_at=now, is_met=True, judged_at=now)
    return row


def take_away(player: Player, row: Handoff, need: str) -> None:
    """Undo what makes one need hold."""
    with acting_in(player.workspace):
        {
            "brief": lambda: Brief.objects.filter(handoff=row).delete(),
            "person": lambda: Handoff.objects.filter(pk=row.pk).update(person=None),
            "agreement": lambda: Agreement.objects.filter(handoff=row).update(person_confirmed_at=None),
            "read": lambda: Reading.objects.filter(brief__handoff=row).delete(),
            "trained": lambda: TrainingStep.objects.create(workspace=player.workspace, handoff=row, name="look"),
            "runs": lambda: Run.objects.filter(handoff=row).update(is_met=False),
            "access": lambda: AccessItem.objects.create(
                workspace=player.workspace, handoff=row, name="bank", granted_at=timezone.now()
            ),
        }[need]()


def parts(who: Player, person: Person) -> set[Part]:
    role = {"owner": {Part.OWNER}, "manager": {Part.MANAGER}}.get(who.member.role, set())
    return role | ({Part.PERSON} if person.member_id == who.member.pk else set())


def test_every_move_is_possible_for_exactly_the_parts_it_names(olive: Player, max_: Player, sam: Player) -> None:
    person, wrong = stage.person_of(sam), []
    for state, paused in [(s, "") for s in HANDOFF.states if s != "paused"] + [
        ("paused", s) for s in ("training", "supervised", "running")
    ]:
        with tried():
            row = ready(olive, person, state, paused)
            for who, name in product((olive, max_, sam), NAMES):
                wrong += [] if _fits(who, row, name, person) else [f"{name} from {state} as {who.member.role}"]
    assert wrong == []


def _fits(who: Player, row: Handoff, name: str, person: Person) -> bool:
    """Whether the action allows and refuses as the table says."""
    with acting_in(who.workspace), tried():
        holds = met(row, "because")
        wanted = [
            move
            for move in BY_HAND
            if (move.name, move.source) == (name, row.state)
            and move.who & parts(who, person)
            and not HANDOFF.missing(move, holds)
        ]
        try:
            moved = moving.move_handoff(
                actor=who.member, handoff_id=row.pk, name=name, version=row.version, today=DAY, reason="because"
            )
        except MoveError as refused:
            return not wanted and bool((refused.what and refused.hint) or "by itself" in refused.what)
        except Exception as hidden:  # what a helper does not see yet is not there for them
            return type(hidden).__name__ == "Http404" and who.member.role == "helper" and not wanted
        return moved.state in {move.target for move in wanted}


@pytest.mark.parametrize(
    ("name", "source", "need"),
    [
        (move.name, move.source, need)
        for move in BY_HAND
        for need in move.needs
        if need != "reason" and not need.startswith("was ")
    ],
)
def test_a_move_waits_for_each_need_and_the_page_says_which(olive: Player, name: str, source: str, need: str) -> None:
    row = ready(olive, stage.outsider(olive), source, "running" if source == "paused" else "")
    take_away(olive, row, need)
    answer = olive.client.post(
        f"{olive.root}handoff/{row.pk}/move", {"move": name, "version": row.version, "reason": "because"}
    )
    assert answer.status_code == 400
    assert HANDOFF.asks[need] in answer.content.decode()
    row.refresh_from_db()
    assert row.state == source


@pytest.mark.parametrize("name", ["take back", "give back"])
def test_taking_back_and_giving_back_want_a_reason(olive: Player, sam: Player, name: str) -> None:
    row = ready(olive, stage.person_of(sam), "running")
    who = olive if name == "take back" else sam
    answer = who.client.post(f"{who.root}handoff/{row.pk}/move", {"move": name, "version": row.version, "reason": " "})
    assert answer.status_code == 400
    assert "Say why." in answer.content.decode()
    who.client.post(f"{who.root}handoff/{row.pk}/move", {"move": name, "version": row.version, "reason": "too much"})
    row.refresh_from_db()
    assert row.state == "returned"
    assert "“too much”" in sam.client.get(f"{sam.root}handoff/{row.pk}/history").content.decode()


@pytest.mark.parametrize("sent", [{}, {"move": ""}, {"move": "fly"}, {"move": "end", "version": "x"}, {"version": "1"}])
def test_nonsense_moves_nothing(olive: Player, sent: dict[str, str]) -> None:
    row = ready(olive, stage.outsider(olive), "running")
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/move", sent).status_code in (302, 400)
    row.refresh_from_db()
    assert row.state == "running"


def test_agreeing_happens_by_itself_and_is_no_button(olive: Player) -> None:
    row = ready(olive, stage.outsider(olive), "choosing")
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/move", {"move": "agree", "version": row.version})
    assert answer.status_code == 400
    assert 'value="agree"' not in olive.client.get(f"{olive.root}handoff/{row.pk}").content.decode()


def test_no_form_and_no_address_sets_a_state(olive: Player, sam: Player) -> None:
    """Every form about a hand-off, sent with a state, an owner and a workspace of somebody's choice."""
    row = ready(olive, stage.person_of(sam), "briefing")
    forged = {
        "state": "running",
        "paused_from": "running",
        "started_on": "2026-01-01",
        "workspace": "1",
        "person": "1",
        "target": "running",
        "source": "briefing",
        "name": "Renamed",
        "version": str(row.version),
        "runs_needed": "1",
        "outcome": "x",
        "steps": "- [ ] x",
    }
    for address in ("", "/facts", "/move", "/brief/draft", "/brief/publish", "/brief/read", "/brief/files"):
        for query in ("", "?state=running&move=sign+off"):
            for who in (olive, sam):
                who.client.post(f"{who.root}handoff/{row.pk}{address}{query}", forged)
                who.client.get(f"{who.root}handoff/{row.pk}{address}?state=running&move=start&version=1")
    row.refresh_from_db()
    assert row.state == "briefing"
    assert row.started_on is None
    with acting_in(olive.workspace):
        assert not Change.objects.exists()


def test_starting_one_begins_at_the_start_whatever_is_sent(olive: Player) -> None:
    kind = stage.activity(olive)
    sent = {"activity": str(kind.pk), "runs_needed": "3", "state": "running", "paused_from": "running"}
    olive.client.post(f"{olive.root}handoff/start?state=running", sent)
    with acting_in(olive.workspace):
        assert Handoff.objects.get().state == HANDOFF.start


def test_two_who_move_at_once_move_it_once(olive: Player) -> None:
    row = ready(olive, stage.outsider(olive), "running")
    with acting_in(olive.workspace):
        moving.move_handoff(actor=olive.member, handoff_id=row.pk, name="pause", version=row.version, today=DAY)
        with pytest.raises((StaleError, MoveError)):
            moving.move_handoff(actor=olive.member, handoff_id=row.pk, name="pause", version=row.version, today=DAY)
        assert Change.objects.count() == 1
        assert Event.objects.filter(verb="hand-off: pause").count() == 1


def test_a_stale_page_is_told_and_shown_where_it_stands(olive: Player) -> None:
    row = ready(olive, stage.outsider(olive), "running")
    answer = olive.client.post(
        f"{olive.root}handoff/{row.pk}/move", {"move": "pause", "version": row.version + 1}, follow=True
    )
    assert "Somebody moved it meanwhile" in answer.content.decode()


def test_a_pause_leads_back_to_where_it_was(olive: Player) -> None:
    for number, state in enumerate(("training", "supervised", "running")):
        row = ready(olive, stage.outsider(olive, f"Bea {number}"), state)
        for name in ("pause", "resume"):
            row.refresh_from_db()
            olive.client.post(f"{olive.root}handoff/{row.pk}/move", {"move": name, "version": row.version})
        row.refresh_from_db()
        assert (row.state, row.paused_from) == (state, "")
        olive.client.post(f"{olive.root}handoff/{row.pk}/move", {"move": "end", "version": row.version, "reason": "x"})


def test_what_is_returned_can_be_handed_off_again_unless_it_is_on_its_way_to_somebody_else(olive: Player) -> None:
    row = ready(olive, stage.outsider(olive), "returned")
    stage.handoff(olive, None, "draft")
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/move", {"move": "hand off again", "version": row.version})
    assert answer.status_code == 400
    assert "on its way to somebody else" in answer.content.decode()


def test_the_buttons_are_those_of_the_table(olive: Player, sam: Player) -> None:
    row = ready(olive, stage.person_of(sam), "running")
    for who, part in ((olive, Part.OWNER), (sam, Part.PERSON)):
        page = who.client.get(f"{who.root}handoff/{row.pk}").content.decode()
        shown = {name for name in NAMES if f'name="move" value="{name}"' in page}
        assert shown == {move.name for move in HANDOFF.open_to("running", {part}) if not move.is_by_itself}
