"""The responder over one faq.yaml: what a turn asks for, what is said then, and whether a person has to look first."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from dataclasses import asdict, dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from inbox.actions import Proposal, Source
from inbox.decisions import Heard, digest
from inbox.models import Actor
from responders.faq.answer import choose
from responders.faq.doubts import doubts_of
from responders.faq.file import Entry, FaqFile
from responders.faq.fitted import Fitted, fit, phrasings
from responders.faq.meaning import Meanings
from responders.fields import UNSAID, version
from responders.matching.grams import LONGEST
from responders.reply import reply
from responders.text import spaced
from responders.turn import Answer, Turn

if TYPE_CHECKING:  # it brings numpy, and whoever only reads the file does without
    from responders.matching.matcher import Match
    from responders.matching.meaning import Vectors

SENTENCE = re.compile(r"[^.!?。！？؟।\n]+")
SENTENCES = 6  # that are looked at
PARTLY = "it answers one sentence of several that they wrote"

Recall = Callable[[str], str | None]  # what was heard for a question, by its digest


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
        from responders.matching.matcher import Match

        match, partly = json.loads(told)
        return cls(Match(**match) if match else None, partly)


class Faq:
    """The responder over one faq.yaml; made anew, in a thread, when the file changes."""

    name = "faq"
    rewrites = False

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
        self._languages = {(entry.id, text): language for entry, language, text in phrasings(file.entries)}
        self._twins = _beaten(file.entries)
        self._fitted = fit(file.entries, file.nothing)
        self._by_meaning: Fitted | None = None

    @property
    def patience(self) -> float:
        """Seconds; only an endpoint is waited for."""
        return 10.0 if self._meanings else 0.0

    async def learn(self) -> bool:
        """Learn the phrasings by their meaning, too; False while the endpoint is away, so that one tries again."""
        if self._meanings is None or self._by_meaning is not None:
            return True
        texts = [text for _, _, text in phrasings(self._file.entries)]
        vectors = await self._meanings.learn([*texts, *self._file.nothing])
        if vectors is None:
            return False
        self._by_meaning = await asyncio.to_thread(fit, self._file.entries, self._file.nothing, vectors)
        return True

    async def propose(self, turn: Turn) -> Answer:
        """Answer alone-worthy when sure, as a draft for a person when plausible, else not at all."""
        found, heard = await self._found(turn)
        match = found.match
        if match is None or not match.plausible:
            return Answer(heard=heard)
        entry = self._entries[match.entry]
        chosen = choose(entry, match.phrasing, self._languages.get((match.entry, match.phrasing), UNSAID), turn)
        doubts = (*doubts_of(turn, entry, match, chosen), *((PARTLY,) if found.partly else ()))
        proposal = Proposal(
            reply(turn, chosen.text),
            Actor("responder", self.name),
            because="; ".join((_because(match), *doubts)),
            evidence="faq" if match.sure and not doubts else "none",
            sources=(Source(entry.id, match.phrasing, chosen.text),),
            version=self.version,
            language=chosen.language,
        )
        return Answer((proposal,), tentative=proposal.evidence == "none", heard=heard)

    async def match(self, turn: Turn) -> Match | None:
        """The entry that a turn most likely asks for, of those that may answer it; None when none comes near."""
        return (await self._found(turn))[0].match

    async def _found(self, turn: Turn) -> tuple[Found, tuple[Heard, ...]]:
        question = turn.question
        if len(question) > LONGEST or not spaced(question):
            return Found(None), ()
        without = self._without(turn)
        if self._recall is not None and (said := self._recall(asked := self._asked(question, without))):
            return Found.recalled(said), (Heard(self.name, asked, said),)
        vectors = await self._meanings.of(question, turn.now) if self._meanings and self._by_meaning else {}
        if self._by_meaning is None or not vectors:
            return _likeliest(self._fitted, question, without, None), ()
        found = _likeliest(self._by_meaning, question, without, vectors)
        return found, (Heard(self.name, self._asked(question, without), found.told),)

    def _asked(self, question: str, without: Set[str]) -> str:
        return digest(json.dumps([self.version, question, sorted(without)]))

    def _without(self, turn: Turn) -> Set[str]:
        """The entries that may not answer here and now; one for a post beats one for all that is asked the same."""
        limited = [entry for entry in self._limited if entry.concerns(turn.conversation)]
        now = [entry for entry in limited if entry.counts(turn.now, self._zone)]
        elsewhere = {entry.id for entry in self._limited} - {entry.id for entry in now}
        beaten = {twin for entry in now if entry.posts for twin in self._twins.get(entry.id, ())}
        declined = {id for id in self._entries if turn.declines(self.name, id)} if turn.declined else set()
        return elsewhere | beaten | declined


def _likeliest(fitted: Fitted, question: str, without: Set[str], vectors: Vectors | None) -> Found:
    """What the whole question asks for; where that is not sure, what one of its sentences asks for more likely."""
    answer = fitted.asking(without, vectors)
    (whole,) = answer([question])
    sentences = [sentence for sentence in SENTENCE.findall(question)[:SENTENCES] if spaced(sentence)]
    if (whole and whole.sure) or len(sentences) < 2:
        return Found(whole)
    parts = [match for match in answer(sentences) if match]
    best = max(parts, key=lambda match: match.probability, default=None)
    partly = best is not None and (whole is None or best.probability > whole.probability)
    return Found(best, partly=True) if partly else Found(whole)


async def keep_learning(current: Callable[[], Faq], pause: float = 2.0, again: float = 60.0) -> None:
    """For ever: see to it that the FAQ that counts now has learnt meanings; to be run beside by who has an endpoint."""
    while True:
        learnt = await current().learn()
        await asyncio.sleep(pause if learnt else again)


def _beaten(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """For each entry that is for some posts, the entries for all conversations that are asked the same somewhere."""
    for_all: dict[str, set[str]] = defaultdict(set)
    for entry, _, text in phrasings(entries):
        if not entry.posts:
            for_all[spaced(text)].add(entry.id)
    beaten: dict[str, set[str]] = defaultdict(set)
    for entry, _, text in phrasings(entries):
        if entry.posts:
            beaten[entry.id] |= for_all.get(spaced(text), set())
    return beaten


def _because(match: Match) -> str:
    said = f'it matches "{match.phrasing}" of the FAQ entry {match.entry}'
    score = f"{_percent(match.probability)} sure (alone from {_percent(match.sure_from)})"
    if not match.second:
        return f"{said}: {score}, nothing else comes near"
    return f'{said}: {score}, {match.margin:.2f} ahead of "{match.second_phrasing}" of {match.second}'


def _percent(share: float) -> str:
    """Rounded down, so that what is below a bar never reads as if it were at it; nothing is certain."""
    return f"{min(int(share * 100 + 1e-9), 99)} %"
