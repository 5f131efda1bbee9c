"""The lines of a web chat's mailbox: what each action, message and file looks like to the visitor's window, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from bot.networks._webchat_said import Changed, ReactedTo, Stored, TookBack, Wrote
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    Publish,
    React,
    Remove,
    Reply,
    Slow,
    Unblock,
    Unhide,
)
from inbox.errors import Unsupported
from inbox.models import Media, MediaKind, RemoteId
from inbox.network import Mail, Receipt

FOREVER = 253_402_300_799_000  # the last second of the year 9999, in unix milliseconds
HOWS = ("mute", "block")  # how a visitor may be shut out
Line = Mapping[str, object]


def thread_of(action: Action) -> RemoteId:
    """The mailbox that an action goes to: each visitor is one person and one thread."""
    match action:
        case DirectMessage(person=person):
            return person
        case Publish(place=place):
            return place
        case _:
            return action.thread


def line_of(action: Action, at: int) -> Line:
    """The line that shows an action to the visitor; nothing in it that they may not know."""
    ours = {"from": "us", "at": at}
    match action:
        case Reply(text=text, to=to, media=media) | DirectMessage(text=text, about=to, media=media):
            return {"type": "message", **ours, "text": text, "to": to or "", "media": [file_line(m) for m in media]}
        case Edit(message=id, text=text):
            return {"type": "edit", **ours, "id": id, "text": text}
        case Remove(message=id):
            return {"type": "remove", **ours, "id": id}
        case Hide(message=id) | Unhide(message=id):
            return {"type": "hide", **ours, "id": id, "hidden": isinstance(action, Hide)}
        case React(message=id, emoji=emoji):
            return {"type": "react", **ours, "id": id, "emoji": emoji}
        case Mute(seconds=seconds):
            return {"type": "shut", **ours, "how": "mute", "until": at + seconds * 1000 if seconds else 0}
        case Block() | Unblock():
            return {"type": "shut", **ours, "how": "block", "until": FOREVER if isinstance(action, Block) else 0}
        case Publish():
            raise Unsupported("A web chat has no public place to post to.")
        case Slow():
            raise Unsupported("A web chat has one visitor; there is nobody else to slow down.")


def hows(shut: Line) -> tuple[str, ...]:
    """What a line of the type `shut` is about; those of older versions did not say."""
    if how := shut.get("how"):
        return (str(how),)
    return ("block",) if shut["until"] == FOREVER else HOWS


def visitor_line(said: Stored, at: int, media: tuple[Media, ...]) -> Line:
    """The line that shows a visitor, in all their windows, what they did."""
    theirs = {"type": said.type, "from": "them", "at": at}
    match said:
        case Wrote(text=text, to=to):
            return {**theirs, "id": said.client_id.hex, "text": text, "to": to, "media": [file_line(m) for m in media]}
        case Changed(id=id, text=text):
            return {**theirs, "id": id.hex, "text": text}
        case TookBack(id=id):
            return {**theirs, "id": id.hex}
        case ReactedTo(id=message, emoji=emoji):
            return {**theirs, "id": message, "emoji": emoji}


def file_line(media: Media) -> dict[str, object]:
    """A file as the visitor's window sees it; kept in the thread, so that nobody else's token opens it."""
    shown = {"kind": media.kind, "mime": media.mime, "name": media.name, "size": media.size, "alt": media.alt}
    return {"type": "file", "ref": media.ref, **shown}


def media_of(mail: Mail) -> Media:
    """The file that a line of type `file` stands for."""
    line = json.loads(mail.body)
    kind = cast("MediaKind", line["kind"])
    return Media(kind, line["ref"], line["mime"], line["name"], line["size"], line["alt"])


def receipt_of(mail: Mail) -> Receipt:
    """The proof that a line was written: its place, and the time in it."""
    return Receipt(RemoteId(mail.id), int(json.loads(mail.body)["at"]))
