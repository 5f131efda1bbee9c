"""Below which top-level comment a reply stands, whoever tells of it, in whatever order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import pytest

from bot.networks._meta.parse import comment_of_graph, parse
from bot.networks._meta.place import Known, Place
from bot.networks._meta.tops import Answers, learn, listed_answers, told_answers
from inbox.incoming import Incoming, NewMessage
from inbox.models import account_id
from inbox.network import Mailbox
from tests.world import world

PAGE = Place("facebook", "206070979425408", "1")
POST = "206070979425408_712750021053074"
TOP, FIRST, SECOND, THIRD = (f"712750021053074_{number}" for number in (11, 22, 33, 44))
NOW = 1_790_000_000_000


@pytest.fixture
async def mailbox(redis_url: str, brand: str) -> AsyncIterator[Mailbox]:
    async with world(redis_url, brand) as here:
        yield here.store.mailboxes.of(account_id("facebook", "main"))


def hook(comment: str, above: str, verb: str = "add") -> dict[str, object]:
    """The entry of a hook with one comment of a follower."""
    value: dict[str, object] = {
        "item": "comment",
        "verb": verb,
        "comment_id": comment,
        "parent_id": above,
        "post_id": POST,
        "created_time": NOW // 1000,
        "from": {"id": "24266381753005180", "name": "Asha"},
        "message": "Also in blue?",
    }
    return {"id": PAGE.id, "time": NOW // 1000, "changes": [{"field": "feed", "value": value}]}


def listed(comment: str, above: str = "") -> Mapping[str, object]:
    """The same comment as the Graph API lists it."""
    body: dict[str, object] = {"id": comment, "created_time": NOW // 1000, "message": "Also in blue?"}
    return body | ({"parent": {"id": above}} if above else {})


async def thread_told(entry: dict[str, object], known: Known, mailbox: Mailbox) -> str:
    await learn(told_answers(entry, PAGE), known, mailbox)
    return thread_of(parse(entry, PAGE, known, NOW))


async def thread_listed(raw: Mapping[str, object], known: Known, mailbox: Mailbox) -> str:
    await learn(listed_answers([raw], POST, PAGE), known, mailbox)
    return thread_of(comment_of_graph(raw, PAGE, known, POST, NOW))


def thread_of(events: list[Incoming]) -> str:
    (said,) = events
    assert isinstance(said, NewMessage)
    return said.thread.remote


async def test_a_reply_to_a_reply_stands_below_the_top_level_comment(mailbox: Mailbox) -> None:
    known = Known()
    top = await thread_told(hook(TOP, POST), known, mailbox)

    assert top == await thread_told(hook(FIRST, TOP), known, mailbox)
    assert top == await thread_told(hook(SECOND, FIRST), known, mailbox)
    assert top == await thread_told(hook(THIRD, SECOND), known, mailbox)


async def test_a_restart_and_a_list_name_the_same_thread(mailbox: Mailbox) -> None:
    known = Known()
    top = await thread_told(hook(FIRST, TOP), known, mailbox)
    await thread_told(hook(SECOND, FIRST), known, mailbox)

    assert top == await thread_listed(listed(SECOND, FIRST), Known(), mailbox)
    assert top == await thread_told(hook(THIRD, SECOND), Known(), mailbox)
    assert top == await thread_listed(listed(TOP), Known(), mailbox)


async def test_replies_of_one_body_are_placed_in_whatever_order_they_stand(mailbox: Mailbox) -> None:
    known, answers = Known(), {THIRD: SECOND, SECOND: FIRST, FIRST: TOP}
    await learn(answers, known, mailbox)

    assert known.tops == {THIRD: TOP, SECOND: TOP, FIRST: TOP}


async def test_a_reply_before_the_one_that_it_answers_keeps_its_own_thread_ever_after(mailbox: Mailbox) -> None:
    known = Known()
    early = await thread_told(hook(SECOND, FIRST), known, mailbox)
    top = await thread_told(hook(FIRST, TOP), known, mailbox)

    assert early != top
    assert early == await thread_told(hook(SECOND, FIRST), known, mailbox)
    assert early == await thread_listed(listed(SECOND, FIRST), Known(), mailbox)


async def test_a_removal_that_names_no_parent_finds_the_thread(mailbox: Mailbox) -> None:
    known = Known()
    top = await thread_told(hook(FIRST, TOP), known, mailbox)
    (removed,) = parse(hook(FIRST, "", "remove"), PAGE, known, NOW)

    assert removed.thread.remote == top  # type: ignore[union-attr]


@pytest.mark.parametrize("answers", [{TOP: TOP}, {FIRST: SECOND, SECOND: FIRST}])
async def test_replies_in_a_ring_end(mailbox: Mailbox, answers: Answers) -> None:
    known = Known()
    await learn(answers, known, mailbox)

    assert known.tops.keys() == answers.keys()


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"changes": "none"},
        {"changes": [None, 3, {"value": []}, {"value": {"item": "comment"}}]},
        {"changes": [{"value": {"item": "comment", "comment_id": [1], "parent_id": {}}}]},
        hook(TOP, POST),
    ],
)
def test_what_is_no_reply_tells_nothing(entry: object) -> None:
    assert told_answers(entry, PAGE) == {}
    assert told_answers(hook(FIRST, TOP), Place("instagram", "17841", "1")) == {}
    assert listed_answers([{"id": None}, {"id": TOP, "parent": {"id": POST}}], POST, PAGE) == {}
