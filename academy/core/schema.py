"""The base of everything a screen may see."""

from pydantic import BaseModel, ConfigDict


class ReadModel(BaseModel):
    """A frozen value made for one screen: it carries what may be seen there and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")
