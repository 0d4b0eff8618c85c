"""What a thread is to the person who reads it, and who else is there."""

from academy.core.schema import ReadModel


class MyThread(ReadModel):
    """The viewer in a thread.

    Attributes:
        liked: The numbers of the replies that they like.
        read_until: The number up to which they have read; None if they have never been there.
        suspended: Why they may not write, in a sentence.
        closed: Why nobody may reply any more, in a sentence.
    """

    user_id: int
    is_liked: bool = False
    liked: list[int] = []
    is_followed: bool = False
    is_muted: bool = False
    is_bookmarked: bool = False
    is_seen: bool = False
    read_until: int | None = None
    may_reply: bool = False
    may_choose: bool = False
    suspended: str = ""
    closed: str = ""


class PersonHere(ReadModel):
    """Somebody who has the thread open."""

    user_id: int
    name: str


class PeopleHere(ReadModel):
    """How many have the thread open, some of them by name, and who is writing."""

    count: int = 0
    faces: list[PersonHere] = []
    writing: list[PersonHere] = []


class ThreadEnd(ReadModel):
    """How far a thread goes: its last number, how many replies stand at the top, and how many stand at all.

    `best` is the number of the best answer, 0 if there is none to be seen; `gone` are those of the latest numbers whose
    replies nobody sees.
    """

    last_number: int = 0
    top_count: int = 0
    reply_count: int = 0
    best: int = 0
    best_author: str = ""
    gone: list[int] = []
