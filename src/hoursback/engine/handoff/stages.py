"""The states of a hand-off and of a timesheet, each as one table."""

from __future__ import annotations

from hoursback.engine.moves import Part, Table, moves
from hoursback.engine.sentences import sentence as _

LEADERS = (Part.OWNER, Part.MANAGER)
EITHER = (*LEADERS, Part.PERSON)
NOT_YET = ("draft", "briefing", "choosing")
"""States in which nobody has agreed to it yet."""
DOING = ("supervised", "running")
"""States in which the person does the work: it can be run."""
AT_WORK = ("training", *DOING)
"""States in which the person already works on it."""
TAKEN = ("agreed", *AT_WORK)
"""States in which it takes its person's hours."""
HELD = (*TAKEN, "paused")
"""States in which it is somebody's."""
OVER = ("returned", "ended")
"""States in which it is nobody's any more."""
_AT_WORK, _HELD = " ".join(AT_WORK), " ".join(HELD)

HANDOFF = Table(
    "hand-off",
    "draft",
    (
        *moves("start", "draft", "briefing", LEADERS),
        *moves("choose", "briefing", "choosing", LEADERS, "brief"),
        *moves("brief again", "choosing agreed training supervised running", "briefing", LEADERS),
        *moves("agree", "choosing", "agreed", EITHER, "brief", "person", "agreement", is_by_itself=True),
        *moves("train", "agreed", "training", LEADERS, "person", "agreement", "read"),
        *moves("supervise", "training", "supervised", LEADERS, "read", "trained"),
        *moves("train again", "supervised running", "training", LEADERS),
        *moves("supervise again", "running", "supervised", LEADERS),
        *moves("sign off", "supervised", "running", LEADERS, "read", "runs"),
        *moves("pause", _AT_WORK, "paused", LEADERS),
        *moves("resume", "paused", "training", LEADERS, "was training"),
        *moves("resume", "paused", "supervised", LEADERS, "was supervised"),
        *moves("resume", "paused", "running", LEADERS, "was running"),
        *moves("take back", _HELD, "returned", LEADERS, "reason"),
        *moves("give back", _HELD, "returned", (Part.PERSON,), "reason"),
        *moves("hand off again", "returned", "briefing", LEADERS),
        *moves("end", "draft briefing choosing returned", "ended", LEADERS, "access"),
        *moves("end", _HELD, "ended", LEADERS, "access", "reason"),
    ),
    {
        "brief": _("Publish a version of the brief first."),
        "person": _("Choose who takes it over first."),
        "agreement": _("Both sides have to confirm the agreement first."),
        "read": _("The person has to confirm that they read the newest version of the brief."),
        "trained": _("Every step of the training has to be done, or taken off the list."),
        "runs": _("The first runs have to meet the standard under supervision first."),
        "reason": _("Say why."),
        "access": _("Take back every access that was granted first."),
        "was training": _("It was not in training when it was paused."),
        "was supervised": _("It was not supervised when it was paused."),
        "was running": _("It was not running when it was paused."),
    },
)
"""`draft` to `ended`: where a hand-off stands (design, section 2, "handoff")."""

TIMESHEET = Table(
    "timesheet",
    "open",
    (
        *moves("submit", "open sent_back", "submitted", EITHER, "own or nobody's", "within cap"),
        *moves("withdraw", "submitted", "open", EITHER, "own or nobody's"),
        *moves("send back", "submitted approved", "sent_back", LEADERS, "not own", "reason"),
        *moves("approve", "submitted", "approved", LEADERS, "not own"),
        *moves("take the approval back", "approved", "submitted", LEADERS, "not own"),
        *moves("lock", "approved", "locked", LEADERS, "not own"),
        *moves("mark paid", "locked", "paid", LEADERS, "not own"),
        *moves("take the paid mark back", "paid", "locked", LEADERS, "not own"),
        *moves("reopen", "locked paid", "open", (Part.OWNER,), "reason"),
    ),
    {
        "own or nobody's": _("Only the person can do this with their own week; you can where they have no log-in."),
        "not own": _("Somebody else has to look at your own week."),
        "within cap": _("It is over the weekly cap: shorten it, or ask for this week's cap to be raised."),
        "reason": _("Say why."),
    },
)
"""`open` to `paid`: where the timesheet of one person and week stands."""
EDITABLE = frozenset({"open", "sent_back"})
"""States in which the entries of the week may change."""
