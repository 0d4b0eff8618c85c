"""What people of the demo academy talk about."""

from dataclasses import dataclass

from academy.community.models import ThreadCategory


@dataclass(frozen=True)
class ReplyText:
    """A reply: who by name, how many minutes ago, in answer to which number (0: the thread), and how many like it."""

    author: str
    minutes_ago: int
    content: str
    parent: int = 0
    likes: int = 0


@dataclass(frozen=True)
class ThreadText:
    """A thread for everybody; `best` is the number of the best answer, `read_by` says who has read how far."""

    title: str
    author: str
    minutes_ago: int
    content: str
    category: ThreadCategory
    tags: tuple[str, ...]
    replies: tuple[ReplyText, ...]
    likes: int = 0
    best: int = 0
    read_by: tuple[tuple[str, int], ...] = ()


HOUR, DAY = 60, 24 * 60

SOURCES = ThreadText(
    title="How do you stop the model from inventing sources?",
    author="Amara Okafor",
    minutes_ago=26 * HOUR,
    content=(
        "In yesterday's workshop my market summary cited two reports that don't exist. I asked for links and got"
        " plausible ones.\n\nWhat do you do in practice, **before** it reaches a client?"
    ),
    category=ThreadCategory.QUESTION,
    tags=("prompting", "sources"),
    likes=9,
    best=1,
    read_by=(("Amara Okafor", 6), ("Tomás Rivera", 3)),
    replies=(
        ReplyText(
            "Priya Raman",
            25 * HOUR,
            "Give it the sources, don't ask for them. Paste the passages, number them, and require a number behind each"
            " claim:\n\n```\nAnswer only from the passages below. Put the number of the passage behind every claim."
            "\nIf no passage says it, write: not in the sources.\n```\n\nWhatever carries no number is a guess, and you"
            " can see it at a glance.",
            likes=11,
        ),
        ReplyText(
            "Tomás Rivera", 24 * HOUR, "This. I also ask for a second pass that only checks the numbers.", 1, likes=3
        ),
        ReplyText(
            "Amara Okafor",
            23 * HOUR,
            "Does the second pass find much? I am worried that it nods at its own mistakes.",
            2,
        ),
        ReplyText(
            "Tomás Rivera",
            22 * HOUR,
            "In a new conversation, yes: one in twenty or so. In the same one it defends what it has said.",
            3,
            likes=4,
        ),
        ReplyText(
            "Hannah Vogel",
            9 * HOUR,
            "We made it a rule that a person opens every link before a summary leaves the house. It sounds slow, and it"
            " takes three minutes:\n\n1. Is there such a page?\n2. Does it say that?\n3. Is it from this year?",
            likes=6,
        ),
        ReplyText("Amara Okafor", 8 * HOUR, "Three questions I can put on a card. Thank you!", 5, likes=1),
        ReplyText(
            "Tomás Rivera",
            50,
            "One more: ask for the *sentence* it relies on, word for word, and search for that. An invented sentence"
            " finds nothing.",
            likes=2,
        ),
        ReplyText("Priya Raman", 12, "I am stealing that for the next cohort.", 7),
    ),
)

WINS = ThreadText(
    title="Show us a prompt that saved you an hour this week",
    author="Priya Raman",
    minutes_ago=3 * DAY,
    content="Small and ordinary is best. Say what you had before, what you asked, and what you still checked yourself.",
    category=ThreadCategory.SHOW_AND_TELL,
    tags=("prompting", "wins"),
    likes=5,
    replies=(
        ReplyText(
            "Hannah Vogel",
            2 * DAY,
            "Minutes of a two-hour meeting into *decisions, owners, dates*. I check the dates; it once moved a deadline"
            " to a Sunday.",
            likes=4,
        ),
        ReplyText(
            "Amara Okafor",
            2 * DAY - 40,
            "Forty carrier e-mails into one table. What helped was saying what to write when something is missing.",
            likes=3,
        ),
        ReplyText("Priya Raman", DAY, "“Say what to do when it is missing” belongs on a poster.", 2, likes=2),
    ),
)

THREADS = (SOURCES, WINS)
