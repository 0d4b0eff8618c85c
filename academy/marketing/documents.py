"""The public pages as the server sends them, before any script has run: the same words, from the same read models."""

from datetime import datetime
from zoneinfo import ZoneInfo

import htpy as h

from academy import routes
from academy.catalog.schemas import CohortCard, CourseCard, CourseDay, CoursePage, UpcomingCohort
from academy.commerce.offer_schemas import Plans
from academy.core.money import amount
from academy.core.settings import settings
from academy.skills.schemas import SkillOfCourse
from academy.ui.document import Document

SITE = "AI Enablement Academy"
HOME_TITLE = f"{SITE} — live AI training in small cohorts"
HOME_WORDS = "Live, cohort-based AI training for individuals, teams and companies. See the seats left as they go."
LIST_TITLE = f"Courses — {SITE}"
PLANS_TITLE = f"Plans and bundles — {SITE}"
PLANS_WORDS = "Several live AI courses for less than each by itself, or all of them by the month."
LIST_WORDS = "Two-day cohorts, webinars and hackathons on working with AI, with dates in your own time zone."


def home_document(upcoming: list[UpcomingCohort]) -> Document:
    """The start page."""
    rows = [
        h.li(".item")[
            h.div(".words")[
                h.a(href=_course_path(cohort.course_slug))[h.h3[cohort.course_title]],
                h.p(".small.muted")[
                    f"{_dates(cohort)} · {cohort.type_words} · {_price(cohort.price_cents, cohort.currency)}"
                ],
            ],
            h.div(".end")[_seats(cohort)],
        ]
        for cohort in upcoming
    ]
    content = [
        h.header(".hero")[
            h.h1["Learn to work with AI, live, with twenty others"],
            h.p(".lead")[
                "Small cohorts, real instructors, your own tasks. Seats are counted as you watch: what you see"
                " is what is left."
            ],
            h.p[h.a(".btn.primary.big", href=routes.COURSES.url())["See all courses"]],
        ],
        h.section(".section")[h.div(".section-head")[h.h2["Starting next"]], h.ul(".list")[rows]],
    ]
    about = {"@type": "EducationalOrganization", "name": SITE, "url": settings().base_url, "description": HOME_WORDS}
    return Document(HOME_TITLE, HOME_WORDS, routes.HOME.url(), content, about)


def list_document(courses: list[CourseCard]) -> Document:
    """All courses."""
    rows = [
        h.li(".item")[
            h.div(".words")[
                h.a(href=_course_path(course.slug))[h.h2(".title")[course.title]],
                h.p(".muted")[course.summary],
                h.p(".small.muted")[f"{course.type_words} · {course.impact_words} · {course.level_words}"],
            ],
            h.div(".end")[
                h.p(".num.title")[_price(course.price_cents, course.currency)],
                course.next_cohort
                and h.p(".small.muted")[_dates(course.next_cohort), " · ", _seats(course.next_cohort)],
            ],
        ]
        for course in courses
    ]
    content = [
        h.header(".hero")[
            h.h1["Courses"], h.p(".lead")["Every date in your own time zone, every seat counted as it is taken."]
        ],
        h.ul(".list")[rows],
    ]
    about = {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "url": settings().base_url + _course_path(course.slug)}
            for at, course in enumerate(courses, 1)
        ],
    }
    return Document(LIST_TITLE, LIST_WORDS, routes.COURSES.url(), content, about)


def plans_document(offered: Plans) -> Document:
    """Subscriptions and bundles."""
    subscriptions = [
        h.article(".offer")[
            h.h3[plan.title],
            h.p[h.strong(".offer-price")[_price(plan.price_cents, plan.currency)], f" a {plan.interval}"],
        ]
        for plan in offered.subscriptions
    ]
    bundles = [
        h.article(".offer")[
            h.h3[bundle.title],
            h.p[h.strong(".offer-price")[_price(bundle.price_cents, bundle.currency)]],
            h.ul(".list")[
                (h.li(".item")[h.a(href=_course_path(course.slug))[course.title]] for course in bundle.courses)
            ],
        ]
        for bundle in offered.bundles
    ]
    content = [
        h.header(".hero")[
            h.h1["Plans and bundles"], h.p(".lead")["Learn more than one thing, for less than each by itself."]
        ],
        h.div(".stack")[subscriptions, bundles],
    ]
    sold = [(one.title, one.price_cents, one.currency) for one in offered.subscriptions]
    sold += [(one.title, one.price_cents, one.currency) for one in offered.bundles]
    about = {
        "@type": "OfferCatalog",
        "name": "Plans and bundles",
        "itemListElement": [
            {"@type": "Offer", "name": title, "price": f"{cents / 100:.2f}", "priceCurrency": currency.upper()}
            for title, cents, currency in sold
        ],
    }
    return Document(PLANS_TITLE, PLANS_WORDS, routes.PLANS.url(), content, about)


def course_document(
    course: CoursePage, days: list[CourseDay], cohorts: list[CohortCard], skills: list[SkillOfCourse]
) -> Document:
    """A course."""
    content = [
        h.header(".hero")[
            h.p(".eyebrow")[f"{course.type_words} · {course.impact_words} · {course.level_words}"],
            h.h1[course.title],
            h.p(".lead")[course.summary],
        ],
        h.div(".split")[
            h.div[
                h.div(".prose")[h.p(".as-typed")[course.description]],
                h.section(".section")[h.div(".section-head")[h.h2["What happens when"]], [_day(day) for day in days]],
                course.outcomes
                and h.section(".section")[
                    h.div(".section-head")[h.h2["What you will be able to do"]],
                    h.ul(".outcomes")[(h.li[h.span[text]] for text in course.outcomes)],
                ],
                skills
                and h.section(".section")[
                    h.div(".section-head")[h.h2["Skills"]],
                    h.ul(".skills")[
                        (h.li[h.span(".strong")[skill.name], h.span(".muted")[skill.depth]] for skill in skills)
                    ],
                ],
            ],
            h.aside(".beside")[
                h.h2["Choose a cohort"],
                h.ul(".list")[
                    (
                        h.li(".item")[h.div(".words")[h.strong[_dates(cohort)]], h.div(".end")[_seats(cohort)]]
                        for cohort in cohorts
                    )
                ],
                h.p[h.strong[_price(course.price_cents, course.currency)]],
            ],
        ],
    ]
    title = f"{course.title} — {SITE}"
    return Document(title, course.summary, _course_path(course.slug), content, _about(course, cohorts))


def missing_document(path: str) -> Document:
    """A course that is not there."""
    content = h.div(".empty.hero")[
        h.h1["There is no such page"],
        h.p["There is no such course, or it is no longer offered."],
        h.a(".btn.primary", href=routes.COURSES.url())["See all courses"],
    ]
    return Document(f"Not found — {SITE}", "There is no such page.", path, content)


def _about(course: CoursePage, cohorts: list[CohortCard]) -> dict[str, object]:
    offer = {"@type": "Offer", "price": f"{course.price_cents / 100:.2f}", "priceCurrency": course.currency.upper()}
    return {
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "url": settings().base_url + _course_path(course.slug),
        "provider": {"@type": "EducationalOrganization", "name": SITE, "url": settings().base_url},
        "offers": {**offer, "category": "Free" if course.price_cents == 0 else "Paid"},
        "hasCourseInstance": [
            {
                "@type": "CourseInstance",
                "name": cohort.name,
                "courseMode": "online",
                "startDate": cohort.starts_at.isoformat(),
                "endDate": cohort.ends_at.isoformat(),
                "maximumAttendeeCapacity": cohort.capacity,
                "remainingAttendeeCapacity": cohort.seats_left,
            }
            for cohort in cohorts
        ],
    }


def _day(day: CourseDay) -> h.Element:
    return h.div[
        h.h3(".day")[f"Day {day.number}"],
        h.ol(".schedule")[
            (
                h.li[
                    h.span(".num.muted.when"),
                    h.div(".words")[
                        h.p(".strong")[f"{session.kind_words}: {session.title}"],
                        h.p(".muted.small")[session.description],
                    ],
                    h.span(".num.muted.small")[f"{session.minutes} min"],
                ]
                for session in day.sessions
            )
        ],
    ]


def _seats(card: CohortCard) -> str:
    return "Full" if card.is_full else f"{card.seats_left} of {card.capacity} left"


def _dates(card: CohortCard) -> str:
    zone = ZoneInfo(card.zone)
    first, last = card.starts_at.astimezone(zone), card.ends_at.astimezone(zone)
    return (
        f"{_date(first)}, {card.zone}"
        if first.date() == last.date()
        else f"{_date(first)} – {_date(last)}, {card.zone}"
    )


def _date(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _price(cents: int, currency: str) -> str:
    return "Free" if cents == 0 else amount(cents, currency)


def _course_path(slug: str) -> str:
    return routes.COURSE.url(slug=slug)
