"""What models are and how they come about."""

from academy.seeds.content.glossary.text import TermText

FUNDAMENTALS = (
    TermText(
        "Artificial Intelligence",
        "Software that does what we would call intelligent if a person did it: recognize, predict, write, decide.",
        "The term covers everything from a spam filter to a language model. In conversation, ask which kind is meant: "
        "a system that follows rules, one that learned from data, or one that generates text and images. They fail in "
        "different ways and deserve different trust.",
        ("A spam filter", "Route planning", "A chat assistant"),
        ("machine-learning", "generative-ai"),
        ("ai-concepts",),
        "AI",
    ),
    TermText(
        "Machine Learning",
        "Programs that find their rules in examples instead of being told them.",
        "A traditional program is given rules and data and returns answers. Machine learning is given data and "
        "answers, and returns rules, usually ones that nobody can read. It is therefore only as good, and as fair, as "
        "the examples.",
        ("Predicting late deliveries from past orders", "Sorting photos by what they show"),
        ("training-data", "model"),
        ("ai-concepts", "data-literacy"),
        "ML",
    ),
    TermText(
        "Generative AI",
        "Models that produce new text, images, sound, video or code instead of sorting what exists.",
        "A generative model has learned what usually follows what, and continues from what you give it. That makes it "
        "fluent and inventive, and it makes invented facts possible: being plausible is its aim, being true is yours.",
        ("Drafting a reply", "Making an illustration", "Writing a formula"),
        ("large-language-model", "hallucination"),
        ("ai-concepts",),
        "GenAI",
    ),
    TermText(
        "Large Language Model",
        "A model trained on very much text that predicts what comes next, and so can answer, summarize, translate and "
        "write code.",
        "It works on tokens, pieces of words, and chooses one after the other. What it “knows” is what was useful for "
        "predicting its training text, up to a cut-off date. It has no view of your files, of today or of the truth "
        "unless these are put into its context.\n\n"
        "Use it where a draft helps and checking is cheap. Be careful with figures, quotations and anything that "
        "happened recently.",
        ("GPT", "Claude", "Gemini", "Llama", "Mistral"),
        ("token", "context-window", "hallucination", "retrieval-augmented-generation"),
        ("ai-concepts", "prompt-engineering"),
        "LLM",
    ),
    TermText(
        "Model",
        "The learned part of an AI system: a very large table of numbers that turns an input into an output.",
        "The model is not the product. A chat assistant is a model plus instructions, safety filters, memory, search "
        "and a screen; two products with one model can behave quite differently.",
        ("The same model inside two different assistants",),
        ("parameter", "inference"),
        ("ai-concepts",),
    ),
    TermText(
        "Parameter",
        "One of the numbers in a model that were set during training.",
        "Models are often compared by how many parameters they have. More is not simply better: data, training and "
        "what happens afterward matter as much, and smaller models are cheaper, faster and can run on your machine.",
        ("A model with 8 billion parameters fits on a good laptop",),
        ("model", "training-data"),
        ("ai-concepts",),
    ),
    TermText(
        "Token",
        "The unit a language model reads and writes: a short word, a part of a longer one, a sign.",
        "An English word is about one and a third tokens; other languages need more. Tokens matter for two reasons: "
        "they are what you pay for, input and output apart, and they are what fills the context window.\n\n"
        "To save tokens, send only the pages that matter, ask for the length you need, and reuse instructions that "
        "the provider can cache.",
        ("“Enablement” is two or three tokens", "A page of text is about 500 tokens"),
        ("context-window", "large-language-model"),
        ("ai-concepts", "prompt-engineering"),
    ),
    TermText(
        "Context Window",
        "How much a model can take into account at once: your instructions, documents, the talk so far and its answer.",
        "What does not fit is cut or summarized, and even what fits is not read with equal care: things in the middle "
        "of a very long input are overlooked more often. Put what matters first or last, and start a new conversation "
        "for a new task.",
        ("200,000 tokens hold about 400 pages",),
        ("token", "retrieval-augmented-generation"),
        ("prompt-engineering",),
    ),
    TermText(
        "Inference",
        "Using a trained model to get an answer, in contrast to training it.",
        "Every question you ask is one inference, and each costs time, money and electricity. Over the life of a "
        "popular model, inference costs more than training did.",
        ("Asking an assistant for a summary",),
        ("model", "token"),
        ("ai-concepts",),
    ),
    TermText(
        "Temperature",
        "A setting that says how daring a model is when it chooses the next word.",
        "Near 0 it takes the likeliest word and repeats itself from run to run; near 1 it varies. Low suits extraction "
        "and classification, higher suits ideas. It is not a dial for truth.",
        ("0.1 for filling a table from invoices", "0.9 for twenty campaign names"),
        ("inference", "prompt-engineering"),
        ("prompt-engineering",),
    ),
    TermText(
        "Multimodal",
        "Able to work with more than text: pictures, sound, video, screens.",
        "A multimodal model can read a photographed receipt, describe a chart or listen to a call. Its accuracy "
        "differs by kind of input, so test each on your own material.",
        ("Reading a whiteboard photo", "Describing a chart for a blind colleague"),
        ("large-language-model",),
        ("ai-concepts", "ai-tool-selection"),
    ),
    TermText(
        "Reasoning Model",
        "A language model that works through intermediate steps before it answers.",
        "Such models are slower and dearer, and clearly better at problems with several steps: planning, mathematics, "
        "code. For a quick rewrite they are a waste. Give them the goal and the constraints rather than the steps.",
        ("Planning a shift roster with twelve constraints",),
        ("chain-of-thought", "large-language-model"),
        ("ai-concepts", "ai-tool-selection"),
    ),
    TermText(
        "Training Data",
        "The examples a model learned from.",
        "They decide what it knows, which languages and groups it serves well, and which habits it repeats. Ask where "
        "they came from, until when, and whether your input will become part of the next set.",
        ("Public web pages", "Licensed books", "Rated conversations"),
        ("bias", "fine-tuning"),
        ("data-literacy", "ai-concepts"),
    ),
    TermText(
        "Fine-tuning",
        "Training a finished model a little further on examples of your own.",
        "It teaches form more than facts: a tone, a format, a way of classifying. It needs hundreds of good examples "
        "and has to be repeated when the base model changes. Try a better prompt, then examples in the prompt, then "
        "retrieval; fine-tune when all three are not enough.",
        ("Sorting support tickets into your own ninety categories",),
        ("training-data", "retrieval-augmented-generation", "few-shot-prompting"),
        ("ai-tool-selection", "data-literacy"),
    ),
    TermText(
        "Hallucination",
        "A confident statement by a model that is not true and that nothing in its sources supports.",
        "The model does not lie; it continues plausibly. Invented quotations, paragraphs of law and links are typical. "
        "You reduce it by giving sources, asking for quotations, allowing “I do not know”, and choosing tasks where "
        "checking is cheap. You cannot abolish it.",
        ("A court case that was never decided", "A feature your product does not have"),
        ("grounding", "retrieval-augmented-generation", "evaluation"),
        ("ai-concepts", "risk-assessment"),
    ),
)
