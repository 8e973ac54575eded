"""Keys for programs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from hoursback.web.accounts import actions, selectors
from hoursback.web.accounts.forms import TokenForm
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Scope
from hoursback.web.shared.notes import tell, warn


@sensitive_variables("secret")
def tokens(request: WorkspaceRequest) -> HttpResponse:
    """One's own tokens; a new one is shown once."""
    form = TokenForm(request.POST or None)
    secret = None
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        secret = actions.make_token(
            actor=request.member,
            name=facts["name"],
            scope=Scope(facts["scope"]),
            days=facts["days"] or None,
            once=once_of(request),
        )
        if secret is None:
            warn(request, _("This token was shown already. Revoke it below and make a new one."))
            return redirect(inside(request, "settings:tokens"))
        form = TokenForm()
    facts = {"tokens": selectors.tokens_of(request.member), "form": form, "secret": secret, "now": timezone.now()}
    return render(request, "accounts/tokens.html", facts, status=400 if form.is_bound else 200)


def revoke(request: WorkspaceRequest, token: int) -> HttpResponse:
    """End a token."""
    name = actions.revoke_token(actor=request.member, token_id=token)
    tell(request, _("The token “%(name)s” no longer works.") % {"name": name})
    return redirect(inside(request, "settings:tokens"))
