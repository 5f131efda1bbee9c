"""Somebody is warned before they say something, and nothing keeps them from it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from inbox import review, views, warnings
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor, Conversation, ConversationId, Message
from responders.guard import Guard
from responders.options import GuardOptions
from tests.cast import ASHA, MEERA
from tests.world import World, at

C = at(ASHA)
GUARD = Guard(GuardOptions(banned=("scam",)))
SCAM = "Words that we never say: “scam”."


@pytest.fixture
def guarded(here: World) -> World:
    """A world in which one word is never said."""
    here.check = GUARD.warn
    return here


async def test_a_text_is_judged_in_its_conversation(guarded: World) -> None:
    await guarded.hear("When are you open, please? I am at asha@example.net")

    assert await warnings.warnings(guarded.brand, MEERA, C, "It is no scam, asha@example.net!") == (SCAM,)
    assert await warnings.warnings(guarded.brand, MEERA, C, "હા, અમે અહીં જ છીએ") == (
        "They write English, this is in Gujarati.",
    )
    assert await warnings.warnings(guarded.brand, MEERA, C, " \n") == ()


async def test_only_who_may_look_there_is_told(guarded: World) -> None:
    await guarded.hear()

    with pytest.raises(NotFound):
        await warnings.warnings(guarded.brand, MEERA, ConversationId("telegram:main/9"), "Hello")
    with pytest.raises(NotAllowed):
        await warnings.warnings(guarded.brand, Actor("person", "nobody"), C, "Hello")


async def test_what_is_on_its_way_is_judged_until_it_leaves(guarded: World) -> None:
    draft = await guarded.drafted("Majama! No scam.")
    reading = await views.reading(guarded.brand, MEERA, C)
    assert reading.cards
    await review.approve(guarded.brand, draft, MEERA)
    await review.reply(guarded.brand, C, MEERA, "A scam?")

    leaving = (await views.reading(guarded.brand, MEERA, C)).leaving
    told = {warnings.of_leaving(guarded.brand, reading.conversation, [], one): one.author for one in leaving}

    assert told == {(): "rules", (SCAM,): "meera"}  # what was approved unchanged had its findings on the card


async def test_what_a_person_wrote_anew_over_a_draft_is_judged(guarded: World) -> None:
    draft = await guarded.drafted()
    await review.approve(guarded.brand, draft, MEERA, "A scam")

    (leaving,) = (await views.reading(guarded.brand, MEERA, C)).leaving

    assert warnings.of_leaving(
        guarded.brand, (await views.reading(guarded.brand, MEERA, C)).conversation, [], leaving
    ) == (SCAM,)


async def test_what_was_told_is_kept_with_what_a_person_wrote_and_keeps_nobody_from_sending(guarded: World) -> None:
    await guarded.hear()
    sent = await review.reply(guarded.brand, C, MEERA, "It is no scam.")

    delivery = await guarded.store.outbox.open(sent)
    assert delivery
    assert delivery.state == "queued"
    card = await views.card(guarded.brand, MEERA, delivery.draft)
    assert card.draft.proposal.checks == (SCAM,)


async def test_a_broken_check_keeps_nobody_from_answering(here: World, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: Conversation, __: Sequence[Message], ___: str) -> tuple[str, ...]:
        raise RuntimeError("upside down")

    here.check = broken
    await here.hear()

    assert await warnings.warnings(here.brand, MEERA, C, "Hello") == ()
    assert await review.reply(here.brand, C, MEERA, "Hello")
    assert "a text could not be checked" in caplog.text
