"""Cases in Redis: what was done to whom and why, how it ended, and what is known of the people that it was done to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inbox.actions import Delivery, Proposal, kind_of
from inbox.cases import Case, CaseNumber, CaseShelf
from inbox.models import AccountId, Actor, Contact, ContactId, ConversationId, DeliveryId, RemoteId, Thread
from inbox.store import codec
from inbox.store.case_codec import case_of
from inbox.store.client import Word
from inbox.store.drafts import Not
from inbox.store.scripts import Scripts

Ending = Literal["undone", "granted", "declined"]
Never = Literal["never done"]  # in place of what takes a deed back
PAGE, LOOKED_AT = 200, 2_000  # cases that are read at once; that are looked through for a page of some
DAY_MS, DAYS_KEPT = 86_400_000, 400


@dataclass(frozen=True, slots=True)
class Speech:
    """What is said to somebody about their case: where, about which message of theirs, and what."""

    conversation: ConversationId
    about: RemoteId | None
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Noted:
    """What is kept of somebody: who allowed them, labels, group, strikes (at, points, case), how many cases stand."""

    id: ContactId
    contact: Contact | None
    allowed_by: str = ""
    labels: tuple[str, ...] = ()
    group: str = ""
    strikes: tuple[tuple[int, float, CaseNumber], ...] = ()
    cases: int = 0
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted on some days, by name; to_hide are the newest only, whenever they were."""

    days: dict[str, int]
    to_hide: tuple[int, ...]
    dropped: int


class Cases:
    """Reads and ends the cases of one brand; they are opened by what judges, and by what our people do."""

    def __init__(self, scripts: Scripts) -> None:
        """Cases of the brand that the scripts are bound to."""
        self._scripts = scripts
        self._client, self._keys = scripts.client, scripts.keys

    async def find(self, number: CaseNumber) -> Case | None:
        """One case; None when there is none."""
        return next(iter(await self.read([number])), None)

    async def read(self, numbers: Sequence[CaseNumber]) -> list[Case]:
        """These cases, in this order; what is not there is left out."""
        found = await self._client.pipeline([("HGETALL", self._keys("k", str(number))) for number in numbers])
        return [case_of(n, c) for n, c in zip(numbers, found, strict=True) if isinstance(c, dict) and c]

    async def page(
        self,
        limit: int,
        after: CaseNumber | None = None,
        *,
        account: AccountId | None = None,
        person: ContactId | None = None,
        state: CaseShelf = "",
        rule: str = "",
    ) -> tuple[list[Case], CaseNumber | None, int]:
        """Cases, newest first, after which number to read on (None: these were the last), and how many there are.

        So many are read of all, of an account or of a person; state and rule leave out some of these. A page may be
        short, or empty, and not the last: only LOOKED_AT are looked through for it. Two round trips.
        """
        words: tuple[Word, ...] = (account or "", person or "", after or "", limit, LOOKED_AT, state, rule)
        total, then, *numbers = await self._scripts.run("cases", 0, *words)
        found = await self.read([CaseNumber(int(number)) for number in numbers])
        return found, CaseNumber(int(then)) if then else None, int(total)

    async def of_person(self, id: ContactId, limit: int = PAGE) -> list[Case]:
        """The newest cases about somebody, newest first."""
        found = await self._client.call("LRANGE", self._keys("kof", id), 0, limit - 1)
        return await self.read([CaseNumber(int(n)) for n in found] if isinstance(found, list) else [])

    async def of_message(self, conversation: ConversationId, message: RemoteId) -> list[Case]:
        """The cases about one message, oldest first."""
        text = await self._client.call("HGET", self._keys("kon", conversation), message)
        return await self.read([CaseNumber(int(n)) for n in json.loads(str(text))] if text else [])

    async def appeals(self, limit: int, now: int) -> tuple[list[Case], int, int]:
        """Cases with an appeal that waits, what is due first; how many there are, and how many are overdue."""
        key = self._keys("q", "appeals")
        reads = [("ZRANGE", key, 0, limit - 1), ("ZCARD", key), ("ZCOUNT", key, "-inf", now)]
        found, total, over = await self._client.pipeline(reads)
        numbers = [CaseNumber(int(n)) for n in found] if isinstance(found, list) else []
        return await self.read(numbers), int(str(total)), int(str(over))

    async def deliveries(self, ids: Sequence[DeliveryId]) -> dict[DeliveryId, Delivery]:
        """These deliveries; what is not there is left out."""
        found = await self._client.pipeline([("HGETALL", self._keys("o", id)) for id in ids])
        pairs = zip(ids, found, strict=True)
        return {id: codec.delivery_of(id, o) for id, o in pairs if isinstance(o, dict) and o}

    async def threads(self, ids: Sequence[ConversationId]) -> dict[ConversationId, Thread]:
        """Where these conversations are; what is not there is left out."""
        found = await self._client.pipeline([("HGET", self._keys("c", id), "th") for id in ids])
        return {id: codec.thread_of(str(text)) for id, text in zip(ids, found, strict=True) if text}

    async def end(
        self,
        number: CaseNumber,
        verdict: Ending,
        by: Actor,
        words: str,
        now: int,
        *,
        backs: Sequence[Proposal | Never | None] = (),
        speech: Speech | None = None,
    ) -> Not | None:
        """Take a case back, or decide the appeal against it, once; None when it is done, whole.

        `backs` take back its deeds, one each (None: that cannot be). Why not: missing, undone (by whom), appealed
        (an appeal has to be decided first), none (there is no appeal), decided (how, by whom), own, changed (there are
        other deeds, or one was perhaps done that had never been).
        """
        bodies = codec.dumps([codec.proposal_text(one) if isinstance(one, Proposal) else one or "" for one in backs])
        said = (speech.conversation, speech.about or "", codec.proposal_text(speech.proposal)) if speech else ("",)
        args = (str(number), verdict, by.name, codec.actor_text(by), words, bodies, *said)
        found = await self._scripts.run_kept("case_end", now, *args)
        return None if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def lapse(self, done: DeliveryId, by: Actor, ends: Proposal, now: int) -> None:
        """End what a delivery did for a time by this proposal, where its case stands and none wants it for longer."""
        kind, proposal = kind_of(ends.action), codec.proposal_text(ends)
        await self._scripts.run_kept("case_lapse", now, done, kind, proposal, codec.actor_text(by), by.name)

    async def reason(self, number: CaseNumber, by: str, words: str, now: int) -> bool:
        """Write down why, in words; False when there is no such case."""
        return bool(await self._scripts.run_kept("case_note", now, "reason", str(number), by, words))

    async def overdue(self, number: CaseNumber, now: int) -> bool:
        """Say in the log that an appeal waits longer than it should; False when it was decided, or is not due yet."""
        return bool(await self._scripts.run("case_note", now, "overdue", str(number), "", ""))

    async def noted(self, ids: Sequence[ContactId]) -> list[Noted]:
        """What is kept of these people, in this order."""
        reads: list[tuple[str, ...]] = []
        for id in ids:
            account, _, remote = id.partition("/")
            reads += [("HGETALL", self._keys("mp", id)), ("HGET", self._keys("contacts"), id)]
            reads += [("SISMEMBER", self._keys("blocked", account), remote)]
        found = await self._client.pipeline(reads)
        triples = zip(ids, found[::3], found[1::3], found[2::3], strict=True)
        return [_noted(id, mp, contact, blocked) for id, mp, contact, blocked in triples]

    async def group(self, name: str) -> tuple[ContactId, ...]:
        """Who is in a group of contacts that are one person, by name."""
        found = await self._client.call("SMEMBERS", self._keys("same", name)) if name else ()
        assert isinstance(found, set | list | tuple | frozenset)
        return tuple(sorted(ContactId(str(one)) for one in found))

    async def note_person(self, id: ContactId, verb: str, by: str, words: str, now: int, most: int = 0) -> Not | None:
        """Allow, disallow, label, merge or unmerge somebody; None when it is done.

        `words`: why; the labels as JSON; the other account of a merge, which has at most so many accounts then.
        """
        found = await self._scripts.run_kept("person", now, verb, id, by, words, most)
        return None if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def counted(self, days: Sequence[int], accounts: Sequence[AccountId]) -> Counted:
        """What was counted on these days, which are numbered since 1970, and what of these accounts was dropped."""
        reads: list[tuple[Word, ...]] = [("HGETALL", self._keys("modday", str(day))) for day in days]
        reads += [("HMGET", self._keys("dropped", account), *days) for account in accounts]
        *found, to_hide = await self._client.pipeline([*reads, ("LRANGE", self._keys("tohide"), 0, -1)])
        totals: Counter[str] = Counter()
        for day in found[: len(days)]:
            totals.update({name: int(n) for name, n in day.items()} if isinstance(day, dict) else {})
        dropped = sum(int(n or 0) for row in found[len(days) :] if isinstance(row, list) for n in row)
        return Counted(dict(totals), tuple(map(int, to_hide if isinstance(to_hide, list) else ())), dropped)


def _noted(id: ContactId, mp: object, contact: object, blocked: object) -> Noted:
    kept: dict[str, str] = mp if isinstance(mp, dict) else {}
    strikes = tuple((int(at), float(points), CaseNumber(int(n))) for at, points, n in json.loads(kept.get("st", "[]")))
    return Noted(
        id=id,
        contact=codec.contact_of(str(contact or "")),
        allowed_by=kept.get("ok", ""),
        labels=tuple(json.loads(kept.get("lb", "[]"))),
        group=kept.get("same", ""),
        strikes=strikes,
        cases=int(kept.get("n") or 0),
        blocked=bool(blocked) or any(name.startswith("bl:") for name in kept),
    )
