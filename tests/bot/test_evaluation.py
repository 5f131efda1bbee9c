"""Scores of the responders: what people made of drafts, and what would go out alone now, held against what was said."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.evaluation import Evaluation, Row, Score, evaluate
from inbox import arrivals, review
from inbox.earning import ENDS_WITHIN
from inbox.incoming import MessageEdited
from inbox.models import Contact, RemoteId
from inbox.store.embedded import Server
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA
from tests.recorded import FAQ, HOURS, Past, again, chain, past, scripted
from tests.world import ACCOUNT, World, at, thread_of, world

DIRECT = Row("faq", ACCOUNT, "direct")


@pytest_asyncio.fixture
async def here(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_server.url, brand) as it:
        yield it


async def scored(it: Past, *, model: bool = False, **files: object) -> Evaluation:
    """The whole past, by these files."""
    made, recording = again("other", model=model, **files)  # type: ignore[arg-type]
    return await evaluate(it.brand, made, recording, 0)


def counts(score: Score) -> dict[str, int]:
    """What is not zero."""
    names = ("unchanged", "edited", "rejected", "outdated", "open", "alone", "bad", "right", "wrong", "unknown")
    return {name: getattr(score, name) for name in names if getattr(score, name)}


async def test_what_people_made_of_drafts_is_counted(here: World) -> None:
    it = past(here, chain(), faq="draft")
    for person in (ASHA, BHAVIN, CHEN, DOLORES):
        await it.ask("When do you open?", person)
    await it.approve(ASHA)
    await it.approve(BHAVIN, HOURS.replace("six", "five"))
    await it.reject(CHEN, "closed this week")

    found = await scored(it)

    score = found.rows[DIRECT]
    assert counts(score) == {
        "unchanged": 1,
        "edited": 1,
        "rejected": 1,
        "open": 1,
        "right": 1,
        "wrong": 2,
        "unknown": 1,
    }
    assert (score.asked, score.answered) == (4, 4)
    assert 0 < score.changed < 0.2
    assert 0 < score.proven < 1 / 3
    assert counts(found.rows[Row("faq", source="hours")]) == counts(score)
    assert [(one.would, one.said, one.by, one.why) for one in found.wrong] == [
        (HOURS, HOURS.replace("six", "five"), "meera", ""),
        (HOURS, "", "meera", "closed this week"),
    ]


async def test_what_went_out_alone_is_right_until_it_ends_badly(here: World) -> None:
    it = past(here, chain())
    await it.ask("When do you open?", ASHA)
    await it.ask("When do you open?", BHAVIN)
    await it.send()
    await review.reply(it.brand, at(BHAVIN), MEERA, "Sorry, not today!")
    await it.send()

    at_once = await scored(it)
    here.clock.at += ENDS_WITHIN
    found = await scored(it)

    assert counts(at_once.rows[DIRECT]) == {"alone": 2, "bad": 1, "unknown": 1, "wrong": 1}
    assert counts(found.rows[DIRECT]) == {"alone": 2, "bad": 1, "right": 1, "wrong": 1}
    assert [one.conversation for one in found.wrong] == [at(BHAVIN)]
    assert found.wrong[0].why


async def test_what_nobody_drafted_is_held_against_what_a_person_wrote(here: World) -> None:
    it = past(here, chain(faq={"entries": [FAQ["entries"][1]]}))
    for person in (ASHA, BHAVIN, CHEN, DOLORES):
        await it.ask("When do you open?", person)
    await it.reply(f"Hello! {HOURS}", ASHA)
    await it.reply(HOURS.replace("nine", "9"), BHAVIN)
    await it.reply("We are on holiday until Monday.", CHEN)

    found = await scored(it)

    assert counts(found.rows[DIRECT]) == {"right": 1, "wrong": 2, "unknown": 1}
    assert found.rows[DIRECT].answered == 0
    assert {one.said for one in found.wrong} == {HOURS.replace("nine", "9"), "We are on holiday until Monday."}


async def test_labels_have_rows_of_their_own_and_a_model_its_price(here: World) -> None:
    it = past(here, chain(scripted))
    await it.ask("do you also repair unicycles made of bamboo")
    await review.label(it.brand, at(ASHA), MEERA, ["vip"])
    await it.ask("and tandems from 1960, or penny farthings")

    found = await scored(it, model=True)

    whole, vip = (found.rows[Row("llm", ACCOUNT, "direct", label)] for label in ("", "vip"))
    assert (whole.asked, whole.answered, whole.tokens, whole.micros) == (2, 2, 1880, 3000)
    assert (vip.asked, vip.answered, vip.tokens) == (1, 1, 940)
    assert whole.would == 0  # nothing that it said has a source


async def test_the_gate_is_held_against_what_would_go_out_alone(here: World) -> None:
    it = past(here, chain(), faq="draft")
    people = [Contact(RemoteId(f"{number:010}"), f"P{number}") for number in range(300, 330)]
    for person in people:
        await it.ask("When do you open?", person)
        await it.approve(person)
    await it.ask("thanks", ASHA)

    found = await scored(it)

    assert found.gated(Row("")) == [DIRECT, Row("rules", ACCOUNT, "direct")]
    assert found.gated(Row("faq", ACCOUNT)) == [DIRECT]
    assert found.gated(Row("faq", "webchat:site")) == found.gated(Row("", label="vip")) == []
    assert found.gated(Row("rules", label="kind")) == [Row("rules", ACCOUNT, "direct", "kind")]
    assert 0.90 < found.rows[DIRECT].safe < 0.91  # thirty of thirty
    assert found.rows[Row("rules", ACCOUNT, "direct")].safe == 0.0  # unknown proves nothing


async def test_what_was_edited_since_is_left_out_and_said(here: World) -> None:
    it = past(here, chain())
    await it.ask("When do you open?")
    await it.ask("When do you open?", BHAVIN)
    edited = MessageEdited(thread_of(ASHA), RemoteId("m00001"), ASHA, "When?", here.clock.at)
    await arrivals.receive(it.brand, ACCOUNT, [edited], None)

    found = await scored(it)

    assert (found.decisions, found.cannot) == (2, 1)
    assert found.rows[DIRECT].asked == 1
