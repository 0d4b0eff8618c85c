"""People of every kind, with a thread in every place."""

from collections.abc import Iterator

import pytest

from academy.core.settings import settings
from tests.community.neighbourhood import Neighbourhood, build
from tests.community.platforms import Platforms, platforms
from tests.world import Live


@pytest.fixture
def hood(live: Live) -> Neighbourhood:
    return build(live)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platforms]:
    """Discord, Slack and Circle, and settings that lead there."""
    with platforms() as made:
        for name in ("discord", "slack", "circle"):
            monkeypatch.setenv(f"ACADEMY_{name.upper()}_URL", made.url(name))
        settings.cache_clear()
        yield made
