"""Telling other systems what happens: events, endpoints, deliveries."""

from academy.webhooks.service.deliveries import (
    delivery_counts,
    delivery_detail,
    delivery_page,
    replay_delivery,
    replay_since,
)
from academy.webhooks.service.endpoints import (
    create_endpoint,
    delete_endpoint,
    disable_endpoint,
    edit_endpoint,
    enable_endpoint,
    endpoint_detail,
    endpoint_page,
    owner_choices,
    restore_endpoint,
    rotate_secret,
    test_endpoint,
)
from academy.webhooks.service.outbox import hand_out, tell
from academy.webhooks.service.owners import tell_owners
from academy.webhooks.service.sending import (
    end_turn,
    forget_old_events,
    note_outcome,
    outgoing,
    put_off,
    take_turn,
    take_up_all,
)

__all__ = [
    "create_endpoint",
    "delete_endpoint",
    "delivery_counts",
    "delivery_detail",
    "delivery_page",
    "disable_endpoint",
    "edit_endpoint",
    "enable_endpoint",
    "end_turn",
    "endpoint_detail",
    "endpoint_page",
    "forget_old_events",
    "hand_out",
    "note_outcome",
    "outgoing",
    "owner_choices",
    "put_off",
    "replay_delivery",
    "replay_since",
    "restore_endpoint",
    "rotate_secret",
    "take_turn",
    "take_up_all",
    "tell",
    "tell_owners",
    "test_endpoint",
]
