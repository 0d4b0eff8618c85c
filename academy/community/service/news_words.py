"""What the bell, a letter and a digest say of what is new in a thread."""

from dataclasses import dataclass

from academy.community.letters import news as letters
from academy.community.markup import to_text
from academy.community.models import DiscussionReply, DiscussionThread
from academy.community.reasons import Reason
from academy.community.service.window import News, Window
from academy.notifications.models import Category
from academy.notifications.schemas import Letter

LINE = 140


@dataclass(frozen=True, slots=True)
class Words:
    """An entry in the bell, or in a digest."""

    category: Category
    title: str
    text: str
    url: str


def thread_of(thread: DiscussionThread) -> letters.Thread:
    """What letters say of a thread."""
    return letters.Thread(thread.public_id, thread.title)


def line_of(content: str) -> str:
    """The beginning of what somebody wrote, in a line without its markup."""
    return letters.cut(" ".join(to_text(content).split()), LINE)


def in_bell(window: Window, news: News) -> Words:
    """One entry for all that is new, led by what concerns the person most; of that, the latest."""
    thread, others = thread_of(window.thread), len(news) - 1
    first = min(reason for reason, _ in news)
    leading = next(reply for reason, reply in reversed(news) if reason == first)
    title = letters.subject_of(first, window.authors[leading.author_id], thread)
    if first == Reason.FOLLOW and others:
        title = f"{len(news)} new replies in “{thread.short}”"
    more = f" · {others} more {'reply' if others == 1 else 'replies'}" if others and first != Reason.FOLLOW else ""
    url = letters.path(thread, reply=leading.number)
    return Words(first.category, title, line_of(leading.content) + more, url)


def in_letter(window: Window, name: str, news: News) -> tuple[Letter, Words]:
    """A letter to somebody of that name with what is new, what concerns them most first; and its words in a digest."""
    first = min(reason for reason, _ in news)
    best = [reply for reason, reply in news if reason == first]
    shown = [*best, *(reply for reason, reply in news if reason != first)][: letters.SHOWN]
    letter = letters.replied(
        name=name,
        why=first,
        thread=thread_of(window.thread),
        replies=[_new(window, reply) for reply in shown],
        more=len(news) - len(shown),
    )
    return letter, Words(first.category, letter.subject, line_of(best[0].content), letter.path)


def _new(window: Window, reply: DiscussionReply) -> letters.NewReply:
    return letters.NewReply(reply.number, window.authors[reply.author_id], to_text(reply.content))
