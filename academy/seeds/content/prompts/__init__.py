"""The prompt library: prompts that were tried on real work, with their blanks."""

from academy.seeds.content.prompts.thinking import THINKING
from academy.seeds.content.prompts.working import WORKING
from academy.seeds.content.prompts.writing import WRITING

PROMPTS = WRITING + THINKING + WORKING
