"""What goes along with a letter: known by its kind and a key, made when the letter is sent, and kept nowhere.

@attaches("commerce.receipt")
def receipt_file(ctx: Context, key: str) -> Attachment: ...

tell(ctx, ..., letter=letter, attached=Attached("commerce.receipt", purchase.public_id))
"""

from collections.abc import Callable
from dataclasses import dataclass

from academy.live import Context
from academy.notifications.schemas import Attachment

Maker = Callable[[Context, str], Attachment]

MAKERS: dict[str, Maker] = {}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to be made by the maker of that kind from that key."""

    kind: str
    key: str

    def __post_init__(self) -> None:
        if self.kind not in MAKERS:
            raise LookupError(f"nobody makes attachments of the kind {self.kind}")


def attaches(kind: str) -> Callable[[Maker], Maker]:
    """Let a function make the attachments of a kind; it may be asked again for the same."""

    def decorate(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return decorate
