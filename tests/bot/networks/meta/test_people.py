"""Who somebody is: what is told, else what is known, else no name until it is looked up."""

from __future__ import annotations

import pytest

from bot.networks._meta.people import commenter, person, reacting
from bot.networks._meta.place import Known
from inbox.models import Contact, RemoteId

ASHA = Contact(RemoteId("101"), "Asha")


def test_who_comments_is_remembered_by_the_name_that_is_told() -> None:
    known = Known()
    assert commenter({"id": "101", "name": " Asha "}, "1_2", known) == ASHA
    assert person("101", known) == reacting("101", known) == ASHA
    assert list(known.wanted_people) == []


def test_a_name_that_was_looked_up_stays_when_only_a_username_is_told() -> None:
    known = Known()
    assert commenter({"id": "101", "username": "asha"}, "1", known) == Contact(RemoteId("101"), "asha", "asha")
    known.keep_person("101", ASHA)
    assert commenter({"id": "101", "username": "asha"}, "1", known) == Contact(RemoteId("101"), "Asha", "asha")


def test_who_is_told_by_an_id_alone_is_somebody_to_be_looked_up() -> None:
    known = Known()
    for who in (commenter({"id": "101"}, "1_2", known), person("101", known)):
        assert who == Contact(RemoteId("101"), "")
    assert list(known.wanted_people) == ["101"]


def test_who_reacts_is_no_news_and_is_not_looked_up() -> None:
    known = Known()
    assert reacting("101", known) == Contact(RemoteId("101"), "")
    assert list(known.wanted_people) == []


@pytest.mark.parametrize("who", [{}, {"id": None}, {"id": "", "name": ""}])
def test_without_an_id_nobody_can_tell_whether_two_are_one(who: dict[str, object]) -> None:
    known = Known()
    first, second = commenter(who, "1_2", known), commenter(who, "1_3", known)
    assert (first.name, second.name) == ("", "")
    assert first.remote != second.remote
    assert known == Known()


def test_without_an_id_a_username_is_one_person() -> None:
    first, second = (commenter({"username": "asha"}, id, Known()) for id in ("1", "2"))
    assert first == second == Contact(RemoteId("name.asha"), "asha", "asha")


def test_a_name_without_an_id_is_shown() -> None:
    assert commenter({"name": "Asha"}, "1_2", Known()) == Contact(RemoteId("unknown.1_2"), "Asha")
