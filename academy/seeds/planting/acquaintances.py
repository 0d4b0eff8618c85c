"""What people show of themselves, and who knows whom."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from academy.community.models import ConnectionSource, ConnectionStatus, MemberProfile, PeerConnection
from academy.community.policy import BELONGS
from academy.enrollment.models import Enrollment
from academy.identity.models import User
from academy.seeds.content.acquaintances import CARDS, NOTE
from academy.seeds.content.people import AMARA
from academy.seeds.planting.ground import Ground

KNOWN = 3
AFTER_MEETING = timedelta(days=3)
LATELY = timedelta(hours=20)


def plant_acquaintances(ground: Ground) -> None:
    """Plant cards, and what has come of one learner's cohorts: some connections, and a request each way."""
    for text in CARDS:
        user = ground.users[text.person.email]
        if text.linkedin:
            user.linkedin_url = f"https://www.linkedin.com/in/{text.linkedin}"
        ground.plant(
            MemberProfile(
                created_at=user.created_at,
                user_id=user.id,
                headline=text.headline,
                about=text.about,
                shows_linkedin=bool(text.linkedin),
                is_suggestible=text.is_suggestible,
            )
        )
    amara = ground.users[AMARA.email]
    peers = _peers(ground, amara)
    for other, met_at in peers[:KNOWN]:
        _connect(ground, other, amara, asked_at=met_at + AFTER_MEETING, accepted_at=met_at + 2 * AFTER_MEETING)
    if len(peers) > KNOWN:
        _connect(ground, peers[KNOWN][0], amara, asked_at=ground.now - LATELY, note=NOTE)
    if len(peers) > KNOWN + 1:
        _connect(ground, amara, peers[KNOWN + 1][0], asked_at=ground.now - 3 * LATELY)


def _peers(ground: Ground, user: User) -> list[tuple[User, datetime]]:
    """Those in somebody's cohorts that are over, and when these began; the latest cohort first."""
    cohorts = select(Enrollment.cohort_id).where(Enrollment.user_id == user.id, col(Enrollment.status).in_(BELONGS))
    mine = set(ground.session.exec(cohorts))
    by_id = {other.id: other for other in ground.users.values()}
    found: dict[int, datetime] = {}
    begun = [
        cohort for cohort in ground.cohorts if cohort.id in mine and cohort.end_date < ground.now - 3 * AFTER_MEETING
    ]
    for cohort in sorted(begun, key=lambda cohort: cohort.start_date, reverse=True):
        seats = select(Enrollment.user_id).where(
            Enrollment.cohort_id == cohort.id, col(Enrollment.status).in_(BELONGS), Enrollment.user_id != user.id
        )
        for user_id in ground.session.exec(seats.order_by(col(Enrollment.id))):
            found.setdefault(user_id, cohort.start_date)
    return [(by_id[user_id], met_at) for user_id, met_at in found.items()]


def _connect(
    ground: Ground,
    asking: User,
    other: User,
    *,
    asked_at: datetime,
    accepted_at: datetime | None = None,
    note: str = "",
) -> None:
    low, high = sorted((asking.id, other.id))
    ground.plant(
        PeerConnection(
            created_at=asked_at,
            user_id=low,
            connected_user_id=high,
            requester_id=asking.id,
            connection_source=ConnectionSource.COHORT,
            status=ConnectionStatus.ACCEPTED if accepted_at else ConnectionStatus.PENDING,
            note=note,
            requested_at=asked_at,
            accepted_at=accepted_at,
        )
    )
