"""Whatever answers instead of Discord, and whatever we are asked to send: it ends in an error of ours, in few words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import pytest
from aiohttp import web

from bot.playground.discord import permissions
from bot.playground.discord.records import Channel, Message, Person
from bot.playground.faults import Fault, Kind
from inbox.actions import Action, Block, DirectMessage, Edit, Mute, Preview, Publish, React, Remove, Reply, Unblock
from inbox.errors import NetworkError, RateLimited, Rejected, Uncertain
from inbox.incoming import Cursor, Incoming
from inbox.models import Media, RemoteId
from tests.bot.networks.discord.conftest import Desk
from tests.bot.networks.discord.test_acting import SEND, id20, reply, said_by_us

FIVE, SIX = RemoteId("5"), RemoteId("6")
ACTIONS: list[Action] = [
    Reply(FIVE, "x", SIX),
    DirectMessage(FIVE, "x"),
    Publish(FIVE, "x"),
    Remove(FIVE, SIX),
    Edit(FIVE, SIX, "x"),
    React(FIVE, SIX, "👍"),
    Mute(FIVE, SIX, 60),
    Block(FIVE, SIX),
    Unblock(FIVE, SIX),
]
JSON, HTML = "application/json", "text/html"
ANSWERS = {
    "a page that refuses": (403, HTML, "<!DOCTYPE html><html>" + "blocked " * 5000 + "</html>"),
    "a page": (200, HTML, "<html>welcome to the hotel</html>"),
    "half": (200, JSON, '{"id": '),
    "null": (200, JSON, "null"),
    "a list": (200, JSON, "[]"),
    "nothing": (200, JSON, "{}"),
    "nulls": (200, JSON, '{"id": null, "type": null}'),
    "a limit without a time": (429, JSON, '{"message": "slow", "code": 20016}'),
    "a limit of null": (429, JSON, '{"retry_after": null}'),
    "a limit of a century": (429, JSON, '{"retry_after": 3e9}'),
    "a list that refuses": (400, JSON, '["no"]'),
    "very many words": (403, JSON, json.dumps({"message": "x" * 10_000, "code": 7})),
}
ME = {"id": "1", "username": "nadi", "discriminator": "0", "avatar": None}
APPLICATION = {
    "id": "1",
    "name": "x",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": ME,
    "summary": "",
    "team": None,
}
KNOWN_PATHS = {"/api/v10/users/@me": ME, "/api/v10/oauth2/applications/@me": APPLICATION}


@pytest.fixture
def question(desk: Desk, asha: Person) -> Message:
    """What Asha asked in the channel."""
    return desk.server.world.say(asha, desk.general, "Are you open?")


@pytest.fixture
async def stranger(answer: str) -> AsyncIterator[str]:
    """The address of somebody who lets the bot log in and then answers all questions alike."""
    status, kind, text = ANSWERS[answer]

    async def serve(request: web.BaseRequest) -> web.Response:
        if (known := KNOWN_PATHS.get(request.path)) is not None:
            return web.Response(body=json.dumps(known).encode(), headers={"Content-Type": JSON})
        return web.Response(body=text.encode(), status=status, headers={"Content-Type": kind, "Via": "1.1 google"})

    runner = web.ServerRunner(web.Server(serve))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    await runner.cleanup()


async def ends_well(deed: Callable[[], Awaitable[object]]) -> None:
    """It succeeds, or fails with one of our errors in few words."""
    [error] = await asyncio.gather(deed(), return_exceptions=True)
    if isinstance(error, BaseException):
        assert isinstance(error, NetworkError)
        assert 0 < len(str(error)) < 400
        assert "<html" not in str(error)
        assert not isinstance(error, RateLimited) or error.retry_after <= 86_400


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: type(action).__name__)
async def test_whatever_is_answered_becomes_one_of_our_errors(desk: Desk, action: Action, stranger: str) -> None:
    account = desk.account(url=stranger)
    await ends_well(lambda: account.perform(action, "k1"))
    await ends_well(lambda: account.find_sent(action, "k1", 0))


@pytest.mark.parametrize("answer", ANSWERS)
async def test_who_is_not_discord_is_neither_proven_nor_heard_nor_asked_for_files(desk: Desk, stranger: str) -> None:
    account = desk.account(url=stranger)

    async def receive(_: Sequence[Incoming], __: Cursor | None) -> int:
        return 0

    async def fetch() -> None:
        async for _ in account.fetch(Media("image", "1.2.3")):
            raise AssertionError("there is no such file")

    assert not all(health.ok for health in await account.check())
    with pytest.raises(NetworkError):
        await account.listen(receive, "5")
    with pytest.raises(NetworkError):
        await fetch()


async def test_a_send_that_is_given_up_while_discord_asks_everybody_to_wait_holds_back_no_other(
    desk: Desk, question: Message, caplog: pytest.LogCaptureFixture
) -> None:
    account = desk.account()
    await account.perform(reply(question), "k0")
    desk.server.faults.next(Fault(Kind.REFUSE, status=429, text="global", retry_after=25), SEND)
    async with asyncio.TaskGroup() as group:
        given_up = group.create_task(account.perform(reply(question, "given up"), "k1"))
        async with asyncio.timeout(10):
            while "Global rate limit has been hit" not in caplog.text:
                await asyncio.sleep(0.001)
        given_up.cancel()
    async with asyncio.timeout(10):
        await account.perform(reply(question, "after it"), "k2")


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("", "image-0.png"),
        ("x" * 5000 + ".png", "x" * 96 + ".png"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ('a"b\r\nX: y.png', None),
        ("bill\u202egnp.exe", "bill_gnp.exe"),
        ("a\0b", "a_b"),
        ("\ud800.png", "_.png"),
        ("मेनू.pdf", None),
        (" ", None),
    ],
    ids=ascii,
)
async def test_a_file_goes_out_whatever_it_is_called(
    desk: Desk, question: Message, name: str, becomes: str | None
) -> None:
    media = Media("image", await desk.blobs.put(b"tea"), "image/png", name)
    await desk.account().perform(reply(question, media=(media,)), "k1")
    [sent] = said_by_us(desk, desk.general)
    [file] = sent.body["attachments"]
    assert file["size"] == 3
    assert becomes in (None, file["filename"])


async def test_two_cards_show_each_its_own_picture_whatever_those_are_called(desk: Desk) -> None:
    pictures = [Media("image", await desk.blobs.put(data), "image/png", "my pic.png") for data in (b"tea", b"milk")]
    cards = tuple(Preview(f"Card {number}", image=picture) for number, picture in enumerate(pictures))
    await desk.account().perform(Publish(id20(desk.general.id), "Look", previews=cards), "k1")
    [sent] = said_by_us(desk, desk.general)
    assert len({card["image"]["url"] for card in sent.body["embeds"]}) == 2


@pytest.mark.parametrize("emoji", ["hello", ":thumbsup:", "<:x:abc>", "..", "/", "%2F..", "<>", " ", "{a}", "?", "@me"])
async def test_what_is_no_emoji_is_refused(desk: Desk, question: Message, emoji: str) -> None:
    with pytest.raises(Rejected):
        await desk.account().perform(React(id20(desk.general.id), id20(question.id), emoji), "k1")
    assert not any(question.reactions.values())


async def test_the_owner_can_be_neither_muted_nor_blocked_and_nobody_for_29_days(desk: Desk, question: Message) -> None:
    desk.server.world.set_role_permissions(desk.guild, desk.bot, permissions.MODERATE_MEMBERS | permissions.BAN_MEMBERS)
    place, owner = id20(desk.general.id), id20(desk.guild.owner.id)
    for action in (Mute(place, owner, 60), Block(place, owner)):
        with pytest.raises(Rejected, match="on the owner"):
            await desk.account().perform(action, "k1")
    with pytest.raises(Rejected, match="at most 28 days"):
        await desk.account().perform(Mute(place, id20(question.author.id), 29 * 86_400), "k1")


async def test_in_a_slow_channel_it_is_said_how_long_to_wait(desk: Desk, question: Message) -> None:
    desk.server.world.set_role_permissions(desk.guild, desk.bot, 0)
    desk.server.world.set_slowmode(desk.general, 600)
    account = desk.account()
    await account.perform(reply(question), "k1")
    with pytest.raises(RateLimited) as limited:
        await account.perform(reply(question, "more"), "k2")
    assert 500 < limited.value.retry_after <= 600


async def test_a_forum_that_wants_tags_says_how_to_mend_it(desk: Desk) -> None:
    forum = desk.server.world.create_channel(desk.guild, "help", kind="forum")
    forum.demands_tag = True
    with pytest.raises(Rejected, match="in the forum's settings"):
        await desk.account().perform(Publish(id20(forum.id), "Opening hours"), "k1")


@pytest.mark.parametrize("status", [403, 503])
async def test_one_server_that_does_not_show_itself_fails_no_account(desk: Desk, status: int) -> None:
    desk.server.world.create_guild("Friends of Tea", bots=[desk.bot])
    desk.server.faults.next(Fault(Kind.REFUSE, status=status), "GET /guilds/{guild_id}")
    found = await desk.account().check()
    assert all(health.ok for health in found)
    assert "The server Friends of Nadi could not be looked into" in " ".join(health.words for health in found)
    assert "In Friends of Tea the bot reads" in " ".join(health.words for health in found)


@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
@pytest.mark.parametrize("deed", ["reply", "direct", "publish", "announce", "forum"])
async def test_a_message_whose_answer_was_cut_is_there_once_after_looking(
    desk: Desk, asha: Person, question: Message, kind: Kind, deed: str
) -> None:
    world = desk.server.world
    news = world.create_channel(desk.guild, "news", kind="announcement")
    forum = world.create_channel(desk.guild, "help", kind="forum")
    for channel in (news, world.dm(asha, desk.bot)):
        world.say(asha, channel, "earlier")  # of an empty channel nobody can tell whether it shows what is there
    plans: dict[str, tuple[Action, Channel, str]] = {
        "reply": (reply(question), desk.general, SEND),
        "direct": (DirectMessage(id20(asha.id), "hello"), world.dm(asha, desk.bot), SEND),
        "publish": (Publish(id20(desk.general.id), "hello"), desk.general, SEND),
        "announce": (Publish(id20(news.id), "hello"), news, SEND),
        "forum": (Publish(id20(forum.id), "hello"), forum, "POST /channels/{channel_id}/threads"),
    }
    action, where, call = plans[deed]
    account = desk.account(crosspost=True)
    desk.server.faults.next(Fault(kind), call)
    with pytest.raises(Uncertain):
        await account.perform(action, "k1")
    found = await account.find_sent(action, "k1", 0)
    assert (found is not None) == (kind is Kind.CUT_AFTER)
    if found is None:
        await account.perform(action, "k1")
    assert len(forum.threads if deed == "forum" else said_by_us(desk, where)) == 1


async def test_what_is_changed_may_be_cut_and_done_again(desk: Desk, asha: Person, question: Message) -> None:
    world, account = desk.server.world, desk.account()
    rights = permissions.MODERATE_MEMBERS | permissions.BAN_MEMBERS | permissions.MANAGE_MESSAGES
    world.set_role_permissions(desk.guild, desk.bot, rights)
    sent = await account.perform(reply(question), "k0")
    place, person, asked = id20(desk.general.id), id20(asha.id), id20(question.id)
    one = "/channels/{channel_id}/messages/{message_id}"
    for action, call in (
        (Edit(place, sent.id, "Until seven."), f"PATCH {one}"),
        (React(place, asked, "👍"), f"PUT {one}/reactions/{{emoji_name}}/@me"),
        (Mute(place, person, 60), "PATCH /guilds/{guild_id}/members/{user_id}"),
        (Remove(place, asked), f"DELETE {one}"),
        (Block(place, person), "PUT /guilds/{guild_id}/bans/{user_id}"),
        (Unblock(place, person), "DELETE /guilds/{guild_id}/bans/{user_id}"),
    ):
        desk.server.faults.next(Fault(Kind.CUT_AFTER), call)
        await asyncio.gather(account.perform(action, "k1"), return_exceptions=True)  # some aiohttp repeats by itself
        await account.perform(action, "k1")
    assert said_by_us(desk, desk.general)[0].content == "Until seven."
    assert question.id not in desk.general.messages
    assert asha.id not in desk.guild.bans
