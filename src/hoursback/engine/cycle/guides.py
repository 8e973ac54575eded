"""Half a page on each phase for whoever leads: what it is for, what to do, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass


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
        "Skill assessment",
        "You cannot train what you have not seen. Ten minutes on what the work asks for, and on what somebody can do "
        "today, save weeks of correcting.",
        (
            "Ask for their own view first, skill by skill, against the five descriptions of the levels.",
            "Look at a piece of real work: one past result, or a short task like the ones to come.",
            "Rate each skill by itself. Write down what you saw, not what you feel about the person.",
            "Where you can, let a second person rate without seeing your figures.",
            "Talk about the skill on which you two differ most, and only about that one.",
        ),
        (
            "One impression colours everything: all skills get the same level.",
            "Kindness: nearly everybody gets a four or a five, and the figures stop meaning anything.",
            "The last week counts for the whole time. Look at notes from the beginning too.",
            "Years on the job say little about skill; a sample of work says far more.",
        ),
        "“Before I say anything: where would you put yourself, and what shows it?”",
        (
            "Sackett, Zhang, Berry & Lievens 2022, on what predicts how well somebody will work",
            "Zhou and others 2024, on how far one rater can be trusted",
        ),
    ),
    Guide(
        "gap_training",
        "Gap training",
        "Train the few gaps that the work depends on, in the order of what they cost, and come back to them: what is "
        "learned once and never recalled is gone in a month.",
        (
            "Start with the widest gap in the work that takes the most hours.",
            "Show it once, do it once together, watch it once, then let go.",
            "Give them something to keep: a recording, a checklist, a good example.",
            "Set days on which they do it again from memory: after two days, a week, a month.",
            "Count your own hours too; training that has no place in your week does not happen.",
        ),
        (
            "Explaining is not training. Only doing it is.",
            "Everything at once: two gaps at a time are plenty.",
            "Calling it done because time has passed rather than because it works.",
        ),
        "“Show me how you would do it, and stop where you are not sure.”",
        (
            "Cepeda and others 2008, on when to practise again",
            "Kirkpatrick, on the four things to look at after a training",
        ),
    ),
    Guide(
        "goal_setting",
        "Goal setting",
        "A goal that both have agreed before the work starts is the fairest judge there is. Specific and hard but "
        "reachable beats “do your best” almost every time.",
        (
            "Three to five goals, no more. Each says what, by which measure, from where to where, by when, and what "
            "shows it.",
            "Use figures that come out of the work anyway; a measure that costs an hour a week will not be taken.",
            "For work that is new, set a goal for learning it, not one for speed.",
            "Let them change the wording until they would have written it themselves.",
            "Agree, both of you, before work starts. If a goal changes later, agree again.",
        ),
        (
            "Goals that nobody can miss, and goals that nobody can reach.",
            "A goal for what they cannot influence.",
            "Stretch goals that quietly become the bar. Mark them, and never hold them against anybody.",
        ),
        "“Which of these would you not sign, and what would have to change?”",
        (
            "Locke & Latham 2002, on thirty-five years of studies about goals",
            "Google's published notes on objectives, on stretch goals that never feed a rating",
        ),
    ),
    Guide(
        "performance_assessment",
        "Performance assessment",
        "First the figures, then their view, then yours. More than a third of all feedback makes work worse; feedback "
        "about the task, with evidence and one next step, is the kind that helps.",
        (
            "Look at the runs and the goals together before anybody judges.",
            "Ask for their view and listen to the end. Do not prepare your answer meanwhile.",
            "Say what you saw, in which task, and one thing to do next. Leave the person out of it.",
            "Ask yourself what you briefed badly, and say it. Most poor results start with the brief.",
            "Take the draft verdict as a draft. You decide, and you say why.",
        ),
        (
            "Explaining every up and down. Inside its limits a figure moves by itself; leave it alone.",
            "Comparing people who do different work.",
            "Five runs are no record. “Collect more” is a verdict too.",
        ),
        "“What went well, what was hard, and what did I brief badly?”",
        (
            "Kluger & DeNisi 1996, on when feedback harms",
            "Wheeler, on charts that tell a signal from noise",
            "Wilson 1927 and Newcombe 1998, on intervals of small counts",
        ),
    ),
    Guide(
        "repeat",
        "Repeat",
        "One round proves little; the second and the third do. What was not reached and what was learned start the "
        "next round, so nobody begins from nothing.",
        (
            "Soon at first: after five results or two weeks. Then after six weeks, then every quarter.",
            "Take unmet goals along, but ask whether they are still the right ones.",
            "Widen what goes well twice in a row, before it gets dull.",
            "Where it does not work: train first. Part ways only after training, agreed goals and two rounds.",
        ),
        (
            "A calendar instead of a reason: no results, no round.",
            "Letting a good person wait a year for the next talk.",
        ),
        "“What should be different when we sit here next time?”",
        ("The rules of Hoursback's draft verdict, written out in its methods",),
    ),
    Guide(
        "leading",
        "Your own cycle: leading people",
        "Managing people is a skill, and most owners never had the chance to learn it. You assess, train and agree "
        "goals for yourself as well.",
        (
            "Four questions: do they know what is expected, were they shown what they need, do they get help when they "
            "ask, does anybody look at the work and talk about it?",
            "Answer them yourself first, then compare with what people say about being led by you.",
            "Pick the lowest one. Set one goal for it, with a date.",
            "Ask again after six weeks.",
        ),
        (
            "Working on four things at once.",
            "Guessing who said what. The mean appears from three people on for that reason.",
        ),
        "“What could I do next week that would make your work easier?”",
        ("The same rules as for everybody else, turned around",),
    ),
)
"""In the order of the phases, then the leader's own."""

FIRST_THINGS = {
    "expectations": "Write down, for one hand-off, what “done well” looks like, and let them say it back to you.",
    "training": "Spend one hour this week showing the thing that goes wrong most often, and watch it done once.",
    "guidance": "Keep two half hours a week in which anybody may ask anything, and answer at the latest then.",
    "follow_up": "Put a day into the calendar for each hand-off, and say one thing about the work on it.",
}
"""By side of leading (leading.AREAS): a first thing to do where it is the weakest."""
