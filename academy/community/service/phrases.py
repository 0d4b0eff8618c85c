"""Words that hold back what contains them, as administrators keep them."""

from sqlmodel import col, select

from academy.community.models import SpamPhrase
from academy.community.schemas.moderation import PhraseRow
from academy.community.service.rules import spelled
from academy.community.service.trail import put_on_record
from academy.core.errors import Conflict, Invalid, NotFound
from academy.identity.policy import platform_admin
from academy.live import Context, mutation, query

SHORTEST, LONGEST, MOST = 4, 80, 200


@query(policy=platform_admin)
def phrase_list(ctx: Context) -> list[PhraseRow]:
    """Return the words that hold back what contains them, in order."""
    rows = ctx.session.exec(select(SpamPhrase).order_by(col(SpamPhrase.phrase)))
    return [PhraseRow(id=row.id, phrase=row.phrase) for row in rows]


@mutation(policy=platform_admin)
def add_phrase(ctx: Context, *, phrase: str) -> None:
    """Hold back from now on what contains these words, however they are written.

    Raises:
        Invalid: They are too short, too long, or too many.
        Conflict: They are there already.
    """
    words = spelled(phrase)
    if not SHORTEST <= len(words) <= LONGEST:
        raise Invalid(f"Give {SHORTEST} to {LONGEST} letters or digits.", field="phrase")
    there = ctx.session.exec(select(SpamPhrase.phrase)).all()
    if words in there:
        raise Conflict("These words are in the list already.", field="phrase")
    if len(there) >= MOST:
        raise Invalid(f"The list holds {MOST} entries. Take one out first.", field="phrase")
    row = SpamPhrase(phrase=words)
    ctx.session.add(row)
    put_on_record(ctx, row, "phrase_added", f"“{words}” holds back what contains it.")


@mutation(policy=platform_admin)
def remove_phrase(ctx: Context, *, phrase_id: int) -> str:
    """Let these words pass again; return them.

    Raises:
        NotFound: They are not in the list any more.
    """
    row = ctx.session.get(SpamPhrase, phrase_id)
    if row is None:
        raise NotFound("These words are not in the list any more.")
    put_on_record(ctx, row, "phrase_removed", f"“{row.phrase}” passes again.")
    ctx.session.delete(row)
    return row.phrase
