"""What a person finds: only with the right to look, only what stands now, with the words around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox import review
from inbox.errors import NotAllowed
from inbox.incoming import MessageEdited, MessageRemoved
from inbox.models import AccountId, Actor, RemoteId
from inbox.search import Hit, Index, catch_up, search
from inbox.search.finding import LENGTH, excerpt
from inbox.search.words import terms, whole
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, PAVEL
from tests.world import START, World, at, said, thread_of


async def indexed(here: World, root: Path) -> Index:
    """The index of all that was said so far."""
    index = Index(root / "search", "acme")
    await catch_up(here.store, index)
    return index


async def test_a_viewer_finds_what_was_said(here: World, tmp_path: Path) -> None:
    await here.receive(said("Where is my order?", id="m1"), said("मेरा ऑर्डर कहाँ है?", BHAVIN, id="m2", at=START + 1))
    index = await indexed(here, tmp_path)

    assert await search(here.brand, PAVEL, index, "order") == [
        Hit(at(ASHA), RemoteId("m1"), "Asha", "Where is my order?", START)
    ]
    assert [hit.conversation for hit in await search(here.brand, PAVEL, index, "ऑर्डर")] == [at(BHAVIN)]


async def test_who_may_not_look_finds_nothing(here: World, tmp_path: Path) -> None:
    await here.hear("a refund")

    with pytest.raises(NotAllowed):
        await search(here.brand, Actor("person", "mallory", ""), await indexed(here, tmp_path), "refund")


async def test_notes_and_labels_say_what_they_are(here: World, tmp_path: Path) -> None:
    await here.hear("Hello")
    await review.note(here.brand, at(ASHA), MEERA, "wholesale buyer")
    await review.label(here.brand, at(ASHA), MEERA, ["wholesale"])

    hits = await search(here.brand, MEERA, await indexed(here, tmp_path), "wholesale")

    assert {(hit.kind, hit.message, hit.author, hit.snippet) for hit in hits} == {
        ("note", "", "meera", "wholesale buyer"),
        ("heading", "", "", "wholesale"),
    }


async def test_what_the_index_has_not_heard_of_is_not_shown_as_it_was(here: World, tmp_path: Path) -> None:
    await here.receive(said("a refund", id="m1"), said("a refund, too", id="m2"), said("a refund!", BHAVIN, id="m3"))
    await review.label(here.brand, at(BHAVIN), MEERA, ["refund"])
    index = await indexed(here, tmp_path)
    await here.receive(MessageRemoved(thread_of(ASHA), RemoteId("m1"), START + 5))
    await here.receive(MessageEdited(thread_of(ASHA), RemoteId("m2"), ASHA, "an exchange", START + 5))
    await review.label(here.brand, at(BHAVIN), MEERA, [])

    hits = await search(here.brand, MEERA, index, "refund")

    assert [hit.message for hit in hits] == ["m3"]


async def test_the_answer_is_bounded_and_can_be_of_one_account_or_conversation(here: World, tmp_path: Path) -> None:
    await here.receive(*(said("a refund", id=f"m{n}", at=START + n) for n in range(5)), said("refund", CHEN, id="c"))
    index = await indexed(here, tmp_path)

    assert len(await search(here.brand, MEERA, index, "refund", 2)) == 2
    assert len(await search(here.brand, MEERA, index, "refund", 0)) == 1
    assert len(await search(here.brand, MEERA, index, "refund", 10_000)) == 6
    assert [hit.message for hit in await search(here.brand, MEERA, index, "refund", conversation=at(CHEN))] == ["c"]
    assert await search(here.brand, MEERA, index, "refund", account=AccountId("telegram:other")) == []


def around(text: str, question: str) -> str:
    """The excerpt for a question."""
    return excerpt(text, (whole(question), *terms(question)))


def test_an_excerpt_shows_the_words_that_were_found() -> None:
    long = "once upon a time " * 30 + "there was a blue vase with a crack in it " + "and so on " * 30

    shown = around(long, "vase crac")

    assert "a blue vase with a crack" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= LENGTH + 2


def test_an_excerpt_prefers_the_place_where_it_stands_just_so() -> None:
    text = "vase " + "x" * 200 + " the crack of " + "y" * 200 + " a vase crack"

    assert "a vase crack" in around(text, "vase crack")


def test_a_short_text_and_one_that_was_found_by_its_author_are_shown_from_the_start() -> None:
    assert around("Where is\n my order?", "order") == "Where is my order?"
    assert around("word " * 100, "asha").startswith("word word")


def test_an_excerpt_of_a_script_without_spaces_is_cut_as_well() -> None:
    shown = around("好" * 300 + "退货" + "吗" * 300, "退货")

    assert "退货" in shown
    assert len(shown) <= LENGTH + 2
