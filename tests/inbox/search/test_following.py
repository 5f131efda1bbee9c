"""The index follows the log: whatever happens to a message, it is found by its words of now, and by no others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from inbox import delivery, review
from inbox.actions import Edit, Remove
from inbox.incoming import ContactDescribed, MessageEdited, MessageRemoved, Reacted, ThreadDescribed
from inbox.models import RemoteId, Subject
from inbox.search import Index, Writer, begin, catch_up, step
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, OLGA
from tests.inbox.sent_off import begun, receipt
from tests.world import START, World, at, said, thread_of


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index that does not exist yet."""
    return Index(tmp_path / "search", "acme")


@pytest_asyncio.fixture
async def writer(here: World, index: Index) -> AsyncIterator[Writer]:
    """The index of an empty brand, in our hands."""
    async with index.writing() as it:
        assert it
        assert await begin(here.store, it)
        yield it


async def refs(index: Index, question: str) -> list[str]:
    """What is found."""
    return [hit.ref for hit in await index.find(question)]


async def follow(here: World, writer: Writer) -> None:
    """Take in all there is."""
    while await step(here.store, writer):
        pass


async def test_what_they_say_is_found(here: World, index: Index, writer: Writer) -> None:
    await here.hear("Kem cho?", id="m1")
    await here.receive(said("我想退货", CHEN, id="m2", at=START + 1), said("Majama!", None, id="m3"))
    await follow(here, writer)

    assert await refs(index, "kem cho") == ["m1"]
    assert await refs(index, "退货") == ["m2"]
    assert await refs(index, "majama") == ["m3"]
    assert await refs(index, "asha") == ["m1"]


async def test_what_we_send_is_found_under_the_networks_id(here: World, index: Index, writer: Writer) -> None:
    await here.hear()
    await review.reply(here.brand, at(ASHA), MEERA, "A label is on its way")
    await delivery.sent(here.brand, await begun(here), receipt(here, "r1"))
    await follow(here, writer)

    assert await refs(index, "label") == ["r1"]
    assert await refs(index, "meera") == ["r1"]


async def test_an_edited_message_is_found_by_its_new_words_only(here: World, index: Index, writer: Writer) -> None:
    await here.hear("A refund please", id="m1")
    await follow(here, writer)
    await here.receive(MessageEdited(thread_of(ASHA), RemoteId("m1"), ASHA, "An exchange please", START + 5))
    await follow(here, writer)

    assert (await refs(index, "refund"), await refs(index, "exchange")) == ([], ["m1"])


async def test_a_removed_message_is_not_found(here: World, index: Index, writer: Writer) -> None:
    await here.hear("A refund please", id="m1")
    await follow(here, writer)
    await here.receive(MessageRemoved(thread_of(ASHA), RemoteId("m1"), START + 5))
    await follow(here, writer)

    assert await refs(index, "refund") == []


async def test_what_we_edit_and_remove_ourselves_counts_too(here: World, index: Index, writer: Writer) -> None:
    await here.receive(said("A bad word", id="m1"), said("Our tpyo", None, id="m2", at=START - 1))
    await follow(here, writer)
    thread = thread_of(ASHA).remote
    await review.act(here.brand, at(ASHA), OLGA, Remove(thread, RemoteId("m1")))
    await delivery.sent(here.brand, await begun(here), receipt(here, "r1"))
    await review.act(here.brand, at(ASHA), OLGA, Edit(thread, RemoteId("m2"), "Our typo"))
    await delivery.sent(here.brand, await begun(here), receipt(here, "r2"))
    await follow(here, writer)

    assert (await refs(index, "bad word"), await refs(index, "tpyo"), await refs(index, "typo")) == ([], [], ["m2"])


async def test_notes_and_labels_are_found(here: World, index: Index, writer: Writer) -> None:
    await here.hear("Hello")
    await review.note(here.brand, at(ASHA), MEERA, "wrote to the supplier")
    await review.label(here.brand, at(ASHA), MEERA, ["wholesale"])
    await follow(here, writer)

    (note,), (label,) = await index.find("supplier"), await index.find("wholesale")
    assert (note.kind, note.author, note.ref) == ("note", "meera", "0")
    assert (label.kind, label.text) == ("heading", "wholesale")

    await review.label(here.brand, at(ASHA), MEERA, [])
    await follow(here, writer)

    assert await index.find("wholesale") == []


async def test_a_group_is_found_by_its_title(here: World, index: Index, writer: Writer) -> None:
    await here.receive(said("?", ASHA, thread=thread_of(ASHA, "group", "Friends of Nadi")))
    await follow(here, writer)

    assert [hit.kind for hit in await index.find("friends nadi")] == ["heading"]


async def test_the_parts_of_an_album_and_reactions_change_nothing_else(
    here: World, index: Index, writer: Writer
) -> None:
    await here.receive(said("Vases", id="m1", album="a"), said("", id="m2", album="a"))
    await here.receive(Reacted(thread_of(ASHA), RemoteId("m1"), BHAVIN, "👍", START))
    await here.receive(MessageRemoved(thread_of(ASHA), RemoteId("m2"), START))
    await follow(here, writer)

    assert await refs(index, "vases") == ["m1"]


async def test_a_deleted_index_is_made_again_from_what_is_there(here: World, index: Index) -> None:
    await here.hear("A refund please", id="m1")
    await here.hear("Namaste", BHAVIN, id="m2")
    await review.note(here.brand, at(ASHA), MEERA, "a regular")
    await review.label(here.brand, at(BHAVIN), MEERA, ["vip"])
    await here.receive(MessageEdited(thread_of(ASHA), RemoteId("m1"), ASHA, "An exchange please", START + 5))
    await catch_up(here.store, index)
    questions = ("refund", "exchange", "namaste", "regular", "vip", "asha", "bhavin")
    before = [await index.find(question) for question in questions]
    for path in index.path.parent.iterdir():
        path.unlink()

    assert await catch_up(here.store, index)

    assert [await index.find(question) for question in questions] == before
    assert [len(found) for found in before] == [0, 1, 1, 1, 1, 1, 1]


async def test_reading_everything_goes_on_where_it_was_ended(here: World, index: Index) -> None:
    people = [replace(ASHA, remote=RemoteId(f"{n:04}")) for n in range(120)]
    await here.receive(*(said(f"word{n} refund", one, id="m", at=START + n) for n, one in enumerate(people)))
    async with index.writing() as writer:
        assert writer
        await begin(here.store, writer)
        await step(here.store, writer)
        walked = writer.place.walked
        assert await refs(index, "word119") == []

    # Meanwhile somebody whose turn is still to come writes again, and so does somebody who has been read.
    await here.receive(*(said("again", people[n], id="m2", at=START + 1000 + n) for n in (100, 3)))
    async with index.writing() as writer:
        assert writer
        assert not await begin(here.store, writer)
        assert writer.place.walked == walked
        await follow(here, writer)

    assert [await refs(index, f'"word{n}"') for n in range(120)] == [["m"]] * 120
    assert await refs(index, "again") == ["m2", "m2"]


async def test_lines_that_are_read_twice_change_nothing(here: World, index: Index, writer: Writer) -> None:
    await here.hear("A refund please", id="m1")
    early = writer.place
    await follow(here, writer)
    await writer.write(replace(early, walked=None))
    await follow(here, writer)

    assert await refs(index, "refund") == ["m1"]
    assert await writer.write(writer.place, await index.find("refund")) == 0


async def test_other_data_under_the_same_name_is_read_anew(here: World, index: Index) -> None:
    await here.hear("A refund please", id="m1")
    await catch_up(here.store, index)
    async with index.writing() as writer:
        assert writer
        await writer.write(replace(writer.place, data="another"))

        assert await begin(here.store, writer)
        assert await refs(index, "refund") == []


async def test_a_log_that_is_younger_than_the_index_is_read_anew(here: World, index: Index) -> None:
    await here.hear("A refund please", id="m1")
    async with index.writing() as writer:
        assert writer
        await begin(here.store, writer)
        await writer.write(replace(writer.place, log="9999999999999-0", walked=None))

        assert await begin(here.store, writer)
        await follow(here, writer)
        assert await refs(index, "refund") == ["m1"]


async def test_a_log_that_was_cut_behind_our_place_is_read_anew(here: World, index: Index) -> None:
    await here.hear("A refund please", id="m1")
    await catch_up(here.store, index)
    await here.hear("Namaste", BHAVIN, id="m2")
    await here.hear("Kem cho?", id="m3")
    await here.store.client.call("XTRIM", f"{{{here.name}}}:log", "MAXLEN", 1)

    await catch_up(here.store, index)

    assert [await refs(index, question) for question in ("refund", "namaste", "kem")] == [["m1"], ["m2"], ["m3"]]


async def test_a_conversation_that_is_erased_is_forgotten(here: World, index: Index, writer: Writer) -> None:
    await here.hear("A refund please", id="m1")
    await follow(here, writer)
    await review.note(here.brand, at(ASHA), MEERA, "erase her")
    for part in ("c", "m", "t", "e"):
        await here.store.client.call("DEL", f"{{{here.name}}}:{part}:{at(ASHA)}")
    await follow(here, writer)

    assert (await refs(index, "refund"), await refs(index, "asha"), await refs(index, "erase")) == ([], [], [])


async def test_while_another_process_writes_nothing_is_done(here: World, index: Index) -> None:
    async with index.writing():
        assert not await catch_up(here.store, index)


async def test_a_long_conversation_is_read_whole(here: World, index: Index) -> None:
    await here.receive(*(said(f"word{n}", id=f"m{n:04}", at=START + n) for n in range(1203)))
    await here.hear("Namaste", BHAVIN)
    await catch_up(here.store, index)

    assert [await refs(index, f'"word{n}"') for n in (0, 499, 500, 999, 1000, 1202)] == [
        ["m0000"], ["m0499"], ["m0500"], ["m0999"], ["m1000"], ["m1202"],
    ]  # fmt: skip
    assert len(await refs(index, "asha")) == 20
    assert await refs(index, "namaste") == ["m1"]


async def test_a_thousand_messages_cost_few_round_trips(here: World, index: Index) -> None:
    trips = here.store.client
    people = [replace(ASHA, remote=RemoteId(f"{n:04}")) for n in range(100)]
    for part in range(5):
        await here.receive(*(said("?", people[n % 100], id=f"{part}-{n}", at=START + n) for n in range(200)))
    before = trips.round_trips
    await catch_up(here.store, index)
    walked = trips.round_trips - before
    for part in range(5):
        await here.receive(*(said("?", people[n % 100], id=f"x{part}-{n}", at=START + n) for n in range(200)))
    before = trips.round_trips
    await catch_up(here.store, index)

    assert walked <= 40
    assert trips.round_trips - before <= 40


async def test_a_name_and_a_post_that_become_known_later_are_found(here: World, index: Index, writer: Writer) -> None:
    await here.hear("Kem cho?", replace(ASHA, name="", username=""), id="m1", kind="comments")
    await follow(here, writer)
    assert await refs(index, "asha") == []

    post = Subject(RemoteId("9"), "Winter menu")
    described = ThreadDescribed(thread_of(ASHA, "comments", subject=post), START)
    await here.receive(ContactDescribed(ASHA, START), described)
    await follow(here, writer)

    assert await refs(index, "asha") == ["m1"]
    assert [(hit.kind, hit.conversation) for hit in await index.find("winter")] == [("heading", at(ASHA))]
