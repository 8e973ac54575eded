"""Markdown in, safe HTML out: what is kept, what is refused, and what hostile texts end as."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from hoursback.web.shared import markdown
from hoursback.web.shared.markdown import (
    COLUMNS,
    LIMIT,
    TableTooWideError,
    TextTooLongError,
    render,
    trusted,
)

TAGS = {
    *(
        "p",
        "br",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "a",
        "div",
    ),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class Seen(HTMLParser):
    """The tags and attributes that a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_headings_lists_and_tables_come_out_as_html_below_the_pages_own_headings() -> None:
    made = render("# Invoices\n\n1. open **the book**\n2. `save`\n\n| who | when |\n|---|---|\n| Sam | Friday |\n")
    assert "<h3>Invoices</h3>" in made
    assert "<ol>\n<li>open <strong>the book</strong></li>\n<li><code>save</code></li>\n</ol>" in made
    assert "<td>Friday</td>" in made


def test_boxes_become_signs_that_need_no_form() -> None:
    made = render("- [ ] send it\n- [x] file it\n- [later] not a box")
    assert "<li>☐ send it</li>" in made
    assert "<li>☑ file it</li>" in made
    assert "<li>[later] not a box</li>" in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src=https://evil.example></iframe>",
        "<b style='position:fixed'>x</b>",
        "<!-- <script>alert(1)</script> -->",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        '[x](https://a.example "title\\" onmouseover=alert(1)")',
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        "![x](https://evil.example/pixel.png)",
        "![x](data:image/svg+xml;base64,AAAA)",
        '![" onerror="alert(1)](https://a.example/b.png)',
        "| <script> |\n|---|\n| <img src=x onerror=y> |",
        '```html"><script>alert(1)</script>\nx\n```',
        "`<script>alert(1)</script>`",
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<style>*{display:none}</style>",
        "<form action=https://evil.example><input name=password></form>",
        "</div></main><h1>Log in again</h1>",
    ],
)
def test_nothing_hostile_survives(text: str) -> None:
    seen = Seen()
    seen.feed(trusted(render(text)))
    assert seen.tags <= TAGS
    assert {name for name, _ in seen.attributes} <= {"href", "title", "rel", "class", "tabindex", "role", "aria-label"}
    assert all(value.startswith(("http", "mailto:")) for name, value in seen.attributes if name == "href")


def test_links_lead_out_safely_and_only_to_the_web_or_a_mailbox() -> None:
    made = render("[a](https://a.example) [b](mailto:b@example.com) [c](/w/x/settings) [d](//e.example) [e](ftp://f)")
    assert '<a href="https://a.example" rel="noopener noreferrer">a</a>' in made
    assert 'href="mailto:b@example.com"' in made
    assert made.count("href=") == 2


def test_a_picture_from_elsewhere_is_a_link_for_it_would_tell_who_reads() -> None:
    assert render("![the form](https://a.example/f.png)") == (
        '<p><a href="https://a.example/f.png" rel="noopener noreferrer">the form</a></p>\n'
    )


def test_a_text_at_the_limit_is_taken_one_byte_more_is_refused() -> None:
    assert render("a" * LIMIT)
    with pytest.raises(TextTooLongError, match="256 KB"):
        render("a" * (LIMIT + 1))
    with pytest.raises(TextTooLongError):
        render("ä" * (LIMIT // 2) + "a")
    with pytest.raises(TextTooLongError):
        render("a" * LIMIT * 10)


@pytest.mark.parametrize(("columns", "is_fine"), [(COLUMNS, True), (COLUMNS + 1, False), (COLUMNS * 10, False)])
def test_a_table_has_at_most_two_hundred_columns(columns: int, is_fine: bool) -> None:
    text = f"|{'a|' * columns}\n|{'-|' * columns}\n|{'b|' * columns}\n"
    if is_fine:
        assert render(text, seconds=30).count("<th>") == columns
    else:
        with pytest.raises(TableTooWideError, match="200 columns"):
            render(text, seconds=30)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "**a *" * 1000, "> " * 3000 + "x", "|a|\n|-|\n" + "|b|\n" * 500, "a\n" * 900]
)
def test_when_the_time_is_over_the_text_is_shown_as_it_was_typed(text: str) -> None:
    made = render(text, seconds=-1)
    assert made == markdown.plain(text)
    assert trusted(made)


def test_the_clock_is_looked_at_inside_one_long_paragraph_and_one_long_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("*a " * 2000, "|a|b|\n|-|-|\n" + "|x|y|\n" * 2000, "a\n" * 2000):
        looks = iter([0.0, *([0.0] * 20)])
        monkeypatch.setattr(markdown.time, "thread_time", lambda looks=looks: next(looks, 9.0))
        assert render(text) == markdown.plain(text)


def test_plain_text_keeps_its_lines_and_is_harmless() -> None:
    assert markdown.plain("one\ntwo\n\n<b>three</b>") == "<p>one<br>two</p><p>&lt;b&gt;three&lt;/b&gt;</p>"


def test_what_was_stored_is_cleaned_again_before_it_is_shown() -> None:
    shown = Template("{{ html }}").render(Context({"html": trusted('<p onclick="x">a</p><script>b</script>')}))
    assert shown == "<p>a</p>"


def test_a_table_scrolls_in_its_own_frame() -> None:
    shown = trusted(render("|a|\n|-|\n|&lt;table&gt;|\n"))
    assert shown.count("<table") == 1
    assert shown.startswith(
        '<div class="table-wrap" tabindex="0" role="region" aria-label="Table"><table class="table">'
    )


def test_lone_surrogates_do_no_harm() -> None:
    assert render("a\ud800b") == "<p>a?b</p>\n"
