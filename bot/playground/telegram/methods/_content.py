"""Reads what a bot wants to say: text or caption within its limits, a file or several, a reply, a thread, buttons."""

from __future__ import annotations

from bot.playground.telegram.entities import merged
from bot.playground.telegram.files import Media, StoredFile
from bot.playground.telegram.formatting import formatted
from bot.playground.telegram.methods._access import Call
from bot.playground.telegram.records import Chat, Message
from bot.playground.telegram.refusals import bad_request
from bot.playground.telegram.wire import JsonObject

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
MOST_ENTITIES = 100


def written(text: str, mode: str, given: list[JsonObject], name: str = "text") -> JsonObject:
    """`text` or `caption` with its entities; raises Refusal when it is too long or badly marked up.

    Length is counted in code points, as td does (`MessageContent.cpp`).
    """
    plain, found = formatted(text, mode)
    if not (found or given):
        plain = plain.strip()
    if len(plain) > (TEXT_LIMIT if name == "text" else CAPTION_LIMIT):
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    entities = merged(plain, found or given)[:MOST_ENTITIES]
    body: JsonObject = {name: plain}
    if entities:
        body["entities" if name == "text" else "caption_entities"] = entities
    return body


def text_of(call: Call) -> JsonObject:
    """The text of sendMessage and editMessageText; raises Refusal when there is none left after trimming."""
    params = call.params
    body = written(params.text("text"), params.text("parse_mode"), params.mappings("entities"))
    if not str(body["text"]).strip():
        raise bad_request("message text is empty")
    return body


def caption_of(call: Call) -> JsonObject:
    """The caption of a media method; empty when none is given."""
    params = call.params
    if not params.text("caption"):
        return {}
    return written(params.text("caption"), params.text("parse_mode"), params.mappings("caption_entities"), "caption")


def file_for(call: Call, kind: str, given: str) -> StoredFile:
    """The file that a media parameter means: an upload, `attach://name`, a known id, or a URL that is not fetched."""
    upload = call.params.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)
    if upload is not None and (not given or given.startswith("attach://")):
        return call.world.files.accept(Media(kind, upload.data, upload.name, upload.mime))
    if given.startswith(("http://", "https://")):
        return call.world.files.keep(Media(kind, given.encode(), given.rpartition("/")[2]))
    known = call.world.files.by_id(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.media.kind != kind:
        raise bad_request(f"can't use file of type {known.media.kind.title()} as {kind.title()}")
    return known


def envelope_of(call: Call, chat: Chat) -> tuple[JsonObject, Message | None]:
    """What sits around the content of a sent message: sender chat, thread, buttons; and the message it replies to."""
    body: JsonObject = {}
    if chat.type == "channel":
        body["sender_chat"] = chat.as_chat
    thread = call.params.integer("message_thread_id")
    if thread:
        if chat.type == "supergroup" and thread not in chat.messages:
            raise bad_request("message thread not found")
        body["message_thread_id"] = thread
    markup = buttons_of(call)
    if markup:
        body["reply_markup"] = markup
    return body, replied_to(call, chat)


def buttons_of(call: Call) -> JsonObject:
    """The inline keyboard; other kinds of keyboard do not show in a Message."""
    markup = call.params.mapping("reply_markup")
    return markup if "inline_keyboard" in markup else {}


def replied_to(call: Call, chat: Chat) -> Message | None:
    """The message that reply_parameters (or the older reply_to_message_id) names; raises Refusal when it is gone."""
    given = call.params.mapping("reply_parameters")
    wanted = int(str(given.get("message_id") or call.params.integer("reply_to_message_id")))
    if not wanted:
        return None
    message = chat.messages.get(wanted)
    if message is not None and not message.removed:
        return message
    if given.get("allow_sending_without_reply") or call.params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
