"""Whatever a caller sends is answered in Meta's words, never by a crash."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.meta import MetaWorld, Page, Person, Profile
from tests.bot.playground.meta.calls import Graph


@pytest.mark.parametrize(
    ("edge", "given"),
    [
        ("feed", {"attached_media": -1}),
        ("feed", {"attached_media": {"0": 5}}),
        ("feed", {"attached_media[0]": "x"}),
        ("feed", {"message": "x", "published": "perhaps"}),
        ("feed", {"message": "x", "published": False, "scheduled_publish_time": "soon"}),
        ("messages", {}),
        ("messages", {"recipient": "me"}),
        ("messages", {"recipient": {"id": []}, "message": {"text": "x"}}),
        ("messages", {"message": {"text": "x"}, "platform": "pigeon"}),
        ("message_attachments", {"message": {"attachment": {"type": "template", "payload": "x"}}}),
        ("message_attachments", {"message": {"attachment": 5}}),
        ("message_attachments", {"message": {"attachment": {"type": "image"}}}),
        ("moderate_conversations", {"user_ids": 5, "actions": ["block_user"]}),
        ("blocked", {"user": []}),
        ("subscribed_apps", {"subscribed_fields": [["feed"]]}),
        ("video_reels", {"upload_phase": "finish", "video_id": "1"}),
        ("frogs", {}),
    ],
)
async def test_a_page_is_asked_for_nonsense(graph: Graph, page: Page, edge: str, given: dict[str, Any]) -> None:
    code, _ = await graph.refused("POST", f"/{page.id}/{edge}", **given)
    assert code in (100, 10)


@pytest.mark.parametrize(
    ("message", "codes"),
    [
        ({"attachments": 5}, (100,)),
        ({"attachments": [1]}, (100,)),
        ({"text": "x", "attachment": {"type": "image", "payload": {"attachment_id": {}}}}, (100,)),
        ({"text": "x", "metadata": "m" * 1001}, (100,)),
        ({"attachment": {"type": "hologram", "payload": {}}}, (100,)),
        ({"attachment": {"type": "image", "payload": {"url": "ftp://x"}}}, (100,)),
    ],
)
async def test_a_message_is_nonsense(
    graph: Graph, world: MetaWorld, page: Page, asha: Person, message: dict[str, Any], codes: tuple[int, ...]
) -> None:
    world.message(asha, page, "Hi")
    code, _ = await graph.refused("POST", f"/{page.id}/messages", recipient={"id": asha.id}, message=message)
    assert code in codes
    assert not any(one.ours for one in page.conversations[asha.id].messages.values())


@pytest.mark.parametrize("given", [{"children": [[], []], "media_type": "CAROUSEL"}, {"image_url": "file:///etc"}])
async def test_a_container_is_nonsense(insta: Graph, profile: Profile, given: dict[str, Any]) -> None:
    await insta.refused("POST", f"/{profile.id}/media", **given)
    assert profile.containers == {}
