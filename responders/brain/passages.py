"""What can be looked up and cited: one line of the brand, one product, one FAQ entry or one piece of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from inbox.actions import Source
from inbox.models import AccountId
from responders.brain.lines import Line
from responders.faq import Entry, FaqFile
from responders.fields import covers

PassageKind = Literal["line", "product", "faq", "document"]

# Nobody asks for opening hours or prices in the words in which they are written down.
ASKED = {
    "hours": "When are you open? What time do you open and close? Are you open today, tomorrow, on Sunday?",
    "products": "How much is it? How much does it cost? Where can I buy or order it?",
    "places": "Where are you? What is your address?",
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
class Kept:
    """A passage, what it is found by besides its own words, and where it counts."""

    passage: Passage
    asked: str = ""
    accounts: tuple[str, ...] = ()

    @property
    def sought(self) -> str:
        """All that it is found by."""
        return "\n".join(filter(None, (self.passage.title, self.asked, self.passage.text)))

    def counts(self, account: AccountId | None) -> bool:
        """Whether it may be told on this account; without one, whether it may be told anywhere."""
        return account is None or covers(self.accounts, account)


def kept(lines: Sequence[Line], faq: FaqFile, documents: Sequence[Chunk]) -> tuple[Kept, ...]:
    """Everything that may be told, the brand's own words first."""
    return (
        *(Kept(_line(line), ASKED.get(line.section, "")) for line in lines if line.public),
        *(_entry(entry) for entry in faq.entries),
        *(Kept(Passage(chunk.id, chunk.title, chunk.text, "document")) for chunk in documents),
    )


def _line(line: Line) -> Passage:
    return Passage(f"brand:{line.id}", line.title, line.text, "product" if line.section == "products" else "line")


def _entry(entry: Entry) -> Kept:
    questions = [question for asked in entry.questions.values() for question in asked]
    answers = dict.fromkeys(entry.answer.values())
    return Kept(Passage(entry.id, questions[0], "\n".join(answers), "faq"), "\n".join(questions[1:]), entry.accounts)
