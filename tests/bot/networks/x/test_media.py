"""Holds bringing files to a simulated X: in pieces, resumed by another process, and awaited without waiting."""

from __future__ import annotations

import pytest

from bot.networks._looks import look
from bot.networks._x.media import category_of
from bot.playground.faults import Fault, Kind
from inbox.actions import DirectMessage, Publish
from inbox.errors import Rejected, Unavailable
from inbox.models import Media, RemoteId
from tests.files_to_post import film, gif, png
from tests.x_account import Ours

HERE = RemoteId("here")


async def test_a_film_is_awaited_without_holding_anybody_up(ours: Ours) -> None:
    data = film(size=9 * 1024 * 1024)
    post = Publish(HERE, "See", (Media("video", await ours.blobs.put(data), name="cups.mp4"),))
    with pytest.raises(Unavailable, match="still preparing “cups.mp4”"):
        await ours.account().perform(post, "1")
    assert ours.said() == ["New cups today"]
    ours.server.clock.advance(11)
    await ours.account().perform(post, "1")
    (kept,) = ours.ours()[-1].media
    assert (kept.category, kept.data) == ("tweet_video", data)
    assert ours.server.calls["POST /2/media/upload/{id}/append"] == 3


async def test_an_upload_that_was_cut_goes_on_in_a_new_process(ours: Ours) -> None:
    post = Publish(HERE, "See", (Media("video", await ours.blobs.put(film(size=9 * 1024 * 1024))),))
    append = "POST /2/media/upload/{id}/append"
    for kind in (Kind.SLOW, Kind.SLOW, Kind.CUT_BEFORE):
        ours.server.faults.next(Fault(kind, seconds=0), append)
    with pytest.raises(Unavailable):
        await ours.account().perform(post, "1")
    with pytest.raises(Unavailable, match="preparing"):
        await ours.account().perform(post, "1")
    assert (ours.server.calls[append], ours.server.calls["POST /2/media/upload/initialize"]) == (4, 1)
    ours.server.clock.advance(11)
    await ours.account().perform(post, "1")
    assert ours.said()[-1] == "See"


async def test_a_film_that_x_cannot_prepare_is_brought_anew_on_retry(ours: Ours) -> None:
    post = Publish(HERE, "See", (Media("video", await ours.blobs.put(film())),))
    with pytest.raises(Unavailable):
        await ours.account().perform(post, "1")
    ours.server.world.spoil(next(iter(ours.server.world.media.values())))
    ours.server.clock.advance(11)
    with pytest.raises(Rejected, match="Unsupported video format"):
        await ours.account().perform(post, "1")
    with pytest.raises(Unavailable):
        await ours.account().perform(post, "1")
    assert len(ours.server.world.media) == 2


async def test_a_file_that_x_has_forgotten_is_brought_anew(ours: Ours) -> None:
    post = Publish(HERE, "See", (Media("image", await ours.blobs.put(gif())),))
    with pytest.raises(Unavailable):
        await ours.account().perform(post, "1")
    ours.server.clock.advance(2 * 86_400)
    ours.log_in(ends_at=ours.now() + 1)
    with pytest.raises(Unavailable):
        await ours.account().perform(post, "1")
    ours.server.clock.advance(11)
    await ours.account().perform(post, "1")
    assert [one.category for one in ours.ours()[-1].media] == ["tweet_gif"]


async def test_a_picture_in_private_is_of_its_own_kind(ours: Ours) -> None:
    media = Media("image", await ours.blobs.put(png()))
    await ours.account().perform(DirectMessage(RemoteId(ours.asha.id), "", None, (media,)), "1")
    (message,) = ours.server.world.letters[ours.us.id]
    assert [one.category for one in message.media] == ["dm_image"]
    with pytest.raises(Rejected, match="one file"):
        await ours.account().perform(DirectMessage(RemoteId(ours.asha.id), "", None, (media, media)), "2")


async def test_a_file_that_x_would_refuse_is_never_brought(ours: Ours) -> None:
    media = Media("image", await ours.blobs.put(b"%PDF"), name="Menu.pdf")
    with pytest.raises(Rejected, match="“Menu.pdf” is neither a picture nor a video"):
        await ours.account().perform(DirectMessage(RemoteId(ours.asha.id), "", None, (media,)), "1")
    assert not ours.server.calls


def test_a_file_is_what_its_bytes_say() -> None:
    assert [category_of(look(data), "tweet") for data in (png(), gif(), film())] == [
        "tweet_image",
        "tweet_gif",
        "tweet_video",
    ]
