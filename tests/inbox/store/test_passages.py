"""Reading what can be found by its words, many at once, as it stands."""

from __future__ import annotations

from inbox import delivery, review
from inbox.actions import Edit, Remove
from inbox.incoming import MessageRemoved, NewMessage
from inbox.models import ConversationId, Media, RemoteId, Subject
from inbox.store.passages import Passage
from tests.cast import ASHA, BHAVIN, MEERA, OLGA
from tests.inbox.sent_off import begun, receipt
from tests.world import START, World, at, said, thread_of

NOWHERE = ConversationId("telegram:main/nobody")


def place(id: str, of: ConversationId | None = None) -> tuple[ConversationId, RemoteId]:
    """Where a message stands."""
    return of or at(ASHA), RemoteId(id)


async def test_messages_come_in_the_order_asked_with_who_said_them(here: World) -> None:
    await here.receive(said("Kem cho?", id="m1"), said("Namaste", BHAVIN, id="m2"), said("Majama!", None, id="m3"))

    found = await here.store.passages.messages([place("m3"), place("m1"), place("m2", at(BHAVIN)), place("none")])

    assert found == [
        Passage(at(ASHA), "message", "m3", "", "", "Majama!", START),
        Passage(at(ASHA), "message", "m1", "Asha", "asha", "Kem cho?", START),
        Passage(at(BHAVIN), "message", "m2", "Bhavin", "bhavin", "Namaste", START),
        Passage(at(ASHA), "message", "none"),
    ]


async def test_a_removed_message_has_no_words(here: World) -> None:
    await here.hear("Kem cho?")
    await here.receive(MessageRemoved(thread_of(ASHA), RemoteId("m1"), here.clock.at))

    assert await here.store.passages.messages([place("m1")]) == [Passage(at(ASHA), "message", "m1")]


async def test_files_are_found_by_what_they_are_called(here: World) -> None:
    media = (Media("file", "f1", name="invoice.pdf"), Media("image", "f2", alt="a broken vase"), Media("voice", "f3"))
    await here.receive(NewMessage(thread_of(ASHA), RemoteId("m1"), ASHA, "", START, media))

    (found,) = await here.store.passages.messages([place("m1")])

    assert found.text == "[file: invoice.pdf]\n[image: a broken vase]\n[voice]"


async def test_a_part_of_an_album_is_found_in_its_first_part(here: World) -> None:
    await here.receive(said("Two vases", id="m1", album="a"), said("", id="m2", album="a"))

    first, second = await here.store.passages.messages([place("m1"), place("m2")])

    assert (first.text, second.text) == ("Two vases", "")


async def test_notes_are_numbered_within_their_conversation(here: World) -> None:
    await here.hear()
    await review.note(here.brand, at(ASHA), MEERA, "a regular")
    await review.assign(here.brand, at(ASHA), MEERA, "noor")
    await review.note(here.brand, at(ASHA), OLGA, "pays late")

    found = await here.store.passages.notes([at(ASHA), NOWHERE])

    assert [(note.ref, note.author, note.text) for note in found] == [
        ("0", "meera", "a regular"),
        ("2", "olga", "pays late"),
    ]


async def test_a_heading_holds_title_post_and_labels(here: World) -> None:
    post = Subject(RemoteId("p1"), "Diwali sale")
    await here.receive(said("?", ASHA, thread=thread_of(ASHA, "comments", "Friends", post)))
    await here.hear(author=BHAVIN)
    await review.label(here.brand, at(ASHA), MEERA, ["vip", "sales"])

    asha, bhavin, nobody = await here.store.passages.headings([at(ASHA), at(BHAVIN), NOWHERE])

    assert asha == Passage(at(ASHA), "heading", "", text="Friends\nDiwali sale\nvip\nsales", at=START)
    assert bhavin == Passage(at(BHAVIN), "heading", "", at=START)
    assert nobody is None


async def test_a_delivery_touches_what_it_became_and_what_it_changed(here: World) -> None:
    await here.hear()
    await here.receive(said("ours", None, id="r9"))
    thread = thread_of(ASHA).remote
    done = []
    for action in (Edit(thread, RemoteId("r9"), "better"), Remove(thread, RemoteId("m1"))):
        done.append(await review.act(here.brand, at(ASHA), OLGA, action))
        await delivery.sent(here.brand, await begun(here), receipt(here, f"r-{len(done)}"))
    reply = await review.reply(here.brand, at(ASHA), MEERA, "Majama!")
    await delivery.sent(here.brand, await begun(here), receipt(here, "r1"))

    touched = await here.store.passages.touched([(at(ASHA), id) for id in (*done, reply)])

    assert {id for _, id in touched} == {"r9", "m1", "r1"}


async def test_the_ids_of_conversations_come_page_by_page(here: World) -> None:
    await here.receive(*(said("?", id=f"m{n}", at=START + n) for n in range(5)), said("?", BHAVIN, id="b0"))

    pages = [await here.store.passages.ids([at(ASHA), at(BHAVIN)], first, 2) for first in (0, 2, 4, 6)]

    assert pages == [[["m0", "m1"], ["b0"]], [["m2", "m3"], []], [["m4"], []], [[], []]]


async def test_many_are_read_in_a_few_round_trips(here: World) -> None:
    await here.receive(*(said("?", id=f"m{n}", at=START + n) for n in range(300)))
    before = here.store.client.round_trips

    await here.store.passages.messages([place(f"m{n}") for n in range(300)])

    assert here.store.client.round_trips - before <= 2


async def test_data_has_an_id_that_stays(here: World) -> None:
    assert await here.store.passages.data_id() == await here.store.passages.data_id() != "None"
