"""Addresses are built from their patterns."""

import pytest

from academy import routes


def test_a_route_fills_in_its_parts_and_escapes_them() -> None:
    assert routes.COURSE.url(slug="ai fundamentals/2") == "/courses/ai%20fundamentals%2F2"


def test_a_route_carries_a_query() -> None:
    assert routes.COURSES.url(query={"level": "advanced"}) == "/courses?level=advanced"


def test_a_missing_part_is_an_error() -> None:
    with pytest.raises(KeyError):
        routes.COURSE.url()
