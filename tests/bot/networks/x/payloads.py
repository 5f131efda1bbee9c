"""Payloads of X as files, who is in them, and what tests of them expect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.networks._x.ids import said_at
from bot.networks._x.parse import letter_told, parse, post_told
from bot.networks._x.shapes import people_in
from bot.networks._x.told import letter_of, post_of
from inbox.incoming import Incoming, MessageEdited, NewMessage
from inbox.models import Contact, Media, RemoteId, Subject, Thread

FOLDER = Path(__file__).parents[3] / "payloads" / "x"
US = "1111"
NOW = 1_790_000_000_000
ROOT = "2080761390344937796"
ID = RemoteId("2090000000000000001")
AT = said_at(ID)
LETTER = RemoteId("2080765901528535096")
ASHA = Contact(RemoteId("2222"), "Asha Patel", "asha_p")
UNKNOWN = Contact(RemoteId("2222"), "")


def payload(name: str) -> dict[str, Any]:
    """One payload, as written down after the documentation."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return loaded


def names() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.json"))


def told(name: str) -> list[Incoming]:
    """What a payload tells: an event, or something that a list holds."""
    body = payload(name)
    includes = body.get("includes", {})
    if "post" in body:
        post = post_of(body["post"], includes, people_in(includes))
        return post_told(post, US, RemoteId(post.id), None)
    if "message" in body:
        letter = letter_of(body["message"], includes, US)
        return [letter_told(letter, US)] if letter else []
    return parse(body, US, NOW)


def below(root: str = ROOT, person: str = "2222", subject: Subject | None = None) -> Thread:
    return Thread(RemoteId(f"{root}.{person}"), "comments", subject=subject)


def private(person: str = "2222") -> Thread:
    return Thread(RemoteId(f"dm.{person}"), "direct")


def said(text: str, thread: Thread, *media: Media, author: Contact | None = ASHA, **more: Any) -> NewMessage:
    return NewMessage(thread, more.pop("id", ID), author, text, more.pop("at", AT), media, **more)


def mention(text: str, *media: Media, id: RemoteId = ID) -> NewMessage:
    """A post that begins a conversation of its own."""
    return NewMessage(below(id), id, ASHA, text, said_at(id), media)


def written(text: str, *media: Media, author: Contact | None = ASHA, at: int = 1_784_928_224_372) -> NewMessage:
    return NewMessage(private(), LETTER, author, text, at, media)


def edited(text: str, id: str) -> MessageEdited:
    return MessageEdited(below(), ID, ASHA, text, said_at(id))
