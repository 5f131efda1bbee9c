"""What can be found by its words: messages, notes, titles and labels; many of them in one round trip."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from inbox.models import AccountId, Contact, ConversationId, DeliveryId, Media, Message, RemoteId
from inbox.store import codec
from inbox.store.scripts import Scripts

PassageKind = Literal["message", "note", "heading"]
Place = tuple[ConversationId, RemoteId]


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing that can be found; an empty `text` means that nothing is to be found there, any more or yet."""

    conversation: ConversationId
    kind: PassageKind
    ref: str  # a message's id; a note's number in its conversation; empty for a heading
    author: str = ""
    handle: str = ""  # what the author is called besides
    text: str = ""
    at: int = 0


class Passages:
    """Reads what a search looks through, as it is now."""

    def __init__(self, scripts: Scripts) -> None:
        """Passages of the brand that the scripts are bound to."""
        self._client, self._keys = scripts.client, scripts.keys

    async def data_id(self) -> str:
        """Tells this data from any other under the same name."""
        return str(await self._client.call("GET", self._keys("salt")))

    async def ids(self, conversations: Sequence[ConversationId], first: int, count: int) -> list[list[RemoteId]]:
        """The ids of so many messages of each of these from the first-th on (below 0: from the end), oldest first."""
        ranges = [("ZRANGE", self._keys("t", of), first, first + count - 1) for of in conversations]
        return [[RemoteId(id) for id in _listed(found)] for found in await self._client.pipeline(ranges)]

    async def messages(self, places: Sequence[Place]) -> list[Passage]:
        """These messages with their authors' names, in this order; removed and erased ones without text."""
        raw = await self._client.pipeline([("HGET", self._keys("m", of), id) for of, id in places])
        found = [_message(of, id, text) for (of, id), text in zip(places, raw, strict=True)]
        people = await self._people([message for message in found if message])
        return [_said(of, id, message, people) for (of, id), message in zip(places, found, strict=True)]

    async def notes(self, conversations: Sequence[ConversationId]) -> list[Passage]:
        """Every note of these conversations."""
        raw = await self._client.pipeline([("LRANGE", self._keys("e", of), 0, -1) for of in conversations])
        return [note for of, lines in zip(conversations, raw, strict=True) for note in _notes(of, _listed(lines))]

    async def headings(self, conversations: Sequence[ConversationId]) -> list[Passage | None]:
        """A group's title, the post commented on and the labels, for each of these; None where there is no such one."""
        raw = await self._client.pipeline([("HMGET", self._keys("c", of), "th", "lb", "at") for of in conversations])
        return [_heading(of, *_listed(fields)) for of, fields in zip(conversations, raw, strict=True)]

    async def touched(self, deliveries: Sequence[tuple[ConversationId, DeliveryId]]) -> list[Place]:
        """The messages that these deliveries have become or have changed."""
        raw = await self._client.pipeline([("HMGET", self._keys("o", id), "m", "x") for _, id in deliveries])
        return [
            (of, RemoteId(id))
            for (of, _), fields in zip(deliveries, raw, strict=True)
            for id in _became(*_listed(fields))
        ]

    async def _people(self, messages: Iterable[Message]) -> dict[str, Contact]:
        ids = list(dict.fromkeys(message.contact for message in messages if message.contact))
        found = await self._client.pipeline([("HGET", self._keys("contacts"), id) for id in ids])
        contacts = {id: codec.contact_of(str(text or "")) for id, text in zip(ids, found, strict=True)}
        return {id: one for id, one in contacts.items() if one}


def in_words(message: Message) -> str:
    """What of a message can be found: its text, and what the files that hang on it are called."""
    return "\n".join(filter(None, (message.text.strip(), *(_medium(medium) for medium in message.media))))


def _medium(medium: Media) -> str:
    about = " ".join(filter(None, (medium.name, medium.alt)))
    return f"[{medium.kind}{': ' if about else ''}{about}]"


def _message(of: ConversationId, id: RemoteId, raw: object) -> Message | None:
    """The message; None when it is gone, or is a part of an album and stands in the record of the first part."""
    if not raw or "of" in json.loads(str(raw)):
        return None
    message = codec.message_of(id, str(raw), AccountId(of.partition("/")[0]))
    return None if message.removed_at else message


def _said(of: ConversationId, id: RemoteId, message: Message | None, people: dict[str, Contact]) -> Passage:
    if message is None:
        return Passage(of, "message", id)
    text = in_words(message)
    if message.contact is None:
        return Passage(of, "message", id, message.by, "", text, message.at)
    who = people.get(message.contact) or Contact(RemoteId(message.contact.rpartition("/")[2]), "")
    return Passage(of, "message", id, who.name or who.remote, who.username, text, message.at)


def _notes(of: ConversationId, lines: Sequence[str]) -> Iterable[Passage]:
    for number, line in enumerate(lines):
        done = json.loads(line)
        if done["w"] == "note":
            yield Passage(of, "note", str(number), done["b"], "", done["d"], int(done["t"]))


def _heading(of: ConversationId, thread: str | None, labels: str | None, at: str | None) -> Passage | None:
    if thread is None:
        return None
    about = codec.thread_of(thread)
    called = (about.title, about.subject.text if about.subject else "", *json.loads(labels or "[]"))
    return Passage(of, "heading", "", "", "", "\n".join(filter(None, called)), int(at or 0))


def _became(message: str | None, action: str | None) -> Iterable[str]:
    changed = getattr(codec.action_of(action), "message", None) if action else None
    return filter(None, (message, changed))


def _listed(answer: object) -> list[str]:
    assert isinstance(answer, list)
    return answer
