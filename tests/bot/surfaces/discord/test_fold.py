"""A decided card is one line that says who was answered, by whom, when, and with what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.playground.discord.records import walk
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.fold import GONE, folded
from bot.surfaces.discord.marks import marker
from inbox.actions import DirectMessage, Hide, Reply
from inbox.models import SYSTEM, Contact, RemoteId
from inbox.views import Card
from tests.bot.surfaces.discord.contents import ANYTHING
from tests.bot.surfaces.discord.scenes import by_hand, card_of, delivery, draft, reading, texts
from tests.cast import ASHA
from tests.world import START, proposal

APPROVED = draft(state="approved", decided_by="meera")
SENT = delivery("sent", sent_at=START)
HIDDEN = Hide(ASHA.remote, RemoteId("m1"))
PRIVATE = DirectMessage(RemoteId("7"), "Your number, please?", RemoteId("m1"))


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (card_of(APPROVED, SENT), "✓ Asha: approved by meera, sent <t:1790000000:t> · “Yes, it is.”"),
        (
            card_of(replace(APPROVED, reason="edited"), replace(SENT, action=Reply(ASHA.remote, "Yes!"))),
            "✓ Asha: approved by meera, edited, sent <t:1790000000:t> · “Yes!”",
        ),
        (
            card_of(draft(state="approved", proposal=by_hand("Yes, it is.")), SENT),
            "✓ Asha: written by meera, sent <t:1790000000:t> · “Yes, it is.”",
        ),
        (
            card_of(
                draft(state="approved", proposal=replace(by_hand(""), action=HIDDEN)), replace(SENT, action=HIDDEN)
            ),
            "✓ Asha: done by meera <t:1790000000:t> · Hide the message",
        ),
        (
            card_of(
                draft(state="approved", proposal=replace(by_hand(""), action=PRIVATE)), replace(SENT, action=PRIVATE)
            ),
            "✓ Asha: written in private by meera, sent <t:1790000000:t> · “Your number, please?”",
        ),
        (
            card_of(draft(state="approved"), replace(SENT, by=SYSTEM)),
            "✓ Asha: answered by rules alone, sent <t:1790000000:t> · “Yes, it is.”",
        ),
        (
            card_of(draft(state="rejected", decided_by="noor", reason="too *short*")),
            "✗ Asha: rejected by noor: too \\*short\\* · “Yes, it is.”",
        ),
        (
            card_of(draft(state="outdated", reason="they wrote again")),
            "↷ Asha: no longer fits: they wrote again · “Yes, it is.”",
        ),
        (
            card_of(APPROVED, delivery("discarded", words="blocked")),
            "✗ Asha: approved by meera, discarded: blocked · “Yes, it is.”",
        ),
        (
            card_of(replace(APPROVED, proposal=replace(proposal(), action=HIDDEN)), replace(SENT, action=HIDDEN)),
            "✓ Asha: approved by meera <t:1790000000:t> · Hide the message",
        ),
    ],
)
def test_what_became_of_a_draft_is_one_small_line(one: Card, line: str) -> None:
    assert texts(folded(reading(), "7", one)) == f"-# {line}"


@pytest.mark.parametrize(
    ("stands", "line"),
    [
        ({"state": "resolved", "waiting_since": 0}, "resolved"),
        ({"state": "snoozed", "snoozed_until": START}, "snoozed until <t:1790000000:f>"),
        ({"waiting_since": 0}, "nobody waits for us here any more"),
    ],
)
def test_a_conversation_without_a_draft_says_how_it_stands(stands: dict[str, object], line: str) -> None:
    assert texts(folded(reading(**stands), "", None)) == f"-# ↷ Asha: {line}"


def test_a_draft_that_is_not_kept_any_more_is_said_to_be_gone() -> None:
    assert texts(folded(reading(), "7", None)) == GONE


def test_the_line_bears_the_mark_of_its_slot_and_no_button() -> None:
    (only,) = walk((content(folded(reading(), "7", card_of(APPROVED, SENT))).payload or {})["components"])

    assert only["id"] == marker(reading().conversation.id, "7")


@settings(max_examples=300, deadline=None)
@given(ANYTHING, ANYTHING)
def test_whatever_they_write_it_stays_one_line(name: str, text: str) -> None:
    who = Contact(RemoteId("9"), name)
    rejected = draft(state="rejected", decided_by=name, reason=text, proposal=proposal(text))

    line = texts(folded(reading(), "7", card_of(rejected, contact=who)))

    assert "\n" not in line
    assert len(line) < 700
