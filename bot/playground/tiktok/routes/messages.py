"""Private messages of an account: listed, read, answered within the window, with pictures where both sides may.

Sources: business-api.tiktok.com, Business Messaging API, "Send a message to a conversation", "Get a list of
conversations", "Get a list of messages", "Upload an image", "Download an image or a video from a message".
"""

from __future__ import annotations

from typing import Any

from bot.playground.tiktok.bodies import message_in_list, participants
from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.posting import MEDIA_LIVES
from bot.playground.tiktok.records import DAY, WINDOW, WINDOW_MESSAGES, Conversation, JsonObject, Message
from bot.playground.tiktok.refusals import Refusal, wrong

LONGEST = 6000
REMEMBERED, LISTED, SHOWN = 90 * DAY, 100, 20
LARGEST_IMAGE = 3 * 1024 * 1024
KINDS = ("TEXT", "IMAGE", "SHARE_POST", "TEMPLATE", "SENDER_ACTION")


async def conversations(call: Call) -> JsonObject:
    """GET /business/message/conversation/list/: those of the last 90 days, a hundred at most."""
    answered = call.one_of("conversation_type", ("SINGLE", "STRANGER")) == "SINGLE"
    start, count = call.number("cursor", 0, 0, 10**9), call.number("limit", LISTED, 1, LISTED)
    found = [one for one in call.account.conversations.values() if one.messages and one.answered == answered]
    found = sorted((one for one in found if one.updated > call.now - REMEMBERED), key=lambda one: -one.updated)
    found = found[:LISTED]
    page = found[start : start + count]
    listed = [{"conversation_id": one.id, "update_time": round(one.updated * 1000), "referral": {}} for one in page]
    return {"conversations": listed, "has_more": len(found) > start + count, "cursor": start + len(page)}


async def contents(call: Call) -> JsonObject:
    """GET /business/message/content/list/: the 20 newest messages, newest first, and there is no way to older ones."""
    conversation = _conversation(call, call.text("conversation_id"))
    newest = conversation.messages[-SHOWN:][::-1]
    return {"participants": participants(conversation), "messages": [message_in_list(one) for one in newest]}


async def capabilities(call: Call) -> JsonObject:
    """GET /business/message/capabilities/get/: whether pictures may be sent in a conversation."""
    if call.params["capability_types"] != ["IMAGE_SEND"]:
        raise wrong("capability_types: value must be one of IMAGE_SEND.")
    conversation = _conversation(call, call.text("conversation_id"))
    call.one_of("conversation_type", ("SINGLE", "STRANGER"))
    told = {"capability_type": "IMAGE_SEND", "capability_result": _pictures(conversation)}
    return {"capability_infos": [told]}


async def send(call: Call) -> JsonObject:
    """POST /business/message/send/: to somebody who wrote within 48 hours, ten times at most until they write again."""
    if "direct_reply" in call.params:
        raise Refusal(40118, "Comment-to-Message is not enabled for this account.")
    call.one_of("recipient_type", ("CONVERSATION",))
    conversation = _conversation(call, call.text("recipient"), "recipient")
    kind = call.one_of("message_type", KINDS)
    if kind == "SENDER_ACTION":
        action = call.one_of("sender_action", ("TYPING", "MARK_READ"))
        call.record(conversation.id, action=action)
        return {"message": {"message_id": ""}}
    more = _what(call, conversation, kind)
    _check_window(call, conversation)
    message = call.world.keep_message(conversation, ours=True, source="API", **more)
    call.record(conversation.id, message.id, message.text, kind=kind)
    return {"message": {"message_id": message.id}}


async def upload(call: Call) -> JsonObject:
    """POST /business/message/media/upload/: a JPG or PNG of at most 3 MB."""
    file = call.files["file"]
    call.one_of("media_type", ("IMAGE",))
    if len(file.data) > LARGEST_IMAGE:
        raise Refusal(40907)
    if not file.data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Refusal(40908)
    return {"media_id": call.world.keep_media(file.data, file.mime)}


async def download(call: Call) -> JsonObject:
    """POST /business/message/media/download/: an address that works for 24 hours, for who has the token."""
    conversation = _conversation(call, call.text("conversation_id"))
    message = call.world.messages.get(call.text("message_id"))
    media_id = call.text("media_id")
    if message is None or message.conversation is not conversation or message.media_id != media_id:
        raise wrong("media_id: there is no such file in this message.")
    if call.one_of("media_type", ("IMAGE", "VIDEO")).lower() != message.kind:
        raise wrong("media_type: the message has a file of another type.")
    return {"download_url": f"{call.world.base}/media/{media_id}?x-expires={int(call.now + DAY)}"}


def _conversation(call: Call, conversation_id: str, name: str = "conversation_id") -> Conversation:
    conversation = call.world.conversations.get(conversation_id)
    if conversation is None or conversation.account is not call.account:
        raise wrong(f"Param {name} is invalid.")
    return conversation


def _pictures(conversation: Conversation) -> bool:
    return conversation.account.images and conversation.person.images


def _check_window(call: Call, conversation: Conversation) -> None:
    if not conversation.heard or call.now > conversation.heard + WINDOW:
        raise Refusal(40064, "The user has not sent you a message within the last 48 hours.")
    if conversation.since >= WINDOW_MESSAGES:
        raise Refusal(40064)


def _what(call: Call, conversation: Conversation, kind: str) -> dict[str, Any]:
    """What is to be sent; only what belongs to its type may be given."""
    name = {"TEXT": "text", "IMAGE": "image", "SHARE_POST": "share_post", "TEMPLATE": "template"}[kind]
    value: dict[str, Any] = call.params.get(name, {})
    if not value:
        raise wrong(f"Missing required field(s): {name}.")
    if kind == "TEXT":
        return {"kind": "text", "text": _words(value), "answers": _answered(call, conversation)}
    if "text" in call.params or "referenced_message_info" in call.params:
        raise wrong("text: A message cannot include both a text and something else.")
    if kind == "IMAGE":
        return {"kind": "image", "media_id": _media(call, conversation, str(value.get("media_id", "")))}
    if kind == "SHARE_POST":
        video = call.account.videos.get(str(value.get("item_id", "")))
        if video is None or video.removed:
            raise wrong("item_id: you can only share your own posts.")
        return {"kind": "share_post", "video": video}
    return {"kind": "template", "text": str(value.get("title", "")), "details": {"template": value}}


def _words(value: dict[str, Any]) -> str:
    text = value.get("body")
    if not isinstance(text, str) or not text.strip():
        raise wrong("Missing required field(s): body.")
    if len(text) > LONGEST:
        raise wrong(f"body: Longer than maximum length {LONGEST}.")
    return text


def _answered(call: Call, conversation: Conversation) -> Message | None:
    if "referenced_message_info" not in call.params:
        return None
    message = call.world.messages.get(str(call.params["referenced_message_info"].get("referenced_message_id", "")))
    if message is None or message.conversation is not conversation:
        raise wrong("referenced_message_id: the message does not exist.")
    return message


def _media(call: Call, conversation: Conversation, media_id: str) -> str:
    if not _pictures(conversation):
        raise Refusal(40001, "Images are not supported in this conversation.")
    if media_id not in call.world.media:
        raise wrong("media_id: the file does not exist.")
    if call.now > call.world.media[media_id][2] + MEDIA_LIVES:
        raise Refusal(40910)
    return media_id
