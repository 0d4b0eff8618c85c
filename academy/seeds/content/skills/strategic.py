"""Choosing where they pay."""

from academy.seeds.content.skills.text import CompetencyText, SkillText
from academy.skills.models import EvidenceType, SkillCategory, SkillLevel

QUIZ, PROJECT, PEER, COACH = (
    EvidenceType.QUIZ,
    EvidenceType.PROJECT,
    EvidenceType.PEER_REVIEW,
    EvidenceType.INSTRUCTOR_ASSESSMENT,
)

STRATEGIC = (
    SkillText(
        "ai-strategy-development",
        "AI Strategy Development",
        "Deciding where AI changes the business, in which order, and what to leave alone.",
        SkillCategory.STRATEGIC,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Assess opportunities",
                "Find the few places where AI moves a figure that the board already watches.",
                "Presents three opportunities, each tied to a figure, an owner and a first test.",
                (PROJECT, COACH),
                75,
            ),
            CompetencyText(
                "Create a roadmap",
                "Order initiatives by value, readiness and dependency, a quarter at a time.",
                "The roadmap survives the question “what do we stop doing?”",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Align stakeholders",
                "Bring finance, IT, legal and the line to one decision they will keep.",
                "Runs a decision meeting in which every party states what it committed to.",
                (COACH, PEER),
            ),
        ),
        ("use-case-identification",),
    ),
    SkillText(
        "use-case-identification",
        "Use Case Identification",
        "Seeing which work is worth giving to a machine, and describing it so that it can be tried.",
        SkillCategory.STRATEGIC,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Frame the problem",
                "State who does what today, how often, and what goes wrong.",
                "The statement contains no solution and fits on half a page.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Estimate the return",
                "Put hours, errors and waiting time into money, with honest ranges.",
                "The estimate names its weakest assumption and how to check it within a week.",
                (PROJECT, QUIZ),
            ),
            CompetencyText(
                "Analyze feasibility",
                "Check data, tools, rules and willingness before promising anything.",
                "Rejects at least one attractive idea for a stated reason.",
                (PROJECT, COACH),
            ),
        ),
    ),
    SkillText(
        "roi-measurement",
        "ROI Measurement",
        "Showing what an AI initiative really brought, against what would have happened anyway.",
        SkillCategory.STRATEGIC,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Define metrics",
                "Pick one outcome, one guardrail and one leading indicator.",
                "Each metric has a definition that two people compute to the same value.",
                (QUIZ, PROJECT),
            ),
            CompetencyText(
                "Measure the baseline",
                "Record how it is before anything changes.",
                "The baseline covers at least four weeks or thirty cases.",
                (PROJECT,),
            ),
            CompetencyText(
                "Track impact",
                "Follow the figures after launch and separate effect from noise.",
                "Reports effect, uncertainty and cost on one page a sponsor can read.",
                (PROJECT, COACH),
                75,
            ),
        ),
        ("use-case-identification",),
    ),
    SkillText(
        "risk-assessment",
        "Risk Assessment",
        "Naming what could go wrong with an AI system, how bad it would be, and what is done about it.",
        SkillCategory.STRATEGIC,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Identify risks",
                "Walk a system from data to decision and list what can fail or harm.",
                "Covers data, model, use and people, with at least one risk nobody asked about.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Plan mitigation",
                "Choose for each risk: avoid, reduce, transfer or accept, and say who does.",
                "No high risk is left without an owner and a date.",
                (PROJECT, COACH),
            ),
            CompetencyText(
                "Validate compliance",
                "Check a use against law, contract and house rules, and keep the proof.",
                "Classifies six systems correctly and names the duty that follows.",
                (QUIZ, COACH),
                80,
            ),
        ),
        ("ai-concepts",),
    ),
)
