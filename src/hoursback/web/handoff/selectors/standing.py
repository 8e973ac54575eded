"""What hand-offs wait for, read for many at once: a fixed number of queries however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from hoursback.engine.handoff.waiting import Next, Standing, Step, Who, next_step
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.roles import LEADERS
from hoursback.web.accounts.written import written
from hoursback.web.handoff.models import AccessItem, Agreement, Brief, Flag, Handoff, Reading, Run, TrainingStep
from hoursback.web.handoff.selectors.work import all_good_runs, facts_of, good_runs_of_all

_FEW = 200
"""Up to so many hand-offs are named in a query."""
SAID: dict[Step, str | Promise] = {
    Step.START: _("start the brief"),
    Step.WRITE: _("write and publish the brief"),
    Step.CHOOSE: _("choose who does it"),
    Step.FIND: _("find somebody and choose"),
    Step.PROPOSE: _("propose terms"),
    Step.ANSWER: _("answer the proposed terms"),
    Step.READ: _("read the brief"),
    Step.TRAIN: _("start the training"),
    Step.LEARN: _("go through the training"),
    Step.FIRST_RUNS: _("start the first runs"),
    Step.RUN: _("do the next run"),
    Step.JUDGE: _("look at a finished run"),
    Step.SIGN_OFF: _("sign off"),
    Step.FLAG: _("decide about work that came back"),
    Step.WORK: _("nothing: it runs"),
    Step.RESUME: _("nothing: it is paused"),
    Step.AGAIN: _("hand off again, or end it"),
    Step.REVOKE: _("take back the access"),
    Step.DONE: _("nothing: it has ended"),
}
"""What is to be done, after a name or "you"."""
ROUTES: dict[Step, str] = {
    **dict.fromkeys((Step.WRITE,), "handoff:draft"),
    **dict.fromkeys((Step.FIND,), "handoff:candidates"),
    **dict.fromkeys((Step.PROPOSE, Step.ANSWER), "handoff:agreement"),
    Step.READ: "handoff:brief",
    Step.LEARN: "handoff:training",
    **dict.fromkeys((Step.RUN, Step.JUDGE), "handoff:runs"),
    Step.REVOKE: "handoff:access",
}
"""Where it is done; all else on the page of the hand-off."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The next step as a member sees it.

    Attributes:
        who: "you", somebody's name, or "" for nobody. what: the step. route: where it is done; "" on its own page.
        is_mine: it is the member's turn.
    """

    who: str
    what: str
    route: str
    is_mine: bool


def standings(rows: QuerySet[Handoff]) -> list[tuple[int, str, str, Next]]:
    """Of each hand-off its id, its state, the person's name and the next step, in the order of the rows."""
    facts = rows.values_list("pk", "state", "runs_needed", "person", "person__member", "person__name")
    found = list(facts)
    # Of many all of the workspace's are read, since a thousand look-ups take longer than one reading.
    around = _Around([row[0] for row in found] if len(found) <= _FEW else None)
    return [(pk, state, name or "", next_step(around.of(pk, state, *more))) for pk, state, *more, name in found]


def standing_of(handoff: Handoff) -> Standing:
    """What the next step of one hand-off depends on."""
    now = facts_of(handoff)
    terms = {
        (lead is not None, own is not None)
        for person, lead, own in _terms_of(handoff.pk)
        if person == handoff.person_id
    }
    return Standing(
        state=handoff.state,
        has_person=handoff.person is not None,
        has_login=handoff.person is not None and handoff.person.member_id is not None,
        has_brief=now.brief is not None,
        has_read=now.is_read,
        is_agreed=(True, True) in terms,
        is_offered=(True, False) in terms,
        open_training=now.open_training,
        unjudged=now.unjudged,
        good_runs=all_good_runs(handoff.pk),
        runs_needed=handoff.runs_needed,
        open_flags=now.open_flags,
        open_access=now.open_access,
    )


@written
def _terms_of(handoff: int) -> QuerySet[Agreement, tuple[int, datetime | None, datetime | None]]:
    rows = Agreement.objects.filter(handoff=handoff, withdrawn_at=None, declined_at=None).order_by()
    return rows.values_list("person", "lead_confirmed_at", "person_confirmed_at")


class _Around:
    """What belongs to hand-offs, each kind read once; `only` narrows it to some, None: all of the open workspace."""

    def __init__(self, only: list[int] | None) -> None:
        theirs = {} if only is None else {"handoff__in": only}
        self.newest = dict(Brief.objects.filter(**theirs, number__gt=0).values_list("handoff", "pk").order_by("number"))
        read = {} if only is None else {"brief__handoff__in": only}
        self.read = set(Reading.objects.filter(**read).values_list("brief", "person"))
        terms = Agreement.objects.filter(**theirs, withdrawn_at=None, declined_at=None).order_by()
        self.terms: dict[tuple[int, int], set[tuple[bool, bool]]] = defaultdict(set)
        for pk, person, lead, own in terms.values_list(
            "handoff", "person", IsNull(F("lead_confirmed_at"), False), IsNull(F("person_confirmed_at"), False)
        ):
            self.terms[pk, person].add((bool(lead), bool(own)))
        steps = TrainingStep.objects.filter(**theirs, done_at=None, dropped_at=None)
        self.training = Counter(steps.values_list("handoff", flat=True))
        runs = Run.objects.filter(**theirs, finished_at__isnull=False, is_met=None)
        self.unjudged = Counter(runs.values_list("handoff", flat=True))
        self.good = good_runs_of_all(only)
        self.flags = Counter(Flag.objects.filter(**theirs, choice="").values_list("handoff", flat=True))
        access = AccessItem.objects.filter(**theirs, granted_at__isnull=False, revoked_at=None)
        self.access = Counter(access.values_list("handoff", flat=True))

    def of(self, pk: int, state: str, runs_needed: int, person: int | None, member: int | None) -> Standing:
        """Where one hand-off stands."""
        brief = self.newest.get(pk)
        terms = set() if person is None else self.terms.get((pk, person), set())
        return Standing(
            state=state,
            has_person=person is not None,
            has_login=member is not None,
            has_brief=brief is not None,
            has_read=(brief, person) in self.read,
            is_agreed=(True, True) in terms,
            is_offered=(True, False) in terms,
            open_training=self.training[pk],
            unjudged=self.unjudged[pk],
            good_runs=self.good[pk],
            runs_needed=runs_needed,
            open_flags=self.flags[pk],
            open_access=self.access[pk],
        )


def turn(actor: Member, person: str, step: Next) -> Turn:
    """A next step as a member sees it; what is for leaders alone stays with them."""
    leads = actor.role in LEADERS
    if not leads and step.step is Step.FLAG:
        step = Next(Who.NOBODY, Step.WORK)
    is_mine = step.who is (Who.LEADER if leads else Who.PERSON)
    other = person if leads else said("your lead")
    who = "" if step.who is Who.NOBODY else said("you") if is_mine else other
    return Turn(who, str(SAID[step.step]), ROUTES.get(step.step, ""), is_mine)
