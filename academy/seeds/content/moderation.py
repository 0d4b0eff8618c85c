"""What was reported, held back and decided in the demo academy."""

from dataclasses import dataclass

from academy.community.models import ActKind, FlagReason

PHRASES = ("earn from home", "guaranteed returns", "cheap followers", "crypto signals", "limited time offer")
"""Words that hold back what contains them."""


@dataclass(frozen=True)
class FlagText:
    """Somebody reports it, so many hours ago."""

    person: str
    reason: FlagReason
    hours_ago: int
    note: str = ""


@dataclass(frozen=True)
class PostText:
    """A reply; `act` is what a moderator has done about it, or a rule that holds it back."""

    author: str
    content: str
    hours_ago: int
    flags: tuple[FlagText, ...] = ()
    act: ActKind | None = None
    reason: str = ""
    rule: str = ""


SPAM, OFF_TOPIC, HARASSMENT = FlagReason.SPAM, FlagReason.OFF_TOPIC, FlagReason.HARASSMENT

TITLE = "Which meeting assistants do you trust with client calls?"
OPENING = (
    "Our sales team wants one that joins every call. Legal asks where the recordings go, and I have no good answer.\n\n"
    "What do you use, and what did your data protection people say?"
)
AUTHOR = "Omar Farouk"
REPLIES = (
    PostText(
        "Julia Weber",
        "We only let it run where everybody has said yes at the start of the call. It is one sentence, and nobody has "
        "ever minded being asked.",
        90,
    ),
    PostText(
        "Mateus Oliveira",
        "Honestly, people who record customers without asking should not be let near a phone. You are one of them, and "
        "your company deserves the fine it will get.",
        70,
        (
            FlagText("Omar Farouk", HARASSMENT, 60, "This is about me, and it is not true."),
            FlagText("Julia Weber", HARASSMENT, 58),
            FlagText("Rosa Delgado", FlagReason.OTHER, 50, "A fair point, said in a way that ends the talk."),
        ),
        rule="flags",
        reason="Several people have reported it.",
    ),
    PostText(
        "Rosa Delgado",
        "Has anybody tried glazing with the new kiln app? It reads cones from a photo!",
        40,
        (FlagText("Hye-jin Park", OFF_TOPIC, 30, "Lovely, and not about meetings."),),
    ),
    PostText(
        "Daniel Goldberg",
        "I compared four of them: https://notes.example/a, https://notes.example/b, https://notes.example/c and "
        "https://notes.example/d. My table is on the last one.",
        20,
        rule="links",
        reason="New accounts may put two links into a post, and this one has more.",
    ),
    PostText(
        "Chloé Martin",
        "The transcript of our call with a customer, so that you see what it makes of names: “Frau Albers, born 1961, "
        "asked about her pension …”",
        300,
        (FlagText("Julia Weber", FlagReason.PRIVATE_DATA, 299),),
        act=ActKind.HIDE,
        reason="It shows a customer's name and birth year. Take them out, and it can come back.",
    ),
)

COHORT_TITLE = "Prompts for the weekly report"
COHORT_OPENING = "Mine begins with the three figures my manager always asks for. What do yours begin with?"
COHORT_REPLY = "Just buy the pack of 500 prompts from my cousin's shop, it has everything, ask me for the code."

SUSPENDED = "Mateus Oliveira"
SUSPENDED_FOR = "Shouting at others after two warnings."
"""A suspension of a week, which is over."""
