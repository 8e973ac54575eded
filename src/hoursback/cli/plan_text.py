"""A plan for people: the answer first, then what leaves, what to ask, what stays, and what was assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hoursback.cli import output
from hoursback.engine.assumptions import MEANINGS
from hoursback.engine.plan.problem import Action
from hoursback.engine.plan.verdicts import Verdict
from hoursback.engine.plan.words import hours, money, percent
from hoursback.engine.units import per_month

if TYPE_CHECKING:
    from hoursback.cli.reading import LogRead
    from hoursback.engine.plan.answer import Decision, Plan

KEPT_SHOWN, QUESTIONS_SHOWN, FLIPS_SHOWN = 12, 8, 2
_ACTIONS = {
    Action.KEEP: "keep",
    Action.DROP: "drop",
    Action.AUTOMATE: "automate",
    Action.IN_HOUSE: "in-house",
    Action.HOURLY: "by the hour",
    Action.FIXED: "fixed price",
    Action.RETAINER: "retainer",
    Action.ROLE: "find help",
    Action.FULL_TIME: "full-time",
}
_VERDICTS = {
    Verdict.YES: "yes",
    Verdict.FIND_OUT_FIRST: "find out first",
    Verdict.NOT_YET: "not yet",
    Verdict.NO: "no",
}


def show(plan: Plan, log: LogRead, defaults: list[dict[str, str]], *, explain: bool) -> None:
    """Print all of a plan."""
    for assumed in plan.assumed_first:
        output.say(assumed)
    output.headline(plan.headline)
    if plan.first_step is not None:
        output.say(f"First step: {plan.first_step.text}")
    _show_leaving(plan, explain=explain)
    _show_questions(plan)
    _show_staying(plan, explain=explain)
    _show_break_evens(plan)
    _show_worth(plan)
    _show_limits(plan)
    _show_notes(plan)
    output.show_found(log.found, defaults=[line for line in defaults if line["name"] not in MEANINGS])
    _show_assumptions([line for line in defaults if line["name"] in MEANINGS])


def _show_leaving(plan: Plan, *, explain: bool) -> None:
    leaving = [decision for decision in plan.decisions if decision.leaves]
    if not leaving:
        return
    totals = plan.totals
    output.section("What leaves your hands")
    most = max(max(decision.hours_freed for decision in leaving), 0.1)
    output.show_table(
        ("activity", "how", "who", "from", "h/week", ""),
        [
            (
                decision.activity,
                f"{_ACTIONS[decision.action]} ({_VERDICTS[decision.verdict]})",
                decision.person or "",
                f"{decision.start_date:%d %b}" if decision.start_date else "",
                f"{decision.hours_freed:.1f}",
                output.bar(decision.hours_freed / most, 8),
            )
            for decision in leaving
        ],
        right=(4,),
    )
    cur = plan.currency
    low, high = money(totals.npv_low, cur), money(totals.npv_high, cur)
    output.say(
        f"In all: {hours(totals.hours_freed)} a week for {money(per_month(totals.cost_per_week), cur)} a month; "
        f"{hours(totals.setup_hours)} to set up; worth {money(totals.npv, cur)} by the end of the plan "
        f"(likely {low} to {high}), more than it costs with a chance of {percent(totals.probability)}."
    )
    for decision in leaving:
        _show_decision(decision, explain=explain)


def _show_decision(decision: Decision, *, explain: bool) -> None:
    output.section(f"{decision.activity}: {_ACTIONS[decision.action]}, {_VERDICTS[decision.verdict]}")
    output.say(decision.why)
    if decision.why_not:
        output.say(decision.why_not)
    for sentence in decision.below_the_bar:
        output.say(sentence)
    for flip in decision.flips[: None if explain else FLIPS_SHOWN]:
        sure = "solved again" if flip.confirmed else "about"
        output.say(f"- {flip.change} ({sure})")


def _show_questions(plan: Plan) -> None:
    if not plan.find_out:
        return
    output.section("Find out first")
    for question in plan.find_out[:QUESTIONS_SHOWN]:
        output.say(
            f"- {question.question} The answer is worth about {money(question.worth, plan.currency)}; "
            f"asking costs about {money(question.ask_cost, plan.currency)}."
        )
    if len(plan.find_out) > QUESTIONS_SHOWN:
        output.say(f"  and {len(plan.find_out) - QUESTIONS_SHOWN} more in --json")


def _show_staying(plan: Plan, *, explain: bool) -> None:
    staying = [decision for decision in plan.decisions if not decision.leaves]
    if not staying:
        return
    output.section("What stays with you")
    for decision in staying[: None if explain else KEPT_SHOWN]:
        verdict = "" if decision.verdict is Verdict.NO else f" ({_VERDICTS[decision.verdict]})"
        output.say(f"- {decision.activity}, {decision.hours:.1f} h a week{verdict}: {decision.why}")
        for sentence in decision.below_the_bar:
            if sentence.rstrip(".") not in decision.why:
                output.say(f"  {sentence}")
        if explain and decision.flips:
            flip = decision.flips[0]
            sure = "solved again" if flip.confirmed else "about"
            output.say(f"  {flip.change} ({sure})")
    if not explain and len(staying) > KEPT_SHOWN:
        output.say(f"  and {len(staying) - KEPT_SHOWN} more; --explain shows them")
    for waiting in plan.not_yet:
        when = f"from about {waiting.date:%B %Y}" if waiting.date else ""
        output.say(f"- Not yet: {waiting.activity}, {when}{' ' if when else ''}{waiting.condition}.")


def _show_break_evens(plan: Plan) -> None:
    """What would pay at which worth of the hour; said where nobody stated what an hour is worth."""
    if not plan.assumed_first:
        return
    found = [(d.pays_from, d.activity) for d in plan.decisions if d.pays_from is not None]
    if not found:
        return
    output.section("Worth handing over if your hour is worth at least")
    for worth, name in sorted(found)[:KEPT_SHOWN]:
        output.say(f"- {money(worth, plan.currency)}: {name}")


def _show_worth(plan: Plan) -> None:
    output.section("What your hour is worth")
    cur = plan.currency
    output.say(
        f"On average {money(plan.average_hour, cur)}; one more hour today {money(plan.worth_now, cur)}; "
        f"an hour this plan frees {money(plan.worth_freed, cur)}; an hour of rest {money(plan.leisure, cur)}."
    )
    if plan.top_three:
        named = ", ".join(f"{name} ({money(rate, cur)} for one more hour)" for name, rate in plan.top_three)
        output.say(f"Your top three to protect: {named}.")
    if plan.uses:
        named = ", ".join(f"{use.name} {use.hours:.1f} h" for use in plan.uses if use.hours >= 0.05)
        output.say(f"Freed hours are booked to: {named}.")
    for sentence in plan.advantages:
        output.say(sentence)


def _show_limits(plan: Plan) -> None:
    shown = [more for more in plan.one_more if more.at_most >= 1]
    if not shown and plan.concentration is None and not plan.full_time:
        return
    output.section("Limits and risks")
    cur = plan.currency
    for more in shown:
        tried = ""
        if more.gained is not None:
            step = money(more.step, cur) + " a month" if more.limit == "budget" else f"{more.step:g} h a week"
            tried = f" Solved again with {step} more, the plan gains {money(more.gained, cur)}."
        output.say(f"{more.unit} is worth at most {money(more.at_most, cur)}.{tried}")
    if plan.concentration is not None:
        for flag in plan.concentration.flags:
            output.say(f"Price a backup: {flag.value}.")
    for case in plan.full_time:
        failed = [test for test, holds in case.tests.items() if not holds]
        answer = "justified" if case.justified else "not justified; missing: " + ", ".join(failed)
        output.say(
            f"A full-time post for {case.bundle} ({case.hours:.0f} h a week in a lean forecast, "
            f"{case.hours_needed:.0f} needed): {answer}."
        )


def _show_assumptions(assumed: list[dict[str, str]]) -> None:
    """The general assumptions, close together: what each means is in the docs and in --json."""
    if not assumed:
        return
    output.section("General assumptions (docs/methods says what each means; [assumptions] changes them)")
    output.say("; ".join(f"{line['name']} {line['value']}" for line in assumed))


def _show_notes(plan: Plan) -> None:
    notes = [f"No other plan is better by more than {plan.gap:.1%} (solver: {plan.status}).", *plan.notes]
    if plan.more_days:
        notes.append(f"Logging {plan.more_days} more working days could still change a decision and is worth it.")
    if plan.log_score is not None:
        notes.append(f"The log scores {plan.log_score:.0f} of 100.")
    output.section("Worth knowing")
    for note in notes:
        output.say(f"- {note}")
