"""Only addresses that Discord takes become links or pictures."""

from __future__ import annotations

import pytest

from bot.surfaces.discord.links import link, on_desk, picture
from inbox.models import ConversationId, Media


@pytest.mark.parametrize(
    "address",
    ["https://x.example", "http://10.0.0.8:8080/?c=1#top", "https://a-b.example.org/p/1?q=%F0", "HTTPS://X.EXAMPLE/"],
)
def test_an_address_of_the_web_is_taken(address: str) -> None:
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "", "x.example", "javascript:alert(1)", "ftp://x.example", "https://localhost:8080/", "https://x.example/a b",
        "https://x.example/ü", "https://", "https://-x.example", "https://x.example\n",
        f"https://x.example/{'a' * 500}",
    ],
)  # fmt: skip
def test_what_discord_would_refuse_is_left_out(address: str) -> None:
    assert link(address) == ""


def test_a_picture_is_shown_when_everybody_may_fetch_it() -> None:
    shown = picture(Media("image", "https://cdn.example.org/a.jpg", alt="a" * 400))

    assert shown
    assert shown.description
    assert len(shown.description) == 256
    held = picture(Media("image", "https://cdn.example.org/a.jpg post:12 0"))
    assert held
    assert held.media.url == "https://cdn.example.org/a.jpg"
    assert picture(Media("image", "AgACAgQAAxk")) is None
    assert picture(Media("image", "http://cdn.example.org/a.jpg")) is None
    assert picture(Media("file", "https://cdn.example.org/a.pdf")) is None


def test_a_conversation_has_an_address_on_a_desk_that_others_can_reach() -> None:
    id = ConversationId("telegram:main/1 2")

    assert on_desk("https://desk.example.org", id) == "https://desk.example.org/?c=telegram%3Amain%2F1%202"
    assert on_desk("", id) == ""
    assert on_desk("http://localhost:8765", id) == ""
