"""Jobs in words: every job there is has a name and a description, and nothing that may be a secret is shown."""

from typing import Any

import pytest

from academy import worker
from academy.admin import service
from academy.admin.service import wording
from academy.live import masks
from academy.live.functions import REGISTRY, Mutation
from academy.live.jobs import JOBS
from tests.admin.conftest import Office

LONG = "https://example.com/a/link/that/nobody/should/see"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, ""),
        ({"message_id": 7, "is_secret": True}, "message id 7 · is secret yes"),
        ({"kind": "paid", "note": None}, "kind paid · note none"),
        ({"token": "abc", "login_code": 123456, "is_token": False}, "token hidden · login code hidden · is token no"),
        ({"text": LONG, "ids": [1, 2, 3], "more": {"a": "b"}}, "text hidden · ids 3 values · more 1 values"),
    ],
)
def test_arguments_are_shown_as_far_as_they_may_be_seen(values: dict[str, Any], line: str) -> None:
    assert wording.in_one_line(values) == line


def test_what_may_not_be_seen_is_hidden_in_errors_too() -> None:
    values = {"url": "short-url", "text": LONG, "parts": [{"inner": "inside"}], "kind": "paid", "pin_code": "12"}
    told = f"could not open {LONG} or short-url with inside, paid 12 times"
    assert masks.without_secrets(told, values) == "could not open hidden or hidden with hidden, paid 12 times"


def test_secrets_stay_out_of_every_view(office: Office) -> None:
    row = office.fail(card_id=5, token="hush-hush")
    shown = [
        office.rows(),
        office.runtime.read(service.job_detail, office.cast.olga, job_id=row.id),
    ]
    assert "does not take hidden" in str(shown)
    assert "hush-hush" not in str(shown)
    assert office.rows(words="hush-hush") == []


def test_errors_are_shortened_to_a_line() -> None:
    assert wording.first_line("OSError: no\nmore") == "OSError: no"
    assert len(wording.first_line("x" * 500)) == wording.LINE_LENGTH + 1


@pytest.mark.parametrize(
    ("crontab", "words"),
    [
        ("*/5 * * * *", "Every 5 minutes"),
        ("17 3 * * *", "At 03:17 UTC"),
        ("30 6 * * 1", "At 06:30, only on Monday UTC"),
    ],
)
def test_schedules_are_read_out(crontab: str, words: str) -> None:
    assert wording.schedule(crontab) == words


def test_every_job_of_the_academy_has_a_name_and_a_description() -> None:
    assert worker.IN_THE_BACKGROUND
    names = [*JOBS, *(name for name, function in REGISTRY.items() if isinstance(function, Mutation))]
    for name in (name for name in names if name.startswith("academy.")):
        assert wording.title(name)
        assert wording.domain(name)
        assert wording.about(wording.known(name)), name


def test_a_job_of_another_version_has_a_name_all_the_same() -> None:
    assert wording.known("academy.gone.jobs.do_it") is None
    assert (wording.title("academy.gone.jobs.do_it"), wording.about(None)) == ("Do it", "")
