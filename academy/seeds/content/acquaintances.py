"""What people of the demo academy show of themselves, and what they write when they ask to be connected."""

from dataclasses import dataclass

from academy.seeds.content.people import AMARA, INDIVIDUALS, MARCUS, PRIYA, STAFF, PersonText


@dataclass(frozen=True)
class CardText:
    """Somebody's card; what is not said is as for everybody."""

    person: PersonText
    headline: str
    about: str = ""
    linkedin: str = ""
    is_suggestible: bool = True


_BY_NAME = {person.name: person for person in (*INDIVIDUALS, *STAFF)}

CARDS = (
    CardText(
        AMARA,
        "Making freight paperwork write itself",
        "I plan sailings out of Tilbury and spend my evenings teaching a spreadsheet to read bills of lading.\n"
        "Ask me about document extraction; I would love to hear how you test yours.",
        "amara-okafor-demo",
    ),
    CardText(
        PRIYA,
        "I teach the fundamentals, and answer every question",
        "Fifteen years in operations research, five of them in classrooms.",
        "priya-raman-demo",
    ),
    CardText(MARCUS, "From pilots to something the night shift uses", linkedin="marcus-chen-demo"),
    CardText(_BY_NAME["Rosa Delgado"], "Ceramics, and a shop assistant that knows glazes"),
    CardText(
        _BY_NAME["Mateus Oliveira"],
        "Rostering eleven cafés with a model and a whiteboard",
        "Happy to compare notes on forecasting with little data.",
    ),
    CardText(_BY_NAME["Hye-jin Park"], "Interviews, summarised without losing the person"),
    CardText(_BY_NAME["Daniel Goldberg"], "Shipping small features on top of large models"),
    CardText(
        _BY_NAME["Julia Weber"], "Words first, tools second", "German and English copy; editor of what models write."
    ),
    CardText(_BY_NAME["Omar Farouk"], "Customs, containers, and fewer phone calls"),
    CardText(_BY_NAME["Kenji Mori"], "I look after the community. Write to me about anything."),
    CardText(_BY_NAME["Chloé Martin"], "Cataloguing with a little help", is_suggestible=False),
)

NOTE = "We were at the same table on the second day. You mentioned a way to check extracted numbers: could we compare?"
