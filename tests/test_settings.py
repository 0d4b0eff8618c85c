"""Settings work with nothing set, and each is written down."""

import pytest

from academy.core.settings import Settings
from scripts import settings as written


def test_the_document_lists_every_setting_as_it_is() -> None:
    assert written.DOCUMENT.read_text() == written.document(), "run `make docs`"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_says_what_it_is_and_has_a_default(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert field.description.endswith(".")
    assert not field.is_required()


def test_a_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_PORT", "8123")
    assert Settings().port == 8123


def test_the_address_follows_the_port_unless_a_public_one_is_given() -> None:
    assert Settings(port=8123).base_url == "http://localhost:8123"
    assert Settings(port=8123, public_url="https://academy.example/").base_url == "https://academy.example"


def test_only_the_sites_own_pages_may_open_the_websocket() -> None:
    assert Settings(public_url="https://academy.example").origins == ["https://academy.example"]
    assert set(Settings(port=8123).origins) == {f"http://{h}:8123" for h in ("localhost", "127.0.0.1", "[::1]")}
