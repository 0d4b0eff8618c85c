"""Bringing people along."""

from academy.seeds.content.skills.text import CompetencyText, SkillText
from academy.skills.models import EvidenceType, SkillCategory, SkillLevel

QUIZ, PROJECT, PEER, COACH, SELF = (
    EvidenceType.QUIZ,
    EvidenceType.PROJECT,
    EvidenceType.PEER_REVIEW,
    EvidenceType.INSTRUCTOR_ASSESSMENT,
    EvidenceType.SELF_ASSESSMENT,
)

LEADERSHIP = (
    SkillText(
        "change-management",
        "Change Management",
        "Helping people let go of a way of working they were good at, and become good at another.",
        SkillCategory.LEADERSHIP,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Handle resistance",
                "Tell fear of loss from a valid objection, and answer each as it deserves.",
                "In a role play, the other side says they were heard.",
                (COACH, PEER),
            ),
            CompetencyText(
                "Plan communication",
                "Say what changes, for whom, when, and what stays, before the rumor does.",
                "The plan names the sender people trust for each message.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Track adoption",
                "Measure use and quality of use, not attendance.",
                "Shows a weekly figure by team and one action taken because of it.",
                (PROJECT,),
            ),
        ),
        ("stakeholder-communication",),
    ),
    SkillText(
        "team-enablement",
        "Team Enablement",
        "Making a team able to go on without you: practice, coaching, and shared material that is used.",
        SkillCategory.LEADERSHIP,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Design training",
                "Plan a session around a task the team has this week.",
                "At least half of the time is practice on the team's own work.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Coach",
                "Ask, observe and give feedback that changes the next attempt.",
                "An observed coaching talk ends with a next step the learner chose.",
                (COACH, PEER),
            ),
            CompetencyText(
                "Analyze skill gaps",
                "Compare what a team can do with what its goals demand.",
                "The analysis rests on evidence, not on titles or self-description alone.",
                (PROJECT, SELF),
            ),
        ),
    ),
    SkillText(
        "stakeholder-communication",
        "Stakeholder Communication",
        "Explaining AI to people who decide, pay for it or are affected by it, truthfully and briefly.",
        SkillCategory.LEADERSHIP,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Tell the story to executives",
                "Lead with the decision, then the reason, then the risk.",
                "Three minutes, one page, one clear request.",
                (COACH, PEER),
            ),
            CompetencyText(
                "Translate the technical",
                "Replace terms by consequences without saying anything untrue.",
                "An expert finds no error, a layperson has no question.",
                (PEER, QUIZ),
            ),
            CompetencyText(
                "Design a presentation",
                "Show the before and after on the listener's own material.",
                "Every slide would be missed if it were cut.",
                (PROJECT,),
            ),
        ),
    ),
    SkillText(
        "ai-governance",
        "AI Governance",
        "Setting the rules for AI in an organization so that good use is easy and bad use is noticed.",
        SkillCategory.LEADERSHIP,
        SkillLevel.ADVANCED,
        (
            CompetencyText(
                "Develop policy",
                "Write rules people can follow without a lawyer beside them.",
                "Five employees answer ten everyday questions correctly with the policy alone.",
                (PROJECT, COACH),
                75,
            ),
            CompetencyText(
                "Apply ethical frameworks",
                "Weigh benefit, harm, fairness and consent in a concrete case.",
                "The decision paper names who loses and why it is still right, or is not.",
                (PROJECT, PEER),
                75,
            ),
            CompetencyText(
                "Run an audit",
                "Keep an inventory of systems and check that they do what was promised.",
                "Completes an audit of one live system with findings, owners and dates.",
                (PROJECT, COACH),
                80,
            ),
        ),
        ("risk-assessment",),
    ),
)
