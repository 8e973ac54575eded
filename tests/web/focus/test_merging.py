"""What is protected when two activities become one."""

from __future__ import annotations

from hoursback.web.accounts.scope import acting_in
from hoursback.web.capture.actions.regroup import merge_activities
from hoursback.web.focus.models import Block, Protection
from tests.web.cast import Player
from tests.web.focus.acts import TUESDAY, at, choose, kinds, log, person_of


def test_what_was_protected_under_one_name_is_protected_under_the_other(olive: Player) -> None:
    choose(olive)
    rows = kinds(olive, "Films")
    log(olive, "Videos", at(9), 30)
    with acting_in(olive.workspace):
        block = Block.objects.create(
            workspace=olive.workspace,
            person=person_of(olive),
            activity=rows["Videos"],
            day=TUESDAY.toordinal(),
            start=at(9),
            end=at(10),
            zone="Europe/Berlin",
        )
        merge_activities(member=olive.member, activity_id=rows["Videos"].pk, into_id=rows["Films"].pk)
        log(olive, "Films", at(11), 30)
        merge_activities(member=olive.member, activity_id=rows["Films"].pk, into_id=rows["Offers"].pk)
    row = Protection.everywhere.get(person=person_of(olive))
    assert (row.first_id, row.second_id, row.third_id) == (rows["Offers"].pk, rows["Coaching"].pk, None)
    block.refresh_from_db()
    assert block.activity_id == rows["Offers"].pk
