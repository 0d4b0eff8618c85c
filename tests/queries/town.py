"""A small academy in which something of everything is going on: people of every kind, and rows at every stage.

What the queries read has to be here, and the moments at which their results change have to follow from its rows.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from academy.catalog.models import (
    CapabilityLevel,
    Cohort,
    CohortSession,
    CohortStatus,
    Course,
    CourseSession,
    CourseStatus,
    ImpactLevel,
    SeatHold,
    SessionKind,
    SessionType,
)
from academy.commerce.models import (
    Entitlement,
    EventOutcome,
    InboundEvent,
    Interval,
    LocalCheckout,
    LocalCheckoutStatus,
    LocalEvent,
    LocalObject,
    Offer,
    OfferCourse,
    OfferKind,
    PaymentMethod,
    PromotionCode,
    Purchase,
    PurchaseStatus,
    Refund,
    RefundStatus,
    Subscription,
    TaxRate,
    Wish,
)
from academy.core import audit
from academy.enrollment.models import (
    Enrollment,
    EnrollmentStatus,
    PaymentType,
    ReminderLead,
    SessionReminder,
    WaitlistEntry,
    WaitlistStatus,
)
from academy.identity import jobs as identity_jobs
from academy.identity.models import (
    AuthIdentity,
    AuthSession,
    EmailChange,
    LoginToken,
    RoleAssignment,
    ScopedRole,
    User,
    UserRole,
)
from academy.identity.viewer import hashed
from academy.live import Context
from academy.live.models import JobState, PresentTab, QueuedJob
from academy.managers.models import ImportLine, InviteImport
from academy.notifications.models import (
    Category,
    Channel,
    DigestPace,
    MailAttempt,
    MailMessage,
    MailReport,
    MailSuppression,
    Notification,
    NotificationPreference,
    NotificationSettings,
    SuppressionCause,
)
from academy.organizations.models import (
    ManagerRole,
    MovementKind,
    Organization,
    OrganizationDomain,
    OrganizationInvite,
    OrganizationManager,
    OrganizationMembership,
    OrganizationSeat,
    SeatMovement,
    SeatStatus,
    Team,
    TeamMember,
)
from academy.organizations.policy import PRESETS
from academy.skills.models import CourseSkill, Skill, SkillCategory, SkillDepth, SkillLevel
from academy.webhooks.models import (
    DeliveryStatus,
    EndpointSecret,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    WebhookLine,
)
from academy.webhooks.signing import new_secret
from tests.world import Live

PEOPLE = {
    "ada": UserRole.INDIVIDUAL,
    "ben": UserRole.INDIVIDUAL,
    "cleo": UserRole.INDIVIDUAL,
    "ines": UserRole.INDIVIDUAL,
    "ivan": UserRole.INDIVIDUAL,
    "ida": UserRole.INDIVIDUAL,
    "ira": UserRole.INDIVIDUAL,
    "ed": UserRole.INDIVIDUAL,
    "eve": UserRole.INDIVIDUAL,
    "max": UserRole.ORG_ADMIN,
    "mo": UserRole.ORG_MEMBER,
    "olga": UserRole.PLATFORM_ADMIN,
    "otto": UserRole.PLATFORM_ADMIN,
}
"""Ada, Ben and Cleo learn. Ines teaches the cohort in April, named on it; Ivan that in May, Ida all of the course on
strategy and Ira everything, by role. Ed edits the draft, Eve everything. Max and Mo are Meridian's. Olga and Otto
administer."""

PHONE = "ada's phone"
BROWSERS: tuple[str | None, ...] = (None, "a cookie of nobody's", PHONE, *PEOPLE)
"""Browsers by their cookie: everybody's is their name. Ada's phone is signed in for twenty days, the rest for ever."""

Town = dict[str, Any]
"""Its rows by name."""


def build(live: Live) -> Town:
    """Fill an empty academy."""
    town: Town = {}
    with live.system() as ctx:
        for plan in (_people, _courses, _cohorts, _roles, _seats, _companies, _money, _work, _webhooks):
            for name, row in plan(ctx, town):
                ctx.session.add(row)
                ctx.session.flush()
                town[name] = row
    return town


Rows = Iterator[tuple[str, Any]]


def _people(ctx: Context, town: Town) -> Rows:
    yield (
        "meridian",
        Organization(name="Meridian", domain="meridian.example", contact_email="max@town.example", contact_name="Max"),
    )
    for name, role in PEOPLE.items():
        yield name, User(email=f"{name}@town.example", name=name.title(), role=role)
        yield f"{name}'s session", session_of(ctx, town[name], name)
    yield PHONE, session_of(ctx, town["ada"], PHONE, timedelta(days=20))
    for name in ("max", "mo"):
        yield (
            f"{name} in meridian",
            OrganizationMembership(organization_id=town["meridian"].id, user_id=town[name].id, joined_at=ctx.now),
        )
    yield "identity", AuthIdentity(user_id=town["ada"].id, issuer="https://id.test", subject="1", email="ada@id.test")
    yield (
        "wish",
        EmailChange(
            user_id=town["ada"].id,
            new_email="ada@new.test",
            old_token_hash=hashed("old"),
            new_token_hash=hashed("new"),
            expires_at=ctx.now + timedelta(hours=24),
        ),
    )
    yield (
        "link",
        LoginToken(
            email="ada@town.example",
            token_hash=hashed("link"),
            code_hash="",
            browser_hash=hashed("asked here"),
            expires_at=ctx.now + timedelta(minutes=15),
        ),
    )


def session_of(ctx: Context, user: User, token: str, length: timedelta = timedelta(days=9999)) -> AuthSession:
    """Sign somebody in in a browser with this cookie."""
    return AuthSession(token_hash=hashed(token), user_id=user.id, last_seen_at=ctx.now, expires_at=ctx.now + length)


def _courses(ctx: Context, town: Town) -> Rows:
    for name, status in (
        ("basics", CourseStatus.PUBLISHED),
        ("strategy", CourseStatus.PUBLISHED),
        ("draft", CourseStatus.DRAFT),
    ):
        yield (
            name,
            Course(
                title=name.title(),
                description="Two days.",
                slug=name,
                session_type=SessionType.COHORT,
                price_b2c=349_00,
                price_b2b=299_00,
                max_participants=20,
                impact_level=ImpactLevel.L1,
                capability_level=CapabilityLevel.FUNDAMENTALS,
                status=status,
            ),
        )
        for day in (1, 2):
            yield (
                f"{name} {day}",
                CourseSession(
                    course_id=town[name].id,
                    title=f"Day {day}",
                    type=SessionKind.W,
                    day_number=day,
                    order_in_day=1,
                    duration_minutes=120,
                    description="",
                ),
            )
        yield (
            f"history of {name}",
            audit.record(
                ctx.session, now=ctx.now, actor_id=town["olga"].id, action="x.y", subject=town[name], summary="Made it."
            ),
        )
    yield (
        "skill",
        Skill(
            name="Prompting",
            slug="prompting",
            description="",
            category=SkillCategory.TECHNICAL,
            level=SkillLevel.EXPERT,
        ),
    )
    for name in ("basics", "strategy"):
        yield (
            f"skill of {name}",
            CourseSkill(course_id=town[name].id, skill_id=town["skill"].id, skill_level=SkillDepth.DEVELOPS),
        )
    yield "tab", PresentTab(topic=f"course:{town['draft'].id}", client="tab", worker="w", user_id=town["eve"].id)
    town["tab"].active_until = ctx.now + timedelta(seconds=6)


def _cohorts(ctx: Context, town: Town) -> Rows:
    def cohort(name: str, course: str, status: CohortStatus, starts_in: float, **more: Any) -> Rows:
        starts_at = ctx.now + timedelta(days=starts_in)
        yield (
            name,
            Cohort(
                course_id=town[course].id,
                name=name,
                start_date=starts_at,
                end_date=starts_at + timedelta(days=1, hours=2),
                status=status,
                **{"max_capacity": 3, **more},
            ),
        )
        for day in (0, 1):
            begin = starts_at + timedelta(days=day)
            yield (
                f"{name} {day}",
                CohortSession(
                    cohort_id=town[name].id,
                    session_id=town[f"{course} {day + 1}"].id,
                    title=f"Day {day + 1}",
                    starts_at=begin,
                    ends_at=begin + timedelta(hours=2),
                    zone=town[name].zone,
                    join_url="https://meet.test/day",
                    recording_url="https://film.test/day",
                ),
            )

    yield from cohort("april", "basics", CohortStatus.OPEN, 30, instructor_id=town["ines"].id)
    yield from cohort("may", "basics", CohortStatus.OPEN, 60, max_capacity=1)
    yield from cohort("now", "strategy", CohortStatus.IN_PROGRESS, -0.5)
    yield from cohort("past", "strategy", CohortStatus.COMPLETED, -40)
    yield from cohort("plan", "draft", CohortStatus.SCHEDULED, 60, instructor_id=town["otto"].id)
    yield from cohort("private", "strategy", CohortStatus.OPEN, 30, is_b2b=True, organization_id=town["meridian"].id)


def _roles(_ctx: Context, town: Town) -> Rows:
    for name, role, scope in (
        ("ivan", ScopedRole.INSTRUCTOR, {"cohort_id": town["may"].id}),
        ("ida", ScopedRole.INSTRUCTOR, {"course_id": town["strategy"].id}),
        ("ira", ScopedRole.INSTRUCTOR, {}),
        ("ed", ScopedRole.CONTENT_EDITOR, {"course_id": town["draft"].id}),
        ("eve", ScopedRole.CONTENT_EDITOR, {}),
    ):
        yield f"{name}'s role", RoleAssignment(user_id=town[name].id, role=role, **scope)


def _seats(ctx: Context, town: Town) -> Rows:
    def enrollment(person: str, cohort: str, status: EnrollmentStatus, hold: float | None = None) -> Rows:
        run = town[cohort]
        expires_at = None if hold is None else ctx.now + timedelta(minutes=hold)
        if status in {EnrollmentStatus.ACTIVE, EnrollmentStatus.COMPLETED}:
            run.current_enrollment += 1
        name = f"{person} in {cohort}"
        yield (
            name,
            Enrollment(
                user_id=town[person].id,
                cohort_id=run.id,
                course_id=run.course_id,
                status=status,
                hold_expires_at=expires_at,
                amount_cents=0 if run.is_b2b else 349_00,
                purchase_date=ctx.now,
                payment_type=PaymentType.B2B if run.is_b2b else PaymentType.B2C,
                office_hours_eligible_until=run.end_date + timedelta(days=90),
                chatbot_access_until=run.end_date + timedelta(days=90),
                materials_access_until=run.end_date + timedelta(days=365),
            ),
        )
        if expires_at is not None:
            yield f"hold of {name}", SeatHold(cohort_id=run.id, enrollment_id=town[name].id, expires_at=expires_at)

    yield from enrollment("ada", "april", EnrollmentStatus.ACTIVE)
    yield from enrollment("ada", "now", EnrollmentStatus.ACTIVE)
    yield from enrollment("ada", "past", EnrollmentStatus.COMPLETED)
    yield from enrollment("ada", "may", EnrollmentStatus.EXPIRED)
    yield from enrollment("ben", "april", EnrollmentStatus.HELD, hold=22)
    yield from enrollment("ben", "may", EnrollmentStatus.HELD, hold=26)
    yield from enrollment("cleo", "april", EnrollmentStatus.CANCELLED)
    yield from enrollment("mo", "private", EnrollmentStatus.ACTIVE)
    basics, may, expires_at = town["basics"].id, town["may"], ctx.now + timedelta(minutes=28)
    yield "ada waits", WaitlistEntry(user_id=town["ada"].id, course_id=basics, cohort_id=may.id, position=1)
    yield (
        "cleo waits",
        WaitlistEntry(
            user_id=town["cleo"].id,
            course_id=basics,
            position=2,
            status=WaitlistStatus.OFFERED,
            offered_cohort_id=may.id,
            offered_at=ctx.now,
            offer_expires_at=expires_at,
        ),
    )
    may.max_capacity += 1
    yield "offer to cleo", SeatHold(cohort_id=may.id, waitlist_id=town["cleo waits"].id, expires_at=expires_at)


def _companies(ctx: Context, town: Town) -> Rows:
    """Meridian has three seats for the strategy: Mo's, one for an invitation, and one that is free."""
    company, course = town["meridian"].id, town["strategy"].id
    for name in ("max", "mo"):
        permissions = list(PRESETS[ManagerRole.ADMIN])
        yield (
            f"{name}'s role",
            OrganizationManager(
                user_id=town[name].id, organization_id=company, role=ManagerRole.ADMIN, permissions=permissions
            ),
        )
    people = [ImportLine(line=2, email="zoe@meridian.example", course="strategy")]
    yield "list", InviteImport(organization_id=company, lines=people)
    yield "team", Team(organization_id=company, name="Operations", member_count=1)
    yield "mo in team", TeamMember(team_id=town["team"].id, user_id=town["mo"].id, joined_at=ctx.now)
    yield "domain", OrganizationDomain(organization_id=company, domain="meridian.example", verified_at=ctx.now)
    yield (
        "other domain",
        OrganizationDomain(
            organization_id=company,
            domain="meridian.test",
            token_hash=hashed("domain"),
            token_expires_at=ctx.now + timedelta(days=3),
        ),
    )
    yield (
        "town's domain",
        OrganizationDomain(organization_id=company, domain="town.example", verified_at=ctx.now),
    )
    yield (
        "invite",
        OrganizationInvite(
            organization_id=company,
            email="new@meridian.example",
            token_hash=hashed("invite"),
            course_id=course,
            team_id=town["team"].id,
            sent_at=ctx.now,
            expires_at=ctx.now + timedelta(days=14),
        ),
    )
    for status, whose in (
        (SeatStatus.AVAILABLE, {}),
        (SeatStatus.HELD, {"invite_id": town["invite"].id}),
        (SeatStatus.ASSIGNED, {"user_id": town["mo"].id, "enrollment_id": town["mo in private"].id}),
    ):
        yield (
            f"seat {status}",
            OrganizationSeat(organization_id=company, course_id=course, status=status, **whose),
        )
    yield (
        "movement",
        SeatMovement(
            organization_id=company,
            course_id=course,
            kind=MovementKind.PURCHASED,
            to_status=SeatStatus.AVAILABLE,
            quantity=3,
        ),
    )
    for status, whose in (
        (SeatStatus.HELD, {"invite_id": town["invite"].id}),
        (SeatStatus.ASSIGNED, {"user_id": town["mo"].id, "enrollment_id": town["mo in private"].id}),
    ):
        yield (
            f"movement {status}",
            SeatMovement(
                created_at=ctx.now - timedelta(days=85),
                organization_id=company,
                course_id=course,
                kind=MovementKind(status.value),
                from_status=SeatStatus.AVAILABLE,
                to_status=status,
                **whose,
            ),
        )
    town["meridian"].seats_purchased, town["meridian"].seats_used = 3, 2


def _money(ctx: Context, town: Town) -> Rows:
    basics = town["basics"]
    yield (
        "offer of basics",
        Offer(kind=OfferKind.COURSE, title=basics.title, course_id=basics.id, price_cents=basics.price_b2c),
    )
    for name, status, refunded in (
        ("ada in april", PurchaseStatus.COMPLETED, 0),
        ("ada in now", PurchaseStatus.PARTIALLY_REFUNDED, 100_00),
        ("ben in april", PurchaseStatus.PENDING, 0),
        ("ben in may", PurchaseStatus.FAILED, 0),
        ("cleo in april", PurchaseStatus.REFUNDED, 349_00),
    ):
        yield (
            f"purchase of {name}",
            Purchase(
                user_id=town[name].user_id,
                enrollment_id=town[name].id,
                offer_id=town["offer of basics"].id,
                subtotal_cents=349_00,
                amount_cents=349_00,
                refund_requested_cents=refunded,
                refunded_cents=refunded,
                status=status,
                gateway="local",
                gateway_session_id=f"cs {name}",
                payment_intent_id=f"pi {name}",
                receipt_number=1001 if name == "ada in april" else None,
                completed_at=ctx.now if status not in {PurchaseStatus.PENDING, PurchaseStatus.FAILED} else None,
                expires_at=town[name].hold_expires_at,
            ),
        )
    yield (
        "order of meridian",
        Purchase(
            user_id=town["max"].id,
            organization_id=town["meridian"].id,
            offer_id=town["offer of basics"].id,
            quantity=5,
            subtotal_cents=5 * 299_00,
            amount_cents=5 * 299_00,
            method=PaymentMethod.INVOICE,
            gateway="local",
            due_at=ctx.now + timedelta(days=14),
        ),
    )
    yield from _bundle(ctx, town)
    yield from _ending_plan(ctx, town)
    part = {"purchase_id": town["purchase of ada in now"].id, "amount_cents": 100_00, "status": RefundStatus.SUCCEEDED}
    yield (
        "inbound event",
        InboundEvent(
            provider="local",
            provider_event_id="evt_0",
            kind="checkout.session.completed",
            body="{}",
            is_signature_valid=True,
            received_at=ctx.now,
            outcome=EventOutcome.FAILED,
            error="RuntimeError: x",
            purchase_id=town["purchase of ada in now"].id,
        ),
    )
    yield "refund of ada in now", Refund(reason="A day fell out.", **part)
    yield (
        "refund at the gateway",
        LocalObject(object_id="re_1", kind="refund", owner="pi ada in now", body={"id": "re_1"}),
    )
    yield "code", PromotionCode(code="SPRING", percent_off=20, ends_at=ctx.now + timedelta(hours=7))
    yield "tax", TaxRate(country="DE", basis_points=1900)
    yield "event at the gateway", LocalEvent(event_id="evt_1", kind="x", body="{}")
    for status in LocalCheckoutStatus:
        yield (
            f"checkout {status}",
            LocalCheckout(
                reference=f"checkout {status}",
                description="A seat",
                customer_email="ben@town.example",
                amount_cents=349_00,
                currency="usd",
                status=status,
                return_url="/",
                cancel_url="/",
                expires_at=ctx.now + timedelta(minutes=23),
            ),
        )


def _bundle(ctx: Context, town: Town) -> Rows:
    """Ada has bought one and used half of it, and Cleo has a plan for as long as half a lesson."""
    yield "bundle", Offer(kind=OfferKind.PATH, title="Both", price_cents=500_00)
    courses = [town["basics"].id, town["strategy"].id]
    for position, course_id in enumerate(courses):
        bundled = OfferCourse(offer_id=town["bundle"].id, course_id=course_id, position=position)
        yield f"bundled {position}", bundled
    price = {"subtotal_cents": 500_00, "amount_cents": 500_00}
    yield (
        "purchase of the bundle",
        Purchase(
            user_id=town["ada"].id,
            offer_id=town["bundle"].id,
            course_ids=courses,
            status=PurchaseStatus.COMPLETED,
            gateway="local",
            completed_at=ctx.now - timedelta(days=13, hours=20),
            **price,
        ),
    )
    bought = {"user_id": town["ada"].id, "kind": OfferKind.PATH, "purchase_id": town["purchase of the bundle"].id}
    for name, course_id, cohort_id in (("basics", courses[0], None), ("strategy", courses[1], town["past"].id)):
        yield f"entitlement to {name}", Entitlement(course_id=course_id, cohort_id=cohort_id, **bought)
    town["ada in past"].entitlement_id = town["entitlement to strategy"].id
    until = ctx.now + timedelta(minutes=24)
    monthly = Offer(kind=OfferKind.SUBSCRIPTION, title="All", price_cents=99_00, interval=Interval.MONTH)
    yield "monthly", monthly
    yield (
        "subscription of cleo",
        Subscription(
            user_id=town["cleo"].id,
            offer_id=monthly.id,
            gateway="local",
            provider_subscription_id="sub_1",
            interval=Interval.MONTH,
            subtotal_cents=99_00,
            amount_cents=99_00,
            period_start=until - timedelta(days=30),
            period_end=until,
            heard_at=ctx.now,
        ),
    )
    plan = {"user_id": town["cleo"].id, "subscription_id": town["subscription of cleo"].id}
    yield "plan of cleo", Entitlement(kind=OfferKind.SUBSCRIPTION, until=until, **plan)


def _ending_plan(ctx: Context, town: Town) -> Rows:
    """Mo lets a plan end, and the gateway does not know it yet."""
    owned = {"user_id": town["mo"].id, "offer_id": town["monthly"].id, "gateway": "local"}
    price = {"subtotal_cents": 99_00, "amount_cents": 99_00}
    period = {"period_start": ctx.now - timedelta(days=29), "period_end": ctx.now + timedelta(days=1)}
    wish = {"wish": Wish.END_WITH_PERIOD, "wish_number": 1}
    told = {"provider_subscription_id": "sub mo", "interval": Interval.MONTH, "heard_at": ctx.now}
    yield "plan of mo", Subscription(**owned, **price, **period, **wish, **told)
    paid = {"status": PurchaseStatus.COMPLETED, "completed_at": ctx.now, "subscription_id": town["plan of mo"].id}
    yield "purchase of mo's plan", Purchase(**owned, **price, **period, **paid, invoice_id="in mo")


def _work(ctx: Context, town: Town) -> Rows:
    for name in ("ada", "olga"):
        for kind in ("first", "second"):
            yield (
                f"{kind} news of {name}",
                Notification(user_id=town[name].id, category=Category.SEATS, kind=kind, title=kind, url="/learn"),
            )
        yield (
            f"{name}'s settings",
            NotificationSettings(
                user_id=town[name].id,
                digest=DigestPace.DAILY,
                next_digest_at=ctx.now - timedelta(hours=1),
                quiet_from=0,
                quiet_until=60,
            ),
        )
        yield (
            f"{name}'s choice",
            NotificationPreference(
                user_id=town[name].id, category=Category.SEATS, channel=Channel.MAIL, is_on=name == "ada"
            ),
        )
        email = town[name].email
        yield f"{name}'s bounce", MailSuppression(email=email, cause=SuppressionCause.HARD_BOUNCE)
    yield (
        "mail",
        MailMessage(
            to_email="ada@town.example",
            user_id=town["ada"].id,
            subject="Hello",
            text_body="Hello",
            html_body="",
            template="x",
        ),
    )
    yield (
        "reminder",
        SessionReminder(cohort_id=town["past"].id, starts_at=town["past"].start_date, lead=ReminderLead.DAY),
    )
    mail_id = town["mail"].id
    yield "attempt", MailAttempt(message_id=mail_id, is_taken=False, answer="451 Busy")
    yield (
        "report",
        MailReport(event_key="1", message_id=mail_id, email="ada@town.example", kind="delivered", happened_at=ctx.now),
    )
    moments = {"next_try_at": ctx.now + timedelta(hours=9), "started_at": ctx.now, "ended_at": ctx.now}
    for state in JobState:
        yield f"job {state}", QueuedJob(name=f"x.{state}", state=state, **moments)
    name = identity_jobs.forget_expired.name
    yield "periodic job", QueuedJob(name=name, unique_key=name, schedule="*/15 * * * *", **moments)


def _webhooks(ctx: Context, town: Town) -> Rows:
    ends = (None, ctx.now + timedelta(hours=5))
    secrets = [EndpointSecret(locked=new_secret(), ends_at=ends_at) for ends_at in ends]
    yield (
        "endpoint",
        WebhookEndpoint(
            url="https://crm.town.example/", kinds=["person.joined"], secrets=secrets, created_by_id=town["olga"].id
        ),
    )
    yield (
        "line",
        WebhookLine(
            endpoint_id=town["endpoint"].id, failures=1, failing_since=ctx.now, resumes_at=ctx.now + timedelta(hours=1)
        ),
    )
    for status in DeliveryStatus:
        yield f"event {status}", WebhookEvent(kind="person.joined", body="{}")
        yield (
            f"delivery {status}",
            WebhookDelivery(
                event_id=town[f"event {status}"].id,
                endpoint_id=town["endpoint"].id,
                event_type="person.joined",
                target_url="https://crm.town.example/",
                status=status,
                next_retry_at=ctx.now + timedelta(hours=1) if status == DeliveryStatus.PENDING else None,
            ),
        )
    yield "attempt", WebhookAttempt(delivery_id=town["delivery failed"].id, url="https://crm.town.example/")
