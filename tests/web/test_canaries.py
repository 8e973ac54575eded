"""What leaders keep to themselves about a helper stands on no page, in no answer and in no file that helper can open.

A text nobody else would write is planted wherever leaders write for themselves; then everything that opens to the
helper is opened, each address with rows of their own, and what comes back is searched for it.
"""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoursback.web.accounts import rights
from hoursback.web.accounts.actions import make_token
from hoursback.web.accounts.models import Event, Member, WorkspaceOwned
from hoursback.web.accounts.rights import all_routes, visible
from hoursback.web.accounts.roles import Access, Door, Scope
from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.models import Activity, Entry
from hoursback.web.cycle.models import Cycle, Goal, Note, Rating, Reflection, Training, UpwardRating
from hoursback.web.handoff.models import Agreement, Brief, Candidate, Flag, FollowUp, Handoff
from hoursback.web.home.aboutme import SECTIONS
from hoursback.web.people.models import Person, Skill
from tests.web import cast
from tests.web.api.conftest import caller
from tests.web.capture.logbook import add
from tests.web.cast import Player
from tests.web.matrix import PLAIN, Route, addresses, undone
from tests.web.samples import DAY, SAMPLES

CANARY = "CANARY-CANDID"
SHARED = "PARROT-SHARED"
"""Planted beside it where the helper may read: found, or the search would prove nothing."""
OWN_ROWS = ("handoff.", "cycle.", "people.")
"""Apps whose planted rows are opened too, beside the samples."""
KINDS = [section.model._meta.model_name for section in SECTIONS]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def plant(olive: Player, sam: Player, max_: Player) -> None:
    """Everything leaders may have written about Sam; and what they shared."""
    here = {"workspace": olive.workspace}
    own = Person.everywhere.get(member=sam.member)
    with acting_in(olive.workspace):
        for place, state in enumerate(("running", "choosing", "returned")):
            _handoff(here, own, olive.member, f"Work {place}", state)
        skill = Skill.objects.create(**here, name="Bookkeeping")
        _rounds(here, own, olive.member, max_.member, skill)
        for is_shared in (False, True):
            Note.objects.create(
                **here,
                person=own,
                author=olive.member,
                text=SHARED if is_shared else f"{CANARY} note",
                is_breach=True,
                shared_at=timezone.now() if is_shared else None,
            )
        for rater in (own, Person.everywhere.get(member=max_.member)):
            UpwardRating.objects.create(
                **here,
                person=rater,
                about=olive.member,
                on=DAY,
                **dict.fromkeys(("expectations", "training", "guidance", "follow_up"), 3),
                comment="mine" if rater == own else f"{CANARY} upward",
            )


def _handoff(here: dict[str, Any], own: Person, lead: Member, name: str, state: str) -> Handoff:
    activity = Activity.objects.create(**here, name=name, function="finance")
    made = Handoff.objects.create(
        **here, activity=activity, name=name, person=own, state=state, candid=f"{CANARY} handoff", requires={"tax": 3}
    )
    Candidate.objects.create(
        **here,
        handoff=made,
        person=own,
        candid=f"{CANARY} candidate",
        reason=f"{CANARY} reason",
        interview=[{"question": "Why?", "score": 2, "note": f"{CANARY} interview"}],
        trial={"task": f"{CANARY} trial", "rubric": [{"what": "speed", "score": 1}]},
    )
    FollowUp.objects.create(**here, handoff=made, on=DAY, about=f"{CANARY} follow-up")
    Flag.objects.create(**here, handoff=made, week=DAY.toordinal(), seconds=3600, reason=f"{CANARY} flag")
    texts = dict.fromkeys(Brief.PARTS, f"{CANARY} draft of a brief")
    Brief.objects.create(**here, handoff=made, number=0, written_by=lead, **texts)
    Brief.objects.create(
        **here,
        handoff=made,
        number=1,
        written_by=lead,
        published_at=timezone.now(),
        outcome=SHARED,
        rendered={"outcome": SHARED},
    )
    if state == "running":
        both = {"lead_confirmed_at": timezone.now(), "person_confirmed_at": timezone.now()}
        Agreement.objects.create(**here, handoff=made, person=own, price="30.00", start=DAY, **both)
    Agreement.objects.create(
        **here, handoff=made, person=own, number=2, start=DAY, withdrawn_at=timezone.now(), terms=f"{CANARY} withdrawn"
    )
    return made


def _rounds(here: dict[str, Any], own: Person, lead: Member, other: Member, skill: Skill) -> None:
    assessing = Cycle.objects.create(**here, person=own, opened_on=DAY, draft={"because": [f"{CANARY} verdict"]})
    for rater, source in ((lead, "other"), (other, "sample")):
        Rating.objects.create(
            **here, cycle=assessing, skill=skill, rater=rater, source=source, level=1, evidence=f"{CANARY} rating"
        )
    Goal.objects.create(
        **here, cycle=assessing, what=SHARED, measure="errors a month", start_level=4, target_level=1, by=DAY
    )
    Training.objects.create(**here, cycle=assessing, skill=skill, level_from=2, level_to=3, hours=10)
    Reflection.objects.create(**here, cycle=assessing, side="lead", was_hard=f"{CANARY} view of the lead")


class Crawl:
    """Opens everything that opens to one member and keeps what came back."""

    def __init__(self, player: Player) -> None:
        self._player = player

    def texts(self, routes: list[Route] | None = None) -> Iterator[tuple[str, str]]:
        """Each address with what it answered."""
        for route in addresses() if routes is None else routes:
            access = all_routes().get(route.name)
            if access is None or not _opens(access, self._player.member.role):
                continue
            for address in self._addresses(route, access):
                for headers in ({}, {"HX-Request": "true"}):
                    with undone():
                        yield address, _text(self._player.client.get(address, headers=headers))

    def _addresses(self, route: Route, access: Access) -> Iterator[str]:
        if access.door is not Door.MEMBER:
            yield self._to(route, {name: PLAIN[name] for name in route.arguments})
            return
        own = {name: PLAIN.get(name, 0) for name in route.arguments if name != "workspace"}
        with acting_in(self._player.workspace):
            rows = {name: list(self._rows(label)) for name, label in access.objects.items()}
        if not rows:
            yield self._to(route, own)
        if route.name == "home:me":
            # What is stored about somebody is read a kind at a time.
            yield from (f"{self._to(route, own)}?kind={key}" for key in KINDS)
        for name, found in rows.items():
            for pk in found:
                others = {other: pks[0] for other, pks in rows.items() if pks}
                yield self._to(route, {**own, **others, name: pk})

    def _rows(self, label: str) -> Iterator[int]:
        """Rows of a model that were planted, whoever sees them; else a sample."""
        if label.startswith(OWN_ROWS):
            model: type[WorkspaceOwned] = apps.get_model(label)
            planted = list(model.objects.order_by("pk").values_list("pk", flat=True)[:6])
            if planted:
                yield from planted
                return
        if label in SAMPLES:
            yield SAMPLES[label](self._player.workspace, self._player.member).pk

    def _to(self, route: Route, arguments: dict[str, Any]) -> str:
        inside = {"workspace": self._player.workspace.public_id} if "workspace" in route.arguments else {}
        return reverse(route.name, kwargs={**inside, **arguments})


def _opens(access: Access, role: str) -> bool:
    return "GET" in access.methods and (access.door is not Door.MEMBER or role in access.roles)


def _text(answer: HttpResponse) -> str:
    """An answer as text, the files of an archive one after the other."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        box = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(box.read(name) for name in box.namelist())
    return body.decode("utf-8", "replace")


@pytest.fixture
def planted(olive: Player, sam: Player, max_: Player, ada: Player) -> None:
    plant(olive, sam, max_)
    for player in (olive, sam, ada):
        cast.freshen(player)


@pytest.mark.usefixtures("planted")
def test_no_page_answer_or_file_of_a_helper_shows_what_leaders_keep_to_themselves(sam: Player) -> None:
    found = list(Crawl(sam).texts())
    assert [address for address, text in found if CANARY in text] == []
    # Where they may read they do: a crawl that met closed doors only would find nothing either.
    assert any(SHARED in text for address, text in found if address.endswith("/me?kind=note"))
    assert any(SHARED in text for address, text in found if address.endswith("/profile/data"))


@pytest.mark.usefixtures("planted")
def test_the_rows_themselves_are_closed_to_them(sam: Player) -> None:
    with acting_in(sam.workspace):
        for model in (Candidate, Flag, FollowUp):
            assert not visible(sam.member, model).exists()
        shown = [
            *visible(sam.member, Note).values_list("text", flat=True),
            *visible(sam.member, Rating).values_list("evidence", flat=True),
            *visible(sam.member, Reflection).values_list("was_hard", flat=True),
            *visible(sam.member, UpwardRating).values_list("comment", flat=True),
            *visible(sam.member, Brief).values_list("outcome", flat=True),
            *visible(sam.member, Agreement).values_list("terms", flat=True),
        ]
    assert CANARY not in repr(shown)
    assert SHARED in repr(shown)


@pytest.mark.usefixtures("planted")
def test_a_token_of_a_helper_opens_no_more_than_they_do(sam: Player) -> None:
    with acting_in(sam.workspace):
        secret = make_token(actor=sam.member, name="t", scope=Scope.WRITE, days=1)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    api = [route for route in addresses() if route.name.startswith("api:")]
    found = list(Crawl(Player(sam.member, client)).texts(api))
    assert found
    assert [address for address, text in found if CANARY in text] == []


@pytest.mark.usefixtures("planted")
def test_an_adviser_reads_none_of_it_either(ada: Player) -> None:
    assert [address for address, text in Crawl(ada).texts() if CANARY in text] == []


@pytest.mark.usefixtures("planted")
def test_the_leaders_own_pages_show_it_or_the_canary_would_prove_nothing(olive: Player) -> None:
    """The negative control: the same crawl as the owner finds the planted texts."""
    found = [text for _address, text in Crawl(olive).texts() if CANARY in text]
    assert found


@pytest.mark.usefixtures("planted")
def test_a_rule_that_opens_too_far_is_found(sam: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were notes open to whomever they are about, the page about oneself and the export would show the canary."""
    careless = rights.Rule(lambda member: Q(), lambda member, verb, row: True)
    monkeypatch.setitem(rights._RULES, Note, careless)
    some = [route for route in addresses() if route.name in ("home:me", "accounts:export")]
    leaks = [address for address, text in Crawl(sam).texts(some) if CANARY in text]
    assert len(set(leaks)) == 2


@pytest.mark.usefixtures("planted")
def test_the_record_of_changes_holds_none_of_it(olive: Player) -> None:
    told = list(Event.everywhere.filter(workspace=olive.workspace).values_list("payload", flat=True))
    assert CANARY not in json.dumps(told)


# What is being typed

SECRET = f"{CANARY} merger"
"""Work that only the owner does."""
TYPED = ("45 min papers of the merger", "45 min canary candid merger", "45 min talks #canary-candidmerger")
"""Lines that go there by its words, by likeness and by its tag."""


@pytest.fixture
def secret(olive: Player) -> Activity:
    work = add(olive, SECRET, note="papers of the merger").activity
    Activity.everywhere.filter(pk=work.pk).update(match=["*merger*"])
    return work


@pytest.mark.parametrize("line", TYPED)
def test_what_a_helper_types_is_never_matched_with_work_they_may_not_see(
    olive: Player, sam: Player, secret: Activity, line: str
) -> None:
    asked = {"line": line, "day": "2026-03-03"}
    assert CANARY in olive.client.get(f"{olive.root}log/echo/", asked).content.decode()
    assert CANARY not in sam.client.get(f"{sam.root}log/echo/", asked).content.decode()
    for headers in ({}, {"HX-Request": "true"}):
        answer = sam.client.post(f"{sam.root}log/day/2026-03-03/", {"line": line}, headers=headers)
        assert CANARY not in answer.content.decode()
    said = caller(sam.member).post("entries", {"line": line, "day": "2026-03-03"})
    assert CANARY not in said.content.decode()
    assert not Entry.everywhere.filter(activity=secret, person__member=sam.member).exists()


def test_a_timer_of_a_helper_does_not_end_in_work_they_may_not_see(sam: Player, secret: Activity) -> None:
    caller(sam.member).post("timer/start", {"note": "papers of the merger"})
    said = caller(sam.member).post("timer/stop")
    assert said.status_code == 400
    assert CANARY not in said.content.decode()


def test_its_name_is_answered_like_one_that_nothing_has(sam: Player, secret: Activity) -> None:
    """Guessing names tells a helper nothing."""
    answers = []
    for name in (secret.name, "CANARY-CANDID ledger"):
        day = {"day": "2026-03-03", "seconds": 60, "activity": name}
        pages = [
            sam.client.get(f"{sam.root}log/echo/", {"line": "45 min papers", "activity": name}),
            caller(sam.member).post("entries", day),
            caller(sam.member).post("timer/start", {"activity": name}),
        ]
        answers.append(
            [(page.status_code, _without_number(page.content.decode().replace(name, "…"))) for page in pages]
        )
    assert answers[0] == answers[1]


def _without_number(answer: str) -> str:
    """An answer of the API without the number of its request."""
    return re.sub(r', "request": "[0-9a-f]+"', "", answer)
