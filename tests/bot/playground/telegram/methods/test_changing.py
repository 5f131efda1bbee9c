"""Editing, deleting, reacting."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.playground.telegram import BotAccount, Chat, Media, Person, World
from tests.bot.playground.telegram.calls import Raw

TWO_DAYS = 48 * 3600


@pytest.fixture
def talk(world: World, shop: BotAccount, asha: Person) -> Chat:
    world.start(asha, shop)
    return world.create_supergroup("Shop talk", [shop], [asha])


async def test_a_bot_edits_its_own_text_and_the_same_text_again_is_refused(world: World, talk: Chat, bot: Bot) -> None:
    message = await bot.send_message(talk.id, "opens at tne")
    edited = await message.edit_text("opens at ten")
    with pytest.raises(BadRequest, match="[Mm]essage is not modified"):
        await message.edit_text("opens at ten")

    assert (edited.text, edited.edit_date is not None) == ("opens at ten", True)
    assert [m.text for m in world.messages(talk)] == ["opens at ten"]


async def test_captions_are_edited_as_captions_and_texts_as_texts(talk: Chat, bot: Bot) -> None:
    photo = await bot.send_photo(talk.id, Media().data, caption="our shpo")
    text = await bot.send_message(talk.id, "hello")

    assert (await photo.edit_caption("our shop")).caption == "our shop"
    with pytest.raises(BadRequest, match="no text in the message"):
        await photo.edit_text("our shop")
    with pytest.raises(BadRequest, match="no caption in the message"):
        await text.edit_caption("hello")


async def test_what_others_wrote_cannot_be_edited(world: World, asha: Person, talk: Chat, raw: Raw) -> None:
    theirs = world.say(asha, talk, "hello")

    reason = await raw.refusal("editMessageText", chat_id=talk.id, message_id=theirs.id, text="good-bye")

    assert reason == "Bad Request: message can't be edited"


@pytest.mark.parametrize("given", [{}, {"chat_id": 1}])
async def test_an_edit_without_its_message_is_refused(raw: Raw, given: dict[str, int]) -> None:
    assert await raw.refusal("editMessageText", text="hello", **given) == (
        "Bad Request: message identifier is not specified"
    )


async def test_an_administrator_deletes_what_others_wrote_however_old(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    spam = world.say(asha, talk, "buy now")
    world.clock.advance(TWO_DAYS * 10)
    await bot.delete_message(talk.id, spam.id)

    assert world.messages(talk) == []
    with pytest.raises(BadRequest, match="[Mm]essage to delete not found"):
        await bot.delete_message(talk.id, spam.id)


async def test_without_the_right_a_bot_deletes_only_its_own_for_two_days(
    world: World, shop: BotAccount, asha: Person, talk: Chat, bot: Bot, raw: Raw
) -> None:
    world.add_bot(talk, shop, admin=False)
    theirs = world.say(asha, talk, "hello")
    young, old = await bot.send_message(talk.id, "one"), await bot.send_message(talk.id, "two")
    await young.delete()
    world.clock.advance(TWO_DAYS)

    for message_id in (theirs.id, old.message_id):
        reason = await raw.refusal("deleteMessage", chat_id=talk.id, message_id=message_id)
        assert reason == "Bad Request: message can't be deleted"


async def test_many_are_deleted_at_once_and_those_that_are_gone_are_skipped(
    world: World, asha: Person, talk: Chat, bot: Bot
) -> None:
    spam = [world.say(asha, talk, str(number)).id for number in range(3)]
    await bot.delete_messages(talk.id, [*spam, 999])

    assert world.messages(talk) == []
    assert world.sent[-1].message_ids == tuple(spam)


async def test_a_reaction_is_set_and_taken_back(
    world: World, shop: BotAccount, asha: Person, talk: Chat, bot: Bot
) -> None:
    message = world.say(asha, talk, "nice")
    await bot.set_message_reaction(talk.id, message.id, "👍")

    assert message.reactions[shop.id] == [{"type": "emoji", "emoji": "👍"}]

    await bot.set_message_reaction(talk.id, message.id)

    assert message.reactions[shop.id] == []


@pytest.mark.parametrize(("emoji", "reason"), [(["🦖"], "REACTION_INVALID"), (["👍", "❤"], "REACTIONS_TOO_MANY")])
async def test_a_reaction_must_be_one_that_telegram_knows(
    world: World, asha: Person, talk: Chat, raw: Raw, emoji: list[str], reason: str
) -> None:
    message = world.say(asha, talk, "nice")
    reaction = [{"type": "emoji", "emoji": one} for one in emoji]

    refused = await raw.refusal("setMessageReaction", chat_id=talk.id, message_id=message.id, reaction=reaction)

    assert refused == f"Bad Request: {reason}"
