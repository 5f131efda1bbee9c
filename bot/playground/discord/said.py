"""Reads what a bot wants to say out of a request, and refuses what Discord would refuse."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import permissions
from bot.playground.discord.calls import Call, may
from bot.playground.discord.components import check_components
from bot.playground.discord.embeds import check_embeds
from bot.playground.discord.files import FILE_LIMIT, REQUEST_LIMIT
from bot.playground.discord.mentions import check_allowed
from bot.playground.discord.posting import Said
from bot.playground.discord.records import COMPONENTS_V2, EPHEMERAL, Channel, Message
from bot.playground.discord.refusals import FormErrors, Refusal, invalid
from bot.playground.discord.wire import JsonObject, number

MOST_CHARACTERS = 2000
SETTABLE = COMPONENTS_V2 | 1 << 2 | 1 << 12 | 1 << 13  # besides it: no previews, silent, a voice message
_MEDIA = ("media", "file")
LEGACY = ("content", "embeds", "sticker_ids", "poll")


def read_said(call: Call, channel: Channel, given: JsonObject, *, in_reply: bool = False) -> Said:
    """What a new message is to say; raises Refusal. `in_reply` is true for answers to interactions."""
    flags = int(given.get("flags") or 0) & (SETTABLE | EPHEMERAL if in_reply else SETTABLE)
    check_said(given, flags)
    check_allowed(given.get("allowed_mentions"))
    check_files(call)
    if not in_reply:
        _check_allowed_there(call, channel, given)
    stickers = [_sticker(channel, number(one)) for one in given.get("sticker_ids") or ()]
    attachments = uploaded(call, channel, given)
    said = Said(
        content=_trimmed(given.get("content")),
        components=resolved(given.get("components") or [], attachments),
        embeds=resolved(given.get("embeds") or [], attachments),
        attachments=attachments,
        stickers=stickers,
        flags=flags,
        tts=bool(given.get("tts")),
        reply_to=None if in_reply else _replied(call, channel, given.get("message_reference")),
        allowed_mentions=given.get("allowed_mentions"),
        nonce=None if given.get("nonce") is None else str(given["nonce"]),
    )
    if not (said.content or said.components or said.embeds or said.attachments or said.stickers):
        raise Refusal(50006)
    return said


def read_change(call: Call, message: Message, given: JsonObject) -> dict[str, Any]:
    """The parts of a message's body that an edit replaces; raises Refusal."""
    flags = int(message.flags)
    if given.get("flags") is not None:
        # A message that was laid out with components stays so.
        flags = flags & ~SETTABLE | int(given["flags"]) & SETTABLE | flags & COMPONENTS_V2
    check_said(given, flags)
    check_allowed(given.get("allowed_mentions"))
    check_files(call)
    changed: dict[str, Any] = {"flags": flags}
    attachments = list(message.body["attachments"])
    if "attachments" in given:
        kept = {number(one.get("id")) for one in given["attachments"] or ()}
        attachments = [one for one in attachments if int(one["id"]) in kept]
    attachments += uploaded(call, message.channel, given)
    changed["attachments"] = attachments
    if "content" in given:
        changed["content"] = _trimmed(given["content"])
    for key in ("components", "embeds"):
        if key in given:
            changed[key] = resolved(given[key] or [], attachments)
    after = message.body | changed
    if flags & COMPONENTS_V2 and (after["content"] or after["embeds"]):
        # What was plain becomes laid out only when its content and embeds are taken away in the same edit.
        check_said({"content": after["content"], "embeds": after["embeds"]}, flags)
    if (
        not any(after[key] for key in ("content", "components", "embeds", "attachments"))
        and "sticker_items" not in after
    ):
        raise Refusal(50006)
    return changed


def check_said(given: JsonObject, flags: int) -> None:
    """Raise Refusal for texts, embeds or components that are too many, too long or in the wrong place."""
    errors = FormErrors()
    v2 = bool(flags & COMPONENTS_V2)
    if given.get("content") is not None:
        errors.longer(("content",), given["content"], MOST_CHARACTERS)
    if given.get("nonce") is not None:
        errors.longer(("nonce",), str(given["nonce"]), 25)
    for key in LEGACY if v2 else ():
        if given.get(key):
            words = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", words)
    check_embeds(errors, given.get("embeds") or [])
    if given.get("components"):
        check_components(errors, given["components"], v2=v2)
    errors.check()


def check_files(call: Call) -> None:
    """Raise Refusal for files that are too large, or too many."""
    sizes = [file.size or len(file.data) for file in call.uploads.values()]
    if any(size > FILE_LIMIT for size in sizes) or sum(sizes) > REQUEST_LIMIT:
        raise Refusal(40005)
    if len(sizes) > 10:
        raise invalid(("attachments",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")


def uploaded(call: Call, channel: Channel, given: JsonObject) -> list[JsonObject]:
    """Store the files of a call; returns their attachment objects."""
    described = {number(one.get("id")): one for one in given.get("attachments") or ()}
    found = []
    for at, file in call.uploads.items():
        description = described.get(at, {}).get("description")
        found.append(call.state.files.keep(channel.id, file, description))
    return found


def resolved(parts: Any, attachments: list[JsonObject]) -> Any:
    """The same embeds or components, with attachment://name replaced by the address of that file."""
    if isinstance(parts, list):
        return [resolved(one, attachments) for one in parts]
    if not isinstance(parts, dict):
        return parts
    body = {
        key: _media(value, attachments) if key in _MEDIA and isinstance(value, dict) else resolved(value, attachments)
        for key, value in parts.items()
    }
    if str(body.get("url", "")).startswith("attachment://"):
        body["url"] = _media(body, attachments)["url"]
    return body


def _media(item: JsonObject, attachments: list[JsonObject]) -> JsonObject:
    url = str(item.get("url", ""))
    details: JsonObject = {"proxy_url": url, "width": None, "height": None, "loading_state": 2, "flags": 0}
    name = url.removeprefix("attachment://")
    for one in attachments:
        if name != url and one["filename"] == name:
            details |= {key: one[key] for key in ("url", "proxy_url", "width", "height", "content_type") if key in one}
            return {"id": one["id"], "url": one["url"], "attachment_id": one["id"]} | details
    if name != url:
        words = f"The referenced attachment '{name}' was not found."
        raise invalid(("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", words)
    return {"id": "0"} | item | details


def _trimmed(content: Any) -> str:
    return str(content).strip() if content is not None else ""


def _sticker(channel: Channel, wanted: int) -> JsonObject:
    for name, sticker in channel.guild.stickers.items() if channel.guild else ():
        if sticker == wanted:
            return {"id": str(sticker), "name": name, "format_type": 1}
    raise Refusal(10060)


def _replied(call: Call, channel: Channel, reference: Any) -> Message | None:
    if not isinstance(reference, dict):
        return None
    if not may(call, channel, permissions.READ_MESSAGE_HISTORY):
        raise Refusal(160002)
    message = channel.messages.get(number(reference.get("message_id")))
    if message is None and reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    return message


def _check_allowed_there(call: Call, channel: Channel, given: JsonObject) -> None:
    needed = (permissions.EMBED_LINKS if given.get("embeds") else 0) | (permissions.ATTACH_FILES if call.uploads else 0)
    if not may(call, channel, needed):
        raise Refusal(50013)
