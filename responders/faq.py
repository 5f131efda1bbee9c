"""The FAQ: which written answer a question asks for, by the runs of characters it shares with known phrasings.

Works offline, in any script, with no training: each phrasing is a bag of 2 to 4 character grams weighted by rarity
(TF-IDF), and the score is the cosine between question and phrasing. It cannot cross languages: an entry needs a
phrasing in each language people ask in.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from inbox.actions import Proposal, Source
from inbox.models import AccountId, Actor
from responders.faq_answer import choose
from responders.faq_file import Entry, FaqFile
from responders.fields import covers, version
from responders.reply import reply
from responders.text import running
from responders.turn import Answer, Turn

__all__ = ["Entry", "Faq", "FaqFile"]

# A cosine of s means that at least s² of the question's weight stands in the phrasing, and s² of the phrasing's in the
# question. At 0.75 these are more than half both ways: room for a typo, a please or another ending, not for a second
# request. Grams that no phrasing has count at full weight against the score, so what nobody wrote an entry for scores
# low without one labelled message. The price is silence: most questions become drafts for a person.
SURE = 0.75
# Two entries that a question fits almost equally well are told apart by a word or two; a person has to.
AHEAD = 0.2
# At 0.35 about an eighth of the weight is shared, more than chance between unlike sentences: worth showing a person.
PLAUSIBLE = 0.35
# A longer text cannot come near any phrasing; the bound keeps a 70 kB message cheap.
LONGEST = 2000
FINISHED = PLAUSIBLE * 2 / 3  # where the common grams are left for the few that are still in the running
GRAMS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask for an entry."""

    entry: Entry
    text: str
    language: str


ASKS = re.compile(r"[?？؟]+")
SEVERAL = "; they ask more than one thing, and this may answer only one of them"


@dataclass(frozen=True, slots=True)
class Match:
    """How well a question fits the best phrasing, and which other entry comes next; scores from 0 to 1."""

    phrasing: Phrasing
    score: float
    second: Phrasing | None
    margin: float  # how far the score is above that of `second`

    @property
    def sure(self) -> bool:
        """Whether score and margin are both high enough to answer without a person."""
        return self.score >= SURE and self.margin >= AHEAD


Without = Callable[[str], bool]  # which entries are left out, by their ids


def no_entry(_: str) -> bool:
    """Leaves none out."""
    return False


class Faq:
    """The responder over one faq.yaml; made anew when the file changes."""

    name = "faq"
    rewrites = False
    patience = 5.0

    def __init__(self, file: FaqFile) -> None:
        """Weigh every phrasing: about a tenth of a millisecond each."""
        self.version = version(file)
        self._phrasings = tuple(
            Phrasing(entry, text, language)
            for entry in file.entries
            for language, texts in entry.questions.items()
            for text in texts
        )
        bags = [_grams(phrasing.text) for phrasing in self._phrasings]
        found_in = Counter(gram for bag in bags for gram in bag)
        self._rarity = {gram: _rarity(len(bags), count) for gram, count in found_in.items()}
        self._unseen = _rarity(len(bags), 0)
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._bags = [self._weights(bag) for bag in bags]
        for number, bag in enumerate(self._bags):
            for gram, weight in bag.items():
                self._index[gram].append((number, weight))

    def match(self, question: str, account: AccountId, without: Without = no_entry) -> Match | None:
        """The entry of this account that comes nearest to the question; None when none shares anything with it."""
        if len(question) > LONGEST:
            return None
        ranked = [found for found in self._ranked(question, account) if not without(found[0].entry.id)]
        if not ranked:
            return None
        best, score = ranked[0]
        second, behind = ranked[1] if len(ranked) > 1 else (None, 0.0)
        return Match(best, score, second, score - behind)

    async def propose(self, turn: Turn) -> Answer:
        """Answer alone-worthy when sure, as a draft for a person when plausible, else not at all."""
        match = self.match(turn.question, turn.conversation.account, partial(turn.declines, self.name))
        if match is None or match.score < PLAUSIBLE:
            return Answer()
        entry, asked = match.phrasing.entry, match.phrasing.text
        chosen = choose(entry, asked, match.phrasing.language, turn)
        one_question = len(ASKS.findall(turn.question)) <= 1
        doubts = (f"; {chosen.doubt}" if chosen.doubt else "") + ("" if one_question else SEVERAL)
        proposal = Proposal(
            reply(turn, chosen.text),
            Actor("responder", self.name),
            because=_because(match) + doubts,
            evidence="faq" if match.sure and not doubts else "none",
            sources=(Source(entry.id, asked, chosen.text),),
            version=self.version,
            language=chosen.language,
        )
        return Answer((proposal,))

    def _ranked(self, question: str, account: AccountId) -> list[tuple[Phrasing, float]]:
        """The best phrasing of each entry and its score, best first; on equal scores, the earlier in the file."""
        best: dict[str, tuple[Phrasing, float]] = {}
        for number, score in self._scores(question).items():
            phrasing = self._phrasings[number]
            id_ = phrasing.entry.id
            if (id_ not in best or best[id_][1] < score) and covers(phrasing.entry.accounts, account):
                best[id_] = (phrasing, min(score, 1.0))
        return sorted(best.values(), key=lambda found: -found[1])

    def _scores(self, question: str) -> dict[int, float]:
        """The phrasings that reach PLAUSIBLE, and some below it.

        Rare grams go first, because common ones cost nine tenths of the time: what the rest of the question, of
        length `slack`, can still add to a score is at most `slack`, so most phrasings are never looked at again.
        """
        asked = sorted(self._weights(_grams(question)).items(), key=lambda item: len(self._index.get(item[0], ())))
        scores: dict[int, float] = defaultdict(float)
        slack, seen = 1.0, 0
        for gram, weight in asked:
            if slack < FINISHED:
                break
            for number, theirs in self._index.get(gram, ()):
                scores[number] += weight * theirs
            slack = math.sqrt(max(slack * slack - weight * weight, 0.0))
            seen += 1
        common = asked[seen:]
        return {
            number: score + sum(weight * self._bags[number].get(gram, 0.0) for gram, weight in common)
            for number, score in scores.items()
            if score + slack >= PLAUSIBLE
        }

    def _weights(self, bag: Counter[str]) -> dict[str, float]:
        """Damped counts times rarity, scaled to length one, so that a product of two is their cosine."""
        weights = {gram: (1 + math.log(n)) * self._rarity.get(gram, self._unseen) for gram, n in bag.items()}
        length = math.hypot(*weights.values())
        return {gram: weight / length for gram, weight in weights.items()}


def _rarity(texts: int, found_in: int) -> float:
    return 1 + math.log((1 + texts) / (1 + found_in))


def _grams(text: str) -> Counter[str]:
    line = running(text)
    return Counter(line[at : at + size] for size in GRAMS for at in range(len(line) - size + 1))


def _because(match: Match) -> str:
    said = f'it matches "{match.phrasing.text}" of the FAQ entry {match.phrasing.entry.id}'
    score = f"score {match.score:.2f} (alone from {SURE:.2f})"
    if match.second is None:
        return f"{said}: {score}, nothing else comes near"
    second = f'"{match.second.text}" of {match.second.entry.id}'
    return f"{said}: {score}, {match.margin:.2f} ahead of {second} (alone from {AHEAD:.2f})"
