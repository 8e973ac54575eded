"""What a member is told by mail, and their calendar address."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hoursback.web.accounts.actions import mailing
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of
from hoursback.web.accounts.roles import Role
from hoursback.web.accounts.selectors import can_mail, feed_of
from hoursback.web.home import feed as feeds
from hoursback.web.home import selectors
from hoursback.web.home.mail_forms import FeedForm, MailingForm
from hoursback.web.home.weekly import mail as weekly
from hoursback.web.home.weekly.actions import want_weekly_mail
from hoursback.web.shared.notes import tell


def mail(request: WorkspaceRequest) -> HttpResponse:
    """The daily mail and the weekly one: whether, and when."""
    form = _form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        mailing.change_mailing(actor=request.member, has_digest=chosen["has_digest"], hour=chosen["hour"])
        if "has_weekly" in chosen:
            want_weekly_mail(actor=request.member, is_wanted=chosen["has_weekly"])
        tell(request, _("Saved."))
        return redirect(inside(request, "home:mail"))
    return _page(request, form=form, status=400 if form.is_bound else 200)


def feed(request: WorkspaceRequest) -> HttpResponse:
    """A new calendar address, shown this once."""
    form = FeedForm(request.POST)
    if not form.is_valid():
        return _page(request, feed_form=form, status=400)
    secret = mailing.make_feed(actor=request.member, once=once_of(request), **form.cleaned_data)
    if secret is None:
        return redirect(inside(request, "home:mail"))
    return _page(request, address=settings.URL + reverse("feed:calendar", kwargs={"secret": secret}))


@require_POST
def again(request: WorkspaceRequest) -> HttpResponse:
    """Try the mails once more that were given up."""
    number = mailing.send_again(actor=request.member)
    tell(request, ngettext("%(n)d mail is tried again.", "%(n)d mails are tried again.", number) % {"n": number})
    return redirect(inside(request, "home:mail"))


@require_POST
def revoke(request: WorkspaceRequest, feed: int) -> HttpResponse:
    """Close a calendar address at once."""
    mailing.revoke_feed(actor=request.member, feed_id=feed)
    tell(request, _("The calendar address is closed."))
    return redirect(inside(request, "home:mail"))


def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's own calendar; nothing tells a wrong address from a closed one."""
    found = feed_of(secret)
    if found is None:
        raise Http404
    wait = feeds.seconds_to_wait(found)
    if wait:
        busy = HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain; charset=utf-8")
        busy["Retry-After"] = str(wait)
        return busy
    response = HttpResponse(feeds.text_of(found), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="hoursback.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _form(request: WorkspaceRequest, data: Any = None) -> MailingForm:
    known = {**selectors.mailing_of(request.member), "has_weekly": weekly.wants(request.member)}
    return MailingForm(data, initial=known, is_owner=request.member.role == Role.OWNER)


def _page(request: WorkspaceRequest, status: int = 200, **facts: object) -> HttpResponse:
    shown = {
        "form": _form(request),
        "feed_form": FeedForm(),
        "feeds": selectors.feeds_of(request.member),
        "leaves": can_mail(),
        "lost": selectors.lost_mails(request.member),
        **facts,
    }
    return render(request, "home/mail.html", shown, status=status)
