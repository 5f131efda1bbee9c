"""Posts of ours on the simulated Mastodon: once for each key, with files that take their time, and what is counted."""

from __future__ import annotations

import pytest

from bot.playground.faults import Fault, Kind, Match
from inbox.actions import Poll, Publish
from inbox.errors import Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from tests.bot.networks.mastodon.conftest import START, Ours

WALL = RemoteId("")
POST = "POST /api/v1/statuses"


async def picture(ours: Ours, alt: str = "A pot", kind: str = "image") -> Media:
    ref = await ours.files.put(b"bytes")
    return Media(kind, ref, f"{kind}/x", "file", 5, alt)  # type: ignore[arg-type]  # one of the kinds


async def test_a_post_with_a_picture_is_out_and_its_figures_are_read(ours: Ours) -> None:
    network = ours.network()
    receipt = await network.perform(Publish(WALL, "New pots", (await picture(ours),)), "k1")
    post = ours.server.world.statuses[receipt.id]
    assert (post.text, post.visibility, [one.alt for one in post.files]) == ("New pots", "public", ["A pot"])
    post.favourites.add("1")
    post.boosts = 3
    ours.server.world.reply(ours.asha, post, "Lovely")
    measured = await network.metrics(receipt.id)
    assert measured.values == {"likes": 1, "shares": 3, "comments": 1}
    assert "counts no views" in measured.missing["views"]


async def test_a_thread_that_breaks_off_goes_on_where_it_was(ours: Ours) -> None:
    post = Publish(WALL, "one", further=("two", "three"))
    ours.server.faults.next(Fault(Kind.CUT_AFTER), Match(call=POST))
    with pytest.raises(Uncertain):
        await ours.network().perform(post, "k1")
    ours.server.faults.next(Fault(Kind.REFUSE, status=503), Match(call=POST))
    with pytest.raises(Unavailable):
        await ours.network().perform(post, "k1")
    receipt = await ours.network().perform(post, "k1")
    said = [ours.server.world.statuses[one.result_id] for one in ours.server.sent]
    assert [one.text for one in said] == ["one", "two", "three"]
    assert [one.answers for one in said] == [None, said[0], said[1]]
    assert (receipt.id, receipt.further) == (said[0].id, (said[1].id, said[2].id))


async def test_a_film_that_is_being_worked_on_is_waited_for_and_uploaded_once(ours: Ours) -> None:
    ours.server.world.processing = 60
    post = Publish(WALL, "A film", (await picture(ours, kind="video"),))
    for _ in range(2):
        with pytest.raises(Unavailable, match="still working"):
            await ours.network().perform(post, "k1")
    ours.server.clock.advance(61)
    await ours.network().perform(post, "k1")
    assert ours.server.calls["POST /api/v2/media"] == 1
    assert len(ours.server.sent) == 1


async def test_a_post_with_a_picture_whose_answer_was_lost_is_made_once(ours: Ours) -> None:
    post = Publish(WALL, "New pots", (await picture(ours),))
    ours.server.faults.next(Fault(Kind.CUT_AFTER), Match(call=POST))
    with pytest.raises(Uncertain):
        await ours.network().perform(post, "k1")
    receipt = await ours.network().perform(post, "k1")
    assert [one.id for one in ours.server.world.statuses.values()] == [receipt.id]


async def test_a_file_that_the_server_has_forgotten_is_brought_once_more(ours: Ours) -> None:
    post = Publish(WALL, "New pots", (await picture(ours),))
    ours.server.refuse(503, "down", POST)
    with pytest.raises(Unavailable):
        await ours.network().perform(post, "k1")
    ours.server.world.files.clear()
    receipt = await ours.network().perform(post, "k1")
    assert [one.alt for one in ours.server.world.statuses[receipt.id].files] == ["A pot"]


async def test_a_poll_a_smaller_circle_and_a_later_time(ours: Ours) -> None:
    receipt = await ours.network().perform(
        Publish(WALL, "Which?", poll=Poll(("Blue", "Red"), 60), visibility="unlisted"), "k1"
    )
    post = ours.server.world.statuses[receipt.id]
    assert (post.poll, post.visibility) == (("Blue", "Red"), "unlisted")
    later = await ours.network().perform(Publish(WALL, "Tomorrow", release=(START + 3600) * 1000), "k2")
    assert later.id.startswith("scheduled-")
    assert ours.server.sent[-1].text == "Tomorrow"


async def test_what_would_be_refused_is_said_before(ours: Ours) -> None:
    network, film = ours.network(), await picture(ours, kind="video")
    plain, bare = await picture(ours), await picture(ours, alt="")
    for post, words in [
        (Publish(WALL, "x" * 501), "501 characters"),
        (Publish(WALL, "x", further=("y" * 501,)), "Part 2 is 501"),
        (Publish(WALL, "x", (plain,) * 5), "5 files"),
        (Publish(WALL, "x", (plain, film)), "goes alone"),
        (Publish(WALL, "x", (plain,), poll=Poll(("a", "b"), 60)), "poll cannot have files"),
        (Publish(WALL, "x", answers="mentioned"), "cannot be chosen"),
        (Publish(WALL, ""), "neither a text nor a file"),
        (Publish(WALL, "x", release=START * 1000), "at least five minutes"),
        (Publish(WALL, "x", further=("y",), release=(START + 3600) * 1000), "a whole thread"),
    ]:
        verdicts = await network.judge(post)
        assert any(words in one.words and one.stops for one in verdicts), (words, verdicts)
    (mild,) = await network.judge(Publish(WALL, "x", (bare,)))
    assert not mild.stops
    assert await network.judge(Publish(WALL, "https://www.example.com/" + "x" * 900, (plain,))) == []


async def test_what_everybody_could_answer_is_not_posted_for_a_few(ours: Ours) -> None:
    with pytest.raises(Unsupported, match="cannot be chosen"):
        await ours.network().perform(Publish(WALL, "x", answers="mentioned"), "k1")
    assert ours.server.sent == []


async def test_a_file_that_is_gone_stops_the_post(ours: Ours) -> None:
    with pytest.raises(Rejected, match="erased"):
        await ours.network().perform(Publish(WALL, "x", (Media("image", "blob:9"),)), "k1")
    assert ours.server.sent == []
