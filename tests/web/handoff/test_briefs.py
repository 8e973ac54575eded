"""Briefs: drafted from the log, written, published, read and confirmed, version by version."""

from __future__ import annotations

import pytest

from hoursback.web.accounts.models import Event
from hoursback.web.accounts.scope import acting_in
from hoursback.web.handoff.actions import briefs
from hoursback.web.handoff.models import Brief, Reading
from hoursback.web.handoff.models.briefs import MARKDOWN_LIMIT
from hoursback.web.shared.conflict import StaleError
from tests.web.cast import Player
from tests.web.handoff import stage


def drafted(player: Player, handoff: int) -> Brief:
    with acting_in(player.workspace):
        return Brief.objects.get(handoff=handoff, number=0)


def form(brief: Brief | None, **changed: str) -> dict[str, str]:
    """The form of a draft as a browser sends it."""
    sent = {name: "" if brief is None else getattr(brief, name) for name in Brief.PARTS}
    for number, row in enumerate([] if brief is None else brief.questions, start=1):
        sent |= {f"question_{number}": row["question"], f"answer_{number}": row["answer"]}
    return {**sent, "version": str(0 if brief is None else brief.version), **changed}


def test_a_draft_comes_from_the_log_with_usual_days_length_notes_and_tools(olive: Player) -> None:
    stage.logged(olive)
    row = stage.handoff(olive, state="briefing")
    with acting_in(olive.workspace):
        made = briefs.draft_from_log(actor=olive.member, handoff_id=row.pk)
    assert "40 minutes" in made.standard
    assert made.steps == "- [ ] Sent invoices in Xero"
    assert made.tools == "- Xero"
    assert "in the morning" in made.outcome
    assert 2 <= len(made.questions) <= 3
    assert "☐ Sent invoices in Xero" in made.rendered["steps"]


def test_drafting_again_leaves_what_was_written(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    with acting_in(olive.workspace):
        briefs.save_draft(actor=olive.member, handoff_id=row.pk, version=0, facts=stage.TEXTS)
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft/log")
    assert drafted(olive, row.pk).outcome == stage.TEXTS["outcome"]


def test_the_page_of_a_draft_says_what_is_missing_and_shows_it_as_it_will_be_read(olive: Player) -> None:
    stage.logged(olive)
    row = stage.handoff(olive, state="briefing")
    address = f"{olive.root}handoff/{row.pk}/brief/draft"
    assert "Draft it from the log" in olive.client.get(address).content.decode()
    olive.client.post(f"{address}/log")
    page = olive.client.get(address).content.decode()
    assert "What a good result looks like" in page
    assert "<li>☐ Sent invoices in Xero</li>" in page
    assert "Publish the brief" in page


def test_a_draft_is_saved_rendered_once_and_its_scripts_are_only_words(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    address = f"{olive.root}handoff/{row.pk}/brief/draft"
    sent = form(None, outcome="**Sent** <script>alert(1)</script>", steps="1. go")
    assert olive.client.post(address, sent).status_code == 302
    assert drafted(olive, row.pk).rendered["outcome"] == (
        "<p><strong>Sent</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"
    )


def test_two_tabs_get_both_texts_and_nothing_is_lost(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    address = f"{olive.root}handoff/{row.pk}/brief/draft"
    olive.client.post(address, form(None, outcome="mine"))
    stale = form(drafted(olive, row.pk), outcome="from the other tab")
    olive.client.post(address, form(drafted(olive, row.pk), outcome="newer"))
    answer = olive.client.post(address, stale)
    assert answer.status_code == 409
    assert "from the other tab" in answer.content.decode()
    assert "newer" in answer.content.decode()
    assert drafted(olive, row.pk).outcome == "newer"


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("steps", "a" * (MARKDOWN_LIMIT + 1), "longer than 256 KB"),
        ("standard", f"|{'a|' * 201}\n|{'-|' * 201}\n", "more than 200 columns"),
        ("tools", "Bank, password: hunter2", "looks like a password"),
        ("question_1", "By when?", "Say what the right answer is"),
    ],
)
def test_what_breaks_a_limit_is_said_at_its_box_and_what_was_typed_stays(
    olive: Player, part: str, text: str, said: str
) -> None:
    row = stage.handoff(olive, state="briefing")
    sent = form(None, outcome="kept words", **{part: text})
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", sent)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert said in page
    assert "kept words" in page
    with acting_in(olive.workspace):
        assert not Brief.objects.filter(handoff=row).exists()


def test_a_brief_without_outcome_or_steps_is_not_published(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", form(None, outcome="Sent."))
    answer = olive.client.post(f"{olive.root}handoff/{row.pk}/brief/publish", {"version": "1"})
    assert answer.status_code == 400
    assert "Write the part “steps” first" in answer.content.decode()


def test_versions_are_numbered_and_a_published_one_never_changes(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    first = stage.published(olive, row)
    second = stage.published(olive, row, why="faster", outcome="Sent by Thursday.")
    assert (first.number, second.number) == (1, 2)
    with acting_in(olive.workspace):
        assert Brief.objects.get(pk=first.pk).outcome == stage.TEXTS["outcome"]


def test_publishing_the_same_text_again_is_refused_and_a_change_says_what_changed(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    stage.published(olive, row)
    address = f"{olive.root}handoff/{row.pk}/brief/publish"
    answer = olive.client.post(address, {"version": drafted(olive, row.pk).version, "changed_because": "nothing"})
    assert answer.status_code == 400
    assert "Nothing changed since version 1" in answer.content.decode()
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", form(drafted(olive, row.pk), outcome="Sent sooner."))
    answer = olive.client.post(address, {"version": drafted(olive, row.pk).version})
    assert answer.status_code == 400
    assert "Say in a few words what changed" in answer.content.decode()


def test_publishing_twice_with_one_form_makes_one_version(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", form(None, outcome="Sent.", steps="- [ ] go"))
    for _ in range(2):
        sent = {"version": "1", "once": "key"}
        assert olive.client.post(f"{olive.root}handoff/{row.pk}/brief/publish", sent).status_code == 302
    with acting_in(olive.workspace):
        assert Brief.objects.filter(handoff=row, number__gt=0).count() == 1


def test_a_draft_changed_meanwhile_is_not_published_unseen(olive: Player) -> None:
    row = stage.handoff(olive, state="briefing")
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", form(None, outcome="Sent.", steps="- [ ] go"))
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/draft", form(drafted(olive, row.pk), outcome="Other."))
    olive.client.post(f"{olive.root}handoff/{row.pk}/brief/publish", {"version": "1"})
    with acting_in(olive.workspace):
        assert not Brief.objects.filter(handoff=row, number__gt=0).exists()


def test_the_person_reads_answers_and_then_sees_the_right_answers(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam))
    stage.published(olive, row)
    address = f"{sam.root}handoff/{row.pk}/brief"
    page = sam.client.get(address).content.decode()
    assert "Please read this brief" in page
    assert "Friday noon." not in page.partition('id="read"')[2]
    sent = {"number": "1", "answer_1": "Friday, I think", "answer_2": "Olive", "unclear": "which list?"}
    assert sam.client.post(f"{address}/read", sent).status_code == 302
    page = sam.client.get(address).content.decode()
    assert "“Friday, I think”" in page
    assert "Friday noon." in page.partition('id="read"')[2]
    leading = olive.client.get(f"{olive.root}handoff/{row.pk}/brief").content.decode()
    assert "Sam has read version 1" in leading
    assert "which list?" in leading


def test_every_question_wants_an_answer_and_what_was_typed_stays(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam))
    stage.published(olive, row)
    answer = sam.client.post(
        f"{sam.root}handoff/{row.pk}/brief/read", {"number": "1", "answer_1": "typed words", "answer_2": " "}
    )
    assert answer.status_code == 400
    assert "typed words" in answer.content.decode()
    with acting_in(olive.workspace):
        assert not Reading.objects.exists()


def test_confirming_twice_is_confirming_once_and_the_first_answers_stay(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam))
    stage.published(olive, row)
    for word in ("first", "second"):
        sam.client.post(f"{sam.root}handoff/{row.pk}/brief/read", {"number": "1", "answer_1": word, "answer_2": word})
    with acting_in(olive.workspace):
        assert Reading.objects.get().answers == ["first", "first"]
        assert Event.objects.filter(verb="brief read").count() == 1


def test_a_changed_brief_asks_again_and_says_what_changed(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam))
    stage.published(olive, row)
    sam.client.post(f"{sam.root}handoff/{row.pk}/brief/read", {"number": "1", "answer_1": "a", "answer_2": "b"})
    stage.published(olive, row, why="Thursday now", outcome="Every invoice of the week is sent by Thursday.")
    page = sam.client.get(f"{sam.root}handoff/{row.pk}/brief").content.decode()
    assert "please read it again" in page
    assert "What changed since version 1" in page
    assert "Thursday now" in page
    assert "<del>" in page
    leading = olive.client.get(f"{olive.root}handoff/{row.pk}/brief").content.decode()
    assert "only version 1" in leading


def test_confirming_a_version_that_is_no_longer_the_newest_confirms_nothing(olive: Player, sam: Player) -> None:
    row = stage.handoff(olive, stage.person_of(sam))
    stage.published(olive, row)
    stage.published(olive, row, outcome="Otherwise.")
    answer = sam.client.post(
        f"{sam.root}handoff/{row.pk}/brief/read", {"number": "1", "answer_1": "a", "answer_2": "b"}, follow=True
    )
    assert "newer version was published" in answer.content.decode()
    with acting_in(olive.workspace):
        assert not Reading.objects.exists()


def test_a_leader_notes_it_for_somebody_without_a_log_in_and_for_nobody_else(olive: Player, sam: Player) -> None:
    bea = stage.outsider(olive)
    row = stage.handoff(olive, bea)
    stage.published(olive, row)
    assert "Note that Bea read it" in olive.client.get(f"{olive.root}handoff/{row.pk}/brief").content.decode()
    assert olive.client.post(f"{olive.root}handoff/{row.pk}/brief/read", {"number": "1"}).status_code == 302
    assert "noted by Olive" in olive.client.get(f"{olive.root}handoff/{row.pk}/brief").content.decode()
    hers = stage.handoff(olive, stage.person_of(sam), name="Post")
    stage.published(olive, hers)
    sent = {"number": "1", "answer_1": "a", "answer_2": "b"}
    answer = olive.client.post(f"{olive.root}handoff/{hers.pk}/brief/read", sent)
    assert answer.status_code == 400
    assert "Only the person who takes it over" in answer.content.decode()


def test_two_versions_are_compared_line_by_line(olive: Player) -> None:
    row = stage.handoff(olive)
    stage.published(olive, row)
    stage.published(olive, row, steps="- [ ] open the list\n- [ ] check the hours\n- [ ] send each invoice")
    page = olive.client.get(f"{olive.root}handoff/{row.pk}/brief?since=1&number=2").content.decode()
    assert "What changed since version 1" in page
    assert "check the hours</ins>" in page
    assert "open the list</li>" in page


@pytest.mark.parametrize("query", ["number=9", "number=x", "number=-1", "number=99999999999999", "since=7", "number=0"])
def test_a_version_that_there_is_not_is_not_found(olive: Player, query: str) -> None:
    row = stage.handoff(olive)
    stage.published(olive, row)
    status = olive.client.get(f"{olive.root}handoff/{row.pk}/brief?{query}").status_code
    assert status == (200 if query == "number=0" else 404)


def test_a_helper_sees_neither_the_draft_nor_who_else_read_nor_answers_before_their_own(
    olive: Player, sam: Player
) -> None:
    row = stage.handoff(olive, stage.person_of(sam), candid="between us")
    stage.published(olive, row)
    with acting_in(olive.workspace):
        briefs.save_draft(
            actor=olive.member,
            handoff_id=row.pk,
            version=drafted(olive, row.pk).version,
            facts={**stage.TEXTS, "outcome": "unpublished thoughts"},
        )
    page = sam.client.get(f"{sam.root}handoff/{row.pk}/brief").content.decode()
    assert "unpublished thoughts" not in page
    assert "Who has read what" not in page
    assert "between us" not in page
    assert sam.client.get(f"{sam.root}handoff/{row.pk}/brief/draft").status_code == 403


def test_a_brief_of_somebody_else_is_not_there(olive: Player, sam: Player, rex: Player) -> None:
    row = stage.handoff(olive, stage.outsider(olive))
    stage.published(olive, row)
    assert sam.client.get(f"{sam.root}handoff/{row.pk}/brief").status_code == 404
    assert rex.client.get(f"{rex.root}handoff/{row.pk}/brief").status_code == 404


def test_publishing_a_draft_of_another_version_is_stale(olive: Player) -> None:
    row = stage.handoff(olive)
    with acting_in(olive.workspace), pytest.raises(StaleError):
        briefs.publish_brief(actor=olive.member, handoff_id=row.pk, version=3)
