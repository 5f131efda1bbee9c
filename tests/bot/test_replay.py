"""The past once more: the same files decide the same, byte for byte; others differ where they differ, nowhere else."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from bot.drafting import draft_next
from bot.replay import ANEW, CHANGED, GONE, SWITCHED_OFF, Recording, Replayed, canonical, replay, turn_of
from inbox import review
from inbox.decisions import Decision, Facts, Heard
from inbox.incoming import MessageEdited, MessageRemoved
from inbox.models import ConversationId, RemoteId
from inbox.policy import Limits, Slice
from inbox.store.embedded import Server
from inbox.store.ledger import PAGE, decision_text
from responders.chain import Chain
from responders.turn import Answer, Turn
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA
from tests.recorded import FAQ, Past, again, chain, digest_of, past, responders, scripted
from tests.tree import ROOT
from tests.world import ACCOUNT, World, at, said, thread_of, world


@pytest_asyncio.fixture
async def here(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_server.url, brand) as it:
        yield it


async def once_more(it: Past, config: str = "c0ffee", **files: object) -> list[Replayed]:
    """Everything done again, with these files."""
    made, recording = again(config, **files)  # type: ignore[arg-type]
    return [one async for one in replay(it.brand, made, recording, 0)]


def changed(done: list[Replayed]) -> dict[str, list[str]]:
    """What was asked, by each word for what is different now."""
    found: dict[str, list[str]] = {}
    for one in done:
        for change in one.changes:
            found.setdefault(change, []).append(one.turn.question if one.turn else "")
    return found


def same(done: list[Replayed]) -> bool:
    """Whether every decision came out as it had been."""
    return [canonical(one.now) for one in done if one.now] == [canonical(one.then) for one in done]


# ----------------------------------------------------------------------------------------------- the same once more


async def test_the_same_files_decide_the_same_byte_for_byte(here: World) -> None:
    it = past(here, chain(scripted, real=True))
    await it.mix()

    done = await once_more(it, real=True)

    assert len(done) == 10
    assert same(done)
    assert {bool(one.then.heard) for one in done} == {True, False}
    assert {p.waits for one in done for p in one.then.proposals} >= {"", "it needs a person's judgement"}
    assert not any(one.changes or one.anew or one.cannot for one in done)


async def test_another_process_with_another_seed_makes_the_same_bytes(here: World, redis_server: Server) -> None:
    it = past(here, chain(scripted, real=True))
    await it.mix()
    ours = digest_of([canonical(one.now) for one in await once_more(it, real=True) if one.now])

    command = [sys.executable, "-m", "tests.recorded_again", redis_server.url, here.name]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.strip() == ours


async def test_nothing_is_written_and_time_does_not_matter(here: World) -> None:
    it = past(here, chain(scripted, real=True))
    await it.mix()
    before = await here.store.log.last(), [d.id async for d in here.store.ledger.since(0)]
    here.clock.at += 40 * 86_400_000

    assert same(await once_more(it, real=True))
    assert same(await once_more(it, real=True))
    assert (await here.store.log.last(), [d.id async for d in here.store.ledger.since(0)]) == before


async def test_what_kept_an_answer_back_then_still_does(here: World) -> None:
    it = past(here, chain())
    await it.ask("thanks")
    await review.set_mode(it.brand, replace(MEERA, role="lead"), "careful")
    await it.ask("thank you", BHAVIN)
    await review.set_mode(it.brand, replace(MEERA, role="lead"), "normal")
    it.limits = Limits(0, 0)
    await it.ask("thanks", CHEN)
    it.limits = Limits()

    done = await once_more(it, model=False)

    waits = [one.then.proposals[0].waits for one in done]
    assert waits[0] == ""
    assert waits[1].startswith("in careful mode")
    assert waits[2].startswith("bot.yaml lets nothing go out alone")
    assert same(done)


async def test_a_draft_that_somebody_wanted_anew_is_made_anew_in_the_same_way(here: World) -> None:
    it = past(here)
    await it.ask("When do you open?", BHAVIN)
    it.autonomy["faq"] = "draft"
    await it.ask("When do you open?")
    (draft,) = await it.drafts()
    await review.redraft(it.brand, draft, MEERA)
    await it.draft()

    done = await once_more(it)

    assert [bool(one.then.facts.declined) for one in done] == [False, False, True]
    assert [one.now.proposals[0].waits for one in done if one.now and one.then.facts.declined]
    assert canonical(done[2].now or done[2].then) == canonical(done[2].then)


async def test_a_draft_that_was_made_of_a_wish_starts_from_the_same_text(here: World) -> None:
    it = past(here)
    await it.ask("do you also repair unicycles")
    (draft,) = await it.drafts()
    await review.redraft(it.brand, draft, MEERA, "shorter")
    await it.draft()

    done = await once_more(it)

    wish = done[1].then.facts.wish
    assert wish
    assert (wish.words, wish.draft) == ("shorter", draft)
    assert done[1].then.proposals[0].by == "llm"
    assert same(done)


async def test_what_was_earned_at_that_time_counts_and_nothing_later(here: World) -> None:
    it, earned = past(here, chain(), faq="draft"), Slice("faq", ACCOUNT, "direct")
    await it.ask("When do you open?")
    await here.store.grants.grant(earned, "olga", here.clock.at + 1)
    await it.ask("When do you open?", BHAVIN)

    done = await once_more(it, model=False)

    assert [one.then.proposals[0].waits for one in done] == ["autonomy is draft here", ""]
    assert same(done)


async def test_a_grant_that_was_taken_back_and_given_again_counts_whenever_it_stood(here: World) -> None:
    it, earned, grants = past(here, chain(), faq="draft"), Slice("faq", ACCOUNT, "direct"), here.store.grants
    for number, author in enumerate((ASHA, BHAVIN, CHEN)):
        await grants.grant(earned, "olga", here.clock.at)
        await it.ask("When do you open?", author)
        here.clock.at += 1
        await grants.withdraw(earned, "they complained", "", here.clock.at)
        await it.ask("When do you open?", replace(DOLORES, remote=RemoteId(f"20{number}")))
        here.clock.at += 1

    done = await once_more(it, model=False)

    assert [one.then.proposals[0].waits for one in done] == ["", "autonomy is draft here"] * 3
    assert same(done)


async def test_a_label_that_one_of_several_got_counts_for_all_who_were_answered_with_them(here: World) -> None:
    it = past(here, chain())
    thread = replace(thread_of(ASHA, "group", "Riders"), remote=RemoteId("riders"))
    lines = (("When do you open?", ASHA), ("thanks", BHAVIN), ("Can I return this?", CHEN))
    for number, (text, author) in enumerate(lines):
        await here.receive(said(text, author, id=f"m{number}", at=here.clock.at + number, thread=thread))
    here.clock.at += here.brand.debounce
    brand = replace(here.brand, autonomy=lambda *given: "auto" if "kind" in given[3] else "draft")
    await draft_next(brand, it.chain)
    made, recording = again(model=False)

    done = [one async for one in replay(brand, made, recording, 0)]

    assert [[p.waits for p in one.then.proposals] for one in done] == [[""], [""], [""]]
    assert [one.then.labels for one in done] == [(), ("kind",), ()]
    assert same(done)


async def test_a_responder_that_was_broken_then_is_broken_again_until_it_is_another_version(here: World) -> None:
    class Broken:
        name, version, rewrites, patience = "faq", responders()[1].version, False, 5.0

        async def propose(self, turn: Turn) -> Answer:
            raise RuntimeError("not today")

    rules, _, model = responders(scripted)
    it = past(here, Chain((rules, Broken(), model), config="c0ffee"))
    await it.ask("When do you open?")

    then = await once_more(it)
    mended = await once_more(it, "other", faq={**FAQ, "nothing": ["do you sell shoes"]})

    assert then[0].then.skipped == ("faq",)
    assert same(then)
    assert [p.by for p in (mended[0].now or mended[0].then).proposals] == ["faq"]


# ------------------------------------------------------------------------------------------------------ other files


async def test_other_files_differ_where_they_differ(here: World) -> None:
    it = past(here)
    await it.mix()
    returns = FAQ["entries"][1]
    later = {**FAQ["entries"][0], "answer": "We are open from ten to six."}

    hours = changed(await once_more(it, "other", faq={"entries": [later, returns]}))
    fewer = changed(await once_more(it, "other", faq={"entries": [FAQ["entries"][0]]}, model=False))

    assert set(hours) == {"otherwise"}
    assert set(hours["otherwise"]) >= {"When do you open?"}
    assert "Can I return this?" in fewer["silent"]
    assert "and my unicycle?" in fewer["silent"]


async def test_rules_that_answer_hand_off_and_label_otherwise_are_told_apart(here: World) -> None:
    it = past(here, chain())
    await it.ask("thank you")
    await it.ask("this is a scandal", BHAVIN)
    await it.ask("do you sell shoes", CHEN)
    rules = [
        {"id": "thanks", "when": {"words": ["thank you"]}, "hand_off": "somebody is thankful"},
        {"id": "shoes", "when": {"words": ["shoes"]}, "text": "No shoes, sorry."},
    ]

    found = changed(await once_more(it, "other", rules={"rules": rules}, model=False))

    assert found == {
        "silent": ["thank you"],
        "waits": ["thank you"],
        "handed": ["thank you"],
        "labels": ["thank you", "this is a scandal"],
        "kept": ["this is a scandal"],
        "answered": ["do you sell shoes"],
        "alone": ["do you sell shoes"],
    }


async def test_more_autonomy_shows_what_would_go_out_alone(here: World) -> None:
    it = past(here, chain(), faq="draft", rules="auto")
    await it.ask("When do you open?")
    await it.ask("thanks", BHAVIN)
    it.autonomy |= {"faq": "auto", "rules": "draft"}

    assert changed(await once_more(it, model=False)) == {"alone": ["When do you open?"], "waits": ["thanks"]}


async def test_lower_limits_are_no_news_about_what_was_sent(here: World) -> None:
    it = past(here, chain())
    await it.ask("thanks")
    made, recording = again(model=False)

    found = [one async for one in replay(replace(it.brand, limits=Limits(0, 0)), made, recording, 0)]

    assert same(found)


async def test_a_question_that_the_model_was_never_asked_is_not_asked_now(here: World) -> None:
    it = past(here, chain())
    await it.ask("do you also repair unicycles")

    (done,) = await once_more(it, "other")

    assert done.anew
    assert done.now
    assert done.now.proposals == ()
    assert done.now.skipped == (f"llm ({ANEW})",)


def test_what_the_faq_found_with_an_endpoint_s_help_is_found_again_by_the_same_question_only() -> None:
    found, recording = Heard("faq", "asked", "found"), Recording()
    model = Heard("llm", "another", "said")
    then = Decision("", 1, at(ASHA), None, RemoteId("m1"), 1, "", Facts(), "", {}, "normal", heard=(found, model))

    nothing_yet = recording.recall("asked")
    recording.load(then)

    assert nothing_yet is None
    assert recording.recall("asked") == "found"
    assert recording.recall("another") is None


# ------------------------------------------------------------------------------------------ what cannot be done again


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (MessageEdited(thread_of(ASHA), RemoteId("m00001"), ASHA, "When do you close?", 1_800_000_000_000), CHANGED),
        (MessageRemoved(thread_of(ASHA), RemoteId("m00001"), 1_800_000_000_000), CHANGED),
    ],
    ids=["edited", "removed"],
)
async def test_words_that_are_not_what_they_were_are_named(here: World, what: object, why: str) -> None:
    it = past(here, chain())
    await it.ask("When do you open?")
    await it.ask("When do you open?", BHAVIN)
    await here.receive(what)  # type: ignore[arg-type]

    done = await once_more(it, model=False)

    assert [one.cannot for one in done] == [why, ""]


async def test_a_message_that_is_not_there_any_more_is_named(here: World) -> None:
    it = past(here, chain())
    await it.ask("When do you open?")
    (then,) = [decision async for decision in here.store.ledger.since(0)]

    assert await turn_of(it.brand, replace(then, upto=RemoteId("m9"))) == GONE
    assert await turn_of(it.brand, replace(then, conversation=ConversationId(f"{ACCOUNT}/9"))) == GONE
    assert await turn_of(it.brand, replace(then, count=then.count + 1)) != GONE  # fewer are there than were looked at
    assert await turn_of(it.brand, replace(then, seen="0")) == CHANGED


async def test_an_account_that_is_switched_off_is_named(here: World) -> None:
    it = past(here, chain())
    await it.ask("thanks")
    here.capabilities = {}

    assert [one.cannot for one in await once_more(it, model=False)] == [SWITCHED_OFF]


# ------------------------------------------------------------------------------------------------------- many of them


async def test_thousands_are_done_again_page_by_page(here: World) -> None:
    it = past(here, chain(rules={"rules": []}, faq={"entries": []}))
    await it.ask("thanks")
    (then,) = [decision async for decision in here.store.ledger.since(0)]
    places = [then.at + 1 + number for number in range(5_000)]
    entries = [
        ("XADD", f"{{{here.name}}}:ledger", f"{when}-0", "j", decision_text(replace(then, at=when)), "d", "")
        for when in places
    ]
    await here.store.client.pipeline(entries)
    made, recording = again(model=False, rules={"rules": []}, faq={"entries": []})
    before, done, held = here.store.client.round_trips, 0, []

    async for one in replay(it.brand, made, recording, then.at + 1):
        done += one.changes == frozenset() and not one.cannot
        if done % 1_000 == 900:
            held.append(sum(type(thing) is Decision for thing in gc.get_objects()))

    assert done == 5_000
    assert here.store.client.round_trips - before < 5_000 + 20  # one for each turn, one for each page of the ledger
    assert len(held) == 5
    assert max(held) < 2 * PAGE  # of all decisions only those of a page or two are held
