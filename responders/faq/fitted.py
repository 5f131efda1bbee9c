"""Learns the entries of a FAQ and says for a question which one it asks for, slips mended and greetings set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from responders.faq.file import Entry
from responders.faq.spelling import Speller
from responders.pleasantries import bare
from responders.text import spaced

if TYPE_CHECKING:  # it brings numpy, and whoever only reads the file does without
    from responders.matching.matcher import Match, Matcher
    from responders.matching.meaning import Vectors

ELSEWHERE = 0.5  # the most for an entry of this place that is not asked so, only one of another place


@dataclass(frozen=True, slots=True)
class Fitted:
    """Entries that were learnt; never changes, so any number of threads may ask it at once.

    Entries that are asked the same somewhere, for other accounts, posts or times, are one thing to the classifier: it
    could not tell them apart. Which of them answers is a matter of which are left out.
    """

    matcher: Matcher
    speller: Speller
    names: Mapping[str, str]  # of the one thing that an entry belongs to
    members: Mapping[str, tuple[str, ...]]  # the entries that are one thing, by the name of that
    owners: Mapping[str, tuple[str, ...]]  # the entries that are asked so, by phrasing

    def answer(
        self, texts: Sequence[str], without: Collection[str] = (), vectors: Vectors | None = None
    ) -> list[Match | None]:
        """For each text the likeliest entry that is not left out by its id; None when it comes near no phrasing."""
        return self.asking(without, vectors)(texts)

    def asking(
        self, without: Collection[str] = (), vectors: Vectors | None = None
    ) -> Callable[[Sequence[str]], list[Match | None]]:
        """The same for texts of one message, that are asked about one after the other: no form of them twice."""
        gone = self._all_out(without)
        known: dict[str, Match | None] = {}

        def answer(text: str) -> Match | None:
            """With slips mended, and without greetings and thanks: the surer of the two, as it asks for one thing."""
            mended = self.speller.mend(text)
            forms = list(dict.fromkeys((mended, " ".join(bare(mended.split())))))
            if (vector := (vectors or {}).get(text)) is not None:
                found = self.matcher.answer(forms, gone, dict.fromkeys(forms, vector))
            else:
                strange = [form for form in forms if form not in known]
                known.update(zip(strange, self.matcher.answer(strange, gone), strict=True))
                found = [known[form] for form in forms]
            best = max(filter(None, found), key=lambda match: match.probability, default=None)
            return best and self._resolved(best, without)

        return lambda texts: [answer(text) for text in texts]

    def _all_out(self, without: Collection[str]) -> list[str]:
        """The things of which no entry is left."""
        touched = {self.names[id] for id in without if id in self.names}
        return [name for name in touched if all(id in without for id in self.members[name])]

    def _resolved(self, match: Match, without: Collection[str]) -> Match:
        """With the entry that may answer here in place of the name for all that are asked the same."""
        here = [id for id in self.members[match.entry] if id not in without]
        asked_so = [id for id in here if id in self.owners[match.phrasing]]
        second = next((id for id in self.members.get(match.second, ()) if id not in without), match.second)
        most = match.probability if asked_so else min(match.probability, ELSEWHERE)
        return replace(match, entry=(asked_so or here)[0], second=second, probability=most)


def fit(entries: Iterable[Entry], nothing: Sequence[str] = (), vectors: Vectors | None = None) -> Fitted:
    """Learn all phrasings at once; `nothing` are questions that no entry answers.

    Milliseconds for a hundred entries, seconds for a thousand with ten phrasings each.
    """
    from responders.matching import matcher
    from responders.matching.fitted import Example

    asked = [(entry.id, text) for entry, _, text in phrasings(entries)]
    names = _one_thing(asked)
    members, owners = defaultdict(list), defaultdict(list)
    for id, name in names.items():
        members[name].append(id)
    for id, text in asked:
        owners[text].append(id)
    return Fitted(
        matcher.fit([Example(names[id], text) for id, text in asked], nothing, vectors),
        Speller([*owners, *nothing]),
        names,
        {name: tuple(ids) for name, ids in members.items()},
        {text: tuple(ids) for text, ids in owners.items()},
    )


def _one_thing(asked: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A name for each entry, the same for those that share a question with one another or with a third."""
    names = {id: id for id, _ in asked}
    first: dict[str, str] = {}
    for id, text in asked:
        one, other = names[id], names[first.setdefault(spaced(text), id)]
        if one != other:
            names = {each: other if name == one else name for each, name in names.items()}
    return names


def phrasings(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str, str]]:
    """Every way to ask, with its entry and the language that it stands under."""
    for entry in entries:
        for language, texts in entry.questions.items():
            yield from ((entry, language, text) for text in texts)
