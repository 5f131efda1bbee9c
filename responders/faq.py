"""The FAQ: which written answer a question asks for, how certain that is, and what to say then.

Everything is learnt from the phrasings in faq.yaml, offline and in any script, by the classifier of
`responders.matching`. To see what it makes of questions, without a running Sangam:

    fitted = fit(entries)                         # Entry objects, as `FaqFile.model_validate(...).entries` has them
    fitted.answer(["wen r u open"])               # one Match, or None, for each text
    match.entry, match.probability, match.margin, match.phrasing, match.second, match.sure

It cannot cross languages by itself: an entry needs phrasings in each language that people ask in, or an endpoint that
makes vectors of texts.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from datetime import UTC, tzinfo

from inbox.actions import Proposal, Source
from inbox.decisions import Heard, digest
from inbox.models import Actor
from responders.faq_answer import choose
from responders.faq_doubts import doubts_of
from responders.faq_file import Entry, FaqFile
from responders.faq_meaning import Meanings
from responders.fields import version
from responders.matching import Example, Match, Matcher, Vectors
from responders.matching import fit as fit_examples
from responders.matching.calibrator import calibrator
from responders.matching.grams import LONGEST
from responders.matching.matcher import no_entry
from responders.pleasantries import bare
from responders.reply import reply
from responders.spelling import Speller
from responders.text import spaced
from responders.turn import Answer, Turn

__all__ = ["Entry", "Faq", "FaqFile", "Fitted", "Match", "fit", "keep_learning"]

SENTENCE = re.compile(r"[^.!?。！？؟।\n]+")
SENTENCES = 12  # that are looked at
PARTLY = "it answers one sentence of several that they wrote"
MATCHERS = 8  # kept for accounts and posts that have answers of their own to the same questions

Recall = Callable[[str], str | None]  # what was heard for a question, by its digest


@dataclass(frozen=True, slots=True)
class Fitted:
    """Entries that were learnt; never changes, so any number of threads may ask it at once."""

    matcher: Matcher
    speller: Speller

    def answer(
        self, texts: Sequence[str], without: Callable[[str], bool] = no_entry, vectors: Vectors | None = None
    ) -> list[Match | None]:
        """For each text the likeliest entry that is not left out by its id; None when it comes near no phrasing."""
        return [self._answer(text, without, (vectors or {}).get(text)) for text in texts]

    def _answer(self, text: str, without: Callable[[str], bool], vector: Sequence[float] | None) -> Match | None:
        """With slips mended, and also without greetings and thanks: the surer of the two, as it asks for one thing."""
        mended = self.speller.mend(text)
        forms = list(dict.fromkeys((mended, " ".join(bare(mended.split())))))
        vectors = None if vector is None else dict.fromkeys(forms, vector)
        found = [match for match in self.matcher.answer(forms, without, vectors) if match]
        return max(found, key=lambda match: match.probability, default=None)


@dataclass(frozen=True, slots=True)
class Found:
    """What a turn asks for, as far as one can tell; `partly`: one sentence of it does."""

    match: Match | None
    partly: bool = False

    @property
    def told(self) -> str:
        """As the ledger keeps it, since vectors are not kept."""
        return json.dumps([asdict(self.match) if self.match else None, self.partly], ensure_ascii=False)

    @classmethod
    def recalled(cls, told: str) -> Found:
        """What was told."""
        match, partly = json.loads(told)
        return cls(Match(**match) if match else None, partly)


def fit(entries: Iterable[Entry], nothing: Sequence[str] = (), vectors: Vectors | None = None) -> Fitted:
    """Learn all phrasings at once; `nothing` are questions that no entry answers.

    Milliseconds for a hundred entries, seconds for a thousand with ten phrasings each.
    """
    examples = [Example(entry.id, text) for entry, _, text in _phrasings(entries)]
    speller = Speller([*(example.text for example in examples), *nothing])
    return Fitted(fit_examples(examples, nothing, vectors), speller)


class Faq:
    """The responder over one faq.yaml; made anew, in a thread, when the file changes."""

    name = "faq"
    rewrites = False
    patience = 10.0

    def __init__(
        self, file: FaqFile, zone: tzinfo = UTC, meanings: Meanings | None = None, recall: Recall | None = None
    ) -> None:
        """Learn every phrasing; `zone` is where days begin if the file does not say.

        With `meanings`, run `learn` beside. `recall` stands in for them when the past is done again.
        """
        self.version = version(file)
        self._file, self._zone = file, file.zone or zone
        self._meanings, self._recall = meanings, recall
        self._entries = {entry.id: entry for entry in file.entries}
        self._limited = [entry for entry in file.entries if entry.is_limited]
        self._everywhere = frozenset(self._entries) - {entry.id for entry in self._limited}
        self._languages = {(entry.id, text): language for entry, language, text in _phrasings(file.entries)}
        self._twins = _twins(file.entries)
        self._vectors: Vectors | None = None
        self._matchers = {(frozenset[str](), False): fit(file.entries, file.nothing)}

    async def learn(self) -> bool:
        """Learn the phrasings by their meaning, too; False while the endpoint is away, so that one tries again."""
        if self._meanings is None or self._vectors is not None:
            return True
        texts = [text for _, _, text in _phrasings(self._file.entries)]
        vectors = await self._meanings.learn([*texts, *self._file.nothing])
        if vectors is not None:
            self._matchers[frozenset(), True] = await asyncio.to_thread(
                fit, self._file.entries, self._file.nothing, vectors
            )
            self._vectors = vectors
        return vectors is not None

    async def propose(self, turn: Turn) -> Answer:
        """Answer alone-worthy when sure, as a draft for a person when plausible, else not at all."""
        found, heard = await self._found(turn)
        match = found.match
        if match is None or not match.plausible:
            return Answer(heard=heard)
        entry = self._entries[match.entry]
        chosen = choose(entry, match.phrasing, self._languages[match.entry, match.phrasing], turn)
        doubts = (*doubts_of(turn, match.phrasing, chosen.doubt), *((PARTLY,) if found.partly else ()))
        proposal = Proposal(
            reply(turn, chosen.text),
            Actor("responder", self.name),
            because="; ".join((_because(match), *doubts)),
            evidence="faq" if match.sure and not doubts else "none",
            sources=(Source(entry.id, match.phrasing, chosen.text),),
            version=self.version,
            language=chosen.language,
        )
        return Answer((proposal,), heard=heard)

    async def match(self, turn: Turn) -> Match | None:
        """The entry that a turn most likely asks for, of those that may answer it; None when none comes near."""
        return (await self._found(turn))[0].match

    async def _found(self, turn: Turn) -> tuple[Found, tuple[Heard, ...]]:
        question = turn.question
        if len(question) > LONGEST or not spaced(question):
            return Found(None), ()
        here = self._everywhere | {entry.id for entry in self._limited if self._may_answer(entry, turn)}
        open_ = {id for id in here if not turn.declines(self.name, id)} if turn.declined else here
        asked = digest(json.dumps([self.version, question, sorted(self._entries.keys() - open_)]))
        if self._recall is not None and (said := self._recall(asked)):
            return Found.recalled(said), (Heard(self.name, asked, said),)
        vectors = await self._meanings.of(question, turn.now) if self._meanings and self._vectors else {}
        matcher = await self._matcher(self._set_aside(here), by_meaning=bool(vectors))
        found = _likeliest(matcher, question, lambda id: id not in open_, vectors or None)
        return found, (Heard(self.name, asked, found.told),) if vectors else ()

    def _may_answer(self, entry: Entry, turn: Turn) -> bool:
        return entry.concerns(turn.conversation) and entry.counts(turn.now, self._zone)

    def _set_aside(self, here: Set[str]) -> frozenset[str]:
        """The entries that must not compete: those that share a question with one that is meant for this place.

        All others stay, even if they are for another account: they show what a question is not about.
        """
        aside = set()
        for one, other in self._twins:
            if one in here and other in here and bool(self._entries[one].posts) is not bool(self._entries[other].posts):
                aside.add(other if self._entries[one].posts else one)
            elif (one in here) is not (other in here):
                aside.add(other if one in here else one)
        return frozenset(aside)

    async def _matcher(self, aside: frozenset[str], *, by_meaning: bool) -> Fitted:
        """The one that has learnt all entries but these."""
        key = aside, by_meaning
        if key not in self._matchers:
            entries = [entry for entry in self._file.entries if entry.id not in aside]
            vectors = self._vectors if by_meaning else None
            fitted = await asyncio.to_thread(fit, entries, self._file.nothing, vectors)
            kept = [old for old in self._matchers if old[0]]
            for old in kept[: len(kept) + 1 - MATCHERS]:
                self._matchers.pop(old, None)
            self._matchers[key] = fitted
        return self._matchers[key]


def _likeliest(fitted: Fitted, question: str, without: Callable[[str], bool], vectors: Vectors | None) -> Found:
    """What the whole question asks for; where that is nothing, what one of its sentences may ask for."""
    (whole,) = fitted.answer([question], without, vectors)
    sentences = [sentence for sentence in SENTENCE.findall(question)[:SENTENCES] if spaced(sentence)]
    if (whole and whole.plausible) or len(sentences) < 2:
        return Found(whole)
    parts = [match for match in fitted.answer(sentences, without) if match]
    best = max(parts, key=lambda match: match.probability, default=None)
    return Found(best, partly=True) if best else Found(whole)


async def keep_learning(current: Callable[[], Faq], pause: float = 2.0, again: float = 60.0) -> None:
    """For ever: see to it that the FAQ that counts now has learnt meanings; to be run beside by who has an endpoint."""
    while True:
        learnt = await current().learn()
        await asyncio.sleep(pause if learnt else again)


def _phrasings(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """Every way to ask, with its entry and the language that it stands under."""
    for entry in entries:
        for language, texts in entry.questions.items():
            yield from ((entry, language, text) for text in texts)


def _twins(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """The pairs of entries that are asked the same somewhere, in different places or at different times."""
    asked: dict[str, set[str]] = defaultdict(set)
    for entry, _, text in _phrasings(entries):
        asked[spaced(text)].add(entry.id)
    shared = [ids for ids in asked.values() if len(ids) > 1]
    return tuple(sorted({(one, other) for ids in shared for one in ids for other in ids if one < other}))


def _because(match: Match) -> str:
    said = f'it matches "{match.phrasing}" of the FAQ entry {match.entry}'
    score = f"{_percent(match.probability)} sure (alone from {_percent(calibrator().sure)})"
    if not match.second:
        return f"{said}: {score}, nothing else comes near"
    return f'{said}: {score}, {match.margin:.2f} ahead of "{match.second_phrasing}" of {match.second}'


def _percent(share: float) -> str:
    """Rounded down, so that what is below a bar never reads as if it were at it; nothing is certain."""
    return f"{min(int(share * 100 + 1e-9), 99)} %"
