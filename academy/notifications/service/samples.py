"""Every letter of the house, as it might be written one day."""

from academy.core.numbers import whole_number
from academy.live import Context, query
from academy.notifications.letters import SAMPLES
from academy.notifications.policy import in_the_demo
from academy.notifications.schemas import SampleRow, SampleView

MEANT_FOR_BOTH = 'name="color-scheme" content="light dark"'


@query(policy=in_the_demo)
def sample_letters(_ctx: Context) -> list[SampleRow]:
    """All samples, by domain and name."""
    numbered = sorted(enumerate(SAMPLES), key=lambda pair: (pair[1].kind, pair[0]))
    return [SampleRow(key=str(number), kind=sample.kind, subject=sample.letter.subject) for number, sample in numbered]


@query(policy=in_the_demo)
def sample_letter(_ctx: Context, *, key: str = "") -> SampleView | None:
    """One of them in all its forms; nothing if there is no such sample."""
    number = whole_number(key)
    if number is None or number >= len(SAMPLES):
        return None
    sample = SAMPLES[number]
    letter = sample.letter
    light, dark = (
        letter.html.replace(MEANT_FOR_BOTH, f'name="color-scheme" content="{theme}"') for theme in ("light", "dark")
    )
    about = (sample.write.__doc__ or "").strip().partition("\n")[0]
    return SampleView(kind=sample.kind, about=about, subject=letter.subject, light=light, dark=dark, text=letter.text)
