"""Forms around accounts and workspaces."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hoursback.web.accounts import choices
from hoursback.web.accounts.models import User, Workspace
from hoursback.web.accounts.money import stated_amounts
from hoursback.web.accounts.roles import Role, Scope

_ROLES = (
    (Role.HELPER, _("Helper: sees and does their own part")),
    (Role.MANAGER, _("Manager: sees everything but your income and worth")),
    (Role.ADVISER, _("Adviser: reads reports and the plan")),
    (Role.OWNER, _("Owner: everything, as you")),
)


class _NewPassword(forms.Form):
    """A password that nobody guesses."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more; a sentence is easier to remember than a word."),
    )

    def _about(self) -> User:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password"):
            try:
                validate_password(cleaned["password"], self._about())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class _Place(forms.Form):
    """Where a business is: what money, time and figures mean there."""

    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currencies, initial="USD")
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.zones,
        initial="UTC",
        widget=forms.Select(attrs={"data-guess": "zone"}),
    )
    locale = forms.ChoiceField(
        label=_("Numbers and dates"),
        choices=choices.locales,
        initial="en_GB",
        widget=forms.Select(attrs={"data-guess": "locale"}),
    )


class WorkspaceStart(_Place):
    """A new workspace."""

    business = forms.CharField(
        label=_("Name of the business"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    field_order: Sequence[str] = ("business", "currency", "timezone", "locale")


class SetupForm(_NewPassword, WorkspaceStart):
    """The first run: who owns, and what."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You log in with it. Nothing is sent to anybody."),
    )
    code = forms.CharField(
        label=_("Set-up code"),
        max_length=60,
        help_text=_("The server printed it when it started, and keeps it in “setup-code” in its data folder."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("code", "name", "email", "password", "business", "currency", "timezone", "locale")

    def __init__(self, *args: Any, code: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._code = code
        if code is None:
            del self.fields["code"]

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"].strip().upper()
        if not hmac.compare_digest(typed.encode(), (self._code or "").encode()):
            raise forms.ValidationError(_("This is not the code of this server."))
        return str(typed)

    def _about(self) -> User:
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))


class JoinForm(_NewPassword):
    """Somebody new accepts an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def _about(self) -> User:
        return User(email=self._email, name=self.cleaned_data.get("name", ""))


class WorkspaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Settings of a workspace."""

    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currencies)
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.zones,
        help_text=_("For new entries. Entries you have keep the zone they were made in."),
    )
    locale = forms.ChoiceField(label=_("Numbers and dates"), choices=choices.locales)
    week_start = forms.TypedChoiceField(label=_("A week starts on"), choices=choices.WEEKDAYS, coerce=int)
    keeps_amounts = forms.BooleanField(
        label=_("The amounts I stated are in the new currency from now on; nothing is converted"), required=False
    )
    day_start = forms.TypedChoiceField(
        label=_("A day starts at"),
        choices=choices.hours,
        coerce=int,
        help_text=_("Work until two at night? Start the day at 3:00, and the night counts for the day before."),
    )

    class Meta:
        model = Workspace
        fields = (
            *("name", "currency", "timezone", "locale", "week_start", "day_start"),
            *("needs_second_factor", "has_money_shared"),
        )
        labels = {  # noqa: RUF012 — Django's own way to state them
            "needs_second_factor": _("Every member needs a second factor to log in"),
            "has_money_shared": _("Managers and advisers may see the worth of your hour"),
        }
        help_texts = {  # noqa: RUF012
            "needs_second_factor": _("An authenticator app or a passkey. Members without one are asked to set it up."),
            "has_money_shared": _(
                "On, they can read the worth page and all figures of your plans; only you state and change them. "
                "Off, these figures are yours alone, and plans show them hours and costs."
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Ask once before amounts that are stated change their currency."""
        data: dict[str, Any] = super().clean() or {}
        before, after = self.initial["currency"], data.get("currency")
        if after and after != before and not data.get("keeps_amounts"):
            count = stated_amounts(self.instance.pk)
            if count:
                self.add_error("keeps_amounts", _asked(count, before, after))
        return data

    @property
    def asks_about_amounts(self) -> bool:
        """Whether the page shows the box: only once the currency of stated amounts was changed."""
        return self.is_bound and bool(self.errors.get("keeps_amounts") or self["keeps_amounts"].data)


def _asked(count: int, before: str, after: str) -> str:
    facts = {"n": count, "before": before, "after": after}
    return (
        ngettext(
            "%(n)d amount is stated in %(before)s and would be read as %(after)s. Tick this if that is right.",
            "%(n)d amounts are stated in %(before)s and would be read as %(after)s. Tick this if that is right.",
            count,
        )
        % facts
    )


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a user is called and how they see things."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    locale = forms.ChoiceField(
        label=_("Numbers and dates"),
        choices=lambda: [("", _("As the workspace")), *choices.locales()],
        required=False,
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("As the workspace")), *choices.zones()],
        required=False,
    )
    theme = forms.ChoiceField(label=_("Look"), choices=User.Theme.choices, required=False)

    class Meta:
        model = User
        fields = ("name", "locale", "timezone", "theme")


class InviteForm(forms.Form):
    """Offer a place."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES, initial=Role.HELPER)
    by = forms.ChoiceField(
        label=_("How it gets there"),
        choices=(("link", _("I copy a link and send it myself")), ("mail", _("Hoursback sends it by e-mail"))),
        initial="link",
    )

    def __init__(self, *args: Any, can_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_mail:
            self.fields["by"].choices = [("link", _("I copy a link and send it myself"))]  # type: ignore[attr-defined]
            self.fields["by"].help_text = _("Mail is not set up on this server.")


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(
        label=_("What it is for"), max_length=200, help_text=_("Such as “phone shortcut” or “invoice script”.")
    )
    scope = forms.ChoiceField(
        label=_("It may"),
        choices=(
            (Scope.LOG.value, _("log time, and read")),
            (Scope.READ.value, _("only read")),
            (Scope.WRITE.value, _("do everything that you may")),
        ),
    )
    days = forms.TypedChoiceField(
        label=_("It ends"),
        coerce=int,
        choices=((30, _("in 30 days")), (90, _("in 90 days")), (365, _("in a year")), (0, _("never"))),
        initial=90,
    )


class EraseForm(forms.Form):
    """The end of an account."""

    email = forms.CharField(
        label=_("Your e-mail address, to be sure"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, wanted: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wanted = wanted

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).strip().lower()
        if typed != self._wanted.lower():
            raise forms.ValidationError(_("This is not the address of this account."))
        return typed
