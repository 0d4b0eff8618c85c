"""What a text will look like."""

from academy.community.markup import check_content, to_html
from academy.live import Context, query, signed_in


@query(policy=signed_in)
def preview(ctx: Context, *, content: str) -> str:
    """The content as it will stand.

    Raises:
        Invalid: It would not be taken.
    """
    return to_html(check_content(content))
