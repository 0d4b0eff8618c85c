"""What is said once the academy answers."""

from academy import routes
from academy.core.settings import EMBEDDED, settings
from academy.seeds.content.people import PERSONAS

PARTS = ("learner", "newcomer", "instructor", "manager", "admin", "editor")


def welcome() -> str:
    """Where the academy is, and how to sign in as whom."""
    address = settings().base_url
    where = f"ACADEMY_DATABASE_URL={EMBEDDED} " if settings().is_embedded_postgres else ""
    how = _cast(address) if settings().demo else f"  The first administrator: {where}make admin EMAIL=you@example.com"
    return f"\n  {address}\n\n{how}\n\n  Stop: Ctrl-C\n"


def _cast(address: str) -> str:
    people = "\n".join(f"    {part:<12}{person.name}" for part, person in zip(PARTS, PERSONAS, strict=True))
    return f"  Look around as a visitor, or step into somebody at {address}{routes.SIGN_IN.url()}\n{people}"
