"""Which report, how, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from hoursback.web.accounts.choices import locales
from hoursback.web.accounts.models import Member
from hoursback.web.home.reporting.choice import NAMES, USUAL_WEEKS, WEEKS, Choice, open_to
from hoursback.web.plan.forms import ShareForm
from hoursback.web.shared import formats
from hoursback.web.worth.selectors import sees_worth

_ASKED = ("report", "weeks", "locale", "shows_worth")


class ChoiceForm(forms.Form):
    """A report as it is wanted; what the address does not say is as usual."""

    report = forms.ChoiceField(label=gettext_lazy("Report"))
    weeks = forms.TypedChoiceField(
        label=gettext_lazy("How far"),
        coerce=int,
        choices=list(WEEKS.items()),
        help_text=gettext_lazy("Back in the results, ahead in the outlook; a plan has its own time."),
    )
    locale = forms.ChoiceField(label=gettext_lazy("Numbers and dates"), choices=locales)
    shows_worth = forms.BooleanField(
        label=gettext_lazy("Show income and worth too"),
        required=False,
        help_text=gettext_lazy("And what follows from them: what it brought, chances, the vision."),
    )

    _usual: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Mapping[str, Any], *args: Any, member: Member, **kwargs: Any) -> None:
        names = open_to(member)
        usual = {
            **self._usual,
            "report": names[0],
            "weeks": str(USUAL_WEEKS),
            "locale": _usual_locale(),
            "shows_worth": "",
        }
        super().__init__({**usual, **{name: data[name] for name in self.base_fields if name in data}}, *args, **kwargs)
        self.fields["report"].choices = [(name, str(NAMES[name])) for name in names]  # type: ignore[attr-defined]
        if not sees_worth(member):
            del self.fields["shows_worth"]

    @property
    def choice(self) -> Choice:
        """What was asked for."""
        said = self.cleaned_data
        return Choice(said["report"], said["weeks"], said["locale"], bool(said.get("shows_worth")))


class LinkForm(ChoiceForm, ShareForm):
    """A link to a report, which is chosen beside it."""

    field_order = ("label", "days", *_ASKED)
    _usual: ClassVar[Mapping[str, str]] = {"days": "14"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _ASKED:
            self.fields[name].widget = forms.HiddenInput()


def _usual_locale() -> str:
    known = [code for code, _said in locales()]
    here = formats.LOCALE.get()
    return here if here in known else next((code for code in known if code.startswith(here[:2])), known[0])
