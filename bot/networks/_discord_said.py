"""What a Discord message says, readable without Discord: names for mentions, words for stickers, polls and forwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.networks._discord_ids import snowflake
from bot.networks._discord_known import Known
from bot.networks._discord_shapes import RawAttachment, RawEmbed, RawMessage, RawPoll, RawUser
from bot.networks._payloads import a_text
from inbox.models import Media, MediaKind

SAID: Final = frozenset({0, 19, 20, 23})  # default, reply, an answer to a command; all others are Discord's own reports
EPHEMERAL: Final = 1 << 6
VOICE_MESSAGE: Final = 1 << 13
UNSHOWABLE: Final = "[a kind of message that cannot be shown here]"
TOKEN: Final = re.compile(r"<(@[!&]?|#|a?:\w{1,64}:)(\d{1,20})>")


def is_said(message: RawMessage) -> bool:
    """Whether somebody said it; joins, pins, boosts and the like are reports, an ephemeral answer is no message."""
    return message.get("type", 0) in SAID and not message.get("flags", 0) & EPHEMERAL


def text_of(message: RawMessage, known: Known) -> str:
    """What was said: the text, then what came with it and can be put into words."""
    parts = [readable(a_text(message.get("content", "")), message, known), *_beside(message, known)]
    text = "\n".join(part for part in parts if part)
    return text or ("" if message.get("attachments") else UNSHOWABLE)


def media_of(message: RawMessage) -> tuple[Media, ...]:
    """The files of a message, and of one that it forwards; `ref` names them by what does not go stale."""
    where = f"{snowflake(message['channel_id'])}.{snowflake(message['id'])}"
    voice = bool(message.get("flags", 0) & VOICE_MESSAGE)
    return tuple(_media(where, one, voice=voice) for one in attachments_of(message))


def attachments_of(message: RawMessage) -> list[RawAttachment]:
    """The files of a message as Discord gives them, those of what it forwards with them."""
    forwarded = [one.get("message", {}) for one in message.get("message_snapshots", ())]
    return [one for said in (message, *forwarded) for one in said.get("attachments", ())]


def readable(text: str, message: RawMessage, known: Known) -> str:
    """The text with names where Discord writes numbers: people, roles, channels, a server's own emoji."""
    if "<" not in text:
        return text
    people = {snowflake(user["id"]): _name(user) for user in message.get("mentions", ())}
    guild = known.guilds.get(snowflake(message.get("guild_id", 0))) or known.guilds.get(
        known.guild_of(snowflake(message.get("channel_id", 0)))
    )

    def name(found: re.Match[str]) -> str:
        mark, id = found[1], snowflake(found[2])
        if mark == "@&":
            return f"@{guild.roles[id][0]}" if guild and id in guild.roles else found[0]
        if mark == "#":
            return f"#{known.channels[id].name}" if id in known.channels else found[0]
        if mark[0] == "@":
            met = known.people.get(id)
            return f"@{people.get(id) or met.name}" if id in people or met else found[0]  # type: ignore[union-attr]
        return mark.removeprefix("a")

    return TOKEN.sub(name, text)


def _name(user: RawUser) -> str:
    return a_text(user.get("global_name") or user["username"])


def _beside(message: RawMessage, known: Known) -> list[str]:
    found = [f"[sticker: {a_text(sticker['name'])}]" for sticker in message.get("sticker_items", ())]
    if "poll" in message:
        found.append(_poll(message["poll"]))
    for snapshot in message.get("message_snapshots", ()):
        forwarded = snapshot.get("message", {})
        inside = [readable(a_text(forwarded.get("content", "")), forwarded, known), *_beside(forwarded, known)]
        found.append("[forwarded] " + "\n".join(part for part in inside if part))
    if not message.get("content") and not found:
        found += [words for embed in message.get("embeds", ()) if (words := _embed(embed))]
    return found


def _poll(poll: RawPoll) -> str:
    answers = [a_text(answer["poll_media"].get("text", "")) for answer in poll.get("answers", ())]
    return "\n".join([f"📊 {a_text(poll['question'].get('text', ''))}", *(f"- {answer}" for answer in answers)])


def _embed(embed: RawEmbed) -> str:
    parts = [a_text(part) for part in (embed.get("title"), embed.get("description"), embed.get("url")) if part]
    return "\n".join(parts)


def _media(where: str, file: RawAttachment, *, voice: bool) -> Media:
    mime = a_text(file.get("content_type") or "").partition(";")[0]
    kind: MediaKind = "voice" if voice else KINDS.get(mime.partition("/")[0], "file")
    return Media(
        kind,
        ref=f"{where}.{snowflake(file['id'])}",
        mime=mime,
        name=a_text(file.get("filename") or ""),
        size=max(0, int(file.get("size", 0))),
        alt=a_text(file.get("description") or ""),
    )


KINDS: Final[Mapping[str, MediaKind]] = {"image": "image", "video": "video", "audio": "audio"}
