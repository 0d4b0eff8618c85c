"""The community's own browser modules; each constant is what a component names as its `library`."""

import reflex as rx

ASKING = rx.asset("asking.js", shared=True).importable_path
BEGUN = rx.asset("begun.js", shared=True).importable_path
COMPOSER = rx.asset("composer.js", shared=True).importable_path
DRAFTING = rx.asset("drafting.js", shared=True).importable_path
EDITING = rx.asset("editing.js", shared=True).importable_path
FIELD = rx.asset("field.js", shared=True).importable_path
KEEPING = rx.asset("keeping.js", shared=True).importable_path
MENTIONING = rx.asset("mentioning.js", shared=True).importable_path
NOTES = rx.asset("notes.js", shared=True).importable_path
SAVING = rx.asset("saving.js", shared=True).importable_path
SENDING = rx.asset("sending.js", shared=True).importable_path
TOOLBAR = rx.asset("toolbar.js", shared=True).importable_path
UPLOADING = rx.asset("uploading.js", shared=True).importable_path
PLACE = rx.asset("place.js", shared=True).importable_path
REPLY = rx.asset("reply.js", shared=True).importable_path
THREAD = rx.asset("thread.js", shared=True).importable_path
