"""Articles, cases and guides: to read with a cup of coffee."""

from academy.library.models import ResourceAccess, ResourceType
from academy.seeds.content.resources.text import ResourceText

READINGS = (
    ResourceText(
        "how-to-catch-a-confident-mistake",
        "How to Catch a Confident Mistake",
        "Five checks that take less than two minutes each and find most of what a model makes up.",
        ResourceType.ARTICLE,
        "AI Fundamentals",
        ResourceAccess.PUBLIC,
        ("beginner", "verification"),
        """\
A model sounds the same whether it is right or wrong. People do not: we hesitate, we hedge, we look away. Because that
signal is missing, checking has to become a habit. These five checks catch most mistakes.

**1. Ask for the sentence.** “Quote the sentence in the document that says so.” If there is none, you will see it at once.

**2. Pick three.** Choose three claims at random and look them up. One wrong in three means that you check everything.

**3. Turn it around.** Ask for the best case against the answer. If the model gives up too easily, so should you.

**4. Do the sum.** Figures in a text are written, not computed. Add them up, or have a spreadsheet do it.

**5. Ask who would notice.** If nobody would notice a mistake until it hurts, the task is not for a model, or not without
a second person.

None of this takes long. If checking takes longer than doing, do it yourself; that is a result too.
""",
        ("ai-concepts", "risk-assessment"),
        is_featured=True,
    ),
    ResourceText(
        "case-customs-papers-in-a-morning",
        "Case: Customs Papers in a Morning",
        "How a trading company cut the reading of import documents from two days to a morning, and what went wrong first.",
        ResourceType.CASE_STUDY,
        "Automation",
        ResourceAccess.REGISTERED,
        ("operations", "automation"),
        """\
*A composite of several hackathon projects. Figures are rounded.*

**Before.** Four specialists read some 300 import documents a week, each about ten minutes, and typed eleven fields into
a system. Two percent of the entries were wrong, mostly tariff numbers.

**First try.** A model read everything and filled all fields. Error rate: six percent. Worse than people, only faster.

**What helped.** The team split the task. Seven fields that stand in fixed places were read and taken over. The four
difficult ones were proposed with a quotation beside them, and a specialist confirmed each with one key. Tariff numbers
were compared with the last twenty orders of the same article.

**After.** Three minutes a document, errors at 0.8 percent. The hours went into talks with the six suppliers whose papers
caused most of the questions.

**What they would do differently.** Ask the specialists first. They had known the four difficult fields all along.
""",
        ("workflow-automation", "operations-ai"),
    ),
    ResourceText(
        "choosing-an-assistant",
        "Choosing an Assistant",
        "A tool guide that will not be out of date next month: what to compare, on your own work, in one hour.",
        ResourceType.TOOL_GUIDE,
        "Tool Selection",
        ResourceAccess.REGISTERED,
        ("tools", "comparison"),
        """\
Reviews compare models. You need to compare products on your work. One hour is enough.

1. **Choose four tasks** from last week: something to write, something to read, something with figures, something odd.
2. **Take two or three candidates** your company allows. Same input, fresh conversation, no tuning.
3. **Hide the names** and let a colleague rank the results.
4. **Look at the edges:** does it say when it does not know? Does it cite? Can you take the result with you?
5. **Read three sentences** of the terms: training, retention, location.
6. **Decide for a quarter.** Put the next comparison in the calendar and stop reading news about it until then.
""",
        ("ai-tool-selection",),
    ),
    ResourceText(
        "first-week-with-your-team",
        "The First Week With Your Team",
        "For those who come back from a course and want the others to come along: five short meetings.",
        ResourceType.ARTICLE,
        "Change Management",
        ResourceAccess.ENROLLED,
        ("team", "enablement"),
        """\
**Monday, 15 minutes.** Show one task of yours, before and after, mistakes included. Ask for nothing.

**Tuesday, 15 minutes.** Everyone names a task they would rather not do. Write them down, sort by how often.

**Wednesday, 30 minutes.** Do the top one together on a real case. Let somebody else type.

**Thursday, 15 minutes.** Talk about what must not go in. Green, amber, red, with your own examples.

**Friday, 15 minutes.** Who will try what next week, and whom can they ask? Put it where everybody sees it.

Then stop. Ask again in two weeks what stuck. It will be less than you hoped and more than with a training day.
""",
        ("team-enablement", "change-management"),
    ),
    ResourceText(
        "executive-brief-template",
        "Executive Briefing Pack",
        "One page for the decision, one for the figures, one for the risks: how to ask a board for money.",
        ResourceType.TEMPLATE,
        "Strategy",
        ResourceAccess.PREMIUM,
        ("leaders", "board"),
        """\
**Page 1. The decision.** We ask for *what*, by *when*, because *figure*. If you say no, *consequence*. If you say yes,
we stop *activity*.

**Page 2. The figures.** Today, after, range, weakest assumption, and how we will know within six weeks.

**Page 3. The risks.** The three that matter, what we do about each, and the one we accept.

No fourth page. What does not fit is an answer to a question nobody has asked yet.
""",
        ("stakeholder-communication", "ai-strategy-development"),
    ),
)
