"""A query whose SQL is kept answers as it would be built anew: for each member, value, day and workspace."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import QuerySet
from django.http import Http404

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Verb
from hoursback.web.accounts.scope import NoWorkspaceError, acting_in
from hoursback.web.accounts.written import Written, written, written_or_404
from hoursback.web.capture.models import Activity
from hoursback.web.people.models import Person, TimeOff
from tests.web.cast import Player

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@written
def people(actor: Member, pk: int) -> QuerySet[Person]:
    return visible(actor, Person).filter(pk=pk).select_related("member__user")


@written
def away(actor: Member, person: int, day: date) -> QuerySet[TimeOff, date]:
    return (
        visible(actor, TimeOff).filter(person=person, last__gte=day).order_by("first").values_list("first", flat=True)
    )


def test_each_call_has_its_own_values(olive: Player, sam: Player, max_: Player) -> None:
    with acting_in(olive.workspace):
        rows = [Person.objects.get(member=player.member) for player in (sam, max_)]
        assert [people(olive.member, row.pk) for row in rows] == [[row] for row in rows]
        assert people.first(olive.member, rows[0].pk) == rows[0]
        assert people.first(olive.member, rows[1].pk + 1_000) is None


def test_days_are_taken_as_days(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        me = Person.objects.get(member=sam.member)
        for week in range(3):
            first = DAY + timedelta(weeks=week)
            TimeOff.objects.create(workspace=olive.workspace, person=me, first=first, last=first)
        assert len(away(olive.member, me.pk, DAY)) == 3
        assert away(olive.member, me.pk, DAY + timedelta(days=8)) == [DAY + timedelta(weeks=2)]


def test_moments_are_taken_as_moments(olive: Player) -> None:
    @written
    def joined(since: datetime) -> QuerySet[Member, int]:
        return Member.objects.filter(joined_at__gte=since).values_list("pk", flat=True)

    assert olive.member.pk in joined(datetime(2000, 1, 1, tzinfo=UTC))
    assert joined(datetime(2100, 1, 1, tzinfo=UTC)) == []


def test_rights_hold_for_each_role(olive: Player, sam: Player, max_: Player) -> None:
    with acting_in(olive.workspace):
        others = Person.objects.get(member=max_.member)
        assert people.first(olive.member, others.pk) == others
        assert list(people(sam.member, others.pk)) == list(visible(sam.member, Person).filter(pk=others.pk)) == []


def test_nobody_sees_rows_of_another_workspace(olive: Player, rex: Player) -> None:
    with acting_in(olive.workspace):
        own = Person.objects.get(member=olive.member)
        assert people.first(olive.member, own.pk) == own
    with acting_in(rex.workspace):
        assert people.first(rex.member, own.pk) is None


def test_a_query_of_the_open_workspace_follows_it_and_needs_one(olive: Player, rex: Player) -> None:
    @written
    def named(name: str) -> QuerySet[Activity, int]:
        return Activity.objects.filter(name=name).values_list("workspace", flat=True)

    for player in (olive, rex):
        with acting_in(player.workspace):
            Activity.objects.create(workspace=player.workspace, name="Invoices")
            assert named("Invoices") == [player.workspace.pk]
            assert named("invoices?") == []
    with pytest.raises(NoWorkspaceError):
        named("Invoices")


def test_who_has_left_and_numbers_that_no_row_has_find_nothing(olive: Player) -> None:
    with acting_in(olive.workspace):
        own = Person.objects.get(member=olive.member)
        assert people(olive.member, 2**70) == []
        with pytest.raises(Http404):
            written_or_404(people, olive.member, 2**70)
        with pytest.raises(Http404):
            written_or_404(people, olive.member, -1)
        olive.member.is_active = False
        assert people(olive.member, own.pk) == []


def test_what_a_member_may_only_see_is_not_there_to_be_changed(olive: Player, sam: Player) -> None:
    with acting_in(olive.workspace):
        me = Person.objects.get(member=sam.member)
        assert written_or_404(people, sam.member, me.pk) == me
        with pytest.raises(Http404):
            written_or_404(people, sam.member, me.pk, Verb.CHANGE)
        assert written_or_404(people, olive.member, me.pk, Verb.CHANGE) == me


def test_related_rows_come_along(olive: Player, sam: Player, django_assert_num_queries: object) -> None:
    with acting_in(olive.workspace):
        me = Person.objects.get(member=sam.member)
        people.first(olive.member, me.pk)
        with django_assert_num_queries(1):  # type: ignore[operator]
            found = people.first(olive.member, me.pk)
            assert found is not None
            assert found.member.user.email == sam.member.user.email


def test_it_is_built_once_for_each_kind_of_member(olive: Player, sam: Player) -> None:
    built = []

    def build(actor: Member, pk: int) -> QuerySet[Person]:
        built.append(actor.role)
        return visible(actor, Person).filter(pk=pk)

    query = Written(build)
    with acting_in(olive.workspace):
        for player in (olive, sam, olive, sam):
            query(player.member, 1)
    assert built == ["owner", "helper"]


def test_a_value_that_is_worked_with_is_refused(olive: Player) -> None:
    @written
    def later(pk: int) -> QuerySet[Person]:
        return Person.objects.filter(pk=pk + 1)

    @written
    def some(number: int) -> QuerySet[Person]:
        return Person.objects.order_by("pk")[:number]

    with acting_in(olive.workspace):
        for query in (later, some):
            with pytest.raises(ValueError, match="cannot be kept"):
                query(1)
