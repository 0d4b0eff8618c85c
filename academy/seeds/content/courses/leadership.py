"""The courses for people who decide: strategy, change, governance."""

from academy.catalog.models import Audience, CapabilityLevel, ImpactLevel, SessionKind, SessionType
from academy.seeds.content.courses.text import CourseText, SessionText, SkillGoal
from academy.skills.models import SkillDepth

S, W, MM, CAP, IO = SessionKind.S, SessionKind.W, SessionKind.MM, SessionKind.CAP, SessionKind.IO

AI_STRATEGY = CourseText(
    slug="ai-strategy-for-leaders",
    title="AI Strategy for Leaders",
    summary="Two days to decide where AI changes your business, in which order, and what you will leave alone.",
    description=(
        "Most AI strategies are lists of pilots. A strategy says what you stop doing. You arrive with your figures "
        "and your doubts, and leave with three opportunities tied to a number the board already watches, a roadmap "
        "for four quarters, and the first decision ready to be taken.\n\n"
        "The room is small and the people in it carry responsibility for budgets. What is said there stays there.\n\n"
        "You need no technical knowledge. You do need access to your own cost and performance figures."
    ),
    type=SessionType.COHORT,
    price_b2c=109900,
    price_b2b=94900,
    max_participants=14,
    impact=ImpactLevel.L3,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.ENTERPRISE,
    outcomes=(
        "Choose three opportunities and reject the rest for stated reasons",
        "Draw a roadmap by value, readiness and dependency",
        "Put a range on the return and know its weakest assumption",
        "Bring finance, IT, legal and the line to one decision",
    ),
    skills=(
        SkillGoal("ai-strategy-development", SkillDepth.MASTERS, 90),
        SkillGoal("use-case-identification", SkillDepth.DEVELOPS, 60),
        SkillGoal("roi-measurement", SkillDepth.DEVELOPS, 50),
        SkillGoal("stakeholder-communication", SkillDepth.DEVELOPS, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The question behind the question",
                "What your board really asks when it asks about AI.",
                ("State your strategic question in one sentence",),
            ),
            SessionText(
                MM,
                60,
                "What is different this time",
                "Cost curves, capabilities and limits: what to plan on, what to hedge, what to ignore.",
                ("Separate durable shifts from this quarter's news",),
            ),
            SessionText(
                W,
                90,
                "Where the hours and errors are",
                "A map of your business by cost, delay and complaint, drawn from your own figures.",
                ("Locate ten candidate areas with evidence",),
            ),
            SessionText(
                W,
                90,
                "From ten to three",
                "Value, feasibility, risk: scored alone, argued together, decided.",
                ("Apply a prioritization matrix", "Say no to an attractive idea"),
            ),
            SessionText(
                CAP,
                60,
                "Hands on, for once",
                "You do one of the tasks you are about to transform, with a model, yourself.",
                ("Judge by experience what a model does well",),
            ),
            SessionText(
                S,
                30,
                "The three on the wall",
                "Each leader defends three choices before peers from other industries.",
                ("Take one objection home",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "What changed overnight",
                "Choices withdrawn, choices sharpened.",
                ("Explain a change of mind",),
            ),
            SessionText(
                W,
                90,
                "Four quarters",
                "A roadmap with dependencies, owners, and a line for what stops.",
                ("Order initiatives by readiness", "Name what ends to make room"),
            ),
            SessionText(
                MM,
                45,
                "Build, buy, wait",
                "Three ways to get a capability and the questions that decide between them.",
                ("Choose a sourcing route for each initiative",),
            ),
            SessionText(
                W,
                75,
                "The money, honestly",
                "Baseline, range, weakest assumption, cheapest test.",
                ("Write a business case that survives finance",),
            ),
            SessionText(
                IO,
                75,
                "The decision meeting",
                "A rehearsal with people who play your CFO, counsel and works council.",
                ("Run a meeting that ends in commitments",),
            ),
            SessionText(
                S,
                30,
                "The first hundred days",
                "What you do on Monday, and whom you tell.",
                ("Leave with three dated commitments",),
            ),
        ),
    },
)

CHANGE_MANAGEMENT = CourseText(
    slug="change-management-for-ai",
    title="Change Management for AI",
    summary="People do not resist tools, they resist losing what they are good at. Two days on bringing them along.",
    description=(
        "Licenses are bought in an afternoon; habits take a year. This course is for those who have to make AI a way "
        "of working and not a line in the budget: program leads, HR, heads of teams.\n\n"
        "You work on one real change, yours. You listen to people it hits, plan what they hear and from whom, find "
        "the colleagues others follow, and set up a figure that shows use instead of attendance. Difficult talks are "
        "rehearsed with actors."
    ),
    type=SessionType.COHORT,
    price_b2c=94900,
    price_b2b=82900,
    max_participants=18,
    impact=ImpactLevel.L2,
    capability=CapabilityLevel.INTERMEDIATE,
    audience=Audience.ENTERPRISE,
    outcomes=(
        "Tell fear of loss from a valid objection and answer both",
        "Plan communication by audience, sender and moment",
        "Build a network of champions that lasts beyond the launch",
        "Measure adoption by quality of use",
    ),
    skills=(
        SkillGoal("change-management", SkillDepth.MASTERS, 90),
        SkillGoal("team-enablement", SkillDepth.DEVELOPS, 60),
        SkillGoal("stakeholder-communication", SkillDepth.DEVELOPS, 50),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "The change you remember",
                "A change that was done to you, and what you would have needed.",
                ("Name what makes a change feel unsafe",),
            ),
            SessionText(
                W,
                90,
                "Who loses what",
                "Status, routine, expertise, time: a map of losses, person by person.",
                ("Draw a stakeholder map with gains and losses",),
            ),
            SessionText(
                MM,
                45,
                "Why adoption stalls",
                "The dip after the launch, and what kept other organizations from climbing out of it.",
                ("Recognize four patterns of stalled adoption",),
            ),
            SessionText(
                W,
                90,
                "Talks that matter",
                "“Will this replace me?” rehearsed with actors until the answer is true and kind.",
                ("Answer the hardest question without evasion",),
            ),
            SessionText(
                CAP,
                60,
                "Champions",
                "How to find those whom others ask, what to give them, and how not to burn them out.",
                ("Select champions by influence, not enthusiasm",),
            ),
            SessionText(
                S,
                30,
                "A letter to one person",
                "You write to the colleague who will find it hardest.",
                ("Say what stays the same",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "The letters",
                "Read aloud by those who want to.",
                ("Hear how a message lands",),
            ),
            SessionText(
                W,
                90,
                "A plan for what people hear",
                "Audiences, senders, moments, rumors: six weeks on one wall.",
                ("Plan communication before the rumor",),
            ),
            SessionText(
                CAP,
                60,
                "Practice that sticks",
                "Small drills on this week's work beat a day of training. You design three.",
                ("Design a fifteen-minute drill",),
            ),
            SessionText(
                MM,
                45,
                "Figures that tell the truth",
                "Seats, sign-ins, use, quality: which figure moves last and matters most.",
                ("Define an adoption metric that cannot be gamed by attendance",),
            ),
            SessionText(
                IO,
                75,
                "Your first six weeks",
                "Plans are taken apart in groups of five and put together better.",
                ("Leave with a dated plan and its owner",),
            ),
            SessionText(
                S,
                30,
                "What you will stop",
                "Nobody has room for more. Each of us names what ends.",
                ("Protect time for the change",),
            ),
        ),
    },
)

AI_GOVERNANCE = CourseText(
    slug="ai-governance-and-ethics",
    title="AI Governance & Ethics",
    summary="Rules for AI that people can follow without a lawyer beside them, and the proof that they do.",
    description=(
        "Good governance makes the right use easy and the wrong one visible. You build the parts an organization "
        "needs and no more: an inventory of systems, a one-page policy, a review that takes an hour instead of a "
        "quarter, and an audit trail a regulator can read.\n\n"
        "The EU AI Act, data protection and copyright are treated through cases from the participants' own "
        "companies. Ethics is not a closing slide: each case is decided, in writing, by people who disagree."
    ),
    type=SessionType.COHORT,
    price_b2c=94900,
    price_b2b=82900,
    max_participants=16,
    impact=ImpactLevel.L3,
    capability=CapabilityLevel.ADVANCED,
    audience=Audience.ENTERPRISE,
    outcomes=(
        "Keep an inventory of AI systems and classify each by risk",
        "Write a policy five employees understand without help",
        "Run a review that decides within a week",
        "Audit a live system and follow up what you find",
    ),
    skills=(
        SkillGoal("ai-governance", SkillDepth.MASTERS, 90),
        SkillGoal("risk-assessment", SkillDepth.MASTERS, 70),
        SkillGoal("data-literacy", SkillDepth.DEVELOPS, 30),
    ),
    days={
        1: (
            SessionText(
                S,
                30,
                "Three incidents",
                "What happened, who knew, and which single rule would have helped.",
                ("Trace an incident to a missing decision",),
            ),
            SessionText(
                MM,
                60,
                "The law in plain words",
                "The EU AI Act, data protection, copyright: duties by role and by risk class.",
                ("Classify a system", "Name the duty that follows"),
            ),
            SessionText(
                W,
                90,
                "The inventory",
                "What runs in your organization today, official or not.",
                ("List systems with owner, purpose and data",),
            ),
            SessionText(
                W,
                90,
                "One page of rules",
                "You write the policy; five people from other companies try to obey it.",
                ("Write rules that answer everyday questions",),
            ),
            SessionText(
                CAP,
                60,
                "Looking for unfairness",
                "A screening tool, a data set, and the test that shows whom it disadvantages.",
                ("Apply a check for adverse impact",),
            ),
            SessionText(
                S,
                30,
                "The case nobody likes",
                "Legal, useful, and uncomfortable: we decide one together.",
                ("Write down a dissent",),
            ),
        ),
        2: (
            SessionText(
                S,
                30,
                "The dissents",
                "What the minority saw.",
                ("Improve a decision by its best counter-argument",),
            ),
            SessionText(
                W,
                90,
                "A review that takes an hour",
                "Intake, triage, conditions, decision: designed for the busiest week of the year.",
                ("Design a review with clear exits",),
            ),
            SessionText(
                MM,
                45,
                "Contracts and vendors",
                "The eight clauses to ask for, and what to do when the answer is no.",
                ("Read a vendor's terms for risk",),
            ),
            SessionText(
                CAP,
                75,
                "An audit, live",
                "We audit one system in the room, from inventory to finding.",
                ("Collect evidence and write a finding",),
            ),
            SessionText(
                IO,
                75,
                "Who decides",
                "Roles, escalation and the board paper, for your organization.",
                ("Draft a mandate with names in it",),
            ),
            SessionText(
                S,
                30,
                "The next ninety days",
                "What must exist, what may wait.",
                ("Leave with a governance plan and its first date",),
            ),
        ),
    },
)

LEADERSHIP = (AI_STRATEGY, CHANGE_MANAGEMENT, AI_GOVERNANCE)
