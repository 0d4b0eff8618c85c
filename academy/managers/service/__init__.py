"""What those do who look after a company, and what they see of it."""

from academy.managers.service.buying import offers, order_seats, orders
from academy.managers.service.desk import (
    change_seats,
    company_detail,
    company_page,
    open_account,
    reinstate_company,
    suspend_company,
)
from academy.managers.service.enrolling import enroll_people, take_back_kept_seat, take_out_of_cohort
from academy.managers.service.imports import forget_lists, hand_in_list, import_view, send_list
from academy.managers.service.invites import (
    accept,
    invitation,
    invite_counts,
    invite_page,
    invite_people,
    invite_person,
)
from academy.managers.service.ledger import ledger, seat_table
from academy.managers.service.members import choices, member_detail, member_file, member_page
from academy.managers.service.settings import company_settings, team_list
from academy.managers.service.standing import overview, standing, turn_to

__all__ = [
    "accept",
    "change_seats",
    "choices",
    "company_detail",
    "company_page",
    "company_settings",
    "enroll_people",
    "forget_lists",
    "hand_in_list",
    "import_view",
    "invitation",
    "invite_counts",
    "invite_page",
    "invite_people",
    "invite_person",
    "ledger",
    "member_detail",
    "member_file",
    "member_page",
    "offers",
    "open_account",
    "order_seats",
    "orders",
    "overview",
    "reinstate_company",
    "seat_table",
    "send_list",
    "standing",
    "suspend_company",
    "take_back_kept_seat",
    "take_out_of_cohort",
    "team_list",
    "turn_to",
]
