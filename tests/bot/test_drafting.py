"""Drafting: one turn at a time, nothing locked while a responder thinks, nothing where we must be silent."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.drafting import draft_next
from bot.loops import DRAFTING
from inbox import review, views
from inbox.actions import Proposal, Reply
from inbox.models import RemoteId
from inbox.store.queue import Idle
from responders.chain import Chain
from responders.reply import reply
from responders.rules import Rules, RulesFile
from responders.turn import Answer, Turn
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import RULES, World, at, said, thread_of, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


class Speaker:
    """A responder that always has one answer, and may do something while it thinks."""

    name = "rules"
    version = ""
    rewrites = False
    patience = 5.0

    def __init__(self, here: World | None = None, meanwhile: str = "") -> None:
        """With `meanwhile`, Asha writes that while it thinks."""
        self.here, self.meanwhile = here, meanwhile
        self.asked: list[str] = []

    async def propose(self, turn: Turn) -> Answer:
        """One reply."""
        self.asked.append(turn.question)
        if self.here and self.meanwhile:
            text, self.meanwhile = self.meanwhile, ""
            await self.here.receive(said(text, id="m2", at=self.here.clock.at))
        answer = Proposal(reply(turn, "Majama!"), RULES, "always", "rule")
        return Answer((answer,), labels=("greeting",), priority=2)


async def draft(here: World, speaker: Speaker) -> Idle | None:
    """One turn of the drafting loop, after the debounce."""
    here.clock.at += here.brand.debounce
    return await draft_next(here.brand, Chain([speaker]))


async def test_a_message_becomes_a_draft_with_labels_and_priority(here: World) -> None:
    await here.hear()

    assert await draft(here, Speaker()) is None

    reading = await views.reading(here.brand, MEERA, at(ASHA))
    assert [card.text for card in reading.cards] == ["Majama!"]
    assert (reading.conversation.labels, reading.conversation.priority) == (("greeting",), 2)


async def test_a_burst_of_messages_is_one_turn(here: World) -> None:
    await here.hear("hi", id="m1")
    await here.receive(said("are you open?", id="m2", at=here.clock.at + 1))
    speaker = Speaker()

    await draft(here, speaker)

    assert speaker.asked == ["hi\nare you open?"]
    assert isinstance(await draft(here, speaker), Idle)


async def test_what_they_write_while_a_responder_thinks_makes_it_think_again(here: World) -> None:
    await here.hear("hi")
    speaker = Speaker(here, meanwhile="are you open?")

    await draft(here, speaker)
    assert (await views.reading(here.brand, MEERA, at(ASHA))).cards == ()
    await draft(here, speaker)

    assert speaker.asked == ["hi", "hi\nare you open?"]
    assert len((await views.reading(here.brand, MEERA, at(ASHA))).cards) == 1


async def test_where_a_person_took_over_no_responder_is_asked(here: World) -> None:
    await here.hear()
    await review.silence(here.brand, at(ASHA), MEERA, silent=True)
    speaker = Speaker()

    await draft(here, speaker)

    assert speaker.asked == []


async def test_where_the_network_lets_nobody_reply_no_responder_is_asked(here: World) -> None:
    here.capabilities.clear()
    await here.hear()
    speaker = Speaker()

    await draft(here, speaker)

    assert speaker.asked == []


async def test_a_turn_left_by_a_crash_comes_again_when_its_lease_ends(here: World) -> None:
    await here.hear()
    await here.turn()
    here.clock.at += 120_000

    await draft(here, Speaker())

    (card,) = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert isinstance(card.draft.proposal.action, Reply)
    assert card.draft.about == RemoteId("m1")


async def test_where_several_write_each_gets_an_answer_of_their_own(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(
        said("when do you open?", ASHA, id="m1", thread=post, at=here.clock.at),
        said("do you ship?", BHAVIN, id="m2", thread=post, at=here.clock.at + 1),
        said("and on Sunday?", ASHA, id="m3", thread=post, at=here.clock.at + 2),
    )
    speaker = Speaker()

    await draft(here, speaker)

    assert speaker.asked == ["do you ship?", "when do you open?\nand on Sunday?"]
    cards = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert [(card.draft.about, card.contact) for card in cards] == [("m2", BHAVIN), ("m3", ASHA)]


async def test_a_draft_for_one_person_stands_when_another_writes(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("do you ship?", BHAVIN, id="m1", thread=post, at=here.clock.at))
    await draft(here, Speaker())

    await here.receive(said("nice!", ASHA, id="m2", thread=post, at=here.clock.at))
    await draft(here, Speaker())
    await here.receive(said("and to Peru?", BHAVIN, id="m3", thread=post, at=here.clock.at))

    cards = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert [card.draft.about for card in cards] == ["m2"]


async def test_approving_the_answer_to_one_person_leaves_the_other_s(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(
        said("do you ship?", BHAVIN, id="m1", thread=post, at=here.clock.at),
        said("nice!", ASHA, id="m2", thread=post, at=here.clock.at + 1),
    )
    await draft(here, Speaker())
    first, second = (await views.reading(here.brand, MEERA, at(ASHA))).cards

    await review.approve(here.brand, first.draft.id, MEERA)

    (left,) = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert left.draft.id == second.draft.id


async def test_another_draft_comes_from_what_fits_next_until_nothing_does(here: World) -> None:
    written = [{"id": f"r{n}", "when": {"words": "refund"}, "text": f"answer {n}"} for n in range(2)]
    chain = Chain([Rules(RulesFile.model_validate({"rules": written}))])
    await here.hear("a refund, please")
    here.clock.at += here.brand.debounce

    seen = []
    for _ in range(3):
        await draft_next(here.brand, chain)
        cards = (await views.reading(here.brand, MEERA, at(ASHA))).cards
        seen.append([card.text for card in cards])
        for card in cards:
            await review.redraft(here.brand, card.draft.id, MEERA)

    assert seen == [["answer 0"], ["answer 1"], []]
    assert (await here.store.log.newest(1))[0].what == "responders.silent"


async def test_asking_for_another_draft_wakes_the_drafters(here: World) -> None:
    await here.hear()
    await draft(here, Speaker())
    (card,) = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    before = await here.store.log.last()

    await review.redraft(here.brand, card.draft.id, MEERA)

    assert any(entry.what.startswith(DRAFTING) for entry in await here.store.log.after(before))
