"""Prompts for analysis and research."""

from academy.library.models import PromptAccess, PromptCategory
from academy.seeds.content.prompts.text import BALANCED, PRECISE, PromptText, choose, line, text

THINKING = (
    PromptText(
        "themes-in-open-answers",
        "Themes in Open Answers",
        "Sorts survey comments into themes with counts and quotations, and protects small groups.",
        PromptCategory.ANALYSIS,
        "Surveys",
        PromptAccess.REGISTERED,
        """\
Below are answers to the question “{{question}}”, one a line.

<answers>
{{answers}}
</answers>

1. Propose at most eight themes. An answer may belong to several.
2. For each theme: a name, the number of answers, what people want in one sentence, two quotations in their words.
3. Merge every theme with fewer than five answers into “other”.
4. Leave out names, places and anything by which a person could be recognized.
5. End with what these answers cannot tell us.""",
        (line("question", "The question people answered"), text("answers", "One answer a line, without names")),
        "| Theme | Answers | What people want |\n|---|---|---|\n| Time to practice | 41 | Two protected hours a week |",
        ("hr-ai", "data-literacy"),
        ("survey", "themes"),
        PRECISE,
        is_featured=True,
    ),
    PromptText(
        "competitor-brief",
        "Competitor Brief With Sources",
        "What a competitor offers, to whom and at what price, with a source for each statement.",
        PromptCategory.ANALYSIS,
        "Market",
        PromptAccess.ENROLLED,
        """\
Write a brief on {{competitor}} as seen by {{our_role}}. Use only the material below.

<material>
{{material}}
</material>

Sections: what they sell, to whom, at what price, how they win, where they are weak for our customers, what changed in
the last twelve months. Put the source in brackets after every statement. Write “not in the material” where you have
none. End with three questions we should ask their customers.""",
        (
            line("competitor", "Name of the company"),
            line("our_role", "Who reads it", "a sales team"),
            text("material", "Pages, reports, notes"),
        ),
        "**Price.** From 12 dollars a user a month [pricing page, 3 May]. Set-up fee: not in the material.",
        ("sales-ai", "ai-strategy-development"),
        ("market", "competition"),
        PRECISE,
    ),
    PromptText(
        "read-the-chart",
        "What Does This Table Say?",
        "Reads figures soberly: what changed, what did not, and what one must not conclude.",
        PromptCategory.ANALYSIS,
        "Data",
        PromptAccess.REGISTERED,
        """\
Here is a table. Context: {{context}}

<table>
{{table}}
</table>

Answer in this order: (1) What does each column mean, and what is unclear? (2) The three most important observations,
each with the figures it rests on and the sum or ratio written out. (3) For each: an explanation that has nothing to do
with what we did. (4) What you would need to know to decide between them. Do not use the word “significant”.""",
        (line("context", "Where the figures come from and why you look at them"), text("table", "The table as text")),
        "(2) Returns fell from 412 to 371 (371 / 412 = 0.90). Orders fell likewise: 5,150 to 4,640 (0.90).",
        ("data-literacy", "roi-measurement"),
        ("figures",),
        PRECISE,
    ),
    PromptText(
        "literature-synthesis",
        "Synthesis of Several Sources",
        "Where sources agree, where they contradict each other, and what nobody has looked at.",
        PromptCategory.RESEARCH,
        "Literature",
        PromptAccess.ENROLLED,
        """\
You have these sources, numbered:

<sources>
{{sources}}
</sources>

Question: {{question}}

1. One line for each source: claim, method, size, year.
2. Where do at least two agree? Cite by number.
3. Where do they contradict each other, and which difference in method could explain it?
4. What has none of them examined?
5. Your answer to the question in three sentences, with your confidence (low, middle, high) and what would change it.

Add no knowledge of your own; if you think a well-known source is missing, name it at the end for me to look up.""",
        (text("sources", "Abstracts or extracts, numbered"), line("question", "What you want to know")),
        "2. Practice on own work beats demonstrations [1, 3, 4].\n3. [2] finds no effect; its training lasted one hour.",
        ("ai-concepts", "data-literacy"),
        ("research", "synthesis"),
        PRECISE,
    ),
    PromptText(
        "trend-check",
        "Trend or Noise?",
        "Takes a claim about the future apart: evidence, interests, base rates, and what would show it is wrong.",
        PromptCategory.RESEARCH,
        "Trends",
        PromptAccess.PUBLIC,
        """\
Claim: “{{claim}}”, made by {{source}}.

Examine it: What exactly would have to be true? Who gains if people believe it? What happened to similar claims in the
past? Which two observations within {{horizon}} would support it, and which two would refute it? End with a probability
as a range, and the cheapest thing we could do now that would be right in both cases.""",
        (
            line("claim", "The claim, word for word"),
            line("source", "Who says so"),
            choose("horizon", "How far you look ahead", "six months", "one year", "three years"),
        ),
        "Refuted if: the share of orders placed by agents is below 1 percent next June. Probability 5 to 15 percent.",
        ("ai-strategy-development",),
        ("trends",),
        BALANCED,
    ),
)
