"""Which call of Discord's REST API carries out an action: pure, from the action to a method, a path and a body."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from bot.networks._discord_ids import nonce, snowflake
from bot.networks._discord_shapes import RawEmoji
from inbox.actions import Preview
from inbox.capabilities import TextLimit
from inbox.errors import Rejected, Unsupported
from inbox.models import Media, RemoteId

MEGABYTE: Final = 1024 * 1024
# Discord counts code points: "Our API uses Python 3", a developer of Discord's in discord/discord-api-docs, issue 1315.
TEXT: Final = TextLimit(2000)
FILES: Final = 10
FILE_BYTES: Final = 10 * MEGABYTE  # without boosts (reference, "Uploading Files")
REQUEST_BYTES: Final = 25 * MEGABYTE
LONGEST_MUTE: Final = 28 * 86_400
CLOCKS_DIFFER: Final = 60  # seconds: a mute of 28 days that is asked for by a clock that runs fast is one too long
LONGEST_SLOW: Final = 6 * 3_600
LONGEST_NAME: Final = 100  # of a forum post
EMBEDS: Final = 10
EMBED_TITLE: Final = 256
EMBED_TEXT: Final = 4096
EMBED_TOTAL: Final = 6000
LONGEST_FILE_NAME: Final = 100  # cut at its beginning: the ending says what it is
UNFIT_FOR_NAMES: Final = re.compile(r"[\x00-\x1f\x7f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
UNFIT_FOR_ENDINGS: Final = re.compile(r"[^a-z0-9]")
NOBODY: Final = {"parse": [], "replied_user": False}  # whatever the text holds, it pings nobody


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `path` with the ids that stand in it, what goes along, and the media to upload."""

    method: str
    path: str
    ids: Mapping[str, int]
    body: Mapping[str, object] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    media: tuple[Media, ...] = ()
    emoji: str = ""  # stands in the path, percent-encoded


def message(
    channel: int, text: str, key: str, media: tuple[Media, ...], to: RemoteId | None, previews: Sequence[Preview] = ()
) -> Call:
    """Say something in a channel, thread or DM. One that answers a message which is gone is sent all the same."""
    body = _content(text, media, previews)
    body |= {"nonce": nonce(key), "enforce_nonce": True}
    if to:
        body["message_reference"] = {"message_id": str(snowflake(to)), "fail_if_not_exists": False}
    return Call(
        "POST", "/channels/{channel_id}/messages", {"channel_id": channel}, body, media=uploads(media, previews)
    )


def forum_post(forum: int, text: str, media: tuple[Media, ...], previews: Sequence[Preview]) -> Call:
    """Open a post in a forum; it is called by its first line."""
    body = {"name": name_of(text, media, previews), "message": _content(text, media, previews)}
    return Call("POST", "/channels/{channel_id}/threads", {"channel_id": forum}, body, media=uploads(media, previews))


def name_of(text: str, media: Sequence[Media], previews: Sequence[Preview]) -> str:
    """What a forum post is called."""
    names = [*text.splitlines(), *(one.title for one in previews), *(one.name for one in media)]
    return next((name.strip() for name in names if name.strip()), "…")[:LONGEST_NAME]


def edit(channel: int, id: int, text: str) -> Call:
    """Change the text of a message of ours; its files stay."""
    _fits(text)
    body = {"content": text, "allowed_mentions": NOBODY}
    return Call("PATCH", "/channels/{channel_id}/messages/{message_id}", _one(channel, id), body)


def remove(channel: int, id: int) -> Call:
    """Delete a message."""
    return Call("DELETE", "/channels/{channel_id}/messages/{message_id}", _one(channel, id))


def read(channel: int, id: int) -> Call:
    """Ask for one message."""
    return Call("GET", "/channels/{channel_id}/messages/{message_id}", _one(channel, id))


def crosspost(channel: int, id: int) -> Call:
    """Carry a message of an announcement channel to the servers that follow it."""
    return Call("POST", "/channels/{channel_id}/messages/{message_id}/crosspost", _one(channel, id))


def react(channel: int, id: int, emoji: str, *, away: bool = False) -> Call:
    """Put a reaction of ours under a message, or take it away."""
    path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me"
    return Call("DELETE" if away else "PUT", path, _one(channel, id), emoji=quote(bare(emoji), safe=""))


def mute(guild: int, person: RemoteId, seconds: int, now: int) -> Call:
    """Time somebody out, or end that with 0 seconds."""
    if seconds > LONGEST_MUTE:
        raise Rejected("Discord mutes for at most 28 days; choose a shorter time, or block instead.")
    lasts = min(seconds, LONGEST_MUTE - CLOCKS_DIFFER)
    until = datetime.fromtimestamp(now / 1000 + lasts, UTC).isoformat() if seconds > 0 else None
    ids = {"guild_id": guild, "user_id": snowflake(person)}
    return Call("PATCH", "/guilds/{guild_id}/members/{user_id}", ids, {"communication_disabled_until": until})


def slow(channel: int, seconds: int) -> Call:
    """Slow mode of a channel or thread: "amount of seconds a user has to wait", 0 to 21600 (resources/channel)."""
    if seconds > LONGEST_SLOW:
        raise Rejected("Discord lets everybody wait for at most 6 hours between two messages; choose a shorter time.")
    return Call("PATCH", "/channels/{id}", {"id": channel}, {"rate_limit_per_user": seconds})


def ban(guild: int, person: RemoteId, *, lifted: bool = False) -> Call:
    """Ban somebody from a server, or lift that; what they wrote stays, to be removed by itself where it should be."""
    ids = {"guild_id": guild, "user_id": snowflake(person)}
    return Call("DELETE" if lifted else "PUT", "/guilds/{guild_id}/bans/{user_id}", ids, None if lifted else {})


def open_dm(person: RemoteId) -> Call:
    """Open the DM with somebody; the same one each time."""
    return Call("POST", "/users/@me/channels", {}, {"recipient_id": str(snowflake(person))})


def history(channel: int, *, limit: int, after: int | None = None, before: int | None = None) -> Call:
    """Ask for messages of a channel, newest first."""
    query = {"limit": str(limit)}
    if after is not None:
        query["after"] = str(after)
    if before is not None:
        query["before"] = str(before)
    return Call("GET", "/channels/{channel_id}/messages", {"channel_id": channel}, query=query)


def uploads(media: Sequence[Media], previews: Sequence[Preview] = ()) -> tuple[Media, ...]:
    """All that has to be uploaded with a message: its files, and the pictures of its cards that are kept here."""
    return (*media, *(_nameless(one.image) for one in previews if one.image and one.image.ref.startswith("blob:")))


def _nameless(picture: Media) -> Media:
    """A card names its picture, so it is called by its place: no two are the same, and nothing in it is changed."""
    return replace(picture, name="")


def file_name(place: int, media: Media) -> str:
    """What an upload is called; cards name their pictures by it."""
    ending = UNFIT_FOR_ENDINGS.sub("", media.mime.partition("/")[2]) or "bin"
    return UNFIT_FOR_NAMES.sub("_", media.name)[-LONGEST_FILE_NAME:] or f"{media.kind}-{place}.{ending}"


def weigh(files: Sequence[tuple[Media, bytes]]) -> None:
    """Raises Rejected, in words, when Discord would not take these files."""
    for media, data in files:
        if len(data) > FILE_BYTES:
            size = len(data) / MEGABYTE
            raise Rejected(f"{media.name or 'A file'} has {size:.0f} MB; Discord takes at most 10 MB for each file.")
    if sum(len(data) for _, data in files) > REQUEST_BYTES:
        raise Rejected("These files together are larger than the 25 MB that Discord takes at once; send fewer.")


def _content(text: str, media: tuple[Media, ...], previews: Sequence[Preview]) -> dict[str, object]:
    _fits(text)
    files = uploads(media, previews)
    if len(files) > FILES:
        raise Rejected(f"Discord takes at most {FILES} files in one message; this one has {len(files)}.")
    for one in files:
        if one.kind in ("sticker", "location"):
            raise Unsupported(f"A {one.kind} cannot be sent to Discord from here.")
        if not one.ref.startswith("blob:"):
            raise Rejected("Only files that are kept here can be sent to Discord.")
    body: dict[str, object] = {"content": text, "allowed_mentions": NOBODY}
    if files:
        body["attachments"] = [
            {"id": place, "filename": file_name(place, one)} | ({"description": one.alt[:1024]} if one.alt else {})
            for place, one in enumerate(files)
        ]
    if previews:
        body["embeds"] = _embeds(previews, files)
    return body


def _embeds(previews: Sequence[Preview], files: Sequence[Media]) -> list[dict[str, object]]:
    total = sum(len(one.title) + len(one.text) for one in previews)
    if len(previews) > EMBEDS or total > EMBED_TOTAL:
        raise Rejected(f"Discord takes {EMBEDS} cards of {EMBED_TOTAL} characters in all beside one message.")
    return [_embed(one, files) for one in previews]


def _embed(preview: Preview, files: Sequence[Media]) -> dict[str, object]:
    if len(preview.title) > EMBED_TITLE or len(preview.text) > EMBED_TEXT:
        raise Rejected(f"A card on Discord has a title of {EMBED_TITLE} and a text of {EMBED_TEXT} characters at most.")
    card: dict[str, object] = {"title": preview.title}
    if preview.text:
        card["description"] = preview.text
    if preview.link:
        card["url"] = preview.link
    if preview.image:
        place = next((n for n, file in enumerate(files) if file == _nameless(preview.image)), None)
        at = preview.image.ref if place is None else f"attachment://{file_name(place, files[place])}"
        card["image"] = {"url": at}
    return card


def _fits(text: str) -> None:
    length = TEXT.length(text)
    if length > TEXT.most:
        raise Rejected(f"The text is {length} characters long; Discord takes at most {TEXT.most}.")


def _one(channel: int, id: int) -> dict[str, int]:
    return {"channel_id": channel, "message_id": id}


def named(emoji: RawEmoji) -> str:
    """An emoji that stands under a message, as it stands in a path; a server's own may have been deleted since."""
    return f"{emoji.get('name', '_')}:{emoji['id']}" if "id" in emoji else emoji["name"] or ""


def bare(emoji: str) -> str:
    """An emoji as it stands in a path: itself, or name:id for a server's own."""
    return emoji.removeprefix("<").removesuffix(">").removeprefix("a:").removeprefix(":")
