"""The states of a hand-off and of a timesheet, each as one table."""

from __future__ import annotations

from hoursback.engine.moves import Part, Table, moves

LEADERS = (Part.OWNER, Part.MANAGER)
EITHER = (*LEADERS, Part.PERSON)
AT_WORK = "training supervised running"
"""States in which the person already works on it."""

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
        *moves("pause", AT_WORK, "paused", LEADERS),
        *moves("resume", "paused", "training", LEADERS, "was training"),
        *moves("resume", "paused", "supervised", LEADERS, "was supervised"),
        *moves("resume", "paused", "running", LEADERS, "was running"),
        *moves("take back", f"agreed {AT_WORK} paused", "returned", LEADERS, "reason"),
        *moves("give back", f"agreed {AT_WORK} paused", "returned", (Part.PERSON,), "reason"),
        *moves("hand off again", "returned", "briefing", LEADERS),
        *moves("end", "draft briefing choosing returned", "ended", LEADERS, "access"),
        *moves("end", f"agreed {AT_WORK} paused", "ended", LEADERS, "access", "reason"),
    ),
    {
        "brief": "Publish a version of the brief first.",
        "person": "Choose who takes it over first.",
        "agreement": "Both sides have to confirm the agreement first.",
        "read": "The person has to confirm that they read the newest version of the brief.",
        "trained": "Every step of the training has to be done, or taken off the list.",
        "runs": "The first runs have to meet the standard under supervision first.",
        "reason": "Say why.",
        "access": "Take back every access that was granted first.",
        "was training": "It was not in training when it was paused.",
        "was supervised": "It was not supervised when it was paused.",
        "was running": "It was not running when it was paused.",
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
        *moves("lock", "approved", "locked", LEADERS, "not own"),
        *moves("mark paid", "locked", "paid", LEADERS, "not own"),
        *moves("take the paid mark back", "paid", "locked", LEADERS, "not own"),
        *moves("reopen", "locked paid", "open", (Part.OWNER,), "reason"),
    ),
    {
        "own or nobody's": "Only the person can do this with their own week; you can where they have no log-in.",
        "not own": "Somebody else has to look at your own week.",
        "within cap": "It is over the weekly cap: shorten it, or ask for this week's cap to be raised.",
        "reason": "Say why.",
    },
)
"""`open` to `paid`: where the timesheet of one person and week stands."""
EDITABLE = frozenset({"open", "sent_back"})
"""States in which the entries of the week may change."""
