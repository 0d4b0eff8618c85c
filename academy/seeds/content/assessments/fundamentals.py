"""The questions of AI Fundamentals: the same before and after, so that a gain can be measured."""

from academy.seeds.content.assessments.text import (
    EASY,
    HARD,
    MEDIUM,
    Choice,
    is_true,
    name,
    one_of,
    rate,
    right,
    some_of,
    write,
)

CONCEPTS, PROMPTING = "ai-concepts", "prompt-engineering"
TOOLS, USE_CASES = "ai-tool-selection", "use-case-identification"

QUESTIONS = (
    one_of(
        "What is the primary difference between machine learning and traditional programming?",
        CONCEPTS,
        MEDIUM,
        right(
            "Machine learning models learn patterns from data instead of following explicit instructions",
            "Correct! ML models discover patterns from training data.",
        ),
        Choice(
            "Machine learning is faster than traditional programming",
            "Speed isn't the primary difference; it's about how rules are created.",
        ),
        Choice(
            "Machine learning uses more memory than traditional programming",
            "Resource usage isn't the defining characteristic.",
        ),
        Choice(
            "Machine learning doesn't require any programming",
            "ML still requires programming, but the approach is different.",
        ),
    ),
    some_of(
        "Which of the following are effective prompt engineering techniques? (Select all that apply)",
        PROMPTING,
        MEDIUM,
        right("Providing clear context and role definitions", "Yes! Context helps the AI understand the task."),
        Choice("Using all capital letters for emphasis", "Caps don't improve AI comprehension."),
        right(
            "Breaking complex tasks into step-by-step instructions",
            "Correct! Chain-of-thought prompting improves results.",
        ),
        right("Including examples of desired outputs", "Yes! Few-shot learning is a powerful technique."),
    ),
    is_true(
        "ChatGPT Plus is always the best choice for business AI applications",
        TOOLS,
        False,
        "Incorrect. Different use cases require different tools (ChatGPT, Claude, specialized APIs, etc.)",
        "Correct! Tool selection depends on use case, budget, data privacy needs, and integration requirements.",
    ),
    write(
        "Describe a specific business process in your organization that could benefit from AI automation. Explain what "
        "tasks would be automated and what the expected outcomes would be. (150-300 words)",
        USE_CASES,
        "Sample answer: In our marketing department, we spend 10+ hours weekly manually categorizing customer support "
        "tickets. An AI system could: 1) Read incoming tickets, 2) Categorize by urgency, topic, and department, "
        "3) Route to appropriate teams, 4) Suggest response templates. Expected outcomes: 80% reduction in manual "
        "categorization time, faster response times, more consistent routing, and data-driven insights on common "
        "issues.",
    ),
    rate(
        "How confident are you in your ability to write effective prompts for AI tools?",
        PROMPTING,
        "Not confident at all",
        "Very confident",
    ),
    one_of(
        "How does a language model produce its answer?",
        CONCEPTS,
        EASY,
        right("It predicts one token after another", "Yes. Each token becomes context for the next."),
        Choice("It looks the answer up in a database", "There is no database inside; search is an addition."),
        Choice("It copies the most similar page it has read", "It may repeat phrases, but it does not copy pages."),
        Choice("A person reviews it before it is shown", "Nobody sees it before you do."),
    ),
    one_of(
        "An assistant cites a court ruling that supports your case. What do you do first?",
        CONCEPTS,
        EASY,
        right("Look the ruling up in an official source", "Right: invented rulings look exactly like real ones."),
        Choice("Ask the assistant whether it is sure", "It may confirm an invention, or retract a truth."),
        Choice("Use it, since it gave a file number", "A file number can be invented too."),
        Choice("Ask a second assistant", "It may repeat the same mistake; check the source."),
    ),
    one_of(
        "Why may a model not know about last week's price change?",
        CONCEPTS,
        EASY,
        right("Its training ended earlier, and nobody put the change into its context", "Exactly."),
        Choice("Prices are blocked for legal reasons", "They are not."),
        Choice("It needs a week to think", "Models do not learn while idle."),
        Choice("The question was too short", "Length is not the reason."),
    ),
    one_of(
        "What is a token?",
        CONCEPTS,
        EASY,
        right("A word or a piece of a word that a model reads or writes", "Yes; it is also the unit of billing."),
        Choice("A password for an account", "That is a different kind of token."),
        Choice("One question to a model", "One question consists of many tokens."),
        Choice("A unit of computing power", "It measures text."),
    ),
    is_true(
        "Everything you paste into any AI assistant is kept secret by its provider",
        TOOLS,
        False,
        "It depends on product, plan and settings; some use input for training.",
        "Right. Retention, training and access differ between products and plans; read them.",
    ),
    is_true(
        "Giving a model an example of the result you want usually improves the form of its answers",
        PROMPTING,
        True,
        "It does: models follow the pattern of an example more closely than a description.",
        "Right, one good example often does more than a paragraph of explanation.",
    ),
    one_of(
        "Your prompt gives good summaries for you and poor ones for a colleague. What is the likeliest reason?",
        PROMPTING,
        MEDIUM,
        right("It relies on context that only you provided", "Yes. Write down what you know and it does not."),
        Choice("The model likes you better", "It does not know you."),
        Choice("Your colleague types more slowly", "Speed has no influence."),
        Choice("Summaries cannot be repeated", "They vary, but quality can be made reliable."),
    ),
    one_of(
        "Which prompt is most likely to give a usable result?",
        PROMPTING,
        EASY,
        right(
            "Summarize the attached minutes for a manager who was absent: five bullet points, each with owner and date",
            "Reader, material, form: it is all there.",
        ),
        Choice("Summarize this well", "Well for whom, in which form?"),
        Choice("You are the best assistant in the world. Summarize!", "Flattery is not information."),
        Choice("Summary?", "The model has to guess reader, length and form."),
    ),
    some_of(
        "What helps against invented facts? (Select all that apply)",
        PROMPTING,
        MEDIUM,
        right("Giving the source and asking for quotations", "Yes, claims become traceable."),
        right("Allowing “I do not know” as an answer", "Yes, otherwise it fills the gap."),
        Choice("Writing “do not hallucinate”", "It hardly helps; the model does not notice when it does."),
        right("Checking three claims at random", "Yes, and one wrong in three means checking all."),
    ),
    name(
        "Name one kind of information you would not paste into a public assistant, and say why in one sentence.",
        TOOLS,
        "Customer data such as names with orders, because we have neither a contract with the provider nor a legal "
        "basis for passing them on.",
    ),
    one_of(
        "Which task suits a language model best?",
        USE_CASES,
        MEDIUM,
        right("Drafting replies to 300 similar inquiries that a person checks", "Frequent, checkable, harmless."),
        Choice("Adding up the yearly accounts", "Use a spreadsheet; models write figures, they do not compute."),
        Choice("Deciding on an application for a job", "High stakes and hard to check: a person decides."),
        Choice("Predicting tomorrow's share price", "It has no knowledge of tomorrow."),
    ),
    some_of(
        "Which of these make a use case worth trying? (Select all that apply)",
        USE_CASES,
        MEDIUM,
        right("It occurs often", "Yes, small savings add up."),
        right("A mistake is noticed quickly and does little harm", "Yes, it makes trying safe."),
        Choice("It looks impressive in a demo", "Impressive and useful are different things."),
        right("Somebody owns the result", "Yes, without an owner nothing stays in use."),
    ),
    one_of(
        "You compare two tools. What matters most for the decision?",
        TOOLS,
        MEDIUM,
        right("How they do on your own tasks, within your data rules", "Yes; everything else is secondary."),
        Choice("Their place in a public ranking", "Rankings do not contain your task."),
        Choice("The number of features", "You will use three of them."),
        Choice("Which one was mentioned more often last week", "Attention is not quality."),
    ),
    one_of(
        "A tool's terms say that input “may be used to improve our services”. What follows?",
        TOOLS,
        HARD,
        right(
            "Confidential data must not go in until this is excluded in writing",
            "Right. It can mean training on your input.",
        ),
        Choice("Nothing, all terms say so", "Business plans usually exclude it."),
        Choice("The tool is illegal", "It is not, but it limits what you may use it for."),
        Choice("It improves your results", "Not noticeably, and not for you alone."),
    ),
    one_of(
        "What is the context window?",
        CONCEPTS,
        MEDIUM,
        right("How much text a model can take into account at once", "Yes, conversation and documents included."),
        Choice("The part of the screen where you type", "It is not something you see."),
        Choice("The time a session lasts", "It is measured in tokens and not in minutes."),
        Choice("The list of sources it was trained on", "Those are the training data."),
    ),
    is_true(
        "A model that answers confidently is more likely to be right",
        CONCEPTS,
        False,
        "Tone and truth are not connected: a model sounds the same when it is wrong.",
        "Right. Confidence is a matter of style in these systems.",
    ),
    one_of(
        "Checking a result takes you twelve minutes, doing the task yourself takes ten. What follows?",
        USE_CASES,
        HARD,
        right("This task is not a good use unless checking becomes cheaper", "Right, and that is a useful result."),
        Choice("Skip the check", "Then you do not know what you deliver."),
        Choice("Use a larger model", "The cost is in the checking and not in the model."),
        Choice("Automate it completely", "Without a check, mistakes reach others."),
    ),
    name(
        "Rewrite this prompt so that a stranger could use it: “Make it shorter”.",
        PROMPTING,
        "Shorten the text below to at most 120 words for customers who read it on a phone. Keep all dates and prices "
        "exactly as they are.",
    ),
    rate(
        "How confident are you that you would notice a wrong answer from an assistant?",
        CONCEPTS,
        "Not confident at all",
        "Very confident",
    ),
)
