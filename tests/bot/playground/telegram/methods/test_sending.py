"""New messages: their shape, their limits, and where a bot may not write."""

from __future__ import annotations

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.playground.telegram import BotAccount, Chat, Person, World
from tests.bot.playground.telegram.calls import Raw

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def conversation(world: World, shop: BotAccount, asha: Person) -> None:
    world.start(asha, shop)


@pytest.fixture
def talk(world: World, shop: BotAccount, asha: Person) -> Chat:
    return world.create_supergroup("Shop talk", [shop], [asha])


async def test_a_reply_carries_the_message_it_answers(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    question = world.say(asha, shop, "when do you open?")
    answer = await bot.send_message(asha.id, "at ten", reply_parameters=ReplyParameters(question.id))

    assert answer.message_id == question.id + 1
    assert answer.reply_to_message.text == "when do you open?"
    assert [message.text for message in world.messages(world.private(shop, asha))][-1] == "at ten"


async def test_a_reply_to_a_comment_stays_in_its_thread(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    talk = world.create_supergroup("Shop talk", [shop])
    post = world.post(world.create_channel("Shop", [shop], talk), "News")
    comment = world.comment(asha, post, "nice")
    answer = await bot.send_message(talk.id, "thanks", reply_parameters=ReplyParameters(comment.id))

    assert answer.message_thread_id == world.discussion_of(post).id


async def test_a_reply_to_what_is_gone_is_refused_unless_it_may_stand_alone(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    question = world.say(asha, shop, "never mind")
    world.remove(question)
    with pytest.raises(BadRequest, match="[Mm]essage to be replied not found"):
        await bot.send_message(asha.id, "sure", reply_parameters=ReplyParameters(question.id))

    alone = ReplyParameters(question.id, allow_sending_without_reply=True)
    assert (await bot.send_message(asha.id, "sure", reply_parameters=alone)).reply_to_message is None


async def test_4096_characters_fit_and_one_more_does_not_however_wide_they_are(asha: Person, bot: Bot) -> None:
    await bot.send_message(asha.id, "👍" * 4096)

    with pytest.raises(BadRequest, match="[Mm]essage is too long"):
        await bot.send_message(asha.id, "a" * 4097)


async def test_marks_do_not_count_towards_the_length(asha: Person, bot: Bot) -> None:
    message = await bot.send_message(asha.id, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")

    assert len(message.text) == 4096


@pytest.mark.parametrize("text", [" ", "\n\n", "<b> </b>"])
async def test_a_text_of_nothing_is_refused(asha: Person, raw: Raw, text: str) -> None:
    reason = await raw.refusal("sendMessage", chat_id=asha.id, text=text, parse_mode="HTML")

    assert reason == "Bad Request: message text is empty"


async def test_a_caption_may_have_1024_characters(asha: Person, bot: Bot) -> None:
    await bot.send_photo(asha.id, PNG, caption="a" * 1024)

    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(asha.id, PNG, caption="a" * 1025)


async def test_an_album_is_one_deed_of_several_messages(world: World, asha: Person, bot: Bot) -> None:
    media = [InputMediaPhoto(PNG, caption="our shop"), InputMediaPhoto(PNG)]
    messages = await bot.send_media_group(asha.id, media)

    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["our shop", None]
    assert world.sent[-1].message_ids == tuple(message.message_id for message in messages)
    assert (len(world.sent), world.sent[-1].text) == (1, "our shop")


@pytest.mark.parametrize("count", [1, 11])
async def test_an_album_has_2_to_10_items(asha: Person, bot: Bot, count: int) -> None:
    with pytest.raises(BadRequest):
        await bot.send_media_group(asha.id, [InputMediaPhoto(PNG)] * count)


async def test_pictures_and_documents_do_not_mix(asha: Person, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(asha.id, [InputMediaPhoto(PNG), InputMediaDocument(b"list")])


async def test_a_post_in_a_channel_opens_its_discussion(world: World, shop: BotAccount, raw: Raw) -> None:
    talk = world.create_supergroup("Shop talk", [shop])
    channel = world.create_channel("Shop", [shop], talk)
    post = await raw.result("sendMessage", chat_id=channel.id, text="News")
    (update,) = await raw.result("getUpdates", offset=-1)  # type: ignore[misc]

    assert isinstance(post, dict)
    assert post["sender_chat"] == channel.as_chat
    assert "from" not in post
    assert update["message"]["forward_origin"]["message_id"] == post["message_id"]


@pytest.mark.parametrize(
    ("chat", "reason"),
    [
        ("@nowhere", "Bad Request: chat not found"),
        (12345, "Bad Request: chat not found"),
        (-1001, "Bad Request: chat not found"),
    ],
)
async def test_an_unknown_chat_is_not_found(raw: Raw, chat: object, reason: str) -> None:
    assert await raw.refusal("sendMessage", chat_id=chat, text="hello") == reason


async def test_somebody_who_never_wrote_cannot_be_written_to(bhavin: Person, bot: Bot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(bhavin.id, "hello")


async def test_somebody_who_blocked_the_bot_cannot_be_written_to_until_unblocked(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    world.block_bot(asha, shop)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(asha.id, "hello")
    world.unblock_bot(asha, shop)

    await bot.send_message(asha.id, "welcome back")


async def test_a_deleted_account_cannot_be_written_to(world: World, asha: Person, bot: Bot) -> None:
    world.deactivate(asha)

    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(asha.id, "hello")


@pytest.mark.parametrize(
    ("kicked", "reason"),
    [(True, "bot was kicked from the supergroup chat"), (False, "bot is not a member of the supergroup chat")],
)
async def test_a_bot_that_is_out_cannot_write(
    world: World, shop: BotAccount, talk: Chat, raw: Raw, kicked: bool, reason: str
) -> None:
    world.remove_bot(talk, shop, kicked=kicked)

    assert await raw.refusal("sendMessage", chat_id=talk.id, text="hello") == f"Forbidden: {reason}"


async def test_a_channel_wants_the_right_to_post(world: World, shop: BotAccount, raw: Raw) -> None:
    channel = world.create_channel("Shop")
    world.add_bot(channel, shop, rights=["can_delete_messages"])

    assert await raw.refusal("sendMessage", chat_id=channel.id, text="News") == (
        "Bad Request: need administrator rights in the channel chat"
    )


async def test_a_group_that_became_a_supergroup_says_its_new_id(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    group = world.create_group("Shop talk", [shop], [asha])
    supergroup = world.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "hello")
    updates = [update.message for update in await bot.get_updates(offset=-2)]

    assert moved.value.new_chat_id == supergroup.id
    assert [m.migrate_to_chat_id or m.migrate_from_chat_id for m in updates] == [supergroup.id, group.id]
    await bot.send_message(supergroup.id, "hello again")


async def test_a_message_is_copied_without_and_forwarded_with_its_origin(
    world: World, shop: BotAccount, asha: Person, talk: Chat, bot: Bot
) -> None:
    said = world.say(asha, shop, "please share")
    copied = await bot.copy_message(talk.id, asha.id, said.id)
    forwarded = await bot.forward_message(talk.id, asha.id, said.id)

    assert forwarded.forward_origin.sender_user.id == asha.id
    assert [m.text for m in world.messages(talk)] == ["please share"] * 2
    assert "forward_origin" not in talk.messages[copied.message_id].body


async def test_typing_shows_and_nonsense_does_not(world: World, asha: Person, raw: Raw) -> None:
    await raw.result("sendChatAction", chat_id=asha.id, action="typing")

    assert [(sent.method, sent.message_ids) for sent in world.sent] == [("sendChatAction", ())]
    assert "wrong parameter action" in await raw.refusal("sendChatAction", chat_id=asha.id, action="dancing")


async def test_a_thread_that_is_not_there_is_refused(talk: Chat, raw: Raw) -> None:
    reason = await raw.refusal("sendMessage", chat_id=talk.id, text="hello", message_thread_id=99)

    assert reason == "Bad Request: message thread not found"
