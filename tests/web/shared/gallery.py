"""Every piece of the look on one page, rendered for tests only; no address of the product leads here."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.urls import resolve

from hoursback.engine.figures import Figure
from hoursback.web.shared import charts, notes, pictures
from hoursback.web.shared.figurefield import FigureBox
from tests.web.cast import Player

PAGE = """{% extends "shared/page.html" %}
{% block title %}Gallery{% endblock title %}
{% block answer %}You could get back 9.5 hours a week (likely 6 to 12) for €410 a month.{% endblock answer %}
{% block next %}{% include "shared/next.html" with address="/next" label="Review the next activity" why="3 of 31 are left, about a minute." %}{% endblock next %}
{% block content %}
<p class="lede">Evidence first, then the detail. <a href="/x">A link</a> and <span class="quiet">quiet words</span>.</p>
<ol class="steps"><li class="is-done">Log</li><li class="is-now" aria-current="step">Review</li><li>Worth</li><li>Plan</li></ol>
<div class="grid">
<section class="card"><h2>Freed</h2><p class="figure-big">9.5 h</p><p class="quiet">a week, likely 6 to 12</p></section>
<section class="card"><h2>Cost</h2><p class="figure-big">€410</p><p class="quiet">a month</p></section>
<section class="card"><h2>Log score</h2><p><label for="score">72 of 100</label> <meter class="meter" id="score" min="0" max="100" low="60" high="80" optimum="100" value="72">72</meter></p><p><progress class="meter" aria-label="Imported" max="100" value="40">40 %</progress></p></section>
</div>
<div class="row"><a class="button" href="/x">Main</a> <button class="button-quiet">Quiet</button> <button class="button button-danger">Danger</button> <button class="button-small">Small</button> <button class="button-link">Like a link</button> <button disabled>Off</button> <button aria-pressed="true">Pressed</button></div>
<ul class="chips"><li class="chip">plain</li><li class="chip chip-good">✓ good</li><li class="chip chip-warn">! look</li><li class="chip chip-bad">✗ bad</li><li><a class="chip" href="/x">link</a></li><li><a class="chip" href="/x" aria-current="true">here</a></li><li><label class="chip"><input type="checkbox" checked> chosen</label></li></ul>
<div class="notice"><p>Something to know.</p></div>
<div class="notice notice-good"><p>✓ It worked.</p></div>
<div class="notice notice-warn"><p>! Have a look.</p></div>
<div class="notice notice-bad"><p>✗ It did not.</p></div>
<form class="card" method="post">{{ form }}
<div class="field"><div class="slider"><label for="budget">Budget a month</label><output for="budget">€1,200</output><input type="range" id="budget" min="0" max="3000" value="1200"></div></div>
<button class="button">Save</button></form>
<div class="table-wrap" tabindex="0" role="region" aria-label="Hours"><table class="table"><caption>Hours a week</caption><thead><tr><th scope="col">Activity</th><th scope="col">Function</th><th scope="col" class="num">Hours</th><th scope="col" class="num">Likely</th><th scope="col">Person who could take it over</th></tr></thead>
<tbody><tr><th scope="row">Bookkeeping and invoices</th><td>finance</td><td class="num">{{ 6.25|hours }}</td><td class="num">4.0–8.1</td><td>Bookkeeper to be found, from March</td></tr><tr class="differs"><th scope="row">E-mail</th><td>admin</td><td class="num">9.5</td><td class="num">6–12</td><td>Sam</td></tr></tbody>
<tfoot><tr><th scope="row">All</th><td></td><td class="num">15.8</td><td class="num">11–19</td><td></td></tr></tfoot></table></div>
{% for chart in drawn %}<h2>{{ chart.title }}</h2>{% include "shared/chart.html" with chart=chart %}{% endfor %}
<dl class="facts"><dt>Started</dt><dd>5 January 2026</dd><dt>Payback</dt><dd>15 weeks</dd></dl>
<details><summary>Why?</summary><p>Because the hour is worth more elsewhere.</p></details>
{% include "shared/empty.html" with heading="Nothing logged yet" text="Write what you did, one line at a time. Two or three days already show where the hours go." sample_title="For example:" sample="9:15-10:05 replied to client mail" address="/x" label="Log the first line" second_address="/y" second_label="Import a file" %}
{% endblock content %}"""  # noqa: E501


class Form(forms.Form):
    """One field of each kind; `name` and `kind` are wrong below."""

    name = forms.CharField(label="Name", help_text="As on the invoice", max_length=5)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    hours = FigureBox(label="Hours a week", help_text="5, or 5 to 8")
    function = forms.ChoiceField(label="Function", choices=[("finance", "Finance"), ("sales", "Sales")])
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Employee"), ("b", "Firm")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days",
        choices=[("mon", "Monday"), ("tue", "Tuesday")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.DateField(label="Start", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="File", required=False)
    sure = forms.BooleanField(label="Count breaks as work", required=False, help_text="They are left out otherwise.")


def filled_form() -> Form:
    """The form as sent back with two wrong boxes and one fault of the whole."""
    form = Form({"name": "far too long", "hours": "5 to 8", "function": "sales", "kind": "c"})
    form.add_error(None, "The two do not fit together.")
    return form


def drawn() -> list[charts.Chart]:
    """One chart of each kind."""
    monday = date(2026, 1, 5)
    bars = [pictures.RangeRow(name, value, value * 0.7, value * 1.3, f"{value} h") for name, value in HOURS.items()]
    rungs = [pictures.Rung(name, rate, f"€{rate}") for name, rate in RATES.items()]
    spans = [pictures.Span("Sam", "E-mail", 1, 30), pictures.Span("Ines", "Bookkeeping", 40, 52)]
    money = [
        pictures.MoneyPoint(monday + timedelta(weeks=w), -400 + 3 * w * w, -600 + 2 * w * w, 4 * w * w - 200)
        for w in range(0, 53, 4)
    ]
    weeks = [pictures.WeekPart(monday + timedelta(weeks=w), name, v) for w in range(8) for name, v in HOURS.items()]
    mark = {"mark": 60, "mark_said": "Your hour: €60"}
    specs = {
        "Hours a week": pictures.range_bars(bars, axis="Hours a week"),
        "What an hour brings": pictures.ladder(rungs, axis="€ an hour", **mark),
        "Who does what": pictures.timeline(spans, start=monday, weeks=52),
        "Money": pictures.money_line(money, axis="€", payback=date(2026, 5, 4), payback_said="Paid back on 4 May"),
        "Week by week": pictures.stacked_weeks(weeks, axis="Hours", other="Other"),
    }
    summary = "E-mail takes most: 9.5 hours a week (likely 6.7 to 12.4)."
    rows = [[name, str(value)] for name, value in HOURS.items()]
    return [
        charts.draw(spec, title=title, summary=summary, columns=["Activity", "Hours"], rows=rows)
        for title, spec in specs.items()
    ]


HOURS = {"E-mail": 9.5, "Bookkeeping & invoices": 6.2, "Posting on <social> media": 4.0, "Ads": 1.2}
RATES = {"Designing": 140, "Quotes": 95, "E-mail": 28, "Bookkeeping": 22}


def request_of(player: Player, path: str = "") -> HttpRequest:
    """A request as a view of the player's workspace sees it."""
    request: Any = RequestFactory().get(player.root + path)
    request.user, request.member, request.workspace = player.user, player.member, player.workspace
    request.resolver_match = resolve(request.path)
    request._messages = CookieStorage(request)
    return request


def page(player: Player, *, theme: str = "") -> str:
    """The gallery as this player sees it."""
    request: Any = request_of(player)
    request.user.theme = theme
    notes.tell(request, "Entry deleted: “Invoices”, 0:50.", undo="/undo/1")
    notes.warn(request, "Two rows were left out.")
    facts = {"form": filled_form(), "drawn": drawn(), "range": Figure.exact(5.0)}
    return str(engines["django"].from_string(PAGE).render(facts, request))
