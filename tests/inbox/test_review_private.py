"""Writing in private about a comment: to whoever wrote it, once, for as long as the network lets us."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.sending import send_next
from inbox import review, views
from inbox.actions import DirectMessage
from inbox.capabilities import Window
from inbox.errors import NotAllowed, NotFound
from inbox.models import Message, RemoteId
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, QASIM
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, DAY, START, World, at, said, thread_of

META = replace(
    CAPABILITIES,
    network="facebook",
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
)
ONCE = "Not sent: Facebook lets us write in private about a comment once; that was done."


@pytest.fixture
async def comments(here: World) -> World:
    """A thread of comments under a post: Asha asked, Bhavin chimed in, and many more followed."""
    here.capabilities = {ACCOUNT: META}
    await here.hear("How much is it?", kind="comments")
    thread = thread_of(ASHA, "comments")
    await here.receive(said("I want to know, too", BHAVIN, id="m2", at=START + 5, thread=thread))
    await here.receive(*(said("me!", BHAVIN, id=f"n{n:02}", at=START + 9 + n, thread=thread) for n in range(30)))
    return here


async def sent(here: World) -> list[DirectMessage]:
    """What left in private."""
    postbox = Postbox()
    here.clock.at += 6_000
    while not isinstance(await send_next(here.brand, {ACCOUNT: postbox}), Idle):
        pass
    return [action for _, action in postbox.done if isinstance(action, DirectMessage)]


async def comment(here: World, id: str) -> Message:
    """One message of the thread."""
    read = await views.reading(here.brand, MEERA, at(ASHA))
    return next(line.message for line in read.lines if line.message and line.message.id == id)


async def test_it_goes_to_whoever_wrote_that_comment_and_both_sides_of_it_say_so(comments: World) -> None:
    await review.write_private(comments.brand, at(ASHA), MEERA, "Nine euros.", RemoteId("m1"))

    assert await sent(comments) == [DirectMessage(ASHA.remote, "Nine euros.", RemoteId("m1"))]
    assert (await comment(comments, "m1")).private
    read = await views.reading(comments.brand, MEERA, at(ASHA))
    ours = [line.message for line in read.lines if line.message and line.message.ours]
    assert [(one.text, one.private) for one in ours] == [("Nine euros.", True)]


async def test_without_a_comment_the_newest_is_meant(comments: World) -> None:
    await review.write_private(comments.brand, at(ASHA), MEERA, "Nine euros.")

    assert await sent(comments) == [DirectMessage(BHAVIN.remote, "Nine euros.", RemoteId("n29"))]


@pytest.mark.parametrize("left", [True, False])
async def test_a_second_one_is_refused_before_the_call_also_while_the_first_is_on_its_way(
    comments: World, left: bool
) -> None:
    await review.write_private(comments.brand, at(ASHA), MEERA, "Nine euros.", RemoteId("m1"))
    if left:
        await sent(comments)

    with pytest.raises(NotAllowed) as refused:
        await review.write_private(comments.brand, at(ASHA), MEERA, "Ten.", RemoteId("m1"))

    assert str(refused.value) == ONCE
    assert await review.write_private(comments.brand, at(ASHA), MEERA, "Nine.", RemoteId("m2"))


async def test_it_is_counted_from_the_comment_however_much_was_said_since(comments: World) -> None:
    comments.clock.at = START + 7 * DAY

    with pytest.raises(NotAllowed) as refused:
        await review.write_private(comments.brand, at(ASHA), MEERA, "Nine euros.", RemoteId("m1"))

    assert str(refused.value) == "Not sent: Facebook lets us answer for 7 days after the comment; that is over."
    words = [
        views.why_not_private(comments.brand, (await views.reading(comments.brand, MEERA, at(ASHA))).conversation, one)
        for one in (await comment(comments, "n29"), await comment(comments, "n05"))
    ]
    assert words == ["", ""]


async def test_what_nobody_wrote_there_cannot_be_answered_in_private(comments: World) -> None:
    await comments.receive(said("We sell it!", None, id="us", at=START + 2, thread=thread_of(ASHA, "comments")))

    for about, error, words in (
        ("us", NotAllowed, "We said that ourselves"),
        ("404", NotFound, "There is no message 404 in the conversation"),
    ):
        with pytest.raises(error, match=words):
            await review.write_private(comments.brand, at(ASHA), MEERA, "Nine euros.", RemoteId(about))
    with pytest.raises(NotFound, match="There is no message in the conversation"):
        await review.write_private(comments.brand, at(BHAVIN), MEERA, "Nine euros.")


async def test_the_verb_is_there_for_whom_it_is_for_and_only_on_comments(comments: World) -> None:
    await comments.hear(author=BHAVIN, id="d1")

    async def verbs(of: object, by: object) -> bool:
        return "direct_message" in (await views.reading(comments.brand, by, of)).verbs  # type: ignore[arg-type]

    assert [await verbs(at(ASHA), by) for by in (OLGA, MEERA, QASIM)] == [True, True, False]
    assert not await verbs(at(BHAVIN), OLGA)
