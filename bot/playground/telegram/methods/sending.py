"""Simulated methods that put new messages into a chat."""

from __future__ import annotations

from bot.playground.telegram.methods._access import Call, check_may_send, find_chat, find_message, writable_chat
from bot.playground.telegram.methods._content import caption_of, envelope_of, file_for, text_of, written
from bot.playground.telegram.records import Chat, Message
from bot.playground.telegram.refusals import bad_request
from bot.playground.telegram.wire import JsonObject

ALBUM_LIMIT = 10
_ALBUM_KINDS = {"photo": "picture", "video": "picture", "document": "document", "audio": "audio"}
_RIGHTS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
}
_ENVELOPE_FIELDS = """
    message_id from chat date sender_chat message_thread_id reply_to_message reply_markup edit_date media_group_id
    forward_origin is_automatic_forward
"""
_ENVELOPE = frozenset(_ENVELOPE_FIELDS.split())
_ACTIONS = """
    typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note
"""
ACTIONS = frozenset(_ACTIONS.split())


def send_message(call: Call) -> JsonObject:
    """Send a text."""
    content = text_of(call)
    chat = writable_chat(call)
    check_may_send(call, chat)
    return _send(call, chat, content).body


def send_media(call: Call) -> JsonObject:
    """Send one file, as sendPhoto, sendDocument, sendVideo, sendAudio or sendVoice."""
    kind = call.name.removeprefix("send").lower()
    caption = caption_of(call)
    chat = writable_chat(call)
    stored = file_for(call, kind, call.params.text(kind))
    check_may_send(call, chat, _RIGHTS[kind])
    return _send(call, chat, stored.as_content() | caption).body


def send_media_group(call: Call) -> list[JsonObject]:
    """Send an album."""
    items = call.params.mappings("media")
    _check_album(items)
    chat = writable_chat(call)
    contents = [_album_item(call, item) for item in items]
    check_may_send(call, chat, "can_send_photos", len(items))
    group = {"media_group_id": str(13_000_000_000_000_000 + next(call.world.numbers))}
    envelope, reply = envelope_of(call, chat)
    messages = [_keep(call, chat, envelope | content | group, reply) for content in contents]
    text = next((message.text for message in messages if message.text), "")
    call.note(chat, tuple(message.id for message in messages), text)
    return [message.body for message in messages]


def copy_message(call: Call) -> JsonObject:
    """Send the same content again, without saying where it comes from."""
    source = find_message(call, find_chat(call, "from_chat_id"), "message to copy")
    content = {name: value for name, value in source.body.items() if name not in _ENVELOPE}
    if "caption" in call.params and "text" not in content:
        content = {name: value for name, value in content.items() if not name.startswith("caption")} | caption_of(call)
    chat = writable_chat(call)
    check_may_send(call, chat)
    return {"message_id": _send(call, chat, content).id}


def forward_message(call: Call) -> JsonObject:
    """Send a message on, saying where it comes from."""
    source = find_message(call, find_chat(call, "from_chat_id"), "message to forward")
    content = {name: value for name, value in source.body.items() if name not in _ENVELOPE}
    chat = writable_chat(call)
    check_may_send(call, chat)
    return _send(call, chat, content | {"forward_origin": _origin(source)}).body


def send_chat_action(call: Call) -> bool:
    """Show "typing…" or the like for some seconds."""
    if call.params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.note(writable_chat(call), text=call.params.text("action"))
    return True


def _send(call: Call, chat: Chat, content: JsonObject) -> Message:
    envelope, reply = envelope_of(call, chat)
    message = _keep(call, chat, envelope | content, reply)
    call.note(chat, (message.id,), message.text)
    return message


def _keep(call: Call, chat: Chat, content: JsonObject, reply: Message | None) -> Message:
    world = call.world
    if chat.type != "channel":
        message = world.keep(chat, content, call.bot.person, reply)
    else:
        message = world.keep(chat, content, None, reply)
        message.sender = call.bot.person
    world.publish(message, "channel_post" if chat.type == "channel" else "message")
    if chat.type == "channel":
        world.forward_to_discussion(message)
    return message


def _check_album(items: list[JsonObject]) -> None:
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    if len(items) == 1:
        raise bad_request("album must contain 2-10 items")
    kinds = {_ALBUM_KINDS.get(str(item.get("type")), "") for item in items}
    if "" in kinds:
        raise bad_request("can't parse InputMedia: type must be one of photo, video, document, audio")
    if len(kinds) > 1:
        raise bad_request("documents and audio can't be mixed with other media types")


def _album_item(call: Call, item: JsonObject) -> JsonObject:
    content = file_for(call, str(item["type"]), str(item.get("media", ""))).as_content()
    if not item.get("caption"):
        return content
    given = item.get("caption_entities")
    entities = [entity for entity in given if isinstance(entity, dict)] if isinstance(given, list) else []
    return content | written(str(item["caption"]), str(item.get("parse_mode", "")), entities, "caption")


def _origin(source: Message) -> JsonObject:
    given = source.body.get("forward_origin")
    if isinstance(given, dict):
        return given
    if source.chat.type == "channel":
        about = {"type": "channel", "chat": source.chat.as_chat, "message_id": source.id}
        return about | {"date": source.date}
    return {"type": "user", "sender_user": source.body.get("from"), "date": source.date}
