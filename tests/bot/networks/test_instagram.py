"""Instagram, acting over real HTTP in the simulated world: comments, mentions and messages, by both ways to log in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.networks._meta.calls import doing
from bot.networks._meta.ids import comments_below, mention_in, padded, private_with
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import media_ref
from bot.networks.instagram import CAPABILITIES, Instagram
from bot.playground.attachments import Attachment
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.meta import App, Comment, MetaServer, MetaWorld, Person, Profile
from inbox.actions import Block, DirectMessage, Edit, Hide, React, Remove, Reply, Unblock, Unhide
from inbox.capabilities import TextLimit, Window
from inbox.errors import LoginNeeded, Rejected, Uncertain, Unsupported, WindowClosed
from inbox.models import Media, RemoteId
from inbox.network import FetchesMedia, FindsSent, Listens, Network, SharesHooks
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.meta_accounts import Ours

START = 1_790_000_000
DAY = 86_400
PRIVATE, REPLIES = "POST /{id}/messages", "POST /{id}/replies"
LEAF = Attachment("photo", b"\x89PNG a leaf", "leaf.png", "image/png")


@dataclass
class World:
    """One professional account of ours, and Asha, who wrote below its picture and in private."""

    server: MetaServer
    ours: Ours
    app: App
    profile: Profile
    asha: Person
    comment: Comment

    @property
    def world(self) -> MetaWorld:
        return self.server.world

    def account(self) -> Instagram:
        """The account as a new process makes it."""
        self.ours.now = self.now
        login = {"login": "facebook", "page": self.profile.page.id} if self.profile.page else {}
        secret, token = self.app.secret, self.profile.token
        return self.ours.instagram(app_id=self.app.id, app_secret=secret, id=self.profile.id, token=token, **login)

    @property
    def now(self) -> int:
        return int(self.server.clock.now() * 1000)

    @property
    def below(self) -> RemoteId:
        return comments_below(self.comment.id)

    @property
    def talk(self) -> RemoteId:
        return private_with(self.asha.id)

    @property
    def replies(self) -> list[str]:
        return [reply.text for reply in self.comment.replies if not reply.removed]

    @property
    def said(self) -> list[str]:
        talk = self.profile.conversations[self.asha.id]
        return [message.text for message in talk.messages.values() if message.ours]


@pytest.fixture(params=["instagram", "facebook"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """Everything holds for both ways to log in."""
    async with MetaServer(clock=Clock(START, speed=0)) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app()
        page = server.world.create_page("Nadi Tea", app) if request.param == "facebook" else None
        profile, asha = server.world.create_profile("naditea", app, page), server.world.create_person("Asha")
        comment = server.world.comment(asha, server.world.post(profile, "New teas!", LEAF), "Is it organic?")
        server.world.message(asha, profile, "Hello?")
        ours = Ours(http, server.url)
        ours.share = lambda media, seconds: server.world.files.link(server.world.upload(LEAF))
        yield World(server, ours, app, profile, asha, comment)


def test_what_instagram_offers() -> None:
    offered = CAPABILITIES
    assert (offered.network, offered.read_on) == ("instagram", "2026-11-23")
    assert offered.source.startswith("https://developers.facebook.com/")
    assert offered.limit("comments", "reply") == TextLimit(2200, "utf16")
    assert (offered.limit("direct", "reply").unit, offered.limit("direct", "reply").part) == ("bytes", 1000)
    assert offered.limit("comments", "direct_message") == TextLimit(1000, "bytes")
    assert offered.windows == {
        ("direct", "reply"): Window(DAY, people=7 * DAY),
        ("direct", "direct_message"): Window(DAY, people=7 * DAY),
        ("comments", "direct_message"): Window(7 * DAY, of_message=True, once=True),
    }
    assert offered.actions["comments"] == {"reply", "direct_message", "hide", "unhide", "remove", "publish"}
    assert offered.actions["direct"] == {"reply", "direct_message", "react", "block", "unblock"}
    assert offered.silent == {"comments"}
    assert "file" not in offered.media
    assert not offered.needs_public_url  # without one Meta is asked instead


async def test_an_account_can_all_that_the_port_knows_of(world: World) -> None:
    account = world.account()
    for ability in (Network, Listens, SharesHooks, FindsSent, FetchesMedia, ReadsMetrics, JudgesPosts):
        assert isinstance(account, ability)
    assert account.hook_path == f"meta/{world.app.id}"


async def test_a_comment_is_answered_hidden_shown_and_deleted(world: World) -> None:
    account, id = world.account(), padded(world.comment.id)
    receipt = await account.perform(Reply(world.below, "Yes, all of it.", to=id), "1")
    assert world.replies == ["Yes, all of it."]
    assert receipt.id == padded(world.comment.replies[0].id)
    await account.perform(Hide(world.below, id), "2")
    assert world.comment.hidden
    await account.perform(Unhide(world.below, id), "3")
    assert not world.comment.hidden
    await account.perform(Remove(world.below, id), "4")
    assert world.comment.removed
    await account.perform(Remove(world.below, id), "5")


async def test_what_instagram_does_not_offer(world: World) -> None:
    account, id, asha = world.account(), padded(world.comment.id), RemoteId(world.asha.id)
    for action in (Edit(world.below, id, "x"), React(world.below, id, "👍"), Block(world.below, asha)):
        with pytest.raises(Unsupported):
            await account.perform(action, "key")


async def test_a_mention_below_somebody_elses_picture_is_answered(world: World) -> None:
    said = world.world.mention(world.asha, world.profile, "@naditea is good")
    assert isinstance(said, Comment)
    await world.account().perform(Reply(mention_in(said.post.id, said.id), "Thank you!"), "key")
    assert [reply.text for reply in said.replies] == ["Thank you!"]


async def test_in_private_a_picture_is_fetched_from_us(world: World) -> None:
    picture = Media("image", "blob:0", "image/png")
    await world.account().perform(Reply(world.talk, "Look", media=(picture,)), "key")
    last = list(world.profile.conversations[world.asha.id].messages.values())[-1]
    assert last.attachments[0].file
    assert last.attachments[0].file.data == LEAF.data


async def test_a_message_is_reacted_to(world: World) -> None:
    theirs = world.world.message(world.asha, world.profile, "I love it")
    await world.account().perform(React(world.talk, RemoteId(theirs.id), "❤️"), "1")
    assert theirs.reactions == {world.profile.id: "❤"}
    await world.account().perform(React(world.talk, RemoteId(theirs.id), ""), "2")
    assert not theirs.reactions


async def test_people_are_blocked_where_a_page_stands_between(world: World) -> None:
    account, asha = world.account(), RemoteId(world.asha.id)
    if world.profile.page is None:
        with pytest.raises(Unsupported, match="login: facebook"):
            await account.perform(Block(world.talk, asha), "key")
        return
    await account.perform(Block(world.talk, asha), "1")
    assert world.profile.muted == {asha}
    await account.perform(Unblock(world.talk, asha), "2")
    assert not world.profile.muted


async def test_in_private_there_is_a_day_and_for_people_a_week(world: World) -> None:
    world.server.clock.advance(DAY + 60)
    with pytest.raises(WindowClosed, match="24 hours"):
        await world.account().perform(Reply(world.talk, "Too late"), "1")
    await world.account().perform(Reply(world.talk, "By a person", late=True), "2")
    world.server.clock.advance(7 * DAY)
    with pytest.raises(WindowClosed):
        await world.account().perform(Reply(world.talk, "Much too late", late=True), "3")
    assert world.said == ["By a person"]


async def test_one_private_reply_for_each_comment(world: World) -> None:
    action, account = DirectMessage(RemoteId(world.asha.id), "Hi", about=padded(world.comment.id)), world.account()
    await account.perform(action, "1")
    with pytest.raises(Rejected, match="lets that happen once"):
        await account.perform(action, "2")
    assert world.said == ["Hi"]


def actions(world: World) -> dict[str, Reply | DirectMessage]:
    return {
        REPLIES: Reply(world.below, "Yes, all of it."),
        PRIVATE: Reply(world.talk, "Yes, all of it."),
        "private reply": DirectMessage(RemoteId(world.asha.id), "Yes, all of it.", about=padded(world.comment.id)),
    }


@pytest.mark.parametrize("what", [REPLIES, PRIVATE, "private reply"])
@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
async def test_a_lost_answer_is_looked_for_and_nothing_is_said_twice(world: World, what: str, kind: Kind) -> None:
    action, begun = actions(world)[what], world.now
    world.server.faults.next(Fault(kind), PRIVATE if what != REPLIES else what)
    with pytest.raises(Uncertain):
        await world.account().perform(action, "key")
    world.server.clock.advance(CAPABILITIES.settles)
    found = await world.account().find_sent(action, "key", begun)
    assert (found is not None) == (kind is Kind.CUT_AFTER)
    if found is None:
        await world.account().perform(action, "key")
    assert [*world.replies, *world.said] == ["Yes, all of it."]


@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
async def test_an_answer_of_a_thousand_bytes_and_more_leaves_in_parts(world: World, kind: Kind) -> None:
    text = " ".join(f"શબ્દ{number:03}" for number in range(120))  # 1,919 bytes
    action, begun = Reply(world.talk, text), world.now
    world.server.faults.next(Fault(Kind.SLOW, seconds=0), PRIVATE)
    world.server.faults.next(Fault(kind), PRIVATE)
    with pytest.raises(Uncertain):
        await world.account().perform(action, "key")
    world.server.clock.advance(CAPABILITIES.settles)
    if await world.account().find_sent(action, "key", begun) is None:
        await world.account().perform(action, "key")
    assert " ".join(world.said) == text
    assert all(len(part.encode()) <= 1000 for part in world.said)


@pytest.mark.parametrize("subcode", [460, 463, 467])
async def test_a_dead_token_asks_for_a_login(world: World, subcode: int) -> None:
    world.world.revoke(world.profile.token, subcode)
    with pytest.raises(LoginNeeded, match="run.py connect instagram"):
        await world.account().perform(Reply(world.talk, "Yes"), "1")


async def test_a_token_that_has_expired_asks_for_a_login(world: World) -> None:
    world.world.expire(world.profile.token)
    with pytest.raises(LoginNeeded, match="has expired"):
        await world.account().perform(Reply(world.talk, "Yes"), "1")


async def test_a_file_is_fetched_even_when_its_link_is_over(world: World) -> None:
    message = world.world.message(world.asha, world.profile, "Look", [LEAF])
    file = message.attachments[0].file
    assert file is not None
    media = Media("image", media_ref(world.world.files.link(file), f"message:{message.id}", 0))
    for _ in range(2):
        assert b"".join([chunk async for chunk in world.account().fetch(media)]) == file.data
        world.server.clock.advance(30 * DAY)


async def test_checking_says_who_we_are(world: World) -> None:
    healths = await world.account().check()
    assert "Instagram knows this account as @naditea." in [one.words for one in healths]
    world.world.revoke(world.profile.token, 460)
    assert [one.ok for one in await world.account().check()] == [False]


def test_every_reaction_that_is_offered_can_be_given() -> None:
    place = Place("instagram", "1", "2", "3")
    for kind, emojis in CAPABILITIES.reactions.items():
        thread = comments_below("1_2") if kind == "comments" else private_with("5")
        for emoji in emojis:
            assert doing(React(thread, RemoteId("1_3"), emoji), place).path
