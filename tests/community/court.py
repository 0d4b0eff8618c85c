"""A thread for everybody with people who read it, and what moderation makes of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from academy.community import service, subscribers
from academy.community.models import (
    ActKind,
    ContentFlag,
    ContentStatus,
    DiscussionReply,
    DiscussionThread,
    FlagReason,
    FlagVerdict,
    ModerationAction,
    ModerationCase,
    UserSuspension,
)
from academy.community.schemas.moderation import CaseDetail, Desk
from academy.identity.models import RoleAssignment, ScopedRole, User, UserRole
from academy.live import Viewer
from academy.notifications.models import MailMessage, Notification
from tests.community.threads import post, start, thread
from tests.world import Live

assert subscribers.moderation
READERS = ("una", "vic", "wen", "xan", "yip")
LONG_AGO = timedelta(days=90)


@dataclass
class Court:
    """Ada has started a thread, Ben has replied (number 1); Mia moderates everywhere, Olga administers."""

    live: Live
    people: dict[str, Viewer]
    public_id: str

    def __getitem__(self, name: str) -> Viewer:
        return self.people[name]

    def flag(self, *names: str, number: int = 1, reason: FlagReason = FlagReason.SPAM, note: str = "") -> None:
        for name in names:
            self.live.write(
                service.flag_content, self[name], public_id=self.public_id, number=number, reason=reason, note=note
            )

    def withdraw(self, name: str, number: int = 1) -> None:
        self.live.write(service.withdraw_flag, self[name], public_id=self.public_id, number=number)

    def moderate(self, kind: ActKind, *, by: str = "mia", number: int = 1, **more: Any) -> int:
        return self.live.write(service.moderate, self[by], public_id=self.public_id, number=number, kind=kind, **more)

    def undo(self, action_id: int, *, by: str = "mia") -> None:
        self.live.write(service.undo, self[by], action_id=action_id)

    def suspend(self, *, by: str = "mia", number: int = 1, days: int = 7, **more: Any) -> int:
        return self.live.write(
            service.suspend, self[by], public_id=self.public_id, number=number, days=days, reason="Shouting.", **more
        )

    def post(self, name: str = "ben", content: str = "A reply.") -> int:
        return post(self.live, self[name], self.public_id, content)

    def case(self, *, by: str = "mia", number: int = 1) -> CaseDetail:
        """The case of an item, as a moderator sees it."""
        reply = None if number == 0 else self.reply(number).id
        with self.live.system() as ctx:
            case = ctx.session.exec(select(ModerationCase).where(ModerationCase.reply_id == reply)).one()
        found = self.live.read(service.case_detail, self[by], case_id=case.id)
        assert found is not None
        return found

    def queue(self, *, by: str = "mia", desk: Desk = Desk.TEACH) -> list[str]:
        page = self.live.read(service.queue_page, self[by], desk=desk)
        return [f"{row.excerpt}: {', '.join(row.reasons)}" for row in page.rows]

    def reply(self, number: int = 1) -> DiscussionReply:
        with self.live.system() as ctx:
            return ctx.session.exec(select(DiscussionReply).where(DiscussionReply.number == number)).one()

    def thread(self) -> DiscussionThread:
        return thread(self.live, self.public_id)

    def status(self, number: int = 1) -> ContentStatus:
        return self.thread().status if number == 0 else self.reply(number).status

    def verdicts(self) -> list[FlagVerdict]:
        with self.live.system() as ctx:
            return [row.verdict for row in ctx.session.exec(select(ContentFlag).order_by(col(ContentFlag.id)))]

    def acts(self) -> list[ModerationAction]:
        with self.live.system() as ctx:
            return list(ctx.session.exec(select(ModerationAction).order_by(col(ModerationAction.id))))

    def suspensions(self) -> list[UserSuspension]:
        with self.live.system() as ctx:
            return list(ctx.session.exec(select(UserSuspension).order_by(col(UserSuspension.id))))

    def bell(self, name: str) -> list[str]:
        with self.live.system() as ctx:
            rows = select(Notification).where(Notification.user_id == self[name].user_id)
            return [row.title for row in ctx.session.exec(rows.order_by(col(Notification.id)))]

    def mail(self, name: str) -> list[MailMessage]:
        with self.live.system() as ctx:
            rows = select(MailMessage).where(MailMessage.user_id == self[name].user_id)
            return list(ctx.session.exec(rows.order_by(col(MailMessage.id))))

    def remember(self, name: str, *, upheld: int = 0, rejected: int = 0) -> None:
        """Let somebody have flagged before, with this outcome."""
        verdicts = [FlagVerdict.UPHELD] * upheld + [FlagVerdict.REJECTED] * rejected
        for verdict in verdicts:
            other = self.reply(self.post("ada", f"Earlier {len(self.acts())} {verdict} {name}"))
            self.live.add(
                ContentFlag(
                    user_id=self[name].user_id,
                    thread_id=other.thread_id,
                    reply_id=other.id,
                    reason=FlagReason.SPAM,
                    verdict=verdict,
                    resolved_at=self.live.clock(),
                )
            )


def convene(live: Live) -> Court:
    """Let everybody have had their account for long; Ben has posted often enough to be known."""
    people = {}
    with live.system() as ctx:
        for name in ("ada", "ben", "mia", "ines", "olga", "otto", *READERS):
            role = UserRole.PLATFORM_ADMIN if name in {"olga", "otto"} else UserRole.INDIVIDUAL
            user = User(email=f"{name}@court.example", name=name.title(), role=role, created_at=ctx.now - LONG_AGO)
            ctx.session.add(user)
            ctx.session.flush()
            people[name] = Viewer(user_id=user.id, role=role.value)
        ctx.session.add(RoleAssignment(user_id=people["mia"].user_id, role=ScopedRole.MODERATOR))
    court = Court(live, people, start(live, people["ada"]))
    assert court.post() == 1
    return court
