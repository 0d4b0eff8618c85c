"""Public addresses as the server answers them: documents with content, the sitemap, the word to robots."""

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from academy import routes as addresses
from academy.catalog.service.public import course_days, course_list, course_page, open_cohorts, upcoming_cohorts
from academy.commerce.service import plans
from academy.core.errors import NotFound
from academy.core.settings import settings
from academy.live.arguments import resolve
from academy.live.http import read
from academy.marketing.documents import course_document, home_document, list_document, missing_document, plans_document
from academy.marketing.state import CourseListState
from academy.skills.service import skills_of_course
from academy.ui.document import answer

HIDDEN_FROM_ROBOTS = ("/admin", "/auth", "/checkout", "/dev", "/learn", "/pay", "/profile", "/sign-in", "/teach")


async def home(request: Request) -> Response:
    """The start page."""
    return answer(home_document(await read(request, upcoming_cohorts)))


async def all_courses(request: Request) -> Response:
    """The list of courses, narrowed by the address as the page narrows it."""
    declared = CourseListState.live_vars()["courses"]
    filters = resolve(course_list, declared.sources, request.query_params, None)
    return answer(list_document(await read(request, course_list, **filters)))


async def all_plans(request: Request) -> Response:
    """Subscriptions and bundles."""
    return answer(plans_document(await read(request, plans)))


async def course(request: Request) -> Response:
    """A course, or a 404 that looks like one."""
    slug = request.path_params["slug"]
    try:
        document = course_document(
            await read(request, course_page, slug=slug),
            await read(request, course_days, slug=slug),
            await read(request, open_cohorts, slug=slug),
            await read(request, skills_of_course, slug=slug),
        )
    except NotFound:
        return answer(missing_document(request.url.path), status=404)
    return answer(document)


async def sitemap(request: Request) -> Response:
    """Every public address."""
    courses = await read(request, course_list)
    paths = [
        addresses.HOME.url(),
        addresses.COURSES.url(),
        addresses.PLANS.url(),
        *(addresses.COURSE.url(slug=found.slug) for found in courses),
    ]
    places = "".join(f"<url><loc>{escape(settings().base_url + path)}</loc></url>" for path in paths)
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    return Response(xml, media_type="application/xml")


async def robots(_request: Request) -> Response:
    """What search engines may read."""
    hidden = "".join(f"Disallow: {path}\n" for path in HIDDEN_FROM_ROBOTS)
    return PlainTextResponse(f"User-agent: *\n{hidden}Sitemap: {settings().base_url}{addresses.SITEMAP.url()}\n")


routes = [
    Route(addresses.HOME.path, home),
    Route(addresses.COURSES.path, all_courses),
    Route(addresses.PLANS.path, all_plans),
    Route(addresses.COURSE.path, course),
    Route(addresses.SITEMAP.path, sitemap),
    Route(addresses.ROBOTS.path, robots),
]
