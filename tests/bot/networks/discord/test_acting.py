"""What we do in the simulated Discord happens once, pings nobody, and fails in words."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground.discord import permissions
from bot.playground.discord.records import Channel, Message, Person
from bot.playground.faults import Fault, Kind
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    Preview,
    Publish,
    React,
    Remove,
    Reply,
    Slow,
    Unblock,
    Unhide,
)
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.incoming import NewMessage
from inbox.models import Media, RemoteId
from tests.bot.networks.discord.conftest import Desk, Heard

SEND = "POST /channels/{channel_id}/messages"
MEGABYTE = 1024 * 1024


def id20(number: int) -> RemoteId:
    """A snowflake as our id."""
    return RemoteId(f"{number:020d}")


def said_by_us(desk: Desk, where: Channel) -> list[Message]:
    """What our bot said in a channel."""
    return [message for message in where.messages.values() if message.author is desk.bot]


@pytest.fixture
def question(desk: Desk, asha: Person) -> Message:
    """What Asha asked in the channel."""
    return desk.server.world.say(asha, desk.general, "Are you open?")


def reply(question: Message, text: str = "Yes, until six.", **more: object) -> Reply:
    """An answer to the question."""
    return Reply(id20(question.channel.id), text, id20(question.id), **more)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------------------- every action


async def test_a_reply_stands_under_its_message_and_its_receipt_names_it(desk: Desk, question: Message) -> None:
    receipt = await desk.account().perform(reply(question, "Yes, @everyone and <@1>!"), "k1")
    [sent] = said_by_us(desk, desk.general)
    assert (receipt.id, sent.content) == (id20(sent.id), "Yes, @everyone and <@1>!")
    assert sent.reply_to is question
    assert abs(receipt.at - desk.now()) < 60_000
    assert sent.body["mentions"] == []
    assert sent.body["mention_everyone"] is False


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(desk: Desk, question: Message) -> None:
    desk.server.world.remove(question)
    await desk.account().perform(reply(question), "k1")
    assert len(said_by_us(desk, desk.general)) == 1


async def test_the_same_key_twice_is_one_message(desk: Desk, question: Message) -> None:
    account = desk.account()
    first, again = [await account.perform(reply(question), "3a0206-17") for _ in range(2)]
    after_restart = await desk.account().perform(reply(question), "3a0206-17")
    other = await account.perform(reply(question), "3a0206-18")
    assert first == again == after_restart
    assert other.id != first.id
    assert len(said_by_us(desk, desk.general)) == 2


async def test_files_go_along(desk: Desk, question: Message) -> None:
    ref = await desk.blobs.put(b"tea" * 1000)
    media = (Media("image", ref, "image/png", "tea.png", 3000, "a cup"),)
    await desk.account().perform(reply(question, "Look", media=media), "k1")
    [sent] = said_by_us(desk, desk.general)
    [attachment] = sent.body["attachments"]
    assert (attachment["filename"], attachment["size"]) == ("tea.png", 3000)


async def test_a_file_of_25_mb_is_refused_in_words_and_nothing_is_sent(desk: Desk, question: Message) -> None:
    ref = await desk.blobs.put(b"x" * 25 * MEGABYTE)
    with pytest.raises(Rejected, match=r"film\.mkv has 25 MB; Discord takes at most 10 MB for each file"):
        await desk.account().perform(reply(question, media=(Media("video", ref, name="film.mkv"),)), "k1")
    assert said_by_us(desk, desk.general) == []


async def test_a_file_that_was_erased_is_said(desk: Desk, question: Message) -> None:
    with pytest.raises(Rejected, match="has been erased"):
        await desk.account().perform(reply(question, media=(Media("image", "blob:9"),)), "k1")


async def test_a_direct_message_opens_its_conversation(desk: Desk, asha: Person) -> None:
    receipt = await desk.account().perform(DirectMessage(id20(asha.id), "In private"), "k1")
    [sent] = said_by_us(desk, desk.server.world.dm(asha, desk.bot))
    assert (sent.content, receipt.id) == ("In private", id20(sent.id))


async def test_messages_are_edited_and_removed(desk: Desk, question: Message) -> None:
    account = desk.account()
    sent = await account.perform(reply(question), "k1")
    await account.perform(Edit(id20(desk.general.id), sent.id, "Until seven."), "k2")
    assert said_by_us(desk, desk.general)[0].content == "Until seven."
    desk.server.world.set_role_permissions(desk.guild, desk.bot, permissions.MANAGE_MESSAGES)
    removal = Remove(id20(desk.general.id), id20(question.id))
    receipts = [await account.perform(removal, "k3") for _ in range(2)]
    assert [receipt.id for receipt in receipts] == [removal.message] * 2
    assert question.id not in desk.general.messages


async def test_our_reaction_is_one(desk: Desk, question: Message) -> None:
    account, place = desk.account(), (id20(desk.general.id), id20(question.id))
    for emoji in ("👍", "🔥"):
        await account.perform(React(*place, emoji), "k")
    assert question.reactions == {"🔥": [desk.bot.id]}
    await account.perform(React(*place, ""), "k")
    assert not any(question.reactions.values())


async def test_people_are_muted_blocked_and_let_back_in(desk: Desk, asha: Person, question: Message) -> None:
    account, thread, person = desk.account(), id20(desk.general.id), id20(asha.id)
    rights = permissions.MODERATE_MEMBERS | permissions.BAN_MEMBERS
    desk.server.world.set_role_permissions(desk.guild, desk.bot, rights)
    member = desk.guild.members[asha.id]
    await account.perform(Mute(thread, person, 3600), "k1")
    assert member.muted_until > desk.server.clock.now() + 3500
    await account.perform(Mute(thread, person, 0), "k2")
    assert not member.muted_until
    await account.perform(Block(thread, person), "k3")
    assert asha.id in desk.guild.bans
    for _ in range(2):  # the second time nobody is banned any more, which is what was wanted
        await account.perform(Unblock(thread, person), "k4")
    assert asha.id not in desk.guild.bans


async def test_everybody_is_slowed_down_and_let_go_again(desk: Desk) -> None:
    account, thread = desk.account(), id20(desk.general.id)
    desk.server.world.set_role_permissions(desk.guild, desk.bot, permissions.MODERATE_MEMBERS)
    with pytest.raises(Rejected):
        await account.perform(Slow(thread, 30), "k1")
    desk.server.world.set_role_permissions(desk.guild, desk.bot, permissions.MANAGE_CHANNELS)
    await account.perform(Slow(thread, 30), "k2")
    assert desk.general.slowmode == 30
    await account.perform(Slow(thread, 0), "k3")
    assert desk.general.slowmode == 0
    with pytest.raises(Rejected, match="at most 6 hours"):
        await account.perform(Slow(thread, 6 * 3600 + 1), "k4")


async def test_a_post_goes_to_a_channel_with_its_cards(desk: Desk) -> None:
    ref = await desk.blobs.put(b"tea")
    card = Preview("New teas", "Three of them", "https://nadi.example/teas", Media("image", ref, name="tea.png"))
    receipt = await desk.account().perform(Publish(RemoteId(str(desk.general.id)), "Look!", previews=(card,)), "k1")
    [post] = said_by_us(desk, desk.general)
    assert receipt.id == id20(post.id)
    assert post.content == "Look!"
    [embed] = post.body["embeds"]
    assert (embed["title"], embed["description"]) == ("New teas", "Three of them")


async def test_a_post_in_a_forum_is_a_new_thread(desk: Desk) -> None:
    forum = desk.server.world.create_channel(desk.guild, "help", kind="forum")
    receipt = await desk.account().perform(Publish(id20(forum.id), "Opening hours\nFrom nine to six."), "k1")
    [thread] = forum.threads.values() if isinstance(forum.threads, dict) else forum.threads
    assert (thread.name, receipt.id) == ("Opening hours", id20(thread.id))


async def test_announcements_are_crossposted_where_that_is_wanted_and_never_posted_twice_for_it(desk: Desk) -> None:
    world = desk.server.world
    news = world.create_channel(desk.guild, "news", kind="announcement")
    await desk.account().perform(Publish(id20(news.id), "quiet"), "k1")
    account = desk.account(crosspost=True)
    await account.perform(Publish(id20(news.id), "loud"), "k2")
    desk.server.faults.next(Fault(Kind.CUT_AFTER), "POST /channels/{channel_id}/messages/{message_id}/crosspost")
    await account.perform(Publish(id20(news.id), "half heard"), "k3")
    posts = said_by_us(desk, news)
    assert [post.content for post in posts] == ["quiet", "loud", "half heard"]
    assert [bool(post.flags & 1) for post in posts] == [False, True, True]


async def test_a_reply_in_a_thread_and_in_private(desk: Desk, asha: Person, question: Message) -> None:
    world = desk.server.world
    thread = world.open_thread(asha, desk.general, "hours", from_message=question, text="And on Sunday?")
    [asked] = [message for message in thread.messages.values() if message.content == "And on Sunday?"]
    dm = world.say(asha, world.dm(asha, desk.bot), "hi")
    account = desk.account()
    await account.perform(reply(asked, "Closed."), "k1")
    await account.perform(reply(dm, "Hello!"), "k2")
    assert said_by_us(desk, thread)[0].reply_to is asked
    assert said_by_us(desk, dm.channel)[0].content == "Hello!"


# -------------------------------------------------------------------------------------------------------- every refusal


async def test_what_is_for_later_is_not_posted_now(desk: Desk) -> None:
    before = len(desk.server.world.sent)
    with pytest.raises(Unsupported, match="at a later time"):
        await desk.account().perform(Publish(RemoteId(str(desk.general.id)), "Look!", release=1), "k1")
    assert len(desk.server.world.sent) == before


@pytest.mark.parametrize(
    ("action", "meant", "words"),
    [
        (Hide(RemoteId("1"), RemoteId("2")), Unsupported, "cannot hide"),
        (Unhide(RemoteId("1"), RemoteId("2")), Unsupported, "cannot hide"),
        (Reply(RemoteId("nonsense"), "x"), Rejected, "no id of Discord's"),
        (Reply(RemoteId("1"), "x"), Rejected, "channel or thread is gone"),
        (Reply(RemoteId("1"), "x" * 2001), Rejected, "2001 characters"),
        (DirectMessage(RemoteId("1"), "x"), Rejected, "no such person"),
        (Mute(RemoteId("1"), RemoteId("1"), 1), Rejected, "gone"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
async def test_what_cannot_be_done_is_said(desk: Desk, action: Action, meant: type[NetworkError], words: str) -> None:
    with pytest.raises(meant, match=words):
        await desk.account().perform(action, "k1")


async def test_nobody_is_muted_or_blocked_in_private(desk: Desk, asha: Person) -> None:
    place = id20(desk.server.world.dm(asha, desk.bot).id)
    with pytest.raises(Unsupported, match="in private"):
        await desk.account().perform(Block(place, id20(asha.id)), "k1")


async def test_a_missing_permission_is_said(desk: Desk, asha: Person, question: Message) -> None:
    account = desk.account()
    desk.server.world.set_role_permissions(desk.guild, desk.bot, 0)
    with pytest.raises(Rejected, match="lacks the permission"):
        await account.perform(Remove(id20(desk.general.id), id20(question.id)), "k1")
    desk.server.world.set_permissions(desk.general, desk.bot, deny=permissions.VIEW_CHANNEL)
    with pytest.raises(Rejected, match="cannot see this place"):
        await account.perform(reply(question), "k2")


async def test_somebody_who_blocked_the_bot_gets_nothing(desk: Desk, asha: Person) -> None:
    desk.server.world.block(asha, desk.bot)
    with pytest.raises(Rejected, match="takes no direct messages"):
        await desk.account().perform(DirectMessage(id20(asha.id), "hello"), "k1")


async def test_a_token_that_was_reset_needs_a_login(desk: Desk, question: Message) -> None:
    account = desk.account()
    await account.perform(reply(question), "k1")
    desk.server.world.reset_token(desk.bot)
    with pytest.raises(LoginNeeded, match="Reset Token"):
        await account.perform(reply(question), "k2")


@pytest.mark.parametrize(
    ("fault", "meant", "sent"),
    [
        (Fault(Kind.CUT_AFTER), Uncertain, 1),
        (Fault(Kind.CUT_BEFORE), Uncertain, 0),
        (Fault(Kind.REFUSE, status=503), Unavailable, 0),
    ],
    ids=["answer lost", "cut before", "down"],
)
async def test_a_send_that_failed_says_whether_it_is_certain(
    desk: Desk, question: Message, fault: Fault, meant: type[NetworkError], sent: int
) -> None:
    account = desk.account()
    await account.check()
    desk.server.faults.next(fault, SEND)
    with pytest.raises(meant):
        await account.perform(reply(question), "k1")
    assert len(said_by_us(desk, desk.general)) == sent
    await account.perform(reply(question), "k1")
    assert len(said_by_us(desk, desk.general)) == 1


async def test_nobody_at_the_address_is_not_done(desk: Desk, question: Message) -> None:
    with pytest.raises(Unavailable, match="no connection to Discord"):
        await desk.account(url="http://127.0.0.1:9/api/v10").perform(reply(question), "k1")


@pytest.mark.parametrize(("status", "text"), [(500, ""), (502, ""), (429, ""), (429, "global")])
async def test_what_discord_py_repeats_by_itself_is_one_message(
    desk: Desk, question: Message, status: int, text: str
) -> None:
    desk.server.faults.next(Fault(Kind.REFUSE, status=status, text=text, retry_after=1), SEND)
    await desk.account().perform(reply(question), "k1")
    assert len(said_by_us(desk, desk.general)) == 1


async def test_a_long_wait_is_for_the_outbox(desk: Desk, question: Message) -> None:
    desk.server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=90), SEND)
    with pytest.raises(RateLimited) as limited:
        await desk.account().perform(reply(question), "k1")
    assert limited.value.retry_after == 90


async def test_a_forum_post_whose_answer_failed_is_not_posted_again_by_anybody(desk: Desk) -> None:
    forum = desk.server.world.create_channel(desk.guild, "help", kind="forum")
    post, account = Publish(id20(forum.id), "Opening hours"), desk.account()
    desk.server.faults.next(Fault(Kind.REFUSE, status=502), "POST /channels/{channel_id}/threads")
    with pytest.raises(Uncertain):
        await account.perform(post, "k1")
    assert await account.find_sent(post, "k1", 0) is None
    desk.server.faults.next(Fault(Kind.CUT_AFTER), "POST /channels/{channel_id}/threads")
    with pytest.raises(Uncertain):
        await account.perform(post, "k1")
    found = await account.find_sent(post, "k1", 0)
    assert found is not None
    assert len(forum.threads) == 1


# -------------------------------------------------------------------------------------------- looking, and listening


async def test_what_was_sent_is_found_and_what_was_not_is_not(desk: Desk, question: Message) -> None:
    account = desk.account()
    assert await account.find_sent(reply(question), "k1", 0) is None
    receipt = await account.perform(reply(question), "k1")
    assert await account.find_sent(reply(question), "k1", 0) == receipt
    assert await desk.account().find_sent(reply(question), "k1", 0) == receipt
    assert await account.find_sent(reply(question, "something else"), "k2", 0) is None


async def test_a_direct_message_is_found_while_we_know_when_it_was_sent(desk: Desk, asha: Person) -> None:
    account, action = desk.account(), DirectMessage(id20(asha.id), "hello")
    receipt = await account.perform(action, "k1")
    assert await account.find_sent(action, "k1", 0) == receipt
    with pytest.raises(Uncertain):  # another process may have sent the same long ago
        await desk.account().find_sent(action, "k1", 0)


async def test_where_history_may_not_be_read_nobody_can_tell(desk: Desk, question: Message) -> None:
    account = desk.account()
    await account.perform(reply(question), "k1")
    desk.server.world.set_permissions(desk.general, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    with pytest.raises(Uncertain, match="shows nothing"):
        await account.find_sent(reply(question), "k1", 0)


async def test_two_that_look_alike_cannot_be_told_apart(desk: Desk, question: Message) -> None:
    account = desk.account()
    for key in ("k1", "k2"):
        await account.perform(reply(question), key)
    with pytest.raises(Uncertain, match="several messages"):
        await account.find_sent(reply(question), "k2", 0)


async def test_an_answer_to_what_is_gone_may_be_there(desk: Desk, question: Message) -> None:
    account = desk.account()
    desk.server.world.remove(question)
    await account.perform(reply(question), "k1")
    with pytest.raises(Uncertain, match="is gone"):
        await account.find_sent(reply(question), "k1", 0)


async def test_what_changes_a_message_is_done_again_instead(desk: Desk, question: Message) -> None:
    with pytest.raises(Uncertain):
        await desk.account().find_sent(Remove(id20(desk.general.id), id20(question.id)), "k1", 0)


async def test_our_own_words_come_back_as_ours(desk: Desk, asha: Person, question: Message, heard: Heard) -> None:
    async with desk.listening(heard.receive) as account:
        receipt = await account.perform(reply(question), "k1")
        echo = await heard.first(NewMessage)
    assert (echo.id, echo.author, echo.text) == (receipt.id, None, "Yes, until six.")


async def test_many_at_once_log_in_once(desk: Desk, question: Message) -> None:
    account = desk.account()
    await asyncio.gather(*(account.perform(reply(question), f"k{n}") for n in range(10)))
    assert len(said_by_us(desk, desk.general)) == 10
    assert [call.path for call in desk.server.calls].count("/users/@me") == 1
