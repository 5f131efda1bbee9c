"""Every action has one word, and every word one action."""

from __future__ import annotations

from typing import get_args

from inbox.actions import KIND_OF, SPEAKS, TYPE_OF, Action, ActionKind, Hide, Reply, kind_of
from inbox.models import RemoteId


def test_every_action_has_its_own_word() -> None:
    assert set(KIND_OF) == set(get_args(Action))
    assert list(KIND_OF.values()) == list(get_args(ActionKind))
    assert {kind: KIND_OF[cls] for kind, cls in TYPE_OF.items()} == {kind: kind for kind in TYPE_OF}


def test_the_word_of_an_action_is_the_name_of_its_class() -> None:
    for cls, kind in KIND_OF.items():
        assert cls.__name__.lower() == kind.replace("_", "")


def test_an_action_knows_its_word() -> None:
    assert kind_of(Reply(RemoteId("1"), "x")) == "reply"
    assert kind_of(Hide(RemoteId("1"), RemoteId("2"))) == "hide"


def test_what_speaks_has_a_text() -> None:
    assert {"reply", "direct_message"} == SPEAKS
    assert all("text" in TYPE_OF[kind].__slots__ for kind in SPEAKS)
