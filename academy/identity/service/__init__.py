"""People: signing in and out, sessions, profiles, roles."""

from academy.identity.service.demo import demo_people, sign_in_options
from academy.identity.service.email_change import (
    ask_for_email_change,
    confirm_email_change,
    drop_email_change,
    look_at_email_change,
    my_email_change,
)
from academy.identity.service.people import (
    correct_name,
    give_administration,
    mail_sign_in_link,
    sign_out_person,
    take_administration,
)
from academy.identity.service.profile import (
    adopt_zone,
    disconnect,
    edit_profile,
    me,
    my_connections,
    my_profile,
    set_email_notifications,
    set_linkedin,
    set_sms_notifications,
)
from academy.identity.service.roles import give_role, make_admin, take_role
from academy.identity.service.sessions import (
    describe_device,
    end_session,
    keep_session,
    my_sessions,
    sign_out,
    sign_out_everywhere,
)
from academy.identity.service.sign_in import (
    DEAD_LINK,
    look_at_link,
    make_sign_in_link,
    request_sign_in,
    sign_in_by_code,
    sign_in_by_link,
    sign_in_by_provider,
    step_into,
)
from academy.identity.service.upkeep import forget_expired

__all__ = [
    "DEAD_LINK",
    "adopt_zone",
    "ask_for_email_change",
    "confirm_email_change",
    "correct_name",
    "demo_people",
    "describe_device",
    "disconnect",
    "drop_email_change",
    "edit_profile",
    "end_session",
    "forget_expired",
    "give_administration",
    "give_role",
    "keep_session",
    "look_at_email_change",
    "look_at_link",
    "mail_sign_in_link",
    "make_admin",
    "make_sign_in_link",
    "me",
    "my_connections",
    "my_email_change",
    "my_profile",
    "my_sessions",
    "request_sign_in",
    "set_email_notifications",
    "set_linkedin",
    "set_sms_notifications",
    "sign_in_by_code",
    "sign_in_by_link",
    "sign_in_by_provider",
    "sign_in_options",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_person",
    "step_into",
    "take_administration",
    "take_role",
]
