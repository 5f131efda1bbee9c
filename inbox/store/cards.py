"""Cards in Redis: which post of a control channel is about which conversation, and which message in it shows what.

Written down before a post is made and after every call, so that a crash in between makes neither a second post nor a
forgotten one, and so that any process can go on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from inbox.models import ConversationId, EntryId
from inbox.store.client import Word
from inbox.store.queue import Queue
from inbox.store.scripts import Scripts

FOLDED_KEPT = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One card: the message that shows a slot (a draft's id; "" for the conversation itself), and how it looks.

    One that is about to be sent has no message yet; its digest is then what its surface needs to look for it.
    """

    slot: str
    message: str
    digest: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Posted:
    """What stands of one conversation; `post` is empty when there is none, `head` the digest of its title and tags."""

    conversation: ConversationId
    post: str = ""
    channel: str = ""
    head: str = ""
    begun: int = 0  # since when a post is being made; 0: none is
    asked: bool = False  # somebody wants to see it, however many others wait
    cards: tuple[Shown, ...] = ()


class Cards:
    """What every surface that keeps cards somewhere else remembers of them."""

    def __init__(self, scripts: Scripts) -> None:
        """Cards of the brand that the scripts are bound to."""
        self._scripts = scripts

    def of(self, surface: str) -> Board:
        """The cards of one surface, by its name."""
        return Board(self._scripts, surface)


class Board:
    """The cards of one surface; ids of its posts, channels and messages are its own and mean nothing here."""

    def __init__(self, scripts: Scripts, surface: str) -> None:
        """One surface's part of the brand's cards, and the lanes of conversations whose cards may have changed."""
        self._scripts = scripts
        self._surface = surface
        self._client, self._keys = scripts.client, scripts.keys
        self.lanes = Queue(scripts, f"card:{surface}")

    async def read(self, conversation: ConversationId) -> Posted:
        """What stands of one conversation."""
        found = await self._client.call("HGETALL", self._card(conversation))
        fields: dict[str, str] = found if isinstance(found, dict) else {}
        return _posted(conversation, fields)

    async def conversation_of(self, post: str) -> ConversationId | None:
        """The conversation that a post is about; None when the post is none of ours."""
        found = await self._client.call("HGET", self._keys("cardof", self._surface), post)
        return ConversationId(str(found)) if found else None

    async def posts(self, conversations: Collection[ConversationId]) -> dict[ConversationId, str]:
        """The posts of those conversations that have one, in one round trip."""
        found = await self._client.pipeline([("HGET", self._card(one), "p") for one in conversations])
        return {one: str(post) for one, post in zip(conversations, found, strict=True) if post}

    async def begin(self, conversation: ConversationId, now: int) -> int:
        """Write down that a post is about to be made; answers since when, which is not `now` after a crash."""
        return int(await self._run("begin", now, conversation))

    async def posted(
        self, conversation: ConversationId, post: str, channel: str, head: str, cards: Iterable[Shown]
    ) -> None:
        """A post was made, or found again, and shows these cards; what was known of an earlier one is forgotten."""
        await self._run("posted", 0, conversation, post, channel, head, FOLDED_KEPT, *_slots(cards))

    async def shows(self, conversation: ConversationId, cards: Iterable[Shown], gone: Iterable[str] = ()) -> None:
        """These cards were sent or edited; the slots in `gone` are shown by none any more."""
        forgotten = [word for slot in gone for word in (slot, "")]
        await self._run("shows", 0, conversation, FOLDED_KEPT, *forgotten, *_slots(cards))

    async def headed(self, conversation: ConversationId, head: str) -> None:
        """The title and tags of a post changed."""
        await self._client.call("HSET", self._card(conversation), "h", head)

    async def lost(self, conversation: ConversationId) -> None:
        """The post of a conversation is gone, with all cards in it, or none was made after all."""
        await self._run("lost", 0, conversation)

    async def gone(self, conversation: ConversationId, post: str, message: str = "") -> bool:
        """Somebody deleted a card in the post, or all of it; False when it is not that of ours any more, or over."""
        return await self._run("gone", 0, conversation, post, message) == "1"

    async def ask(self, conversation: ConversationId, now: int) -> None:
        """Somebody wants to see this conversation: it gets its post, however many others wait."""
        await self._client.call("HSET", self._card(conversation), "o", 1)
        await self.lanes.wake(conversation, now, now)

    async def place(self) -> EntryId | None:
        """Up to which line of the log lanes were woken; None when nobody followed it yet."""
        found = await self.setting("place")
        return EntryId(found) if found else None

    async def woke(self, lanes: Mapping[ConversationId, int], since: EntryId | None, to: EntryId, now: int) -> bool:
        """Make lanes due and remember the place in the log, in one step; False when somebody else did it meanwhile."""
        flat: list[Word] = [word for lane in lanes.items() for word in lane]
        return await self._run("woke", now, since or "", to, *flat) == "1"

    async def setting(self, name: str) -> str:
        """A small thing that all processes share, such as the message that shows the digest; empty when unset."""
        return str(await self._client.call("HGET", self._keys("cardset", self._surface), name) or "")

    async def set(self, name: str, value: str) -> None:
        """Set it; an empty value forgets it."""
        key = self._keys("cardset", self._surface)
        await (self._client.call("HSET", key, name, value) if value else self._client.call("HDEL", key, name))

    async def first(self, what: str, seconds: int) -> bool:
        """Whether nobody, in any process, has asked this before; true once within `seconds`."""
        return bool(await self._client.call("SET", self._keys("cardonce", self._surface, what), 1, "NX", "EX", seconds))

    async def not_done(self, what: str) -> None:
        """What somebody was first to do came to nothing: the next may."""
        await self._client.call("DEL", self._keys("cardonce", self._surface, what))

    async def _run(self, verb: str, now: int, *words: Word) -> str:
        return str(await self._scripts.run("cards", now, verb, self._surface, *words))

    def _card(self, conversation: ConversationId) -> str:
        return self._keys("card", self._surface, conversation)


def _posted(conversation: ConversationId, fields: Mapping[str, str]) -> Posted:
    return Posted(
        conversation=conversation,
        post=fields.get("p", ""),
        channel=fields.get("ch", ""),
        head=fields.get("h", ""),
        begun=int(fields.get("s", 0)),
        asked="o" in fields,
        cards=tuple(_shown(name[1:], text) for name, text in fields.items() if name.startswith("=")),
    )


def _shown(slot: str, text: str) -> Shown:
    message, digest, folded = text.split("|")
    return Shown(slot, message, digest, folded == "1")


def _slots(cards: Iterable[Shown]) -> list[Word]:
    return [word for one in cards for word in (one.slot, f"{one.message}|{one.digest}|{'1' if one.folded else ''}")]
