"""Search courses: what search needs is made anew from the models after every migration, so there is nothing else to do"""

from collections.abc import Sequence

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Let the courses' index be made."""


def downgrade() -> None:
    """Leave the index: what does not know of it does not read it."""
