"""Prompts for content: blogs, posts, mail, names."""

from academy.library.models import PromptAccess, PromptCategory
from academy.seeds.content.prompts.text import BALANCED, INVENTIVE, PRECISE, PromptText, choose, line, text

WRITING = (
    PromptText(
        "blog-outline",
        "Blog Outline From a Brief",
        "An outline with a claim worth disagreeing with, instead of ten headings anybody could have written.",
        PromptCategory.WRITING,
        "Marketing",
        PromptAccess.PUBLIC,
        """\
You are an editor who has no patience for empty phrases.

Write an outline for an article on {{topic}} for {{audience}}. The article should make one claim: {{claim}}

Give me:
1. A working title of at most nine words, and two alternatives.
2. The first sentence, which must contain a fact or a scene.
3. Four to six sections. For each: the point in one sentence, the evidence it needs, and what a critical reader will object.
4. An ending that says what the reader can do on the same day.

If the claim is not worth an article, say so and propose a better one. Do not invent figures; write [needs a source] instead.""",
        (
            line("topic", "What it is about", "AI in small teams"),
            line("audience", "Who will read it", "heads of departments"),
            line("claim", "The one thing you want to say"),
        ),
        "**Working title:** Your Team Needs Fewer Tools\n\n**First sentence:** In a team of nine, we counted fourteen AI "
        "subscriptions and three that were used.",
        ("marketing-ai", "prompt-engineering"),
        ("blog", "outline"),
        BALANCED,
        is_featured=True,
    ),
    PromptText(
        "social-posts-from-an-article",
        "Social Posts From an Article",
        "Three posts that each stand on their own, in your voice, from something you have already published.",
        PromptCategory.WRITING,
        "Marketing",
        PromptAccess.REGISTERED,
        """\
Here is an article of ours:

<article>
{{article}}
</article>

Write three posts for {{channel}}. Each takes one idea from the article and works without it. Voice: {{voice}}. No
hashtags, no emoji, no questions to the audience, no “excited to share”. Use only facts from the article. Put the idea
each post rests on in brackets below it, as a quotation.""",
        (
            text("article", "The whole text"),
            choose("channel", "Where it will appear", "LinkedIn", "Newsletter", "Intranet"),
            line("voice", "Three adjectives", "plain, warm, precise"),
        ),
        "We asked for an amnesty before we wrote the policy. Within a week we knew of twenty-two tools.\n\n"
        "[“An amnesty and a good alternative reveal more than a block does.”]",
        ("marketing-ai",),
        ("social", "repurpose"),
        BALANCED,
    ),
    PromptText(
        "sales-email-generator",
        "Sales Email Generator",
        "A first mail that shows you did your homework, in under 110 words, with one request.",
        PromptCategory.WRITING,
        "Sales",
        PromptAccess.REGISTERED,
        """\
Write an e-mail from me to {{recipient}} at {{company}}.

What I know about them, with sources:
<notes>
{{notes}}
</notes>

What we offer: {{product_name}}, which {{benefit}}.

At most 110 words. The first sentence is about them and uses one fact from the notes. One request at the end: {{request}}.
No compliments, no “I hope this finds you well”, no claim that is not in the notes. Add a subject of at most six words.""",
        (
            line("recipient", "Name and role"),
            line("company", "Their company"),
            text("notes", "Facts with where you found them"),
            line("product_name", "Name of the product"),
            line("benefit", "What it does for somebody like them"),
            line("request", "What you ask for", "a call of 15 minutes next week"),
        ),
        "**Subject:** Your third warehouse\n\nDear Ms. Lindgren, your annual report mentions a third warehouse from May …",
        ("sales-ai", "prompt-engineering"),
        ("e-mail", "outreach"),
        BALANCED,
        is_featured=True,
    ),
    PromptText(
        "campaign-email-sequence",
        "E-mail Campaign in Three Steps",
        "Three mails with three different reasons to act, and the moment to stop.",
        PromptCategory.WRITING,
        "Marketing",
        PromptAccess.ENROLLED,
        """\
Plan three e-mails to {{segment}} about {{offer}}. They agreed to hear from us because {{consent}}.

For each mail give: the reason to read it (different each time), subject, body of at most 120 words, one link text, and
the sign that should end the sequence for a person. Tone: {{tone}}. Say what we should measure besides opens.""",
        (
            line("segment", "Who receives it"),
            line("offer", "What you offer"),
            line("consent", "What they signed up for"),
            choose("tone", "How it sounds", "matter-of-fact", "personal", "playful"),
        ),
        "**Mail 1: the cost of waiting.** Stop if: they reply, book, or have bought before.",
        ("marketing-ai",),
        ("e-mail", "campaign"),
        BALANCED,
    ),
    PromptText(
        "plain-language-rewrite",
        "Say It Plainly",
        "Turns a difficult text into one everybody understands, and shows what was lost on the way.",
        PromptCategory.WRITING,
        "Communication",
        PromptAccess.PUBLIC,
        """\
Rewrite the text below for {{reader}}. Sentences of at most 18 words, active verbs, no term without an explanation. Keep
every condition, number and deadline exactly as it is.

<text>
{{original}}
</text>

After the rewrite, list: (a) statements that became less precise, (b) passages that could be read in two ways, with your
question to the author.""",
        (line("reader", "Who must understand it", "somebody in their first week"), text("original", "The text")),
        "You may cancel until 30 June. After that, the contract goes on for another year.\n\n(b) “In good time”: does "
        "that mean a date?",
        ("stakeholder-communication",),
        ("plain language",),
        PRECISE,
    ),
    PromptText(
        "name-finder",
        "Thirty Names, Five Worth Keeping",
        "Names for a product, project or team, sorted by why they could work.",
        PromptCategory.CREATIVE,
        "Branding",
        PromptAccess.REGISTERED,
        """\
We need a name for {{thing}}. It should make people think of {{feeling}} and must not sound like {{avoid}}. It will be
said aloud in {{languages}}.

First thirty names in six groups by kind (plain word, compound, place, verb, old word, invented). Then choose five and
say for each: why it works, how it could be mocked, and what to check before using it.""",
        (
            line("thing", "What it is"),
            line("feeling", "What it should evoke"),
            line("avoid", "What it must not sound like", "a medicine"),
            line("languages", "Where it will be spoken", "English, German, Spanish"),
        ),
        "**Harbor** – calm, easy in all three. Mocked as: “parked”. Check: existing apps of that name.",
        ("marketing-ai",),
        ("naming",),
        INVENTIVE,
    ),
)
