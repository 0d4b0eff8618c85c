"""The specializations that work inside the house: HR and product."""

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.seeds.content.courses.text import CourseText, SessionText, SkillGoal
from academy.skills.models import SkillDepth

S, W, MM, CAP, IO = SessionKind.S, SessionKind.W, SessionKind.MM, SessionKind.CAP, SessionKind.IO
PRICE_B2C, PRICE_B2B = 152500, 129500

HR_AI = CourseText(
    slug="hr-ai-mastery",
    title="HR AI Mastery",
    summary="Where AI helps people work, where it must not decide, and how to show that you know the difference.",
    description=(
        "Hiring is high-risk by law and by nature. This course keeps the person in the decision and takes the drudgery "
        "out of everything around it: job ads, scheduling, survey comments, policies that answer questions.\n\n"
        "You test a screening process for adverse impact, write a works-council-ready description of one use, and "
        "prepare a performance talk from evidence."
    ),
    type=SessionType.COHORT,
    price_b2c=PRICE_B2C,
    price_b2b=PRICE_B2B,
    max_participants=16,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.TEAM,
    outcomes=(
        "Support screening without delegating the decision",
        "Test a process for adverse impact",
        "Turn open answers into themes without exposing anybody",
        "Describe a use so that employee representatives can judge it",
    ),
    skills=(
        SkillGoal("hr-ai", SkillDepth.MASTERS, 90),
        SkillGoal("risk-assessment", SkillDepth.DEVELOPS, 40),
        SkillGoal("data-literacy", SkillDepth.DEVELOPS, 40),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The application that vanished",
                "A true story about a filter, and who never heard back.",
                ("Say what a filter does to those it never sees",),
            ),
            SessionText(
                MM,
                60,
                "What the law calls high risk",
                "Duties for hiring, promotion and monitoring, in plain words.",
                ("Classify ten HR uses",),
            ),
            SessionText(
                W,
                90,
                "Ads, criteria, questions",
                "Better job ads and structured interviews, drafted with a model, decided by you.",
                ("Write criteria before reading applications",),
            ),
            SessionText(
                CAP,
                90,
                "Testing for fairness",
                "The four-fifths check on real numbers, and what to do when it fails.",
                ("Run and explain a check for adverse impact",),
            ),
            SessionText(
                W,
                60,
                "Answers for employees",
                "A policy assistant that quotes the policy or says it does not know.",
                ("Ground answers in documents",),
            ),
            SessionText(
                S,
                30,
                "Red lines",
                "Each of us writes down what no system will decide.",
                ("State two red lines in a sentence each",),
            ),
        ),
        2: (
            SessionText(S, 30, "Red lines, compared", "What we share across companies.", ("Defend a red line",)),
            SessionText(
                W,
                90,
                "What people really wrote",
                "Eight hundred survey comments become themes, none smaller than five people.",
                ("Summarize without exposing anybody",),
            ),
            SessionText(
                MM,
                45,
                "Talking with representatives",
                "What works councils and unions ask, and why they are right to.",
                ("Describe a use in two pages",),
            ),
            SessionText(
                CAP,
                75,
                "Feedback from evidence",
                "Preparing a performance talk from observed work, checked for tone and bias.",
                ("Cite work in every claim",),
            ),
            SessionText(
                IO,
                75,
                "Your first use",
                "One use, fully described, with its safeguards.",
                ("Leave with a description ready for review",),
            ),
            SessionText(S, 30, "Who needs to know", "A plan for telling people.", ("Inform before you start",)),
        ),
    },
)

PRODUCT_AI = CourseText(
    slug="product-ai-mastery",
    title="Product AI Mastery",
    summary="From “add AI to it” to a feature people keep using: discovery, evaluation, and failure by design.",
    description=(
        "An AI feature is a promise with an error rate. You learn to choose problems where that is acceptable, to "
        "write evaluations before prompts, and to design for the moment when the model is wrong, because your users "
        "will be there.\n\n"
        "Product managers, designers and engineers work in mixed groups on a feature of their own."
    ),
    type=SessionType.COHORT,
    price_b2c=PRICE_B2C,
    price_b2b=PRICE_B2B,
    max_participants=16,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.ADVANCED,
    audience=Audience.TEAM,
    outcomes=(
        "Choose problems where an error rate is acceptable",
        "Write an evaluation before the first prompt",
        "Design for wrong answers",
        "Launch behind a guardrail and read the figures",
    ),
    skills=(
        SkillGoal("use-case-identification", SkillDepth.MASTERS, 70),
        SkillGoal("prompt-engineering", SkillDepth.DEVELOPS, 50),
        SkillGoal("roi-measurement", SkillDepth.DEVELOPS, 40),
        SkillGoal("risk-assessment", SkillDepth.INTRODUCES, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "Features we stopped using",
                "Why an impressive demo became an ignored button.",
                ("Name three reasons AI features die",),
            ),
            SessionText(
                W,
                90,
                "The cost of being wrong",
                "For each idea: what happens when the model errs, and who notices?",
                ("Rank ideas by the price of an error",),
            ),
            SessionText(
                MM,
                45,
                "Evaluations first",
                "A test set, a rubric and a threshold, before a prompt exists.",
                ("Write a rubric two people apply alike",),
            ),
            SessionText(
                CAP,
                90,
                "A prototype in an hour",
                "Retrieval, tools, or just a good prompt: the smallest thing that passes.",
                ("Build a prototype and score it",),
            ),
            SessionText(
                W,
                60,
                "Designing for wrong",
                "Undo, sources, confidence, and the honest empty answer.",
                ("Sketch the failure path first",),
            ),
            SessionText(
                S,
                30,
                "Score board",
                "Where each prototype stands against its own threshold.",
                ("Decide go, change or stop",),
            ),
        ),
        2: (
            SessionText(S, 30, "Five users", "What they said last night.", ("Hear a user without selling",)),
            SessionText(
                W,
                90,
                "Raising the floor",
                "Improving the worst tenth of answers instead of the average.",
                ("Find and fix a failure cluster",),
            ),
            SessionText(
                MM,
                45,
                "Latency, cost, privacy",
                "Budgets for each, and the trade between them.",
                ("Set a cost per use and keep to it",),
            ),
            SessionText(
                CAP,
                75,
                "Shipping behind a guardrail",
                "Flags, limits, logs, and a person on call.",
                ("Write a launch plan with a stop rule",),
            ),
            SessionText(
                IO,
                75,
                "The review board",
                "Your feature before a panel of product, legal and support.",
                ("Leave with a decision and its conditions",),
            ),
            SessionText(S, 30, "What we will measure", "One figure, public, from day one.", ("Name the figure",)),
        ),
    },
)

HOUSE = (HR_AI, PRODUCT_AI)
