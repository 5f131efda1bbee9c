"""Which calls of the Graph API carry out an action: pure, from the action and who we are to paths and fields.

Sources: docs/graph-api/reference/comment, docs/messenger-platform/send-messages and reference/send-api,
docs/instagram-platform (comment-moderation, instagram-api-with-instagram-login/messaging-api), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.networks._meta.ids import comment_of, is_mention, is_private, mentioned_in, own, person_of
from bot.networks._meta.parts import split
from bot.networks._meta.place import Place
from bot.networks._meta.words import NAMES
from inbox.actions import (
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    React,
    Remove,
    Reply,
    Unblock,
    Unhide,
)
from inbox.capabilities import TextLimit
from inbox.errors import Rejected, Unsupported
from inbox.incoming import UNKNOWN
from inbox.models import Media, MediaKind, RemoteId

PARTS: Final = 5  # the most messages that one reply in private becomes
COMMENT: Final[Mapping[str, TextLimit]] = {
    "facebook": TextLimit(8000, "utf16"),
    "instagram": TextLimit(2200, "utf16"),
}
PRIVATE: Final[Mapping[str, TextLimit]] = {  # one message about a comment
    "facebook": TextLimit(2000, "utf16"),
    "instagram": TextLimit(1000, "bytes"),
}
TALK: Final[Mapping[str, TextLimit]] = {  # in a conversation: several messages
    "facebook": TextLimit(2000 * PARTS, "utf16", part=2000),
    "instagram": TextLimit(1000 * PARTS, "bytes", part=1000),
}
ATTACHED: Final[Mapping[MediaKind, str]] = {  # what the Send API calls it
    "image": "image",
    "video": "video",
    "audio": "audio",
    "voice": "audio",
    "file": "file",
}
LIKE: Final = frozenset({"👍", "❤", "like"})
REACTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "facebook": {
        "👍": "like",
        "👎": "dislike",
        "❤": "love",
        "😂": "smile",
        "😆": "smile",
        "😢": "sad",
        "😮": "wow",
        "😡": "angry",
    },
    "instagram": {"❤": "love", "👍": "love"},  # whoever likes something there gives it a heart
}
Fields = dict[str, object]
Doing = Hide | Unhide | Remove | React | Edit | Mute | Block | Unblock


@dataclass(frozen=True, slots=True)
class Call:
    """One call; a `medium` still has to be put into its fields, `private` says how."""

    method: str
    path: str
    fields: Mapping[str, object]
    text: str = ""
    medium: Media | None = None
    private: bool = False


def named(key: str, part: int, parts: int) -> str:
    """The key of one of several messages; of one alone the delivery's own."""
    return key if parts == 1 else f"{key}/{part}"


def sayings(action: Reply | DirectMessage, place: Place, key: str) -> list[Call]:
    """The calls that say it, in their order; raises Rejected or Unsupported when Meta would not take it."""
    if not action.text.strip() and not action.media:
        raise Rejected("There is nothing to say: the text is empty, and no file goes along.")
    if isinstance(action, DirectMessage):
        return _to_person(action, place, key)
    if is_private(action.thread):
        talk = _answering(action.to, place)
        return _private(place, {"id": person_of(action.thread)}, action, key, talk, TALK[place.network])
    return _comments(action, place)


def doing(action: Doing, place: Place) -> Call:
    """The call that changes a message, or what somebody may do."""
    if isinstance(action, Mute):
        raise Unsupported(f"{NAMES[place.network]} cannot mute anybody for a time; block them instead.")
    private = is_private(action.thread)
    if isinstance(action, Block | Unblock):
        return _barring(action, place, private=private)
    if private:
        return _in_private(action, place)
    return _on_comment(action, place)


# --------------------------------------------------------------------------------------------------------- saying


def _comments(action: Reply, place: Place) -> list[Call]:
    """In a thread of comments; one picture goes with each comment, so several are several comments."""
    _fits(action.text, COMMENT[place.network], place)
    path, fields = _where(action, place)
    if place.network == "instagram":
        if action.media:
            raise Unsupported("Instagram takes no files in comments; send them in private.")
        return [Call("POST", path, {**fields, "message": action.text}, action.text)]
    if any(one.kind != "image" for one in action.media):
        raise Unsupported("Facebook takes pictures in a comment, and nothing else; send other files in private.")
    texts = [action.text, *[""] * (len(action.media) - 1)]
    media = action.media or (None,)
    return [
        Call("POST", path, {**fields, **({"message": text} if text else {})}, text, medium)
        for text, medium in zip(texts, media, strict=True)
    ]


def _where(action: Reply, place: Place) -> tuple[str, Fields]:
    """The edge on which a reply in public is made, and what goes along."""
    if is_mention(action.thread):
        media, comment = mentioned_in(action.thread)
        if place.network == "instagram":
            about: Fields = {"media_id": media, **({"comment_id": comment} if comment else {})}
            return f"/{place.id}/mentions", about
        return f"/{comment or media}/comments", {}
    answered = own(action.to) if action.to else comment_of(action.thread)
    return f"/{answered}/{'comments' if place.network == 'facebook' else 'replies'}", {}


def _to_person(action: DirectMessage, place: Place, key: str) -> list[Call]:
    if action.about is None:
        if action.person.startswith(UNKNOWN):
            raise Rejected(f"{NAMES[place.network]} does not tell who this is, so they cannot be written to.")
        return _private(place, {"id": str(action.person)}, action, key, {}, TALK[place.network])
    calls = _private(place, {"comment_id": own(action.about)}, action, key, {}, PRIVATE[place.network])
    if len(calls) != 1:
        network = NAMES[place.network]
        raise Rejected(f"{network} takes one message in private about a comment: a text or one file, not both.")
    return calls


def _private(
    place: Place,
    recipient: Mapping[str, str],
    action: Reply | DirectMessage,
    key: str,
    more: Mapping[str, object],
    limit: TextLimit,
) -> list[Call]:
    """One message for each part of the text, then one for each file."""
    _fits(action.text, limit, place)
    texts = split(action.text, limit) if action.text.strip() else []
    said: list[tuple[str, Media | None]] = [*((text, None) for text in texts), *(("", one) for one in action.media)]
    for one in action.media:
        if one.kind not in ATTACHED or (place.network == "instagram" and one.kind == "file"):
            raise Unsupported(f"A {one.kind} cannot be sent to {NAMES[place.network]} from here.")
    calls = []
    for number, (text, medium) in enumerate(said, 1):
        message: Fields = {"text": text} if medium is None else {}
        message["metadata"] = named(key, number, len(said))
        fields = {
            "recipient": dict(recipient),
            **_kind(action, place),
            "message": message,
            **(more if number == 1 else {}),
        }
        calls.append(Call("POST", f"/{place.node}/messages", fields, text, medium, private=True))
    return calls


def _kind(action: Reply | DirectMessage, place: Place) -> Fields:
    """Late, a message gets through as a person's own words only; Instagram knows no other kind by name."""
    if action.late:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"messaging_type": "RESPONSE"} if place.network == "facebook" else {}


def _answering(to: RemoteId | None, place: Place) -> Fields:
    """What is quoted. With Instagram Login nothing can be: even its own ids are refused there (100/2534002)."""
    quotes = place.network == "facebook" or bool(place.page)
    return {"reply_to": {"mid": str(to)}} if to and quotes else {}


def _fits(text: str, limit: TextLimit, place: Place) -> None:
    length = limit.length(text)
    if length > limit.most:
        network = NAMES[place.network]
        raise Rejected(f"The text is {length} {limit.unit} long; {network} takes at most {limit.most} here.")


# ---------------------------------------------------------------------------------------------------------- doing


def _on_comment(action: Hide | Unhide | Remove | React | Edit, place: Place) -> Call:
    comment, facebook = f"/{own(action.message)}", place.network == "facebook"
    if is_mention(action.thread) and isinstance(action, Hide | Unhide | Remove):
        raise Unsupported("This stands below somebody else's post; only they can hide or remove it.")
    match action:
        case Hide() | Unhide():
            hidden = isinstance(action, Hide)
            return Call("POST", comment, {"is_hidden" if facebook else "hide": hidden})
        case Remove():
            return Call("DELETE", comment, {})
        case Edit(text=text) if facebook:
            _fits(text, COMMENT["facebook"], place)
            return Call("POST", comment, {"message": text})
        case Edit():
            raise Unsupported("Instagram cannot change a comment; remove it and say it anew.")
        case React(emoji=emoji) if facebook:
            if emoji and _plain(emoji) not in LIKE:
                raise Rejected("A Page can like a comment, and nothing else; use 👍.")
            return Call("POST" if emoji else "DELETE", f"{comment}/likes", {})
    raise Unsupported("Instagram lets no program like a comment; do it in the app.")


def _in_private(action: Hide | Unhide | Remove | React | Edit, place: Place) -> Call:
    network = NAMES[place.network]
    match action:
        case React(thread=thread, message=message, emoji=emoji):
            names = REACTIONS[place.network]
            if emoji and _plain(emoji) not in names:
                raise Rejected(f"{network} knows only these reactions to a message: {' '.join(names)}.")
            payload = {"message_id": str(message), **({"reaction": names[_plain(emoji)]} if emoji else {})}
            fields = {"recipient": {"id": person_of(thread)}, "sender_action": "react" if emoji else "unreact"}
            return Call("POST", f"/{place.node}/messages", {**fields, "payload": payload})
        case Hide() | Unhide():
            raise Unsupported(f"{network} cannot hide a private message.")
        case Edit():
            raise Unsupported(f"{network} lets no program change a private message; say it anew.")
    raise Unsupported(f"{network} lets no program take a private message back.")


def _barring(action: Block | Unblock, place: Place, *, private: bool) -> Call:
    person, shut = str(action.person), isinstance(action, Block)
    if person.startswith(UNKNOWN):
        raise Rejected(f"{NAMES[place.network]} does not tell who this is, so they cannot be blocked from here.")
    if place.network == "facebook" and not private:
        return Call("POST" if shut else "DELETE", f"/{place.id}/blocked", {"user": [person] if shut else person})
    if place.network == "instagram" and not private:
        raise Unsupported("Instagram lets no program block who comments; hide the comment, or block them in the app.")
    if not place.page and place.network == "instagram":
        raise Unsupported("Instagram lets a program block people only with login: facebook; do it in the app.")
    verb = "block_user" if shut else "unblock_user"
    actions = [verb if place.network == "facebook" else verb.upper()]
    return Call("POST", f"/{place.id}/moderate_conversations", {"user_ids": [{"id": person}], "actions": actions})


def _plain(emoji: str) -> str:
    """An emoji without the sign that asks for its coloured form."""
    return emoji.replace("\ufe0f", "")
