"""What was done is said on the next page, with a way to take it back that needs no script."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from hoursback.web.shared import notes
from tests.web.cast import Player
from tests.web.shared import gallery


def _notes(player: Player, *told: tuple[str, str]) -> str:
    request = gallery.request_of(player)
    for text, undo in told:
        notes.tell(request, text, undo=undo)
    return render_to_string("shared/notes.html", {}, request)


def test_what_can_be_taken_back_has_a_button_that_posts_there(olive: Player) -> None:
    html = _notes(olive, ("Deleted.", "/w/x/log/undo/7"))
    form = re.search(r'<form method="post" action="(.*?)">(.*?)</form>', html)
    assert form is not None
    assert form[1] == "/w/x/log/undo/7"
    assert "csrfmiddlewaretoken" in form[2]
    assert ">Undo</button>" in form[2]


def test_what_cannot_be_taken_back_has_no_button(olive: Player) -> None:
    assert "<form" not in _notes(olive, ("Saved.", ""))


def test_notes_are_announced_and_escaped(olive: Player) -> None:
    html = _notes(olive, ("Deleted “<b>”.", '/w/"><script>'))
    assert 'role="status"' in html
    assert "<b>" not in html
    assert "<script>" not in html


def test_an_answer_to_htmx_carries_the_notes_along(olive: Player) -> None:
    request = gallery.request_of(olive)
    request.META["HTTP_HX_REQUEST"] = "true"
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    notes.warn(request, "Not saved.")
    html = render_to_string("shared/notes.html", {}, request)
    assert 'hx-swap-oob="true"' in html
    assert "notice-warn" in html


def test_a_page_that_tells_of_something_is_not_kept_to_be_shown_again(olive: Player) -> None:
    for told, mark in ((("Deleted.", ""),), None), ((), "a mark"):
        request = gallery.request_of(olive)
        request.etag = "a mark"  # type: ignore[attr-defined]
        for text, undo in told:
            notes.tell(request, text, undo=undo)
        render_to_string("shared/notes.html", {}, request)
        assert request.etag == mark  # type: ignore[attr-defined]
