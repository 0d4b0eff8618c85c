"""The skills taxonomy: four categories, what each skill means, and what proves it."""

from academy.seeds.content.skills.domain import DOMAIN
from academy.seeds.content.skills.leadership import LEADERSHIP
from academy.seeds.content.skills.strategic import STRATEGIC
from academy.seeds.content.skills.technical import TECHNICAL

SKILLS = TECHNICAL + STRATEGIC + LEADERSHIP + DOMAIN
