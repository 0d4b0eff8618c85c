"""The three courses everybody can start with."""

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.seeds.content.courses.text import CourseText, SessionText, SkillGoal
from academy.skills.models import SkillDepth

S, W, MM, CAP, IO = SessionKind.S, SessionKind.W, SessionKind.MM, SessionKind.CAP, SessionKind.IO

AI_FUNDAMENTALS = CourseText(
    slug="ai-fundamentals",
    title="AI Fundamentals",
    summary=(
        "Two days, twenty people, your own work on the table. You leave with three workflows running "
        "and the judgment to build the next ten."
    ),
    description=(
        "Most people meet AI through a demo that has nothing to do with their week. This course starts from the week. "
        "You bring three tasks you would rather not do, and by the second afternoon each of them runs with a model "
        "in it, checked by you.\n\n"
        "Along the way you learn what a language model is and is not, why the same model answers one person better "
        "than another, which data may go where, and how to notice a confident mistake before your customer does.\n\n"
        "No technical background is needed. Bring a laptop, three real tasks, and something to be skeptical about."
    ),
    type=SessionType.COHORT,
    price_b2c=34900,
    price_b2b=29900,
    max_participants=20,
    impact=ImpactLevel.L1,
    capability=CapabilityLevel.FUNDAMENTALS,
    audience=Audience.INDIVIDUAL,
    outcomes=(
        "Explain to a colleague what a language model does and where it fails",
        "Write prompts with context, examples and a format, and improve them by testing",
        "Choose a tool for a task and say why, data rules included",
        "Run three of your own tasks with a model and check the result",
    ),
    skills=(
        SkillGoal("prompt-engineering", SkillDepth.DEVELOPS, 70),
        SkillGoal("ai-concepts", SkillDepth.DEVELOPS, 60),
        SkillGoal("ai-tool-selection", SkillDepth.INTRODUCES, 40),
        SkillGoal("use-case-identification", SkillDepth.INTRODUCES, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "What changed",
                "A shared picture of what today's models can and cannot do.",
                ("Tell apart three kinds of AI you already use", "Name one task you will not give to a model"),
            ),
            SessionText(
                W,
                90,
                "Your first three prompts",
                "On your own tasks, reviewed in pairs, rewritten twice.",
                ("Write a prompt with role, context, task and format", "Give feedback that makes a prompt better"),
            ),
            SessionText(
                MM,
                45,
                "Context",
                "Why the same model answers one person better than another, and what to put in front of it.",
                ("Explain tokens and the context window", "Decide what to paste, what to attach, what to leave out"),
            ),
            SessionText(
                CAP,
                75,
                "The tools on your desk",
                "Four assistants, one task, side by side. What differs is not what the adverts say.",
                ("Compare assistants on a task of your own", "Find and change the settings that matter for privacy"),
            ),
            SessionText(
                W,
                75,
                "Reading, summarizing, comparing",
                "Long documents, messy notes, two versions of a contract: the everyday work models do best.",
                ("Summarize for a named reader", "Make a model quote its source for every claim"),
            ),
            SessionText(
                S,
                30,
                "What worked today",
                "Each of us shows one result, good or instructive, and plans one thing to try tonight.",
                ("Name what you will try before tomorrow",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "What you noticed overnight",
                "Ten short reports from the first evening, and the pattern in them.",
                ("Recognize when a problem is the prompt, the data or the task",),
            ),
            SessionText(
                CAP,
                90,
                "Catching confident mistakes",
                "Five plausible answers, some wrong. You learn to check fast instead of trusting or refusing.",
                ("Verify a claim in under two minutes", "Choose tasks where checking is cheaper than doing"),
            ),
            SessionText(
                MM,
                45,
                "What may go in",
                "Personal data, client data, secrets: a rule of thumb for each, and where the law stands.",
                ("Sort your own data into green, amber and red",),
            ),
            SessionText(
                W,
                90,
                "Three tasks, three workflows",
                "You build the workflows you came for, with an instructor walking the room.",
                ("Turn a task into steps for you and steps for the model", "Write down a workflow others can repeat"),
            ),
            SessionText(
                IO,
                75,
                "From here to Monday",
                "In groups of five: what will get in the way at work, and what you do about it.",
                ("Leave with a plan for thirty days", "Know whom to ask and when office hours are"),
            ),
            SessionText(
                S,
                30,
                "Show and close",
                "One minute each: before, after, and what it saves.",
                ("Present a workflow with its effect in hours",),
            ),
        ),
    },
)

PROMPT_ENGINEERING = CourseText(
    slug="prompt-engineering-mastery",
    title="Prompt Engineering Mastery",
    summary="From a prompt that worked once to one that works on Monday, for a colleague, on data you never saw.",
    description=(
        "Anybody can get a good answer once. This course is about the second hundred. You treat a prompt as what it "
        "is, a small program in plain language, with inputs, tests and versions, and you learn the handful of "
        "techniques that really move results.\n\n"
        "You bring one task that matters at work. It grows over both days: a structure, examples, a way of reasoning, "
        "a test set of twenty cases, and a score that goes up. At the end you hand it to somebody else in the room, "
        "and it has to work for them.\n\n"
        "You should have used a chat assistant for a few weeks; AI Fundamentals is a good way to get there."
    ),
    type=SessionType.COHORT,
    price_b2c=44900,
    price_b2b=38900,
    max_participants=20,
    impact=ImpactLevel.L1,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.INDIVIDUAL,
    outcomes=(
        "Structure prompts so that others can read and change them",
        "Use examples, reasoning steps and roles where each of them helps",
        "Build a test set and improve a prompt against it",
        "Hand over a prompt library that a team will use",
    ),
    skills=(
        SkillGoal("prompt-engineering", SkillDepth.MASTERS, 90),
        SkillGoal("data-literacy", SkillDepth.INTRODUCES, 30),
        SkillGoal("team-enablement", SkillDepth.INTRODUCES, 20),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The prompt that broke",
                "A real prompt, a real failure, and the five minutes that would have prevented it.",
                ("Say what makes a prompt fragile",),
            ),
            SessionText(
                W,
                90,
                "Anatomy of a prompt",
                "Role, context, task, constraints, format: you take yours apart and put it together again.",
                ("Separate instruction from data", "Write constraints a model can follow"),
            ),
            SessionText(
                MM,
                45,
                "Showing instead of telling",
                "Few-shot examples: how many, which ones, in what order, and when they hurt.",
                ("Choose examples that cover the edges",),
            ),
            SessionText(
                CAP,
                75,
                "System prompts",
                "Instructions that hold for a whole conversation, and how people try to talk a model out of them.",
                ("Write a system prompt with boundaries", "Test it against two attempts to break it"),
            ),
            SessionText(
                W,
                75,
                "Twenty cases",
                "You build the test set your prompt will be measured by for the rest of the course.",
                ("Collect cases that represent the work", "Define what a good answer is before seeing one"),
            ),
            SessionText(
                S,
                30,
                "First scores",
                "Where each prompt stands, and the one change you will make first.",
                ("Read a score without fooling yourself",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "One change at a time",
                "What last night's experiments taught us.",
                ("Form a hypothesis about a prompt",),
            ),
            SessionText(
                CAP,
                90,
                "Reasoning in steps",
                "Plans, drafts, self-checks and decomposition, and when a reasoning model makes them unnecessary.",
                ("Split a hard task into prompts that each do one thing", "Ask for a check that really checks"),
            ),
            SessionText(
                MM,
                45,
                "Structured output",
                "Tables and JSON that the next step can use, every time.",
                ("Specify a format and validate it",),
            ),
            SessionText(
                W,
                90,
                "Raising the score",
                "Three rounds of change and measure on your own prompt, with a coach at hand.",
                ("Improve a prompt by at least ten points on your test set", "Keep a version history with reasons"),
            ),
            SessionText(
                IO,
                75,
                "A library people use",
                "Names, owners, variables and review: how a prompt survives its author's holiday.",
                ("Write a prompt card a stranger can use",),
            ),
            SessionText(
                S,
                30,
                "The handover",
                "Your neighbor runs your prompt on cases you have not seen.",
                ("Accept the result and name the next improvement",),
            ),
        ),
    },
)

AI_TOOLS = CourseText(
    slug="ai-tools-mastery",
    title="AI Tools Mastery",
    summary="Pick the few tools that fit your work, connect them, and automate one process from end to end.",
    description=(
        "There are more AI tools than working days in a year. This course gives you a way to choose among them that "
        "still holds when the list has changed, and the practice to make two or three of them work together.\n\n"
        "On the first day you compare: assistants, research tools, meeting tools, spreadsheets with models inside, "
        "automation platforms. On the second you build one process end to end, with a trigger, a model, a check by a "
        "person and a log.\n\n"
        "You work in your own accounts where your employer allows it, and in ours where not."
    ),
    type=SessionType.COHORT,
    price_b2c=49900,
    price_b2b=42900,
    max_participants=18,
    impact=ImpactLevel.L1,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.ALL,
    outcomes=(
        "Compare tools on quality, cost, data handling and exit",
        "Integrate two tools into a daily workflow",
        "Build an automation with a person at the point that matters",
        "Test it on real past cases and know its error rate",
    ),
    skills=(
        SkillGoal("ai-tool-selection", SkillDepth.MASTERS, 80),
        SkillGoal("workflow-automation", SkillDepth.DEVELOPS, 70),
        SkillGoal("data-literacy", SkillDepth.DEVELOPS, 40),
        SkillGoal("prompt-engineering", SkillDepth.DEVELOPS, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The drawer of tools",
                "What you use, what you pay for, and what you forgot to cancel.",
                ("Take stock of your tools and what they cost",),
            ),
            SessionText(
                CAP,
                90,
                "Five classes of tools",
                "Assistants, research, meetings, documents, automation: one task in each, timed.",
                ("Match a task to a class of tool before naming a product",),
            ),
            SessionText(
                MM,
                45,
                "Reading a data policy",
                "Where your text goes, who may train on it, and the three sentences that matter in the contract.",
                ("Find retention, training and location in a policy",),
            ),
            SessionText(
                W,
                75,
                "Your comparison",
                "Three candidates for one of your tasks, scored on your criteria and your documents.",
                ("Weight criteria before scoring", "Give evidence for every score"),
            ),
            SessionText(
                W,
                75,
                "Spreadsheets that read",
                "Classify, extract and clean a thousand rows, and measure how often it is wrong.",
                ("Label a sample by hand", "Report accuracy as a range"),
            ),
            SessionText(
                S,
                30,
                "Keep, try, drop",
                "Three lists, made public to the room.",
                ("Decide which tool you will stop using",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "A process worth automating",
                "Frequent, dull, checkable: we choose one process each.",
                ("Reject a process that should stay manual",),
            ),
            SessionText(
                W,
                90,
                "Drawing it as it is",
                "The real process, with its exceptions, on one sheet.",
                ("Map a process with triggers, exceptions and handovers",),
            ),
            SessionText(
                MM,
                45,
                "The person in the loop",
                "Where a human check earns its cost, and where it is only decoration.",
                ("Place one check where it catches most",),
            ),
            SessionText(
                CAP,
                90,
                "Building the flow",
                "Trigger, model, check, log: assembled on an automation platform without code.",
                ("Connect two tools through a model", "Log every run so that errors can be found"),
            ),
            SessionText(
                IO,
                75,
                "Thirty past cases",
                "You run the flow on last month's work and fix what it gets wrong.",
                ("State an error rate and what an error costs",),
            ),
            SessionText(
                S,
                30,
                "Switching it on",
                "Who owns it, who watches it, how it is stopped.",
                ("Name owner, monitor and stop switch",),
            ),
        ),
    },
)

FOUNDATIONS = (AI_FUNDAMENTALS, PROMPT_ENGINEERING, AI_TOOLS)
