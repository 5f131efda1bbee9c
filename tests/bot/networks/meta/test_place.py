"""What is known by now of posts and people, and what is still to be looked up."""

from __future__ import annotations

from bot.networks._meta.place import MOST_KNOWN, Known, Place
from inbox.models import RemoteId, Subject

BOWL = Subject(RemoteId("1_2"), "Two bowls")


def test_what_is_known_is_not_looked_up_again() -> None:
    known = Known()
    known.want_post("1_2")
    known.want_post("")
    known.keep_post("1_2", BOWL)
    known.want_post("1_2")

    assert list(known.wanted_posts) == []
    assert known.posts == {"1_2": BOWL}


def test_the_oldest_is_forgotten() -> None:
    known = Known()
    for number in range(MOST_KNOWN + 2):
        known.want_person(str(number))

    assert len(known.wanted_people) == MOST_KNOWN
    assert "0" not in known.wanted_people


def test_messages_go_through_the_page_where_there_is_one() -> None:
    assert Place("instagram", "17841", "1", page="206").node == "206"
    assert Place("instagram", "17841", "1").node == "17841"
