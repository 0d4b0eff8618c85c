"""Files are kept where the settings say, and come back as they were."""

from pathlib import Path

import pytest

from academy.core import files
from academy.core.settings import settings


@pytest.fixture(params=["", "memory:///"], ids=["folder", "memory"])
def _store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACADEMY_FILES_URL", request.param)
    settings.cache_clear()
    files.store.cache_clear()


@pytest.mark.usefixtures("_store")
def test_what_is_kept_comes_back_until_it_is_removed() -> None:
    files.keep("discussion/ab/one.png", b"one")
    assert files.fetch("discussion/ab/one.png") == b"one"
    files.remove("discussion/ab/one.png")
    files.remove("discussion/ab/one.png")
    assert files.fetch("discussion/ab/one.png") is None


def test_by_default_they_are_in_the_data_folder(tmp_path: Path) -> None:
    files.store.cache_clear()
    files.keep("discussion/one.png", b"one")
    assert (tmp_path / "files" / "discussion" / "one.png").read_bytes() == b"one"


def test_a_bucket_is_opened_by_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "URL": "s3://academy/files",
        "S3_ENDPOINT": "http://127.0.0.1:9",
        "S3_KEY_ID": "id",
        "S3_SECRET": "no",
    }.items():
        monkeypatch.setenv(f"ACADEMY_FILES_{name}", value)
    settings.cache_clear()
    files.store.cache_clear()
    assert repr(files.store()) == 'S3Store(bucket="academy", prefix="files")'
    files.store.cache_clear()
