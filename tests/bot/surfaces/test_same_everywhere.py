"""The desk, Discord and the command line show the same content and offer the same deeds: one story, three renderers."""

from __future__ import annotations

import html
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from rich.console import Console

from bot.playground.discord.records import texts_in, walk
from bot.surfaces.cli import COMMANDS
from bot.surfaces.cli.thread import thread
from bot.surfaces.desk import pieces
from bot.surfaces.desk.render import Pages, Static
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import card
from bot.surfaces.discord.drawn import scene
from bot.surfaces.discord.shown import meant
from inbox import views
from inbox.capabilities import Window
from inbox.incoming import MessageHidden, ThreadDescribed
from inbox.models import Actor, ConversationId, Media, RemoteId, Subject
from inbox.policy import Verb
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, DAY, HOUR, START, World, at, proposal, said, thread_of, world

LEAD = Actor("person", "olga", "lead")
META = replace(
    CAPABILITIES,
    network="facebook",
    actions={**CAPABILITIES.actions, "comments": CAPABILITIES.actions["comments"] | {"block", "unblock"}},
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
)
POST = Subject(
    RemoteId("9"), "Our new vases", "https://nadi.example/9", (Media("image", "https://nadi.example/v.png"),)
)
# a verb: what it is called on the desk, on a button in Discord, on the command line
CALLED: dict[Verb, tuple[str, str, str]] = {
    "approve": ("approve", "approve", "approve"),
    "reply": ("reply", "reply", "reply"),
    "direct_message": ("direct_message", "private", "reply"),
    "hide": ("hide", "hide", "hide"),
    "unhide": ("unhide", "unhide", "unhide"),
    "react": ("react", "like", "like"),
    "block": ("block", "block", "block"),
}


@dataclass(frozen=True, slots=True)
class Surface:
    """What one of them shows of a conversation, and what can be done there."""

    words: str
    deeds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Three:
    """All of them."""

    desk: Surface
    discord: Surface
    line: Surface

    @property
    def all(self) -> tuple[Surface, ...]:
        """One after the other."""
        return self.desk, self.discord, self.line


@pytest.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A world on a network with windows."""
    async with world(redis_url, brand) as it:
        it.capabilities = {ACCOUNT: META}
        yield it


async def shown(here: World, id: ConversationId) -> Three:
    """A conversation on every surface, as a lead has it."""
    read = await views.reading(here.brand, LEAD, id)
    return Three(await _desk(here, read), _discord(here, read), _line(here, read))


async def _desk(here: World, read: views.Reading) -> Surface:
    pages = Pages(Static(), brand="Nadi", notice="")
    page = html.unescape(await pieces.conversation(pages, here.brand, LEAD, read))
    enabled = re.sub(r'<form[^>]*data-do="reply".*?</form>', "", page, flags=re.DOTALL) if read.late else page
    deeds = frozenset(re.findall(r'data-do="(\w+)"', enabled)) | frozenset(re.findall(r'formaction="/do/(\w+)"', page))
    if 'data-do="approve" class="inline"' not in page:
        deeds -= {"approve"}  # what is edited is sent by the same name
    return Surface(page, deeds | ({"react"} if 'name="emoji"' in page else frozenset()))


def _discord(here: World, read: views.Reading) -> Surface:
    view = card(scene(here.brand, read, ""), read.cards[0] if read.cards else None)
    drawn = (content(view).payload or {})["components"]
    parts = list(walk(drawn))
    ids = frozenset(
        str(one["custom_id"]).split(":")[1] for one in parts if one.get("custom_id") and not one.get("disabled")
    )
    addresses = [str(one.get("url") or one.get("media", {}).get("url", "")) for one in parts]
    return Surface("\n".join([*map(meant, texts_in(drawn)), *addresses]), ids)


def _line(here: World, read: views.Reading) -> Surface:
    out = io.StringIO()
    console = Console(file=out, width=1000, no_color=True)
    for piece in thread(read, here.clock.at, fancy=False):
        console.print(piece)
    commands = {deed.__name__ for deeds in COMMANDS.values() for deed in deeds}
    if not any("approve" in one.buttons for one in read.cards):
        commands -= {"approve"}
    return Surface(out.getvalue(), frozenset(commands - ({"reply"} if read.late else set())))


def offered(three: Three, *wanted: Verb) -> dict[Verb, tuple[bool, ...]]:
    """Which of these can be done on the desk, in Discord, on the command line."""
    return {
        verb: tuple(name in one.deeds for name, one in zip(CALLED[verb], three.all, strict=True)) for verb in wanted
    }


async def comments(here: World, subject: Subject | None = POST) -> None:
    """Asha asks under a post."""
    await here.receive(said("How much?", ASHA, id="m1", thread=thread_of(ASHA, "comments", subject=subject)))


@pytest.mark.parametrize(
    ("passed", "words", "approve", "reply"),
    [
        (HOUR, r"23 h left to answer|answer until <t:1790086400:R>", True, True),
        (DAY, r"only what a person writes gets through, (6 d left|until <t:1790604800:R>)", False, True),
        (7 * DAY, "too late to answer here", False, False),
    ],
)
async def test_all_tell_how_long_one_may_answer_and_none_offers_what_is_too_late(
    here: World, passed: int, words: str, approve: bool, reply: bool
) -> None:
    await here.drafted()
    here.clock.at = START + passed

    three = await shown(here, at(ASHA))

    assert [bool(re.search(words, one.words)) for one in three.all] == [True] * 3
    assert offered(three, "approve", "reply") == {"approve": (approve,) * 3, "reply": (reply,) * 3}
    why = "Facebook lets" if not approve else "no such words"
    assert [why in one.words for one in three.all] == [not approve] * 3


async def test_all_show_the_post_with_its_link_and_picture_also_when_it_becomes_known_later(here: World) -> None:
    await comments(here, None)
    await here.receive(ThreadDescribed(thread_of(ASHA, "comments", subject=replace(POST, ad=True)), START))

    three = await shown(here, at(ASHA))

    for one in three.all:
        assert "Our new vases" in one.words
        assert "https://nadi.example/9" in one.words
        assert "from your ad" in one.words.lower()
    assert ["/media?" in three.desk.words, "v.png" in three.discord.words, "[image]" in three.line.words] == [True] * 3
    assert "v.png" not in three.desk.words


async def test_all_let_a_comment_be_hidden_liked_and_answered_in_private(here: World) -> None:
    await comments(here)
    verbs: tuple[Verb, ...] = ("hide", "react", "direct_message", "block", "reply")

    assert set(offered(await shown(here, at(ASHA)), *verbs).values()) == {(True, True, True)}


async def test_all_say_that_a_comment_is_hidden_and_show_it_again(here: World) -> None:
    await comments(here)
    await here.receive(MessageHidden(thread_of(ASHA, "comments"), RemoteId("m1"), START))

    three = await shown(here, at(ASHA))

    assert offered(three, "unhide") == {"unhide": (True, True, True)}
    assert all("hidden" in one.words for one in three.all)


async def test_all_say_that_a_comment_was_written_to_in_private_and_offer_it_no_more(here: World) -> None:
    await comments(here)
    key = f"{{{here.name}}}:m:{at(ASHA)}"
    kept = str(await here.store.client.call("HGET", key, "m1"))
    await here.store.client.call("HSET", key, "m1", kept[:-1] + ',"pr":1}')

    three = await shown(here, at(ASHA))

    assert all("written to in private" in one.words for one in three.all)
    assert offered(three, "direct_message")["direct_message"][:2] == (False, False)


async def test_a_conversation_with_nothing_of_all_this_shows_nothing_of_it(here: World) -> None:
    here.capabilities = {ACCOUNT: replace(META, windows={}, actions={"direct": frozenset({"reply"})})}
    await here.hear(author=BHAVIN)
    await here.propose(proposal("Majama!", BHAVIN))

    three = await shown(here, at(BHAVIN))

    for word in ("to answer", "in private", "hidden from", "Under the", "your ad", "too late"):
        assert [word in one.words for one in three.all] == [False] * 3
    assert offered(three, "hide", "react", "direct_message", "block")["hide"][:2] == (False, False)
