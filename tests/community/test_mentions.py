"""Mentions: by the name of the account, of those who read it, and of nobody who keeps apart."""

from datetime import timedelta

import pytest
from sqlmodel import select

from academy.community import service
from academy.community.markup import mentioned, to_html
from academy.community.models import ContentMention, DiscussionThread, PersonBlock, UserSuspension
from academy.identity.models import User
from academy.live import Viewer
from tests.community.neighbourhood import Neighbourhood
from tests.world import FrozenClock, Live


def ask(live: Live, hood: Neighbourhood, kind: str, q: str = "", place: str = "april") -> set[str]:
    found = live.read(service.people_to_mention, hood.people[kind], place=hood.keys[place], q=q)
    return {person.name for person in found}


def mention(hood: Neighbourhood, kind: str, name: str = "Whoever") -> str:
    return f"@[{name}](person:{hood.people[kind].user_id})"


def prepared(live: Live, viewer: Viewer, place: str, hood: Neighbourhood, content: str) -> service.Prepared:
    with live.system() as ctx:
        ctx._known_viewer = viewer
        return service.prepare(ctx, hood.threads[place].audience, content)


def test_only_those_who_read_it_are_suggested(live: Live, hood: Neighbourhood) -> None:
    everybody = set().union(*(ask(live, hood, "april learner", letter) for letter in "abcfilmopsu"))
    assert {"April Instructor", "Course Instructor", "Finisher", "Author", "April Moderator"} <= everybody
    assert not everybody & {"May Learner", "Private Learner", "Leaver", "Buyer", "Stranger", "Company Manager", "Admin"}
    assert "April Learner" not in everybody


def test_names_are_found_by_the_beginning_of_each_word(live: Live, hood: Neighbourhood) -> None:
    assert ask(live, hood, "april learner", "Instr") == {"April Instructor", "Course Instructor"}
    assert ask(live, hood, "april learner", "nstr") == set()
    assert ask(live, hood, "april learner", "%") == set()


def test_on_the_platform_those_who_wrote_there_come_first_and_others_one_has_met_by_their_name(
    live: Live, hood: Neighbourhood
) -> None:
    assert ask(live, hood, "april learner", place="general") == {"Author"}
    assert ask(live, hood, "april learner", "L", place="general") == set()
    assert ask(live, hood, "april learner", "Ma", place="general") == {"May Learner"}


def test_nobody_finds_by_name_whom_they_have_not_met(live: Live, hood: Neighbourhood) -> None:
    assert ask(live, hood, "stranger", "Ma", place="general") == set()
    assert "Private Learner" not in ask(live, hood, "may learner", "Pri", place="course")
    unmarked = live.read(
        service.unmentionable, hood.people["stranger"], place="general", content=mention(hood, "private learner")
    )
    assert unmarked == ["Whoever"]


def test_who_is_suspended_or_keeps_apart_is_not_suggested(live: Live, hood: Neighbourhood, clock: FrozenClock) -> None:
    assert ask(live, hood, "april learner", "Susp") == {"Once Suspended"}
    me, finisher = hood.people["april learner"].user_id, hood.people["finisher"].user_id
    live.add(PersonBlock(user_id=finisher, blocked_id=me))
    assert not ask(live, hood, "april learner", "Fin")
    live.add(PersonBlock(user_id=me, blocked_id=hood.people["author"].user_id))
    assert not ask(live, hood, "april learner", "Auth")
    moderator, until = hood.people["april moderator"].user_id, clock.now + timedelta(hours=1)
    live.add(UserSuspension(user_id=moderator, reason="…", until=until))
    assert "April Moderator" not in ask(live, hood, "april learner", "April")
    clock.advance(timedelta(hours=2))
    assert "April Moderator" in ask(live, hood, "april learner", "April")


@pytest.mark.parametrize("name", ["\u0410uthor", "Admin", "Aut\u200bhor", "<b>x</b>", "x'onclick='"])
def test_a_mention_bears_the_name_of_the_account_whatever_was_typed(live: Live, hood: Neighbourhood, name: str) -> None:
    made = prepared(live, hood.people["april learner"], "april", hood, f"Hi {mention(hood, 'author', name)}!")
    assert made.content == f"Hi {mention(hood, 'author', 'Author')}!"
    assert '">@Author</span>!' in to_html(made.content)
    assert made.unmarked == ()


def test_a_name_with_brackets_breaks_no_mention(live: Live, hood: Neighbourhood) -> None:
    with live.system() as ctx:
        ctx.session.get_one(User, hood.people["author"].user_id).name = "A] [x](//evil.example"
    made = prepared(live, hood.people["april learner"], "april", hood, mention(hood, "author"))
    assert mentioned(made.content) == [hood.people["author"].user_id]
    assert "href" not in to_html(made.content)


def test_who_does_not_read_it_stands_as_plain_words_and_the_writer_is_told(live: Live, hood: Neighbourhood) -> None:
    me = hood.people["april learner"]
    content = f"{mention(hood, 'private learner', 'Pip')} and {mention(hood, 'finisher')} @[Nobody](person:99999)"
    made = prepared(live, me, "april", hood, content)
    assert made.content == f"Pip and {mention(hood, 'finisher', 'Finisher')} Nobody"
    assert made.unmarked == ("Pip", "Nobody")
    assert live.read(service.unmentionable, me, place=hood.keys["april"], content=content) == ["Pip", "Nobody"]
    live.add(PersonBlock(user_id=hood.people["finisher"].user_id, blocked_id=me.user_id))
    assert "Finisher" not in prepared(live, me, "april", hood, content).content


def test_mentions_are_recorded_once_and_an_edit_adds_only_new_ones(live: Live, hood: Neighbourhood) -> None:
    finisher, author, mine = (hood.people[kind].user_id for kind in ("finisher", "author", "april learner"))
    first = f"{mention(hood, 'finisher')} {mention(hood, 'finisher')} {mention(hood, 'april learner')}"
    for content, people in ((first, [finisher]), (f"{first} {mention(hood, 'author')}", [finisher, author])):
        with live.system() as ctx:
            ctx._known_viewer = hood.people["april learner"]
            thread = ctx.session.get_one(DiscussionThread, hood.threads["april"].id)
            service.record_mentions(ctx, thread, None, content)
            rows = ctx.session.exec(select(ContentMention).order_by(ContentMention.id)).all()
            assert [row.user_id for row in rows] == people
    assert mine not in people
