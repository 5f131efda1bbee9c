"""What Bluesky's answers tell: pure, so that what is read twice is the same record twice.

Shapes are those of the lexicons app.bsky.feed.*, app.bsky.notification.* and chat.bsky.convo.* (read 2026-11-27).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.networks._addressed import without_name
from bot.networks._bluesky.ids import Place, link, post_id, whose
from bot.networks._bluesky.richtext import link_in, names_of, readable
from inbox.incoming import NewMessage, Reacted
from inbox.models import Contact, Media, RemoteId, Subject, Thread

Raw = Mapping[str, Any]


def at(moment: str) -> int:
    """Unix milliseconds of a time as Bluesky writes it; ValueError for anything else."""
    when = datetime.fromisoformat(moment)
    if when.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return int(when.timestamp() * 1000)


def contact_of(profile: Raw) -> Contact:
    """Somebody, by the name that they show."""
    handle = str(profile.get("handle") or "")
    name, viewer = str(profile.get("displayName") or "").strip() or handle, profile.get("viewer")
    follows = bool(viewer.get("followedBy")) if isinstance(viewer, dict) else None
    since = profile.get("createdAt")
    joined = at(str(since)) if since else 0
    return Contact(RemoteId(str(profile["did"])), name, handle, joined=joined, follows=follows)


def words_of(record: Raw, me: str = "") -> str:
    """What a post or message says, with the addresses of its links, and without our name in front."""
    said = str(record.get("text") or "")
    text = without_name(readable(said, record.get("facets")), *names_of(said, record.get("facets"), me))
    uri = link_in(record)
    return text if not uri or uri in text else f"{text}\n{uri}".strip()


def root_of(uri: str, record: Raw) -> str:
    """The at-uri of the post that a post's talk hangs on: itself, when it answers nobody."""
    reply: Raw = record.get("reply") or {}
    return str(reply["root"]["uri"]) if reply else uri


def quoted_in(record: Raw) -> str:
    """The at-uri of the post that a post quotes; "" where it quotes none."""
    match record.get("embed"):
        case {"record": {"uri": str(uri)}} | {"record": {"record": {"uri": str(uri)}}}:
            return uri
    return ""


def has_files(record: Raw) -> bool:
    """Whether pictures or a film belong to it, whose addresses only its view tells."""
    embed = record.get("embed")
    kinds = str(embed.get("$type")) if isinstance(embed, Mapping) else ""
    return kinds.startswith(("app.bsky.embed.images", "app.bsky.embed.video", "app.bsky.embed.recordWithMedia"))


def hidden_in(view: Raw) -> list[str]:
    """The at-uris of the answers below a post that are out of sight."""
    match view.get("threadgate"):
        case {"record": {"hiddenReplies": list(uris)}}:
            return [uri for uri in uris if isinstance(uri, str)]
    return []


def subject_of(view: Raw) -> Subject:
    """A post that something is said below."""
    post = post_id(str(view["uri"]))
    return Subject(post, words_of(view["record"]), link(post), media_of(view))


def message_of(post: Raw, me: str, views: Mapping[str, Raw]) -> NewMessage | None:
    """What somebody said to us, or we said elsewhere; None for what has no other side.

    `post` is a post's view or a notification; `views` are the posts around it that are there, by their at-uris.
    """
    uri, record = str(post["uri"]), post["record"]
    id, root = post_id(uri), root_of(uri, record)
    person = whose(id) if whose(id) != me else other_in(record, me)
    if not person:
        return None
    about = views.get(root if root != uri else quoted_in(record))
    thread = Thread(
        Place(post_id(root), person).remote, "comments", subject=subject_of(about) if about is not None else None
    )
    reply: Raw = record.get("reply") or {}
    answered = post_id(str(reply["parent"]["uri"])) if reply else None
    author = None if whose(id) == me else contact_of(post["author"])
    media = media_of(views.get(uri, post))
    return NewMessage(thread, id, author, words_of(record, me), at(str(post["indexedAt"])), media, answered)


def other_in(record: Raw, me: str) -> str:
    """Whom a post of ours speaks to: whom it answers; "" when that is nobody but us."""
    reply: Raw = record.get("reply") or {}
    for which in ("parent", "root") if reply else ():
        person = whose(post_id(str(reply[which]["uri"])))
        if person != me:
            return person
    return ""


def media_of(view: Raw) -> tuple[Media, ...]:
    """The pictures and the film of a post's view, by the addresses that the view gives."""
    embed: Raw = view.get("embed") or {}
    match embed:
        case {"images": list(images)} | {"media": {"images": list(images)}}:
            return tuple(_picture(one) for one in images if one.get("fullsize"))
        case {"playlist": str(), "thumbnail": str(still)} | {"media": {"playlist": str(), "thumbnail": str(still)}}:
            alt = f"A film, of which this is a still. {embed.get('alt') or ''}".strip()
            return (Media("image", still, "image/jpeg", alt=alt),)
    return ()


def _picture(one: Raw) -> Media:
    return Media("image", str(one["fullsize"]), "image/jpeg", alt=str(one.get("alt") or ""))


# ------------------------------------------------------------------------------------------------------- in private


def line_of(convo: str, message: Raw, me: str, people: Mapping[str, Raw]) -> NewMessage:
    """A direct message; `people` are the profiles of those in the conversation, by DID."""
    did = str(message["sender"]["did"])
    author = None if did == me else contact_of(people.get(did, {"did": did}))
    thread = Thread(Place(convo=convo).remote, "direct")
    text = words_of(message)
    match message.get("embed"):
        case {"record": {"uri": str(uri)}} if uri.startswith("at://"):
            text = f"{text}\n{_shown(uri)}".strip()
    return NewMessage(thread, RemoteId(str(message["id"])), author, text, at(str(message["sentAt"])))


def reaction_of(event: Raw, me: str, people: Mapping[str, Raw]) -> Reacted | None:
    """What somebody put on a message, or took from it; None when it was us."""
    reaction = event["reaction"]
    did = str(reaction["sender"]["did"])
    if did == me:
        return None
    added = str(event["$type"]).endswith("logAddReaction")
    thread = Thread(Place(convo=str(event["convoId"])).remote, "direct")
    who = contact_of(people.get(did, {"did": did}))
    emoji = str(reaction["value"]) if added else ""
    return Reacted(thread, RemoteId(str(event["message"]["id"])), who, emoji, at(str(reaction["createdAt"])))


def _shown(uri: str) -> str:
    try:
        return link(post_id(uri))
    except ValueError:
        return uri
