"""Learning from what was asked and sent: gathers it, proposes what it teaches, and writes down what somebody accepts.

Nothing is learned by itself: a lesson changes the FAQ only when a person accepts it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.replay import rebuilt
from inbox.actions import SPEAKS, Delivery, Draft
from inbox.brand import Brand
from inbox.errors import NotAllowed, NotFound
from inbox.models import Actor, Contact, ContactId, ConversationId, DraftId, Message
from inbox.policy import may
from inbox.review import require
from inbox.store.conversations import Correspondence
from inbox.store.drafts import Opened
from inbox.store.outbox import draft_of
from responders.faq import Entry, Faq, FaqFile
from responders.language import language_of
from responders.masking import BLANK
from responders.mining import (
    Answered,
    Asked,
    Book,
    Known,
    Lesson,
    Teach,
    beside,
    book,
    new_entries,
    nothing,
    phrasing_for,
    phrasings,
    unanswered,
)

MOST_MESSAGES = 20_000  # that are looked at; the newest
OF_ONE = 200  # messages of one conversation
LINES, PAGE = 100_000, 2_000  # of the log

FRESH = 300_000  # milliseconds for which what was found is shown again

Fate = tuple[Draft, Delivery | None]


@dataclass(slots=True)
class School:
    """What learning needs of the files: the FAQ as it stands now, and what writes into it."""

    faq: Callable[[], FaqFile]
    teach: Teach
    _book: tuple[FaqFile, Book] | None = None
    _found: dict[int, tuple[int, tuple[Lesson, ...]]] = field(default_factory=dict)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def book(self) -> Book:
        """The FAQ ready to be looked up, made once for each version of the file."""
        file = self.faq()
        if self._book is None or self._book[0] is not file:
            self._book = (file, await asyncio.to_thread(book_of, file))
        return self._book[1]

    async def lessons(self, brand: Brand, by: Actor, back: int, *, anew: bool = False) -> tuple[Lesson, ...]:
        """What can be learned from so long back (ms), found lately or anew, but for what was decided on already."""
        require(by, "look")
        async with self._one:
            at, found = self._found.get(back, (0, ()))
            if anew or not at or brand.now() - at > FRESH:
                at, found = brand.now(), await lessons(brand, await self.book(), brand.now() - back)
                self._found[back] = (at, found)
        settled = await brand.store.lessons.settled()
        return tuple(lesson for lesson in found if lesson.id not in settled)

    async def offer(self, brand: Brand, by: Actor, draft: DraftId) -> Lesson | None:
        """What a reply that was just approved would teach; None: nothing, or somebody has decided on that already."""
        return await offered(brand, by, await self.book(), draft) if may(by, "faq") else None


@dataclass(slots=True)
class Material:
    """What there is to learn from; `complete`: all of the time that was asked for is in it."""

    exchanges: list[Answered] = field(default_factory=list)
    unanswered: list[Asked] = field(default_factory=list)
    refused: list[tuple[Asked, str]] = field(default_factory=list)  # questions, and the entry that was not wanted
    messages: int = 0
    complete: bool = True


def known_of(entries: Iterable[Entry]) -> Iterator[Known]:
    """The FAQ's entries as far as learning looks at them."""
    for entry in entries:
        asked = tuple(text for texts in entry.questions.values() for text in texts)
        said = (*entry.answer.values(), *(text for texts in entry.answer_on.values() for text in texts.values()))
        yield Known(entry.id, asked, tuple(dict.fromkeys(said)))


def offer_for(known: Book, opened: Opened) -> Lesson | None:
    """The way to ask that a sent or approved reply would teach the FAQ, to be offered beside it; None: nothing new."""
    draft, about = opened.draft, opened.about
    if about is None or draft.state != "approved" or opened.delivery is None:
        return None
    sent = str(getattr(opened.delivery.action, "text", ""))
    asked = _asked([about], draft.conversation, opened.contact)
    return phrasing_for(known, _answered(asked, sent, (draft, opened.delivery)))


async def offered(brand: Brand, by: Actor, known: Book, draft: DraftId) -> Lesson | None:
    """What a reply that was just approved would teach; None: nothing new, or somebody has decided on that already."""
    require(by, "look")
    opened = await brand.store.drafts.open(draft, brand.now())
    lesson = offer_for(known, opened) if opened else None
    return None if lesson is None or await brand.store.lessons.is_settled(lesson.id) else lesson


def book_of(file: FaqFile) -> Book:
    """The FAQ ready to be looked up; a few hundred microseconds for each answer."""
    return book(known_of(file.entries), file.nothing)


async def lessons(brand: Brand, faq: Book, since: int, most: int = MOST_MESSAGES) -> tuple[Lesson, ...]:
    """What can be learned from the time since then (unix ms), but for what somebody has decided on already.

    First the ways to ask, then missing entries, then questions without an answer, then those that no entry is about.
    """
    found = await asyncio.to_thread(_mined, faq, await gather(brand, since, most))
    settled = await brand.store.lessons.settled()
    return tuple(lesson for lesson in found if lesson.id not in settled)


def _mined(faq: Book, read: Material) -> tuple[Lesson, ...]:
    taught = (*phrasings(faq, read.exchanges), *new_entries(faq, read.exchanges))
    left = beside(unanswered(read.unanswered), taught)
    return (*taught, *left, *nothing(faq, read.refused, left))


async def accept(brand: Brand, by: Actor, lesson: Lesson, teach: Teach, *, question: str = "", answer: str = "") -> str:
    """Write a lesson into the FAQ, with another question or answer where one is given; answers the entry's id."""
    require(by, "faq")
    asked, said = question or lesson.question, answer or lesson.answer
    match lesson.what:
        case "phrasing":
            await teach.phrasing(lesson.entry, asked)
            entry = lesson.entry
        case "nothing":
            await teach.nothing(asked)
            entry = ""
        case _:
            entry = await _new_entry(lesson, teach, asked, said)
    await brand.store.lessons.settle(lesson.id, "accepted", by.name, brand.now())
    return entry


async def dismiss(brand: Brand, by: Actor, lesson: Lesson) -> None:
    """Propose this no more."""
    require(by, "faq")
    await brand.store.lessons.settle(lesson.id, "dismissed", by.name, brand.now())


def find(found: Iterable[Lesson], id: str) -> Lesson:
    """The lesson with this id; raises NotFound."""
    for lesson in found:
        if lesson.id == id:
            return lesson
    raise NotFound(f"There is no lesson {id} in this time, or somebody has decided on it already.")


async def _new_entry(lesson: Lesson, teach: Teach, question: str, answer: str) -> str:
    if not answer:
        raise NotAllowed("Nobody has answered this yet; say the answer with --answer.")
    if BLANK in answer:
        raise NotAllowed(f"The answer has a gap ({BLANK}), where there was something about one person; say it whole.")
    entry = (await teach.entry("", question, answer)).id
    for more in lesson.questions:
        if more != question:
            await teach.phrasing(entry, more)
    return entry


# ------------------------------------------------------------------------------------------------ what there is to read


async def gather(brand: Brand, since: int, most: int = MOST_MESSAGES) -> Material:
    """What was asked and sent since a time (unix ms): at most so many messages, of what was answered last."""
    read = Material()
    await _read_decisions(brand, since, most // 2, read)
    for id in await _answered_in(brand, since, read):
        if read.messages >= most:
            read.complete = False
            break
        found = await brand.store.conversations.read(id, brand.now(), limit=OF_ONE)
        if found:
            read.messages += len(found.messages)
            await _read_exchanges(brand, found, since, read)
    read.exchanges.sort(key=lambda exchange: (exchange.asked.at, exchange.asked.conversation))
    return read


async def _read_decisions(brand: Brand, since: int, most: int, read: Material) -> None:
    """Questions that no responder had an answer to; each message once, however often it was looked at."""
    last: dict[tuple[ConversationId, ContactId | None], int] = {}
    async for then, turn in rebuilt(brand, brand.store.ledger.since(since)):
        if read.messages >= most:
            read.complete = False
            return
        if isinstance(turn, str):
            continue
        place = (then.conversation, then.asker)
        fresh = [message for message in turn.unanswered if message.at > last.get(place, 0)]
        last[place] = max((message.at for message in turn.unanswered), default=0)
        read.messages += len(fresh)
        if fresh and not then.proposals:
            read.unanswered.append(_asked(fresh, then.conversation, turn.contact))


async def _answered_in(brand: Brand, since: int, read: Material) -> list[ConversationId]:
    """The conversations in which we said something, that with the newest answer first."""
    found: dict[ConversationId, None] = {}
    before, seen = None, 0
    while seen < LINES:
        page = await brand.store.log.newest(PAGE, before)
        for entry in page:
            spoke = entry.what == "message.ours" or (entry.what == "delivery.sent" and entry.detail in SPEAKS)
            if entry.at >= since and entry.conversation and (spoke or entry.what == "draft.rejected"):
                found.setdefault(entry.conversation)
        if len(page) < PAGE or page[-1].at < since:
            return list(found)
        before, seen = page[-1].id, seen + len(page)
    read.complete = False
    return list(found)


async def _read_exchanges(brand: Brand, found: Correspondence, since: int, read: Material) -> None:
    """Pairs of a question and what was sent for it, and drafts of the FAQ that were not wanted."""
    of, alone = found.conversation.id, found.conversation.thread.kind == "direct"
    fates = await brand.store.aftermaths.drafts(_drafts(found))
    by_id = {message.id: message for message in found.messages}
    for place, message in enumerate(found.messages):
        if not message.ours or message.removed_at or message.at < since or not message.text:
            continue
        to = by_id.get(message.reply_to) if message.reply_to else None
        theirs = _before(found.messages[:place]) if alone else [to] if to and not to.ours else []
        if not theirs:
            continue
        person = found.people.get(str(theirs[-1].contact))
        fate = fates.get(draft_of(message.delivery)) if message.delivery else None
        exchange = _answered(_asked(theirs, of, person), message.text, fate)
        read.exchanges.append(exchange)
        if exchange.entry and not exchange.follows_entry:
            read.refused.append((exchange.asked, exchange.entry))
    for draft, _ in fates.values():
        about = by_id.get(draft.about) if draft.about else None
        if draft.state == "rejected" and about and _entry(draft):
            read.refused.append((_asked([about], of, found.people.get(str(about.contact))), _entry(draft)))


def _drafts(found: Correspondence) -> list[DraftId]:
    sent = [draft_of(message.delivery) for message in found.messages if message.delivery]
    rejected = [DraftId(did.ref) for did in found.timeline if did.what == "draft.rejected"]
    return list(dict.fromkeys([*sent, *rejected]))


def _before(messages: Sequence[Message]) -> list[Message]:
    """What they said last, up to something of ours."""
    said: list[Message] = []
    for message in reversed(messages):
        if message.ours:
            break
        if message.text and not message.removed_at:
            said.append(message)
    return said[::-1]


def _asked(said: Sequence[Message], of: ConversationId, person: Contact | None) -> Asked:
    question = "\n".join(message.text for message in said if message.text)
    names = (person.name, person.username) if person else ()
    return Asked(question, of, said[-1].at, language_of([question]), names)


def _answered(asked: Asked, sent: str, fate: Fate | None) -> Answered:
    """What was sent for a question; without a draft of ours, somebody wrote it in the network's own app."""
    if fate is None:
        return Answered(asked, sent)
    draft, delivery = fate
    drafted = str(getattr(draft.proposal.action, "text", ""))
    by_person = draft.proposal.by.kind == "person" or drafted != sent
    approved = delivery is not None and delivery.by.kind == "person"
    return Answered(asked, sent, _entry(draft), drafted, by_person, approved)


def _entry(draft: Draft) -> str:
    """The FAQ entry that a draft was made of; empty when it was not."""
    sources = draft.proposal.sources
    return sources[0].id if draft.proposal.by.name == Faq.name and sources else ""
