"""Commands that write to somebody outside: /reply and /canned."""

from __future__ import annotations

from bot.playground.discord.records import File
from inbox.actions import Reply
from inbox.canned import CannedReply
from inbox.models import Media, RemoteId
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA
from tests.world import at as talk

FIRST = RemoteId("m1")


async def test_reply_sends_from_the_post_of_the_conversation(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    typed = await room.command("meera", card.channel, "reply", text="Hello *Asha* <@1>")

    leaving = await room.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Hello *Asha* <@1>", FIRST)]
    assert await room.said(typed) == "Your reply leaves in 5 s."
    recalled = await room.pressed("meera", typed.said[0], "recall")
    await room.world.wait_for(lambda: typed.said[0].text == "Taken back; nothing was sent.")
    assert recalled.said == []


async def test_reply_sends_from_anywhere_when_the_conversation_is_named(room: Room) -> None:
    await room.inbox.hear()
    where = room.lounge()

    lost = await room.command("meera", where, "reply", text="Hello")
    assert "name the conversation" in await room.said(lost)
    assert "Hello" in await room.said(lost)
    await room.command("meera", where, "reply", text="Hello", conversation=talk(ASHA))

    assert len(await room.until_leaving(talk(ASHA))) == 1


async def test_reply_takes_a_file_along(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    map_ = File("map.png", b"\x89PNG", "image/png")

    await room.command("meera", card.channel, "reply", text="Here", attachment=map_)

    leaving = await room.until_leaving(talk(ASHA))
    media = Media("image", "blob:0", "image/png", "map.png", 4)
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Here", FIRST, (media,))]
    assert room.handed.kept == {"blob:0": b"\x89PNG"}


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched_and_the_text_comes_back(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    film = File("film.mp4", mime="video/mp4", size=25_000_001)

    typed = await room.command("meera", card.channel, "reply", text="Watch this", attachment=film)

    said = await room.said(typed)
    assert "film.mp4 is larger than 25 MB" in said
    assert "Watch this" in said
    assert room.handed.kept == {}


async def test_a_file_that_the_network_does_not_take_is_refused_in_its_words(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    typed = await room.command("meera", card.channel, "reply", text="x", attachment=File("a.mp4", b"1", "video/mp4"))
    assert "telegram takes no video" in await room.said(typed)


async def test_somebody_without_the_right_sends_nothing(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    for who in ("pavel", "qasim"):
        typed = await room.command(who, card.channel, "reply", text="Hello")
        assert "may not reply" in await room.said(typed)
    assert await room.leaving(talk(ASHA)) == []


async def test_a_file_of_somebody_without_the_right_is_not_even_kept(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    typed = await room.command("qasim", card.channel, "reply", text="x", attachment=File("a.png", b"1", "image/png"))
    assert "may not reply" in await room.said(typed)
    assert room.handed.kept == {}


async def test_canned_opens_the_window_with_the_text_in_their_language_and_sends_what_comes_back(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    texts = {"en": "Hello {name}!", "gu": "Kem cho {name}!"}
    room.handed.canned = {"hello": CannedReply("hello", texts)}

    typed = await room.command("meera", card.channel, "canned", name="hello")
    assert room.filled_in(typed, "text") == "Kem cho Asha!"
    await room.submit("meera", typed)

    leaving = await room.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Kem cho Asha!", FIRST)]


async def test_canned_works_from_anywhere_and_its_names_are_proposed(room: Room) -> None:
    await room.inbox.hear()
    room.handed.canned = {"hello": CannedReply("hello", {"": "Hi"}), "bye": CannedReply("bye", {"": "Bye"})}
    where = room.lounge()

    found = await room.world.complete(room.people["meera"], where, "canned", "name", "he")
    assert [one["value"] for one in found] == ["hello"]
    typed = await room.command("meera", where, "canned", name="bye", conversation=talk(ASHA))
    submitted = await room.submit("meera", typed)

    assert await room.said(submitted) == "Your reply leaves in 5 s."
    assert [one.action for one in await room.leaving(talk(ASHA))] == [Reply(ASHA.remote, "Bye", FIRST)]


async def test_a_canned_reply_that_is_not_there_or_for_another_account_is_refused(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    room.handed.canned = {"x": CannedReply("x", {"": "Hi"}, accounts=("instagram:*",))}

    gone = await room.command("meera", card.channel, "canned", name="hello")
    other = await room.command("meera", card.channel, "canned", name="x")

    assert "There is no canned reply hello" in await room.said(gone)
    assert "was not written for telegram" in await room.said(other)
