"""What a Telegram message says: its text with hidden links shown, its media, and whether a person said it at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from bot.networks._payloads import a_text
from bot.networks._telegram_shapes import RawContact, RawEntity, RawFile, RawLocation, RawMessage, RawOption
from inbox.models import Media, MediaKind

# Fields of Message by which Telegram itself reports something; a message with one of them was not said by anybody.
# From the descriptions in https://core.telegram.org/bots/api#message ("Service message: ..."), Bot API 10.1.
SERVICE: Final = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "managed_bot_created",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "poll_option_added",
        "poll_option_deleted",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "suggested_post_approval_failed",
        "suggested_post_approved",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "supergroup_chat_created",
        "unique_gift",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    }
)
FILES: Final[
    tuple[tuple[str, MediaKind, str], ...]
] = (  # animations repeat themselves as documents, live photos as photos
    ("animation", "video", "video/mp4"),
    ("live_photo", "video", "video/mp4"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("audio", "audio", ""),
    ("voice", "voice", "audio/ogg"),
    ("document", "file", ""),
    ("sticker", "sticker", ""),
)
UNSHOWABLE: Final = "[a kind of message that cannot be shown here]"


def is_service(message: RawMessage) -> bool:
    """Whether Telegram reports something here that nobody said."""
    return not SERVICE.isdisjoint(message)


def text_of(message: RawMessage) -> str:
    """What was said, readable without Telegram: text, caption, or words for what has neither."""
    if message.get("text"):
        return _with_links(a_text(message["text"]), message.get("entities", []))
    if message.get("caption"):
        return _with_links(a_text(message["caption"]), message.get("caption_entities", []))
    for field, say in SAYINGS.items():
        if field in message:
            return a_text(say(message))
    return "" if media_of(message) else UNSHOWABLE


def media_of(message: RawMessage) -> tuple[Media, ...]:
    """The one medium of a message (an album is several messages); its `ref` is Telegram's file id."""
    for field, kind, mime in FILES:
        if field in message:
            return (_media(kind, cast("Mapping[str, RawFile]", message)[field], mime),)
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size.get("file_size", 0))
        return (_media("image", largest, "image/jpeg"),)
    place = message["venue"]["location"] if "venue" in message else message.get("location")
    return (Media("location", _coordinates(place)),) if place else ()


def _media(kind: MediaKind, file: RawFile, mime: str) -> Media:
    return Media(
        kind,
        ref=a_text(file["file_id"]),
        mime=a_text(file.get("mime_type", _sticker_mime(file) if kind == "sticker" else mime)),
        name=a_text(file.get("file_name", "")),
        size=max(0, int(file.get("file_size", 0))),
        alt=a_text(file.get("emoji", "")),
    )


def _sticker_mime(sticker: RawFile) -> str:
    if sticker.get("is_video"):
        return "video/webm"
    return "application/x-tgsticker" if sticker.get("is_animated") else "image/webp"


def _with_links(text: str, entities: list[RawEntity]) -> str:
    """Put the address behind words that hide one, as a moderator must see where a click would lead."""
    links = [entity for entity in entities if entity["type"] == "text_link" and "url" in entity]
    if not links:
        return text
    units = text.encode("utf-16-le")
    for link in sorted(links, key=lambda entity: entity["offset"], reverse=True):
        end = 2 * (link["offset"] + link["length"])
        units = units[:end] + f" ({a_text(link['url'])})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace")


def _coordinates(place: RawLocation) -> str:
    return f"{float(place['latitude']):.6f},{float(place['longitude']):.6f}"


def _venue(message: RawMessage) -> str:
    venue = message["venue"]
    return f"📍 {venue['title']}, {venue['address']} ({_coordinates(venue['location'])})"


def _card(contact: RawContact) -> str:
    name = f"{contact['first_name']} {contact.get('last_name', '')}".strip()
    return f"👤 {name}, {contact['phone_number']}"


def _list(title: str, options: list[RawOption]) -> str:
    return "\n".join([title, *(f"- {option['text']}" for option in options)])


def _rich(node: object) -> str:
    """The words of a rich message, one line for each block of its tree."""
    match node:
        case str():
            return node
        case list():
            return "".join(_rich(part) for part in node)
        case {"type": "url", "text": text, "url": str(url)}:
            return f"{_rich(text)} ({url})"
        case dict():
            inline = "".join(_rich(node[key]) for key in RICH_INLINE if key in node)
            blocks = [_rich(part) for key in RICH_BLOCKS for part in node.get(key, ())]
            rows = [" ".join(_rich(cell) for cell in row) for row in node.get("cells", ())]
            return "\n".join(filter(None, [inline, *blocks, *rows]))
    return ""


RICH_INLINE: Final = ("summary", "text", "alternative_text", "expression", "caption", "credit")
RICH_BLOCKS: Final = ("blocks", "items")
SAYINGS: Final[Mapping[str, Callable[[RawMessage], str]]] = {
    "sticker": lambda message: message["sticker"].get("emoji", ""),
    "venue": _venue,
    "location": lambda message: f"📍 {_coordinates(message['location'])}",
    "contact": lambda message: _card(message["contact"]),
    "poll": lambda message: _list(f"📊 {message['poll']['question']}", message["poll"]["options"]),
    "checklist": lambda message: _list(f"☑ {message['checklist']['title']}", message["checklist"]["tasks"]),
    "dice": lambda message: f"{message['dice']['emoji']} {int(message['dice']['value'])}",
    "game": lambda message: f"🎮 {message['game']['title']}",
    "invoice": lambda message: f"[an invoice: {message['invoice']['title']}]",
    "rich_message": lambda message: _rich(message["rich_message"]).strip(),
    "story": lambda message: "[a story]",
    "giveaway": lambda message: "[a giveaway]",
    "giveaway_winners": lambda message: "[the winners of a giveaway]",
    "paid_media": lambda message: "[paid media]",
}
