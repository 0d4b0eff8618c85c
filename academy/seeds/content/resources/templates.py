"""Templates: to copy, fill in and use the same day."""

from academy.library.models import ResourceAccess, ResourceType
from academy.seeds.content.resources.text import ResourceText

TEMPLATES = (
    ResourceText(
        "ai-strategy-canvas",
        "AI Strategy Canvas",
        "Strategic planning template for AI adoption roadmaps: nine boxes that fit on one page and one board agenda.",
        ResourceType.TEMPLATE,
        "Strategy",
        ResourceAccess.ENROLLED,
        ("leaders", "roadmap", "one-page"),
        """\
Fill it in from left to right, in an hour, with the people who would have to carry it out. If a box stays empty,
that is your next task.

| Box | Question | Yours |
|---|---|---|
| Figure | Which number that the board already watches should move? | |
| Where | In which work do hours, errors or delays of that number arise? | |
| Bet | What do we believe a model can do there that we cannot do now? | |
| Proof | What is the smallest test that could show us wrong? | |
| Data | What does it need, who owns it, may we use it so? | |
| People | Whose work changes, and what do they gain or lose? | |
| Rules | Which law, contract or policy of ours applies? | |
| Money | Cost in the first year as a range; the weakest assumption | |
| Stop | What do we end to make room, and what ends the bet? | |

## How to read it

- A canvas with more than one figure is two canvases.
- If *Proof* takes longer than six weeks, make *Bet* smaller.
- *Stop* is the box that distinguishes a strategy from a list.
""",
        ("ai-strategy-development", "use-case-identification"),
        is_featured=True,
    ),
    ResourceText(
        "prompt-library-template",
        "Prompt Library Template",
        "Structured spreadsheet for organizing and versioning prompts, with an owner and a test date for each.",
        ResourceType.TEMPLATE,
        "Prompt Engineering",
        ResourceAccess.REGISTERED,
        ("beginner", "team", "spreadsheet"),
        """\
One row a prompt. A prompt without an owner is deleted after ninety days.

| Column | What goes in | Example |
|---|---|---|
| Name | A verb and its object | Turn minutes into actions |
| Owner | One person | Nadia |
| For | Who uses it, for what | PMO, after steering meetings |
| Prompt | The text, variables in double braces | Extract every commitment from {{minutes}} … |
| Variables | Name, meaning, example | minutes: the raw notes |
| Model | What it was tested with | any current assistant |
| Data | Green, amber or red | amber: names of colleagues |
| Test | Cases passed of cases tried, date | 18 of 20, 4 May |
| Version | Number and the reason for it | 3: quotes the sentence for each action |

## Rules that keep it alive

1. Nobody adds a prompt they have used fewer than five times.
2. Every change says why.
3. Once a quarter each owner runs the tests again or lets the prompt go.
""",
        ("prompt-engineering", "team-enablement"),
        is_featured=True,
    ),
    ResourceText(
        "roi-calculator",
        "ROI Calculator",
        "Calculator for AI initiative business cases, with ranges instead of single figures.",
        ResourceType.TEMPLATE,
        "Measurement",
        ResourceAccess.ENROLLED,
        ("finance", "business-case"),
        """\
Enter a low, a likely and a high value for each line; never a single one.

**Benefit a month**
= cases a month × minutes saved a case ÷ 60 × cost of an hour × share of cases in which it is used

**plus** errors avoided a month × cost of an error

**Cost a month**
= licenses + usage + (minutes of checking a case × cases ÷ 60 × cost of an hour) + upkeep

**Once**
= set-up + training + the time of those who decide

**Months to break even** = once ÷ (benefit − cost)

## Before you show it

- Which single assumption, if wrong, turns the result? Say so on the first page.
- Who gets the hours that are saved, and for what? Without an answer, count them at half.
- Does the low case still make sense? Then you need no further argument.

*Example.* 400 cases, 5 to 9 minutes saved, used in 60 to 80 percent, 45 dollars an hour: a benefit of 900 to 2,160
dollars a month.
""",
        ("roi-measurement", "use-case-identification"),
    ),
    ResourceText(
        "use-case-tracker",
        "Use Case Tracker",
        "Template for documenting and prioritizing AI use cases from first idea to decision.",
        ResourceType.TEMPLATE,
        "Use Cases",
        ResourceAccess.REGISTERED,
        ("team", "pipeline"),
        """\
| Field | How to fill it |
|---|---|
| Use case | “Who does what with what”, no tool names |
| Volume | Cases a week, minutes each |
| Pain | What goes wrong today, how often |
| Value | Range in hours or money a month |
| Data | Green, amber, red |
| Error | What happens if the model is wrong, and who notices |
| Stage | Idea, framed, tested, in use, stopped |
| Owner | One person |
| Next step | With a date |

Review it every two weeks in fifteen minutes. Move or stop each line; nothing stays in *idea* for longer than six weeks.
""",
        ("use-case-identification",),
    ),
    ResourceText(
        "stakeholder-analysis-matrix",
        "Stakeholder Analysis Matrix",
        "Framework for identifying and engaging AI champions, and those with a reason to say no.",
        ResourceType.TEMPLATE,
        "Change Management",
        ResourceAccess.REGISTERED,
        ("change", "communication"),
        """\
List people by name. A department has no feelings.

| Name | Gains | Loses | Influence 1-5 | Stance | Listens to | What we do, by when |
|---|---|---|---|---|---|---|
| | | | | for, open, against | | |

- **Against, high influence, real loss:** talk first, in person, and change the plan if they are right.
- **Open, high influence:** your champions. Give them time and early information.
- **For, low influence:** thank them, and do not mistake them for the majority.
- **Nobody in “loses”?** You have not asked yet.
""",
        ("change-management", "stakeholder-communication"),
    ),
)
