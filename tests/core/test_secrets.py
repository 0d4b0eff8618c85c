"""Secrets that are kept to be used again."""

import pytest

from academy.core import secrets
from academy.core.settings import settings


def test_what_is_locked_can_be_unlocked_for_the_same_purpose_only() -> None:
    kept = secrets.locked("webhooks", "whsec_abc")
    assert "whsec_abc" not in kept
    assert kept != secrets.locked("webhooks", "whsec_abc")
    assert secrets.unlocked("webhooks", kept) == "whsec_abc"
    with pytest.raises(LookupError):
        secrets.unlocked("mail", kept)


def test_another_key_unlocks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = secrets.locked("webhooks", "whsec_abc")
    monkeypatch.setenv("ACADEMY_SECRET_KEY", "another")
    settings.cache_clear()
    with pytest.raises(LookupError):
        secrets.unlocked("webhooks", kept)
