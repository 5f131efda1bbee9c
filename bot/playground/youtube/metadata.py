"""What may be said of a video when it is uploaded or changed: title, description, tags, visibility, time.

Source: developers.google.com, "Videos", "Videos: insert", "Videos: update". A part that is named overwrites all that
can be set in it: what the body leaves out goes back to what is usual, the visibility to public.
"""

from __future__ import annotations

from typing import cast

from bot.playground.youtube.calls import Call
from bot.playground.youtube.records import Privacy, Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject, moment

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_TAGS = 100, 5000, 500
CATEGORY = "22"
_CATEGORIES = frozenset(("1", "2", "10", "15", *map(str, range(17, 31))))
_PRIVACIES = ("public", "unlisted", "private")
_LICENSES = ("youtube", "creativeCommon")


def check(call: Call, *, new: bool) -> None:
    """Raise Refusal for the first thing in the body that cannot be."""
    if "snippet" in call.parts:
        _check_snippet(call, new=new)
    if "status" in call.parts:
        _check_status(call)


def apply(call: Call, video: Video, body: JsonObject, parts: tuple[str, ...]) -> None:
    """Set what the body says in these parts, and what is usual for the rest of them; `check` must have passed."""
    if "snippet" in parts:
        snippet = _object(body, "snippet")
        video.title, video.description = str(snippet.get("title", "")), str(snippet.get("description", ""))
        video.tags = [str(tag) for tag in cast("list[object]", snippet.get("tags", []))]
        video.category = str(snippet.get("categoryId", CATEGORY))
        video.language = str(snippet.get("defaultLanguage", ""))
    if "status" in parts:
        status = _object(body, "status")
        video.asked = cast("Privacy", status.get("privacyStatus", "public"))
        video.publish_at = moment(str(status["publishAt"])) if status.get("publishAt") else 0.0
        video.made_for_kids = bool(status.get("selfDeclaredMadeForKids", False))
        video.synthetic = bool(status.get("containsSyntheticMedia", False))
        video.embeddable = bool(status.get("embeddable", True))
        video.license = str(status.get("license", "youtube"))
    call.world.bell.ring()


def _check_snippet(call: Call, *, new: bool) -> None:
    title, description = call.inner_text("snippet", "title"), call.inner_text("snippet", "description")
    if not title.strip() or len(title) > LONGEST_TITLE or _has_brackets(title):
        raise Refusal("invalidTitle")
    if len(description.encode()) > LONGEST_DESCRIPTION or _has_brackets(description):
        raise Refusal("invalidDescription")
    tags = call.inner("snippet", "tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags) or _size(tags) > LONGEST_TAGS:
        raise Refusal("invalidTags")
    category = call.inner_text("snippet", "categoryId") or (CATEGORY if new else "")
    if category not in _CATEGORIES:
        raise Refusal("invalidCategoryId")


def _check_status(call: Call) -> None:
    privacy = call.inner_text("status", "privacyStatus") or "public"
    if privacy not in _PRIVACIES or (call.inner_text("status", "license") or "youtube") not in _LICENSES:
        raise Refusal("invalidVideoMetadata")
    for name in ("selfDeclaredMadeForKids", "containsSyntheticMedia", "embeddable", "publicStatsViewable"):
        if call.inner("status", name) not in (None, True, False):
            raise Refusal("badRequest", f"Invalid value at 'video.status.{name}' (TYPE_BOOL)")
    at = call.inner_text("status", "publishAt")
    if not at:
        return
    try:
        moment(at)
    except ValueError:
        raise Refusal("invalidPublishAt") from None
    if privacy != "private":
        raise Refusal("invalidPublishAt")


def _size(tags: list[str]) -> int:
    """The characters of all tags with the commas between them; a tag with a blank in it counts its quotes."""
    return sum(len(tag) + (2 if " " in tag else 0) for tag in tags) + max(0, len(tags) - 1)


def _has_brackets(text: str) -> bool:
    return "<" in text or ">" in text


def _object(body: JsonObject, name: str) -> JsonObject:
    found = body.get(name)
    return found if isinstance(found, dict) else {}
