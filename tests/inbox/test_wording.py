"""What things are called in front of people: every kind has its words."""

from __future__ import annotations

from typing import get_args

from inbox import wording
from inbox.actions import ActionKind, Evidence
from inbox.models import Conversation, Kind, account_id
from tests.cast import ASHA
from tests.world import at, thread_of


def test_networks_are_written_as_people_write_them() -> None:
    named = [wording.network(name) for name in ("telegram:main", "webchat:site", "x:a")]
    assert named == ["Telegram", "Web chat", "X"]


def test_every_action_and_every_kind_of_evidence_has_its_words() -> None:
    assert list(wording.ACTIONS) == list(get_args(ActionKind))
    assert list(wording.EVIDENCE) == list(get_args(Evidence))


def in_a(kind: Kind, title: str) -> Conversation:
    """A conversation in a thread of this kind and title."""
    return Conversation(at(ASHA), account_id("telegram", "main"), thread_of(ASHA, kind, title))


def test_a_group_is_called_by_its_title_and_anything_else_by_who_speaks_there() -> None:
    assert wording.called(in_a("group", "Friends of Nadi"), "Asha") == "Friends of Nadi"
    assert wording.called(in_a("group", ""), "Asha") == "Asha"
    assert wording.called(in_a("direct", "Old title"), "Asha") == "Asha"
    assert wording.called(in_a("comments", ""), "") == ""
