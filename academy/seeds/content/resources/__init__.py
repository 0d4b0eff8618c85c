"""The resource library, in the order in which it is shown."""

from academy.seeds.content.resources.checklists import CHECKLISTS
from academy.seeds.content.resources.frameworks import FRAMEWORKS
from academy.seeds.content.resources.readings import READINGS
from academy.seeds.content.resources.templates import TEMPLATES

RESOURCES = READINGS + TEMPLATES + FRAMEWORKS + CHECKLISTS
