"""A small academy in which something of everything is going on: people of every kind, and rows at every stage.

What the queries read has to be here, and the moments at which their results change have to follow from its rows.
"""

from tests.queries.town.acquaintances import acquaintances
from tests.queries.town.community import community
from tests.queries.town.companies import companies
from tests.queries.town.courses import cohorts, courses
from tests.queries.town.elsewhere import elsewhere
from tests.queries.town.moderation import moderation
from tests.queries.town.money import money
from tests.queries.town.people import BROWSERS, PHONE, people, roles, session_of
from tests.queries.town.rows import Town
from tests.queries.town.seats import seats
from tests.queries.town.webhooks import webhooks
from tests.queries.town.work import work
from tests.queries.town.writing import writing
from tests.world import Live

__all__ = ["BROWSERS", "PHONE", "Town", "build", "session_of"]


def build(live: Live) -> Town:
    """Fill an empty academy."""
    town: Town = {}
    with live.system() as ctx:
        for plan in (
            people,
            courses,
            cohorts,
            roles,
            seats,
            companies,
            money,
            work,
            webhooks,
            community,
            acquaintances,
            writing,
            moderation,
            elsewhere,
        ):
            for name, row in plan(ctx, town):
                ctx.session.add(row)
                ctx.session.flush()
                town[name] = row
    return town
