"""What a benchmark says of a crowd is only true if nobody is counted twice or taken for another write's."""

import pytest

from bench.watchers import Crowd, number_in, numbered


def test_a_write_is_known_by_the_number_in_its_text() -> None:
    assert number_in(f'42["event",{{"body":"{numbered(17, "xxx")}"}}]'.encode()) == 17
    assert number_in(b'42["event",{"body":"~ something else"}]') is None
    assert number_in(b"") is None


def test_the_last_of_a_crowd_completes_a_write() -> None:
    crowd = Crowd(3)
    assert [crowd.note(0, 1) for _ in range(3)] == [0, 0, 1]
    assert [crowd.note(1, 2) for _ in range(3)] == [0, 0, 2]


def test_whoever_hears_of_a_write_twice_is_counted_once() -> None:
    crowd = Crowd(2)
    assert not crowd.note(0, 1)
    assert not crowd.note(1, 1)
    assert crowd.note(0, 1)
    assert not crowd.note(1, 1)


def test_whoever_skips_a_write_has_it_with_the_next_one() -> None:
    crowd = Crowd(2)
    crowd.note(0, 1)
    assert not crowd.note(1, 2)
    assert crowd.note(0, 2) == 2


def test_a_write_is_complete_by_one_who_has_a_later_one_already() -> None:
    crowd = Crowd(2)
    crowd.note(0, 1)
    assert crowd.note(0, 2) == 1
    assert crowd.note(1, 3) == 2


@pytest.mark.parametrize(("payload", "number"), [(b'{"seats":3}', 5), (b'{"other":3}', None)])
def test_with_a_mark_every_text_that_has_it_is_the_next_write(payload: bytes, number: int | None) -> None:
    assert Crowd(1, mark='"seats"').number_in(payload, seen=4) == number


@pytest.mark.parametrize(("payload", "number"), [(b'{"last": 17,"x":3}', 17), (b'{"last":8}', 8), (b'{"x":3}', None)])
def test_with_a_mark_that_ends_in_a_colon_the_number_stands_after_it(payload: bytes, number: int | None) -> None:
    assert Crowd(1, mark='"last":').number_in(payload, seen=4) == number
