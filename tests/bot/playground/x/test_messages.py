"""Direct messages, read and written, and the files that go with them and with posts."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground.attachments import photo
from bot.playground.x import Account, Person, XServer, XWorld
from tests.bot.playground.x.calls import DAY, Api

FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 988


async def test_messages_of_thirty_days_newest_first(
    api: Api, server: XServer, world: XWorld, pots: Account, asha: Person, bhavin: Person
) -> None:
    world.message(bhavin, pots, "Long ago")
    server.clock.advance(31 * DAY)
    world.tokens.grant(pots, pots.app, pots.scopes, world.now)
    api = api.of(pots.access_token)
    first, second = world.message(asha, pots, "Open?"), world.say_natively(pots, asha, "Yes")
    found = await api.get(
        "/2/dm_events",
        event_types="MessageCreate",
        dm_event__fields="sender_id,created_at,dm_conversation_id",
        expansions="sender_id",
        max_results=1,
    )
    talk = f"{pots.id}-{asha.id}"
    assert found["data"][0] | {"created_at": ""} == {
        "id": second.id,
        "event_type": "MessageCreate",
        "text": "Yes",
        "sender_id": pots.id,
        "dm_conversation_id": talk,
        "created_at": "",
    }
    assert found["includes"]["users"][0]["id"] == pots.id
    more = await api.get("/2/dm_events", max_results=1, pagination_token=found["meta"]["next_token"])
    assert more == {
        "data": [{"id": first.id, "event_type": "MessageCreate", "text": "Open?"}],
        "meta": {"result_count": 1},
    }
    for path in (f"/2/dm_conversations/with/{asha.id}/dm_events", f"/2/dm_conversations/{talk}/dm_events"):
        assert (await api.get(path))["meta"] == {"result_count": 2}
    assert (await api.get(f"/2/dm_events/{first.id}"))["data"]["text"] == "Open?"
    await api.call("DELETE", f"/2/dm_events/{first.id}")
    assert (await api.get("/2/dm_events"))["meta"]["result_count"] == 1


async def test_who_takes_no_messages_of_strangers(
    api: Api, server: XServer, world: XWorld, pots: Account, asha: Person
) -> None:
    asha.dms_open = False
    path = f"/2/dm_conversations/with/{asha.id}/messages"
    status, body = await api.refused("POST", path, {"text": "Hello"})
    assert (status, body["title"]) == (403, "Forbidden")
    world.message(asha, pots, "Are you open?")
    made = await api.post(path, text="Yes, till six")
    assert world.dms[made["data"]["dm_event_id"]].text == "Yes, till six"
    assert made["data"]["dm_conversation_id"] == f"{pots.id}-{asha.id}"
    world.block_us(asha, pots)
    assert (await api.refused("POST", path, {"text": "Still there?"}))[0] == 403
    assert [one.text for one in server.sent] == ["Yes, till six"]


async def test_a_picture_in_one_go_with_words_for_the_blind(api: Api, world: XWorld, pots: Account) -> None:
    form = aiohttp.FormData({"media_category": "tweet_image"})
    form.add_field("media", photo("cup").data, filename="cup.png", content_type="image/png")
    headers = {"Authorization": f"Bearer {api.token}"}
    async with api.http.post(f"{api.url}/2/media/upload", data=form, headers=headers) as answer:
        media = (await answer.json())["data"]
    assert "processing_info" not in media
    await api.post("/2/media/metadata", id=media["id"], metadata={"alt_text": {"text": "A cup"}})
    post = await api.post("/2/tweets", text="New", media={"media_ids": [media["id"]]})
    shown = await api.get(
        f"/2/tweets/{post['data']['id']}",
        expansions="attachments.media_keys",
        media__fields="url,alt_text",
        tweet__fields="attachments",
    )
    told = shown["includes"]["media"][0]
    assert (told["media_key"], told["type"], told["alt_text"]) == (media["media_key"], "photo", "A cup")
    assert shown["data"]["attachments"] == {"media_keys": [media["media_key"]]}
    async with api.http.get(told["url"]) as file:
        assert await file.read() == photo("cup").data


async def upload(api: Api, *pieces: bytes, total: int) -> str:
    begun = await api.post(
        "/2/media/upload/initialize", media_type="video/mp4", media_category="tweet_video", total_bytes=total
    )
    id = str(begun["data"]["id"])
    for index, piece in enumerate(pieces):
        form = aiohttp.FormData({"segment_index": str(index)})
        form.add_field("media", piece, filename="blob", content_type="application/octet-stream")
        headers = {"Authorization": f"Bearer {api.token}"}
        async with api.http.post(f"{api.url}/2/media/upload/{id}/append", data=form, headers=headers) as answer:
            assert answer.status == 200
    return id


async def test_a_film_in_pieces_is_worked_on_by_the_clock(api: Api, server: XServer, world: XWorld) -> None:
    id = await upload(api, FILM[:600], FILM[600:], total=len(FILM))
    done = await api.post(f"/2/media/upload/{id}/finalize")
    assert done["data"]["processing_info"] == {"state": "pending", "check_after_secs": 2, "progress_percent": 0}
    post = {"text": "A film", "media": {"media_ids": [id]}}
    assert (await api.refused("POST", "/2/tweets", post))[0] == 400
    server.clock.advance(5)
    status = {"command": "STATUS", "media_id": id}
    assert (await api.get("/2/media/upload", **status))["data"]["processing_info"]["state"] == "in_progress"
    server.clock.advance(5)
    assert (await api.get("/2/media/upload", **status))["data"]["processing_info"]["state"] == "succeeded"
    await api.post("/2/tweets", **post)
    assert world.media[id].data == FILM


async def test_a_film_that_is_cut_or_spoilt(api: Api, server: XServer, world: XWorld) -> None:
    cut = await upload(api, FILM[:700], total=len(FILM))
    status, body = await api.refused("POST", f"/2/media/upload/{cut}/finalize")
    assert status == 400
    assert "total file size" in body["errors"][0]["message"]
    spoilt = await upload(api, FILM, total=len(FILM))
    world.spoil(world.media[spoilt])
    await api.post(f"/2/media/upload/{spoilt}/finalize")
    server.clock.advance(10)
    info = (await api.get("/2/media/upload", media_id=spoilt))["data"]["processing_info"]
    assert (info["state"], info["error"]["name"]) == ("failed", "InvalidMedia")
    server.clock.advance(DAY)
    assert (await api.refused("GET", "/2/media/upload", media_id=spoilt))[0] in (400, 401)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"media_type": "video/mp4", "media_category": "tweet_image", "total_bytes": 5}, 400),
        ({"media_type": "video/mp4", "media_category": "tweet_film", "total_bytes": 5}, 400),
        ({"media_type": "image/gif", "media_category": "tweet_gif", "total_bytes": 16 * 1024 * 1024}, 413),
        ({"media_type": "video/mp4", "media_category": "tweet_video"}, 400),
    ],
)
async def test_files_that_x_does_not_take(api: Api, body: dict[str, object], status: int) -> None:
    assert (await api.refused("POST", "/2/media/upload/initialize", body))[0] == status
