"""What can be looked up and cited: one line of the brand, one product, one FAQ entry or one piece of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from typing import Literal

from inbox.actions import Source
from inbox.models import AccountId, Conversation
from responders.brain.lines import Line
from responders.faq.file import LINK, Entry, FaqFile
from responders.fields import covers

PassageKind = Literal["line", "product", "faq", "document"]

# Nobody asks for opening hours or prices in the words in which they are written down.
ASKED = {
    "hours": "When open, what time, close, closing, today, tomorrow, weekend, holiday",
    "products": "How much, price, cost, buy, order",
    "places": "Where, address, directions",
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """One paragraph of a document; `title` is the file and the headings above it."""

    id: str  # doc:<file>#<digest of the text>
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that may be told to people outside, and cited: `brand:<id>`, `doc:<file>#…`, or an FAQ entry's id."""

    id: str
    title: str
    text: str
    kind: PassageKind

    @property
    def source(self) -> Source:
        """How a draft cites it."""
        return Source(self.id, self.title, self.text)


@dataclass(frozen=True, slots=True)
class Where:
    """Where and when something would be told; what is not known is left out."""

    account: AccountId | None = None
    conversation: Conversation | None = None
    at: int = 0  # unix ms; 0: not known

    @property
    def network(self) -> str:
        """The network; empty when it is not known."""
        return (self.account or "").partition(":")[0]


@dataclass(frozen=True, slots=True)
class Kept:
    """A passage, what it is found by besides its own words, and the FAQ entry that it is, if it is one."""

    passage: Passage
    asked: str = ""
    entry: Entry | None = None
    zone: tzinfo = UTC  # of the entry's days

    @property
    def sought(self) -> str:
        """All that it is found by."""
        return "\n".join(filter(None, (self.passage.title, self.asked, self.passage.text)))

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it may say, whatever the network."""
        elsewhere = self.entry.answer_on.values() if self.entry else ()
        return self.passage.title, self.passage.text, *(text for texts in elsewhere for text in texts.values())

    def counts(self, where: Where) -> bool:
        """Whether it may be told there: an entry for some posts or days not where post or day are not known."""
        entry = self.entry
        if entry is None:
            return True
        if where.account is not None and not covers(entry.accounts, where.account):
            return False
        if entry.posts and not (where.conversation and entry.concerns(where.conversation)):
            return False
        return not (entry.from_ or entry.until) or bool(where.at and entry.counts(where.at, self.zone))

    def told(self, where: Where) -> Passage:
        """The passage in the words for that network."""
        own = self.entry.answer_on.get(where.network) if self.entry else None
        return replace(self.passage, text=_answers(self.entry, own)) if self.entry and own else self.passage


def kept(lines: Sequence[Line], faq: FaqFile, documents: Sequence[Chunk], zone: tzinfo = UTC) -> tuple[Kept, ...]:
    """Everything that may be told, the brand's own words first; `zone` is that of days where the FAQ names none."""
    return (
        *(Kept(_line(line), f"{line.id}\n{ASKED.get(line.section, '')}") for line in lines if line.public),
        *(_entry(entry, faq.zone or zone) for entry in faq.entries),
        *(Kept(Passage(chunk.id, chunk.title, chunk.text, "document")) for chunk in documents),
    )


def _line(line: Line) -> Passage:
    return Passage(f"brand:{line.id}", line.title, line.text, "product" if line.section == "products" else "line")


def _entry(entry: Entry, zone: tzinfo) -> Kept:
    questions = [question for asked in entry.questions.values() for question in asked]
    passage = Passage(entry.id, questions[0], _answers(entry, entry.answer), "faq")
    return Kept(passage, "\n".join((entry.id, *questions[1:])), entry, zone)


def _answers(entry: Entry, texts: Mapping[str, str]) -> str:
    """The answer in all its languages, with its link."""
    link = entry.link or ""
    said = [text.replace(LINK, link) for text in dict.fromkeys(texts.values())]
    missing = link and not any(link in text for text in said)
    return "\n".join([*said, link] if missing else said)
