"""What somebody could do to get more questions answered, told by `check`: nothing here is a mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo

from responders.faq.file import Entry, FaqFile, expired
from responders.fields import UNSAID
from responders.language import among
from responders.text import words

FEW = 5  # phrasings; below, hardly anything is answered alone
SHOWN = 5  # entries named in one note


def notes(file: FaqFile, now: int, zone: tzinfo = UTC) -> tuple[str, ...]:
    """Sentences about a FAQ at a moment (unix ms): what is over, too little, without an answer, or too much alike."""
    return (*_over(file, now, zone), *_few(file.entries), *_without_answer(file.entries), *_alike(file.entries))


def _over(file: FaqFile, now: int, zone: tzinfo) -> Iterator[str]:
    if over := [entry.id for entry in expired(file, now, zone)]:
        yield f"The time of {_named(over)} is over: take them out of faq.yaml, or change until."


def _few(entries: Iterable[Entry]) -> Iterator[str]:
    """Phrasings count in the language that has most, since one language does not help another."""
    if few := [entry.id for entry in entries if max(map(len, entry.questions.values())) < FEW]:
        yield (
            f"Fewer than {FEW} ways to ask are written down for {_named(few)}: "
            "with ten in each language, many times more is answered without a person."
        )


def _without_answer(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if UNSAID not in entry.answer:
            asked = [code for code in entry.questions if code and not among(code, entry.answer)]
            if asked:
                languages = ", ".join(asked)
                yield f"The entry {entry.id} is asked in {languages} and has no answer in it: these only get drafts."


def _alike(entries: Iterable[Entry]) -> Iterator[str]:
    """Entries for one place that are asked with the same words in another order; in the same order it is refused."""
    seen: dict[object, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        texts = () if entry.from_ or entry.until else entry.questions.values()
        for text in (text for some in texts for text in some):
            seen[frozenset(words(text)), entry.accounts, entry.posts].setdefault(entry.id, text)
    told: set[frozenset[str]] = set()
    for asked in seen.values():
        if len(asked) > 1 and frozenset(asked) not in told:
            told.add(frozenset(asked))
            said = " and ".join(f'"{text}" of {id}' for id, text in asked.items())
            yield f"Asked with the same words: {said}. Neither will be answered alone; make them one, or say more."


def _named(ids: list[str]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more
