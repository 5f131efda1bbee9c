"""Finding, canned replies and the FAQ as they are used: run.py beside a running one, and alone."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.telegram import TelegramServer
from tests.program import TOKEN, Place, outcome, program
from tests.redis_servers import until

CANNED = "replies: [{{name: thanks, text: '{}'}}]\n"


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """A place where everything is right."""
    async with TelegramServer() as telegram:
        it = Place(tmp_path, telegram, telegram.world.create_bot("shop_bot", "Shop", TOKEN))
        it.configure()
        yield it


async def found(place: Place, *words: str) -> list[str]:
    """What a search shows."""
    code, out, err = await outcome(place, "search", *words, "--json")
    assert code == 0, err
    return [hit["snippet"] for hit in json.loads(out)["hits"]]


async def asked(place: Place, text: str) -> str:
    """What a follower is answered."""
    asha = place.telegram.world.create_person("Asha")
    before = len(place.telegram.world.sent)
    place.telegram.world.say(asha, place.bot, text)
    return (await place.telegram.world.wait_sent(lambda sent: sent.method == "sendMessage", 15, before)).text


async def stays_found(place: Place, words: str, snippet: str) -> None:
    """Wait until the running Sangam has it in its index."""

    async def is_found() -> bool:
        return snippet in await found(place, words)

    await until(is_found, 30)


async def test_what_was_said_is_found_while_it_runs_after_a_kill_and_from_a_deleted_index(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        assert await asked(place, "When are you open?") == "From nine to six."
        await stays_found(place, "nine six", "From nine to six.")
        assert await it.stop(signal.SIGKILL) == -signal.SIGKILL

    assert await found(place, "when", "ope") == ["When are you open?"]
    for path in (place.folder / "data" / "search").iterdir():
        path.unlink()
    assert await found(place, "when", "ope") == ["When are you open?"]


async def test_a_broken_index_is_made_anew_while_it_runs(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        await asked(place, "When are you open?")
        await it.stop()
    (place.folder / "data" / "search" / "acme.sqlite3").write_bytes(b"nonsense" * 999)

    async with program(place, "run") as it:
        await it.says("search.anew")
        await stays_found(place, "open", "When are you open?")
        assert await it.stop() == 0
        assert len(it.logged("search.anew")) == 1


async def test_canned_replies_are_taken_over_and_one_with_a_mistake_is_told(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        place.write("config/canned.yaml", CANNED.format("Thanks, {nobody}!"))
        assert "canned.yaml:1" in str((await it.says("config.kept"))["problems"])
        place.write("config/canned.yaml", CANNED.format("Thanks, {name}!"))
        await it.says("config.reloaded")
        assert (await outcome(place, "canned", "thanks"))[:2] == (0, "Thanks!\n")


async def test_a_mistake_in_the_canned_replies_keeps_it_from_starting(place: Place) -> None:
    place.write("config/canned.yaml", CANNED.format("Thanks, {nobody}!"))

    code, _, err = await outcome(place, "canned")

    assert code == 5
    assert err == "config/canned.yaml:1: replies.thanks.text: nobody fills in {nobody}; known here: name\n"


async def test_a_question_that_is_added_is_answered_by_the_running_sangam(place: Place) -> None:
    async with program(place, "run") as it:
        await it.says("ready")
        code, out, err = await outcome(place, "faq-add", "Do you gift-wrap?", "Yes, for 2 €.")
        assert (code, out) == (0, "Added to the FAQ as the entry do-you-gift-wrap.\n"), err
        await it.says("config.reloaded")
        assert await asked(place, "Do you gift-wrap?") == "Yes, for 2 €."
        assert "in the entry do-you-gift-wrap" in await _refused(place, "Do you gift-wrap")


async def _refused(place: Place, question: str) -> str:
    code, _, err = await outcome(place, "faq-add", question, "No.")
    assert code == 1
    return err
