"""Checklists: to go through with a pencil."""

from academy.library.models import ResourceAccess, ResourceType
from academy.seeds.content.resources.text import ResourceText

CHECKLISTS = (
    ResourceText(
        "ai-tool-evaluation-checklist",
        "AI Tool Evaluation Checklist",
        "Criteria for selecting AI tools and platforms, to be answered before the free trial ends.",
        ResourceType.CHECKLIST,
        "Tool Selection",
        ResourceAccess.PUBLIC,
        ("beginner", "procurement"),
        """\
**Task**
- [ ] We can name the task, how often it occurs and how long it takes
- [ ] We tried it on ten of our own cases, two of them nasty
- [ ] We know the error rate and what an error costs

**Data**
- [ ] We know where input is stored, for how long, and who sees it
- [ ] It is not used for training, in writing
- [ ] There is a data processing agreement

**Fit**
- [ ] It works with our sign-in, our files and our devices
- [ ] People with disabilities can use it
- [ ] Someone here can administer it

**Money and exit**
- [ ] Price at our volume, not at the advertised one
- [ ] We can export everything and leave within a month
- [ ] We know what we will stop paying for instead
""",
        ("ai-tool-selection",),
        is_featured=True,
    ),
    ResourceText(
        "prompt-engineering-best-practices",
        "Prompt Engineering Best Practices",
        "Quality assurance checklist for prompt development, for the moment before you share a prompt.",
        ResourceType.CHECKLIST,
        "Prompt Engineering",
        ResourceAccess.PUBLIC,
        ("beginner", "prompting"),
        """\
- [ ] The reader and the purpose are stated
- [ ] Instruction and material are clearly separated
- [ ] One task only
- [ ] The form is shown by an example and not just described
- [ ] It says what to do when information is missing
- [ ] It asks for a source for every claim that matters
- [ ] No secret and no personal data are in the prompt itself
- [ ] It was tested on at least ten cases the author did not write it for
- [ ] Somebody else got the same quality with it
- [ ] It has a name, an owner and a date
""",
        ("prompt-engineering",),
    ),
    ResourceText(
        "security-review-checklist",
        "Security Review Checklist",
        "Security considerations for AI tool adoption, from sign-in to prompt injection.",
        ResourceType.CHECKLIST,
        "Governance",
        ResourceAccess.REGISTERED,
        ("security", "it"),
        """\
**Access**
- [ ] Single sign-on and a second factor
- [ ] Rights follow the job; leavers lose them the same day
- [ ] Keys are stored in a vault and rotated

**What it reads**
- [ ] Foreign text (mail, web, uploads) is treated as hostile
- [ ] It cannot read more than the person asking may read
- [ ] Secrets are filtered from inputs and logs

**What it does**
- [ ] Actions that send, pay, delete or publish need a person
- [ ] Spending and rate are limited
- [ ] There is a stop switch, and someone has tried it

**What remains**
- [ ] Logs show who asked what and what was done, for as long as needed and no longer
- [ ] An incident has an owner, a phone number and a rehearsal
""",
        ("risk-assessment", "ai-governance"),
    ),
    ResourceText(
        "data-privacy-checklist",
        "Data Privacy Checklist",
        "GDPR/privacy compliance for AI implementations, in the order in which questions come up.",
        ResourceType.CHECKLIST,
        "Governance",
        ResourceAccess.PUBLIC,
        ("privacy", "gdpr"),
        """\
- [ ] We know which personal data go in, come out and are kept
- [ ] Every purpose has a legal basis, and data are not used for others
- [ ] We left out whatever is not needed; small groups cannot be recognized
- [ ] Provider and its helpers are bound by contract; transfers abroad are covered
- [ ] Input does not train anybody's model
- [ ] People are told, in words they understand, before it starts
- [ ] No decision with serious effect is left to the machine alone
- [ ] Access, correction and erasure work, including in logs and indexes
- [ ] We did an impact assessment where one is due, or noted why not
- [ ] There is a date on which data are deleted, and something that deletes them

General information, not legal advice.
""",
        ("risk-assessment", "data-literacy"),
    ),
    ResourceText(
        "go-live-readiness-checklist",
        "Go-Live Readiness Checklist",
        "Pre-launch verification for AI initiatives: what must be true the evening before.",
        ResourceType.CHECKLIST,
        "Automation",
        ResourceAccess.COURSE_SPECIFIC,
        ("launch", "automation"),
        """\
**It works**
- [ ] Thirty real cases, error rate known and accepted by the owner
- [ ] The nasty ten: empty, huge, foreign language, wrong format, hostile …
- [ ] It was run beside the old way for a week

**People are ready**
- [ ] Those who use it have practiced on their own cases
- [ ] Those affected have been told
- [ ] Support knows the three most likely problems

**It can be watched and stopped**
- [ ] Owner, deputy and hours are posted
- [ ] One figure is on a screen somebody looks at
- [ ] The stop switch was pressed in a rehearsal
- [ ] The old way still works tomorrow

**We will know**
- [ ] Baseline is recorded
- [ ] A review is in the calendar in four weeks
""",
        ("workflow-automation", "risk-assessment"),
        ("ai-tools-mastery", "workflow-automation-hackathon"),
    ),
)
