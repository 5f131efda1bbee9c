"""What can be learned from what was asked and sent: ways to ask, new entries, questions that nothing answers.

Pure: the same exchanges in the same order give the same lessons. Nothing here is used before a person has accepted it.
What is about one person is left out (`masking`).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from inbox.models import ConversationId
from responders.distance import distance
from responders.likeness import Alike, groups, scale
from responders.masking import BLANK, masked, numbers
from responders.pleasantries import bare
from responders.text import running, words

What = Literal["phrasing", "entry", "question", "nothing"]

SAME_ANSWER = 0.2  # how far a sent text may be from an answer and still say it: a greeting, a name
LIKE_QUESTIONS, LIKE_ANSWERS = 0.45, 0.6  # cosines (`likeness`)
REPEATED = 3  # conversations in which people wrote the same before it is worth an entry
LONGEST_PHRASING = 160  # signs; in more, people ask more than one thing
FEWEST_WORDS = 3  # of an answer that is worth an entry; below, it is thanks or a greeting
MOST_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked once; `names` are theirs, and are shown nowhere."""

    question: str
    conversation: ConversationId
    at: int  # unix ms
    language: str = ""  # as far as the question itself tells
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What was sent for it. Where it came of an FAQ entry, which one, and how that answer had been drafted."""

    asked: Asked
    text: str
    entry: str = ""
    drafted: str = ""
    by_person: bool = True  # somebody wrote or changed it
    approved: bool = True  # somebody read it before it left; what went out alone proves nothing about its question

    @property
    def follows_entry(self) -> bool:
        """Whether what was sent says what the entry says."""
        return bool(self.entry) and distance(self.text, self.drafted) <= SAME_ANSWER


@dataclass(frozen=True, slots=True)
class Known:
    """An FAQ entry as far as it matters here."""

    id: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something to learn, for a person to accept or dismiss under its id, which stays the same from day to day."""

    id: str
    what: What
    question: str  # the way to ask, or the one that stands for all
    count: int  # how often
    last: int  # when last, unix ms
    conversations: tuple[ConversationId, ...]  # the first three different ones
    questions: tuple[str, ...] = ()  # the ways it was asked, the most frequent first
    answer: str = ""
    entry: str = ""  # the FAQ entry that it belongs to, or is easily taken for
    language: str = ""


class HasId(Protocol):
    """An entry that was written."""

    @property
    def id(self) -> str:
        """What it is called in the file."""
        ...


@dataclass(frozen=True, slots=True)
class Teach:
    """How to write into faq.yaml; each raises a Refused that says why not. Languages are found by whoever writes.

    `phrasing` is given an entry's id and a question; `entry` an id (empty: one is made), a question and an answer;
    `nothing` a question.
    """

    phrasing: Callable[[str, str], Awaitable[object]]
    entry: Callable[[str, str, str], Awaitable[HasId]]
    nothing: Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Book:
    """The FAQ as it stands, ready to be looked up."""

    phrasings: frozenset[str]  # as they are compared, and what has no entry
    entries: frozenset[str]
    said: dict[str, str]  # each answer, as it is compared -> its entry
    answers: Alike = field(compare=False)
    texts: tuple[tuple[str, str], ...]  # entry and answer, as `answers` counts them
    asks: tuple[tuple[str, str], ...]  # entry and phrasing


def book(known: Iterable[Known], nothing: Iterable[str] = ()) -> Book:
    """Make the FAQ ready to be looked up; `nothing` are questions of which it says that no entry answers them."""
    known = tuple(known)
    texts = tuple((entry.id, answer) for entry in known for answer in entry.answers)
    questions = tuple((entry.id, question) for entry in known for question in entry.questions)
    answers = Alike(scale(text for _, text in texts), LIKE_ANSWERS)
    for _, text in texts:
        answers.add(answers.scale.weigh(text))
    return Book(
        phrasings=frozenset(map(running, (*(text for _, text in questions), *nothing))),
        entries=frozenset(entry.id for entry in known),
        said={running(text): entry for entry, text in reversed(texts)},
        answers=answers,
        texts=texts,
        asks=questions,
    )


# ------------------------------------------------------------------------------------------------------ what is learned


def phrasing_for(known: Book, exchange: Answered) -> Lesson | None:
    """The way to ask that a sent answer teaches: its question, when an entry says what was sent and lacks it."""
    entry = _entry_of(known, exchange) if exchange.approved else ""
    asked = exchange.asked
    question = " ".join(masked(asked.question, asked.names).split())
    line = running(question)
    several = len(question) > LONGEST_PHRASING or sum(question.count(mark) for mark in "?？؟") > 1
    if not entry or not line or several or line in known.phrasings:
        return None
    return Lesson(
        _id("phrasing", entry, line), "phrasing", question, 1, asked.at, (asked.conversation,),
        entry=entry, language=asked.language,
    )  # fmt: skip


def phrasings(known: Book, exchanges: Iterable[Answered]) -> tuple[Lesson, ...]:
    """The ways to ask that sent answers teach, the most frequent first; none that was answered by several entries."""
    found = [lesson for exchange in exchanges if (lesson := phrasing_for(known, exchange))]
    entries = defaultdict[str, set[str]](set)
    for lesson in found:
        entries[running(lesson.question)].add(lesson.entry)
    clear = [lesson for lesson in found if len(entries[running(lesson.question)]) == 1]
    return _ranked(_merged(group) for group in _by(clear, lambda lesson: lesson.id))


def new_entries(known: Book, exchanges: Iterable[Answered]) -> tuple[Lesson, ...]:
    """Entries that are missing: what people wrote alike in several conversations, with what had been asked there."""
    own = [e for e in exchanges if e.by_person and not _entry_of(known, e) and len(words(e.text)) >= FEWEST_WORDS]
    texts = [masked(e.text, e.asked.names, numbers(e.text)) for e in own]
    found = ([own[place] for place in group] for group in groups(texts, LIKE_ANSWERS))
    return _ranked(_new_entry(group) for group in found if len({e.asked.conversation for e in group}) >= REPEATED)


def unanswered(asked: Iterable[Asked]) -> tuple[Lesson, ...]:
    """Questions that no responder had an answer to, alike ones together, those of most conversations first."""
    told = [(one, _plain(one)) for one in asked]
    told = [(one, text) for one, text in told if running(text) and not _only_polite(text)]
    return _ranked(
        _question("question", [told[place] for place in group])
        for group in groups([text for _, text in told], LIKE_QUESTIONS)
    )


def beside(left: Iterable[Lesson], taught: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """What is left of questions when those are taken away that other lessons are about already."""
    told = {running(text) for lesson in taught for text in (lesson.question, *lesson.questions)}
    return tuple(lesson for lesson in left if running(lesson.question) not in told)


def nothing(known: Book, refused: Iterable[tuple[Asked, str]], left: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Questions that look like an entry's and are not, for `nothing` in faq.yaml.

    `refused` are questions with the entry whose answer a person did not want, `left` what nothing answers.
    """
    told = [(one, _plain(one), entry) for one, entry in refused if running(_plain(one)) not in known.phrasings]
    found = [
        replace(_question("nothing", [(told[place][0], told[place][1]) for place in group]), entry=told[group[0]][2])
        for group in groups([text for _, text, _ in told], LIKE_QUESTIONS)
    ]
    seen = known.phrasings | {running(lesson.question) for lesson in found}
    phrasings = Alike(scale(text for _, text in known.asks), LIKE_QUESTIONS)
    for _, text in known.asks:
        phrasings.add(phrasings.scale.weigh(text))
    for lesson in left:
        near = phrasings.nearest(phrasings.scale.weigh(lesson.question))
        if near and running(lesson.question) not in seen:
            id = _id("nothing", "", running(lesson.question))
            found.append(replace(lesson, id=id, what="nothing", entry=known.asks[near[0]][0]))
    return _ranked(found)


# ---------------------------------------------------------------------------------------------------------- one of them


def _entry_of(known: Book, exchange: Answered) -> str:
    """The entry that says what was sent; empty when none does."""
    if exchange.entry in known.entries and exchange.follows_entry:
        return exchange.entry
    if (same := known.said.get(running(exchange.text))) is not None:
        return same
    near = known.answers.nearest(known.answers.scale.weigh(exchange.text))
    if near is None:
        return ""
    entry, answer = known.texts[near[0]]
    return entry if distance(exchange.text, answer) <= SAME_ANSWER else ""


def _new_entry(group: Sequence[Answered]) -> Lesson:
    names = {name for exchange in group for name in exchange.asked.names}
    common = frozenset.intersection(*(numbers(exchange.text) for exchange in group))
    answer = _usual([masked(exchange.text, names, common) for exchange in group])
    lesson = _question("entry", [(e.asked, _plain(e.asked)) for e in group])
    return replace(lesson, id=_id("entry", "", running(answer)), answer=answer)


def _question(what: What, group: Sequence[tuple[Asked, str]]) -> Lesson:
    texts = [text for _, text in group if running(text)]
    question = _usual(texts) if texts else ""
    asked = [one for one, _ in group]
    ways = dict.fromkeys(text for text, _ in Counter(texts).most_common())
    return Lesson(
        id=_id(what, "", running(question)),
        what=what,
        question=question,
        count=len(group),
        last=max(one.at for one in asked),
        conversations=tuple(dict.fromkeys(one.conversation for one in asked))[:REPEATED],
        questions=tuple(ways)[:MOST_QUESTIONS],
        language=_usual([one.language for one in asked]),
    )


def _merged(group: Sequence[Lesson]) -> Lesson:
    return replace(
        group[0],
        count=len(group),
        last=max(lesson.last for lesson in group),
        conversations=tuple(dict.fromkeys(id for lesson in group for id in lesson.conversations))[:REPEATED],
    )


def _only_polite(text: str) -> bool:
    """Whether it is a greeting or thanks: with something behind it or before it, only that would be left."""
    said = words(text)
    return bare([*said, BLANK]) == [BLANK] or bare([BLANK, *said]) == [BLANK]


def _plain(asked: Asked) -> str:
    return " ".join(masked(asked.question, asked.names).split())


def _usual(texts: Sequence[str]) -> str:
    """The text that stands there most often, however it is typed; of several the first, and one without a blank."""
    counts = Counter(running(text) for text in texts)
    return min(texts, key=lambda text: (BLANK in text, -counts[running(text)]))


def _ranked(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    return tuple(sorted(lessons, key=lambda one: (-len(one.conversations), -one.count, -one.last, one.id)))


def _by(lessons: Iterable[Lesson], key: Callable[[Lesson], Hashable]) -> list[list[Lesson]]:
    found: defaultdict[Hashable, list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        found[key(lesson)].append(lesson)
    return list(found.values())


def _id(what: What, entry: str, line: str) -> str:
    return f"{what[0]}{hashlib.sha256(f'{what}|{entry}|{line}'.encode()).hexdigest()[:6]}"
