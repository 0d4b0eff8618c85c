"""What the queries of the community are asked."""

from typing import Any

from academy.community import service as community
from academy.community.models import ThreadCategory
from academy.community.schemas.elsewhere import MemberView
from academy.community.service import belonging, elsewhere, elsewhere_desk
from academy.community.service.boards import Sort
from academy.community.service.opening import Spot
from academy.community.service.places import OwnList
from academy.live import Query
from tests.queries.town import Town

UNTIL = '["2026-03-02T09:00:00Z", 2]'
THREADS = ("general", "basics", "april", "day", "hidden", "deleted", "private")


def places_of(town: Town) -> list[str]:
    """The keys of places of every kind, and one that leads nowhere."""
    april, session = town["april"].public_id, town["basics 1"].id
    private = town["private"].public_id
    cohorts = [f"cohort.{april}", f"session.{april}.{session}", f"cohort.{private}"]
    return ["general", "course.basics", *cohorts, "course.nowhere"]


def community_arguments(town: Town) -> dict[Query[..., Any], list[dict[str, Any]]]:
    """The arguments of the community's queries."""
    threads = [{"public_id": town[f"thread {name}"].public_id} for name in THREADS] + [{"public_id": "nothing"}]
    places = [{"place": place} for place in places_of(town)]
    return {
        **_discussion(threads),
        **_writing(town),
        community.unread_count: [{}, {"besides": threads[0]["public_id"]}],
        community.thread_list: [
            {},
            *places,
            *({"place": one} for one in OwnList if one),
            *({"place": "general", "sort": sort} for sort in Sort),
            {**places[2], "category": ThreadCategory.QUESTION, "tag": "words", "until": UNTIL},
        ],
        community.search: [{}, {"q": "words", "beyond": 3}, *({"q": "word", **place} for place in places)],
        community.shortcuts: [{"q": "words"}],
        **_elsewhere(town),
        community.door_of_seat: [
            {"public_id": town[name].public_id} for name in ("ada in april", "ben in april", "mo in private")
        ],
        community.door_of_cohort: [{"cohort_id": town[name].id} for name in ("april", "private")],
        community.place_view: [{}, *places],
        community.place_rights: [{}, *places],
        community.thread_head: threads,
        community.hidden_thread: threads,
        community.thread_rights: threads,
    }


def _discussion(threads: list[dict[str, Any]]) -> dict[Query[..., Any], list[dict[str, Any]]]:
    of_a_reply = [{**one, "number": number} for one in threads for number in (0, 1)]
    return {
        community.branch: [{**one, "number": 1, **more} for one in threads for more in ({}, {"start": 2, "size": 1})],
        community.branches: [{**one, "opened": [[1, 0, 5], [2, 0, 5]]} for one in threads],
        community.my_thread: threads,
        community.opening: [*threads, *({**one, "reply": 2, "spot": Spot.LATEST} for one in threads)],
        community.people_here: threads,
        community.history: of_a_reply[:-4],
        community.reply_page: [{**one, "page": page} for one in threads for page in (-1, 0)],
        community.reply_source: of_a_reply[:-4],
        community.thread_end: threads,
        community.withheld: threads,
    }


def _writing(town: Town) -> dict[Query[..., Any], list[dict[str, Any]]]:
    april, general = {"thread": town["thread april"].public_id}, {"place": "general"}
    people = {"ben": town["ben"].id, "mo": town["mo"].id}
    said = " ".join(f"@[{name}](person:{number})" for name, number in people.items())
    return {
        community.my_draft: [{"spot": "new:general"}, {"spot": "new:nowhere"}],
        community.preview: [{"content": "**Hi** there"}, {"content": ""}],
        community.file_to_send: [
            *({"public_id": town[f"file of {name}"].public_id} for name in ("april", "private")),
            {"public_id": "nothing"},
        ],
        community.people_to_mention: [{**april, "q": "i"}, {**general, "q": ""}, {**general, "q": "be"}],
        community.unmentionable: [{**april, "content": said}, {**general, "content": said}],
    }


def _elsewhere(town: Town) -> dict[Query[..., Any], list[dict[str, Any]]]:
    rows = [town[f"community {name}"] for name in ("square", "server", "lounge")]
    known = [{"public_id": row.public_id} for row in rows]
    server = {"public_id": town["community server"].public_id}
    asked = [{"view": MemberView.INVITED, "words": "ada"}, {"until": UNTIL}, *({"view": view} for view in MemberView)]
    return {
        community.community_detail: [*known, {"public_id": "nothing"}],
        community.community_members: [server, *({**server, **one} for one in asked)],
        elsewhere.connecting_client: [*known, {"public_id": "nothing"}],
        elsewhere.connecting_secret: known,
        elsewhere_desk.way_of: [{"community_id": row.id} for row in rows],
        belonging.task_of: [{"membership_id": town[name].id} for name in ("ada in server", "mo out of server")],
    }
