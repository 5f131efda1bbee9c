"""What a storm left: everything in the store and on the network, and the checks of what must hold of it.

Each check answers what is wrong, one sentence a problem; nothing is good.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.playground.telegram import Chat, Message, Sent
from inbox.actions import Delivery, Draft
from inbox.models import ConversationId, DeliveryId, DraftId
from inbox.models import Message as Stored
from inbox.store import Store
from inbox.store.keys import Keys
from tests.chaos.team import Said, said_by

ACCOUNT = "telegram:main"
NOW = 1 << 45  # reading asks for a time only to know which claims have ended
SETTLED = frozenset({"sent", "parked", "recalled", "held", "discarded"})


@dataclass(frozen=True, slots=True)
class Findings:
    """All records of a brand, and how often the log speaks of each new message."""

    conversations: Mapping[ConversationId, tuple[Stored, ...]]  # in the store's order
    drafts: Mapping[DraftId, Draft]
    deliveries: Sequence[Delivery]
    told: Counter[tuple[str, str]]
    left: Mapping[str, int]  # what should be empty, and how much stands there
    queued: Mapping[str, int]  # each delivery's place in the order in which they were decided


async def read_all(store: Store, keys: Keys) -> Findings:
    """Read everything, through the store's own doors where it has one."""
    ids = await store.client.call("ZRANGE", keys("q", "all"), 0, -1)
    assert isinstance(ids, list)
    read = [await store.conversations.read(id, NOW, limit=100_000) for id in ids]
    last = int(str(await store.client.call("GET", keys("seq")) or 0))
    opened = [await store.drafts.open(DraftId(str(n)), NOW) for n in range(1, last + 1)]
    empty = [keys(*name) for name in (("due", "draft"), ("due", "send"), ("due", "tend"), ("q", "drafted"))]
    lists = [keys("ob", id) for id in ids] + [keys("pend", id) for id in ids]
    held = [keys(kind, lane) for kind in ("held", "again") for lane in ("draft", "send", "tend")]
    counted = [("ZCARD", k) for k in empty] + [("EXISTS", k) for k in lists] + [("HLEN", k) for k in held]
    counts = await store.client.pipeline(counted)
    told, queued = await _told(store)
    return Findings(
        conversations={one.conversation.id: one.messages for one in read if one},
        drafts={one.draft.id: one.draft for one in opened if one},
        deliveries=[one.delivery for one in opened if one and one.delivery],
        told=told,
        left={str(command[1]): int(str(count)) for command, count in zip(counted, counts, strict=True) if count},
        queued=queued,
    )


async def _told(store: Store) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    told, queued = Counter[tuple[str, str]](), dict[str, int]()
    entries = await store.log.after("0-0", 5000)  # type: ignore[arg-type]  # the place before the first line
    while entries:
        told.update((str(e.conversation), e.ref) for e in entries if e.what == "message.new")
        for entry in entries:
            if entry.what == "delivery.queued":
                queued.setdefault(entry.ref, len(queued))
        entries = await store.log.after(entries[-1].id, 5000)
    return told, queued


def seen_by(sent: Iterable[Sent]) -> Counter[Said]:
    """How often the network saw us say each thing."""
    return Counter((str(s.chat_id), _answered(s), s.text) for s in sent if s.method == "sendMessage")


def _answered(sent: Sent) -> str:
    given = sent.params.get("reply_parameters")
    about = json.loads(given) if isinstance(given, str) else given
    return str(about["message_id"]) if isinstance(about, dict) else ""


# ------------------------------------------------------------------------------------------------------- the checks


def not_stored_once(chats: Sequence[Chat], said: Mapping[int, Sequence[Message]], found: Findings) -> list[str]:
    """Everything that people said stands in the store, once, as they said it; and nothing else that is theirs."""
    wrong = []
    for chat in chats:
        id = conversation_of(chat)
        stored = {str(m.id): m for m in found.conversations.get(id, ()) if not m.ours}
        heard = {f"{m.id:010d}": m for m in said[chat.id]}
        wrong += [f"{id}: message {lost} is not in the store" for lost in heard.keys() - stored.keys()]
        wrong += [f"{id}: message {made} is in the store, and nobody said it" for made in stored.keys() - heard.keys()]
        both = heard.keys() & stored.keys()
        wrong += [f"{id}: message {m} is stored as {stored[m].text!r}" for m in both if stored[m].text != heard[m].text]
    return wrong + [f"{c}: the log tells of {ref} {n} times" for (c, ref), n in found.told.items() if n > 1]


def out_of_order(chats: Sequence[Chat], found: Findings) -> list[str]:
    """The store's order of a conversation is the network's: by time, and within a second by number."""
    wrong = []
    for chat in chats:
        stored = [m.id for m in found.conversations.get(conversation_of(chat), ())]
        network = [f"{m.id:010d}" for m in sorted(chat.messages.values(), key=lambda m: (m.date, m.id))]
        kept = set(stored)
        if stored != [id for id in network if id in kept]:
            wrong.append(f"{conversation_of(chat)}: stored as {stored}, said as {network}")
    return wrong


def overtaken(found: Findings, looked_at: Collection[DeliveryId]) -> list[str]:
    """Within a conversation replies left in the order in which they were decided, but for those a person looked at."""
    wrong, last = [], dict[ConversationId, Delivery]()
    sent = [d for d in found.deliveries if d.state == "sent" and d.id not in looked_at]
    for delivery in sorted(sent, key=lambda d: found.queued[d.id]):  # two who decide at once have no common clock
        before = last.get(delivery.conversation)
        if before and (before.message or "") > (delivery.message or ""):
            wrong.append(f"{delivery.conversation}: {delivery.id} was decided after {before.id} and left before it")
        last[delivery.conversation] = delivery
    return wrong


def not_sent_once(seen: Mapping[Said, int], found: Findings) -> list[str]:
    """What is written down as sent was seen so often; what was parked and let be was seen, too; nothing else was."""
    owed = Counter(said_by(d) for d in found.deliveries if d.state in ("sent", "discarded"))
    return [
        f"chat {chat}: {text!r} in answer to {to or 'nothing'} was seen {seen.get((chat, to, text), 0)} times, "
        f"and {owed[chat, to, text]} are written down as sent"
        for chat, to, text in seen.keys() | owed.keys()
        if seen.get((chat, to, text), 0) != owed[chat, to, text]
    ]


def said_more_than_once(seen: Mapping[Said, int], found: Findings) -> list[str]:
    """No text is on the network more often than somebody decided that it should be."""
    decided = Counter(said_by(d) for d in found.deliveries if d.state != "recalled")
    return [
        f"chat {chat}: {text!r} was seen {n} times, and decided on {decided[chat, to, text]} times"
        for (chat, to, text), n in seen.items()
        if n > decided[chat, to, text]
    ]


def broken_promises(approved: Mapping[DraftId, DeliveryId], rejected: Iterable[DraftId], found: Findings) -> list[str]:
    """What a person was told is on its way is, and what a person was told is rejected has not left."""
    deliveries = {d.id: d for d in found.deliveries}
    wrong = []
    for draft, delivery in approved.items():
        kept = found.drafts.get(draft)
        if delivery not in deliveries or kept is None or kept.state != "approved":
            wrong.append(f"draft {draft} was approved as {delivery}; now it is {kept.state if kept else 'gone'}")
    states = ((id, found.drafts[id].state if id in found.drafts else "gone") for id in rejected)
    return wrong + [f"draft {id} was rejected; now it is {state}" for id, state in states if state != "rejected"]


def left_lying(found: Findings) -> list[str]:
    """Nothing is on its way any more, nobody holds a lane, no draft waits, and what is parked says why."""
    wrong = [f"{key} still holds {count}" for key, count in found.left.items()]
    wrong += [f"delivery {d.id} is {d.state}" for d in found.deliveries if d.state not in SETTLED]
    return wrong + [f"delivery {d.id} is parked without a reason" for d in found.deliveries if not _explained(d)]


def _explained(delivery: Delivery) -> bool:
    return delivery.state != "parked" or bool(delivery.error and delivery.words)


def bugs_logged(log: str) -> list[str]:
    """Whatever the process did not expect, with its traceback."""
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    loud = [str(line.get("exception", line)) for line in lines if line.get("event") == "job.failed"]
    return loud + [line for line in log.splitlines() if line.startswith(("Traceback", "Task exception", "Exception"))]


def conversation_of(chat: Chat) -> ConversationId:
    """The conversation that a chat is."""
    return ConversationId(f"{ACCOUNT}/{chat.id:010d}")
