"""What comes with a message or a comment: its media, and words in brackets for what is neither text nor medium."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from bot.networks._meta.shapes import Raw, address, ident_or_none, lines, media_of, rows, table, table_or_none
from bot.networks._payloads import clean
from inbox.models import Media, MediaKind

UNSHOWABLE: Final = "[a kind of message that cannot be shown here]"
WORDLESS: Final = "[a sticker, or something else that cannot be shown here]"  # what hook and look-up say of a comment
ABOUT_A_STORY: Final = "[an answer to your story]"
MENTIONED: Final = "[mentioned you in their story]"
A_POST: Final = "shared a post"
A_REEL: Final = "shared a reel"
A_LINK: Final = "shared a link"
FILES: Final[Mapping[str, MediaKind]] = {
    "image": "image",
    "animated_image": "image",
    "video": "video",
    "audio": "audio",
    "file": "file",
    "sticker": "sticker",
}
OTHERS: Final[Mapping[str, tuple[str, MediaKind]]] = {  # what to say of it, and what kind of medium lies at its address
    "story_mention": ("mentioned you in their story", "file"),  # a picture or a video, Meta does not say which
    "share": (A_POST, "file"),
    "post": (A_POST, "file"),
    "ig_post": (A_POST, "file"),
    "reel": (A_REEL, "video"),
    "ig_reel": (A_REEL, "video"),
    "ephemeral": ("a picture or video that can be seen once", "file"),
    "fallback": (A_LINK, "file"),
    "template": ("a card", "file"),
    "product": ("a product", "file"),
    "appointment_booking": ("an appointment", "file"),
}
PAGES: Final = ("facebook.com", "instagram.com", "fb.watch", "fb.me", "m.me", "ig.me")  # people follow these, no file
THUMBS: Final = frozenset({"369239263222822", "369239343222814", "369239383222810"})  # "like", in its three sizes


def said(message: Raw, holder: str) -> tuple[str, tuple[Media, ...]]:
    """The text of a message of a hook, words for what has none, and its media."""
    text, attached = clean(message.get("text")), _once(rows(message.get("attachments")))
    words: list[str] = []
    media: list[Media] = []
    for one in attached:
        say, found = _attachment(table(one), holder, len(media), text)
        words.append(say)
        media.extend(found)
    if story := table_or_none(table_or_none(message.get("reply_to")).get("story")):
        words.append(ABOUT_A_STORY)
        media.extend(media_of("file", story.get("url"), holder, len(media), name="story"))
    whole = lines((text, *dict.fromkeys(words)))
    return whole or ("" if media else UNSHOWABLE), tuple(media)


def place_of(payload: Raw) -> str:
    """The coordinates of a place as text, "" when there are none."""
    at = table_or_none(payload.get("coordinates"))
    if "lat" not in at or "long" not in at:
        return ""
    return f"{float(at['lat']):.6f},{float(at['long']):.6f}"


def titled(what: str, title: str, link: str = "") -> str:
    """What it is and what it is called in brackets, then where it leads."""
    return f"[{what}: {title}] {link}".strip() if title else f"[{what}] {link}".strip()


def is_page(url: str) -> bool:
    """Whether an address of something shared is one that people follow; the files lie on other hosts."""
    host = urlsplit(url).hostname or ""
    return any(host == page or host.endswith("." + page) for page in PAGES)


def _attachment(one: Raw, holder: str, number: int, text: str) -> tuple[str, tuple[Media, ...]]:
    kind, payload = clean(one.get("type")), table_or_none(one.get("payload"))
    url, title = address(payload.get("url") or one.get("url")), _title(one, payload)
    if kind in FILES:
        sticker = ident_or_none(payload.get("sticker_id"))
        media = media_of("sticker" if sticker else FILES[kind], url, holder, number, **_about(kind, url, sticker))
        return ("" if media else titled(f"{kind.replace('_', ' ')} that cannot be fetched", title)), media
    if kind == "location" and (place := place_of(payload)):
        return f"📍 {title} {place}".replace("  ", " "), (Media("location", place),)
    what, medium = OTHERS.get("product" if "product" in payload else kind, ("", "file"))
    if not what:
        return (titled(UNSHOWABLE.strip("[]"), title) if title else UNSHOWABLE), media_of(medium, url, holder, number)
    if kind == "fallback" or is_page(url):
        if url and url in text:  # the text is the link, this only what lies behind it
            return (titled(what, title) if title else ""), ()
        return titled(what, title, url), ()
    return titled(what, title), media_of(medium, url, holder, number, name=what.split()[-1])


def _about(kind: str, url: str, sticker: str) -> dict[str, Any]:
    if sticker in THUMBS:
        return {"alt": "👍"}
    name = unquote(urlsplit(url).path.rpartition("/")[2]) if kind == "file" else ""
    return {"name": clean(name)} if "." in name else {}


def _title(one: Raw, payload: Raw) -> str:
    """What an attachment is called: its own title, or those of the cards and products in it."""
    for given in (payload.get("title"), one.get("title")):
        if isinstance(given, str) and given:
            return clean(given)
    for inner in (payload, table_or_none(payload.get("generic")), table_or_none(payload.get("product"))):
        if isinstance(cards := inner.get("elements"), list):
            return ", ".join(clean(card.get("title")) for card in cards if isinstance(card, dict) and card.get("title"))
    return clean(payload.get("text")) if isinstance(payload.get("text"), str) else ""


def _once(attached: list[Any]) -> list[Any]:
    """Without the pictures of stickers that stand there as stickers as well (Meta did both in the summer of 2026)."""
    stickers = {_sticker(one) for one in attached if table(one).get("type") == "sticker"} - {""}
    return [one for one in attached if one.get("type") != "image" or _sticker(one) not in stickers]


def _sticker(one: Raw) -> str:
    return ident_or_none(table_or_none(one.get("payload")).get("sticker_id"))
