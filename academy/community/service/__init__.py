"""Discussions: places, threads, replies, and how they are kept in order."""

from academy.community.service.heads import hidden_thread, thread_head, thread_rights
from academy.community.service.places import find_place, place_rights, place_view
from academy.community.service.threads import (
    announce_thread,
    delete_thread,
    edit_thread,
    lock_thread,
    move_thread,
    pin_thread,
    restore_thread,
    start_thread,
)

__all__ = [
    "announce_thread",
    "delete_thread",
    "edit_thread",
    "find_place",
    "hidden_thread",
    "lock_thread",
    "move_thread",
    "pin_thread",
    "place_rights",
    "place_view",
    "restore_thread",
    "start_thread",
    "thread_head",
    "thread_rights",
]
