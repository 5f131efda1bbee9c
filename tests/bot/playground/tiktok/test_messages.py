"""Private messages: told, listed, answered within the window, with pictures where both may, and only where allowed."""

from __future__ import annotations

import aiohttp
import pytest

from bot.playground.attachments import photo
from bot.playground.tiktok import Account, App, Person, TikTokServer, TikTokWorld, Video
from bot.playground.tiktok.records import DAY, WINDOW
from tests.bot.playground.tiktok.calls import Business, JsonObject, Receiver


async def say(business: Business, conversation_id: str, text: str = "At ten", **more: object) -> JsonObject:
    return await business.post(
        "/business/message/send/",
        recipient_type="CONVERSATION",
        recipient=conversation_id,
        message_type="TEXT",
        text={"body": text},
        **more,
    )


async def test_both_sides_are_told(
    business: Business, world: TikTokWorld, account: Account, asha: Person, server: TikTokServer, receiver: Receiver
) -> None:
    heard = world.message(asha, account, "When do you open?")
    answer = await say(business, heard.conversation.id, referenced_message_info={"referenced_message_id": heard.id})
    world.say_natively(account, asha, "Or at nine")
    world.read(asha, account)
    await server.hooks.idle()

    (told,) = receiver.contents("im_receive_msg")
    assert told["text"] == {"body": "When do you open?"}
    assert told["from_user"] == {"id": asha.unique_identifier, "role": "personal_account"}
    assert told["to_user"] == {"id": account.open_id, "role": "business_account"}
    echoes = receiver.contents("im_send_msg")
    assert [one["message_tag"]["source"] for one in echoes] == ["API", "APP"]
    assert echoes[0]["message_id"] == answer["data"]["message"]["message_id"]
    assert echoes[0]["referenced_message_info"] == {"referenced_message_id": heard.id}
    assert receiver.contents("im_mark_read_msg")[0]["read"] == {"last_read_timestamp": round(server.clock.now() * 1000)}


async def test_the_window_is_48_hours_and_ten_messages(
    business: Business, world: TikTokWorld, account: Account, asha: Person, server: TikTokServer
) -> None:
    here = world.message(asha, account, "Hello").conversation.id
    codes = [(await say(business, here, f"No {number}"))["code"] for number in range(11)]
    assert codes == [0] * 10 + [40064]
    world.message(asha, account, "Still there?")
    assert (await say(business, here))["code"] == 0
    server.clock.advance(WINDOW + 1)
    world.consent(account)
    assert (await say(business, here))["code"] == 40064
    typing = {"recipient_type": "CONVERSATION", "recipient": here, "message_type": "SENDER_ACTION"}
    answer = await business.post("/business/message/send/", **typing, sender_action="TYPING")
    assert answer["data"] == {"message": {"message_id": ""}}


async def test_who_never_wrote_cannot_be_written_to(
    business: Business, world: TikTokWorld, account: Account, asha: Person
) -> None:
    here = world.say_natively(account, asha, "Hello").conversation.id
    assert (await say(business, here))["code"] == 40064
    assert (await say(business, "nobody"))["message"] == "Param recipient is invalid."


@pytest.mark.parametrize(("region", "messaging"), [("US", True), ("DE", True), ("GB", True), ("AE", False)])
async def test_where_messaging_is_not_allowed_everything_of_it_is_refused(
    business: Business,
    world: TikTokWorld,
    app: App,
    asha: Person,
    server: TikTokServer,
    receiver: Receiver,
    region: str,
    messaging: bool,
) -> None:
    business.account = world.create_account("elsewhere", app, region=region, messaging=messaging)
    here = world.message(asha, business.account, "Hello").conversation.id
    await server.hooks.idle()
    assert receiver.bodies == []
    assert (await say(business, here))["code"] == 40001
    listed = await business.get("/business/message/conversation/list/", conversation_type="STRANGER")
    assert listed["code"] == 40001
    assert (await business.get("/business/get/"))["code"] == 0


async def test_what_people_in_europe_write_comes_without_words(
    world: TikTokWorld, account: Account, server: TikTokServer, receiver: Receiver
) -> None:
    world.message(world.create_person("Lena", region="DE"), account, "Hallo")
    await server.hooks.idle()
    (told,) = receiver.contents("im_receive_msg_eu")
    assert set(told) == {"to", "to_user", "timestamp"}


async def test_conversations_and_their_twenty_newest_messages(
    business: Business, world: TikTokWorld, account: Account, asha: Person, bhavin: Person, server: TikTokServer
) -> None:
    world.message(bhavin, account, "Long ago")
    server.clock.advance(91 * DAY)
    world.consent(account)
    for number in range(25):
        world.message(asha, account, f"No {number}")
    here = world.conversation(account, asha).id
    strangers = await business.get("/business/message/conversation/list/", conversation_type="STRANGER")
    assert [one["conversation_id"] for one in strangers["data"]["conversations"]] == [here]
    await business.get("/business/message/conversation/list/", conversation_type="SINGLE")

    inside = (await business.get("/business/message/content/list/", conversation_id=here))["data"]
    assert [one["text"]["body"] for one in inside["messages"]] == [f"No {24 - number}" for number in range(20)]
    assert inside["messages"][0]["from_user"]["role"] == "PERSONAL_ACCOUNT"
    assert {one["id"] for one in inside["participants"]} == {account.open_id, asha.unique_identifier}
    await say(business, here)
    single = await business.get("/business/message/conversation/list/", conversation_type="SINGLE")
    assert [one["conversation_id"] for one in single["data"]["conversations"]] == [here]


async def test_pictures_come_and_go(
    business: Business, http: aiohttp.ClientSession, world: TikTokWorld, account: Account, asha: Person
) -> None:
    picture = photo("broken vase")
    heard = world.message(asha, account, image=picture)
    asked = {"conversation_id": heard.conversation.id, "message_id": heard.id, "media_id": heard.media_id}
    answer = await business.post("/business/message/media/download/", **asked, media_type="IMAGE")
    url = answer["data"]["download_url"]
    async with http.get(url) as refused, http.get(url, headers={"x-user": account.access_token}) as given:
        assert (refused.status, await given.read()) == (403, picture.data)

    form = aiohttp.FormData({"business_id": account.open_id, "media_type": "IMAGE"})
    form.add_field("file", picture.data, filename="vase.png", content_type="image/png")
    at = f"{business.url}/open_api/v1.3/business/message/media/upload/"
    async with http.post(at, data=form, headers={"Access-Token": account.access_token}) as uploaded:
        media_id = (await uploaded.json())["data"]["media_id"]
    where = {"recipient_type": "CONVERSATION", "recipient": heard.conversation.id, "message_type": "IMAGE"}
    assert (await business.post("/business/message/send/", **where, image={"media_id": media_id}))["code"] == 0
    asha.images = False
    assert (await business.post("/business/message/send/", **where, image={"media_id": media_id}))["code"] == 40001
    may = await business.get(
        "/business/message/capabilities/get/",
        conversation_id=heard.conversation.id,
        conversation_type="SINGLE",
        capability_types=["IMAGE_SEND"],
    )
    assert may["data"]["capability_infos"] == [{"capability_type": "IMAGE_SEND", "capability_result": False}]


async def test_a_shared_post_and_what_is_neither(
    business: Business, world: TikTokWorld, account: Account, asha: Person, video: Video
) -> None:
    here = world.message(asha, account, "Which one?").conversation
    where = {"recipient_type": "CONVERSATION", "recipient": here.id, "message_type": "SHARE_POST"}
    answer = await business.post("/business/message/send/", **where, share_post={"item_id": video.id})
    assert answer["code"] == 0
    assert here.messages[-1].video is video
    both = {"text": {"body": "x"}, "share_post": {"item_id": video.id}}
    assert (await business.post("/business/message/send/", **where, **both))["code"] == 40002
    assert (await say(business, here.id, "x" * 6001))["code"] == 40002
