"""The API's review: the owner's answers beside the hours that the log shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ninja import Router
from pydantic import Field

from hoursback.web.accounts.api import asks
from hoursback.web.accounts.request import WorkspaceRequest, today_of
from hoursback.web.accounts.roles import OWNER, Scope
from hoursback.web.review import actions, selectors
from hoursback.web.review.models import Answer
from hoursback.web.shared.api import Day, Given, Line, Taken, conflict, figure
from hoursback.web.shared.conflict import StaleError

if TYPE_CHECKING:
    from hoursback.engine.review.summary import ActivityReview

router = Router(tags=["Reviews"])

Ten = Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]


class HoursOut(Given):
    """Hours a week with their likely range; one week in ten lies below p10, one above p90."""

    mean: float
    p10: float
    p50: float
    p90: float
    share: float
    source: str


class AnswerOut(Given):
    """What the owner said; null: not answered, which is not a 0."""

    time: float | None
    liking: float | None
    skill: float | None
    energy: float
    core: int | None
    bound: Answer.Bound
    bound_until: Day | None
    bound_note: str
    handable: list[float] | None


class ReviewOut(Given):
    """One activity in the review; hours are null where neither log nor statement shows any."""

    activity_id: int
    activity: str
    is_answered: bool
    is_skipped: bool
    hours: HoursOut | None
    lists: list[str]
    answer: AnswerOut | None
    version: int = Field(description="Of the answer; 0: there is none yet.")


class ReviewsOut(Given):
    """All activities in the order in which they are asked about."""

    reviews: list[ReviewOut]
    answered: int


class AnswerIn(Taken):
    """An answer: the three questions always (null: does not apply); the rest stays as it was where it is left out."""

    version: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
    time: Ten | None
    liking: Ten | None
    skill: Ten | None
    energy: Annotated[float, Field(strict=True, ge=-2, le=2, allow_inf_nan=False)] = 0.0
    core: Annotated[int, Field(strict=True, ge=0, le=3)] | None = None
    bound: Answer.Bound = Answer.Bound.NO
    bound_until: Day | None = None
    bound_note: Annotated[Line, Field(max_length=500)] = ""
    handable: Annotated[list[Share], Field(min_length=1, max_length=2)] | None = None


@router.get(
    "/reviews", response=ReviewsOut, url_name="reviews", summary="Answers beside hours", **asks(Scope.READ, OWNER)
)
def list_reviews(request: WorkspaceRequest) -> ReviewsOut:
    """Every activity with what the owner said of it and what the log shows."""
    queue, _seen = selectors.queue(request.member, today_of(request))
    answers = selectors.answers_by_activity(request.member, [item.pk for item in queue.items])
    rows = [_row(item.pk, item.name, answers.get(item.pk), item.review) for item in queue.items]
    return ReviewsOut(reviews=rows, answered=sum(row.is_answered for row in rows))


@router.get(
    "/reviews/{int:activity}", response=ReviewOut, url_name="review", summary="One answer", **asks(Scope.READ, OWNER)
)
def get_review(request: WorkspaceRequest, activity: int) -> ReviewOut:
    """One activity with what the owner said of it and what the log shows."""
    return _one(request, activity)


@router.put(
    "/reviews/{int:activity}", response=ReviewOut, url_name="review", summary="Answer", **asks(Scope.WRITE, OWNER)
)
def answer_review(request: WorkspaceRequest, activity: int, said: AnswerIn) -> ReviewOut:
    """Answer about one activity; with an answer of somebody else in between, 409 and that answer."""
    facts = said.model_dump(exclude_unset=True, exclude={"version"})
    if facts.get("handable") is not None:
        facts["handable"] = figure(facts["handable"], "handable")
    facts |= {"bound": said.bound.value} if "bound" in facts else {}
    try:
        actions.answer_activity(
            actor=request.member, activity_id=activity, version=said.version, said=facts, today=today_of(request)
        )
    except StaleError:
        raise conflict(said.version, _one(request, activity)) from None
    return _one(request, activity)


def _one(request: WorkspaceRequest, activity_id: int) -> ReviewOut:
    row, answer = selectors.activity_and_answer(request.member, activity_id)
    seen = selectors.seen_by(request.member, today_of(request))
    return _row(row.pk, row.name, answer, None if seen is None else seen.of(row.name))


def _row(pk: int, name: str, answer: Answer | None, review: ActivityReview | None) -> ReviewOut:
    is_answered = answer is not None and not (answer.time is None and answer.liking is None and answer.skill is None)
    return ReviewOut(
        activity_id=pk,
        activity=name,
        is_answered=is_answered,
        is_skipped=answer is not None and answer.is_skipped and not is_answered,
        hours=None if review is None else _hours(review),
        lists=[] if review is None else [str(which) for which in review.lists],
        answer=None if answer is None else _answer(answer),
        version=0 if answer is None else answer.version,
    )


def _hours(review: ActivityReview) -> HoursOut:
    hours = review.hours
    return HoursOut(
        mean=hours.mean, p10=hours.p10, p50=hours.p50, p90=hours.p90, share=hours.share, source=hours.source
    )


def _answer(answer: Answer) -> AnswerOut:
    handable = answer.handable
    return AnswerOut(
        time=answer.time,
        liking=answer.liking,
        skill=answer.skill,
        energy=answer.energy,
        core=answer.core,
        bound=Answer.Bound(answer.bound),
        bound_until=answer.bound_until,
        bound_note=answer.bound_note,
        handable=None if handable is None else [handable.low, handable.high],
    )
