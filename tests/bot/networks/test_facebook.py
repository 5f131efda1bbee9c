"""Facebook, acting over real HTTP in the simulated world: comments, Messenger, windows, and what is lost and found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest

from bot.networks._meta.calls import doing
from bot.networks._meta.ids import comments_below, padded, private_with
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import media_ref
from bot.networks.facebook import CAPABILITIES, Facebook
from bot.playground.attachments import Attachment
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.meta import App, Comment, MetaServer, MetaWorld, Page, Person
from inbox.actions import Block, DirectMessage, Edit, Hide, React, Remove, Reply, Unblock, Unhide
from inbox.capabilities import TextLimit, Window
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, WindowClosed
from inbox.models import Media, Message, RemoteId
from inbox.network import FetchesMedia, FindsSent, Listens, Network, SharesHooks
from inbox.publishing import JudgesPosts, ReadsMetrics
from inbox.windows import Asked, too_late
from tests.meta_accounts import Ours

START = 1_790_000_000
HOUR, DAY = 3600, 86_400
LEAF = Attachment("photo", b"\x89PNG a leaf", "leaf.png", "image/png")
PRIVATE, COMMENTS = "POST /{id}/messages", "POST /{id}/comments"


@dataclass
class World:
    """One Page of ours, a post on it, and Asha, who wrote below it and in private."""

    server: MetaServer
    ours: Ours
    app: App
    page: Page
    asha: Person
    comment: Comment

    @property
    def world(self) -> MetaWorld:
        return self.server.world

    def account(self, page: Page | None = None) -> Facebook:
        """The account as a new process makes it."""
        page = page or self.page
        self.ours.now = int(self.server.clock.now() * 1000)
        return self.ours.facebook(app_id=self.app.id, app_secret=self.app.secret, page=page.id, token=page.token)

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
        """What stands below Asha's comment."""
        return [reply.text for reply in self.comment.replies if not reply.removed]

    @property
    def said(self) -> list[str]:
        """What we said to Asha in private."""
        talk = self.page.conversations[self.asha.id]
        return [message.text for message in talk.messages.values() if message.ours]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with MetaServer(clock=Clock(START, speed=0)) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app()
        page, asha = server.world.create_page("Nadi Tea", app), server.world.create_person("Asha")
        comment = server.world.comment(asha, server.world.post(page, "New teas!"), "Is it organic?")
        server.world.message(asha, page, "Hello?")
        yield World(server, Ours(http, server.url), app, page, asha, comment)


def test_what_facebook_offers() -> None:
    offered = CAPABILITIES
    assert (offered.network, offered.read_on) == ("facebook", "2026-11-23")
    assert offered.source.startswith("https://developers.facebook.com/")
    assert offered.limit("comments", "reply") == TextLimit(8000, "utf16")
    assert offered.limit("direct", "reply").part == 2000
    assert offered.limit("comments", "direct_message") == TextLimit(2000, "utf16")
    assert offered.windows == {
        ("direct", "reply"): Window(DAY, people=7 * DAY),
        ("direct", "direct_message"): Window(DAY, people=7 * DAY),
        ("comments", "direct_message"): Window(7 * DAY, of_message=True, once=True),
    }
    for action in ("hide", "unhide", "remove", "edit", "react", "block", "unblock", "publish", "direct_message"):
        assert offered.offers("comments", action)
    for action in ("hide", "unhide", "remove", "edit", "publish", "mute"):
        assert not offered.offers("direct", action)  # type: ignore[arg-type]
    assert not offered.offers("comments", "mute")
    assert not offered.needs_public_url  # without one Meta is asked instead
    assert offered.settles


async def test_an_account_can_all_that_the_port_knows_of(world: World) -> None:
    account = world.account()
    for ability in (Network, Listens, SharesHooks, FindsSent, FetchesMedia, ReadsMetrics, JudgesPosts):
        assert isinstance(account, ability)
    assert account.hook_path == f"meta/{world.app.id}"


async def test_a_comment_is_answered_and_the_answer_changed(world: World) -> None:
    account = world.account()
    receipt = await account.perform(Reply(world.below, "Yes, all of it.", to=padded(world.comment.id)), "key")
    assert world.replies == ["Yes, all of it."]
    assert receipt.id == padded(world.comment.replies[0].id)
    assert receipt.at == world.now
    await account.perform(Edit(world.below, receipt.id, "Yes, nearly all of it."), "key")
    assert world.replies == ["Yes, nearly all of it."]


async def test_a_comment_is_hidden_shown_liked_and_deleted(world: World) -> None:
    account, id = world.account(), padded(world.comment.id)
    await account.perform(Hide(world.below, id), "1")
    assert world.comment.hidden
    await account.perform(Unhide(world.below, id), "2")
    assert not world.comment.hidden
    await account.perform(React(world.below, id, "👍"), "3")
    assert world.comment.likes == {world.page.id}
    await account.perform(React(world.below, id, ""), "4")
    assert not world.comment.likes
    await account.perform(Remove(world.below, id), "5")
    assert world.comment.removed
    await account.perform(Remove(world.below, id), "6")  # gone is gone


async def test_somebody_is_blocked_and_let_in_again(world: World) -> None:
    account, asha = world.account(), RemoteId(world.asha.id)
    await account.perform(Block(world.below, asha), "1")
    assert world.page.blocked == {asha}
    await account.perform(Unblock(world.below, asha), "2")
    assert not world.page.blocked
    await account.perform(Block(world.talk, asha), "3")
    assert world.page.muted == {asha}
    await account.perform(Unblock(world.talk, asha), "4")
    assert not world.page.muted


async def test_a_comment_on_a_post_that_is_gone(world: World) -> None:
    world.world.remove_post(world.comment.post)
    with pytest.raises(Rejected, match="This is gone"):
        await world.account().perform(Reply(world.below, "Yes."), "key")


async def test_a_picture_goes_along(world: World) -> None:
    ref = await world.ours.blobs.put(b"\xff\xd8\xff\xe0picture")
    picture, account = Media("image", ref, "image/jpeg", "leaf.jpg"), world.account()
    await account.perform(Reply(world.below, "Look", media=(picture,)), "1")
    await account.perform(Reply(world.talk, "Look", media=(picture,)), "2")
    below = world.comment.replies[0]
    assert (below.text, below.picture and below.picture.data) == ("Look", b"\xff\xd8\xff\xe0picture")
    message = list(world.page.conversations[world.asha.id].messages.values())[-1]
    assert message.attachments[0].file
    assert message.attachments[0].file.data == b"\xff\xd8\xff\xe0picture"


# ------------------------------------------------------------------------------------------------------------ windows


async def test_in_private_there_is_a_day_and_for_people_a_week(world: World) -> None:
    world.server.clock.advance(23 * HOUR)
    await world.account().perform(Reply(world.talk, "In time"), "1")
    world.server.clock.advance(2 * HOUR)
    with pytest.raises(WindowClosed, match="24 hours"):
        await world.account().perform(Reply(world.talk, "Too late"), "2")
    await world.account().perform(Reply(world.talk, "By a person", late=True), "3")
    world.server.clock.advance(7 * DAY)
    with pytest.raises(WindowClosed):
        await world.account().perform(Reply(world.talk, "Much too late", late=True), "4")
    assert world.said == ["In time", "By a person"]


async def test_what_is_late_is_refused_before_the_call(world: World) -> None:
    """As the outbox asks, with the windows that this network tells it."""
    asked = Asked("direct", START * 1000)
    late, much_too_late = START * 1000 + 25 * HOUR * 1000, START * 1000 + 8 * DAY * 1000
    reply = Reply(world.talk, "Hello")
    assert not too_late(CAPABILITIES, reply, asked, START * 1000 + HOUR * 1000, person=False)
    assert "write it in your own words" in too_late(CAPABILITIES, reply, asked, late, person=False)
    assert not too_late(CAPABILITIES, reply, asked, late, person=True)
    assert "that is over" in too_late(CAPABILITIES, reply, asked, much_too_late, person=True)
    comment = Message(padded("1_2"), "Hello", START * 1000)
    about = Asked("comments", START * 1000, comment)
    private = DirectMessage(RemoteId(world.asha.id), "Hello", about=comment.id)
    assert not too_late(CAPABILITIES, private, about, late, person=False)
    assert "after the comment" in too_late(CAPABILITIES, private, about, much_too_late, person=True)
    assert not too_late(CAPABILITIES, Reply(world.below, "Hello"), about, much_too_late, person=False)


async def test_one_private_reply_for_each_comment_within_a_week(world: World) -> None:
    asha, account = RemoteId(world.asha.id), world.account()
    action = DirectMessage(asha, "In private", about=padded(world.comment.id))
    receipt = await account.perform(action, "1")
    assert receipt.id in world.page.conversations[asha].messages
    with pytest.raises(Rejected, match="lets that happen once"):
        await account.perform(action, "2")
    other = world.world.comment(world.asha, world.comment.post, "And this?")
    world.server.clock.advance(8 * DAY)
    with pytest.raises(WindowClosed):
        await world.account().perform(DirectMessage(asha, "Late", about=padded(other.id)), "3")
    assert world.said == ["In private"]


async def test_somebody_who_blocked_us_and_somebody_who_never_wrote(world: World) -> None:
    world.world.block_us(world.asha, world.page)
    with pytest.raises(Rejected, match="cannot be written to right now"):
        await world.account().perform(Reply(world.talk, "Hello"), "1")
    with pytest.raises(Rejected, match="have to write first"):
        await world.account().perform(DirectMessage(RemoteId("12345"), "Hello"), "2")


# ------------------------------------------------------------------------------------------------------ lost and found


def actions(world: World) -> dict[str, Reply | DirectMessage]:
    return {
        COMMENTS: Reply(world.below, "Yes, all of it."),
        PRIVATE: Reply(world.talk, "Yes, all of it."),
        "private reply": DirectMessage(RemoteId(world.asha.id), "Yes, all of it.", about=padded(world.comment.id)),
    }


@pytest.mark.parametrize("what", [COMMENTS, PRIVATE, "private reply"])
@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
async def test_a_lost_answer_is_looked_for_and_nothing_is_said_twice(world: World, what: str, kind: Kind) -> None:
    action, begun = actions(world)[what], world.now
    world.server.faults.next(Fault(kind), PRIVATE if what != COMMENTS else what)
    with pytest.raises(Uncertain):
        await world.account().perform(action, "key")
    world.server.clock.advance(CAPABILITIES.settles)
    found = await world.account().find_sent(action, "key", begun)
    assert (found is not None) == (kind is Kind.CUT_AFTER)
    if found is None:
        await world.account().perform(action, "key")
    assert [*world.replies, *world.said] == ["Yes, all of it."]


LONG = " ".join(f"word{number:04}" for number in range(500))  # three messages


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
async def test_between_the_parts_of_an_answer_nothing_is_lost_or_doubled(world: World, kind: Kind, lost: int) -> None:
    action, begun = Reply(world.talk, LONG), world.now
    for _ in range(1, lost):
        world.server.faults.next(Fault(Kind.SLOW, seconds=0), PRIVATE)
    world.server.faults.next(Fault(kind), PRIVATE)
    with pytest.raises(Uncertain):
        await world.account().perform(action, "key")
    world.server.clock.advance(CAPABILITIES.settles)
    receipt = await world.account().find_sent(action, "key", begun)  # by the next process
    assert (receipt is not None) == (kind is Kind.CUT_AFTER and lost == 3)
    receipt = receipt or await world.account().perform(action, "key")
    assert " ".join(world.said) == LONG
    assert len(world.said) == 3
    ours = [m.id for m in world.page.conversations[world.asha.id].messages.values() if m.ours]
    assert receipt.id == ours[0]


async def test_what_changes_a_comment_may_be_done_twice(world: World) -> None:
    action = Hide(world.below, padded(world.comment.id))
    world.server.faults.next(Fault(Kind.CUT_AFTER), "POST /{id}")
    with pytest.raises(Uncertain):
        await world.account().perform(action, "key")
    with pytest.raises(Uncertain):
        await world.account().find_sent(action, "key", world.now)
    await world.account().perform(action, "key")
    assert world.comment.hidden


# ----------------------------------------------------------------------------------------------- tokens and permissions


async def test_a_permission_that_is_withdrawn_for_one_page_of_three_hurts_no_other(world: World) -> None:
    pages = [world.page, *(world.world.create_page(name, world.app) for name in ("Second", "Third"))]
    comments = [world.world.comment(world.asha, world.world.post(page, "Post"), "Well?") for page in pages]
    world.world.withdraw(pages[1], "pages_manage_engagement")
    outcomes: list[str] = []
    for page, comment in zip(pages, comments, strict=True):
        try:
            await world.account(page).perform(Reply(comments_below(comment.id), "Yes"), "key")
            outcomes.append("said")
        except Rejected as error:
            outcomes.append(str(error))
    assert [outcomes[0], outcomes[2]] == ["said", "said"]
    assert "pages_manage_engagement" in outcomes[1]
    assert "`.venv/bin/python run.py connect facebook`" in outcomes[1]


@pytest.mark.parametrize("subcode", [458, 460, 463, 467])
async def test_a_dead_token_stops_its_own_account_only(world: World, subcode: int) -> None:
    other = world.world.create_page("Second", world.app)
    world.world.message(world.asha, other, "Hello?")
    world.world.revoke(world.page.token, subcode)
    with pytest.raises(LoginNeeded, match="run.py connect facebook"):
        await world.account().perform(Reply(world.talk, "Yes"), "1")
    await world.account(other).perform(Reply(world.talk, "Yes"), "2")
    assert not world.said


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (4, 0, RateLimited),
        (17, 0, RateLimited),
        (32, 0, RateLimited),
        (613, 0, RateLimited),
        (1, 0, Uncertain),
        (2, 0, Uncertain),
        (368, 0, Rejected),
        (10, 1893063, Rejected),
        (551, 1545041, Rejected),
        (230, 0, Rejected),
    ],
)
async def test_each_refusal_has_its_meaning(world: World, code: int, subcode: int, kind: type[NetworkError]) -> None:
    world.server.refuse(code, subcode, match=PRIVATE)
    with pytest.raises(kind):
        await world.account().perform(Reply(world.talk, "Yes"), "key")
    await world.account().perform(Reply(world.talk, "Yes"), "key")
    assert world.said == ["Yes"]


async def test_it_slows_down_before_the_limit_is_hit(world: World) -> None:
    account = world.account()
    world.server.usage.set("messenger", world.page.id, 97, regain=4)
    await account.perform(Reply(world.talk, "One"), "1")
    with pytest.raises(RateLimited) as raised:
        await account.perform(Reply(world.talk, "Two"), "2")
    assert raised.value.retry_after == 240
    assert world.said == ["One"]


async def test_nobody_is_out_there(world: World) -> None:
    account = world.ours.facebook(base_url="http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        await account.perform(Reply(world.talk, "Yes"), "key")


# --------------------------------------------------------------------------------------------------------------- files


async def test_a_file_is_fetched_even_when_its_link_is_over(world: World) -> None:
    message = world.world.message(world.asha, world.page, "Look", [LEAF])
    file = message.attachments[0].file
    assert file is not None
    media = Media("image", media_ref(world.world.files.link(file), f"message:{message.id}", 0))
    for _ in range(2):
        assert b"".join([chunk async for chunk in world.account().fetch(media)]) == file.data
        world.server.clock.advance(30 * DAY)


async def test_checking_says_who_we_are(world: World) -> None:
    healths = await world.account().check()
    assert "Facebook knows this Page as Nadi Tea." in [one.words for one in healths]
    assert all(one.ok for one in healths)
    world.world.revoke(world.page.token, 460)
    assert [one.ok for one in await world.account().check()] == [False]
    elsewhere = await world.ours.facebook(base_url="http://127.0.0.1:9").check()
    assert [one.ok for one in elsewhere] == [False]


def test_every_reaction_that_is_offered_can_be_given() -> None:
    place = Place("facebook", "1", "2", "3")
    for kind, emojis in CAPABILITIES.reactions.items():
        thread = comments_below("1_2") if kind == "comments" else private_with("5")
        for emoji in emojis:
            assert doing(React(thread, RemoteId("1_3"), emoji), place).path
