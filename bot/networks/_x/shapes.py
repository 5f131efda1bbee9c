"""What arrives from X, taken apart with care: objects, ids, texts, files, and who somebody is.

X's newer vocabulary says "post" where the older one says "tweet"; both are read. Every function says what it wants of a
value and raises one of MALFORMED when it is something else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from bot.networks._payloads import MALFORMED, clean
from bot.networks._x.ids import NUMBER
from inbox.incoming import Unreadable
from inbox.models import Contact, Media, RemoteId

Raw = Mapping[str, Any]
People = Mapping[str, Contact]

LONGEST_ID: Final = 20
LONGEST_RAW: Final = 64 * 1024  # of what nobody understood; enough to see what it was
WEB: Final = ("https://", "http://")


def table(value: object) -> Raw:
    """An object."""
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return value


def part(value: object) -> Raw:
    """An object, or an empty one where there is none."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Raw]:
    """The objects of a list; empty where there is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def either(raw: Raw, *names: str) -> Any:
    """What stands under the first of these names that is there."""
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def number(value: object) -> str:
    """An id, which X writes as text and now and then as a number; never one that went through a float."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise TypeError(f"expected an id, got {type(value).__name__}")
    if not NUMBER.fullmatch(value) or len(value) > LONGEST_ID:
        raise ValueError("an id is no number, or too long a one")
    return value


def number_or_none(value: object) -> str:
    """An id, or "" where there is none."""
    return number(value) if value not in (None, "") else ""


def people_in(includes: Raw) -> dict[str, Contact]:
    """Who is told along with posts: a list of people, or the older map from their ids."""
    told = includes.get("users")
    found = objects(told)
    if isinstance(told, dict):
        found = [{"id": id, **part(part(one).get("data") or one)} for id, one in told.items()]
    return {str(one["id"]): contact(one) for one in found if one.get("id")}


def contact(raw: Raw) -> Contact:
    """Somebody, as the newer or the older API tells them."""
    id = number(either(raw, "id_str", "id"))
    username = clean(either(raw, "username", "screen_name"))
    followers = part(raw.get("public_metrics")).get("followers_count")
    return Contact(
        RemoteId(id),
        clean(raw.get("name")).strip() or username,
        username,
        followers=followers if isinstance(followers, int) else None,
        joined=_since(raw.get("created_at")),
    )


def _since(moment: object) -> int:
    """Unix ms of a time as the newer API writes it; 0 for anything else: it is not worth losing a post for."""
    try:
        return int(datetime.fromisoformat(str(moment)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def known(id: str, people: People) -> Contact:
    """Somebody of whom perhaps only the id was told."""
    return people.get(id) or Contact(RemoteId(id), "")


def media_of(raw: Raw, includes: Raw) -> tuple[Media, ...]:
    """The files of a post or message that are told along with it."""
    keys = part(raw.get("attachments")).get("media_keys")
    by_key = {str(one.get("media_key")): one for one in objects(includes.get("media"))}
    told = [by_key[key] for key in keys if key in by_key] if isinstance(keys, list) else []
    return tuple(_media(told))


def older_media_of(raw: Raw) -> tuple[Media, ...]:
    """The files of a post of the older API."""
    told = objects(part(raw.get("extended_entities")).get("media") or part(raw.get("entities")).get("media"))
    return tuple(_media([{**one, "variants": part(one.get("video_info")).get("variants")} for one in told]))


def _media(told: list[Raw]) -> Iterator[Media]:
    for one in told:
        film = max(_films(one), default=(0, ""))[1]
        shown = _address(either(one, "url_https", "media_url_https", "url", "preview_image_url"))
        alt = clean(either(one, "alt_text", "ext_alt_text"))
        if film:
            yield Media("video", film, mime="video/mp4", alt=alt)
        elif shown:
            yield Media("image", shown, alt=alt)


def _films(one: Raw) -> Iterator[tuple[int, str]]:
    for variant in objects(one.get("variants")):
        if variant.get("content_type") == "video/mp4" and (url := _address(variant.get("url"))):
            rate = either(variant, "bit_rate", "bitrate")
            yield (rate if isinstance(rate, int) else 0), url


def _address(value: object) -> str:
    return value if isinstance(value, str) and value.startswith(WEB) and value.isprintable() else ""


def unreadable(raw: object, why: Exception | str, now: int, id: str = "") -> Unreadable:
    """Keep what could not be understood, under its own id or a digest of it."""
    text = raw if isinstance(raw, str) else _written(raw)
    words = why if isinstance(why, str) else f"{type(why).__name__}: {clean(str(why))}"
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    return Unreadable(id or digest, clean(text[:LONGEST_RAW]), words, now)


def _written(raw: object) -> str:
    try:
        return json.dumps(raw, sort_keys=True)
    except MALFORMED as error:  # nested deeper than Python follows
        return f"[{type(raw).__name__} that cannot be written out: {type(error).__name__}]"
