"""Places, lists of threads, and what a search found."""

from typing import Any

import reflex as rx

from academy import routes
from academy.community.components.addresses import place_href, thread_href
from academy.community.components.categories import CATEGORIES, category_name
from academy.community.components.person import person_face, person_link
from academy.community.schemas.places import PartRow, PlaceRow
from academy.community.schemas.search import Hit, Part
from academy.community.schemas.threads import PlaceChip, ThreadRow
from academy.community.state.boards import BoardState, UnreadState
from academy.ui import elements as el
from academy.ui import forms, frames, layout, overlays, tables, time
from academy.ui.arrivals import arrivals, in_place
from academy.ui.icons import icon

view: Any = BoardState.view
threads: Any = BoardState.threads
found: Any = BoardState.found
marks: Any = BoardState.marks
asked: Any = rx.State.router.url.query_parameters

OWN_LISTS = (
    ("", "All discussions"),
    ("following", "Following"),
    ("bookmarked", "Bookmarked"),
    ("mine", "Started by you"),
)
BEYOND = "beyond"
"""How many hits of a search are shown before the next ones, in the address."""
SORTS = (("", "Recent"), ("popular", "Popular"), ("unanswered", "Unanswered"))


def hang() -> None:
    """Tell in the frames how much is unread, and let the palette find threads."""
    frames.hang_count(routes.COMMUNITY.url(), UnreadState.count, "unread")
    frames.hang_finder(routes.COMMUNITY_FIND.url())


def door(way: Any) -> rx.Component:
    """A button that leads to a cohort's discussions, with how much of them is unread."""
    button = el.link_button(
        "Discussion",
        rx.cond(way.unread > 0, rx.el.span(way.unread, el.hushed(" unread"), class_name="count"), rx.fragment()),
        href=place_href(way.place),
    )
    return rx.cond(way, button, rx.fragment())


def places_beside() -> rx.Component:
    """The places beside the list; where there is no room, behind a button."""
    return rx.el.aside(_places(), class_name="places", aria_label="Places")


def places_button() -> rx.Component:
    """Opens the places on a phone."""
    trigger = el.button(icon("menu"), "Places", size="compact")
    return rx.el.div(overlays.dialog(_places(), title="Places", trigger=trigger), class_name="places-button")


def _places() -> rx.Component:
    own = [_place_link(key, words) for key, words in OWN_LISTS]
    return rx.el.nav(
        rx.el.ul(*own, role="list"),
        rx.el.ul(rx.foreach(BoardState.places, _place), role="list"),
        aria_label="Places",
    )


def _place_link(key: Any, *words: Any, unread: Any = None, class_name: Any = "") -> rx.Component:
    count = rx.fragment() if unread is None else _count(unread)
    link = el.anchor(
        rx.el.span(*words, class_name="words"),
        count,
        href=routes.COMMUNITY.url() if isinstance(key, str) and not key else place_href(key),
        custom_attrs={"aria-current": rx.cond(view.key == key, "page", "false")},
        class_name=class_name,
    )
    return rx.el.li(link)


def _count(unread: Any) -> rx.Component:
    shown = rx.el.span(rx.cond(unread > 99, "99+", unread), el.hushed(" unread"), class_name="count calm")
    return rx.cond(unread > 0, shown, rx.fragment())


def _place(place: rx.Var[PlaceRow]) -> rx.Component:
    company = rx.cond(place.company, rx.fragment(" · ", place.company), rx.fragment())
    dates = rx.fragment(el.hushed(place.name, ", "), time.local_dates(place.starts_at, place.ends_at), company)
    is_open = (view.key == place.key) | (view.within_key == place.key)
    parts = rx.el.ul(rx.foreach(place.parts, _part), role="list", class_name="parts")
    return rx.fragment(
        _place_link(
            place.key,
            rx.cond(place.is_cohort, dates, place.name),
            unread=place.unread,
            class_name=rx.cond(place.is_cohort, "within", ""),
        ),
        rx.cond(is_open & (place.parts.length() > 0), rx.el.li(parts), rx.fragment()),
    )


def _part(part: rx.Var[PartRow]) -> rx.Component:
    """A session; with its lessons while it, or one of them, is open."""
    lessons = rx.el.ul(rx.foreach(view.lessons, _lesson), role="list", class_name="parts")
    is_open = (view.session_key == part.key) & (view.lessons.length() > 0)
    return rx.fragment(
        _place_link(part.key, part.name, unread=part.unread, class_name="small"),
        rx.cond(is_open, rx.el.li(lessons), rx.fragment()),
    )


def _lesson(lesson: rx.Var[PlaceChip]) -> rx.Component:
    return _place_link(lesson.key, lesson.name, class_name="small")


def head() -> rx.Component:
    """The name of the place, and what one does there."""
    rights: Any = BoardState.rights
    query = rx.cond(view.is_own, "", "?place=" + view.key)
    start = el.link_button(icon("plus"), "New thread", href=routes.COMMUNITY_NEW.url() + query, look="primary")
    is_whole = ~view.is_own & (view.within == "")
    read_all = forms.action_button("Mark all as read", on_click=BoardState.read_all, look="quiet")
    lead = rx.cond(
        view.within,
        el.link(view.within, href=place_href(view.within_key)),
        rx.cond(view.starts_at, time.local_dates(view.starts_at, view.ends_at), rx.fragment()),
    )
    return layout.page_head(
        view.name,
        lead=lead,
        actions=rx.fragment(
            rx.cond(is_whole & (marks.unread.length() > 0), read_all, rx.fragment()),
            rx.cond(rights.may_write, start, rx.fragment()),
        ),
    )


def filters() -> rx.Component:
    """Search, order, category and tag."""
    without_tag = tables.query_link(
        "#" + asked["tag"].to(str),
        " ",
        icon("cross", size=14),
        changes={"tag": ""},
        clears=["after"],
        class_name="chip on",
    )
    return rx.fragment(
        rx.el.div(
            places_button(), tables.search("Search discussions", clears=["after", BEYOND]), class_name="board-tools"
        ),
        rx.cond(
            asked["q"],
            rx.fragment(),
            rx.fragment(
                tables.tabs("Order", "sort", SORTS),
                tables.filter_bar(
                    tables.chip_filter("Category", "category", tuple(CATEGORIES.items())),
                    rx.cond(asked["tag"], without_tag, rx.fragment()),
                ),
            ),
        ),
    )


def board() -> rx.Component:
    """The threads, or what the search found."""
    return rx.cond(asked["q"], _found(), _threads())


def _threads() -> rx.Component:
    rows = el.ruled_list(rx.foreach(in_place(threads.rows, ThreadRow), _thread), label="Threads")
    return rx.cond(
        threads.rows.length() > 0,
        rx.el.div(
            rx.el.h2("Threads", class_name="hushed"),
            arrivals(rows, ids=threads.ids, key=threads.key),
            tables.way_on(threads),
            class_name="board",
        ),
        _nothing(),
    )


def _nothing() -> rx.Component:
    query = rx.cond(view.is_own, "", "?place=" + view.key)
    start = el.link_button("Start a thread", href=routes.COMMUNITY_NEW.url() + query, look="primary")
    changes = {"category": "", "tag": "", "sort": ""}
    everything = tables.query_link("Show all threads", changes=changes, clears=["after"], class_name="btn")
    all_of_it = el.link_button("See all discussions", href=routes.COMMUNITY.url())
    return rx.cond(
        asked["category"] | asked["tag"] | asked["sort"],
        el.empty_state("Nothing of this kind", "There are threads here that these filters do not show.", everything),
        rx.match(
            view.key,
            (
                "following",
                el.empty_state("You follow nothing yet", "Follow a thread, and you hear of replies.", all_of_it),
            ),
            ("bookmarked", el.empty_state("No bookmarks yet", "Bookmark a thread to find it again here.", all_of_it)),
            ("mine", el.empty_state("You have not started a thread yet", "Ask, show or share something.", start)),
            el.empty_state("Nobody has written here yet", "Ask the first question, or say who you are.", start),
        ),
    )


def _thread(row: rx.Var[ThreadRow]) -> rx.Component:
    facts = rx.fragment(
        rx.cond(row.is_pinned, el.tag("Pinned"), rx.fragment()),
        rx.cond(row.is_announcement, el.tag("Announcement", tone="info"), rx.fragment()),
        rx.cond(row.is_solved, el.tag("Solved", tone="good"), rx.fragment()),
        rx.cond(row.is_locked, el.tag("Locked"), rx.fragment()),
        rx.cond(row.is_hidden, el.tag("Out of sight", tone="warn"), rx.fragment()),
        _mark(row),
    )
    place = el.anchor(row.place.name, href=place_href(row.place.key), class_name="place-chip")
    about = rx.el.p(
        person_link(row.author.id, row.author.name),
        rx.cond(row.place.key == view.key, rx.fragment(), rx.fragment(" in ", place)),
        " · ",
        category_name(row.category),
        rx.foreach(row.tags, lambda tag: rx.fragment(" ", _tag(tag))),
        class_name="small muted",
    )
    return el.item(
        rx.el.h3(el.anchor(row.title, href=thread_href(row.public_id), class_name="title"), " ", facts),
        rx.el.p(row.excerpt, class_name="excerpt"),
        about,
        start=person_face(row.author.id, row.author.name),
        end=_standing(row),
        key=row.public_id,
    )


def _mark(row: Any) -> rx.Component:
    new = marks.unread[row.public_id].to(int)
    words = rx.cond(new > 0, rx.fragment(new, " new"), "new")
    return rx.cond(marks.unread.contains(row.public_id), el.tag(words, tone="good"), rx.fragment())


def _tag(tag: Any) -> rx.Component:
    return tables.query_link("#", tag, changes={"tag": tag}, clears=["after"], class_name="hash")


def _standing(row: Any) -> rx.Component:
    replies = rx.cond(row.replies == 1, "1 reply", rx.fragment(row.replies, " replies"))
    likes = rx.cond(row.likes > 0, rx.el.span(" · ♥ ", row.likes, el.hushed(" likes")), rx.fragment())
    last = rx.cond(row.last, rx.fragment(row.last.name, ", "), rx.fragment())
    return rx.el.div(
        rx.el.p(replies, likes, class_name="num small"),
        rx.el.p(last, time.relative(row.last_activity_at), class_name="small muted"),
        class_name="standing",
    )


def _found() -> rx.Component:
    everywhere = tables.query_link(
        "Search everywhere", changes={"place": ""}, clears=[BEYOND], class_name="btn compact"
    )
    back = tables.query_link("Back to the list", changes={"q": ""}, clears=[BEYOND], class_name="btn")
    further = tables.query_link("Show more", changes={BEYOND: found.hits.length().to(str)}, class_name="btn compact")
    enough = rx.el.p("There is more. Another word narrows it.", class_name="small muted")
    more = rx.cond(found.is_cut, enough, rx.el.p(further, class_name="show-more"))
    where = rx.cond(view.is_own, "in all you may read", rx.fragment("in ", view.name))
    return rx.cond(
        found.hits.length() > 0,
        rx.fragment(
            rx.el.p(
                "Found ",
                where,
                ", the newest first ",
                rx.cond(view.is_own, rx.fragment(), everywhere),
                class_name="muted",
            ),
            rx.el.h2("Found", class_name="hushed"),
            el.ruled_list(rx.foreach(found.hits, _hit), label="Found"),
            rx.cond(found.has_more, more, rx.fragment()),
        ),
        el.empty_state(
            "Nothing found",
            "Try fewer words, or the beginning of one.",
            rx.cond(view.is_own, rx.fragment(), everywhere),
            back,
        ),
    )


def _hit(hit: rx.Var[Hit]) -> rx.Component:
    what = rx.cond(hit.number > 0, "Reply by ", "Thread by ")
    return el.item(
        rx.el.h3(el.anchor(rx.foreach(hit.title, _part_of_text), href=hit.url, class_name="title")),
        rx.el.p(rx.foreach(hit.text, _part_of_text), class_name="excerpt"),
        rx.el.p(
            what,
            person_link(hit.author.id, hit.author.name),
            " in ",
            hit.place.name,
            ", ",
            time.relative(hit.at),
            class_name="small muted",
        ),
        key=hit.url,
    )


def _part_of_text(part: rx.Var[Part]) -> rx.Component:
    return rx.cond(part.is_hit, rx.el.mark(part.text), rx.el.span(part.text))
