"""Working with the tools."""

from academy.seeds.content.skills.text import CompetencyText, SkillText
from academy.skills.models import EvidenceType, SkillCategory, SkillLevel

QUIZ, PROJECT, PEER, COACH = (
    EvidenceType.QUIZ,
    EvidenceType.PROJECT,
    EvidenceType.PEER_REVIEW,
    EvidenceType.INSTRUCTOR_ASSESSMENT,
)

TECHNICAL = (
    SkillText(
        "ai-concepts",
        "AI Concepts",
        "Knowing what today's models are, how they come to an answer, and where they fail, well enough to explain it.",
        SkillCategory.TECHNICAL,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Explain how a language model works",
                "Describe training, tokens, context and sampling without jargon.",
                "A colleague without technical background can repeat the explanation correctly.",
                (QUIZ, PEER),
            ),
            CompetencyText(
                "Recognize model failure",
                "Spot invented facts, stale knowledge and overconfidence in real output.",
                "Finds at least four of five planted errors and says how each could have been caught.",
                (QUIZ,),
            ),
        ),
    ),
    SkillText(
        "prompt-engineering",
        "Prompt Engineering",
        "Getting reliable work out of a model: clear instructions, the right context, examples, and tests that hold.",
        SkillCategory.TECHNICAL,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Write effective system prompts",
                "Set role, boundaries, sources and output format once, for every conversation that follows.",
                "The prompt keeps its behavior across ten varied inputs, two of them hostile.",
                (PROJECT, COACH),
                75,
            ),
            CompetencyText(
                "Use chain-of-thought",
                "Break a problem into steps that the model works through before it answers.",
                "Accuracy on a set of twenty multi-step tasks rises measurably against the plain prompt.",
                (QUIZ, PROJECT),
            ),
            CompetencyText(
                "Teach by example (few-shot)",
                "Choose and order examples that carry format, tone and edge cases.",
                "Three examples or fewer bring the output into the required format nine times out of ten.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Optimize a prompt",
                "Change one thing at a time, measure on a fixed test set, keep what helps.",
                "Hands in a version history with a score for each version and a reason for each change.",
                (PROJECT, COACH),
                75,
            ),
        ),
        ("ai-concepts",),
    ),
    SkillText(
        "ai-tool-selection",
        "AI Tool Selection",
        "Choosing the tool that fits the job, the data and the budget, and being able to defend the choice.",
        SkillCategory.TECHNICAL,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Evaluate vendors",
                "Compare tools on quality, data handling, integration, cost and exit.",
                "Completes a weighted comparison of three tools with evidence for every score.",
                (PROJECT, COACH),
            ),
            CompetencyText(
                "Map use cases to tools",
                "Match what a task needs to what a class of tools does well.",
                "Assigns ten tasks to the right class of tool and names two that need none.",
                (QUIZ,),
            ),
            CompetencyText(
                "Analyze cost and benefit",
                "Estimate licenses, usage, set-up and supervision against time and quality gained.",
                "The estimate states its assumptions and gives a range instead of a single figure.",
                (PROJECT, PEER),
            ),
        ),
        ("ai-concepts",),
    ),
    SkillText(
        "data-literacy",
        "Data Literacy",
        "Judging whether data is fit to be used by a model, and what the result may therefore claim.",
        SkillCategory.TECHNICAL,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Assess data quality",
                "Check completeness, freshness, consistency and origin before using a data set.",
                "Finds the five defects planted in a sample file and ranks them by harm.",
                (QUIZ, PROJECT),
            ),
            CompetencyText(
                "Detect bias",
                "Ask who is missing, who is over-represented, and what a model would learn from that.",
                "Names two groups a sample set treats unfairly and proposes a correction for each.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Prepare data",
                "Clean, label and anonymize a set so that a model can use it safely.",
                "Delivers a set without personal data, with a note on every transformation.",
                (PROJECT,),
            ),
        ),
    ),
    SkillText(
        "workflow-automation",
        "Workflow Automation",
        "Turning a repeated task into a flow of people, tools and models that still works on a bad day.",
        SkillCategory.TECHNICAL,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Map a process",
                "Draw a process as it is really done, with its exceptions and handovers.",
                "Someone who does the work agrees with the map, exceptions included.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Design an integration",
                "Decide what triggers a step, what it may touch, and where a person decides.",
                "The design names an owner, a fallback and a stop switch for every automated step.",
                (PROJECT, COACH),
            ),
            CompetencyText(
                "Test an automation",
                "Run it on past cases, on edge cases, and beside the old way before trusting it.",
                "Reports the error rate on at least thirty real cases.",
                (PROJECT,),
                75,
            ),
        ),
        ("prompt-engineering",),
    ),
)
