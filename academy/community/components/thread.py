"""A thread: its head, its replies, and where one writes."""

from typing import Any

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec

from academy import routes
from academy.community import client
from academy.community.components.addresses import place_href
from academy.community.components.begun import begun
from academy.community.components.categories import CATEGORIES
from academy.community.components.composer import composer, written
from academy.community.components.leading import edit_dialog, leading_menu, order_dialogs
from academy.community.components.person import person_face, person_link
from academy.community.components.report import out_of_sight, report_dialog, report_entry
from academy.community.service.items import OPENING
from academy.community.state.overseeing import ThreadDesk
from academy.community.state.report import ReportState
from academy.community.state.thread import SHUT, ThreadState
from academy.community.state.writing import Writing
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, time
from academy.ui.values import live_number

KEYS = (
    ("j", "the next reply"),
    ("k", "the one before"),
    ("n", "what is unread"),
    ("r", "reply"),
    ("q", "quote"),
    ("l", "like"),
    ("Ctrl Enter", "send"),
    ("?", "these keys"),
)
TYPING_EVERY = 2000

head: Any = ThreadState.head
mine: Any = ThreadState.mine
rights: Any = ThreadState.rights
end: Any = ThreadState.end


class _Replies(rx.Component):
    library = client.THREAD
    tag = "Replies"

    thread: rx.Var[str]
    drafts: rx.Var[dict[str, int]]
    slots: rx.Var[list[Any]]
    branches: rx.Var[list[Any]]
    mine: rx.Var[Any]
    end: rx.Var[Any]
    readers: rx.Var[int]
    withheld: rx.Var[list[Any]]
    reported: rx.Var[list[Any]]
    cases: rx.Var[list[Any]]
    moderates: rx.Var[bool]
    refused: rx.Var[int]
    new_from: rx.Var[int]
    new_until: rx.Var[int]
    goal: rx.Var[dict[str, Any]]

    on_like: rx.EventHandler[passthrough_event_spec(int, bool)]  # type: ignore[type-arg, valid-type]
    on_reply: rx.EventHandler[passthrough_event_spec(int, str)]  # type: ignore[type-arg, valid-type]
    on_quote: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_edit: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_remove: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_restore: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_best: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_history: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_branch: rx.EventHandler[passthrough_event_spec(int, int, int)]  # type: ignore[type-arg, valid-type]
    on_more: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_read: rx.EventHandler[passthrough_event_spec(str, int)]  # type: ignore[type-arg, valid-type]
    on_find: rx.EventHandler[passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]
    on_report: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_withdraw: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_moderate: rx.EventHandler[passthrough_event_spec(str, int)]  # type: ignore[type-arg, valid-type]
    on_approve: rx.EventHandler[passthrough_event_spec(int)]  # type: ignore[type-arg, valid-type]
    on_help: rx.EventHandler[no_args_event_spec]  # type: ignore[type-arg, valid-type]


class _Writing(rx.Component):
    library = client.THREAD
    tag = "Writing"

    people: rx.Var[list[Any]]
    my_id: rx.Var[int]


def thread_page() -> rx.Component:
    """All of a thread."""
    return rx.el.div(
        _seen(),
        _head(),
        _content(),
        rx.cond(end.best > 0, _best()),
        replies(),
        _place_to_write(),
        _edit_dialog(),
        edit_dialog(),
        _history_dialog(),
        _help_dialog(),
        report_dialog(),
        order_dialogs(),
        class_name="thread",
    )


def replies() -> rx.Component:
    """The replies before the reader."""
    state: Any = ThreadState
    return _Replies.create(
        key=head.public_id,
        thread=head.public_id,
        drafts=Writing.drafts,
        slots=[state.slot_0, state.slot_1, state.slot_2],
        branches=state.branches,
        mine=mine,
        end=end,
        readers=state.here.count,
        withheld=state.withheld,
        reported=ReportState.reported,
        cases=ThreadDesk.cases,
        moderates=rx.cond(rights, rights.may_lead, False),
        refused=state.refused,
        new_from=state.new_from,
        new_until=state.new_until,
        goal=state.goal,
        on_like=ThreadState.like,
        on_reply=ThreadState.answer,
        on_quote=ThreadState.quote,
        on_edit=ThreadState.edit,
        on_remove=ThreadState.remove,
        on_restore=ThreadState.restore,
        on_best=ThreadState.best,
        on_history=ThreadState.look_back,
        on_branch=ThreadState.branch,
        on_more=ThreadState.more,
        on_read=ThreadState.read,
        on_find=ThreadState.find,
        on_report=ReportState.open,
        on_withdraw=ReportState.withdraw,
        on_moderate=ThreadDesk.ask,
        on_approve=ThreadDesk.approve,
        on_help=ThreadState.help,
    )


def _seen() -> rx.Component:
    """Unseen: whoever has the thread before them has opened it."""
    return rx.cond(mine & ~mine.is_seen, rx.el.span(hidden=True, on_mount=ThreadState.see), rx.fragment())


def _head() -> rx.Component:
    here: Any = ThreadState.here
    faces = rx.foreach(here.faces, lambda one: el.avatar(one.name, is_alone=True))
    present = rx.el.span(
        el.faces(faces), rx.el.span(live_number(here.count), " here now", class_name="nowrap"), class_name="present"
    )
    within = rx.cond(head.within, rx.el.li(_place(head.within)), rx.fragment())
    return rx.el.header(
        rx.el.nav(
            rx.el.ol(
                rx.el.li(el.anchor("Community", href=routes.COMMUNITY.url())), within, rx.el.li(_place(head.place))
            ),
            class_name="crumbs",
            aria_label="Breadcrumb",
        ),
        rx.el.h1(rx.cond(head.removed, head.removed, head.title)),
        rx.el.div(
            rx.cond(
                head.author,
                rx.el.span(
                    person_face(head.author.id, head.author.name),
                    person_link(head.author.id, head.author.name),
                    class_name="person",
                ),
            ),
            time.relative(head.created_at),
            rx.cond(head.edited_at & (head.removed == ""), _edited()),
            rx.match(head.category, *[(key, el.tag(words)) for key, words in CATEGORIES.items()], rx.fragment()),
            rx.foreach(head.tags, lambda tag: el.tag("#", tag)),
            rx.cond(head.is_announcement, el.tag("Announcement", tone="info")),
            rx.cond(head.is_pinned, el.tag("Pinned")),
            rx.cond(head.is_locked, el.tag("Locked", tone="warn")),
            rx.cond(here.count > 0, present),
            class_name="about small muted",
        ),
    )


def _edited() -> rx.Component:
    return rx.el.button(
        "edited",
        type="button",
        class_name="faint small edited",
        title="What it said before",
        on_click=ThreadState.look_back(OPENING),
    )


def _place(chip: Any) -> rx.Component:
    return el.anchor(chip.name, href=place_href(chip.key))


def _content() -> rx.Component:
    hidden: Any = ThreadState.hidden
    return rx.el.div(
        rx.cond(head.removed, rx.cond(hidden, out_of_sight(hidden, written(hidden.html))), written(head.html)),
        rx.el.div(
            rx.cond(head.removed, rx.fragment(), _like()),
            _menu(),
            leading_menu(),
            rx.el.span(live_number(end.reply_count), rx.cond(end.reply_count == 1, " reply", " replies")),
            rx.cond(
                mine & (mine.read_until.to(int) < end.last_number),
                _act("Jump to the first unread", ThreadState.find("unread")),
            ),
            rx.cond(end.last_number > 0, _act("Jump to the latest", ThreadState.find("latest"))),
            class_name="acts",
        ),
        class_name="opening",
    )


def _act(words: Any, on_click: Any, **props: Any) -> rx.Component:
    return rx.el.button(words, type="button", class_name="act", on_click=on_click, **props)


def _like() -> rx.Component:
    return _act(
        rx.fragment(
            rx.el.span(rx.cond(mine.is_liked, "♥", "♡"), aria_hidden="true"),
            el.hushed("Like "),
            live_number(head.likes),
        ),
        ThreadState.like(0, ~mine.is_liked),
        aria_pressed=mine.is_liked,
        title=rx.cond(mine.is_liked, "Take your like back", "Like this thread"),
    )


def _menu() -> rx.Component:
    def one(condition: Any, on: tuple[str, str], off: tuple[str, str]) -> rx.Component:
        entries = [overlays.menu_entry(words, on_click=ThreadState.attend(wish)) for words, wish in (on, off)]
        return rx.cond(condition, *entries)

    following = rx.cond(mine.is_muted, "Muted", rx.cond(mine.is_followed, "Following", "Not following"))
    return overlays.menu(
        one(mine.is_followed, ("Stop following", "unfollow"), ("Follow: hear of new replies", "follow")),
        one(mine.is_muted, ("Unmute", "unmute"), ("Mute: hear only what is said to you", "mute")),
        one(mine.is_bookmarked, ("Remove the bookmark", "drop"), ("Bookmark", "keep")),
        rx.cond(rights.is_author, rx.fragment(), report_entry()),
        overlays.menu_entry("Keys", on_click=ThreadState.help),
        label="Follow, mute, bookmark",
        trigger=following,
        size="compact",
        place="start",
    )


def _best() -> rx.Component:
    return rx.el.p(
        rx.el.span("✓", aria_hidden="true"),
        el.link("Best answer by ", end.best_author, href="?reply=" + end.best.to(str)),
        class_name="best-answer small",
    )


def _place_to_write() -> rx.Component:
    here: Any = ThreadState.here
    writing = _Writing.create(people=here.writing, my_id=mine.user_id)
    to_reply = rx.cond(
        ThreadState.answering > 0,
        rx.el.p(
            rx.el.span("Replying to ", rx.el.strong(ThreadState.answering_name)),
            _act("Reply to the thread instead", ThreadState.answer(0, "")),
            class_name="answering small",
        ),
    )
    suspended = "You are suspended and cannot post here for now. The reason: " + mine.suspended.to(str)
    closed = rx.cond(mine.suspended, suspended, mine.closed)
    writes = forms.typing_area(
        composer(
            to_reply,
            spot=ThreadState.spot,
            thread=head.public_id,
            extra={"parent": ThreadState.answering},
            closed=rx.cond(mine.may_reply, "", closed),
            is_focused=ThreadState.answering > 0,
            on_send=ThreadState.post,
        ),
        on_typing=ThreadState.typing.throttle(TYPING_EVERY),
    )
    return rx.fragment(
        writing,
        begun(head.public_id),
        rx.el.div(writes, class_name=rx.cond(mine.may_reply, "answer", "answer closed")),
    )


def _edit_dialog() -> rx.Component:
    source: Any = ThreadState.source
    gone = "This reply is not there any more, so it cannot be changed."
    return overlays.dialog(
        composer(
            spot=f"edit:{head.public_id}:{ThreadState.editing}",
            thread=head.public_id,
            extra={"number": ThreadState.editing},
            initial=source.content,
            closed=rx.cond(source, "", gone),
            words="Save the change",
            label="What it says",
            is_focused=True,
            on_send=ThreadState.save,
            on_cancel=ThreadState.edit(0),
        ),
        title="Edit your reply",
        is_open=ThreadState.editing > 0,
        on_close=ThreadState.edit(0),
    )


def _history_dialog() -> rx.Component:
    history: Any = ThreadState.history

    def one(revision: Any) -> rx.Component:
        return rx.el.section(
            rx.el.p("until ", time.local_datetime(revision.until), class_name="small muted"),
            rx.cond(revision.title, rx.el.h3(revision.title)),
            written(revision.html),
        )

    return overlays.dialog(
        rx.cond(
            history.length() > 0,
            layout.stack(rx.foreach(history, one)),
            rx.el.p("What it said before is for its author and moderators alone.", class_name="muted"),
        ),
        title="What it said before",
        is_open=ThreadState.looking_back_at >= OPENING,
        on_close=ThreadState.look_back(SHUT),
    )


def _help_dialog() -> rx.Component:
    return overlays.dialog(
        el.facts(*[(rx.el.kbd(key), words) for key, words in KEYS]),
        overlays.keys_switch(),
        title="Keys",
        is_open=ThreadState.has_help,
        on_close=ThreadState.help,
    )
