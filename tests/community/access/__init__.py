"""Who may call which function of the community, by name without `academy.community.`."""

from tests.community.access import boards, discussion, elsewhere, moderation, people, writing
from tests.community.access.rules import Access

ACCESS: dict[str, Access] = {}
for part in (boards, discussion, writing, moderation, people, elsewhere):
    ACCESS |= part.ACCESS
