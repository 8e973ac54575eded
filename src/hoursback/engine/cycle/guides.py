"""Half a page on each phase for whoever leads: what it is for, what to do, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

from hoursback.engine.sentences import sentence as _


@dataclass(frozen=True, slots=True)
class Guide:
    """Advice on one phase.

    Attributes:
        key: the phase, as in the table CYCLE, or "leading". why: one or two sentences.
        do: steps in order. beware: what commonly goes wrong. words: a sentence to begin the talk with.
        sources: who found it out, and when.
    """

    key: str
    title: str
    why: str
    do: tuple[str, ...]
    beware: tuple[str, ...]
    words: str
    sources: tuple[str, ...]


GUIDES = (
    Guide(
        "skill_assessment",
        _("Skill assessment"),
        _(
            "You cannot train what you have not seen. Ten minutes on what the work asks for, and on what somebody "
            "can do today, save weeks of correcting."
        ),
        (
            _("Ask for their own view first, skill by skill, against the five descriptions of the levels."),
            _("Look at a piece of real work: one past result, or a short task like the ones to come."),
            _("Rate each skill by itself. Write down what you saw, not what you feel about the person."),
            _("Where you can, let a second person rate without seeing your figures."),
            _("Talk about the skill on which you two differ most, and only about that one."),
        ),
        (
            _("One impression colours everything: all skills get the same level."),
            _("Kindness: nearly everybody gets a four or a five, and the figures stop meaning anything."),
            _("The last week counts for the whole time. Look at notes from the beginning too."),
            _("Years on the job say little about skill; a sample of work says far more."),
        ),
        _("“Before I say anything: where would you put yourself, and what shows it?”"),
        (
            _("Sackett, Zhang, Berry & Lievens 2022, on what predicts how well somebody will work"),
            _("Zhou and others 2024, on how far one rater can be trusted"),
        ),
    ),
    Guide(
        "gap_training",
        _("Gap training"),
        _(
            "Train the few gaps that the work depends on, in the order of what they cost, and come back to them: "
            "what is learned once and never recalled is gone in a month."
        ),
        (
            _("Start with the widest gap in the work that takes the most hours."),
            _("Show it once, do it once together, watch it once, then let go."),
            _("Give them something to keep: a recording, a checklist, a good example."),
            _("Set days on which they do it again from memory: after two days, a week, a month."),
            _("Count your own hours too; training that has no place in your week does not happen."),
        ),
        (
            _("Explaining is not training. Only doing it is."),
            _("Everything at once: two gaps at a time are plenty."),
            _("Calling it done because time has passed rather than because it works."),
        ),
        _("“Show me how you would do it, and stop where you are not sure.”"),
        (
            _("Cepeda and others 2008, on when to practise again"),
            _("Kirkpatrick, on the four things to look at after a training"),
        ),
    ),
    Guide(
        "goal_setting",
        _("Goal setting"),
        _(
            "A goal that both have agreed before the work starts is the fairest judge there is. Specific and hard "
            "but reachable beats “do your best” almost every time."
        ),
        (
            _(
                "Three to five goals, no more. Each says what, by which measure, from where to where, by when, and "
                "what shows it."
            ),
            _("Use figures that come out of the work anyway; a measure that costs an hour a week will not be taken."),
            _("For work that is new, set a goal for learning it, not one for speed."),
            _("Let them change the wording until they would have written it themselves."),
            _("Agree, both of you, before work starts. If a goal changes later, agree again."),
        ),
        (
            _("Goals that nobody can miss, and goals that nobody can reach."),
            _("A goal for what they cannot influence."),
            _("Stretch goals that quietly become the bar. Mark them, and never hold them against anybody."),
        ),
        _("“Which of these would you not sign, and what would have to change?”"),
        (
            _("Locke & Latham 2002, on thirty-five years of studies about goals"),
            _("Google's published notes on objectives, on stretch goals that never feed a rating"),
        ),
    ),
    Guide(
        "performance_assessment",
        _("Performance assessment"),
        _(
            "First the figures, then their view, then yours. More than a third of all feedback makes work worse; "
            "feedback about the task, with evidence and one next step, is the kind that helps."
        ),
        (
            _("Look at the runs and the goals together before anybody judges."),
            _("Ask for their view and listen to the end. Do not prepare your answer meanwhile."),
            _("Say what you saw, in which task, and one thing to do next. Leave the person out of it."),
            _("Ask yourself what you briefed badly, and say it. Most poor results start with the brief."),
            _("Take the draft verdict as a draft. You decide, and you say why."),
        ),
        (
            _("Explaining every up and down. Inside its limits a figure moves by itself; leave it alone."),
            _("Comparing people who do different work."),
            _("Five runs are no record. “Collect more” is a verdict too."),
        ),
        _("“What went well, what was hard, and what did I brief badly?”"),
        (
            _("Kluger & DeNisi 1996, on when feedback harms"),
            _("Wheeler, on charts that tell a signal from noise"),
            _("Wilson 1927 and Newcombe 1998, on intervals of small counts"),
        ),
    ),
    Guide(
        "repeat",
        _("Repeat"),
        _(
            "One round proves little; the second and the third do. What was not reached and what was learned start "
            "the next round, so nobody begins from nothing."
        ),
        (
            _("Soon at first: after five results or two weeks. Then after six weeks, then every quarter."),
            _("Take unmet goals along, but ask whether they are still the right ones."),
            _("Widen what goes well twice in a row, before it gets dull."),
            _("Where it does not work: train first. Part ways only after training, agreed goals and two rounds."),
        ),
        (
            _("A calendar instead of a reason: no results, no round."),
            _("Letting a good person wait a year for the next talk."),
        ),
        _("“What should be different when we sit here next time?”"),
        (_("The rules of Hoursback's draft verdict, written out in its methods"),),
    ),
    Guide(
        "leading",
        _("Your own cycle: leading people"),
        _(
            "Managing people is a skill, and most owners never had the chance to learn it. You assess, train and "
            "agree goals for yourself as well."
        ),
        (
            _(
                "Four questions: do they know what is expected, were they shown what they need, do they get help "
                "when they ask, does anybody look at the work and talk about it?"
            ),
            _("Answer them yourself first, then compare with what people say about being led by you."),
            _("Pick the lowest one. Set one goal for it, with a date."),
            _("Ask again after six weeks."),
        ),
        (
            _("Working on four things at once."),
            _("Guessing who said what. The mean appears from three people on for that reason."),
        ),
        _("“What could I do next week that would make your work easier?”"),
        (_("The same rules as for everybody else, turned around"),),
    ),
)
"""In the order of the phases, then the leader's own."""

FIRST_THINGS = {
    "expectations": _("Write down, for one hand-off, what “done well” looks like, and let them say it back to you."),
    "training": _("Spend one hour this week showing the thing that goes wrong most often, and watch it done once."),
    "guidance": _("Keep two half hours a week in which anybody may ask anything, and answer at the latest then."),
    "follow_up": _("Put a day into the calendar for each hand-off, and say one thing about the work on it."),
}
"""By side of leading (leading.AREAS): a first thing to do where it is the weakest."""
