"""Forms say what is wanted and what was wrong, beside the box where it happened."""

from __future__ import annotations

import re

from django import forms

from tests.web.shared.gallery import Form, filled_form


def _box(name: str) -> str:
    return str(filled_form()[name].as_field_group())


def test_an_error_stands_in_its_field_and_is_tied_to_the_box() -> None:
    html = _box("name")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert re.search(r'<div role="alert"><ul class="errorlist" id="id_name_error"><li>[^<]*at most 5 characters', html)
    assert '<div class="help" id="id_name_helptext">As on the invoice</div>' in html


def test_what_was_typed_stays_in_the_box() -> None:
    assert 'value="far too long"' in _box("name")
    assert 'value="5 to 8"' in _box("hours")


def test_a_fault_of_the_whole_form_stands_above_its_fields() -> None:
    html = str(filled_form())
    assert html.index("The two do not fit together.") < html.index('name="name"')
    assert 'role="alert"' in html[: html.index('name="name"')]


def test_a_box_without_fault_has_no_alert() -> None:
    assert "alert" not in _box("function")
    assert "aria-invalid" not in _box("function")


def test_required_boxes_are_marked_in_words_where_others_may_stay_empty() -> None:
    assert "(required)" in _box("name")
    assert "(required)" not in _box("note")


def test_a_form_of_required_boxes_alone_needs_no_marks() -> None:
    class Both(forms.Form):
        one = forms.CharField()
        two = forms.CharField()
        stay = forms.BooleanField(required=False)

    assert "(required)" not in str(Both())


def test_choices_are_grouped_under_their_question() -> None:
    html = _box("kind")
    assert re.search(r'<fieldset aria-describedby="id_kind_error"><legend>Kind', html)
    assert html.count("<label") == 2


def test_a_tick_stands_before_its_label() -> None:
    html = _box("sure")
    assert "field-check" in html
    assert html.index("<input") < html.index("<label")


def test_every_box_has_a_label_of_its_own() -> None:
    html = str(Form())
    for identifier in re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html):
        assert f'for="{identifier}"' in html


def test_help_and_labels_are_escaped() -> None:
    class Odd(forms.Form):
        box = forms.CharField(label="<b>", help_text="<i>")

    html = str(Odd())
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html
    assert "<b>" not in html
