"""The community's own browser modules; each constant is what a component names as its `library`."""

import reflex as rx

EDITING = rx.asset("editing.js", shared=True).importable_path
KEEPING = rx.asset("keeping.js", shared=True).importable_path
MENTIONING = rx.asset("mentioning.js", shared=True).importable_path
UPLOADING = rx.asset("uploading.js", shared=True).importable_path
COMPOSER = rx.asset("composer.js", shared=True).importable_path
PLACE = rx.asset("place.js", shared=True).importable_path
REPLY = rx.asset("reply.js", shared=True).importable_path
THREAD = rx.asset("thread.js", shared=True).importable_path
