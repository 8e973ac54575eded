"""Drafted anchors: what each of the five levels of a skill looks like at work, to be edited by whoever knows better.

A level means something to two people only if both would point at the same behaviour, so that each line says what
somebody does, not what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoursback.engine.capture.functions import BusinessFunction

Texts = tuple[str | Promise, ...]
F = BusinessFunction
LADDER: Texts = (
    _("Has seen it done and follows each step with somebody beside them."),
    _("Does the usual case from the brief and asks where it differs."),
    _("Does it alone to the standard and notices their own slips."),
    _("Handles the odd cases, is quick, and improves the brief."),
    _("Is asked by others, sets the standard and could teach it."),
)
"""Fits any skill; shown where nothing closer is known."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Anchors of one kind of skill, found by words in its name; `function` is where such skills mostly belong."""

    function: BusinessFunction
    words: re.Pattern[str]
    texts: Texts


def _draft(function: BusinessFunction, words: str, *texts: str | Promise) -> Draft:
    return Draft(function, re.compile(rf"\b(?:{words})", re.IGNORECASE), texts)


DRAFTS: tuple[Draft, ...] = (
    _draft(
        F.FINANCE,
        r"bookkeep|accounting|ledger|reconcil|datev|xero|quickbooks",
        _("Files receipts by a list and enters them while somebody checks each."),
        _("Posts the usual receipts; asks about anything new; the bank is matched with help."),
        _("Posts and matches a month alone; the balance agrees and open points are listed."),
        _("Closes the month on time, finds errors of others, prepares the tax return's figures."),
        _("Sets up the accounts, explains a figure to the accountant, changes the process when rules change."),
    ),
    _draft(
        F.FINANCE,
        r"invoic|billing|dunning|debtor|payroll|payable|receivable",
        _("Fills in a template from figures somebody gives them."),
        _("Writes the usual invoice; a second pair of eyes before it leaves."),
        _("Invoices a month from the timesheets alone; totals agree, reminders go out when due."),
        _("Handles part payments, credits and disputes; money comes in sooner."),
        _("Designs the whole way from work done to money received, and shows others."),
    ),
    _draft(
        F.SALES,
        r"sales|selling|cold call|negotiat|quot|proposal|prospect|lead",
        _("Listens in, keeps notes, sends what was promised."),
        _("Answers standard requests with the price list; passes on the rest."),
        _("Leads a usual conversation from question to order alone."),
        _("Wins difficult ones, negotiates within limits, keeps a pipeline up to date."),
        _("Opens new kinds of customers and teaches others how."),
    ),
    _draft(
        F.MARKETING,
        r"market|social media|newsletter|advert|seo|campaign|content",
        _("Posts finished pieces by a checklist."),
        _("Writes short pieces in the given voice; somebody edits each."),
        _("Plans and runs a month of pieces alone; mistakes are rare."),
        _("Tests what works by figures and changes the plan accordingly."),
        _("Shapes the voice and the plan of a year; brings in customers one can count."),
    ),
    _draft(
        F.MARKETING,
        r"writ|copy|edit|proofread|translat",
        _("Writes short texts from notes; most lines need a change."),
        _("Writes a usable first draft of a familiar kind of text."),
        _("Writes clear texts that need a light edit only."),
        _("Finds the right tone for new readers; edits others' texts well."),
        _("Writes what nobody else here could, and others learn from it."),
    ),
    _draft(
        F.CUSTOMER_SUPPORT,
        r"support|customer service|helpdesk|complaint|phone|reception",
        _("Takes messages and passes them on complete."),
        _("Answers the ten usual questions with the prepared answers."),
        _("Solves most requests alone on the first contact, in a friendly tone."),
        _("Calms an angry customer, finds the cause, and stops it coming back."),
        _("Sees patterns over many requests and changes what causes them."),
    ),
    _draft(
        F.IT,
        r"\bit\b|comput|server|backup|network|admin(?:istration)? of system|security",
        _("Follows a written procedure on one machine while somebody watches."),
        _("Sets up a usual workplace and knows when to stop and ask."),
        _("Keeps the usual systems running alone; backups are tested."),
        _("Finds the cause of a fault that is not in any list, and writes it down."),
        _("Plans what is bought and changed over the years, and others rely on it."),
    ),
    _draft(
        F.WEB,
        r"web|wordpress|html|shop|online store|programm|develop|coding",
        _("Changes texts and pictures by a guide."),
        _("Builds a page from existing parts; somebody looks before it goes live."),
        _("Adds a page or a product alone; works on a phone and loads fast."),
        _("Changes how the site works without breaking it, and proves that."),
        _("Designs the whole site so that others can keep it going."),
    ),
    _draft(
        F.HR,
        r"hiring|recruit|interview|onboard|\bhr\b|personnel",
        _("Arranges appointments and keeps papers in order."),
        _("Screens applications by given criteria; somebody checks."),
        _("Runs structured interviews and brings a person in by the list, alone."),
        _("Finds good people for unusual roles and settles conflicts early."),
        _("Shapes how the business finds, keeps and develops people."),
    ),
    _draft(
        F.OPERATIONS,
        r"order|purchas|stock|inventory|logistic|ship|warehouse|process|operation|schedul|planning|dispatch",
        _("Does single steps by a list while somebody is near."),
        _("Does the usual order from start to end; asks about exceptions."),
        _("Keeps the usual week running alone; stock and dates are right."),
        _("Sees a bottleneck coming and moves things before it hurts."),
        _("Redesigns the process so that it needs less time and fewer hands."),
    ),
    _draft(
        F.DELIVERY,
        r"design|photo|video|repair|install|craft|consult|project|teach|train",
        _("Prepares and tidies up; does small parts under guidance."),
        _("Does the usual part of a job; the result is checked before it leaves."),
        _("Delivers a usual job alone, to the standard and on time."),
        _("Takes on difficult jobs; customers ask for them by name."),
        _("Solves what others here cannot, and raises how everybody works."),
    ),
    _draft(
        F.LEADERSHIP,
        r"lead(?:ing|ership)|manag|coach|delegat",
        _("Gives clear single tasks and looks at the result."),
        _("Briefs a piece of work so that it comes back usable; asks how it went."),
        _("Agrees goals, follows up on the days agreed, says early what is off."),
        _("People grow under them; conflicts are settled while small."),
        _("Builds a team that decides well without them."),
    ),
    _draft(
        F.ADMIN,
        r"admin|office|data entry|typing|filing|calendar|inbox|e-?mail|travel|excel|spreadsheet",
        _("Enters given data; every row is looked at again."),
        _("Keeps a calendar or a list by clear rules; asks where they end."),
        _("Runs inbox, calendar and files alone; nothing is lost."),
        _("Thinks ahead: papers are ready before one asks."),
        _("Builds the tools and rules by which the office runs."),
    ),
)


def draft_for(name: str) -> Draft | None:
    """The draft whose words are in a skill's name; None: the generic ladder has to do."""
    return next((draft for draft in DRAFTS if draft.words.search(name)), None)


def drafted(name: str) -> list[str]:
    """Five anchors for a skill of this name, level 1 first.

    >>> len(drafted("Bookkeeping")), drafted("juggling") == [str(text) for text in LADDER]
    (5, True)
    """
    found = draft_for(name)
    return [str(text) for text in (found.texts if found else LADDER)]
