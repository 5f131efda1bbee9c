"""How good each responder was and would be: what people made of its drafts, and what would go out alone now.

Two things are counted apart. What was: the drafts as they were decided on, and how answers ended that went out alone.
What would be: each past question is answered again by the files as they stand (`replay`), and an answer that needs
nobody any more is held against what was really said then. In doubt it counts as wrong; where nobody said anything, as
unknown.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.replay import Recording, Replayed, replay
from inbox.actions import Proposal
from inbox.bounds import at_least
from inbox.brand import Brand
from inbox.decisions import Decision
from inbox.earning import ENDS_WITHIN
from inbox.models import ConversationId, Message
from inbox.outcomes import Outcome, outcomes
from inbox.store.conversations import History
from responders.chain import Chain
from responders.distance import distance, same
from responders.masking import figures

PAGE = 200
MOST_WRONG = 1_000  # that are kept to be shown; all are counted
LATER = 30  # messages after a question in which its answer is looked for
NEAR = 0.2  # how far somebody's own words may be from an answer and say the same, if their numbers are the same

Verdict = Literal["right", "wrong", "unknown"]


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """What is counted together: a slice (`label` empty: with whatever label), or with `source` what it rests on."""

    responder: str
    account: str = ""
    kind: str = ""
    label: str = ""
    source: str = ""


@dataclass(slots=True)
class Score:
    """The counts of one row."""

    asked: int = 0  # turns there, whoever answered them
    answered: int = 0  # of these, by this responder
    unchanged: int = 0
    edited: int = 0
    changed: float = 0.0  # how much of the edited ones was changed, added up
    rejected: int = 0
    outdated: int = 0
    open: int = 0
    alone: int = 0  # went out alone
    bad: int = 0  # and ended badly
    tokens: int = 0
    micros: int = 0
    right: int = 0  # would go out alone now
    wrong: int = 0
    unknown: int = 0

    def judge(self, verdict: Verdict) -> None:
        """Count an answer that would go out alone now."""
        self.right += verdict == "right"
        self.wrong += verdict == "wrong"
        self.unknown += verdict == "unknown"

    @property
    def decided(self) -> int:
        """Drafts that a person decided on."""
        return self.unchanged + self.edited + self.rejected

    @property
    def proven(self) -> float:
        """The share of drafts that people send unchanged, at least, with 95 % certainty."""
        return at_least(self.unchanged, self.decided)

    @property
    def would(self) -> int:
        """Answers that would go out alone now, if autonomy lets them."""
        return self.right + self.wrong + self.unknown

    @property
    def safe(self) -> float:
        """The share of these that is right, at least, with 95 % certainty; those that are unknown prove nothing."""
        return at_least(self.right, self.right + self.wrong)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What would go out alone now although something else was said then, or nothing wanted."""

    at: int
    conversation: ConversationId
    responder: str
    source: str
    question: str
    would: str
    said: str  # empty: nothing
    by: str  # who said it, or did not want it
    why: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every row with its score, and what would have been wrong, oldest first; `cannot`: decisions that are left out."""

    rows: dict[Row, Score]
    wrong: Sequence[Wrong]
    wrong_in_all: int
    decisions: int
    cannot: int

    def gated(self, wanted: Row) -> list[Row]:
        """The slices that a bar is held against: those with answers that would go out alone.

        Of `wanted`, empty words mean any; without a label, slices of all labels together are meant.
        """
        return [row for row in self.rows if _meant(row, wanted) and self.rows[row].would]


@dataclass(slots=True)
class _Book:
    rows: dict[Row, Score] = field(default_factory=dict)
    asked: dict[Row, int] = field(default_factory=dict)  # by account, kind and label
    wrong: list[Wrong] = field(default_factory=list)
    wrong_in_all: int = 0
    decisions: int = 0
    cannot: int = 0

    def score(self, row: Row) -> Score:
        return self.rows.setdefault(row, Score())


async def evaluate(brand: Brand, chain: Chain, recording: Recording, since: int) -> Evaluation:
    """Score every responder on what was decided since a time (unix ms); reads page by page, writes nothing."""
    book = _Book()
    async for page in _pages(replay(brand, chain, recording, since)):
        became = await outcomes(brand, [one.then for one in page])
        for one in page:
            book.decisions += 1
            if one.turn is None:
                book.cannot += 1
                continue
            _count(book, one, became[one.then.id])
            for proposal, worthy in zip(one.proposals, one.worthy, strict=True):
                if worthy:
                    await _judge(brand, book, one, proposal, became[one.then.id])
    for row, score in book.rows.items():
        score.asked = book.asked.get(Row("", row.account, row.kind, row.label), 0)
    return Evaluation(dict(sorted(book.rows.items())), book.wrong, book.wrong_in_all, book.decisions, book.cannot)


async def _pages(found: AsyncIterator[Replayed]) -> AsyncIterator[list[Replayed]]:
    page: list[Replayed] = []
    async for one in found:
        page.append(one)
        if len(page) == PAGE:
            yield page
            page = []
    if page:
        yield page


# -------------------------------------------------------------------------------------------------------- what it was


def _count(book: _Book, one: Replayed, became: Outcome) -> None:
    for place in _places(one):
        book.asked[place] = book.asked.get(place, 0) + 1
    for row in _rows(one, {(heard.responder, "") for heard in one.then.heard}):
        paid = [heard for heard in one.then.heard if heard.responder == row.responder]
        score = book.score(row)
        score.tokens += sum(heard.tokens_in + heard.tokens_out for heard in paid)
        score.micros += sum(heard.micros for heard in paid)
    made = {(by, source) for by, sources in _made(one.then) for source in ("", *sources)}
    for row in _rows(one, made):
        score = book.score(row)
        score.answered += 1
        _add(score, became)


def _made(then: Decision) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((proposed.by, proposed.sources) for proposed in then.proposals)


def _add(score: Score, became: Outcome) -> None:
    match became.what:
        case "accepted":
            score.unchanged += 1
        case "edited":
            score.edited += 1
            score.changed += distance(became.drafted, became.said)
        case "rejected":
            score.rejected += 1
        case "outdated":
            score.outdated += 1
        case "open":
            score.open += 1
        case "alone":
            score.alone += 1
            score.bad += bool(became.bad)


def _places(one: Replayed) -> list[Row]:
    """Where a turn counts: in its kind of conversation, and there under each of its labels."""
    assert one.turn
    conversation = one.turn.conversation
    labels = ("", *dict.fromkeys((*one.then.facts.labels, *one.then.labels)))
    return [Row("", conversation.account, conversation.thread.kind, label) for label in labels]


def _rows(one: Replayed, made: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """Where something that a responder made counts: in its slices, or with a source under that alone."""
    for responder, source in sorted(made):
        if source:
            yield Row(responder, source=source)
            continue
        for place in _places(one):
            yield Row(responder, place.account, place.kind, place.label)


def _meant(row: Row, wanted: Row) -> bool:
    mine = (row.responder, row.account, row.kind)
    theirs = (wanted.responder, wanted.account, wanted.kind)
    fits = all(not want or want == own for want, own in zip(theirs, mine, strict=True))
    return fits and not row.source and row.label == wanted.label


# --------------------------------------------------------------------------------------------------- what it would be


async def _judge(brand: Brand, book: _Book, one: Replayed, proposal: Proposal, became: Outcome) -> None:
    text = str(getattr(proposal.action, "text", ""))
    said, by, why = became.said, became.by, became.why or became.reason
    verdict = _verdict(text, became, brand.now())
    if verdict is None:
        later = await _said_later(brand, one)
        said, by = (later.text, later.by) if later else ("", by)
        verdict = _by_later(text, became, later)
    sources = tuple(source.id for source in proposal.sources)
    for row in _rows(one, {(proposal.by.name, source) for source in ("", *sources)}):
        book.score(row).judge(verdict)
    if verdict != "wrong":
        return
    book.wrong_in_all += 1
    if len(book.wrong) < MOST_WRONG:
        assert one.turn
        asked = one.turn.question
        first = sources[0] if sources else ""
        then = one.then
        book.wrong.append(Wrong(then.at, then.conversation, proposal.by.name, first, asked, text, said, by, why))


def _verdict(text: str, became: Outcome, now: int) -> Verdict | None:
    """What the fate of the draft of then says about an answer of now; None: nothing by itself.

    What went out alone proves nothing before it can no longer end badly.
    """
    match became.what:
        case "accepted" | "edited":
            return "right" if same(text, became.said) else "wrong"
        case "alone" if became.bad and same(text, became.said):
            return "wrong"
        case "alone":
            over = now >= became.at + ENDS_WITHIN
            return "right" if over and same(text, became.said) else "unknown"
        case _:
            return None


def _by_later(text: str, became: Outcome, later: Message | None) -> Verdict:
    """What somebody wrote instead, or that a draft was not wanted, says about an answer of now."""
    if later and (same(text, later.text) or _says_the_same(text, later.text)):
        return "right"
    if later or (became.what == "rejected" and same(text, became.drafted)):
        return "wrong"
    return "unknown"


def _says_the_same(text: str, own: str) -> bool:
    return figures(text) == figures(own) and distance(text, own) <= NEAR


async def _said_later(brand: Brand, one: Replayed) -> Message | None:
    """What one of our people wrote next, in answer to this question."""
    then = one.then
    history = await brand.store.conversations.history(then.conversation, brand.now(), then.upto, limit=LATER)
    if history is None or one.turn is None:
        return None
    theirs = {message.id for message in one.turn.messages if message.contact == then.asker}
    alone = one.turn.conversation.thread.kind == "direct"
    for message in history.messages[1:]:
        if message.contact == then.asker and not message.ours:
            theirs.add(message.id)
        if message.ours and (alone or message.reply_to in theirs):
            return message if _by_person(history, message) else None
    return None


def _by_person(history: History, message: Message) -> bool:
    """Whether one of us wrote it, here or in the network's own app, or changed what a responder had drafted."""
    delivery = history.deliveries.get(message.delivery) if message.delivery else None
    draft = history.drafts.get(delivery.draft) if delivery else None
    return delivery is None or delivery.edited or draft is None or draft.proposal.by.kind == "person"
