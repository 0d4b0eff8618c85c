"""The people of the demo academy. Every address ends in `.example`, where no mailbox can be."""

from dataclasses import dataclass
from enum import StrEnum, auto
from unicodedata import normalize

from academy.identity.models import ScopedRole, UserRole


class Field(StrEnum):
    """What somebody works on; it decides which courses they take."""

    ANY = auto()
    LEADING = auto()
    MARKETING = auto()
    SALES = auto()
    PEOPLE = auto()
    PRODUCT = auto()
    OPERATIONS = auto()


ANY, LEADING, MARKETING, SALES = Field.ANY, Field.LEADING, Field.MARKETING, Field.SALES
PEOPLE, PRODUCT, OPERATIONS = Field.PEOPLE, Field.PRODUCT, Field.OPERATIONS

HOME, STUDIO, SHOP = "mail.example", "post.example", "inbox.example"
ACADEMY, NORTHWIND, HALDEN = "academy.example", "northwind.example", "halden.example"


@dataclass(frozen=True)
class PersonText:
    """Somebody with an account; `zone` is an IANA name or unknown."""

    name: str
    domain: str
    title: str
    company: str | None
    zone: str | None
    field: Field = ANY
    role: UserRole = UserRole.INDIVIDUAL
    duties: tuple[ScopedRole, ...] = ()

    @property
    def email(self) -> str:
        """The address: the name in plain letters, at the domain."""
        return f"{'.'.join(plain(self.name).split())}@{self.domain}"


def plain(name: str) -> str:
    """Spell a name in small ASCII letters and spaces."""
    letters = normalize("NFKD", name.lower().translate(str.maketrans("łøđæ", "loda")))
    return "".join(letter for letter in letters if letter == " " or "a" <= letter <= "z")


AMARA = PersonText("Amara Okafor", HOME, "Operations Analyst", "Lagoon Freight", "Europe/London", OPERATIONS)
TOMAS = PersonText("Tomás Rivera", STUDIO, "Freelance Designer", None, "America/Mexico_City")
PRIYA = PersonText("Priya Raman", ACADEMY, "Lead Instructor", None, "Europe/Berlin", duties=(ScopedRole.INSTRUCTOR,))
HANNAH = PersonText(
    "Hannah Vogel",
    NORTHWIND,
    "Head of Learning & Development",
    "Northwind Traders",
    "Europe/Berlin",
    LEADING,
    UserRole.ORG_ADMIN,
)
ADA = PersonText("Ada Mensah", ACADEMY, "Head of Academy", None, "Europe/London", role=UserRole.PLATFORM_ADMIN)
LUCIA = PersonText(
    "Lucía Fernández", ACADEMY, "Content Editor", None, "Europe/Madrid", duties=(ScopedRole.CONTENT_EDITOR,)
)

PERSONAS = (AMARA, TOMAS, PRIYA, HANNAH, ADA, LUCIA)
"""Those to step into first: a learner with a history, a newcomer, an instructor, a manager, an admin, an editor."""

JONAS = PersonText("Jonas Lindqvist", ACADEMY, "Instructor", None, "Europe/Stockholm", duties=(ScopedRole.INSTRUCTOR,))
MEI_LING = PersonText("Mei-Ling Chou", ACADEMY, "Instructor", None, "Asia/Taipei", duties=(ScopedRole.INSTRUCTOR,))
SAMUEL = PersonText("Samuel Adeyemi", ACADEMY, "Instructor", None, "America/New_York", duties=(ScopedRole.INSTRUCTOR,))
CLAIRE = PersonText("Claire Dubois", ACADEMY, "Instructor", None, "Europe/Paris", duties=(ScopedRole.INSTRUCTOR,))
STAFF = (
    JONAS,
    MEI_LING,
    SAMUEL,
    CLAIRE,
    PersonText("Kenji Mori", ACADEMY, "Community Lead", None, "Asia/Tokyo", duties=(ScopedRole.MODERATOR,)),
    PersonText("Erik Haugen", ACADEMY, "Operations", None, "Europe/Oslo", role=UserRole.PLATFORM_ADMIN),
)


def _northwind(name: str, title: str, zone: str, field: Field, role: UserRole = UserRole.ORG_MEMBER) -> PersonText:
    return PersonText(name, NORTHWIND, title, "Northwind Traders", zone, field, role)


def _halden(name: str, title: str, zone: str, field: Field, role: UserRole = UserRole.ORG_MEMBER) -> PersonText:
    return PersonText(name, HALDEN, title, "Halden Health", zone, field, role)


MARCUS = _northwind("Marcus Chen", "Operations Director", "Europe/Berlin", OPERATIONS)
ELIF = _northwind("Elif Kaya", "Marketing Manager", "Europe/Istanbul", MARKETING)
NORTHWIND_PEOPLE = (
    MARCUS,
    ELIF,
    _northwind("Katarzyna Nowak", "Supply Planner", "Europe/Warsaw", OPERATIONS),
    _northwind("Lars Petersen", "Warehouse Lead", "Europe/Copenhagen", OPERATIONS),
    _northwind("Nadia Haddad", "Import Specialist", "Europe/Berlin", OPERATIONS),
    _northwind("Piotr Zieliński", "Route Planner", "Europe/Warsaw", OPERATIONS),
    _northwind("Sofia Lindgren", "Process Engineer", "Europe/Stockholm", OPERATIONS),
    _northwind("Diego Morales", "Brand Manager", "Europe/Madrid", MARKETING),
    _northwind("Chiara Romano", "Content Strategist", "Europe/Rome", MARKETING),
    _northwind("Emma de Vries", "Campaign Analyst", "Europe/Amsterdam", MARKETING),
    _northwind("Felix Brandt", "Key Account Manager", "Europe/Berlin", SALES),
    _northwind("Aisha Rahman", "Sales Development", "Europe/London", SALES),
    _northwind("Viktor Horváth", "Regional Sales Lead", "Europe/Budapest", SALES),
    _northwind("Ines Carvalho", "Customer Care Lead", "Europe/Lisbon", ANY),
    _northwind("Oliver Schmidt", "Customer Care Agent", "Europe/Berlin", ANY),
    _northwind("Yara Mansour", "Finance Controller", "Europe/Berlin", LEADING),
)

INGRID = _halden("Ingrid Solberg", "Chief People Officer", "Europe/Oslo", PEOPLE, UserRole.ORG_ADMIN)
HALDEN_PEOPLE = (
    INGRID,
    _halden("Bjørn Aasen", "Head of Clinical Administration", "Europe/Oslo", LEADING),
    _halden("Maja Kristiansen", "Recruiter", "Europe/Oslo", PEOPLE),
    _halden("Anders Holm", "Data Protection Officer", "Europe/Oslo", LEADING),
    _halden("Leila Hosseini", "Ward Scheduling", "Europe/Oslo", OPERATIONS),
    _halden("Sigrid Berg", "Patient Services", "Europe/Oslo", ANY),
    _halden("Tuomas Virtanen", "Medical Records", "Europe/Helsinki", OPERATIONS),
    _halden("Grace Mwangi", "Training Coordinator", "Europe/Oslo", PEOPLE),
    _halden("Henrik Dahl", "Procurement", "Europe/Copenhagen", OPERATIONS),
)

CEDAR = "cedarpine.example"
OKSANA, BRAM, LUCIE = (
    PersonText(
        "Oksana Melnyk",
        CEDAR,
        "Managing Director",
        "Cedar & Pine Interiors",
        "Europe/Berlin",
        LEADING,
        UserRole.ORG_ADMIN,
    ),
    PersonText(
        "Bram Jansen",
        CEDAR,
        "Interior Architect",
        "Cedar & Pine Interiors",
        "Europe/Amsterdam",
        ANY,
        UserRole.ORG_MEMBER,
    ),
    PersonText(
        "Lucie Novotná", CEDAR, "Project Planner", "Cedar & Pine Interiors", "Europe/Prague", ANY, UserRole.ORG_MEMBER
    ),
)
CEDAR_PEOPLE = (OKSANA, BRAM, LUCIE)
"""Those of a company that is suspended: nobody of it has begun anything."""

ROSA = PersonText("Rosa Delgado", HOME, "Founder", "Delgado Ceramics", "America/Bogota", LEADING)
"""Is on her way to pay for a seat."""

INDIVIDUALS = (
    ROSA,
    PersonText("Daniel Goldberg", STUDIO, "Product Manager", "Harbor Apps", "America/New_York", PRODUCT),
    PersonText("Hye-jin Park", SHOP, "UX Researcher", "Minuet", "Asia/Seoul", PRODUCT),
    PersonText("Sanjay Gupta", HOME, "Consultant", "Gupta & Partners", "Asia/Kolkata", LEADING),
    PersonText("Fatima Al-Sayed", STUDIO, "HR Business Partner", "Palmyra Group", "Asia/Dubai", PEOPLE),
    PersonText("Liam O'Connor", HOME, "Sales Engineer", "Shannon Instruments", "Europe/Dublin", SALES),
    PersonText("Thandiwe Ndlovu", SHOP, "Marketing Lead", "Protea Tours", "Africa/Johannesburg", MARKETING),
    PersonText("Mateus Oliveira", STUDIO, "Operations Manager", "Oliveira Cafés", "America/Sao_Paulo", OPERATIONS),
    PersonText("Anna Kowalczyk", HOME, "Translator", None, "Europe/Warsaw"),
    PersonText("Nguyễn Minh Anh", SHOP, "Product Designer", "Lotus Labs", "Asia/Ho_Chi_Minh", PRODUCT),
    PersonText("Georgios Papadakis", STUDIO, "School Principal", None, "Europe/Athens", LEADING),
    PersonText("Julia Weber", HOME, "Copywriter", None, "Europe/Vienna", MARKETING),
    PersonText("Kwame Boateng", SHOP, "Accountant", "Volta Books", "Africa/Accra"),
    PersonText("Isabelle Tremblay", HOME, "Recruiter", "Boréal Talent", "America/Toronto", PEOPLE),
    PersonText("Omar Farouk", STUDIO, "Logistics Coordinator", "Delta Lines", "Africa/Cairo", OPERATIONS),
    PersonText("Charlotte Evans", SHOP, "Chief of Staff", "Tidewater", "Europe/London", LEADING),
    PersonText("Haruto Tanaka", HOME, "Software Engineer", "Kumo Works", "Asia/Tokyo", PRODUCT),
    PersonText("Camila Rojas", STUDIO, "Account Executive", "Andes Software", "America/Santiago", SALES),
    PersonText("Noah Fischer", SHOP, "Management Consultant", "Fischer Advisory", "Europe/Zurich", LEADING),
    PersonText("Leilani Kahale", HOME, "Nonprofit Director", "Reef Trust", "Pacific/Honolulu", LEADING),
    PersonText("Amina Diallo", STUDIO, "Journalist", None, "Africa/Dakar", MARKETING),
    PersonText("Ethan Brooks", SHOP, "Real Estate Agent", "Brooks Homes", "America/Chicago", SALES),
    PersonText("Zofia Wiśniewska", HOME, "Office Manager", "Atelier Nord", "Europe/Warsaw", OPERATIONS),
    PersonText("Ravi Menon", STUDIO, "Growth Marketer", "Saffron Foods", "Asia/Kolkata", MARKETING),
    PersonText("Mia Andersson", SHOP, "Student", None, "Europe/Stockholm"),
    PersonText("Chloé Martin", HOME, "Librarian", None, "Europe/Paris"),
    PersonText("Ahmed Khalil", STUDIO, "Engineer", None, None, PRODUCT),
)

EVERYBODY = (*PERSONAS, *STAFF, *NORTHWIND_PEOPLE, *HALDEN_PEOPLE, *CEDAR_PEOPLE, *INDIVIDUALS)
NEWCOMERS = (TOMAS, INDIVIDUALS[-1])
"""Those who have only just joined and have no history."""

LEARNERS = tuple(person for person in EVERYBODY if person.domain not in {ACADEMY, CEDAR} and person not in NEWCOMERS)
