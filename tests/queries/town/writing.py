"""What is being written: a draft, and images."""

from academy import routes
from academy.community.models import DiscussionFile, Draft
from academy.core.files import StoredFile
from academy.live import Context
from tests.queries.town.rows import Rows, Town


def writing(_ctx: Context, town: Town) -> Rows:
    yield "ada's draft", Draft(user_id=town["ada"].id, spot="new:general", content="So far.", version=3)
    for name, owner in (("april", "ada"), ("private", "mo")):
        file = StoredFile(
            public_id=f"file-of-{name}".ljust(22, "-"),
            storage_key=f"discussion/{name}.png",
            filename=f"{name}.png",
            content_type="image/png",
            size_bytes=3,
            sha256=name,
            owner_id=town[owner].id if name == "april" else None,
            purpose="discussion",
        )
        yield f"file of {name}", file
        yield (
            f"file in {name}",
            DiscussionFile(file_id=town[f"file of {name}"].id, audience=town[f"thread {name}"].audience),
        )
        town[f"thread {name}"].content += f" ![A]({routes.FILE.url(public_id=file.public_id)})"
