"""The settings file: what it may say, and how it is refused when it says something that cannot be meant."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoursback.engine.assumptions import Assumptions
from hoursback.engine.capture.activity import Bound
from hoursback.engine.errors import SettingsError
from hoursback.engine.figures import Figure, Origin
from hoursback.engine.people import Experience, PersonKind, Requirement
from hoursback.engine.plan.business import Business, Settings
from hoursback.engine.plan.settings import parse_settings
from hoursback.engine.plan.settings_lines import key_lines

EVERY_KEY = """
[business]
currency = "EUR"
timezone = "Europe/Vienna"
start = 2026-01-05
income_per_year = 120000
worth_per_hour = [50, 72]
weeks_per_year = 46
hours_per_week = 50
work_days = 5
growth_per_year = 0.05
worth_growth = 0.0
budget_per_month = 1500
setup_hours_per_week = 4
cash_reserve = 8000
horizon_weeks = 52
tail_weeks = 26
discount_per_year = 0.12
tax_rate = 0.3
customers_want_more = false
builtin_roles = false

[[activity]]
name = "Bookkeeping"
function = "finance"
match = ["bookkeep*", "invoices"]
hours_per_week = [4, 9]
times_per_month = 1
hours_each = 3
minutes_per_unit = 60
time = 3
liking = 3.5
skill = 5
energy = -1
core = 0
must_be_owner = "signature"
margin_per_year = 9000
absorbable_hours = 2
handable = [0.6, 0.9]
brief_hours = 8
error_loss_per_week = 0
loss_if_dropped_per_week = 40
requires = {bookkeeping = 3, "VAT returns" = 2}

[[person]]
name = "Sam"
kind = "contractor"
price = 40
hours_per_week = 8
skills = {Bookkeeping = 4}
experience = "specialist"
efficiency = [1.3, 0.8]
engaged = true
leaves_per_year = 0.5
fee = 0.05
search_hours = 6
setup_cost = 100
cost_per_month = 10
retainer_hours = 2
minimum_weeks = 4
declines = ["sales"]

[[quote]]
activity = "bookkeeping"
person = "SAM"
fixed_price_per_month = [150, 210]

[assumptions]
phi = 0.7
LR = [0.8, 0.9]
"""


def refusal(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        parse_settings(text, name="shop.toml")
    error = caught.value
    assert error.what.endswith(".")
    assert error.hint
    assert error.where.startswith("shop.toml")
    return error


def test_an_empty_file_states_nothing() -> None:
    assert parse_settings("") == Settings()


def test_every_key_of_the_contract_is_read() -> None:
    found = parse_settings(EVERY_KEY)
    assert found.business == Business(
        currency="EUR",
        timezone="Europe/Vienna",
        start=date(2026, 1, 5),
        income_per_year=Figure.exact(120000),
        worth_per_hour=Figure.stated_range(50, 72),
        weeks_per_year=46,
        hours_per_week=50,
        growth_per_year=0.05,
        budget_per_month=1500,
        cash_reserve=8000,
        tax_rate=0.3,
        customers_want_more=False,
        builtin_roles=False,
    )
    (activity,) = found.activities
    assert (activity.name, activity.function, activity.match) == ("Bookkeeping", "finance", ("bookkeep*", "invoices"))
    assert activity.hours_per_week == Figure.stated_range(4, 9)
    assert activity.hours_per_week.value == pytest.approx(6)
    assert (activity.times_per_month, activity.hours_each, activity.minutes_per_unit) == (1, Figure.exact(3), 60)
    answers = activity.answers
    assert (answers.time, answers.liking, answers.skill, answers.energy, answers.core) == (3, 3.5, 5, -1, 0)
    assert activity.bound is Bound.SIGNATURE
    assert activity.margin_per_year == Figure.exact(9000)
    assert activity.absorbable_hours == Figure.exact(2)
    assert activity.handable is not None
    assert activity.handable.origin is Origin.STATED_RANGE
    assert activity.brief_hours == Figure.exact(8)
    assert activity.error_loss_per_week == Figure.exact(0)
    assert activity.loss_if_dropped_per_week == Figure.exact(40)
    assert activity.requires == (Requirement("bookkeeping", 3), Requirement("vat returns", 2))
    assert all(requirement.essential for requirement in activity.requires)
    (person,) = found.people
    assert (person.name, person.kind, person.price) == ("Sam", PersonKind.CONTRACTOR, Figure.exact(40))
    assert (person.hours_per_week, person.skills) == (Figure.exact(8), {"bookkeeping": 4})
    assert (person.experience, person.efficiency, person.engaged) == (Experience.SPECIALIST, (1.3, 0.8), True)
    assert (person.leaves_per_year, person.fee, person.search_hours) == tuple(map(Figure.exact, (0.5, 0.05, 6)))
    assert (person.setup_cost, person.cost_per_month) == (Figure.exact(100), Figure.exact(10))
    assert (person.retainer_hours, person.minimum_weeks, person.declines) == (2, 4, ("sales",))
    (quote,) = found.quotes
    assert (quote.activity, quote.person) == ("Bookkeeping", "Sam")
    assert quote.fixed_price_per_month == Figure.stated_range(150, 210)
    assert found.assumptions.phi == Figure.exact(0.7)
    ratio = found.assumptions.LR
    assert ratio == Figure.stated_range(0.8, 0.9)
    assert found.assumptions.rho == Assumptions().rho
    assert not found.notices


def test_stated_keys_are_named_and_the_others_are_not() -> None:
    found = parse_settings(
        '[business]\ncurrency = "EUR"\n[[activity]]\nname = "Book keeping"\nhandable = 0.8\n'
        '[[person]]\nname = "Sam"\nprice = 40\n[assumptions]\nphi = 0.8'
    )
    assert found.stated == {
        "business.currency",
        "activity.Book keeping.handable",
        "person.Sam.price",
        "assumptions.phi",
    }


def test_core_stated_as_nought_is_not_the_same_as_not_stated() -> None:
    found = parse_settings('[[activity]]\nname = "a"\ncore = 0\n[[activity]]\nname = "b"')
    assert [activity.answers.core for activity in found.activities] == [0, None]


def test_unlimited_setup_hours_are_no_limit() -> None:
    assert parse_settings('[business]\nsetup_hours_per_week = "unlimited"').business.setup_hours_per_week is None


def test_a_person_without_a_kind_is_a_role_to_be_found() -> None:
    (person,) = parse_settings('[[person]]\nname = "Somebody"').people
    assert person.kind is PersonKind.ROLE
    assert (person.price, person.hours_per_week, person.skills) == (None, None, None)


def test_a_range_for_a_limit_counts_at_its_low_end_and_that_is_said() -> None:
    found = parse_settings("[business]\nbudget_per_month = [500, 800]\nhours_per_week = [32, 50]")
    assert found.business.budget_per_month == 500
    assert found.business.hours_per_week == pytest.approx(40)
    assert [(notice.name, notice.value) for notice in found.notices] == [
        ("business.hours_per_week", "40"),
        ("business.budget_per_month", "500"),
    ]


def test_whole_numbers_are_fine_where_a_share_is_asked() -> None:
    assert parse_settings("[assumptions]\nphi = 1").assumptions.phi == Figure.exact(1.0)


def test_a_byte_order_mark_and_windows_line_ends_are_read_over() -> None:
    found = parse_settings('\ufeff[business]\r\ncurrency = "EUR"\r\n')
    assert found.business.currency == "EUR"


@pytest.mark.parametrize(
    ("text", "line", "value", "said"),
    [
        ("[business]\nbudget_per_moth = 5", 2, "5", "budget_per_month"),
        ("[business]\nbudgt = 5", 2, "5", "budget_per_month"),
        ("[busines]\ncurrency = 'EUR'", 1, "", "business"),
        ("currency = 'EUR'", 1, "EUR", "[business]"),
        ("[business]\nprice = 5", 2, "5", "[[person]]"),
        ("[assumptions]\nPHI = 0.5", 2, "0.5", "phi"),
        ("[[activity]]\nname = 'a'\nrequire = {x = 1}", 3, "{x = 1}", "requires"),
        ("[[quote]]\nprice = 3", 2, "3", "[[person]]"),
    ],
)
def test_unknown_keys_are_refused_with_the_nearest_known_one(text: str, line: int, value: str, said: str) -> None:
    error = refusal(text)
    assert error.where == f"shop.toml, line {line}"
    assert said in error.hint
    if value:
        assert error.value == value


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[business]\nbudget_per_month = -1", 2, "amount of money"),
        ("[business]\nbudget_per_month = nan", 2, "amount of money"),
        ("[business]\nincome_per_year = inf", 2, "amount of money"),
        ("[business]\nincome_per_year = 1" + "0" * 400, 2, "amount of money"),
        ("[business]\nincome_per_year = true", 2, "must be a number"),
        ('[business]\nincome_per_year = "120000"', 2, "must be a number"),
        ("[business]\nincome_per_year = [1, 2, 3]", 2, "two numbers"),
        ("[business]\nincome_per_year = [1,\n  'x']", 3, "must be a number"),
        ("[business]\nincome_per_year = [200, 100]", 2, "from high to low"),
        ("[business]\ntax_rate = 30", 2, "share"),
        ("[business]\ntax_rate = -0.1", 2, "share"),
        ("[business]\ncurrency = 'euro'", 2, "three capital letters"),
        ("[business]\ncurrency = 3", 2, "must be a text"),
        ("[business]\nhours_per_week = 169", 2, "hours a week"),
        ("[business]\nhours_per_week = 0", 2, "hours a week"),
        ("[business]\nwork_days = 8", 2, "whole number from 1 to 7"),
        ("[business]\nhorizon_weeks = 157", 2, "whole number from 1 to 156"),
        ("[business]\nhorizon_weeks = 0", 2, "whole number from 1 to 156"),
        ("[business]\nhorizon_weeks = 52.0", 2, "whole number from 1 to 156"),
        ("[business]\ntail_weeks = 53", 2, "whole number from 0 to 52"),
        ("[business]\ncustomers_want_more = 1", 2, "true or false"),
        ("[business]\nsetup_hours_per_week = 'lots'", 2, "unlimited"),
        ("[business]\nstart = '2026-01-05'", 2, "must be a date"),
        ("[business]\nstart = 2026-01-05T00:00:00", 2, "must be a date"),
        ("[business]\nstart = 1969-12-31", 2, "must be a date"),
        ("[business]\ntimezone = 'Europe/Viena'", 2, "no time zone"),
        ("[business]\ntimezone = ''", 2, "no time zone"),
        ("[business]\ntimezone = '../../etc/passwd'", 2, "no time zone"),
        ("[[activity]]\nname = 'a'\ntime = 11", 3, "answer from 0 to 10"),
        ("[[activity]]\nname = 'a'\nliking = -1", 3, "answer from 0 to 10"),
        ("[[activity]]\nname = 'a'\nskill = [1, 2]", 3, "must be a number"),
        ("[[activity]]\nname = 'a'\nenergy = 3", 3, "-2 to 2"),
        ("[[activity]]\nname = 'a'\ncore = 4", 3, "whole number from 0 to 3"),
        ("[[activity]]\nname = 'a'\ncore = true", 3, "whole number from 0 to 3"),
        ("[[activity]]\nname = 'a'\nhandable = 80", 3, "share"),
        ("[[activity]]\nname = 'a'\nmust_be_owner = 'because'", 3, "must be one of"),
        ("[[activity]]\nname = 'a'\nmatch = 'x'", 3, "list of texts"),
        ("[[activity]]\nname = 'a'\nmatch = [\n'x',\n'']", 5, "empty"),
        ("[[activity]]\nname = 'a'\nrequires = {x = 6}", 3, "from 1 to 5"),
        ("[[activity]]\nname = 'a'\nrequires = 3", 3, "skills and levels"),
        ("[[activity]]\nname = 'a'\n[activity.requires]\nx = 2\ny = 0", 5, "from 1 to 5"),
        ("[[activity]]\nname = 'a'\nminutes_per_unit = 0", 3, "minutes"),
        ("[[activity]]\nname = 'a'\n\n[[activity]]\nname = 'A'", 5, "two of [[activity]]"),
        ("[[activity]]\nfunction = 'finance'", 1, "has no name"),
        ("[[activity]]\nname = ' '", 2, "has no name"),
        (f"[[activity]]\nname = '{'x' * 201}'", 2, "longer than 200"),
        ("[[person]]\nname = 'Sam'\nhours_per_week = 0", 3, "zero hours"),
        ("[[person]]\nname = 'Sam'\nhours_per_week = -4", 3, "hours a week"),
        ("[[person]]\nname = 'Sam'\nhours_per_week = [0, 4]", 3, "hours a week"),
        ("[[person]]\nname = 'Sam'\nkind = 'freelancer'", 3, "must be one of"),
        ("[[person]]\nname = 'Sam'\nexperience = 'senior'", 3, "must be one of"),
        ("[[person]]\nname = 'Sam'\nskills = {x = 0}", 3, "from 1 to 5"),
        ("[[person]]\nname = 'Sam'\nskills = {x = 1, X = 2}", 3, "twice"),
        ("[[person]]\nname = 'Sam'\nefficiency = 1.3", 3, "two numbers"),
        ("[[person]]\nname = 'Sam'\nefficiency = [1.3, 0]", 3, "above 0"),
        ("[[person]]\nname = 'Sam'\nengaged = 'yes'", 3, "true or false"),
        ("[[person]]\nname = 'Sam'\nfee = 1.5", 3, "share"),
        ("[[person]]\nname = 'Sam'\nminimum_weeks = 1.5", 3, "whole number"),
        ("[[person]]\nname = 'Sam'\n[[person]]\nname = 'sam'", 4, "two of [[person]]"),
        ("[assumptions]\nphi = 1.2", 2, "share"),
        ("[assumptions]\nhalf_life = 0", 2, "above 0"),
        ("[assumptions]\nLR = [0, 0.9]", 2, "above 0"),
        ("business = 3", 1, "single brackets"),
        ("[[business]]\ncurrency = 'EUR'", 1, "single brackets"),
        ("[activity]\nname = 'a'", 1, "double brackets"),
        (
            "[[person]]\nname = 'Sam'\n[[quote]]\nactivity = 'a'\nperson = 'Sam'\nfixed_price_per_month = 1",
            4,
            "activity",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text: str, line: int, said: str) -> None:
    error = refusal(text)
    assert error.where == f"shop.toml, line {line}"
    assert said in error.what


QUOTED = "[[activity]]\nname = 'Books'\n[[person]]\nname = 'Sam'\n"


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("activity = 'Book'\nperson = 'Sam'\nfixed_price_per_month = 1", "names the activity “Book”"),
        ("activity = 'Books'\nperson = 'Pam'\nfixed_price_per_month = 1", "names the person “Pam”"),
        ("activity = 'Books'\nperson = 'Sam'", "has no price"),
        ("activity = 'Books'\nfixed_price_per_month = 1", "has no person"),
        ("activity = 'Books'\nperson = 'Sam'\nfixed_price_per_month = -1", "amount of money"),
    ],
)
def test_a_quote_needs_a_known_activity_a_known_person_and_a_price(quote: str, said: str) -> None:
    error = refusal(f"{QUOTED}[[quote]]\n{quote}")
    assert said in error.what
    assert "line" in error.where


def test_a_quote_for_a_misspelt_name_is_told_the_right_one() -> None:
    text = QUOTED + "[[quote]]\nactivity = 'Boks'\nperson = 'Sam'\nfixed_price_per_month = 1"
    assert refusal(text).hint == "Did you mean “Books”?"


def test_two_quotes_for_the_same_work_are_refused() -> None:
    quote = "[[quote]]\nactivity = 'Books'\nperson = 'Sam'\nfixed_price_per_month = 1\n"
    assert "two quotes" in refusal(QUOTED + quote + quote).what


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[business]\ncurrency = EUR\n", "shop.toml, line 2"),
        ("[business]\nstart = 2026-13-45\n", "shop.toml, line 2"),
        ("[business]\ntax_rate = 0\ntax_rate = 1\n", "shop.toml, line 3"),
        ("[business]\n\nname = 'never closed", "shop.toml, line 3"),
        ("x = " + "[" * 5000, "shop.toml"),
        ("x = " + "9" * 5000, "shop.toml"),
    ],
)
def test_a_file_that_is_not_toml_is_refused_with_its_line(text: str, where: str) -> None:
    error = refusal(text)
    assert error.where == where


def test_control_characters_of_a_value_are_shown_and_not_sent_to_the_terminal() -> None:
    error = refusal('[business]\ncurrency = "\\u001b[31mEUR"')
    assert "\x1b" not in error.value
    assert "x1b" in error.value


TRICKY = '''# a comment with [brackets] and "quotes
text = """one
[not.a.table] = 3
"" """""
a.b."c d" = { f = 1, g = [1,
 2, # a comment with ]
 "]"] }
[t . u]
k = 'x' # [no]
when = 2020-01-01 10:00:00
[[p]]
n = 1
[p.q]
z = 1
[[p]]
n = [ { a = 1 }, {b = "}"} ]
[[p.q]]
z = """
three lines
down"""
end = \'\'\'it\'s\'\'\'
'''


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, item in value.items():
            found |= paths(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            found |= paths(item, (*path, position))
    return found


def test_the_line_of_every_key_is_found_in_tricky_toml() -> None:
    lines = key_lines(TRICKY)
    assert paths(tomllib.loads(TRICKY)) - {("t",)} <= lines.keys()
    assert lines["a", "b", "c d", "g", 2] == 7
    assert lines["t", "u", "when"] == 10
    assert lines["p", 0, "q", "z"] == 14
    assert lines["p", 1, "n", 1, "b"] == 16
    assert lines["p", 1, "q", 0, "end"] == 21


KEYS = st.sampled_from(["a", "b", "'c d'", '"e.f"', "g-h"])
SCALARS = st.sampled_from(["1", "-0.5", "'# [x]'", '"""\n[y]\n"""', "true", "2020-01-01", '"\\"]"'])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[ # one\n{', '.join(items)}\n]")
        | st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"k{i} = {item}" for i, item in enumerate(items)) + "}"
        )
    ),
    max_leaves=6,
)
STATEMENTS = st.tuples(KEYS, VALUES).map(lambda pair: f"{pair[0]} = {pair[1]}\n") | st.tuples(
    st.sampled_from(["[{}]\n", "[[{}]]\n"]), st.lists(KEYS, min_size=1, max_size=2)
).map(lambda pair: pair[0].format(".".join(pair[1])))


@settings(max_examples=200, deadline=None)
@given(st.lists(STATEMENTS, max_size=12).map("".join))
def test_every_key_the_parser_sees_has_a_line_in_the_text(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines = key_lines(text)
    missing = {path for path in paths(values) if path not in lines}
    # A table that only a dotted header implies has no line of its own.
    assert all(any(known[: len(path)] == path for known in lines) for path in missing)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="[]{}=.,#'\"\\\n abn01-", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    with suppress(SettingsError):
        parse_settings(text)
