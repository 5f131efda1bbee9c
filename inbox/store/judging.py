"""What waits to be judged, in Redis: claimed with all that rules may look at; what they made of it, written at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inbox.cases import NOBODY, CaseNumber, Crowd, Measure, Person, RuleState
from inbox.models import (
    AccountId,
    Actor,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    Message,
    RemoteId,
    contact_id,
)
from inbox.store import codec
from inbox.store.case_codec import measure_of
from inbox.store.client import Word
from inbox.store.queue import Idle, idle
from inbox.store.scripts import Scripts, pairs

MOST = 100  # messages that are judged together
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that no rule has looked at yet, with its author; `came` is when it came to us.

    `digest` is by what it is recognised: what was judged counts only while that still stands. One that a person has
    `cleared` is left alone.
    """

    message: Message
    contact: Contact
    digest: str
    came: int
    cleared: bool = False
    messages: int = 0  # how many they ever wrote, with this one
    known_since: int = 0
    person: Person = NOBODY


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A conversation in which something waits to be judged, held by `token`."""

    token: str
    conversation: Conversation
    mode: str
    waiting: tuple[Waiting, ...]
    acting: frozenset[tuple[str, str]] = frozenset()  # rules in force: id and version
    off: frozenset[str] = frozenset()  # rules that somebody switched off
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Windows:
    """Within how many milliseconds the same text, an author's messages and new people count; 0: nobody asks."""

    same: int = 0
    flood: int = 0
    newcomers: int = 0


@dataclass(slots=True)
class _Standings:
    """How rules and measures stand, as they were read last, and the number of that state."""

    number: str = ""
    acting: frozenset[tuple[str, str]] = frozenset()
    off: frozenset[str] = frozenset()
    measures: tuple[Measure, ...] = field(default=())


class Judging:
    """Claims what waits to be judged, and writes down what became of it, for one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """What waits in the brand that the scripts are bound to."""
        self._scripts = scripts
        self._standings = _Standings()

    async def claim(self, now: int, lease: int, token: str, half_life: int, most: int = MOST) -> Unjudged | Idle | None:
        """Hold the conversation that waits longest, with the oldest of what waits; None when nothing did after all."""
        found = await self._scripts.run("claim_judge", now, lease, token, most, self._standings.number)
        if not found[0]:
            return idle(found[1])
        if len(found) == 1:
            return None
        id, fields, mode, messages, people, others, number, rules, measures = found
        if number != self._standings.number:
            self._standings = _standings_of(number, pairs(rules), pairs(measures))
        hash = pairs(fields)
        account = AccountId(hash["a"])
        known = dict(_people_of(account, people, others, now, half_life))
        stand = self._standings
        return Unjudged(
            token,
            codec.conversation_of(id, hash, now),
            mode,
            tuple(_waiting_of(account, each, known) for each in _by(5, messages)),
            stand.acting,
            stand.off,
            tuple(one for one in stand.measures if not one.until or one.until > now),
        )

    async def keep(self, claimed: Unjudged, lease: int, now: int) -> bool:
        """Hold the conversation so much longer; False when somebody else judges there by now."""
        id = claimed.conversation.id
        return bool(await self._scripts.run("lane", now, "keep", "judge", id, claimed.token, lease))

    async def crowd(self, claimed: Unjudged, digests: Sequence[str], windows: Windows, now: int) -> list[Crowd]:
        """What happens around each of the messages, counted in their order; `digests` are what rules know them by."""
        words: list[Word] = [claimed.conversation.account, windows.same, windows.flood, windows.newcomers]
        for one, digest in zip(claimed.waiting, digests, strict=True):
            new = "1" if one.messages <= 1 or now - one.known_since <= windows.newcomers else "0"
            words += [f"{claimed.conversation.id} {one.message.id}", one.message.contact or "", digest, new]
        found = await self._scripts.run("crowd", now, *words)
        return [Crowd(*map(int, each)) for each in _by(4, found)]

    async def judged(
        self,
        claimed: Unjudged,
        items: Sequence[Json],
        unknown: Iterable[str],
        half_life: int,
        now: int,
        *,
        keep: bool = False,
    ) -> tuple[CaseNumber, ...] | None:
        """Write down what became of the messages, whole; None when somebody else judges there by now.

        Answers the cases that were opened. What was changed since it was claimed is not judged, and comes again. With
        `keep` the conversation stays held.
        """
        work = codec.dumps({"items": list(items), "unknown": list(unknown)})
        id = claimed.conversation.id
        found = await self._scripts.run("judged", now, id, claimed.token, half_life, work, "1" if keep else "0")
        return None if found[0] == "lost" else tuple(CaseNumber(int(number)) for number in found[2][1::2])

    async def left(self, conversation: ConversationId) -> int:
        """How much of a conversation waits to be judged."""
        return int(str(await self._scripts.client.call("ZCARD", self._scripts.keys("jdg", conversation))))

    async def dropped(self, account: AccountId) -> dict[int, int]:
        """How many messages of people who are blocked were dropped, by the number of the day since 1970."""
        found = await self._scripts.client.call("HGETALL", self._scripts.keys("dropped", account))
        return {int(day): int(count) for day, count in found.items()} if isinstance(found, dict) else {}


def _by(size: int, flat: Sequence[Any]) -> list[Sequence[Any]]:
    """What stands in a row, so many at a time."""
    return [flat[at : at + size] for at in range(0, len(flat), size)]


def _standings_of(number: str, rules: Mapping[str, str], measures: Mapping[str, str]) -> _Standings:
    states: dict[str, tuple[str, RuleState]] = {}
    for rule, text in rules.items():
        body = json.loads(text)
        states[rule] = body["v"], body.get("s", "shadow")
    return _Standings(
        number,
        frozenset((rule, version) for rule, (version, state) in states.items() if state == "force"),
        frozenset(rule for rule, (_, state) in states.items() if state == "off"),
        tuple(sorted((measure_of(id, text) for id, text in measures.items()), key=lambda one: (one.at, one.id))),
    )


def _waiting_of(account: AccountId, flat: Sequence[Any], known: Mapping[ContactId, tuple[Person, str]]) -> Waiting:
    id, record, digest, came, cleared = flat
    message = codec.message_of(id, record, account)
    assert message.contact  # what we said ourselves is never judged
    person, text = known[message.contact]
    past = codec.past_of(text) if text else None
    return Waiting(
        message,
        codec.contact_of(text) or Contact(message.person or RemoteId(""), codec.SOMEBODY),
        digest,
        int(float(came)),
        cleared == "1",
        past.messages if past else 0,
        past.since if past else 0,
        person,
    )


def _people_of(
    account: AccountId, people: Sequence[Any], others: Sequence[Any], now: int, half_life: int
) -> Iterable[tuple[ContactId, tuple[Person, str]]]:
    elsewhere = {ContactId(other): pairs(noted) for other, noted in _by(2, others)}
    for remote, contact, flat, same in _by(4, people):
        id = contact_id(account, RemoteId(remote))
        rest = tuple(ContactId(one) for one in same if one != id)
        yield id, (_person_of([pairs(flat), *(elsewhere.get(one, {}) for one in rest)], rest, now, half_life), contact)


def _person_of(
    accounts: Sequence[Mapping[str, str]], same_as: tuple[ContactId, ...], now: int, half_life: int
) -> Person:
    """What is kept of all accounts of somebody: what counts for one counts for all."""
    labels = (label for one in accounts for label in json.loads(one.get("lb") or "[]"))
    return Person(
        points=sum(points_now(one.get("st", ""), now, half_life) for one in accounts),
        allowed=any(one.get("ok") for one in accounts),
        labels=tuple(dict.fromkeys(labels)),
        cases=sum(int(one.get("n") or 0) for one in accounts),
        same_as=same_as,
    )


def points_now(strikes: str, now: int, half_life: int) -> float:
    """What a list of strikes (JSON: when, points, case) counts now, as points_now of _cases.lua has it."""
    listed = json.loads(strikes) if strikes else []
    return float(sum(points * 0.5 ** (max(0, now - at) / half_life) for at, points, *_ in listed))


def case_fields(
    message: Message,
    contact: Contact | None,
    by: Actor,
    *,
    rule: str = "",
    version: str = "",
    told: str = "",
    points: float = 0,
    labels: Sequence[str] = (),
    code: str = "",
    notice: str = "",
) -> list[str]:
    """What `open_case` of _cases.lua writes besides where and when it was: field, value and so on, nothing empty.

    `notice` is the proposal by which its author is told, as JSON; it leaves once the network has done something.
    """
    fields = {
        "x": message.text,
        "by": codec.actor_text(by),
        "who": codec.contact_text(contact) if contact else "",
        "md": codec.dumps(codec.media_list(message.media)) if message.media else "",
        "r": rule,
        "v": version,
        "ty": told,
        "pt": f"{points:g}" if points else "",
        "lb": codec.dumps(list(labels)) if labels else "",
        "cd": code,
        "nt": notice,
    }
    return [word for field, value in fields.items() if value for word in (field, value)]
