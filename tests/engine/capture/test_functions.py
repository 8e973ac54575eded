"""Business functions and how they are guessed."""

from __future__ import annotations

import pytest

from hoursback.engine.capture.functions import CLERICAL, SUPPORT, TITLES, BusinessFunction, function_of, guess_function


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("Invoicing", "finance"),
        ("Payment reminders", "finance"),
        ("Lead research", "sales"),
        ("Social media posts", "marketing"),
        ("Customer service", "customer support"),
        ("Tools and IT", "it"),
        ("Website and shop", "web"),
        ("Hiring", "hr"),
        ("Stock and shipping", "operations"),
        ("Client work", "delivery"),
        ("Strategy", "leadership"),
        ("Email triage", "admin"),
        ("Buchhaltung", "finance"),
        ("Kundenrechnungen schreiben", "finance"),
        ("Bewerbungsgespräche", "hr"),
        ("Führung", "leadership"),
        ("Comptabilité", "finance"),
        ("Réseaux sociaux", "marketing"),
        ("Facturación", "finance"),
        ("Redes sociales", "marketing"),
    ],
)
def test_words_in_a_name_give_the_function(name: str, function: str):
    assert guess_function(name) == (function, True)


def test_a_name_without_a_telling_word_is_admin_and_that_is_said():
    assert guess_function("Alder Bakery") == ("admin", False)
    assert guess_function("") == ("admin", False)


def test_words_like_email_decide_only_when_nothing_else_does():
    assert guess_function("Email campaign")[0] == "marketing"
    assert guess_function("Sales calls")[0] == "sales"
    assert guess_function("Calls")[0] == "admin"


def test_the_beginning_of_a_word_tells_more_than_what_is_inside_it():
    assert guess_function("Leadership")[0] == "leadership"
    assert guess_function("Bewerbung")[0] == "hr"


def test_it_is_a_function_in_capitals_and_else_a_pronoun():
    assert guess_function("IT")[0] == guess_function("it")[0] == "it"
    assert guess_function("get it done") == ("admin", False)


def test_a_stated_function_wins_over_any_word():
    assert function_of(" Customer  Support ", "Invoices") == ("customer support", "stated")
    assert function_of("", "Invoices") == ("finance", "name")
    assert function_of("", "Alder") == ("admin", "default")


def test_what_customers_pay_for_is_no_support_function():
    assert SUPPORT >= CLERICAL
    assert SUPPORT.isdisjoint({"sales", "marketing", "delivery", "leadership"})


def test_every_function_has_a_title():
    assert set(TITLES) == {function.value for function in BusinessFunction}
    assert (TITLES["it"], TITLES["customer support"]) == ("IT", "Customer support")
