"""Our own browser modules, built into the pages; each constant is what a component names as its `library`."""

import reflex as rx

VIEWER = rx.asset("viewer.js", shared=True).importable_path
TIME = rx.asset("time.js", shared=True).importable_path
VALUES = rx.asset("values.js", shared=True).importable_path
OVERLAYS = rx.asset("overlays.js", shared=True).importable_path
FORMS = rx.asset("forms.js", shared=True).importable_path
FRAME = rx.asset("frame.js", shared=True).importable_path
BOUNDARY = rx.asset("boundary.js", shared=True).importable_path
KEYS = rx.asset("keys.js", shared=True).importable_path
ARRIVALS = rx.asset("arrivals.js", shared=True).importable_path
