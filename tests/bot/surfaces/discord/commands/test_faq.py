"""/faq add and the menu of a message: what was answered becomes one more entry; a colleague's words become a reply."""

from __future__ import annotations

from bot.playground.discord.records import File
from inbox import review
from inbox.actions import Reply
from inbox.models import Media, RemoteId
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA, MEERA, OLGA
from tests.world import SECOND, said, thread_of
from tests.world import at as talk


async def answered(room: Room) -> None:
    """Asha asked, we answered, and she said thank you."""
    await room.inbox.hear("When do you open?")
    for number, (who, text) in enumerate(((None, "At **nine**."), (ASHA, "Thank you!")), 2):
        room.inbox.clock.at += SECOND
        message = said(text, who, id=f"m{number}", at=room.inbox.clock.at, thread=thread_of(ASHA))
        await room.inbox.receive(message)


async def test_faq_add_proposes_the_last_question_that_was_answered(room: Room) -> None:
    await answered(room)
    card = await room.card(talk(ASHA))

    typed = await room.command("olga", card.channel, "faq add")
    assert room.filled_in(typed, "question") == "When do you open?"
    assert room.filled_in(typed, "answer") == "At **nine**."
    submitted = await room.submit("olga", typed, answer="We open at nine.")

    assert await room.said(submitted) == "The FAQ has it as entry-1."
    assert room.handed.entries == [("When do you open?", "We open at nine.")]


async def test_faq_add_says_when_nothing_was_answered_yet(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    typed = await room.command("olga", card.channel, "faq add")
    assert "was answered yet" in await room.said(typed)


async def test_only_those_with_the_right_add_to_the_faq(room: Room) -> None:
    await answered(room)
    card = await room.card(talk(ASHA))
    typed = await room.command("meera", card.channel, "faq add")
    assert "may not teach the FAQ" in await room.said(typed)
    assert typed.modal is None


async def test_whoever_lost_the_right_while_writing_adds_nothing_and_gets_their_words_back(room: Room) -> None:
    await answered(room)
    card = await room.card(talk(ASHA))
    typed = await room.command("olga", card.channel, "faq add")
    room.world.take_roles(room.people["olga"], room.guild, [room.roles["lead"]])
    room.world.join(room.people["olga"], room.guild, [room.roles["moderator"]])

    submitted = await room.submit("olga", typed, answer="At ten.")

    said = await room.said(submitted)
    assert "may not teach the FAQ" in said
    assert "At ten" in said
    assert room.handed.entries == []


async def test_the_menu_of_a_card_puts_its_answer_into_the_faq(room: Room) -> None:
    draft = await room.inbox.drafted("Majama, thank you!")
    card = await room.card(talk(ASHA), draft)
    await review.approve(room.inbox.brand, draft, MEERA)

    chosen = room.world.menu(room.people["olga"], card, "Add to FAQ")
    await chosen.answered()

    assert room.filled_in(chosen, "question") == "Kem cho?"
    assert room.filled_in(chosen, "answer") == "Majama, thank you!"


async def test_send_as_reply_sends_the_words_of_a_colleague(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    words = room.world.say(room.people["qasim"], card.channel, "Say *thank you* to her")
    assert await room.leaving(talk(ASHA)) == []

    chosen = room.world.menu(room.people["meera"], words, "Send as reply")
    await chosen.answered()

    leaving = await room.until_leaving(talk(ASHA))
    reply = Reply(ASHA.remote, "Say *thank you* to her", RemoteId("m1"))
    assert [(one.action, one.by.name) for one in leaving] == [(reply, "meera")]
    assert await room.said(chosen) == "Your reply leaves in 5 s."


async def test_a_card_is_never_sent_as_a_reply(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    chosen = room.world.menu(room.people["meera"], card, "Send as reply")
    assert "Only what one of us wrote" in await room.said(await chosen.answered())
    assert await room.leaving(talk(ASHA)) == []


async def test_what_was_said_elsewhere_is_never_sent(room: Room) -> None:
    await room.inbox.hear()
    words = room.world.say(room.people["meera"], room.lounge(), "Lunch?")
    chosen = room.world.menu(room.people["meera"], words, "Send as reply")
    assert "no post of a conversation" in await room.said(await chosen.answered())


async def test_whoever_may_not_reply_may_not_send_as_reply_either(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    map_ = File("map.png", b"\x89PNG", "image/png")
    words = room.world.say(room.people["meera"], card.channel, "Yes", files=[map_])
    chosen = room.world.menu(room.people["qasim"], words, "Send as reply")
    assert "may not reply" in await room.said(await chosen.answered())
    assert room.handed.kept == {}


async def test_send_as_reply_takes_the_files_along(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    map_ = File("map.png", b"\x89PNG", "image/png")
    words = room.world.say(room.people["meera"], card.channel, "Here", files=[map_])

    await room.world.menu(room.people["meera"], words, "Send as reply").answered()

    leaving = await room.until_leaving(talk(ASHA))
    media = Media("image", "blob:0", "image/png", "map.png", 4)
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Here", RemoteId("m1"), (media,))]


async def test_two_who_send_the_same_words_as_a_reply_send_them_once(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    words = room.world.say(room.people["noor"], card.channel, "Yes, of course.")

    both = [room.world.menu(room.people[who], words, "Send as reply") for who in ("meera", "noor")]
    said = [await room.said(await one.answered()) for one in both]

    assert sorted(said) == ["Somebody sent this as a reply a moment ago.", "Your reply leaves in 5 s."]
    assert len(await room.leaving(talk(ASHA))) == 1
    room.world.edit(words, "Yes, of course, any time.")
    again = await room.world.menu(room.people["meera"], words, "Send as reply").answered()
    assert await room.said(again) == "Your reply leaves in 5 s."


async def test_words_that_were_refused_as_a_reply_can_be_sent_once_nothing_hinders_it(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    words = room.world.say(room.people["noor"], card.channel, "Yes, of course.")

    await review.set_mode(room.inbox.brand, OLGA, "stopped")
    refused = await room.world.menu(room.people["meera"], words, "Send as reply").answered()
    assert "everything is stopped" in await room.said(refused)
    await review.set_mode(room.inbox.brand, OLGA, "normal")

    again = await room.world.menu(room.people["meera"], words, "Send as reply").answered()
    assert await room.said(again) == "Your reply leaves in 5 s."


async def test_what_discord_itself_says_in_a_post_is_never_sent_as_a_reply(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    renamed = room.world.say(room.people["noor"], card.channel, "Asha, angry again")
    renamed.body["type"] = 4  # somebody gave the post another name

    chosen = await room.world.menu(room.people["meera"], renamed, "Send as reply").answered()

    assert await room.said(chosen) == "Only what one of us wrote can be sent as a reply."
    assert await room.leaving(talk(ASHA)) == []
