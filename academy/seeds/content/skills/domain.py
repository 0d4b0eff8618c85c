"""One field of work each."""

from academy.seeds.content.skills.text import CompetencyText, SkillText
from academy.skills.models import EvidenceType, SkillCategory, SkillLevel

QUIZ, PROJECT, PEER, COACH = (
    EvidenceType.QUIZ,
    EvidenceType.PROJECT,
    EvidenceType.PEER_REVIEW,
    EvidenceType.INSTRUCTOR_ASSESSMENT,
)

DOMAIN = (
    SkillText(
        "marketing-ai",
        "Marketing AI",
        "Making and testing more good marketing with the same people, without losing the brand's voice.",
        SkillCategory.DOMAIN,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Generate content",
                "Produce drafts in the brand's voice from a brief and a style guide.",
                "An editor approves with fewer than three changes per hundred words.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Personalize",
                "Vary message and offer by segment, within consent.",
                "Each variant states the signal it rests on and where consent was given.",
                (PROJECT, QUIZ),
            ),
            CompetencyText(
                "Optimize a campaign",
                "Form a hypothesis, test it, and read the result honestly.",
                "The test has a size computed beforehand and a decision written afterward.",
                (PROJECT,),
            ),
        ),
        ("prompt-engineering",),
    ),
    SkillText(
        "sales-ai",
        "Sales AI",
        "Spending more time with the right customers, better prepared, with a forecast that can be believed.",
        SkillCategory.DOMAIN,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Score leads",
                "Rank leads by signals that predicted past deals, and know when the ranking is wrong.",
                "Explains the three strongest signals and one the model should not use.",
                (PROJECT, QUIZ),
            ),
            CompetencyText(
                "Learn from conversations",
                "Summarize calls, extract commitments, and coach from what was said.",
                "A summary omits no commitment and invents none on five recorded calls.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Forecast the pipeline",
                "Combine judgment and model into a forecast with a range.",
                "The range contained the outcome in eight of ten past periods.",
                (PROJECT,),
            ),
        ),
        ("prompt-engineering",),
    ),
    SkillText(
        "operations-ai",
        "Operations AI",
        "Finding and removing waste in day-to-day operations with models, sensors and good judgment.",
        SkillCategory.DOMAIN,
        SkillLevel.PRACTITIONER,
        (
            CompetencyText(
                "Optimize a process",
                "Locate the bottleneck in data and change the process, not only the report.",
                "Cycle time falls in a pilot while quality holds.",
                (PROJECT, COACH),
            ),
            CompetencyText(
                "Control quality",
                "Let a model flag deviations early and a person decide what they mean.",
                "States false alarms and misses on a month of past data.",
                (PROJECT,),
            ),
            CompetencyText(
                "Maintain predictively",
                "Use condition data to service before failure and not too early.",
                "Compares cost against the fixed schedule over a year of records.",
                (PROJECT, QUIZ),
            ),
        ),
        ("data-literacy", "workflow-automation"),
    ),
    SkillText(
        "hr-ai",
        "HR AI",
        "Using AI in hiring and people work where it helps, and keeping it out where it must not decide.",
        SkillCategory.DOMAIN,
        SkillLevel.FOUNDATIONAL,
        (
            CompetencyText(
                "Screen candidates fairly",
                "Support screening without letting a model decide, and test for adverse impact.",
                "Applies the four-fifths check to a sample and acts on what it shows.",
                (PROJECT, QUIZ),
                80,
            ),
            CompetencyText(
                "Understand engagement",
                "Summarize open survey answers into themes without exposing anybody.",
                "No theme rests on fewer than five people.",
                (PROJECT, PEER),
            ),
            CompetencyText(
                "Support performance talks",
                "Prepare feedback from evidence, written by a person, checked for tone and bias.",
                "Feedback cites observed work in every claim.",
                (PROJECT, COACH),
            ),
        ),
        ("prompt-engineering",),
    ),
)
