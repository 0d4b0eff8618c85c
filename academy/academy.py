"""The app."""

import reflex as rx


def index() -> rx.Component:
    return rx.el.main(rx.el.h1("Academy"))


app = rx.App()
app.add_page(index, route="/", title="Academy")
