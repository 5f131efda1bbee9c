"""Holds publishing to a simulated X: each post of a thread once, whatever breaks off, and refused before it costs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.networks._x.ids import said_at
from bot.playground.faults import Fault, Kind
from inbox.actions import Poll, Publish
from inbox.errors import Rejected, Uncertain
from inbox.models import Media, RemoteId
from inbox.network import Mail
from tests.adapters import Shelves
from tests.files_to_post import png
from tests.x_account import Ours

HERE = RemoteId("here")


async def test_a_post_with_described_pictures(ours: Ours) -> None:
    media = tuple([Media("image", await ours.blobs.put(png()), alt=alt) for alt in ("A blue cup", "")])
    receipt = await ours.account().perform(Publish(HERE, "Two new cups", media, made_by_ai=True), "1")
    post = ours.ours()[-1]
    assert (receipt.id, receipt.at, receipt.further) == (ours.id(post), said_at(post.id), ())
    assert [one.alt_text for one in post.media] == ["A blue cup", ""]
    assert post.given["made_with_ai"] is True
    assert ours.meter.things == {"post.create": 1, "media.metadata": 1}
    assert ours.server.billed.total == (await ours.meter.used()).today


async def test_a_poll_that_only_those_mentioned_may_answer(ours: Ours) -> None:
    poll = Poll(("Blue", "Green"), 60)
    await ours.account().perform(Publish(HERE, "Which one?", poll=poll, answers="mentioned"), "1")
    post = ours.ours()[-1]
    assert post.poll
    assert (post.poll.options, post.poll.minutes) == (["Blue", "Green"], 60)
    assert post.reply_settings == "mentionedUsers"


async def test_a_thread_is_a_chain_of_answers_to_ourselves(ours: Ours) -> None:
    receipt = await ours.account().perform(Publish(HERE, "One", further=("Two", "Three")), "1")
    chain = ours.ours()[1:]
    assert [one.text for one in chain] == ["One", "Two", "Three"]
    assert [one.reply_to for one in chain] == [None, *chain[:-1]]
    assert (receipt.id, receipt.further) == (ours.id(chain[0]), tuple(map(ours.id, chain[1:])))
    assert await ours.account().perform(Publish(HERE, "One", further=("Two", "Three")), "1") == receipt
    assert len(ours.ours()) == 4
    assert ours.server.billed.total == (await ours.meter.used()).today == 45_000


@pytest.mark.parametrize("lost", [0, 1, 2])
async def test_a_thread_goes_on_where_an_answer_was_lost(ours: Ours, lost: int) -> None:
    post = Publish(HERE, "One & only", further=("Two: https://nadi.example.com", "Three"))
    begun = ours.now()
    for place in range(lost + 1):
        kind = Kind.CUT_AFTER if place == lost else Kind.SLOW
        ours.server.faults.next(Fault(kind, seconds=0), "POST /2/tweets")
    with pytest.raises(Uncertain):
        await ours.account().perform(post, "1")
    ours.server.clock.advance(20)
    found = await ours.account().find_sent(post, "1", begun)
    receipt = found or await ours.account().perform(post, "1")
    assert (found is None) == (lost < 2)
    assert ours.said()[1:] == [post.text, *post.further]
    assert receipt.further == tuple(ours.id(one) for one in ours.ours()[2:])


async def test_what_was_never_made_is_made_after_looking(ours: Ours) -> None:
    post, begun = Publish(HERE, "One", further=("Two",)), ours.now()
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), "POST /2/tweets")
    with pytest.raises(Uncertain):
        await ours.account().perform(post, "1")
    assert await ours.account().find_sent(post, "1", begun) is None
    await ours.account().perform(post, "1")
    assert ours.said()[1:] == ["One", "Two"]


class Killed(Exception):
    """The process ended."""


@dataclass
class Dying(Shelves):
    """A mailbox whose process ends at the `left`th line, before or after it is kept."""

    left: int = 0
    after: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        line = await super().append(thread, key, body)
        if self.left == 0:
            raise Killed
        return line


@pytest.mark.parametrize("after", [False, True])
async def test_wherever_the_process_ends_each_post_is_public_once(ours: Ours, after: bool) -> None:
    media = (Media("image", await ours.blobs.put(png()), alt="A cup"), Media("image", await ours.blobs.put(png())))
    ends = 0
    for left in range(1, 40):
        post = Publish(HERE, f"One {left}", media, further=(f"Two {left}", f"Three {left}"))
        ours.mailbox, before, begun = Dying(left, after), len(ours.ours()), ours.now()
        try:
            await ours.account().perform(post, "1")
            break
        except Killed:
            ends += 1
        ours.server.clock.advance(40)
        await ours.account().find_sent(post, "1", begun) or await ours.account().perform(post, "1")
        assert ours.said()[before:] == [post.text, *post.further]
        ours.server.clock.advance(900)
        ours.log_in()
    assert ends == 10  # begun; two files and a description; three posts, each before and after


async def test_where_a_thread_was_refused_the_words_say_what_stands(ours: Ours) -> None:
    ours.server.faults.next(Fault(Kind.SLOW, seconds=0), "POST /2/tweets")
    ours.server.refuse("duplicate", match="POST /2/tweets")
    with pytest.raises(Rejected, match="takes no text twice.* The first post is public"):
        await ours.account().perform(Publish(HERE, "One", further=("Two",)), "1")


async def test_a_post_that_x_would_refuse_is_never_sent(ours: Ours) -> None:
    with pytest.raises(Rejected, match="Shorten it"):
        await ours.account().perform(Publish(HERE, "x" * 281), "1")
    missing = Media("image", "blob:erased", name="cup.png")
    with pytest.raises(Rejected, match="erased"):
        await ours.account().perform(Publish(HERE, "hello", (missing,)), "2")
    assert not ours.server.calls


async def test_what_stands_against_a_post_is_told_without_asking_x(ours: Ours) -> None:
    words = [one.words for one in await ours.account().judge(Publish(HERE, "Here: nadi.example.com"))]
    assert words == ["X charges $0.20 for its link, where a post without one costs $0.015."]
    assert not ours.server.calls
