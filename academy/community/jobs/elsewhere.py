"""Work on other platforms, and following what people have. Everything here may run twice."""

from academy.community.adapters import ADAPTERS, Adapter, Busy, Member, Refused, Way
from academy.community.models import CommunitySecrets, CommunitySettings
from academy.community.schemas.elsewhere import Task
from academy.community.service import belonging, elsewhere, elsewhere_desk
from academy.core.secrets import unlocked
from academy.live import SYSTEM, Runtime
from academy.live.jobs import cron, job, write_once


@job(is_unique=True)
def follow_person(runtime: Runtime, *, user_id: int) -> None:
    """Let somebody belong where they may now, and nowhere else."""
    runtime.write(belonging.follow_people, SYSTEM, user_ids=[user_id])


@job()
def follow_person_later(runtime: Runtime, *, user_id: int) -> None:
    """As `follow_person`, at the moment when what they have ends; until then it keeps no other from running."""
    runtime.write(belonging.follow_people, SYSTEM, user_ids=[user_id])


@job(is_unique=True)
def follow_everybody(runtime: Runtime) -> None:
    """Let everybody belong where they may now, and nowhere else."""
    after: int | None = 0
    while after is not None:
        after = runtime.write(belonging.follow_everybody, SYSTEM, after=after)


@cron("23 4 * * *")
def sweep_communities(runtime: Runtime) -> None:
    """Once a day look at everybody, whatever was missed, and take up what was left."""
    follow_everybody(runtime)
    after: int | None = 0
    while after is not None:
        after = runtime.write(belonging.take_up_what_is_left, SYSTEM, after=after)


@job(is_unique=True)
def settle_membership(runtime: Runtime, *, membership_id: int) -> None:
    """Tell the platform what has become of somebody's membership, and write down what it says."""
    task = runtime.read(belonging.task_of, SYSTEM, membership_id=membership_id)
    if task is None:
        return
    try:
        member_id = _carry_out(task)
    except Refused as refusal:
        write_once(runtime, belonging.note_stuck, membership_id=membership_id, words=str(refusal))
    except Busy as busy:
        write_once(runtime, belonging.ask_later, membership_id=membership_id, seconds=busy.seconds)
    else:
        if task.is_joining:
            write_once(runtime, belonging.note_joined, membership_id=membership_id, member_id=member_id)
        else:
            write_once(runtime, belonging.note_removed, membership_id=membership_id)


@job(is_unique=True)
def check_community(runtime: Runtime, *, community_id: int) -> None:
    """Ask the API of a community what it is called."""
    way = runtime.read(elsewhere_desk.way_of, SYSTEM, community_id=community_id)
    if way is None:
        return
    try:
        adapter_of(way).check()
    except Refused as refusal:
        problem = str(refusal)
    else:
        problem = ""
    write_once(runtime, elsewhere_desk.note_check, community_id=community_id, problem=problem)


def adapter_of(task: Task) -> Adapter:
    """The way to a community.

    Raises:
        Refused: What opens it was encrypted with another key.
    """
    try:
        secrets = CommunitySecrets.model_validate_json(unlocked(elsewhere_desk.COMMUNITY, task.secret))
    except LookupError:
        raise Refused("The token was encrypted with another key. Enter it again.") from None
    known = CommunitySettings(role_id=task.role_id, channel_ids=task.channel_ids, space_ids=task.space_ids)
    return ADAPTERS[task.platform](Way(task.community_id, secrets, known))


def _carry_out(task: Task) -> str:
    found = adapter_of(task)
    token = unlocked(elsewhere.ACCOUNT, task.token) if task.token else ""
    member = Member(email=task.email, name=task.name, external_id=task.member_id, token=token)
    if task.is_joining:
        return found.add(member) or ""
    found.remove(member)
    return ""
