"""Jobs as administrators see them: in lists, the periodic ones in a table, one in detail."""

from typing import Any

import reflex as rx

from academy import routes
from academy.admin.schemas import JobRow, PeriodicRow
from academy.admin.service import CEILING
from academy.admin.state import JobsState
from academy.ui import elements as el
from academy.ui import forms, layout, overlays, tables, time
from academy.ui.icons import icon
from academy.ui.values import live_number, marked

VIEWS = [("", "All"), ("waiting", "Waiting"), ("running", "Running"), ("failed", "Failed"), ("done", "Done")]


def views() -> rx.Component:
    """The lists there are, with how many jobs are in each."""
    counts: Any = JobsState.counts
    shown = {"waiting": counts.waiting, "running": counts.running, "failed": counts.failed}
    options = [(value, _view(words, value, shown.get(value))) for value, words in VIEWS]
    return tables.tabs("Jobs by state", "view", [*options, ("periodic", "Periodic")])


def job_list() -> rx.Component:
    """The jobs of the view, or what an empty list means."""
    jobs: Any = JobsState.jobs
    return tables.paged_list(
        jobs,
        _job,
        label="Jobs",
        empty=_nothing(),
    )


def retry_shown() -> rx.Component:
    """Tries all failed jobs again that are on the screen."""
    jobs: Any = JobsState.jobs
    words = rx.cond(jobs.rows.length() == 1, "Retry this one", f"Retry these {jobs.rows.length()}")
    return rx.cond(
        (_parameter("view") == "failed") & (jobs.rows.length() > 0),
        forms.action_button(words, on_click=JobsState.retry_shown, size="compact"),
    )


def kind_chip() -> rx.Component:
    """Says that only jobs of one name are shown, and takes that away."""
    name: Any = _parameter("name").to(str)
    words: rx.Var[Any] = rx.Var(
        f"({name!s}).split('.').at(-1).replaceAll('_', ' ')", _var_data=name._get_all_var_data()
    )
    chip = tables.query_link(
        "Only “",
        words.to(str),
        "”",
        icon("cross", size=14),
        changes={"name": ""},
        clears=["after"],
        class_name="chip on",
    )
    return rx.cond(name, chip, rx.fragment())


def periodic_list() -> rx.Component:
    """What runs by itself, when next, and how it went last."""
    return el.ruled_list(rx.foreach(JobsState.periodic, _periodic), label="Periodic jobs")


def details() -> rx.Component:
    """Everything about one job, in a dialog that has an address of its own."""
    job: Any = JobsState.detail
    given = rx.cond(job.arguments.length() > 0, rx.foreach(job.arguments, _argument), "nothing")
    return overlays.dialog(
        rx.cond(
            job,
            rx.fragment(
                rx.el.p(job.about, class_name="muted"),
                el.facts(
                    ("State", _state_tag(job.state)),
                    ("Given", given),
                    ("Asked for", time.local_datetime(job.created_at)),
                    ("Runs", rx.cond(job.schedule, job.schedule, "once")),
                    ("Tries", rx.fragment(job.attempts, " of ", job.most_attempts)),
                    ("Last try", _last_try(job)),
                    ("Number", rx.fragment("#", job.id)),
                ),
                _failure(job),
                _actions(job),
            ),
        ),
        title=job.title,
        is_open=rx.cond(job, True, False),
        on_close=JobsState.close,
    )


def _parameter(name: str) -> rx.Var[Any]:
    query: Any = rx.State.router.url.query_parameters
    return query[name]


def _view(words: str, value: str, count: Any) -> rx.Component:
    if count is None:
        return rx.fragment(words)
    pill = rx.el.span(
        rx.cond(count >= CEILING, f"{CEILING:,}+", live_number(count)),
        class_name="count bad" if value == "failed" else "count",
    )
    return rx.fragment(words, rx.cond(count > 0, pill))


def _nothing() -> rx.Component:
    everything = el.link_button("See all jobs", href=routes.ADMIN_JOBS.url())
    return rx.cond(
        _parameter("q") | _parameter("name"),
        el.empty_state("Nothing fits", "No job in this list has that name, number or error.", everything),
        rx.match(
            _parameter("view"),
            ("waiting", el.empty_state("Nothing waits", "All that was asked for is done.")),
            ("running", el.empty_state("Nothing runs just now", "Jobs show up here for as long as they take.")),
            ("failed", el.empty_state("Nothing has failed", "A job that has used up all its tries is kept here.")),
            ("done", el.empty_state("Nothing is done yet", "The latest thousand jobs that are done are kept here.")),
            el.empty_state(
                "No jobs yet", "Mail, refunds and the end of a hold show up here once somebody causes them."
            ),
        ),
    )


def _state_tag(state: rx.Var[Any]) -> rx.Component:
    return marked(
        state,
        rx.match(
            state,
            ("running", el.tag(el.dot(), "Running", tone="good")),
            ("stopping", el.tag(el.dot("warn"), "Running, not again", tone="warn")),
            ("failed", el.tag("Failed", tone="bad")),
            ("done", el.tag("Done")),
            el.tag("Waiting", tone="info"),
        ),
    )


def _job(job: rx.Var[JobRow]) -> rx.Component:
    title = tables.query_link(job.title, changes={"job": job.id.to(str)}, class_name="title")
    return el.item(
        layout.row(title, _state_tag(job.state), gap=2),
        rx.el.p(
            rx.cond(job.is_periodic, "Periodic", job.domain),
            rx.cond(job.arguments, " · " + job.arguments, ""),
            class_name="small muted",
        ),
        _error(job.error),
        end=rx.fragment(rx.el.p(_when(job), class_name="small muted"), _next_step(job, size="compact")),
        key=job.id.to(str),
    )


def _when(job: Any) -> rx.Component:
    tries = rx.cond(job.attempts > 1, f", {job.attempts} tries", "")
    return rx.match(
        job.state,
        ("running", rx.fragment("begun ", time.relative(job.at), " by ", job.worker)),
        ("stopping", rx.fragment("begun ", time.relative(job.at), " by ", job.worker)),
        ("failed", rx.fragment("given up ", time.relative(job.at), tries)),
        ("done", rx.fragment("done ", time.relative(job.at), tries)),
        rx.fragment("due ", time.relative(job.at), tries),
    )


def _next_step(job: Any, *, look: el.Look = "plain", size: el.Size = "normal") -> rx.Component:
    retry = forms.action_button("Retry", on_click=JobsState.retry(job.id), look=look, size=size)
    now = forms.action_button("Try now", on_click=JobsState.run_now(job.id), look=look, size=size)
    return rx.cond(job.state == "failed", retry, rx.cond(job.can_run_now, now, rx.fragment()))


def _periodic(job: rx.Var[PeriodicRow]) -> rx.Component:
    is_running = job.state == "running"
    run_now = forms.action_button("Run now", on_click=JobsState.run_now(job.id), size="compact", disabled=is_running)
    next_turn = rx.el.p("next ", time.relative(job.next_at), class_name="small muted")
    return el.item(
        layout.row(
            tables.query_link(job.title, changes={"job": job.id.to(str)}, class_name="title"),
            rx.cond(is_running, _state_tag(job.state), rx.cond(job.error, el.tag("Failed", tone="bad"), rx.fragment())),
            gap=2,
        ),
        rx.el.p(job.about, class_name="small"),
        rx.el.p(job.schedule, _last_turn(job), class_name="small muted"),
        _error(job.error),
        end=rx.fragment(rx.cond(is_running, rx.fragment(), next_turn), run_now),
        key=job.id.to(str),
    )


def _last_turn(job: Any) -> rx.Component:
    words = rx.cond(job.error, " · failed ", " · done ")
    ended = rx.fragment(words, marked(job.ended_at, time.relative(job.ended_at)))
    return rx.cond(job.ended_at, ended, rx.fragment())


def _error(error: Any) -> rx.Component:
    return rx.cond(error, rx.el.p(error, class_name="error-line small"), rx.fragment())


def _argument(argument: Any) -> rx.Component:
    return rx.el.p(argument.name, ": ", rx.el.span(argument.value, class_name="told"))


def _last_try(job: Any) -> rx.Component:
    ended = rx.fragment("ended ", time.local_datetime(job.ended_at))
    begun = rx.fragment("begun ", time.local_datetime(job.started_at), rx.cond(job.worker, " by " + job.worker, ""))
    return rx.cond(job.worker, begun, rx.cond(job.ended_at, ended, "none yet"))


def _failure(job: Any) -> rx.Component:
    where = rx.el.details(
        rx.el.summary("Where it happened", class_name="link"),
        rx.el.pre(job.traceback, class_name="traceback", tab_index=0),
    )
    return rx.cond(
        job.error,
        rx.fragment(el.notice(rx.el.p(job.error, class_name="as-typed"), title="What went wrong", tone="bad"), where),
    )


def _actions(job: Any) -> rx.Component:
    kind = {"name": job.name, "job": "", "view": "", "q": ""}
    can_cancel = (job.schedule == "") & rx.Var.create(["waiting", "running", "failed"]).contains(job.state)
    cancel = forms.action_button(
        rx.match(job.state, ("running", "Do not try it again"), ("failed", "Forget it"), "Cancel it"),
        on_click=JobsState.cancel(job.id),
    )
    warning = rx.el.p(
        "What is cancelled or forgotten is not done, and cannot be brought back.", class_name="small muted"
    )
    one_off = rx.fragment(
        tables.query_link("See all of its kind", changes=kind, clears=["after"], class_name="btn quiet"),
        rx.cond(can_cancel, cancel),
        _next_step(job, look="primary"),
    )
    run_now = forms.action_button("Run now", on_click=JobsState.run_now(job.id), look="primary")
    return rx.fragment(
        rx.cond(can_cancel, warning),
        overlays.dialog_actions(rx.cond(job.schedule, rx.cond(job.can_run_now, run_now), one_off)),
    )
