"""Charts: one drawing for light, dark and print, safe for a strict page, with a sentence and a table beside it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string

from hoursback.web.shared import chartlook, charts, formats, pictures
from hoursback.web.shared.chartlook import UnexpectedDrawingError, clean
from tests.web.shared import gallery

NASTY = "</text><script>alert(1)</script> & \"quotes\" 'x' <b onclick=x>"
MONDAY = date(2026, 1, 5)


def _bars(*names: str) -> dict[str, object]:
    return pictures.range_bars([pictures.RangeRow(name, 3.0, 2.0, 5.0, "3.0 h") for name in names], axis="Hours")


def _draw(spec: dict[str, object], title: str = "Hours", summary: str = "3 hours.") -> charts.Chart:
    return charts.draw(spec, title=title, summary=summary, columns=["Activity"], rows=[["E-mail"]])


def test_the_same_data_gives_the_same_picture_with_and_without_the_cache() -> None:
    cache.clear()
    first = _draw(_bars("E-mail"))
    again = _draw(_bars("E-mail"))
    cache.clear()
    assert first == again == _draw(_bars("E-mail"))


def test_a_drawing_is_made_once_for_the_same_data(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    _draw(_bars("E-mail"))
    monkeypatch.setattr(charts, "_rendered", lambda *_: pytest.fail("drawn again"))
    assert _draw(_bars("E-mail"), title="Another title").svg


def test_other_data_gives_another_picture() -> None:
    assert _draw(_bars("E-mail")).svg != _draw(_bars("Books")).svg


def test_names_are_escaped_in_picture_sentence_and_table() -> None:
    chart = charts.draw(_bars(NASTY), title=NASTY, summary=NASTY, columns=[NASTY], rows=[[NASTY]])
    html = render_to_string("shared/chart.html", {"chart": chart})
    assert "<script" not in html
    assert "<b" not in html
    assert "onclick=x&gt;" in html


@pytest.mark.parametrize("at", range(5))
def test_a_picture_carries_nothing_that_a_strict_page_refuses(at: int) -> None:
    svg = gallery.drawn()[at].svg
    assert not re.search(r"<(?!/?(?:svg|g|path|line|rect|text|tspan|title|desc|defs|clipPath)\b)", svg)
    assert not re.search(r"\s(?:style|on\w+|href|xlink:href|class=\"mark)", svg)


@pytest.mark.parametrize("at", range(5))
def test_every_colour_of_a_picture_is_a_token(at: int) -> None:
    svg = gallery.drawn()[at].svg
    paints = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
    assert paints
    assert all(paint == "none" or re.fullmatch(r"var\(--[\w-]+\)", paint) for paint in paints), paints


def test_a_picture_is_named_and_told_and_its_ids_are_its_own() -> None:
    svg = "".join(chart.svg for chart in gallery.drawn())
    identifiers = re.findall(r'\sid="([^"]+)"', svg)
    assert len(identifiers) == len(set(identifiers))
    for name, text in re.findall(r'role="img" aria-labelledby="(\S+) (\S+)"', svg):
        assert f'<title id="{name}">' in svg
        assert f'<desc id="{text}">' in svg
    assert svg.count("viewBox=") == svg.count("<svg") == 10


def test_a_phone_gets_a_drawing_of_its_own_with_letters_of_the_same_size() -> None:
    svg = _draw(_bars("E-mail")).svg
    wide, phone = re.findall(r'<svg class="chart-(\w+)" viewBox="0 0 (\d+) ', svg)
    assert (wide, phone) == (("wide", "720"), ("phone", "350"))
    assert set(re.findall(r'font-size="(\d+)', svg)) == {"13"}


def test_numbers_follow_the_locale_of_whoever_looks() -> None:
    rows = [pictures.MoneyPoint(MONDAY + timedelta(weeks=w), 1000.0 * w, 900.0 * w, 1100.0 * w) for w in range(9)]
    spec = pictures.money_line(rows, axis="€")
    english = _draw(spec).svg
    token = formats.LOCALE.set("de_AT")
    try:
        german = _draw(spec).svg
    finally:
        formats.LOCALE.reset(token)
    assert ">2,000<" in english
    assert ">2,000<" not in german
    assert re.search(r">2[.\u00a0\u202f]000<", german)


def test_without_rows_there_is_no_picture_and_no_table() -> None:
    chart = charts.draw(_bars(), title="Hours", summary="Nothing yet.", columns=["Activity"], rows=[])
    html = render_to_string("shared/chart.html", {"chart": chart})
    assert "Nothing yet." in html
    assert "<svg" not in html
    assert "<table" not in html


def test_a_spec_that_cannot_be_drawn_leaves_sentence_and_table(caplog: pytest.LogCaptureFixture) -> None:
    chart = _draw({"mark": "no such mark", "data": {"values": []}})
    assert chart.svg == ""
    assert "was not drawn" in caplog.text
    assert "<table" in render_to_string("shared/chart.html", {"chart": chart})


@pytest.mark.parametrize(
    "svg",
    [
        '<svg viewBox="0 0 1 1"><script>x</script></svg>',
        '<svg viewBox="0 0 1 1"><image href="http://example.com/x"/></svg>',
        '<svg viewBox="0 0 1 1"><foreignObject></foreignObject></svg>',
        "<svg viewBox='0 0 1 1'><g/></svg>",
        '<svg viewBox="0 0 1 1"><!-- x --></svg>',
    ],
)
def test_a_drawing_with_a_piece_that_is_not_on_the_list_is_not_shown(svg: str) -> None:
    with pytest.raises(UnexpectedDrawingError):
        clean(svg, "x")


def test_attributes_that_are_not_on_the_list_are_left_out() -> None:
    inside, box = clean('<svg viewBox="0 0 1 1"><text style="x" onclick="y" class="z" fill="a">t</text></svg>', "p")
    assert (inside, box) == ('<text fill="a">t</text>', "0 0 1 1")


def test_ids_and_what_points_at_them_get_the_same_prefix() -> None:
    inside, _ = clean('<svg><g clip-path="url(#clip0)"></g><clipPath id="clip0"></clipPath></svg>', "p")
    assert inside == '<g clip-path="url(#p-clip0)"></g><clipPath id="p-clip0"></clipPath>'


def test_a_timeline_names_each_person_once_and_ends_at_its_horizon() -> None:
    spans = [
        pictures.Span("Sam", "E-mail", 1, 90),
        pictures.Span("Sam", "Books", 2, 5),
        pictures.Span("Ines", "Ads", 3, 4),
    ]
    svg = _draw(pictures.timeline(spans, start=MONDAY, weeks=52)).svg
    wide = svg[: svg.index("</svg>")]
    assert wide.count(">Sam<") == wide.count(">Ines<") == 1
    values = pictures.timeline(spans, start=MONDAY, weeks=52)["data"]["values"]
    assert [value["to"] for value in values] == ["2027-01-04", "2026-02-09", "2026-02-02"]


def test_stacked_weeks_keep_the_largest_and_add_up_the_rest() -> None:
    parts = [pictures.WeekPart(MONDAY, f"Kind {number}", float(number)) for number in range(1, 13)]
    values = pictures.stacked_weeks(parts, axis="Hours", other="Other")["data"]["values"]
    hours = {value["name"]: value["hours"] for value in values}
    assert len(hours) == 8
    assert hours["Other"] == sum(range(1, 6))
    assert sum(hours.values()) == sum(range(1, 13))


def test_a_mark_near_the_right_edge_has_its_words_on_the_left() -> None:
    early, late = (
        pictures.ladder([pictures.Rung("A", 100, "€100")], axis="€", mark=mark, mark_said="Yours")["layer"][-1]
        for mark in (20, 90)
    )
    assert (early["mark"]["align"], late["mark"]["align"]) == ("left", "right")


def test_the_theme_paints_with_tokens_alone() -> None:
    for size in chartlook.SIZES:
        assert "#" not in str(chartlook.theme(size))
