"""What forms of several subjects share: numbers as they were sent, and texts that must hold no password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hoursback.engine.handoff.passwords import gives_away_password
from hoursback.web.accounts.request import whole_number


def sent(request: HttpRequest, name: str) -> str:
    """What came under a name: from the form, or from the address of an undo button."""
    return request.POST.get(name) or request.GET.get(name, "")


def sent_number(request: HttpRequest, name: str) -> int:
    """A whole number that was sent; -1, which no row has, for anything else."""
    return whole_number(sent(request, name))


class WithoutPasswords(forms.BaseForm):
    """A form whose texts are refused where they give a password away."""

    def clean(self) -> dict[str, object]:
        """Every text is looked at; the error stands at its box."""
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and gives_away_password(value):
                self.add_error(
                    name,
                    _(
                        "This looks like a password. Keep it in a password manager, share it from there, "
                        "and write here only where it lies."
                    ),
                )
        return cleaned
