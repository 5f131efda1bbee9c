"""How an author hears why: with a code of their own, in private, where the account tells anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.actions import ActionKind, DirectMessage, Reply
from inbox.cases import Fairness
from inbox.models import ContactId, Conversation, Kind, Message, RemoteId, Thread
from inbox.moderation import codes
from inbox.moderation.notices import told
from inbox.store.by_hand import UNTOLD, Told
from inbox.store.codec import proposal_of
from tests.cast import ASHA
from tests.judging import MODERATED
from tests.world import ACCOUNT, START, at

SAID = Message(RemoteId("m1"), "a scam", START, contact=ContactId(f"{ACCOUNT}/{ASHA.remote}"))
TELLS = Fairness(notice=lambda account, language: f"{account} {language}: {{reason}} ({{code}})")


def notice(
    *can: ActionKind, kind: Kind = "comments", why: str = "spam", fairness: Fairness = TELLS, said: Message = SAID
) -> Told:
    """What Asha is told on a network that can do these things."""
    capabilities = replace(MODERATED, actions={kind: frozenset(can)})
    return told(fairness, capabilities, Conversation(at(ASHA), ACCOUNT, Thread(ASHA.remote, kind)), said, ASHA, why)


@pytest.mark.parametrize("kind", ["comments", "group"])
def test_in_public_they_are_told_in_private(kind: Kind) -> None:
    made = notice("reply", "direct_message", kind=kind)

    assert codes.find(made.code) == made.code
    assert made.why == "spam"
    text = f"{ACCOUNT} gu: spam ({made.code})"
    assert proposal_of(made.notice).action == DirectMessage(ASHA.remote, text, RemoteId("m1"))


def test_in_a_private_conversation_it_is_a_reply() -> None:
    made = notice("reply", "direct_message", kind="direct")

    action = proposal_of(made.notice).action
    assert isinstance(action, Reply)
    assert (action.thread, action.to) == (ASHA.remote, "m1")


def test_nobody_is_told_in_public_nor_without_a_reason_nor_where_the_account_tells_nobody() -> None:
    assert notice("reply") == UNTOLD
    assert notice("direct_message", why="") == UNTOLD
    assert notice("direct_message", fairness=Fairness()) == UNTOLD
    assert notice("direct_message", said=replace(SAID, contact=None)) == UNTOLD


def test_every_notice_has_a_code_of_its_own() -> None:
    assert len({notice("direct_message").code for _ in range(50)}) == 50
