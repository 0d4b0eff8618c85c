"""What is written in a thread, all the way to a mail server."""

from datetime import timedelta

from academy import routes
from academy.community import service, subscribers
from academy.community.models import DiscussionThread
from academy.core.database import Database
from academy.identity.viewer import resolve_viewer
from academy.live import Runtime, Viewer
from academy.live.job_queue import Queue
from academy.live.job_runner import JobRunner
from academy.notifications import subscribers as mail
from tests.community.talk import talk_of
from tests.notifications.conftest import MailServer, configure, mail_server
from tests.world import FrozenClock, Live

__all__ = ["configure", "mail", "mail_server", "subscribers"]


def test_replies_settle_and_arrive_as_one_letter_with_a_way_to_answer_and_a_way_out(
    database: Database, clock: FrozenClock, mail_server: MailServer
) -> None:
    talk = talk_of(Live(database, clock))
    ada, ben, poster = (talk.person(name) for name in ("Ada", "Ben", "Poster"))
    talk.start(ada)
    talk.follow(ben)
    with talk.live.system() as ctx:
        public_id = ctx.session.get_one(DiscussionThread, talk.thread_id).public_id
    runtime = Runtime(database, resolve_viewer, clock=clock, scheduler=Queue())
    for words in ("We keep ours beside the code.", "And each has an owner."):
        asked = {"public_id": public_id, "content": words, "client_key": words}
        runtime.write(service.post_reply, Viewer(user_id=poster, role="individual"), **asked)
        JobRunner(runtime).run_due()
    assert mail_server.recipients == ["ada@talk.example"], "it is her thread; Ben's letter settles"
    clock.advance(timedelta(minutes=10))
    JobRunner(runtime).run_due()
    assert mail_server.recipients == ["ada@talk.example", "ben@talk.example"]
    letter = mail_server.received[-1]
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert letter["Subject"] == "2 new replies in “How do you keep prompts?”"
    assert "We keep ours beside the code." in text
    assert routes.THREAD.url(public_id=public_id, query={"reply": "1", "answer": "1"}) in text
    assert letter["List-Unsubscribe"].startswith("<http://localhost:3000/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
