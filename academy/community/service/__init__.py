"""Discussions: places, threads, replies, and how they are kept in order."""

from academy.community.service.blocks import block, blocked_pairs, is_blocked, my_blocks, unblock, unblocked
from academy.community.service.connections import (
    accept,
    ask_to_connect,
    decline_request,
    my_network,
    my_requests,
    open_requests,
    part,
    undo_decline,
    undo_part,
    withdraw,
)
from academy.community.service.heads import hidden_thread, thread_head, thread_rights
from academy.community.service.people import edit_card, my_card, my_card_fields, person_card, show_on_card
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
    "accept",
    "announce_thread",
    "ask_to_connect",
    "block",
    "blocked_pairs",
    "decline_request",
    "delete_thread",
    "edit_card",
    "edit_thread",
    "find_place",
    "hidden_thread",
    "is_blocked",
    "lock_thread",
    "move_thread",
    "my_blocks",
    "my_card",
    "my_card_fields",
    "my_network",
    "my_requests",
    "open_requests",
    "part",
    "person_card",
    "pin_thread",
    "place_rights",
    "place_view",
    "restore_thread",
    "show_on_card",
    "start_thread",
    "thread_head",
    "thread_rights",
    "unblock",
    "unblocked",
    "undo_decline",
    "undo_part",
    "withdraw",
]
