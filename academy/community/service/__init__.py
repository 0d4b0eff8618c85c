"""Discussions: places, threads, replies, and how they are kept in order."""

from academy.community.service.blocks import block, blocked_pairs, is_blocked, my_blocks, unblock
from academy.community.service.boards import thread_list
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
from academy.community.service.desk import case_detail, desk_counts, queue_page
from academy.community.service.directory import my_places
from academy.community.service.doors import door_of_cohort, door_of_seat
from academy.community.service.drafts import discard_draft, my_draft, my_drafts, save_draft
from academy.community.service.elsewhere import connect_account, disconnect_account, join_community, my_communities
from academy.community.service.elsewhere_desk import (
    add_community,
    ask_for_check,
    communities,
    community_detail,
    community_members,
    courses_for_communities,
    edit_community,
    note_removed_by_hand,
    switch_community,
    try_again,
)
from academy.community.service.files import begin_upload, drop_file, file_to_send, forget_unused_files, keep_file
from academy.community.service.flags import REASONS, flag_content, my_flags, withdraw_flag
from academy.community.service.heads import hidden_thread, thread_head, thread_rights
from academy.community.service.held import as_seen, cases_here
from academy.community.service.log import log_page, suspended_page
from academy.community.service.mentions import Prepared, people_to_mention, prepare, record_mentions, unmentionable
from academy.community.service.moderating import add_note, moderate, undo, warn
from academy.community.service.opening import opening
from academy.community.service.opinions import (
    choose_best,
    clear_best,
    like_reply,
    like_thread,
    unlike_reply,
    unlike_thread,
)
from academy.community.service.people import edit_card, my_card, my_card_fields, person_card, show_on_card
from academy.community.service.phrases import add_phrase, phrase_list, remove_phrase
from academy.community.service.places import find_place, place_rights, place_view
from academy.community.service.premium import grant_premium, premium_grants, revoke_premium
from academy.community.service.presence import enter_thread, people_here, typing
from academy.community.service.preview import preview
from academy.community.service.reading import bookmark, follow, mark_read, mute, my_thread, see_thread, unfollow, unmute
from academy.community.service.reconcile import reconcile_threads
from academy.community.service.replies import delete_reply, edit_reply, post_reply, restore_reply
from academy.community.service.searching import search, shortcuts
from academy.community.service.shown import branch, branches, reply_page, thread_end
from academy.community.service.suggestions import dismiss_suggestion, my_suggestions, undo_dismissal, unmet
from academy.community.service.suspensions import lift_suspension, my_suspension, suspend
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
from academy.community.service.unread import mark_place_read, mark_place_unread, my_marks, unread_count
from academy.community.service.wording import history, reply_source, withheld

__all__ = [
    "REASONS",
    "Prepared",
    "accept",
    "add_community",
    "add_note",
    "add_phrase",
    "announce_thread",
    "as_seen",
    "ask_for_check",
    "ask_to_connect",
    "begin_upload",
    "block",
    "blocked_pairs",
    "bookmark",
    "branch",
    "branches",
    "case_detail",
    "cases_here",
    "choose_best",
    "clear_best",
    "communities",
    "community_detail",
    "community_members",
    "connect_account",
    "courses_for_communities",
    "decline_request",
    "delete_reply",
    "delete_thread",
    "desk_counts",
    "discard_draft",
    "disconnect_account",
    "dismiss_suggestion",
    "door_of_cohort",
    "door_of_seat",
    "drop_file",
    "edit_card",
    "edit_community",
    "edit_reply",
    "edit_thread",
    "enter_thread",
    "file_to_send",
    "find_place",
    "flag_content",
    "follow",
    "forget_unused_files",
    "grant_premium",
    "hidden_thread",
    "history",
    "is_blocked",
    "join_community",
    "keep_file",
    "lift_suspension",
    "like_reply",
    "like_thread",
    "lock_thread",
    "log_page",
    "mark_place_read",
    "mark_place_unread",
    "mark_read",
    "moderate",
    "move_thread",
    "mute",
    "my_blocks",
    "my_card",
    "my_card_fields",
    "my_communities",
    "my_draft",
    "my_drafts",
    "my_flags",
    "my_marks",
    "my_network",
    "my_places",
    "my_requests",
    "my_suggestions",
    "my_suspension",
    "my_thread",
    "note_removed_by_hand",
    "open_requests",
    "opening",
    "part",
    "people_here",
    "people_to_mention",
    "person_card",
    "phrase_list",
    "pin_thread",
    "place_rights",
    "place_view",
    "post_reply",
    "premium_grants",
    "prepare",
    "preview",
    "queue_page",
    "reconcile_threads",
    "record_mentions",
    "remove_phrase",
    "reply_page",
    "reply_source",
    "restore_reply",
    "restore_thread",
    "revoke_premium",
    "save_draft",
    "search",
    "see_thread",
    "shortcuts",
    "show_on_card",
    "start_thread",
    "suspend",
    "suspended_page",
    "switch_community",
    "thread_end",
    "thread_head",
    "thread_list",
    "thread_rights",
    "try_again",
    "typing",
    "unblock",
    "undo",
    "undo_decline",
    "undo_dismissal",
    "undo_part",
    "unfollow",
    "unlike_reply",
    "unlike_thread",
    "unmentionable",
    "unmet",
    "unmute",
    "unread_count",
    "warn",
    "withdraw",
    "withdraw_flag",
    "withheld",
]
