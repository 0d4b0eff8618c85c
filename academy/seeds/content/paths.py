"""The learning paths: which courses lead where, in which order."""

from dataclasses import dataclass

from academy.paths.models import PathAudience, PathPricing, UnlockRule

IMMEDIATE, SEQUENTIAL, AFTER = UnlockRule.IMMEDIATE, UnlockRule.SEQUENTIAL, UnlockRule.AFTER_COMPLETION


@dataclass(frozen=True)
class StepText:
    """A course of a path. Steps of one number are a choice: one of them is enough."""

    number: int
    course: str
    unlock: UnlockRule
    timeframe: str
    notes: str | None = None
    is_required: bool = True


@dataclass(frozen=True)
class PathText:
    """A learning path; the price is cents of US dollars."""

    slug: str
    title: str
    short: str
    description: str
    audience: PathAudience
    role: str | None
    duration: str
    total_courses: int
    total_hours: int
    pricing: PathPricing
    price: int
    outcomes: tuple[str, ...]
    skills: tuple[str, ...]
    steps: tuple[StepText, ...]


FOUNDATIONS = PathText(
    slug="ai-foundations-track",
    title="AI Foundations Track",
    short="Master AI fundamentals and practical tools in 6 weeks",
    description=(
        "From the first good prompt to a process that runs by itself. Three cohorts, two weeks apart, each built on "
        "the work you bring back from the one before. You meet the same people again, and by the end you have a "
        "small library of prompts, a comparison of the tools you use, and one automation with its error rate."
    ),
    audience=PathAudience.INDIVIDUAL,
    role=None,
    duration="6 weeks",
    total_courses=3,
    total_hours=48,
    pricing=PathPricing.BUNDLED,
    price=99700,
    outcomes=(
        "Understand core AI concepts and terminology",
        "Write effective prompts for any AI tool",
        "Integrate AI tools into daily workflows",
        "Build AI-powered automation workflows",
    ),
    skills=("ai-concepts", "prompt-engineering", "ai-tool-selection", "workflow-automation"),
    steps=(
        StepText(1, "ai-fundamentals", IMMEDIATE, "Week 1-2"),
        StepText(2, "prompt-engineering-mastery", AFTER, "Week 3-4"),
        StepText(3, "ai-tools-mastery", AFTER, "Week 5-6"),
    ),
)

LEADERSHIP = PathText(
    slug="ai-leadership-track",
    title="AI Leadership Track",
    short="Lead AI transformation with strategy and governance",
    description=(
        "For those who answer for the result. You decide where AI changes your business, bring your people along, "
        "and set rules that hold, with the same small group of peers throughout. Between the cohorts you do the work "
        "in your own organization and bring back what happened."
    ),
    audience=PathAudience.ENTERPRISE,
    role="Executive, L&D Leader, Change Manager",
    duration="8 weeks",
    total_courses=3,
    total_hours=48,
    pricing=PathPricing.SUBSCRIPTION,
    price=249700,
    outcomes=(
        "Develop comprehensive AI adoption strategy",
        "Lead organizational change for AI transformation",
        "Implement AI governance frameworks",
        "Measure ROI of AI initiatives",
    ),
    skills=("ai-strategy-development", "change-management", "ai-governance", "roi-measurement"),
    steps=(
        StepText(1, "ai-strategy-for-leaders", IMMEDIATE, "Week 1-3"),
        StepText(2, "change-management-for-ai", SEQUENTIAL, "Week 4-6"),
        StepText(3, "ai-governance-and-ethics", SEQUENTIAL, "Week 7-8"),
    ),
)

_CHOICE = "Choose one of the four specializations."

DOMAIN_EXPERT = PathText(
    slug="domain-expert-track",
    title="Domain Expert Track",
    short="AI foundations + specialized domain expertise",
    description=(
        "The ground first, then your field. After AI Fundamentals you choose the specialization that fits your job: "
        "marketing, sales, HR or product. Each ends with a workflow in use and a figure that shows what it changed."
    ),
    audience=PathAudience.ALL,
    role=None,
    duration="6-8 weeks",
    total_courses=2,
    total_hours=32,
    pricing=PathPricing.BUNDLED,
    price=149700,
    outcomes=(
        "Master AI fundamentals",
        "Apply AI to specific domain (Marketing/Sales/HR)",
        "Build domain-specific AI workflows",
        "Demonstrate measurable impact in your role",
    ),
    skills=("ai-concepts", "prompt-engineering", "marketing-ai", "sales-ai", "hr-ai"),
    steps=(
        StepText(1, "ai-fundamentals", IMMEDIATE, "Week 1-2"),
        StepText(2, "marketing-ai-mastery", AFTER, "Week 3-6", _CHOICE, is_required=False),
        StepText(2, "sales-ai-mastery", AFTER, "Week 3-6", _CHOICE, is_required=False),
        StepText(2, "hr-ai-mastery", AFTER, "Week 3-6", _CHOICE, is_required=False),
        StepText(2, "product-ai-mastery", AFTER, "Week 3-6", _CHOICE, is_required=False),
    ),
)

PATHS = (FOUNDATIONS, LEADERSHIP, DOMAIN_EXPERT)
