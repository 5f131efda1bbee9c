"""Hate, threats, insults, sexual remarks and signs of self-harm in a text, offline and by combination of words.

It sees who is meant, what is said of them, and whether that is denied, quoted, reclaimed or praise. It is a hint for a
person: it knows no irony, no picture, no context, and few words of most languages. docs/moderation-quality.md says how
often it is right.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from responders.language import language_of
from responders.moderation.disguise import views
from responders.moderation.toxicity.combining import HATE, INSULT, SELF_HARM, SEXUAL, THREAT, Sign, signs
from responders.moderation.toxicity.disguised import disguised
from responders.moderation.toxicity.lexicon import EVERYWHERE, Lexicon, languages, lexicon, said_in, spoken
from responders.moderation.toxicity.reading import lines, plain
from responders.text import readable

CLASSES: Final = (HATE, THREAT, INSULT, SEXUAL, SELF_HARM)
THRESHOLD: Final = 0.5  # from here a class counts where a rule names no threshold of its own
FIRST, LAST = 3_000, 1_000  # characters that are looked at: of a longer text its beginning and its end
REMEMBERED: Final = 2_048  # texts; many rules may ask about the same one
REREAD: Final = 16  # that were read and not weighed yet
REASONS: Final = 3  # that are told
DISGUISED: Final = 0.9  # what was spelled to be overlooked is a little less sure to be read rightly


_Reading = tuple[str, frozenset[str]]  # a text, and the languages in which something of it may hurt


@dataclass(frozen=True, slots=True)
class Toxic:
    """How sure one may be of each class, 0 to 1, those that are not found left out, and what that rests on in words."""

    classes: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    because: str = ""

    def __bool__(self) -> bool:
        """Whether any class counts."""
        return any(score >= THRESHOLD for score in self.classes.values())


CLEAN: Final = Toxic()


@functools.lru_cache(REMEMBERED)
def look(text: str, language: str = "") -> Toxic:
    """What a text says to or of people; `language` is what it is written in, as far as one knows. Never raises."""
    plain_one, other = _read(text)
    found = _looked(*plain_one, language)
    return found if other is None else _both(found, _looked(*other, language))


def may_hurt(text: str) -> bool:
    """Whether anything is in a text that hurts in some language; most have nothing, and then no language matters."""
    return any(reading and reading[1] for reading in _read(text))


@functools.lru_cache(REREAD)
def _read(text: str) -> tuple[_Reading, _Reading | None]:
    """A text as it stands, and as it was meant if it was spelled in disguise."""
    text = readable(text if len(text) <= FIRST + LAST else f"{text[:FIRST]}\n{text[-LAST:]}")
    said = said_in(plain(text))
    found = (text, spoken(said))
    clear = text if text.isascii() else views(text).skeleton  # letters of other alphabets are read as they look
    said_clear = said if clear is text else said_in(clear)
    other = disguised(clear, said_clear)
    if other is None and said_clear != said:
        other = clear
    return found, None if other is None else (other, spoken(said_in(plain(other))))


def _looked(text: str, fired: frozenset[str], language: str) -> Toxic:
    by = _language(text, fired, language.lower()) if fired else ""
    return _summed(text, lexicon(by)) if by in fired or EVERYWHERE in fired else CLEAN


def _language(text: str, fired: frozenset[str], language: str) -> str:
    """Whose words to read it by: what was said, if that has any of them, else what the text looks like."""
    if language in fired:
        return language
    likely = fired - {EVERYWHERE}
    if len(likely) == 1 and not text.isascii() and likely <= {"hi", "ar", "zh"}:
        return next(iter(likely))
    if language in languages() and "en" not in likely:
        return language  # words of others look like those of this language
    guessed = language_of([text], language)
    return "en" if guessed not in languages() and "en" in fired else guessed


def _summed(text: str, by: Lexicon) -> Toxic:
    sentences = lines(text, by)
    of_group = any(line.of("group") for line in sentences)
    best: dict[str, Sign] = {}
    for line in sentences:
        for sign in signs(line, of_group=of_group):
            if sign.name not in best or sign.weight > best[sign.name].weight:
                best[sign.name] = sign
    order = sorted(best.values(), key=lambda sign: -sign.weight)
    told = dict.fromkeys(sign.because for sign in order if sign.weight >= THRESHOLD)
    return Toxic(MappingProxyType({sign.name: sign.weight for sign in order}), "; ".join(list(told)[:REASONS]))


def _both(found: Toxic, meant: Toxic) -> Toxic:
    """What a text says as it stands, with what it says when it is read as it was meant."""
    weaker = {name: round(score * DISGUISED, 3) for name, score in meant.classes.items()}
    classes = {name: max(score, found.classes.get(name, 0.0)) for name, score in weaker.items()}
    more = any(score >= THRESHOLD > found.classes.get(name, 0.0) for name, score in weaker.items())
    because = f"{meant.because} (spelled in disguise)" if more else found.because
    order = sorted({**found.classes, **classes}.items(), key=lambda one: -one[1])
    return Toxic(MappingProxyType(dict(order)), because)


__all__ = ["CLASSES", "CLEAN", "THRESHOLD", "Toxic", "look", "may_hurt"]
