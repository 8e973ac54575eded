"""Hand-offs, by subject: the work, its brief, who and on what terms, the runs, and the paid weeks."""

from hoursback.web.handoff.models.agreements import AccessItem, Agreement, Candidate
from hoursback.web.handoff.models.briefs import Attachment, Brief, Reading
from hoursback.web.handoff.models.runs import Run, TrainingStep
from hoursback.web.handoff.models.timesheets import Timesheet, TimesheetLine
from hoursback.web.handoff.models.work import Change, Flag, FollowUp, Handoff

__all__ = [
    "AccessItem",
    "Agreement",
    "Attachment",
    "Brief",
    "Candidate",
    "Change",
    "Flag",
    "FollowUp",
    "Handoff",
    "Reading",
    "Run",
    "Timesheet",
    "TimesheetLine",
    "TrainingStep",
]
