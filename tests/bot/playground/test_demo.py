"""The world of `make demo` with a whole Sangam in it: what desk and Discord show, and that people take the answers."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from structlog.typing import EventDict

import run
from bot.networks._meta.ids import comments_below
from bot.playground import discord
from bot.playground.attachments import photo
from bot.playground.demo import TOKEN, Simulated, world
from bot.playground.demo_discord import MODERATOR
from bot.playground.telegram import Sent
from inbox import review, views
from inbox.actions import Delivery, Reply
from inbox.brand import Brand
from inbox.models import Conversation, Media
from inbox.store.blobs import Blobs
from tests.cast import MEERA

pytestmark = pytest.mark.asyncio(loop_scope="module")
FAST = 3.0  # how many times faster than in life people think; a draft still takes its second


@dataclass(slots=True)
class Demo:
    """The running demo, as one who works at the desk and one who watches Telegram see it."""

    brand: Brand
    simulated: Simulated
    blobs: Blobs
    said: list[EventDict] = field(default_factory=list)  # what Sangam logged
    complained: list[logging.LogRecord] = field(default_factory=list)  # what libraries logged

    async def conversations(self) -> list[Conversation]:
        """All there are."""
        page = await views.queue(self.brand, MEERA, "all", limit=200)
        return [row.conversation for row in page.rows]

    async def reading(self, name: str, account: str = "") -> views.Reading | None:
        """The private conversation with somebody, on an account or any; Instagram may tell no more than a username."""
        page = await views.queue(self.brand, MEERA, "all", limit=200)
        called = {name, name.lower()}
        found = [row for row in page.rows if row.contact and row.contact.name in called]
        there = [row.conversation for row in found if account in ("", row.conversation.account)]
        private = [one.id for one in there if one.thread.kind == "direct"]
        return await views.reading(self.brand, MEERA, private[0]) if private else None

    async def met(self, name: str, account: str = "", *, drafted: bool = False) -> views.Reading:
        """The same, once it is there, and with a card that waits if one should; raises TimeoutError."""
        async with asyncio.timeout(20):
            while (reading := await self.reading(name, account)) is None or (drafted and not reading.cards):
                await asyncio.sleep(0.1)
        return reading

    async def counted(self, shelf: str) -> int:
        """How many conversations stand on a shelf."""
        return (await views.overview(self.brand, MEERA)).counts[shelf]

    async def leaving(self) -> list[Delivery]:
        """What is on its way out."""
        readings = [await views.reading(self.brand, MEERA, one.id) for one in await self.conversations()]
        return [delivery for reading in readings for delivery in reading.leaving]


class Complaints(logging.Handler):
    """Keeps the records of libraries that are errors."""

    def __init__(self, kept: list[logging.LogRecord]) -> None:
        super().__init__(logging.ERROR)
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(record)


@contextlib.contextmanager
def watched(demo: Demo) -> Iterator[None]:
    complaints = Complaints(demo.complained)
    logging.getLogger().addHandler(complaints)
    try:
        with capture_logs() as demo.said:
            yield
    finally:
        logging.getLogger().removeHandler(complaints)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    async with world(folder, 0, FAST) as simulated, contextlib.AsyncExitStack() as stack:
        config = run.read_config(folder)
        before = functools.partial(simulated.log_in, run.keyring_of(config))
        sangam = await stack.enter_async_context(run.serve(config, demo_code="open", before=before))
        running = Demo(sangam.brand, simulated, Blobs(folder / "data" / "media"))
        stack.enter_context(watched(running))
        async with asyncio.TaskGroup() as group:
            talking = group.create_task(simulated.talk(sangam.url))
            yield running
            talking.cancel()


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Return once it holds; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await holds():
            await asyncio.sleep(0.1)


async def test_the_desk_opens_with_conversations_of_every_kind(demo: Demo) -> None:
    async def all_there() -> bool:
        there = await demo.conversations()
        kinds = {(one.account, one.thread.kind) for one in there}
        wanted = {("telegram:main", kind) for kind in ("direct", "group", "comments")} | {("webchat:site", "direct")}
        wanted |= {("discord:main", kind) for kind in ("direct", "group")}
        wanted |= {(f"{meta}:main", kind) for meta in ("facebook", "instagram") for kind in ("direct", "comments")}
        wanted |= {
            (f"{one}:main", kind) for one in ("x", "tiktok", "mastodon", "bluesky") for kind in ("direct", "comments")
        }
        return len(there) >= 44 and kinds >= wanted | {("youtube:main", "comments")}

    await eventually(all_there)


async def test_one_answer_of_the_faq_is_on_its_way_and_can_still_be_taken_back(demo: Demo) -> None:
    async def on_its_way() -> bool:
        alone = [one for one in await demo.leaving() if one.by.kind == "system" and one.author == "faq"]
        return any(one.state == "queued" and one.due > demo.brand.now() + 20_000 for one in alone)

    await eventually(on_its_way)


async def test_drafts_wait_for_a_person(demo: Demo) -> None:
    async def waiting() -> bool:
        return await demo.counted("drafted") >= 3

    await eventually(waiting)


async def test_comments_stand_under_their_post(demo: Demo) -> None:
    async def described() -> bool:
        there = [one for one in await demo.conversations() if one.thread.kind == "comments"]
        posts = {(one.account.partition(":")[0], one.thread.subject) for one in there}
        shown = {(network, post.text[:16]) for network, post in posts if post and post.media}
        wanted = {("telegram", "The kiln is open"), ("telegram", "Two places are l"), ("facebook", "Chai cups in riv")}
        return shown == wanted | {("facebook", "The Sabarmati va"), ("instagram", "Monsoon bowls, s")}

    await eventually(described)


async def test_an_album_is_one_message_with_its_pictures(demo: Demo) -> None:
    reading = await demo.met("Gita")

    assert [[medium.kind for medium in line.message.media] for line in reading.lines if line.message] == [["image"] * 2]


async def test_somebody_who_threatens_is_handed_to_a_person(demo: Demo) -> None:
    async def raised() -> bool:
        reading = await demo.reading("Emeka", "telegram:main")
        return bool(reading and reading.conversation.priority == 9 and not reading.cards)

    await eventually(raised)


async def test_an_edit_outdates_the_draft_and_a_new_one_takes_its_place(demo: Demo) -> None:
    """Where the machine is slow, the edit of the story comes before the draft: so there is another one."""
    await demo.met("Hana", "telegram:main", drafted=True)
    world, bot = demo.simulated.telegram.world, demo.simulated.bot
    (asked,) = [one for chat in bot.private.values() for one in chat.messages.values() if "Do you ship" in one.text]
    world.edit(asked, "Do you ship to the Faroe Islands?")

    async def drafted_anew() -> bool:
        return outdated(await demo.reading("Hana", "telegram:main"))

    await eventually(drafted_anew)


def outdated(reading: views.Reading | None) -> bool:
    """Whether a draft was outdated there, and another one waits."""
    deeds = [line.did.what for line in reading.lines if line.did] if reading else []
    return bool("draft.outdated" in deeds and reading and reading.cards)


async def test_an_approved_draft_reaches_telegram_and_is_answered(demo: Demo) -> None:
    reading = await demo.met("Gita", drafted=True)
    await review.approve(demo.brand, reading.cards[0].draft.id, MEERA, text="Would you like a new one, Gita?")

    def reached(sent: Sent) -> bool:
        return sent.text == "Would you like a new one, Gita?"

    async def answered() -> bool:
        reading = await demo.reading("Gita")
        return bool(reading and "A new one" in reading.conversation.preview)

    await demo.simulated.telegram.world.wait_sent(reached, timeout=20)
    await eventually(answered)


async def test_what_is_decided_reaches_the_site_an_advertisement_on_facebook_and_with_a_picture_instagram(
    demo: Demo,
) -> None:
    reading = await demo.met("Rosa", drafted=True)
    await review.approve(demo.brand, reading.cards[0].draft.id, MEERA)
    pages = demo.simulated.pages
    angry = next(one for one in pages.posts["vase-ad"].comments.values() if one.who.name == "Emeka")
    (id,) = [one.id for one in await demo.conversations() if one.thread.remote == comments_below(angry.id)]
    await review.reply(demo.brand, id, MEERA, "We are sorry, Emeka. Meera writes to you now.")
    private, cup = await demo.met("Dolores", "instagram:main"), photo("cup")
    picture = Media("image", await demo.blobs.put(cup.data), cup.mime, cup.name, len(cup.data))
    await review.reply(demo.brand, private.conversation.id, MEERA, "¿Este?", (picture,))

    async def seen() -> bool:
        newest = await demo.brand.store.log.newest(500)
        return any(one.what == "message.read" and one.conversation == reading.conversation.id for one in newest)

    await eventually(seen)
    await pages.meta.world.wait_for(lambda: [reply.text for reply in angry.replies], 20)
    assert [(reply.who, reply.text[:12]) for reply in angry.replies] == [(pages.page, "We are sorry")]
    talk = pages.meta.world.conversation(pages.profile, pages.people["dolores"])
    await pages.meta.world.wait_for(lambda: any(one.ours and one.attachments for one in talk.messages.values()), 20)


async def test_an_answer_on_messenger_is_urgent_because_its_window_closes(demo: Demo) -> None:
    reading = await demo.met("Lena", "facebook:main")

    assert 10 * 60_000 < (reading.window_left or 0) < 60 * 60_000


async def test_a_story_that_mentions_us_arrives_with_its_file(demo: Demo) -> None:
    reading = await demo.met("Tara", "instagram:main")

    first = next(line.message for line in reading.lines if line.message)
    assert "story" in first.text
    assert len(first.media) == 1


async def test_a_comment_that_is_edited_outdates_its_draft(demo: Demo) -> None:
    async def below_the_cups() -> views.Reading | None:
        there = [one for one in await demo.conversations() if one.account == "facebook:main"]
        priya = [one.id for one in there if "set of" in one.preview]
        return await views.reading(demo.brand, MEERA, priya[0]) if priya else None

    async def drafted() -> bool:
        reading = await below_the_cups()
        return bool(reading and reading.cards)

    async def drafted_anew() -> bool:
        return outdated(await below_the_cups())

    await eventually(drafted)
    pages = demo.simulated.pages
    (comment,) = [one for one in pages.meta.world.visible(pages.posts["cups"]) if "set of" in one.text]
    pages.meta.world.edit_comment(comment, "Is there a set of two of these, and do you wrap gifts?")
    await eventually(drafted_anew)


async def test_on_x_an_approved_reply_to_somebody_who_did_not_name_us_is_parked_with_its_text(demo: Demo) -> None:
    summoned, unasked = await drafted_on_x(demo, "online shop"), await drafted_on_x(demo, "Gorgeous")
    answer = summoned.cards[0].draft.proposal.action
    assert isinstance(answer, Reply)
    assert "https://nadi.example.com/shop" in answer.text
    assert summoned.cards[0].price.startswith("Sending this costs $0.20")
    await review.approve(demo.brand, unasked.cards[0].draft.id, MEERA)

    async def parked() -> bool:
        return bool((await views.parked(demo.brand, MEERA)).deliveries)

    await eventually(parked)
    (kept,) = (await views.parked(demo.brand, MEERA)).deliveries
    assert (kept.conversation, kept.error, "mention" in kept.words) == (unasked.conversation.id, "Rejected", True)
    assert unasked.opens.startswith("https://x.com/")


async def drafted_on_x(demo: Demo, words: str) -> views.Reading:
    """The conversation on X in which these words were said, once it has a draft."""
    async with asyncio.timeout(20):
        while True:
            for one in await demo.conversations():
                if one.account == "x:main" and words in one.preview:
                    reading = await views.reading(demo.brand, MEERA, one.id)
                    if reading.cards:
                        return reading
            await asyncio.sleep(0.1)


async def test_two_comments_wait_on_youtube_for_our_review(demo: Demo) -> None:
    async def waiting() -> bool:
        return await demo.counted("held") == 2

    await eventually(waiting)


async def test_the_talk_on_tiktok_says_how_many_messages_are_left(demo: Demo) -> None:
    reading = await demo.met("Vera", "tiktok:main")

    assert (reading.messages_left, reading.messages_most) == (10, 10)


def card_of(demo: Demo, name: str, network: str) -> discord.Message | None:
    """The newest card in the control channel for somebody on a network that can be approved."""
    cards = [message for post in demo.simulated.servers.inbox.threads for message in post.messages.values()]
    named = [one for one in cards if one.text.startswith(f"### {name}") and network in one.text]
    return next((one for one in reversed(named) if approval(one)), None)


def approval(card: discord.Message) -> str:
    """What the Approve button of a card is called inside; empty when it has none."""
    inside = [
        one for outer in card.components for row in outer.get("components", []) for one in row.get("components", [])
    ]
    return next((str(one["custom_id"]) for one in inside if one.get("label") == "Approve"), "")


async def test_a_moderator_approves_in_the_teams_discord_what_a_follower_reads_in_theirs(demo: Demo) -> None:
    servers = demo.simulated.servers
    there = servers.discord.world
    await there.wait_for(lambda: card_of(demo, "Kavya", "Discord"), 20)
    card = card_of(demo, "Kavya", "Discord")
    assert card is not None
    meera = next(one for one in there.people.values() if one.username == MODERATOR)
    there.press(meera, card, approval(card))

    dm = there.dm(servers.people["kavya"], servers.bot)
    await there.wait_for(lambda: any(one.author is servers.bot for one in there.messages(dm)), 20)
    await there.wait_for(lambda: "approved by meera, sent" in card.text, 20)


async def test_plain_talk_in_the_control_channel_is_kept_as_a_note_and_goes_nowhere(demo: Demo) -> None:
    servers = demo.simulated.servers
    there = servers.discord.world

    def posts() -> list[discord.Channel]:
        return [one for one in servers.inbox.threads if one.name.startswith("Priya")]

    await there.wait_for(posts, 20)
    meera = next(one for one in there.people.values() if one.username == MODERATOR)
    there.say(meera, posts()[0], "I know her from the fair")

    async def noted() -> bool:
        reading = await demo.reading("Priya")
        return bool(reading and [line.did for line in reading.lines if line.did and line.did.what == "note"])

    await eventually(noted)
    reading = await demo.met("Priya")
    assert reading.leaving == ()


async def test_the_page_of_the_teams_discord_is_served(demo: Demo) -> None:
    async with aiohttp.ClientSession() as http, http.get(demo.simulated.servers.page) as answer:
        assert answer.status == 200
        assert "Simulated Discord" in await answer.text()


async def test_nothing_was_logged_as_an_error(demo: Demo) -> None:
    assert [entry for entry in demo.said if entry["log_level"] in {"error", "critical"}] == []
    assert [record.getMessage() for record in demo.complained] == []


async def test_the_world_gives_the_environment_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, "what stood there before")
    async with world(tmp_path, 0) as simulated:
        assert os.environ[TOKEN] == simulated.bot.token

    assert os.environ[TOKEN] == "what stood there before"
