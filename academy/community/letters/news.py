"""The letters about what people write, and about connections."""

from collections.abc import Sequence
from dataclasses import dataclass

from academy import routes
from academy.community.reasons import Reason
from academy.core.settings import settings
from academy.notifications.letters import Action, Entry, sample, write
from academy.notifications.schemas import Letter

TITLE_LENGTH = 40
EXCERPT_LENGTH = 700
SHOWN = 5
"""More replies than this are counted."""


SUBJECTS = {
    Reason.MENTION: "{who} mentioned you in “{title}”",
    Reason.ANSWER: "{who} answered you in “{title}”",
    Reason.INSTRUCTOR: "{who} answered in “{title}”",
    Reason.OWN_THREAD: "{who} replied to “{title}”",
    Reason.FOLLOW: "{who} replied in “{title}”",
}
REASONS = {
    Reason.MENTION: "You get this because you were mentioned.",
    Reason.ANSWER: "You get this because it answers what you wrote.",
    Reason.INSTRUCTOR: "You get this because an instructor answered in a thread of yours, or one you follow.",
    Reason.OWN_THREAD: "You get this because you started the thread.",
    Reason.FOLLOW: "You get this because you follow the thread.",
}


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread a letter is about; `public_id` is the one in its address."""

    public_id: str
    title: str

    @property
    def short(self) -> str:
        """Its title, cut so that a subject keeps to a line."""
        return cut(self.title, TITLE_LENGTH)


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply in a letter: who wrote it, and its text without its markup."""

    number: int
    author: str
    text: str


THREAD = Thread("a-thread", "How do you keep a prompt library that people really use?")
REPLY = NewReply(12, "Kenji Mori", "We kept ours beside the code.\nEach has an owner, and a test that runs every week.")
OTHER = NewReply(14, "Ines Duarte", "A library nobody prunes is an attic. Ours loses a third every quarter.")


def cut(text: str, length: int) -> str:
    """The beginning of a text."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def subject_of(why: Reason, who: str, thread: Thread) -> str:
    """The news in a line."""
    return SUBJECTS[why].format(who=cut(who, 24), title=thread.short)


@sample(name="Amara Okafor", why=Reason.MENTION, thread=THREAD, replies=[REPLY], more=0)
@sample(name="Amara Okafor", why=Reason.INSTRUCTOR, thread=THREAD, replies=[OTHER], more=0)
@sample(name="Amara Okafor", why=Reason.FOLLOW, thread=THREAD, replies=[REPLY, OTHER], more=3)
def replied(*, name: str, why: Reason, thread: Thread, replies: Sequence[NewReply], more: int) -> Letter:
    """One or several new replies in a thread, with a button to answer the first."""
    first, count = replies[0], len(replies) + more
    subject = subject_of(why, first.author, thread)
    if count > 1 and why == Reason.FOLLOW:
        subject = f"{count} new replies in “{thread.short}”"
    rest = [f"There {'is one more reply' if more == 1 else f'are {more} more replies'} in the thread."] if more else []
    return write(
        subject,
        f"Hello {name},",
        f"this is new in “{thread.title}”:",
        entries=[_entry(reply, thread) for reply in replies],
        action=Action(f"Answer {cut(first.author, 24)}", address(thread, reply=first.number, answers=True)),
        after=rest,
        why=REASONS[why],
    )


@sample(name="Amara Okafor", author="Kenji Mori", thread=THREAD, text="@Amara Okafor how did you begin?")
def mentioned(*, name: str, author: str, thread: Thread, text: str) -> Letter:
    """Somebody is mentioned in what starts a thread."""
    return write(
        subject_of(Reason.MENTION, author, thread),
        f"Hello {name},",
        f"{author} started “{thread.title}” and mentions you:",
        entries=[Entry(author, cut(text, EXCERPT_LENGTH))],
        action=Action("Answer in the thread", address(thread, answers=True)),
        why=REASONS[Reason.MENTION],
    )


@sample(name="Amara Okafor", author="Ines Duarte", thread=THREAD, text="Tomorrow we begin half an hour later.")
def announced(*, name: str, author: str, thread: Thread, text: str) -> Letter:
    """Whoever leads a place has something to say to everybody there."""
    return write(
        f"Announcement: {cut(thread.title, 60)}",
        f"Hello {name},",
        f"{author} has something to say to all of you:",
        entries=[Entry(thread.title, cut(text, EXCERPT_LENGTH))],
        action=Action("Read the announcement", address(thread)),
        why="You get this because it was written for everybody there.",
    )


@sample(name="Kenji Mori", thread=THREAD, reply=REPLY, is_asker=False)
@sample(name="Amara Okafor", thread=THREAD, reply=REPLY, is_asker=True)
def best_answer(*, name: str, thread: Thread, reply: NewReply, is_asker: bool) -> Letter:
    """A reply was marked as the best answer: to who wrote it, or to who asked."""
    subject, words = f"Your answer is the best in “{thread.short}”", "what you wrote was marked as the best answer:"
    if is_asker:
        subject, words = f"“{thread.short}” has a best answer", f"an answer of {reply.author} was marked as the best:"
    return write(
        subject,
        f"Hello {name},",
        words,
        entries=[_entry(reply, thread)],
        action=Action("Open the thread", address(thread, reply=reply.number)),
        why="You get this because you asked." if is_asker else "You get this because you wrote the answer.",
    )


@sample(name="Amara Okafor", requester="Kenji Mori", note="We sat in the same group in March.")
@sample(name="Amara Okafor", requester="Kenji Mori", note="")
def connection_requested(*, name: str, requester: str, note: str) -> Letter:
    """Somebody wants to be connected."""
    return write(
        f"{cut(requester, 40)} wants to connect with you",
        f"Hello {name},",
        f"{requester} would like to be in your network. They are not told if you decline.",
        entries=[Entry(requester, cut(note, EXCERPT_LENGTH))] if note else (),
        action=Action("Look at the request", _whole(routes.NETWORK.url())),
        why="You get this because somebody asked to connect with you.",
    )


@sample(name="Kenji Mori", other="Amara Okafor")
def connection_accepted(*, name: str, other: str) -> Letter:
    """Somebody agreed to be connected."""
    return write(
        f"You and {cut(other, 40)} are connected",
        f"Hello {name},",
        f"{other} has accepted your request and is in your network now.",
        action=Action("See my network", _whole(routes.NETWORK.url())),
        why="You get this because you asked to connect.",
    )


def path(thread: Thread, *, reply: int = 0, answers: bool = False) -> str:
    """Where a thread is, at a reply if one is given, and with the composer open if it is to be answered."""
    asked = {**({"reply": str(reply)} if reply else {}), **({"answer": "1"} if answers else {})}
    return routes.THREAD.url(public_id=thread.public_id, query=asked or None)


def address(thread: Thread, *, reply: int = 0, answers: bool = False) -> str:
    """As `path`, as a whole address."""
    return _whole(path(thread, reply=reply, answers=answers))


def _entry(reply: NewReply, thread: Thread) -> Entry:
    return Entry(reply.author, cut(reply.text, EXCERPT_LENGTH), address(thread, reply=reply.number))


def _whole(path: str) -> str:
    return settings().base_url + path
