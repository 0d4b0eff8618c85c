"""A thread for everybody, for tests of what is said in it."""

from sqlmodel import col, select

from academy.community import service
from academy.community.models import DiscussionReply, DiscussionThread, ThreadScope
from academy.community.schemas.replies import Branch, ReplyRow
from academy.community.service.shown import PAGE
from academy.live import Viewer
from tests.world import Live


def start(live: Live, author: Viewer, *, audience: str = "general") -> str:
    """Start a thread and return its public id."""
    assert author.user_id is not None
    thread = DiscussionThread(
        title="How do you stop the model from inventing sources?",
        content="It cited two reports that do not exist.",
        author_id=author.user_id,
        scope=ThreadScope.GENERAL,
        audience=audience,
        last_activity_at=live.clock(),
        last_author_id=author.user_id,
    )
    return live.add(thread).public_id


def post(live: Live, who: Viewer, public_id: str, content: str = "A reply.", parent: int | None = None) -> int:
    """Reply, each time anew."""
    key = f"key-{who.user_id}-{len(all_replies(live))}"
    return live.write(service.post_reply, who, public_id=public_id, content=content, parent=parent, client_key=key)


def thread(live: Live, public_id: str) -> DiscussionThread:
    """The thread as it is in the database."""
    with live.system() as ctx:
        return ctx.session.exec(select(DiscussionThread).where(DiscussionThread.public_id == public_id)).one()


def all_replies(live: Live) -> list[DiscussionReply]:
    """All replies as they are in the database."""
    with live.system() as ctx:
        return list(ctx.session.exec(select(DiscussionReply).order_by(col(DiscussionReply.id))))


def row(live: Live, who: Viewer, public_id: str, number: int) -> ReplyRow:
    """A reply as a reader sees it."""
    return next(one for one in shown(live, who, public_id) if one.number == number)


def shown(live: Live, who: Viewer, public_id: str) -> list[ReplyRow]:
    """All that a reader finds who opens every page and every branch."""
    end = live.read(service.thread_end, who, public_id=public_id)
    rows: list[ReplyRow] = []
    for page in range(-(-end.top_count // PAGE)):
        for one in live.read(service.reply_page, who, public_id=public_id, page=page).rows:
            rows += [one, *_below(live, who, public_id, one)]
    return rows


def _below(live: Live, who: Viewer, public_id: str, above: ReplyRow) -> list[ReplyRow]:
    rows: list[ReplyRow] = []
    start = 0
    left = above.folded
    while left:
        branch: Branch = live.read(service.branch, who, public_id=public_id, number=above.number, start=start, size=3)
        for one in branch.rows:
            rows += [one, *_below(live, who, public_id, one)]
        assert branch.more == left - len(branch.rows)
        left, start = branch.more, branch.rows[-1].number + 1
    return rows
