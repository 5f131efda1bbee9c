"""Drafting: one turn at a time, nothing locked while a responder thinks, nothing where we must be silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.drafting import draft_next
from bot.loops import DRAFTING
from inbox import delivery, review, views
from inbox.actions import Proposal, Reply
from inbox.decisions import STRANGER, Past
from inbox.incoming import MessageEdited, MessageRemoved
from inbox.models import Contact, RemoteId
from inbox.store.drafts import Claimed
from inbox.store.queue import Idle
from responders.chain import Chain
from responders.reply import reply
from responders.rules import Rules, RulesFile
from responders.turn import Answer, Turn
from tests.cast import ASHA, BHAVIN, CHEN, MEERA
from tests.inbox.sent_off import begun, receipt
from tests.world import RULES, SECOND, START, World, at, said, thread_of, world


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


class Looker(Speaker):
    """One that keeps the turns that it was given."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self.turns: list[Turn] = []

    async def propose(self, turn: Turn) -> Answer:
        """One reply."""
        self.turns.append(turn)
        return await super().propose(turn)


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


async def test_a_turn_tells_what_is_known_of_the_asker_before_it(here: World) -> None:
    looker = Looker()
    await here.hear("hello, is anybody there?", id="m1")
    await draft(here, looker)
    await review.reply(here.brand, at(ASHA), MEERA, "Yes!")
    await delivery.sent(here.brand, await begun(here), receipt(here, "r1"))
    await review.silence(here.brand, at(ASHA), MEERA, silent=False)
    here.clock.at += 10
    await review.resolve(here.brand, at(ASHA), MEERA)
    resolved = here.clock.at
    for id in ("m2", "m3"):
        here.clock.at += 10
        await here.hear("do you ship to Peru?", id=id)

    await draft(here, looker)

    first, second = looker.turns
    assert (first.past, second.past) == (STRANGER, Past(1, START))
    assert (first.resolved_at, second.resolved_at) == (0, resolved)
    assert (first.language, second.language) == ("en", "en")


async def test_the_first_answer_of_a_responder_says_that_a_program_wrote_it_until_one_has(here: World) -> None:
    looker, brand = Looker(), replace(here.brand, disclosure=lambda _, language: f"A program wrote this ({language}).")
    for id in ("m1", "m2"):
        here.clock.at += SECOND
        await here.hear("hello, is anybody there?", id=id)
        here.clock.at += brand.debounce
        await draft_next(brand, Chain([looker]))
    (card,) = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert card.text == "Majama!\n\nA program wrote this (en)."
    await review.approve(here.brand, card.draft.id, MEERA)
    await delivery.sent(here.brand, await begun(here), receipt(here, "r1"))
    here.clock.at += SECOND
    await here.hear("and do you ship?", id="m3")
    here.clock.at += brand.debounce
    await draft_next(brand, Chain([looker]))

    assert [bool(turn.disclosure) for turn in looker.turns] == [True, True, False]


async def test_several_people_s_turns_are_thought_about_at_once(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(*(said("hi", who, id=who.remote, thread=group) for who in (ASHA, BHAVIN, CHEN)))
    together = asyncio.Barrier(3)

    class Waiter(Speaker):
        async def propose(self, turn: Turn) -> Answer:
            await together.wait()
            return await super().propose(turn)

    await draft(here, Waiter())

    cards = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    assert [card.contact for card in cards] == [ASHA, BHAVIN, CHEN]


async def test_the_lease_outlasts_what_the_responders_may_take(here: World) -> None:
    await here.hear()
    slow = Speaker()
    slow.patience = 300.0
    claimed = asyncio.Event()

    async def look(claim: Callable[[], Awaitable[Claimed | Idle]]) -> Claimed | Idle:
        here.clock.at += here.brand.debounce
        found = await claim()
        other = await here.store.drafts.claim_turn(here.clock.at + 300_000, 1, "other")
        assert isinstance(other, Idle)
        claimed.set()
        return found

    await draft_next(here.brand, Chain([slow]), look)  # type: ignore[arg-type]  # only for this one claim

    assert claimed.is_set()


async def test_what_they_write_while_a_responder_thinks_makes_it_think_again(here: World) -> None:
    await here.hear("hi")
    speaker = Speaker(here, meanwhile="are you open?")

    await draft(here, speaker)
    assert (await views.reading(here.brand, MEERA, at(ASHA))).cards == ()
    await draft(here, speaker)

    assert speaker.asked == ["hi", "hi\nare you open?"]
    assert len((await views.reading(here.brand, MEERA, at(ASHA))).cards) == 1


class Meanwhile(Speaker):
    """One that answers everybody; while it thinks for the first time, something happens."""

    def __init__(self, happens: Callable[[], Awaitable[object]]) -> None:
        """What happens."""
        super().__init__()
        self.happens: Callable[[], Awaitable[object]] | None = happens

    async def propose(self, turn: Turn) -> Answer:
        """One reply."""
        if happens := self.happens:
            self.happens = None
            await happens()
        return await super().propose(turn)


async def both_ask(here: World) -> None:
    """Asha and Bhavin each ask something in one group."""
    group = thread_of(ASHA, "group")
    await here.receive(
        said("do you ship?", ASHA, id="m1", thread=group, at=here.clock.at),
        said("are you open?", BHAVIN, id="m2", thread=group, at=here.clock.at + 1),
    )


async def cards(here: World) -> list[tuple[str | None, str]]:
    """What waits in the group: the message that it answers, and the words that would be."""
    found = (await views.reading(here.brand, MEERA, at(ASHA))).cards
    return sorted((card.draft.about, card.text) for card in found)


@pytest.mark.parametrize("who", [BHAVIN, CHEN])
async def test_who_writes_while_a_responder_thinks_holds_up_nobody_else(here: World, who: Contact) -> None:
    await both_ask(here)
    words = said("and on Sunday?", who, id="m3", thread=thread_of(ASHA, "group"), at=here.clock.at + 5)
    speaker = Meanwhile(lambda: here.receive(words))

    await draft(here, speaker)
    before = await cards(here)
    assert len(await here.store.ledger.page()) == len(before)
    here.clock.at += SECOND
    await draft(here, speaker)

    theirs = [("m2", "Majama!")] if who is CHEN else []
    assert before == [("m1", "Majama!"), *theirs]
    assert await cards(here) == [*before, ("m3", "Majama!")]
    last = "are you open?\nand on Sunday?" if who is BHAVIN else "and on Sunday?"
    assert (set(speaker.asked[:2]), speaker.asked[2:]) == ({"do you ship?", "are you open?"}, [last])
    assert isinstance(await draft(here, speaker), Idle)


@pytest.mark.parametrize("gone", ["m1", "m2"])
async def test_what_is_removed_while_a_responder_thinks_is_not_answered(here: World, gone: str) -> None:
    await both_ask(here)
    removed = MessageRemoved(thread_of(ASHA, "group"), RemoteId(gone), here.clock.at + 5)
    speaker = Meanwhile(lambda: here.receive(removed))

    for _ in range(3):
        await draft(here, speaker)

    assert [about for about, _ in await cards(here)] == [{"m1": "m2", "m2": "m1"}[gone]]


async def test_what_is_edited_while_a_responder_thinks_is_thought_about_anew(here: World) -> None:
    await both_ask(here)
    edited = MessageEdited(thread_of(ASHA, "group"), RemoteId("m1"), ASHA, "do you ship to Peru?", here.clock.at + 5)
    speaker = Meanwhile(lambda: here.receive(edited))

    for _ in range(2):
        await draft(here, speaker)
        here.clock.at += SECOND

    assert (set(speaker.asked[:2]), speaker.asked[2:]) == ({"do you ship?", "are you open?"}, ["do you ship to Peru?"])
    assert [about for about, _ in await cards(here)] == ["m1", "m2"]


async def test_who_was_thought_about_when_the_process_died_comes_again_with_who_wrote_since(here: World) -> None:
    await both_ask(here)
    await here.turn()
    await here.receive(said("hello", CHEN, id="m3", thread=thread_of(ASHA, "group"), at=here.clock.at + 5))
    here.clock.at += 120_000

    assert {contact.name for contact in (await here.turn()).askers.values()} == {"Asha", "Bhavin", "Chen"}


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
