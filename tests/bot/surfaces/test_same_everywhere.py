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
from bot.surfaces.cli.lists import queue
from bot.surfaces.cli.lists import spending as figures
from bot.surfaces.cli.thread import thread
from bot.surfaces.desk import pieces
from bot.surfaces.desk.accounts import in_words
from bot.surfaces.desk.render import Pages, Static
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import card
from bot.surfaces.discord.commands.figures import told
from bot.surfaces.discord.drawn import scene
from bot.surfaces.discord.shown import meant
from inbox import insights, review, views
from inbox.capabilities import Tariff, Window
from inbox.incoming import MessageHidden, ThreadDescribed
from inbox.models import Actor, ConversationId, Media, RemoteId, Subject
from inbox.policy import Verb
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, DAY, HOUR, SECOND, START, World, at, proposal, said, thread_of, world

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
TARIFF = Tariff(
    "USD",
    {"reply": 15_000, "reply with a link": 200_000},
    "https://nadi.example/prices",
    "2026-11-27",
    actions={"reply": "reply"},
    with_link={"reply": "reply with a link"},
)
TUBE = replace(
    CAPABILITIES,
    network="youtube",
    actions={"comments": (CAPABILITIES.actions["comments"] | {"block"}) - {"direct_message"}},
    windows={("comments", "reply"): Window(48 * 3600, messages=10)},
    own_only=frozenset({"react"}),
    reviews=True,
    called={"hide": "Hold for review", "unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={"direct_message": "YouTube has no private messages."},
    tariff=TARIFF,
    opens=lambda thread, message: f"https://tube.example/{thread}/{message}",
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
    "remove": ("remove", "remove", "remove"),
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
    labels = [str(one.get("label", "")) for one in parts]
    return Surface("\n".join([*map(meant, texts_in(drawn)), *addresses, *labels]), ids)


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


async def held(here: World) -> None:
    """What Bhavin writes below Asha's comment waits for review."""
    here.capabilities = {ACCOUNT: TUBE}
    await comments(here)
    thread = thread_of(ASHA, "comments", subject=POST)
    await here.receive(replace(said("Cheap followers!", BHAVIN, id="m2", at=START + SECOND, thread=thread), held=True))


async def test_all_mark_what_is_held_for_review_and_let_it_be_published_rejected_and_its_author_banned(
    here: World,
) -> None:
    await held(here)
    await review.resolve(here.brand, at(ASHA), LEAD)
    key = f"{{{here.name}}}:c:{at(ASHA)}"
    await here.store.client.call("HSET", key, "w", "0")  # Asha has had her answer

    three = await shown(here, at(ASHA))

    for one in three.all:
        assert "Cheap followers!" in one.words
        assert "held for review" in one.words.lower()
        assert all(name in one.words.lower() for name in ("publish", "reject", "reject and ban"))
    assert set(offered(three, "unhide", "remove", "block").values()) == {(True, True, True)}


async def test_all_list_what_is_held_for_review_with_who_wrote_it_and_what(here: World) -> None:
    await held(here)

    page = await views.queue(here.brand, LEAD, "held")

    row = pieces.row(Pages(Static(), brand="Nadi", notice=""), here.brand, page.rows[0].conversation, ASHA)
    lines = "".join(str(part) for part in queue("held", page, here.clock.at, fancy=False))
    for said_there in (re.sub(r"<[^>]+>", "", row), lines):
        assert "Bhavin: Cheap followers!" in said_there
        assert "held for review" in said_there


async def test_all_call_an_action_as_the_network_does_and_keep_what_is_for_our_own_messages_from_theirs(
    here: World,
) -> None:
    here.capabilities = {ACCOUNT: TUBE}
    await comments(here)

    three = await shown(here, at(ASHA))

    assert ["Hold for review" in one.words for one in (three.desk, three.discord)] == [True, True]
    assert offered(three, "react")["react"][:2] == (False, False)
    assert "YouTube has no private messages." in three.desk.words


async def test_all_tell_what_an_answer_costs_how_many_are_left_and_where_to_do_it_by_hand(here: World) -> None:
    here.capabilities = {ACCOUNT: TUBE}
    await comments(here)
    await here.propose(proposal("Look at https://nadi.com/vases"))

    three = await shown(here, at(ASHA))

    for one in three.all:
        assert "Sending this costs $0.20, because it has a link; without one $0.015." in one.words
        assert "10 of 10 messages left until they write again" in one.words
        assert f"https://tube.example/{ASHA.remote}/m1" in one.words
        assert "Open in Telegram" in one.words  # by the name of the account's network


async def test_all_tell_what_has_been_spent_and_how_an_account_goes_on(here: World) -> None:
    here.capabilities = {ACCOUNT: TUBE}
    meter = here.store.costs.of(ACCOUNT, TARIFF, here.clock)
    await meter.spend({"reply with a link": 6})
    await meter.plan("mentions every 15 min", here.clock.at + 4 * 60 * SECOND, 5_000_000)

    overview = await views.overview(here.brand, LEAD)
    found = await insights.figures(here.brand, LEAD, START)

    pages = Pages(Static(), brand="Nadi", notice="")
    assert "$1.20 of $5.00 today" in pieces.accounts(pages, overview, here.clock.at)
    page = pages("accounts_page.html", overview=overview, spent={ACCOUNT: in_words(overview.spending[0])}, now=START)
    desk = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.unescape(page)))
    assert "$1.20 of $5.00 today, $3.80 left" in desk
    assert "$1.20 this month · mentions every 15 min · next look in 4 min" in desk
    discord = "\n".join(map(meant, told(found, START, here.clock.at)))
    line = "\n".join(map(str, figures(found.costs, here.clock.at, fancy=False)))
    for one in (discord, line):
        assert "$1.20 of $5.00 today, $1.20 this month; mentions every 15 min; next look in 4 min" in one
