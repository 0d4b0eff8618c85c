"""What the queries of moderation are asked."""

from typing import Any

from academy.community import service as community
from academy.community.models import ActKind
from academy.community.schemas.moderation import Desk, Waiting
from academy.live import Query
from tests.queries.town import Town

FROM = '["2026-03-02T09:00:00Z", 1]'


def moderation_arguments(town: Town) -> dict[Query[..., Any], list[dict[str, Any]]]:
    """The arguments of moderation's queries."""
    threads = [{"public_id": town[f"thread {name}"].public_id} for name in ("april", "hidden", "private")]
    desks: list[dict[str, Any]] = [{"desk": desk} for desk in Desk]
    further = [{**desk, "until": FROM} for desk in desks]
    return {
        community.my_flags: threads,
        community.as_seen: [{**one, "number": number} for one in threads for number in (0, 1)],
        community.cases_here: threads,
        community.my_suspension: [{}, *threads, {"place": "course.basics"}],
        community.case_detail: [{}, {"case_id": town["case"].id}, {"case_id": 0}],
        community.desk_counts: desks,
        community.queue_page: [*further, *({**desk, "show": show} for desk in desks for show in Waiting)],
        community.log_page: [
            *further,
            *({**desk, "kind": ActKind.HOLD, "by": "rules", "words": "shout"} for desk in desks),
        ],
        community.suspended_page: further,
    }
