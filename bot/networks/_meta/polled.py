"""Comments and messages as the Graph API lists them, made into the same records that a hook makes of them."""

from __future__ import annotations

from typing import Final

from bot.networks._meta.attached import (
    A_LINK,
    A_POST,
    ABOUT_A_STORY,
    MENTIONED,
    UNSHOWABLE,
    WORDLESS,
    is_page,
    titled,
)
from bot.networks._meta.comments import answered, author_of, where
from bot.networks._meta.ids import private_with
from bot.networks._meta.people import person
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import (
    Raw,
    address,
    ident,
    ident_or_none,
    lines,
    media_of,
    moment,
    rows,
    table,
    unreadable,
)
from bot.networks._meta.shapes import table_or_none as part
from bot.networks._payloads import MALFORMED, clean
from inbox.incoming import Incoming, MessageHidden, NewMessage
from inbox.models import Contact, Media, MediaKind, RemoteId, Thread

DRAWN: Final = frozenset({"sticker", "animated_image_share", "animated_image_video", "animated_image_autoplay"})
FILMS: Final = ("video_data", "video")


def comment_of_graph(raw: object, place: Place, known: Known, post: str, now: int = 0) -> list[Incoming]:
    """A comment of a list of comments under `post` (Meta's own id), and those that stand in it as its `replies`.

    Where the list says whether it is hidden, that is told as well. Nothing raises: what cannot be read is Unreadable,
    at `now` (unix ms).
    """
    try:
        return _comment(table(raw), place, known, post, "")
    except MALFORMED as error:
        return [unreadable(raw, error, now)]


def message_of_graph(raw: object, place: Place, known: Known, who: str, now: int = 0) -> list[Incoming]:
    """A message of the conversation with `who` (their PSID or IGSID). Nothing raises, as above."""
    try:
        return _message(table(raw), place, known, who)
    except MALFORMED as error:
        return [unreadable(raw, error, now)]


def _comment(raw: Raw, place: Place, known: Known, post: str, above: str) -> list[Incoming]:
    id = ident(raw.get("id"))
    parent = ident_or_none(part(raw.get("parent")).get("id")) or ident_or_none(raw.get("parent_id")) or above
    found = where(id, answered(id, parent, post, place.id), post, known)
    at = _when(raw)
    text, media = _commented(raw, f"comment:{id}")
    who = part(raw.get("from")) or {"id": None, "username": raw.get("username")}
    author = author_of(who, id, place, known)
    told: list[Incoming] = [NewMessage(found.thread, found.name, author, text, at, media, found.reply_to)]
    hidden = raw.get("is_hidden", raw.get("hidden"))
    if isinstance(hidden, bool):
        told.append(MessageHidden(found.thread, found.name, at, hidden))
    for reply in rows(raw.get("replies")) + rows(raw.get("comments")):
        told += _comment(table(reply), place, known, post, found.answers or id)
    return told


def _when(raw: Raw) -> int:
    """When it was said; a list always tells, and what has no time would be read again at every look."""
    at = moment(0, raw.get("created_time"), raw.get("timestamp"), bounded=False)
    if not at:
        raise ValueError("it has no time")
    return at


def _commented(raw: Raw, holder: str) -> tuple[str, tuple[Media, ...]]:
    """As a hook says it, so that a second look does not take it for an edit: what is drawn has no words there."""
    text, attached = clean(raw.get("message") or raw.get("text")), part(raw.get("attachment"))
    kind, media = clean(attached.get("type")), part(attached.get("media"))
    picture, film = part(media.get("image")).get("src"), media.get("source")
    if kind in DRAWN:
        return text or WORDLESS, media_of("sticker", picture, holder)
    if "video" in kind:
        shown = media_of("video", film or picture, holder)
    else:
        shown = media_of("image", picture, holder) if kind in ("photo", "") else ()
    return text or ("" if shown else WORDLESS), shown


def _message(raw: Raw, place: Place, known: Known, who: str) -> list[Incoming]:
    mid, sender = ident(raw.get("id")), part(raw.get("from"))
    from_us = ident_or_none(sender.get("id")) in {place.id, place.page} - {""}
    remote = private_with(ident(who))
    thread = known.threads.get(remote) or Thread(remote, "direct")
    author = None if from_us else _writer(who, sender, known)
    text, media = _said(raw, f"message:{mid}", place)
    answers = ident_or_none(part(raw.get("reply_to")).get("mid"))
    return [NewMessage(thread, RemoteId(mid), author, text, _when(raw), media, RemoteId(answers) if answers else None)]


def _writer(who: str, sender: Raw, known: Known) -> Contact:
    """Who wrote; a list of messages tells the name that a hook does not."""
    name, username = clean(sender.get("name")).strip(), clean(sender.get("username")).strip()
    before = known.people.get(who)
    if name or username:
        contact = Contact(RemoteId(who), name or (before.name if before else username), username)
        known.keep_person(who, contact)
        return contact
    return person(who, known)


def _said(raw: Raw, holder: str, place: Place) -> tuple[str, tuple[Media, ...]]:
    text, words, media = clean(raw.get("message")), list[str](), list[Media]()
    for one in rows(raw.get("attachments")):
        media += _file(table(one), holder, len(media))
    media += media_of("sticker", raw.get("sticker"), holder, len(media))
    for share in rows(raw.get("shares")):
        link, name = address(part(share).get("link")), clean(part(share).get("name"))
        if link and place.network == "instagram" and not is_page(link):
            words.append(titled(A_POST, name))
            media += media_of("file", link, holder, len(media), name="post")
        elif link and link not in text:
            words.append(titled(A_LINK, name, link))
    story = part(raw.get("story"))
    for key, say in (("mention", MENTIONED), ("reply_to", ABOUT_A_STORY)):
        if key in story:
            words.append(say)
            media += media_of("file", part(story[key]).get("link"), holder, len(media), name="story")
    whole = lines((text, *words))
    return whole or ("" if media else UNSHOWABLE), tuple(media)


def _file(one: Raw, holder: str, number: int) -> tuple[Media, ...]:
    mime, name = clean(one.get("mime_type")), clean(one.get("name"))
    image, film = part(one.get("image_data")), part(one.get("video_data"))
    size = one.get("size")
    more = {"mime": mime, "name": name, "size": size if isinstance(size, int) and size > 0 else 0}
    if image:
        return media_of(
            "sticker" if image.get("render_as_sticker") else "image", image.get("url"), holder, number, **more
        )
    if film:
        return media_of("video", film.get("url"), holder, number, **more)
    kind: MediaKind = "audio" if mime.startswith("audio/") else "video" if mime.startswith("video/") else "file"
    return media_of(kind, one.get("file_url"), holder, number, **more)
