"""A knowledge check for the end of the first day of Prompt Engineering Mastery, and a look at oneself for leaders."""

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
)

PROMPTING = "prompt-engineering"

DAY_ONE = (
    one_of(
        "You have three examples for a prompt. Which ones do you choose?",
        PROMPTING,
        MEDIUM,
        right("Cases at the edges, in one and the same form", "Yes, the average needs no example."),
        Choice("Three that resemble each other", "The model then learns their accidental likeness."),
        Choice("The three shortest", "Length is not the point."),
        Choice("Three wrong ones as a warning", "Models imitate what they see, warnings included."),
    ),
    some_of(
        "Where does a test set come from? (Select all that apply)",
        PROMPTING,
        MEDIUM,
        right("Real cases of the last weeks", "Yes, they contain what you would not think of."),
        right("Cases on which an earlier version failed", "Yes, so that it does not fail again."),
        Choice("Cases you wrote while writing the prompt", "Those it will pass, and you learn nothing."),
        right("A few hostile or empty inputs", "Yes, they will come."),
    ),
    is_true(
        "Secrets are safe in a system prompt, because users cannot see it",
        PROMPTING,
        False,
        "Users can often get a model to reveal it.",
        "Right: treat it as public.",
    ),
    one_of(
        "A change raises your score from 16 to 17 of 20. What do you do?",
        PROMPTING,
        HARD,
        right("Run both versions again, or on more cases, before believing it", "Right, one case is within chance."),
        Choice("Keep it and celebrate", "It may be chance."),
        Choice("Make five more changes at once", "You will not know which one helped."),
        Choice("Throw the test set away", "It is the only thing that tells you anything."),
    ),
    one_of(
        "What belongs between clear marks such as <text> and </text>?",
        PROMPTING,
        EASY,
        right("The material, so that it is not mistaken for an instruction", "Yes."),
        Choice("The most important instruction", "Instructions stay outside."),
        Choice("Your name", "It is not needed."),
        Choice("Nothing, marks confuse models", "They help."),
    ),
    name(
        "Write one sentence that tells a model what to do when information is missing.",
        PROMPTING,
        "If the text does not state a due date, write “open” and do not guess.",
    ),
)

LEADERS = (
    rate(
        "I could name three places where AI would move a figure our board watches.",
        "use-case-identification",
        "Strongly disagree",
        "Strongly agree",
    ),
    rate(
        "I know which AI tools people in my organization use today.",
        "ai-governance",
        "Strongly disagree",
        "Strongly agree",
    ),
    rate(
        "I can put a range on what an AI initiative would bring, and name its weakest assumption.",
        "roi-measurement",
        "Strongly disagree",
        "Strongly agree",
    ),
    rate(
        "I have used a language model for work of my own in the last week.",
        "ai-strategy-development",
        "Strongly disagree",
        "Strongly agree",
    ),
)
