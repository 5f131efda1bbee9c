"""What a deed of one of our people means for cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inbox.actions import Action, Block, Hide, Mute, React, Remove, Reply, Unblock, Unhide
from inbox.models import ContactId, Conversation, EntryId, Message, RemoteId, Thread
from inbox.store.by_hand import UNTOLD, Told, by_hand, evidence_of
from inbox.store.conversations import Correspondence
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import ACCOUNT, START, at

WHO = ContactId(f"{ACCOUNT}/{ASHA.remote}")
SAID = [Message(RemoteId(f"m{number}"), f"said {number}", START, contact=WHO) for number in (1, 2)]
OURS = Message(RemoteId("r1"), "Hello", START, by="meera")
FOUND = Correspondence(
    conversation=Conversation(at(ASHA), ACCOUNT, Thread(ASHA.remote, "group")),
    messages=(*SAID, OURS),
    people={WHO: ASHA},
    timeline=(),
    drafts=(),
    deliveries=(),
    as_of=EntryId("0-0"),
)
M1 = RemoteId("m1")


def deed(action: Action, evidence: Message | None = SAID[0], told: Told = UNTOLD) -> dict[str, Any]:
    """What Meera's action means."""
    return by_hand(FOUND, MEERA, action, evidence, "rude", told)


@pytest.mark.parametrize(
    ("action", "kind", "seconds"),
    [
        (Hide(ASHA.remote, M1), "hide", 0),
        (Remove(ASHA.remote, M1), "remove", 0),
        (Mute(ASHA.remote, ASHA.remote, 60), "mute", 60),
        (Block(ASHA.remote, ASHA.remote), "block", 0),
    ],
)
def test_what_is_taken_from_somebody_is_a_case(action: Action, kind: str, seconds: int) -> None:
    case = deed(action, told=Told("rude", "K7QF-2M9X", "{}"))["case"]

    assert (case["kind"], case["seconds"], case["m"], case["p"], case["y"]) == (
        kind,
        seconds,
        "m1",
        ASHA.remote,
        "rude",
    )
    fields = dict(zip(case["fields"][::2], case["fields"][1::2], strict=True))
    assert (fields["x"], fields["ty"], fields["cd"], fields["nt"]) == ("said 1", "rude", "K7QF-2M9X", "{}")


@pytest.mark.parametrize(
    ("action", "back"),
    [
        (Unhide(ASHA.remote, M1), {"kind": "hide", "m": "m1", "p": ""}),
        (Unblock(ASHA.remote, ASHA.remote), {"kind": "block", "m": "", "p": ASHA.remote}),
        (Mute(ASHA.remote, ASHA.remote, 0), {"kind": "mute", "m": "", "p": ASHA.remote}),
    ],
)
def test_what_is_given_back_ends_one(action: Action, back: dict[str, str]) -> None:
    assert deed(action) == {"back": back}


def test_what_is_said_and_what_is_done_to_our_own_words_means_nothing() -> None:
    assert deed(Reply(ASHA.remote, "Hello")) == {}
    assert deed(React(ASHA.remote, M1, "👍")) == {}
    assert deed(Remove(ASHA.remote, OURS.id), OURS) == {}


def test_the_evidence_is_the_message_itself_or_their_newest_that_stands() -> None:
    assert evidence_of(FOUND, Hide(ASHA.remote, M1)) == "m1"
    assert evidence_of(FOUND, Mute(ASHA.remote, ASHA.remote, 60)) == "m2"
    assert evidence_of(FOUND, Block(ASHA.remote, BHAVIN.remote)) is None
    assert evidence_of(FOUND, Unhide(ASHA.remote, M1)) is None
    gone = replace(FOUND, messages=(SAID[0], replace(SAID[1], removed_at=START)))
    assert evidence_of(gone, Mute(ASHA.remote, ASHA.remote, 60)) == "m1"
