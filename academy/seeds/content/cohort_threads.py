"""What people discuss in a course, in a cohort that runs, in one of its sessions, and in a company's own."""

from dataclasses import dataclass
from enum import StrEnum

from academy.community.models import ThreadCategory


class Spot(StrEnum):
    COURSE = "course"
    RUNNING = "running"
    FIRST_SESSION = "first session"
    PRIVATE = "private"


@dataclass(frozen=True)
class Post:
    """What somebody wrote: `writer` counts the people of the cohort, -1 is its instructor."""

    writer: int
    hours_ago: int
    content: str


@dataclass(frozen=True)
class CohortThread:
    """A thread in a place that not everybody reads; the first post opens it."""

    spot: Spot
    title: str
    category: ThreadCategory
    posts: tuple[Post, ...]
    tags: tuple[str, ...] = ()
    likes: int = 0
    best: int = 0
    is_pinned: bool = False
    is_announcement: bool = False


QUESTION, DISCUSSION = ThreadCategory.QUESTION, ThreadCategory.DISCUSSION
SHOW, RESOURCE = ThreadCategory.SHOW_AND_TELL, ThreadCategory.RESOURCE
INSTRUCTOR = -1

COHORT_THREADS = (
    CohortThread(
        Spot.COURSE,
        "Which model do you use for first drafts?",
        DISCUSSION,
        (
            Post(0, 190, "I keep changing between three of them. What made you stay with one?"),
            Post(1, 170, "Price, honestly. The small one is good enough for a draft that I rewrite anyway."),
            Post(2, 60, "The one my company has a contract with: I may paste client text there, and nowhere else."),
        ),
        ("models",),
        likes=4,
    ),
    CohortThread(
        Spot.COURSE,
        "A checklist for reading what a model wrote",
        RESOURCE,
        (
            Post(
                3,
                120,
                "Made from my notes of day two:\n\n1. Does every number have a source?\n2. Is every name spelled right?"
                "\n3. Would I say this to a customer?",
            ),
            Post(0, 96, "It hangs beside my desk now. Thank you!"),
        ),
        ("checklists",),
        likes=11,
    ),
    CohortThread(
        Spot.RUNNING,
        "Welcome, and how we work these two days",
        DISCUSSION,
        (
            Post(
                INSTRUCTOR,
                40,
                "Good to have you all here. **Questions belong in this place**, so that everybody learns from the"
                " answer.\n\nBring one prompt from your own work; we take it apart on day two.",
            ),
            Post(0, 30, "Mine writes the weekly report. It is too long by half."),
        ),
        likes=6,
        is_pinned=True,
        is_announcement=True,
    ),
    CohortThread(
        Spot.RUNNING,
        "Examples in the prompt, or rules?",
        QUESTION,
        (
            Post(1, 9, "With three examples mine copies their tone too closely. With rules it forgets half of them."),
            Post(2, 8, "Two examples that differ as much as they can. Then it finds the rule by itself."),
            Post(
                INSTRUCTOR,
                6,
                "Both: few rules first, then *one* example that follows all of them. Test it on a case"
                " that the example does not show.",
            ),
            Post(1, 4, "One example and four rules did it. It even keeps to the length."),
        ),
        ("examples", "prompting"),
        likes=5,
        best=2,
    ),
    CohortThread(
        Spot.RUNNING,
        "My prompt for meeting notes, before and after",
        SHOW,
        (
            Post(
                3,
                5,
                "Before: `Summarise this.`\n\nAfter:\n\n```\nYou write minutes. For each decision: who, what, by"
                " when. Leave out the rest.\n```",
            ),
        ),
        ("meetings",),
        likes=3,
    ),
    CohortThread(
        Spot.FIRST_SESSION,
        "Where are the slides of this session?",
        QUESTION,
        (
            Post(4, 7, "I would like to look at the second exercise again."),
            Post(INSTRUCTOR, 6, "They are among your materials from this evening on."),
        ),
        best=1,
    ),
    CohortThread(
        Spot.PRIVATE,
        "What may we paste into it, and what not?",
        QUESTION,
        (
            Post(0, 300, "Are supplier contracts fine if the names are taken out?"),
            Post(INSTRUCTOR, 290, "By your policy, no: prices count as confidential too. Use the sample contract."),
            Post(1, 260, "Then let us put the sample contract into the shared folder."),
        ),
        ("policy",),
        best=1,
    ),
    CohortThread(
        Spot.PRIVATE,
        "Three things we automate first",
        DISCUSSION,
        (Post(2, 240, "Shipping notices, the weekly stock report, and answers to the usual questions. Who joins?"),),
        likes=2,
    ),
)
