"""Forms of the access list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoursback.web.handoff.forms.sent import WithoutPasswords
from hoursback.web.handoff.models import AccessItem


class AccessForm(WithoutPasswords, forms.ModelForm):  # type: ignore[type-arg]
    """Something that the person needs to open."""

    is_granted = forms.BooleanField(label=_("They can open it already"), required=False)

    class Meta:
        model = AccessItem
        fields = ("name",)
        labels = {"name": _("What they may open")}  # noqa: RUF012 — Django's own way to state it
        help_texts = {  # noqa: RUF012 — the same
            "name": _(
                "The bank with a log-in of their own, the key of the office. "
                "Never a password: share that from a password manager."
            )
        }
