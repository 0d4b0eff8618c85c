"""A letter says the same in both forms, and never more than was written."""

import pytest

from academy.notifications import templates
from academy.notifications.letters import Action, write


def test_both_forms_say_the_same() -> None:
    letter = write(
        "Hello", "First.", action=Action("Go", "https://a.test/x?y=1&z=2"), code="123456", after=["Last."], why="Why."
    )
    for part in ("First.", "123456", "Last.", "Why."):
        assert part in letter.text
        assert part in letter.html
    assert "Go:\nhttps://a.test/x?y=1&z=2" in letter.text
    assert 'href="https://a.test/x?y=1&amp;z=2"' in letter.html


def test_what_people_write_is_never_markup() -> None:
    name = '<script>alert(1)</script>"&'
    letter = templates.provider_connected(name=name, provider="<b>Issuer</b>")
    assert "<script>" not in letter.html
    assert "<b>" not in letter.html
    assert name in letter.text


def test_a_subject_is_one_line() -> None:
    assert write("Hello\r\nBcc: x@example.com").subject == "Hello Bcc: x@example.com"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "/profile", "data:text/html,x"])
def test_buttons_lead_to_whole_addresses(url: str) -> None:
    with pytest.raises(ValueError, match="whole web address"):
        Action("Go", url)


def test_the_sign_in_letter_holds_link_and_code() -> None:
    letter = templates.sign_in(token="t" * 43, code="012345", minutes=15)
    assert letter.subject == "Sign in to the academy: 012345"
    assert f"http://localhost:3000/auth/link?token={'t' * 43}" in letter.text
    assert "15 minutes" in letter.text


def test_the_letters_about_addresses() -> None:
    old = templates.confirm_old_address(name="Ada", token="one", new_email="new@example.com")
    new = templates.confirm_new_address(name="Ada", token="two", old_email="old@example.com")
    assert "/auth/email-change?token=one" in old.text
    assert "new@example.com" in old.text
    assert "/auth/email-change?token=two" in new.text
    assert "new@example.com" in templates.address_changed(name="Ada", new_email="new@example.com").text
