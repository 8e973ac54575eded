"""Nothing is done behind somebody's back: older texts, bare judgements, others' reasons, what is unclear."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.actions.access import AccessRefusedError, revoke_access
from hoursback.web.handoff.models import AccessItem, Agreement, Change, Reading
from hoursback.web.home import waiting
from tests.web.cast import Player
from tests.web.handoff import paid, runcast, stage
from tests.web.handoff.runcast import finished, handed_to

pytestmark = pytest.mark.django_db


def test_a_refused_text_never_lets_the_older_one_be_published_instead(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    address = f"{olive.root}handoff/{row.pk}/brief/draft"
    sent = {"outcome": "Sent by Friday.", "steps": "- [ ] send", "version": "0"}
    assert olive.client.post(address, sent).status_code == 302
    page = olive.client.get(address).content.decode()
    assert "Publish the brief" in page
    assert "This is the text as it was last saved." in page
    refused = olive.client.post(address, {**sent, "version": "1", "outcome": "x" * 300_000})
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Publish the brief" not in page
    assert "Publishing waits until this text is saved" in page


def test_what_is_unclear_in_a_brief_awaits_the_leaders_until_a_clearer_one(olive: Player, sam: Player) -> None:
    row = handed_to(olive, sam, "agreed")
    Reading.everywhere.filter(brief__handoff=row).update(unclear="Which list?")
    said = f"Sam finds something unclear in the brief: {row.name}"

    def awaits(player: Player) -> bool:
        with acting_in(player.workspace):
            return said in [item.said for item in waiting.items(player.member, date(2026, 3, 2))]

    assert awaits(olive)
    assert not awaits(sam)
    runcast.publish(row, "- [ ] The list of open invoices")
    assert not awaits(olive)


def test_a_run_without_one_ticked_step_meets_the_standard_only_with_a_word_of_evidence(
    olive: Player, sam: Player
) -> None:
    run = finished(sam, handed_to(olive, sam))
    address = f"{olive.root}handoff/runs/{run.pk}/judge"
    form = {"version": str(run.version), "is_met": "yes"}
    bare = olive.client.post(address, form)
    assert bare.status_code == 400
    assert "Not one step is ticked" in bare.content.decode()
    assert olive.client.post(address, {**form, "evidence": "All were sent"}).status_code == 302


def test_nothing_is_opened_again_once_a_hand_off_has_ended(olive: Player, sam: Player) -> None:
    row = handed_to(olive, sam, "ended")
    facts = {"granted_at": timezone.now(), "revoked_at": timezone.now(), "granted_to": row.person}
    item = AccessItem.everywhere.create(workspace=olive.workspace, handoff=row, name="Xero", **facts)
    with acting_in(olive.workspace), pytest.raises(AccessRefusedError):
        revoke_access(actor=olive.member, handoff_id=row.pk, item_id=item.pk, is_revoked=False)


def test_a_successor_reads_nothing_of_what_was_said_about_the_one_before(olive: Player, sam: Player) -> None:
    row, bea = handed_to(olive, sam, "running"), paid.somebody(olive)
    Change.everywhere.create(
        workspace=olive.workspace, handoff=row, move="pause", source="running", target="paused", reason="Just a break"
    )
    address = f"{sam.root}handoff/{row.pk}/history"
    assert "Just a break" in sam.client.get(address).content.decode()
    Change.everywhere.create(
        workspace=olive.workspace, handoff=row, move="take back", source="running", target="returned", reason="Sloppy"
    )
    before = Agreement.everywhere.create(
        workspace=olive.workspace, handoff=row, person=bea, start=date(2026, 1, 5), number=9
    )
    Agreement.everywhere.filter(pk=before.pk).update(proposed_at=timezone.now() - timedelta(days=30))
    Agreement.everywhere.filter(handoff=row, person=row.person).update(
        proposed_at=timezone.now() + timedelta(seconds=1)
    )
    page = sam.client.get(address).content.decode()
    assert "Sloppy" not in page
    assert "Just a break" not in page
    assert "Sloppy" in olive.client.get(address).content.decode()


def test_the_tab_of_a_hand_offs_money_leads_to_its_own_costs(olive: Player, sam: Player) -> None:
    me, work, mail = paid.person_of(sam), paid.activity(olive), paid.activity(olive, "Mail")
    row, other = paid.handed(olive, me, work), paid.handed(olive, me, mail)
    paid.logged(olive, me, work, paid.MONDAY, 60)
    paid.logged(olive, me, mail, paid.MONDAY, 30)
    address = f"{olive.root}handoff/costs?handoff={row.pk}"
    assert address in olive.client.get(f"{olive.root}handoff/{row.pk}").content.decode()
    page = olive.client.get(f"{address}&month=2026-03").content.decode()
    assert "Invoices costs €40.00 in March 2026." in page
    assert f"handoff/{other.pk}" not in page
    assert olive.client.get(f"{olive.root}handoff/costs?handoff=nonsense").status_code == 404
