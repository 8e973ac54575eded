"""The worked example of section 4 of the methods, "Fix or pay": 480 against 190."""

from hoursback.engine.figures import Figure
from hoursback.engine.focus.fixorpay import NONE, Own, Paid, Verdict, decide
from hoursback.engine.focus.incidents import Repeats, retainer

OWN = Own(Figure.exact(8), Figure.exact(60), NONE, switches=0)
PAID = Paid(Figure.exact(80), hours=Figure.exact(2), brief=Figure.exact(0.5))


def test_fix_or_pay_eight_hours_at_sixty_against_two_at_eighty():
    found = decide(OWN, PAID)
    assert (found.own.total.value, found.paid.total.value) == (480, 190)
    assert found.verdict is Verdict.PAY


def test_a_retainer_pays_when_the_rate_of_incidents_times_the_difference_exceeds_the_fee():
    found = retainer(OWN, PAID, Repeats(Figure.exact(1), 5, 4), Figure.exact(289))
    assert found.break_even.value == 290
    assert found.pays
