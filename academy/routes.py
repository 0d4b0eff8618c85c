"""Every address of the academy: the pattern the router knows and a builder for links; no URL is written elsewhere."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Route:
    """An address; its parts in brackets are arguments: `Route("/courses/[slug]").url(slug="ai-fundamentals")`."""

    pattern: str

    @property
    def path(self) -> str:
        """The pattern as an HTTP route writes it: `/courses/{slug}`."""
        return self.pattern.replace("[", "{").replace("]", "}")

    def url(self, *, query: dict[str, str] | None = None, **parts: str | int) -> str:
        """The address with its parts filled in, and a query if one is given.

        Raises:
            KeyError: If a part is missing.
        """
        path = re.sub(r"\[(\w+)\]", lambda part: quote(str(parts[part[1]]), safe=""), self.pattern)
        return f"{path}?{urlencode(query)}" if query else path


HOME = Route("/")
NOT_FOUND = Route("404")
COURSES = Route("/courses")
COURSE = Route("/courses/[slug]")
PLANS = Route("/plans")
SIGN_IN = Route("/sign-in")
SIGN_IN_LINK = Route("/auth/link")
REQUEST_SIGN_IN = Route("/auth/request")
SIGN_IN_CODE = Route("/auth/code")
SIGN_IN_PROVIDER = Route("/auth/provider")
SIGN_IN_PROVIDER_BACK = Route("/auth/provider/back")
STEP_INTO = Route("/auth/step-into")
EMAIL_CHANGE = Route("/auth/email-change")
SIGN_OUT = Route("/sign-out")
SIGN_OUT_EVERYWHERE = Route("/sign-out-everywhere")
CHECKOUT = Route("/checkout/[public_id]")
CHECKOUT_PAY = Route("/checkout/[public_id]/pay")
ORDER = Route("/orders/[public_id]")
ORDER_PAY = Route("/orders/[public_id]/pay")
RECEIPT = Route("/receipts/[public_id].pdf")
PAY = Route("/pay/[public_id]")
GATEWAY = Route("/gateway")
PAYMENT_WEBHOOK = Route("/webhooks/payments")
PROFILE = Route("/profile")
NEWS = Route("/notifications")
PROFILE_COMMUNITY = Route("/profile/community")
PREFERENCES = Route("/profile/notifications")
PLAN = Route("/profile/plan")
UNSUBSCRIBE = Route("/unsubscribe/[token]")
MAIL_WEBHOOK = Route("/webhooks/mail")
FILE = Route("/files/[public_id]")
FILE_UPLOAD = Route("/files/discussion")
WRITING_PREVIEW = Route("/writing/preview")
WRITING_PEOPLE = Route("/writing/people")
WRITING_DRAFT = Route("/writing/draft")
LEARN = Route("/learn")
LEARN_ENROLLMENT = Route("/learn/[public_id]")
LEARN_CALENDAR = Route("/learn/[public_id]/calendar.ics")
COMMUNITY = Route("/community")
COMMUNITY_NEW = Route("/community/new")
COMMUNITY_FIND = Route("/community/find.json")
THREAD = Route("/community/threads/[public_id]")
NETWORK = Route("/community/network")
ELSEWHERE = Route("/community/elsewhere")
DISCORD = Route("/community/elsewhere/discord")
DISCORD_BACK = Route("/community/elsewhere/discord/back")
ORG = Route("/org")
ORG_NEW = Route("/org/new")
ORG_MEMBERS = Route("/org/members")
ORG_MEMBERS_FILE = Route("/org/members.csv")
ORG_INVITES = Route("/org/invitations")
ORG_INVITES_FILE = Route("/org/invitations/template.csv")
ORG_IMPORT = Route("/org/invitations/import")
ORG_HAND_IN = Route("/org/invitations/list")
ORG_SEATS = Route("/org/seats")
ORG_TEAMS = Route("/org/teams")
ORG_SETTINGS = Route("/org/settings")
ORG_DOMAIN = Route("/org/domain/[token]")
JOIN = Route("/join/[token]")
PERSON = Route("/community/people/[user_id]")
TEACH = Route("/teach")
TEACH_COHORT = Route("/teach/cohorts/[cohort_id]")
TEACH_MODERATION = Route("/teach/moderation")
ADMIN = Route("/admin")
ADMIN_COURSES = Route("/admin/courses")
ADMIN_COURSE = Route("/admin/courses/[course_id]")
ADMIN_COURSE_PREVIEW = Route("/admin/courses/[course_id]/preview")
ADMIN_ORGANIZATIONS = Route("/admin/organizations")
ADMIN_ORDERS = Route("/admin/orders")
ADMIN_OFFERS = Route("/admin/offers")
ADMIN_JOBS = Route("/admin/jobs")
ADMIN_MAIL = Route("/admin/mail")
ADMIN_PEOPLE = Route("/admin/people")
ADMIN_PERSON = Route("/admin/people/[user_id]")
ADMIN_AUDIT = Route("/admin/audit")
ADMIN_MODERATION = Route("/admin/moderation")
ADMIN_COMMUNITIES = Route("/admin/communities")
ADMIN_WEBHOOKS = Route("/admin/webhooks")
SITEMAP = Route("/sitemap.xml")
ROBOTS = Route("/robots.txt")
HEALTH_LIVE = Route("/health/live")
HEALTH_READY = Route("/health/ready")
METRICS = Route("/metrics")
DEV_UI = Route("/dev/ui")
DEV_UI_PUBLIC = Route("/dev/ui/public")
DEV_INBOX = Route("/dev/inbox")
DEV_MAIL = Route("/dev/mail")
