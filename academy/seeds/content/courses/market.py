"""The specializations that face customers: marketing and sales."""

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.seeds.content.courses.text import CourseText, SessionText, SkillGoal
from academy.skills.models import SkillDepth

S, W, MM, CAP, IO = SessionKind.S, SessionKind.W, SessionKind.MM, SessionKind.CAP, SessionKind.IO
PRICE_B2C, PRICE_B2B = 152500, 129500

MARKETING_AI = CourseText(
    slug="marketing-ai-mastery",
    title="Marketing AI Mastery",
    summary="More good marketing from the same team: a voice that holds, tests that tell, and a week with room in it.",
    description=(
        "Everyone can now produce more content; few can produce more that works. You teach a model your brand's "
        "voice, build a line from brief to published piece with an editor in it, and run a test whose result you "
        "would bet on.\n\n"
        "Bring your style guide, ten pieces you are proud of, and the figures of one campaign."
    ),
    type=SessionType.COHORT,
    price_b2c=PRICE_B2C,
    price_b2b=PRICE_B2B,
    max_participants=16,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.TEAM,
    outcomes=(
        "Write a voice guide that a model can follow",
        "Run a content line with quality control",
        "Personalize within consent",
        "Design and read a campaign test",
    ),
    skills=(
        SkillGoal("marketing-ai", SkillDepth.MASTERS, 90),
        SkillGoal("prompt-engineering", SkillDepth.DEVELOPS, 40),
        SkillGoal("roi-measurement", SkillDepth.INTRODUCES, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "Spot the machine",
                "Ten texts, five written by models. What gives them away?",
                ("Name what makes a text sound like nobody",),
            ),
            SessionText(
                W,
                90,
                "A voice in two pages",
                "Your ten best pieces become rules, examples and forbidden words.",
                ("Write a voice guide with contrasting examples",),
            ),
            SessionText(
                MM,
                45,
                "What people may be told",
                "Disclosure, copyright, likeness and claims.",
                ("Check a piece for legal traps",),
            ),
            SessionText(
                CAP,
                90,
                "From brief to draft",
                "A content line with research, outline, draft, edit and sign-off.",
                ("Produce three drafts an editor accepts",),
            ),
            SessionText(
                W,
                60,
                "Pictures and clips",
                "Where generated images help, where they cost trust.",
                ("Brief an image model in brand",),
            ),
            SessionText(
                S,
                30,
                "The blind test",
                "Your drafts beside your originals, judged by the room.",
                ("Take criticism from a rank list",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "What the editors said",
                "Patterns in yesterday's corrections, turned into rules.",
                ("Feed corrections back into a guide",),
            ),
            SessionText(
                W,
                90,
                "Segments without creepiness",
                "Signals you may use, signals you should not.",
                ("Write three variants with their consent basis",),
            ),
            SessionText(
                MM,
                45,
                "Tests that tell",
                "Sample size, patience, and why most winners are not.",
                ("Compute the size of a test beforehand",),
            ),
            SessionText(
                CAP,
                75,
                "Listening at scale",
                "Reviews, calls and comments sorted into themes you can act on.",
                ("Build a theme report with quotes",),
            ),
            SessionText(
                IO,
                75,
                "Your next campaign",
                "Planned in the room with peers as critics.",
                ("Leave with brief, test plan and budget",),
            ),
            SessionText(
                S,
                30,
                "What you give back",
                "Hours gained: each team says what it will do with them.",
                ("Commit freed time to something visible",),
            ),
        ),
    },
)

SALES_AI = CourseText(
    slug="sales-ai-mastery",
    title="Sales AI Mastery",
    summary="Better prepared, better listened, better forecast: two days on selling with a model at your side.",
    description=(
        "A model will not close your deal. It will read the annual report before the call, notice the question "
        "nobody answered, and keep the CRM honest. You build these habits on your own accounts, and learn where a "
        "score helps and where it merely repeats last year's mistakes.\n\n"
        "Bring five open opportunities, two call recordings you may use, and last quarter's forecast."
    ),
    type=SessionType.COHORT,
    price_b2c=PRICE_B2C,
    price_b2b=PRICE_B2B,
    max_participants=16,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.TEAM,
    outcomes=(
        "Prepare a first call in twenty minutes",
        "Turn calls into commitments and coaching",
        "Score leads and know the score's limits",
        "Forecast with a range that holds",
    ),
    skills=(
        SkillGoal("sales-ai", SkillDepth.MASTERS, 90),
        SkillGoal("prompt-engineering", SkillDepth.DEVELOPS, 40),
        SkillGoal("data-literacy", SkillDepth.INTRODUCES, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The best call of the year",
                "What was different about it, and how much of that was preparation.",
                ("List what you need to know before a call",),
            ),
            SessionText(
                W,
                90,
                "Twenty minutes of homework",
                "An account brief from public sources, with every claim traced.",
                ("Write an account brief with sources",),
            ),
            SessionText(
                MM,
                45,
                "What may be recorded",
                "Consent, storage, and telling people that a model listens.",
                ("Open a recorded call correctly",),
            ),
            SessionText(
                CAP,
                90,
                "Listening twice",
                "Calls become commitments, objections, and one thing to do better.",
                ("Extract commitments without inventing any",),
            ),
            SessionText(
                W,
                60,
                "Messages people answer",
                "Short, specific, sent by you.",
                ("Write a follow-up that moves the deal",),
            ),
            SessionText(
                S,
                30,
                "Two calls you will make",
                "Planned tonight, made tomorrow.",
                ("Commit to a call",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "How the calls went",
                "Reports from the field.",
                ("Learn from a call within an hour",),
            ),
            SessionText(
                W,
                90,
                "Scores and their shadows",
                "Build a lead score, then find whom it overlooks.",
                ("Explain three signals and forbid one",),
            ),
            SessionText(
                MM,
                45,
                "Forecasting without theater",
                "Ranges, base rates, and the courage to say forty percent.",
                ("State a forecast with a range",),
            ),
            SessionText(
                CAP,
                75,
                "A CRM that fills itself",
                "Notes, next steps and fields from calls and mail, checked in seconds.",
                ("Set up capture with a check",),
            ),
            SessionText(
                IO,
                75,
                "Your pipeline, again",
                "Peers question each opportunity as a buyer would.",
                ("Drop one deal and advance two",),
            ),
            SessionText(
                S,
                30,
                "The weekly rhythm",
                "What you do each Monday from now on.",
                ("Leave with a routine of ninety minutes a week",),
            ),
        ),
    },
)

MARKET = (MARKETING_AI, SALES_AI)
