"""The desk of moderators: the queue, and one case with what stands around it."""

from typing import Any

import reflex as rx

from academy.community.components.addresses import thread_href
from academy.community.schemas.moderation import ActRow, ContextPost, FlagRow, QueueRow
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.values import live_number, marked

SHOWN = [("held", "Held back"), ("reported", "In sight"), ("edited", "Edited since")]


class _DeskKeys(rx.Component):
    library = rx.asset("desk_keys.js", shared=True).importable_path
    tag = "DeskKeys"


def queue(desk: Any) -> rx.Component:
    """What waits, and beside it the case one looks at."""
    return rx.fragment(
        _DeskKeys.create(),
        tables.filter_bar(tables.chip_filter("Show", "show", SHOWN), _keys()),
        rx.el.div(
            rx.el.div(_list(desk), class_name="queue", custom_attrs={"data-queue": "true"}),
            rx.el.section(
                rx.cond(desk.case, _case(desk), _choose(desk)), class_name="case", aria_label="The case you look at"
            ),
            class_name=rx.cond(desk.case, "desk has-case", "desk"),
        ),
    )


def count(desk: Any) -> rx.Component:
    """How much waits, in the tab."""
    waiting = desk.counts.waiting
    return rx.fragment("Queue", rx.cond(waiting > 0, rx.el.span(live_number(waiting), class_name="count")))


def act_list(acts: Any, desk: Any) -> rx.Component:
    """What was done, the latest first."""
    return el.ruled_list(rx.foreach(acts, lambda act: act_row(act, desk)), label="What was done")


def act_row(act: rx.Var[ActRow], desk: Any, *, more: bool = False) -> rx.Component:
    """One act: who, what, when, why, and who took it back."""
    about_person = (act.kind == "suspend") | (act.kind == "lift")
    to_it = rx.cond(act.kind == "hold", "held it back", act.words.to(str) + " it")
    what = rx.fragment(act.words, " ", _about(act)) if more else rx.fragment(to_it)
    undone = rx.el.p("Taken back by ", act.undone_by, " ", time.relative(act.undone_at), class_name="small muted")
    return el.item(
        rx.el.p(
            rx.el.strong(act.actor),
            " ",
            rx.cond(about_person, rx.fragment(act.words, " ", act.subject), what),
            class_name=rx.cond(act.undone_at, "told undone", "told"),
        ),
        rx.cond(act.reason, rx.el.p(act.reason, class_name="small told"), rx.fragment()),
        rx.cond(act.note, rx.el.p("Note: ", act.note, class_name="small told"), rx.fragment()),
        rx.el.p(act.place, class_name="small muted") if more else rx.fragment(),
        rx.cond(act.undone_at, undone, rx.fragment()),
        end=rx.fragment(
            rx.el.p(time.relative(act.at), class_name="small muted"),
            rx.cond(
                act.can_undo,
                forms.action_button("Undo", on_click=desk.undo(act.id), size="compact", look="quiet"),
                rx.fragment(),
            ),
        ),
        key=act.id.to(str),
    )


def _about(act: Any) -> rx.Component:
    to = thread_href(act.public_id, act.number)
    return rx.cond(act.public_id, el.link(act.about, href=to), rx.fragment(act.about))


def _keys() -> rx.Component:
    pairs = (("j", "next"), ("k", "back"), ("a", "approve"), ("h", "hide"), ("d", "delete"))
    listed = [rx.el.span(rx.el.kbd(key), f" {words}") for key, words in pairs]
    return rx.el.div(*listed, overlays.keys_switch(), class_name="small muted desk-keys")


def _list(desk: Any) -> rx.Component:
    narrowed: Any = rx.State.router.url.query_parameters["show"]
    return tables.paged_list(
        desk.queue,
        _row,
        label="What waits for a moderator",
        empty=rx.cond(
            narrowed,
            el.empty_state(
                "Nothing fits",
                "No case in the queue is like that.",
                tables.query_link("See all that waits", changes={"show": ""}, clears=["after"]),
            ),
            el.empty_state("Nothing waits", "What readers report and rules hold back shows up here by itself."),
        ),
    )


def _row(row: rx.Var[QueueRow]) -> rx.Component:
    people = rx.cond(row.people == 1, "1 person", f"{row.people} people")
    return el.item(
        tables.query_link(row.title, changes={"case": row.id.to(str)}, class_name="title case-link"),
        rx.el.p(row.excerpt, class_name="small told clamped"),
        rx.el.p(
            row.author,
            " · ",
            row.place,
            rx.cond(row.people > 0, rx.fragment(" · ", people, ": ", row.reasons.join(", ")), ""),
            class_name="small muted",
        ),
        layout.row(
            rx.cond(row.is_held, el.tag("Held back", tone="warn"), el.tag("In sight")),
            rx.cond(row.was_edited, el.tag("Edited since", tone="info"), rx.fragment()),
            gap=2,
        ),
        end=rx.el.p(time.relative(row.opened_at), class_name="small muted"),
        key=row.id.to(str),
    )


def _choose(desk: Any) -> rx.Component:
    return rx.cond(
        desk.queue.rows.length() > 0,
        el.empty_state("Choose a case", "Press j, or choose one from the queue."),
        rx.fragment(),
    )


def _case(desk: Any) -> rx.Component:
    case = desk.case
    back = tables.query_link("Back to the queue", changes={"case": ""}, class_name="btn quiet compact back")
    return rx.fragment(
        back,
        layout.row(rx.el.h2(case.title), _standing(case), gap=3),
        rx.el.p(case.place, class_name="muted small"),
        rx.cond(case.why_held, el.notice(case.why_held, tone="warn"), rx.fragment()),
        rx.cond(
            case.was_edited & case.is_open,
            el.notice("Its author has edited it since it was held back.", tone="info", is_news=True),
            rx.fragment(),
        ),
        rx.cond(case.is_own, el.notice("This is your own. Somebody else has to decide about it."), _buttons(desk)),
        _flags(case),
        layout.section(
            "What stands around it",
            rx.el.ol(rx.foreach(case.posts, _post), class_name="around", aria_label="What was said around it"),
            note=el.link("Open the thread", href=thread_href(case.public_id, case.number)),
        ),
        _author(case),
        rx.cond(
            case.acts.length() > 0,
            layout.section("What was done", act_list(case.acts, desk)),
            rx.fragment(),
        ),
    )


def _standing(case: Any) -> rx.Component:
    seen = rx.match(
        case.status,
        ("flagged", el.tag("Held back", tone="warn")),
        ("hidden", el.tag("Hidden", tone="bad")),
        el.tag("In sight", tone="good"),
    )
    return marked(case.seen, rx.cond(case.is_deleted, el.tag("Deleted", tone="bad"), seen))


def _buttons(desk: Any) -> rx.Component:
    case = desk.case

    def button(words: str, kind: str, *, key: str, look: el.Look = "plain", disabled: Any = False) -> rx.Component:
        keys = {"data-key": key, "aria-keyshortcuts": key}
        return forms.action_button(
            words, on_click=desk.decide(kind), look=look, disabled=case.is_deleted | disabled, custom_attrs=keys
        )

    return layout.row(
        button("Approve", "approve", key="a", look="primary", disabled=~case.is_open & (case.status == "active")),
        button("Hide", "hide", key="h", disabled=case.status == "hidden"),
        button("Delete", "delete", key="d", look="danger"),
        overlays.menu(
            overlays.menu_entry("Hide or delete with words…", on_click=desk.begin("words")),
            overlays.menu_entry("Warn the author…", on_click=desk.begin("warn")),
            overlays.menu_entry(
                "Suspend the author…",
                on_click=desk.begin("suspend"),
                disabled=~case.author.can_be_suspended | case.author.is_suspended,
            ),
            overlays.menu_entry("Leave a note…", on_click=desk.begin("note")),
            label="More to do",
        ),
        gap=2,
    )


def _post(post: rx.Var[ContextPost]) -> rx.Component:
    what = rx.cond(post.number > 0, f"Reply {post.number}", "The thread")
    return rx.el.li(
        rx.el.p(
            rx.el.strong(post.author),
            rx.el.span(" · ", what, " · ", time.relative(post.at), class_name="muted"),
            rx.cond(post.is_item, el.tag("This one", tone="warn"), rx.fragment()),
            rx.cond(post.is_parent, el.tag("Answered by it"), rx.fragment()),
            class_name="small",
        ),
        rx.cond(post.is_gone, rx.el.p("Deleted.", class_name="muted"), rx.fragment()),
        rx.el.p(post.content, class_name="as-typed"),
        rx.el.div(rx.foreach(post.images, _image), class_name="written"),
        class_name=rx.cond(post.is_item, "is-item", ""),
        key=post.number.to(str),
    )


def _image(address: rx.Var[str]) -> rx.Component:
    return rx.el.img(src=address, alt="An image in it", loading="lazy")


def _flags(case: Any) -> rx.Component:
    listed = el.ruled_list(rx.foreach(case.flags, _flag), label="Reports")
    return rx.cond(case.flags.length() > 0, layout.section("Reports", listed), rx.fragment())


def _flag(flag: rx.Var[FlagRow]) -> rx.Component:
    verdict = rx.match(
        flag.verdict,
        ("upheld", el.tag("Upheld", tone="good")),
        ("rejected", el.tag("Rejected")),
        rx.fragment(),
    )
    weight = rx.cond(
        flag.counts < 100, rx.fragment(" · counts ", flag.counts, " % (earlier reports were rejected)"), ""
    )
    return el.item(
        layout.row(rx.el.strong(flag.reason), verdict, gap=2),
        rx.cond(flag.note, rx.el.p(flag.note, class_name="told"), rx.fragment()),
        rx.el.p(rx.cond(flag.by, flag.by, "A reader"), weight, class_name="small muted"),
        end=rx.el.p(time.relative(flag.at), class_name="small muted"),
        key=flag.id.to(str),
    )


def _author(case: Any) -> rx.Component:
    author = case.author
    until = rx.cond(author.suspended_until, time.local_datetime(author.suspended_until), "it is lifted")
    return layout.section(
        "Who wrote it",
        el.facts(
            ("Name", author.name),
            ("Account since", time.local_date(author.joined_at)),
            ("Posts that stand", live_number(author.posts)),
            ("Had to go", live_number(author.upheld)),
            ("Warnings", live_number(author.warnings)),
            ("Suspended", rx.cond(author.is_suspended, rx.fragment("until ", until), "no")),
        ),
    )
