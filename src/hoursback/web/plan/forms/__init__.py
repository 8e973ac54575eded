"""What is typed into the pages of plan."""

from hoursback.web.plan.forms.decisions import DecisionForm, ShareForm
from hoursback.web.plan.forms.levers import LeversForm
from hoursback.web.plan.forms.limits import LimitsForm
from hoursback.web.plan.forms.stated import AssumptionsForm, FileForm
from hoursback.web.plan.forms.terms import QuoteForm, TermsForm, levels_of

__all__ = [
    "AssumptionsForm",
    "DecisionForm",
    "FileForm",
    "LeversForm",
    "LimitsForm",
    "QuoteForm",
    "ShareForm",
    "TermsForm",
    "levels_of",
]
