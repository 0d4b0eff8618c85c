"""Who else has the course open."""

from typing import Any

import reflex as rx

from academy.catalog.schemas import EditorHere
from academy.catalog.state import CourseEditorState
from academy.ui import elements as el


def others_here() -> rx.Component:
    """The other editors at this page, and whether they are writing; nothing if one is alone."""
    editors: Any = CourseEditorState.editors
    line = rx.el.p(
        "Also here: ",
        rx.foreach(editors, _editor),
        class_name="others",
        role="status",
    )
    return rx.cond(editors.length() > 0, line, rx.fragment())


def _editor(editor: rx.Var[EditorHere]) -> rx.Component:
    person: Any = editor
    return el.person(person.name, below=rx.cond(person.is_writing, "is writing…", "is reading"))
