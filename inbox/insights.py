"""Figures for a shift: how things stand now, and what was heard, answered and decided since a time, from the log."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inbox.actions import SPEAKS
from inbox.brand import Brand
from inbox.models import Actor, ConversationId, DeliveryId, DraftId, Entry
from inbox.review import require
from inbox.spending import AccountSpending, spending
from inbox.store.conversations import Row
from inbox.store.drafts import EDITED
from inbox.store.meters import Spent
from inbox.store.outbox import draft_of

OVERDUE_MS = 4 * 3_600_000
MOST, PAGE = 50_000, 2_000  # lines of the log that are read for one answer, and at once
TOPICS, LONGEST = 5, 3
METERED = ("llm", "embeddings")  # what asks an endpoint that counts tokens
SHELVES = ("open", "waiting", "drafted", "parked")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of now, then what happened since the time that was asked for; `complete`: all of that was read."""

    open: int
    waiting: int
    overdue: int  # of those who wait, how many longer than they should
    drafted: int
    parked: int
    heard: int  # messages from outside
    answered: int  # what we said, also in a network's own app
    by_itself: int  # of the answers, those that no person decided
    decided: int  # drafts that a person approved or rejected
    unchanged: int  # approved as they were drafted
    edited: int
    rejected: int
    median_first_answer_ms: int | None  # from the first unanswered message to our answer
    topics: tuple[tuple[str, int], ...]  # sources of drafts and labels, by how many conversations they came up in
    by_person: tuple[tuple[str, int], ...]  # answers that each of us wrote or approved
    longest_waiting: tuple[Row, ...]
    complete: bool
    recovered: tuple[tuple[str, int], ...] = ()  # accounts, by how many messages came in late when a gap was closed
    spent: tuple[tuple[str, Spent], ...] = ()  # by the name of what asks outside, where anything was used this month
    costs: tuple[AccountSpending, ...] = ()  # of accounts whose network asks for money, or counts what it grants


async def figures(brand: Brand, by: Actor, since: int, overdue_after: int = OVERDUE_MS, *, most: int = MOST) -> Figures:
    """How things stand, and what happened since a time (unix ms); as cheap with a million conversations as with ten."""
    require(by, "look")
    now, conversations = brand.now(), brand.store.conversations
    entries, complete = await _since(brand, since, most)
    sent = [entry for entry in entries if entry.what == "delivery.sent" and entry.detail in SPEAKS]
    deciders = await brand.store.outbox.deciders([DeliveryId(entry.ref) for entry in sent])
    verdicts = Counter(_verdicts(entries).values())
    counts = await conversations.counts(SHELVES)
    longest = await conversations.page("waiting", now, oldest_first=True, after=None, limit=LONGEST)
    return Figures(
        open=counts["open"],
        waiting=counts["waiting"],
        overdue=await conversations.waiting_since_before(now - overdue_after),
        drafted=counts["drafted"],
        parked=counts["parked"],
        heard=sum(entry.what == "message.new" for entry in entries),
        answered=len(sent) + sum(entry.what == "message.ours" for entry in entries),
        by_itself=sum(decider.kind == "system" for decider in deciders),
        decided=verdicts.total(),
        unchanged=verdicts["unchanged"],
        edited=verdicts["edited"],
        rejected=verdicts["rejected"],
        median_first_answer_ms=_median(list(_first_answers(entries))),
        topics=_most(_topics(entries))[:TOPICS],
        by_person=_most(decider.name for decider in deciders if decider.kind == "person"),
        longest_waiting=longest.rows,
        complete=complete,
        recovered=_recovered(entries),
        spent=await _spent(brand),
        costs=await spending(brand),
    )


async def _spent(brand: Brand) -> tuple[tuple[str, Spent], ...]:
    spent = [(name, await brand.store.meters.spent(name, brand.now())) for name in METERED]
    return tuple((name, one) for name, one in spent if one.month_tokens)


async def _since(brand: Brand, since: int, most: int) -> tuple[list[Entry], bool]:
    """The lines of the log since a time, oldest first, the newest `most` of them, and whether these are all."""
    found: list[Entry] = []
    while len(found) < most:
        limit = min(PAGE, most - len(found))
        page = await brand.store.log.newest(limit, found[-1].id if found else None)
        found += (entry for entry in page if entry.at >= since)
        if len(page) < limit or page[-1].at < since:
            return found[::-1], True
    return found[::-1], False


def _verdicts(entries: Iterable[Entry]) -> dict[DraftId, str]:
    """What a person decided on each draft in the end; what was taken back is not decided."""
    found: dict[DraftId, str] = {}
    for entry in entries:
        match entry.what:
            case "draft.approved":
                found[DraftId(entry.ref)] = "edited" if entry.detail == EDITED else "unchanged"
            case "draft.rejected":
                found[DraftId(entry.ref)] = "rejected"
            case "draft.again":
                found.pop(DraftId(entry.ref), None)
            case "delivery.recalled":
                found.pop(draft_of(DeliveryId(entry.ref)), None)
    return found


def _first_answers(entries: Iterable[Entry]) -> Iterator[int]:
    """How long each wait that was answered had lasted; one that began before the first line is not known."""
    since: dict[ConversationId | None, int] = {}
    for entry in entries:
        match entry.what, entry.detail:
            case ("message.new", "") | ("message.hidden", "published"):  # what is held is seen by nobody
                since.setdefault(entry.conversation, entry.at)
            case ("message.ours", _) | ("delivery.sent", "reply" | "direct_message"):
                if began := since.pop(entry.conversation, 0):
                    yield entry.at - began
            case "conversation.resolved", _:
                since.pop(entry.conversation, None)


def _topics(entries: Iterable[Entry]) -> Iterator[str]:
    """What came up, once for each conversation: what drafts rested on, and labels."""
    named = {
        (entry.conversation, topic)
        for entry in entries
        if entry.what in ("draft.new", "conversation.labelled") and entry.detail
        for topic in entry.detail.split(", ")
    }
    return (topic for _, topic in named)


def _recovered(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How many messages came in late, by account."""
    found: Counter[str] = Counter()
    for entry in entries:
        if entry.what == "account.recovered":
            found[entry.ref] += int(entry.detail.partition(" ")[0])
    return tuple(sorted(found.items()))


def _most(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Each name with how often it stands there, the most frequent first."""
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _median(spans: Sequence[int]) -> int | None:
    return round(statistics.median(spans)) if spans else None
