"""Answering for it: risk, law, business, change."""

from academy.seeds.content.glossary.text import TermText

RESPONSIBILITY = (
    TermText(
        "Bias",
        "A systematic unfairness or distortion in what a model does.",
        "It comes from the data, from the labels, from the question asked or from how the result is used. Look for who "
        "is missing, compare error rates between groups, and decide who is responsible for acting on the difference.",
        ("Speech recognition that fails on an accent",),
        ("training-data", "adverse-impact"),
        ("data-literacy", "ai-governance"),
    ),
    TermText(
        "Adverse Impact",
        "When a selection process passes one group markedly less often than another.",
        "A common alarm is the four-fifths rule: if a group's rate is below 80 percent of the highest group's, look "
        "into it. It is an alarm and not a proof, in either direction.",
        ("Rates of 30 and 50 percent: 0.6, below four fifths",),
        ("bias",),
        ("hr-ai", "risk-assessment"),
    ),
    TermText(
        "Automation Bias",
        "People's habit of trusting a machine's proposal more than their own eyes.",
        "It grows with time pressure and with how often the machine was right. Counter it by showing the reasons, "
        "planting known errors now and then, and asking for a judgment before the proposal is shown.",
        (),
        ("human-in-the-loop",),
        ("risk-assessment",),
    ),
    TermText(
        "AI Governance",
        "How an organization decides what AI may do, who answers for it, and how that is checked.",
        "Four things are enough to start: an inventory, a one-page policy, a review that decides within a week, and a "
        "named owner for every system.",
        (),
        ("eu-ai-act", "model-card"),
        ("ai-governance",),
    ),
    TermText(
        "EU AI Act",
        "The European Union's law on AI, which sets duties by how risky a use is.",
        "Some uses are prohibited, high-risk ones (hiring, credit, education and others) carry many duties, some need "
        "to be disclosed, most are free. Duties fall on those who make systems and on those who use them. It came into "
        "force in August 2024 and applies in steps.",
        ("Telling people that they talk to a machine", "Training those who work with AI"),
        ("ai-governance", "high-risk-system"),
        ("ai-governance", "risk-assessment"),
    ),
    TermText(
        "High-risk System",
        "Under the EU AI Act, a system whose use can seriously affect people's health, safety or rights.",
        "What counts is the use and not the technology: a ranking of candidates is high-risk, the same ranking of "
        "movies is not.",
        ("Screening applications", "Grading exams"),
        ("eu-ai-act",),
        ("risk-assessment", "hr-ai"),
    ),
    TermText(
        "Personal Data",
        "Anything that relates to an identified or identifiable person.",
        "Names and addresses, but also a voice, a writing style or three facts that fit only one colleague. Before it "
        "goes into a tool you need a purpose, a legal basis and a contract with the provider.",
        ("A call recording", "A list of sick days without names in a team of four"),
        ("anonymization",),
        ("data-literacy", "risk-assessment"),
    ),
    TermText(
        "Anonymization",
        "Changing data so that nobody in it can be identified anymore, even by combining it.",
        "Removing names is not enough; that is pseudonymization, and the law still treats it as personal data. Group, "
        "round, drop what you do not need, and set a smallest group size.",
        ("Ages in bands, towns as regions, no group under five",),
        ("personal-data",),
        ("data-literacy",),
    ),
    TermText(
        "Model Card",
        "A short description of a model: what it is for, how it was tested, where it fails.",
        "Ask a vendor for it. If there is none, your own test is the card.",
        (),
        ("ai-governance", "evaluation"),
        ("ai-governance", "ai-tool-selection"),
    ),
    TermText(
        "Shadow AI",
        "AI tools people use at work without anybody having approved them.",
        "It shows where official tools are missing. Ask before you forbid: an amnesty and a good alternative reveal "
        "more than a block does.",
        ("Customer mails pasted into a private account",),
        ("ai-governance", "personal-data"),
        ("ai-governance", "change-management"),
    ),
)

BUSINESS = (
    TermText(
        "Use Case",
        "A concrete piece of work, by a named role, that AI could improve.",
        "“AI in customer service” is not one; “drafting answers to delivery questions, 400 a week, 12 minutes each” "
        "is. If you cannot say how often and how long, you cannot say what it is worth.",
        ("Reading supplier certificates into the purchasing system",),
        ("return-on-investment", "pilot"),
        ("use-case-identification",),
    ),
    TermText(
        "Return on Investment",
        "What an initiative brings in relation to what it costs.",
        "For AI, count licenses, usage, set-up, checking and training on one side; time, errors, speed and quality on "
        "the other. Time saved is only worth something if somebody decides what to do with it.",
        ("120 hours a month saved, 40 of them spent on checking",),
        ("baseline", "use-case"),
        ("roi-measurement",),
        "ROI",
    ),
    TermText(
        "Baseline",
        "How things are before a change, measured in the same way as afterward.",
        "Without it every result is an opinion. Four weeks or thirty cases are usually enough.",
        ("Average handling time in March, before the pilot in April",),
        ("return-on-investment",),
        ("roi-measurement",),
    ),
    TermText(
        "Pilot",
        "A small, limited trial with a question, a measure and an end date.",
        "Decide beforehand which result means go, change or stop. A pilot without a stop rule becomes a permanent "
        "exception.",
        ("One team, six weeks, error rate below 2 percent or stop",),
        ("baseline", "use-case"),
        ("use-case-identification", "change-management"),
    ),
    TermText(
        "AI Literacy",
        "Understanding AI well enough to use it sensibly and to recognize its limits.",
        "For employees of companies that use AI it is a legal expectation in the EU, and everywhere the cheapest "
        "safeguard there is.",
        (),
        ("eu-ai-act", "adoption"),
        ("team-enablement", "ai-concepts"),
    ),
    TermText(
        "Adoption",
        "That people really work in the new way, and go on doing so.",
        "Licenses and sign-ins are not adoption. Look at how many do a named task with the tool each week, and how "
        "good the result is.",
        ("70 percent of offers drafted with the assistant, unchanged win rate",),
        ("change-champion",),
        ("change-management",),
    ),
    TermText(
        "Change Champion",
        "A colleague whom others ask, and who shows them the new way in their own work.",
        "Choose by influence and not by enthusiasm, give them time and early information, and thank them in public.",
        (),
        ("adoption",),
        ("change-management", "team-enablement"),
    ),
    TermText(
        "AI Readiness",
        "How well prepared an organization is to use AI: goals, data, tools, skills, rules.",
        "Measure it by what exists and is used, not by what is planned. The weakest of the five decides the pace.",
        (),
        ("ai-governance", "use-case"),
        ("ai-strategy-development",),
    ),
)
