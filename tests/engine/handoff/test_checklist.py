"""Checklists out of the steps of a brief."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.handoff.checklist import LONGEST_ITEM, MOST_ITEMS, checklist_of


def test_boxes_are_items_in_their_order_ticked_or_not():
    assert checklist_of("- [ ] Open the bank\n* [x] Match payments\n+ [ ] Write to Olive") == (
        "Open the bank",
        "Match payments",
        "Write to Olive",
    )


def test_numbered_steps_are_items():
    assert checklist_of("1. Open\n2) Match\n10. Close") == ("Open", "Match", "Close")


def test_a_numbered_box_is_one_item():
    assert checklist_of("1. [ ] Open") == ("Open",)


def test_bullets_beside_boxes_are_details_and_no_items():
    assert checklist_of("- [ ] Open\n  - with the new key\n- by the way\n- [ ] Close") == ("Open", "Close")


def test_bullets_alone_are_the_checklist():
    assert checklist_of("Like this:\n- Open\n- Close") == ("Open", "Close")


def test_prose_alone_is_no_checklist():
    assert checklist_of("Do it as we did it together.\n\n## Then\nGo home.") == ()


def test_an_indented_line_carries_its_item_on():
    assert checklist_of("1. Open the bank\n   and log in\n\n   not this\n2. Close") == (
        "Open the bank and log in",
        "Close",
    )


def test_what_stands_in_a_code_block_is_no_item():
    assert checklist_of("1. Run\n```\n1. echo\n- [ ] no\n```\n2. Look") == ("Run", "Look")


def test_marks_and_addresses_are_taken_off():
    assert checklist_of("- [ ] **Open** [the bank](https://bank.example) with `key`") == ("Open the bank with key",)


def test_markup_stays_text():
    assert checklist_of("- [ ] <script>go()</script>") == ("<script>go()</script>",)


def test_a_sum_in_a_sentence_is_no_step():
    assert checklist_of("It costs\n12.50 in all") == ()


@given(st.text(max_size=400))
def test_any_text_gives_items_that_are_short_and_not_empty(text: str):
    items = checklist_of(text)
    assert len(items) <= MOST_ITEMS
    assert all(len(item) <= LONGEST_ITEM for item in items)


def test_a_very_long_list_and_a_very_long_item_are_cut():
    items = checklist_of("\n".join(f"- [ ] {'x' * 900}" for _ in range(500)))
    assert (len(items), len(items[0]), items[0][-1]) == (MOST_ITEMS, LONGEST_ITEM, "…")
