"""Webinars, the hackathon, and what is not on sale: a draft and an archived course."""

from academy.catalog.models import Audience, CapabilityLevel, CourseStatus, ImpactLevel, SessionKind, SessionType
from academy.seeds.content.courses.text import CourseText, SessionText, SkillGoal
from academy.skills.models import SkillDepth

S, W, MM, CAP, IO = SessionKind.S, SessionKind.W, SessionKind.MM, SessionKind.CAP, SessionKind.IO

AI_IN_NINETY_MINUTES = CourseText(
    slug="ai-in-90-minutes",
    title="AI in 90 Minutes",
    summary="A free, honest introduction: what these tools do, what they do not, and one task to hand over tonight.",
    description=(
        "No slides about the future of work. We take five everyday tasks sent in by people who signed up, do them "
        "live with two different assistants, and talk about what went well, what went wrong, and how you would have "
        "noticed.\n\n"
        "It is free, there is nothing to install, and nobody will call you afterward."
    ),
    type=SessionType.WEBINAR,
    price_b2c=0,
    price_b2b=0,
    max_participants=100,
    impact=ImpactLevel.L1,
    capability=CapabilityLevel.FUNDAMENTALS,
    audience=Audience.ALL,
    outcomes=("Tell what a language model is good for", "Do one task with it, and check the result"),
    skills=(
        SkillGoal("ai-concepts", SkillDepth.INTRODUCES, 60),
        SkillGoal("prompt-engineering", SkillDepth.INTRODUCES, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                15,
                "What it is, in plain words",
                "Ten minutes without jargon, five for the questions everybody has.",
                ("Explain in two sentences what a language model does",),
            ),
            SessionText(
                CAP,
                50,
                "Five tasks, live",
                "Sent in by you, done before your eyes, mistakes included.",
                ("Recognize a task that suits a model", "Spot a confident mistake"),
            ),
            SessionText(
                S,
                25,
                "Your turn",
                "One prompt to try tonight, and your questions.",
                ("Leave with a prompt for a task of your own",),
            ),
        ),
    },
)

AI_ACT_BRIEFING = CourseText(
    slug="eu-ai-act-briefing",
    title="The EU AI Act, Briefly",
    summary="Ninety minutes on what the law asks of ordinary companies that use AI, and what it does not ask.",
    description=(
        "You probably do not build high-risk systems. You probably do use some, and the law has duties for users too. "
        "This briefing sorts them by role and date, with examples from offices and not from laboratories, and ends "
        "with a list you can hand to a colleague.\n\n"
        "General information, not legal advice."
    ),
    type=SessionType.WEBINAR,
    price_b2c=4900,
    price_b2b=3900,
    max_participants=60,
    impact=ImpactLevel.L3,
    capability=CapabilityLevel.FUNDAMENTALS,
    audience=Audience.ENTERPRISE,
    outcomes=("Classify the systems you use", "Name the duties that apply and from when"),
    skills=(
        SkillGoal("ai-governance", SkillDepth.INTRODUCES, 50),
        SkillGoal("risk-assessment", SkillDepth.INTRODUCES, 40),
    ),
    days={
        1: (
            SessionText(
                MM,
                45,
                "Roles, risks, dates",
                "Provider or deployer, prohibited to minimal, and the calendar of duties.",
                ("Place your company in the law's scheme",),
            ),
            SessionText(
                W,
                30,
                "Ten systems",
                "We classify ten ordinary systems together, from the spam filter to the screening tool.",
                ("Classify a system and state the duty that follows",),
            ),
            SessionText(
                S,
                15,
                "Questions",
                "Yours, answered as plainly as the law allows.",
                ("Know what to ask your counsel",),
            ),
        ),
    },
)

AUTOMATION_HACKATHON = CourseText(
    slug="workflow-automation-hackathon",
    title="Workflow Automation Hackathon",
    summary="Four weeks, teams of four, one process that nobody does by hand anymore at the end.",
    description=(
        "A hackathon for people with a day job. Teams of up to four take one process from their own work, and in four "
        "weeks map it, automate it, test it on real past cases and put it into use. A kickoff day, three clinics with "
        "instructors, and a demo day with a jury that asks about error rates before it asks about wow.\n\n"
        "Expect four hours a week between the meetings. Sign up as a team, or come alone and be matched."
    ),
    type=SessionType.HACKATHON,
    price_b2c=59900,
    price_b2b=49900,
    max_participants=40,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.ADVANCED,
    audience=Audience.TEAM,
    outcomes=(
        "Map a process with the people who do it",
        "Put an automation into use with a person where it matters",
        "Test it on at least thirty real cases",
        "Show its effect against a baseline",
    ),
    skills=(
        SkillGoal("workflow-automation", SkillDepth.MASTERS, 90),
        SkillGoal("roi-measurement", SkillDepth.DEVELOPS, 50),
        SkillGoal("operations-ai", SkillDepth.INTRODUCES, 40),
        SkillGoal("team-enablement", SkillDepth.INTRODUCES, 20),
    ),
    days={
        1: (
            SessionText(
                S,
                60,
                "Kickoff",
                "Pitches, teams, rules, and the jury's questions, told in advance.",
                ("Choose a process the jury will believe",),
            ),
            SessionText(
                W,
                120,
                "The process as it is",
                "Each team maps its process with somebody who does it.",
                ("Map a process with exceptions", "Measure a baseline from thirty cases"),
            ),
        ),
        8: (
            SessionText(
                CAP,
                90,
                "Clinic: the first flow",
                "Something ugly that runs. Instructors help where it does not.",
                ("Connect trigger, model and log",),
            ),
        ),
        15: (
            SessionText(
                MM,
                45,
                "When it fails",
                "Fallbacks, alerts, and the stop switch.",
                ("Design for the bad day",),
            ),
            SessionText(
                IO,
                75,
                "Clinic: thirty cases",
                "Past cases through the flow, errors on the wall.",
                ("State an error rate",),
            ),
        ),
        22: (
            SessionText(
                IO,
                90,
                "Clinic: into use",
                "Owners, permissions, training for those who will live with it.",
                ("Hand a flow over to its owner",),
            ),
        ),
        26: (
            SessionText(
                S,
                120,
                "Demo day",
                "Five minutes a team, five minutes of questions, one prize, no losers.",
                ("Show effect against baseline",),
            ),
        ),
    },
)

AGENTS_IN_PRACTICE = CourseText(
    slug="ai-agents-in-practice",
    title="AI Agents in Practice",
    summary="What to hand to an agent, how to fence it in, and how to find out what it did while you were at lunch.",
    description=(
        "In preparation. A course for people who have automated a few workflows and are asked for more: goals, tools, "
        "permissions, supervision and the paper trail."
    ),
    type=SessionType.COHORT,
    price_b2c=79900,
    price_b2b=69900,
    max_participants=16,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.ADVANCED,
    audience=Audience.TEAM,
    outcomes=("Decide which tasks suit an agent", "Limit what an agent may touch and spend", "Review what it did"),
    skills=(
        SkillGoal("workflow-automation", SkillDepth.MASTERS, 80),
        SkillGoal("risk-assessment", SkillDepth.DEVELOPS, 40),
    ),
    days={
        1: (
            SessionText(S, 30, "What an agent is", "And what is merely called one.", ("Tell an agent from a script",)),
            SessionText(W, 90, "Goals and fences", "Permissions before prompts.", ("Write down what it may not do",)),
            SessionText(
                CAP, 90, "First run", "An agent with three tools and a budget.", ("Run an agent within limits",)
            ),
        ),
        2: (
            SessionText(MM, 60, "Supervision", "Logs, samples, alarms.", ("Review a run in five minutes",)),
            SessionText(IO, 75, "Your first agent", "Planned for work, with its owner.", ("Leave with a dated plan",)),
        ),
    },
    status=CourseStatus.DRAFT,
)

CHATBOT_BASICS = CourseText(
    slug="chatbot-basics",
    title="Chatbot Basics",
    summary="Our first course on chat assistants; AI Fundamentals has taken its place.",
    description="A one-day introduction to chat assistants. It is no longer given; see AI Fundamentals.",
    type=SessionType.COHORT,
    price_b2c=19900,
    price_b2b=17900,
    max_participants=20,
    impact=ImpactLevel.L1,
    capability=CapabilityLevel.FUNDAMENTALS,
    audience=Audience.INDIVIDUAL,
    outcomes=("Use a chat assistant for everyday writing",),
    skills=(SkillGoal("prompt-engineering", SkillDepth.INTRODUCES, 60),),
    days={
        1: (
            SessionText(S, 30, "Hello", "What a chat assistant is.", ("Start a useful conversation",)),
            SessionText(W, 120, "Letters and lists", "Everyday writing with help.", ("Draft and revise with a model",)),
            SessionText(S, 30, "Next steps", "Where to go from here.", ("Choose what to learn next",)),
        ),
    },
    status=CourseStatus.ARCHIVED,
)

EVENTS = (AI_IN_NINETY_MINUTES, AI_ACT_BRIEFING, AUTOMATION_HACKATHON)
NOT_ON_SALE = (AGENTS_IN_PRACTICE, CHATBOT_BASICS)
