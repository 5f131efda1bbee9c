"""What comes with a message: media, and words in brackets for what is neither text nor medium."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._meta.attached import MENTIONED, OTHERS, UNSHOWABLE, is_page, said, titled
from inbox.models import Media, MediaKind

FILE = "https://scontent.xx.fbcdn.net/a.jpg"


def attached(kind: str, **payload: Any) -> tuple[str, tuple[Media, ...]]:
    """What one attachment tells."""
    return said({"attachments": [{"type": kind, "payload": payload}]}, "message:m_1")


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file", "sticker"])
def test_a_file_is_a_medium_without_words(kind: MediaKind) -> None:
    name = "a.jpg" if kind == "file" else ""
    assert attached(kind, url=FILE) == ("", (Media(kind, f"{FILE} message:m_1 0", name=name),))


@pytest.mark.parametrize("kind", ["image", "video", "audio", "file", "sticker"])
def test_a_file_that_cannot_be_fetched_is_said_in_words(kind: str) -> None:
    assert attached(kind) == (f"[{kind} that cannot be fetched]", ())
    assert attached(kind, url="javascript:alert(1)") == (f"[{kind} that cannot be fetched]", ())


@pytest.mark.parametrize("kind", sorted(OTHERS))
def test_what_is_neither_text_nor_medium_is_said_in_brackets(kind: str) -> None:
    text, media = attached(kind)
    assert (text[0], text[-1], media) == ("[", "]", ())
    assert attached(kind, title="Bowls")[0] == f"{text[:-1]}: Bowls]"


@pytest.mark.parametrize("kind", ["story_mention", "share", "post", "ig_post", "reel", "ig_reel"])
def test_what_is_shared_is_a_medium_where_a_file_lies_and_else_a_link(kind: str) -> None:
    text, media = attached(kind, url=FILE)
    assert [one.ref for one in media] == [f"{FILE} message:m_1 0"]
    assert attached(kind, url="https://www.instagram.com/p/x/") == (f"{text} https://www.instagram.com/p/x/", ())


def test_the_same_words_are_said_once() -> None:
    two = [{"type": "hologram"}, {"type": "hologram"}]
    assert said({"text": "Look", "attachments": two}, "message:m_1") == (f"Look\n{UNSHOWABLE}", ())


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        ({"elements": [{"title": "Blue"}, {"title": "Red"}, {"subtitle": "none"}, 5]}, "[a card: Blue, Red]"),
        ({"generic": {"elements": [{"title": "Blue"}]}}, "[a card: Blue]"),
        ({"product": {"elements": [{"title": "Bowl"}]}}, "[a product: Bowl]"),
        ({"template_type": "button", "text": "What would you like?"}, "[a card: What would you like?]"),
        ({"elements": []}, "[a card]"),
        ({"text": 5}, "[a card]"),
    ],
)
def test_a_card_says_what_stands_on_it(payload: dict[str, Any], text: str) -> None:
    assert attached("template", **payload) == (text, ())


def test_a_place_without_coordinates_is_no_place() -> None:
    assert attached("location", coordinates={"lat": 1.0}) == (UNSHOWABLE, ())
    assert attached("location", coordinates={"lat": 1, "long": "2.5"}) == (
        "📍 1.000000,2.500000",
        (Media("location", "1.000000,2.500000"),),
    )


def test_the_words_for_a_story_are_the_same_wherever_they_are_said() -> None:
    assert attached("story_mention")[0] == MENTIONED


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.facebook.com/reel/1", True),
        ("https://instagram.com/p/x", True),
        ("https://fb.watch/x", True),
        ("https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1", False),
        ("https://notfacebook.com/x", False),
        ("http://127.0.0.1:8080/cdn/a", False),
        ("", False),
    ],
)
def test_people_follow_pages_and_files_lie_elsewhere(url: str, page: bool) -> None:
    assert is_page(url) is page


def test_what_it_is_stands_in_brackets_and_the_link_behind_them() -> None:
    assert titled("a post", "Bowls", "https://x.example") == "[a post: Bowls] https://x.example"
    assert titled("a post", "") == "[a post]"


def test_media_are_numbered_by_themselves() -> None:
    mixed = [
        {"type": "fallback"},
        {"type": "image", "payload": {"url": FILE}},
        {"type": "image", "payload": {"url": FILE}},
    ]
    _, media = said({"attachments": mixed}, "message:m_1")
    assert [one.ref for one in media] == [f"{FILE} message:m_1 0", f"{FILE} message:m_1 1"]
