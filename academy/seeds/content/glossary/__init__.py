"""The glossary by category. Definitions say what a term means to somebody at work, not in a laboratory."""

from academy.seeds.content.glossary.models import FUNDAMENTALS
from academy.seeds.content.glossary.practice import BUILDING, PROMPTING
from academy.seeds.content.glossary.responsibility import BUSINESS, RESPONSIBILITY

GLOSSARY = {
    "AI Fundamentals": FUNDAMENTALS,
    "Prompting": PROMPTING,
    "Tools & Automation": BUILDING,
    "Risk & Governance": RESPONSIBILITY,
    "Business & Change": BUSINESS,
}
