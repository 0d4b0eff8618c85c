"""Frameworks: ways to think something through."""

from academy.library.models import ResourceAccess, ResourceType
from academy.seeds.content.resources.text import ResourceText

FRAMEWORKS = (
    ResourceText(
        "ai-readiness-assessment",
        "AI Readiness Assessment",
        "Comprehensive evaluation framework for organizational AI maturity: five dimensions, four levels, honest evidence.",
        ResourceType.FRAMEWORK,
        "Strategy",
        ResourceAccess.REGISTERED,
        ("leaders", "assessment"),
        """\
Give each dimension the level for which you can show evidence today. Plans do not count. The lowest level is your pace.

| | 1 Aware | 2 Trying | 3 Using | 4 Relying |
|---|---|---|---|---|
| **Goals** | AI is talked about | Pilots without a figure | Each use has a figure and an owner | AI is part of the yearly plan |
| **Data** | Scattered, unknown | Known for some uses | Owners, quality and access are clear | Fit for use is checked routinely |
| **Tools** | Private accounts | One approved assistant | Tools fit to tasks, connected | Managed, measured, replaceable |
| **Skills** | A few enthusiasts | Introductions given | Most roles practice on their own work | People improve workflows themselves |
| **Rules** | None or “forbidden” | A policy exists | People know it, reviews take a week | Audited, with consequences |

**Then:** choose the lowest dimension, name the evidence that would lift it by one, and who brings it by when.
""",
        ("ai-strategy-development", "ai-governance"),
        is_featured=True,
    ),
    ResourceText(
        "use-case-prioritization-matrix",
        "Use Case Prioritization Matrix",
        "Decision framework balancing impact, effort, and risk, made for a meeting of ninety minutes.",
        ResourceType.FRAMEWORK,
        "Use Cases",
        ResourceAccess.REGISTERED,
        ("workshop", "decision"),
        """\
Score alone, compare, and discuss only where scores differ by two or more.

| | 1 | 3 | 5 |
|---|---|---|---|
| **Impact** | Pleasant | Hours a week for a team | Moves a figure the board watches |
| **Ease** | New system, new data | Some integration | Works with what we have |
| **Safety** | A mistake harms people | A mistake costs money | A mistake is noticed and mended at once |

**Priority = impact × ease × safety.** Below 27 waits. Safety of 1 goes to review first, whatever the product.

The matrix does not decide. It shows where you disagree, and that is the talk worth having.
""",
        ("use-case-identification", "risk-assessment"),
    ),
    ResourceText(
        "prompt-engineering-canvas",
        "Prompt Engineering Canvas",
        "Systematic approach to designing effective prompts, from the reader to the test.",
        ResourceType.FRAMEWORK,
        "Prompt Engineering",
        ResourceAccess.REGISTERED,
        ("prompting", "one-page"),
        """\
1. **Reader.** Who uses the result, and what do they do next?
2. **Material.** What does the model need to see? What must it not see?
3. **Task.** One verb. If there are two, you need two prompts.
4. **Form.** Length, structure, tone; show one example.
5. **Limits.** What must not happen; what to do when something is missing.
6. **Edges.** The empty input, the huge one, the wrong one, the hostile one.
7. **Test.** Ten to twenty cases with what a good answer contains.
8. **Score.** Now, and after each change.

Write the boxes in this order: 1, 7, 3, 4, 2, 5, 6, 8. The test comes second on purpose.
""",
        ("prompt-engineering",),
    ),
    ResourceText(
        "change-management-framework",
        "Change Management Framework",
        "Structured approach for managing AI transformation in five moves, each with a question to answer first.",
        ResourceType.FRAMEWORK,
        "Change Management",
        ResourceAccess.ENROLLED,
        ("change", "leaders"),
        """\
| Move | Question first | You are done when |
|---|---|---|
| **Listen** | Who loses what? | You can name the three strongest objections better than their owners |
| **Promise** | What stays, whatever happens? | Someone has put it in writing |
| **Try** | Where do people want it? | One team would not give it back |
| **Practice** | What do they do this week? | Drills take fifteen minutes and use real work |
| **Settle** | What ends? | The old way is switched off, kindly |

Moves overlap, but none can be skipped. Most programs start with *practice* and wonder.
""",
        ("change-management", "team-enablement"),
        ("change-management-for-ai",),
    ),
    ResourceText(
        "ethics-and-governance-framework",
        "Ethics & Governance Framework",
        "Guidelines for responsible AI implementation: six questions for every use, and who has to answer them.",
        ResourceType.FRAMEWORK,
        "Governance",
        ResourceAccess.PREMIUM,
        ("leaders", "ethics", "policy"),
        """\
| Question | Who answers | If the answer is no |
|---|---|---|
| Would those affected agree if they knew? | Owner of the use | Ask them, or do not do it |
| Can somebody see, stop and reverse it? | Operations | Build that first |
| Does it work equally well for everyone it touches? | Data lead | Measure, correct, measure |
| May we use these data for this? | Privacy | Find others, or consent |
| Can we explain a single decision to the person? | Owner of the use | Keep a person deciding |
| Who answers when it goes wrong? | The board | Nobody may start |

Keep the answers with the system in the inventory. Ask again once a year and whenever model, data or purpose change.
""",
        ("ai-governance", "risk-assessment"),
    ),
)
