"""The dialogs of the moderators' desk, who is suspended, and the words that hold posts back."""

from typing import Any

import reflex as rx

from academy.community.components.desk import act_row
from academy.community.models import ActKind
from academy.community.schemas.moderation import PhraseRow, SuspendedRow
from academy.community.state.desk import AdminDesk
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time

LENGTHS = [("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("0", "Until it is lifted")]
KINDS = [
    ("approve", "Approved"),
    ("hide", "Hidden"),
    ("delete", "Deleted"),
    ("hold", "Held back"),
    ("warn", "Warned"),
    ("suspend", "Suspended"),
    ("lift", "Lifted"),
    ("note", "Notes"),
]
WAYS = [(ActKind.HIDE.value, "Hide it"), (ActKind.DELETE.value, "Delete it")]
BY = [("people", "People"), ("rules", "Rules")]


def dialogs(desk: Any) -> rx.Component:
    """What asks for words before something is done."""
    return rx.fragment(words(desk), warning(desk), _suspension(desk), _note(desk))


def log(desk: Any) -> rx.Component:
    """All that was done, narrowed by what is in the address."""
    return rx.fragment(
        tables.filter_bar(
            tables.search("A name, a reason, a note"),
            tables.chip_filter("What", "kind", KINDS),
            tables.chip_filter("By", "by", BY, all_label="Everybody"),
        ),
        tables.paged_list(
            desk.log,
            lambda act: act_row(act, desk, more=True),
            label="What was done",
            empty=el.empty_state("Nothing fits", "What moderators and rules do is written down here."),
        ),
    )


def suspended(desk: Any) -> rx.Component:
    """Who is or was suspended."""
    return tables.paged_list(
        desk.suspended,
        lambda row: _suspended(row, desk),
        label="Suspensions",
        empty=el.empty_state("Nobody was ever suspended", "Somebody who is stays here, with why and until when."),
    )


def phrases() -> rx.Component:
    """The words that hold back what contains them; administrators keep them."""
    return rx.fragment(
        rx.el.p(
            "A post with any of these waits for a moderator, however it is written: capitals, signs and marks that "
            "one does not see make no difference. Instructors and moderators are not asked.",
            class_name="muted",
        ),
        forms.form(
            forms.text_field("phrase", "Words", error=AdminDesk.errors["phrase"], max_length=80),
            forms.form_end(forms.submit_button("Hold back posts with these"), error=AdminDesk.errors["form"]),
            on_submit=AdminDesk.add_phrase,
        ),
        rx.cond(
            AdminDesk.phrases.length() > 0,
            el.ruled_list(rx.foreach(AdminDesk.phrases, _phrase), label="Words"),
            el.empty_state("No words yet", "Nothing is held back for its words."),
        ),
    )


def words(desk: Any, *, is_there: Any = None) -> rx.Component:
    """Asks with which words something is hidden or deleted."""
    return _dialog(
        desk,
        "words",
        "Hide or delete it",
        forms.select_field("kind", "What to do", WAYS),
        forms.textarea_field(
            "reason",
            "What its author is told",
            help="If nothing is said, they are told what it was reported for.",
            is_optional=True,
        ),
        forms.textarea_field("note", "A note for other moderators", is_optional=True, rows=2),
        does="Do it",
        on_submit=desk.decide_in_words,
        is_there=is_there,
    )


def warning(desk: Any, *, is_there: Any = None) -> rx.Component:
    """Asks for the words of a warning."""
    return _dialog(
        desk,
        "warn",
        "Warn the author",
        forms.textarea_field(
            "words",
            "What you want to tell them",
            help="They get it by mail and in their bell. Your name is not in it.",
            error=desk.errors["words"],
        ),
        does="Send the warning",
        on_submit=desk.warn,
        is_there=is_there,
    )


def _suspension(desk: Any) -> rx.Component:
    here = forms.radio("where", "here", "Here: ", desk.case.place, is_checked=True)
    everywhere = forms.radio("where", "everywhere", "Everywhere in the community")
    return _dialog(
        desk,
        "suspend",
        "Suspend the author",
        rx.el.p(
            "They go on reading, and cannot post, edit, like, report or connect. Their courses are not touched.",
            class_name="muted",
        ),
        forms.select_field("days", "For how long", LENGTHS, value="7", error=desk.errors["days"]),
        rx.cond(desk.case.may_suspend_everywhere, forms.radio_list("Where", here, everywhere), rx.fragment()),
        forms.textarea_field("reason", "Why", help="They are told this.", error=desk.errors["reason"], rows=3),
        does="Suspend them",
        on_submit=desk.suspend,
    )


def _note(desk: Any) -> rx.Component:
    return _dialog(
        desk,
        "note",
        "Leave a note",
        forms.textarea_field("words", "For other moderators", error=desk.errors["words"]),
        does="Keep the note",
        on_submit=desk.note,
    )


def _dialog(
    desk: Any, form: str, title: str, *fields: rx.Component, does: str, on_submit: Any, is_there: Any = None
) -> rx.Component:
    """A dialog about what is shown; `is_there` says whether something is, at a desk that a case is open."""
    return overlays.dialog(
        forms.form(
            *fields,
            forms.form_end(forms.submit_button(does), error=desk.errors["form"]),
            on_submit=on_submit,
        ),
        title=title,
        is_open=rx.cond(desk.case if is_there is None else is_there, desk.form == form, False),
        on_close=desk.close,
    )


def _suspended(row: rx.Var[SuspendedRow], desk: Any) -> rx.Component:
    end = rx.cond(row.until, rx.fragment("until ", time.local_datetime(row.until)), "until it is lifted")
    over = rx.cond(row.lifted_at, rx.fragment("lifted ", time.relative(row.lifted_at)), rx.fragment("over, ", end))
    return el.item(
        layout.row(
            rx.el.strong(row.name),
            rx.cond(row.is_over, el.tag("Over"), el.tag("Suspended", tone="warn")),
            gap=2,
        ),
        rx.el.p(row.reason, class_name="told"),
        rx.el.p(row.place, " · by ", row.by, " · ", rx.cond(row.is_over, over, end), class_name="small muted"),
        end=rx.fragment(
            rx.el.p(time.relative(row.since), class_name="small muted"),
            rx.cond(
                row.can_lift,
                forms.action_button("Lift it", on_click=desk.lift(row.id), size="compact"),
                rx.fragment(),
            ),
        ),
        key=row.id.to(str),
    )


def _phrase(row: rx.Var[PhraseRow]) -> rx.Component:
    return el.item(
        rx.el.p(row.phrase),
        end=forms.action_button("Take out", on_click=AdminDesk.remove_phrase(row.id), size="compact", look="quiet"),
        key=row.id.to(str),
    )
