"""How many disguised spellings the lists find, and how many clean messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from responders.moderation.disguise import views
from responders.moderation.lists import WordIndex
from tests.responders.moderation.evasion.clean import clean
from tests.responders.moderation.evasion.habits import disguised
from tests.responders.moderation.evasion.spellings import INSIDE_OTHERS, SCRIPTS, listed, spellings


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    name: str
    part: int
    whole: int

    @property
    def percent(self) -> float:
        """In hundredths."""
        return 100 * self.part / self.whole


def index() -> WordIndex[str]:
    """The list, each word by itself, with short words that stand inside of good ones."""
    return WordIndex.of({word: (word,) for word in (*listed(), *INSIDE_OTHERS)})


def caught(lists: WordIndex[str]) -> list[Share]:
    """Of the spellings written by hand: all, each half, each script; and of those made by rule."""
    hand = [(each, each.word in lists.hits(views(each.written))) for each in spellings()]
    made = [(word, word in lists.hits(views(written))) for word, written in disguised(listed())]
    kept = share("the half that was never looked at", (good for each, good in hand if each.is_kept))
    tuned = share("the half that was looked at", (good for each, good in hand if not each.is_kept))
    scripts = [share(name, (good for each, good in hand if each.script == name)) for name in SCRIPTS]
    return [
        share("written by hand", (good for _, good in hand)),
        kept,
        tuned,
        *scripts,
        share("made by rule", (good for _, good in made)),
    ]


def touched(lists: WordIndex[str]) -> Share:
    """Of the clean messages those with a hit."""
    return share("clean messages", (bool(lists.hits(views(text))) for text in clean()))


def share(name: str, each: Iterable[bool]) -> Share:
    counts = Counter(each)
    return Share(name, counts[True], counts.total())
