"""Pictures in comments: asked for when somebody looks, from Google alone."""

from __future__ import annotations

import pytest

from bot.networks._youtube.ids import picture_of
from bot.networks._youtube.pictures import Pictures
from bot.networks._youtube.reading import Reading
from bot.playground.attachments import photo
from inbox.errors import NetworkError, Rejected
from inbox.incoming import NewMessage
from inbox.models import Media
from tests.youtube_accounts import Ours


async def test_a_picture_is_fetched_also_long_after_its_address_ended(channel: Ours) -> None:
    cup = photo("cup")
    channel.world.comment(channel.person(), channel.video(), "", picture=cup)
    account = channel.account()
    (message,) = (await channel.hear(account)).of(NewMessage)
    assert (message.text, [medium.kind for medium in message.media]) == ("", ["image"])
    channel.clock.advance(3 * 86_400)
    assert b"".join([chunk async for chunk in account.fetch(message.media[0])]) == cup.data


@pytest.mark.parametrize("ref", ["comment:", "blob:1", "comment:UgzGone"])
async def test_what_is_no_picture_or_gone_is_said_to_be(channel: Ours, ref: str) -> None:
    with pytest.raises(NetworkError):
        [chunk async for chunk in channel.account().fetch(Media("image", ref))]


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://yt3.googleusercontent.com/a", True),
        ("https://lh3.ggpht.com/a", True),
        ("http://yt3.googleusercontent.com/a", False),
        ("https://googleusercontent.com.example/a", False),
        ("https://127.0.0.1/a", False),
        ("https://user@ytimg.com/a", False),
    ],
)
async def test_nothing_is_fetched_from_elsewhere(channel: Ours, link: str, safe: bool) -> None:
    pictures = Pictures(channel.http, Linked(link), "")
    if safe:
        assert pictures._safe(link)
    else:
        with pytest.raises(Rejected, match="no more"):
            [chunk async for chunk in pictures.fetch(picture_of("UgzA"))]


class Linked(Reading):
    """YouTube with one comment whose picture lies at this address."""

    def __init__(self, link: str) -> None:
        self.link = link

    async def there(self, ids: object) -> dict[str, dict[str, dict[str, str]]]:  # type: ignore[override]  # one is enough
        return {"UgzA": {"snippet": {"imageUrl": self.link}}}
