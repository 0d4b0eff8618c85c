"""The design system: how the academy looks and behaves in the hand. It knows no domain.

A page is a function that fills a frame:

    from academy.ui import elements as el
    from academy.ui import forms, layout, pages, time, values, waiting
    from academy.ui.frames import app_frame

    def learn() -> rx.Component:
        return app_frame(
            pages.screen(
                LearnState,
                rx.cond(LearnState.courses, el.ruled_list(rx.foreach(LearnState.courses, course_row)), no_courses()),
                head=layout.page_head("My courses", lead="What you are enrolled in."),
                waiting=waiting.list_skeleton(),
            ),
            frame=...,
        )

    elements   buttons, links, tags, faces, figures, notices, lists, facts, empty states
    layout     stack, row, grid, split, page_head, hero, section, crumbs, prose
    forms      form, fields, submit_button, action_button: `error=State.errors["name"]` puts words beside the field
    tables     table, chip_filter, tabs, pager: what is filtered and sorted is in the address (`from_address`)
    overlays   dialog, menu, popover, toast (returned by a handler, with an undo)
    time       local_dates, local_times, countdown, relative: in the viewer's zone, from a datetime var or ISO text
    values     live_number, marked, money (cents and currency)
    waiting    skeletons in the shape of the content
    pages      screen (loading, content or why not), not_found, denied, sign_in_needed, broken
    frames     public_frame, app_frame, FrameVars
    shell      what the app itself is given: stylesheets, head, what stands around all pages

All of it can be seen at `/dev/ui` in demo mode. Spacing, colours and type are variables in `assets/css/tokens.css`.
"""
