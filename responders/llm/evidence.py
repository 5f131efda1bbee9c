"""The evidence gate: whether every claim of an answer stands in sources that it cites and that were really looked up.

Deterministic and offline. It does not ask whether an answer is good, only whether somebody wrote down what it says. The
words of those who wrote to us are never evidence.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from responders.brain import Passage
from responders.language import language_of
from responders.llm.claims import Known, Sentence, known, nearest, sentences, swapped, unsupported, without_names
from responders.llm.numbers import Fact, facts, missing
from responders.llm.prompt import Prompt, Steering
from responders.llm.shape import Shape
from responders.text import normalise, script, words
from responders.turn import Turn

RUN = 7  # words in a row that nobody shares with our instructions by chance
SHORT_RUN = 4  # and with a red line
NAME_WORDS = 3  # a longer name is a message
SHOWN = 4
ONLY_ONE = "of a sentence and its source only one says not"
LONGEST = 6_000  # characters; a longer answer would hold up everybody while it is looked at


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, what it was an answer to, and what it cites."""

    shape: Shape
    turn: Turn
    prompt: Prompt
    steering: Steering
    cited: tuple[Passage, ...]


def cited(shape: Shape, prompt: Prompt) -> tuple[Passage, ...]:
    """The sources of this turn that an answer names, in its order, each once."""
    there = {source.id: source for source in prompt.sources}
    return tuple(dict.fromkeys(there[id] for id in _ids(shape) if id in there))


def doubts(said: Said) -> tuple[str, ...]:
    """What speaks against sending the answer without a person, in words; empty when all of it is proven."""
    checks = (
        CHECKS if said.cited else CHECKS[: CHECKS.index(_language)]
    )  # what nothing is cited for needs no more words
    return tuple(found for finds in checks if (found := finds(said)))


def leaks(shape: Shape, prompt: Prompt, steering: Steering) -> bool:
    """Whether an answer repeats our instructions, the marks of the prompt, or a red line."""
    if prompt.mark in shape.reply:
        return True
    public = [source.text for source in prompt.sources]
    told = {run for text in public for run in _runs(text, SHORT_RUN)}
    lines = [line.text for line in steering.lines if line.section in {"red_lines", "never_promise", "voice"}]
    secret = {run for line in lines for run in _runs(line, SHORT_RUN)} - told
    rules = set(_runs(prompt.system, RUN)) - {run for text in public for run in _runs(text, RUN)}
    return bool(secret.intersection(_runs(shape.reply, SHORT_RUN)) or rules.intersection(_runs(shape.reply, RUN)))


def _ids(shape: Shape) -> list[str]:
    return [id.strip().strip("[]").strip() for id in shape.sources]


def _runs(text: str, size: int) -> Iterable[str]:
    found = words(text)
    return (" ".join(found[at : at + size]) for at in range(len(found) - size + 1))


# ----------------------------------------------------------------------------------------------------------- the checks


def _wished(said: Said) -> str:
    return f"{said.turn.wish.by} asked for this draft and decides" if said.turn.wish else ""


def _person(said: Said) -> str:
    return "the model wants a person to decide" if said.shape.needs_person else ""


def _mood(said: Said) -> str:
    sentiment = said.shape.sentiment
    return f"they sound {sentiment}" if sentiment in {"angry", "sarcastic"} else ""


def _no_source(said: Said) -> str:
    return "" if said.cited else "it cites no source"


def _foreign_source(said: Said) -> str:
    there = {source.id for source in said.prompt.sources}
    foreign = [id for id in _ids(said.shape) if id not in there]
    return f"it cites what it was not given: {_listed(foreign)}" if foreign else ""


def _language(said: Said) -> str:
    question = said.turn.question
    theirs, ours = said.turn.language or language_of([question]), language_of([said.shape.reply])
    if script(question) and script(said.shape.reply) != script(question):
        return "it is written in another script than they write"
    told = said.shape.language
    for language in filter(None, (ours, told)):
        if theirs and _primary(language) != _primary(theirs):
            return f"it is in another language ({language}) than they write ({theirs})"
    return "" if theirs or ours else "nobody can tell which language they write"


def _primary(language: str) -> str:
    return language.lower().replace("_", "-").split("-")[0]


def _unproven(said: Said) -> str:
    """Each sentence has to stand in one source: what is put together from two may be true of neither."""
    if len(said.shape.reply) > LONGEST:
        return "it is too long to be checked"
    sources = [_source(source.title, source.text, said.steering.brand) for source in said.cited]
    found: list[str] = []
    for part in _sentences(said):
        # Where no source proves it, what is said is what speaks against the one that is most like it.
        against = min((_against(part, source) for source in sources), key=lambda one: (len(one[1]), -one[0]))[1]
        found += [words for words in against if words not in found]
    return "; and ".join(found)


def _says_nothing(said: Said) -> str:
    claims = sum(len(part.content) + len(part.runs) for part in _sentences(said))
    return "" if claims >= 2 or facts(said.shape.reply) else "it says nothing that a source could prove"


@dataclass(frozen=True, slots=True)
class _Source:
    """A cited source as sentences are held against it."""

    known: Known
    facts: tuple[Fact, ...]


@functools.lru_cache(512)  # the same few passages are cited again and again
def _source(title: str, text: str, brand: str) -> _Source:
    return _Source(known((title, text, brand)), facts(f"{title}\n{text}"))


def _against(part: Sentence, source: _Source) -> tuple[float, tuple[str, ...]]:
    """How like a source a sentence is, and what speaks against it when it is held against that source."""
    likeness, nearby = nearest(part, source.known)
    turned = likeness > 0 and nearby is not None and nearby.negated != part.negated
    said = (
        _strange_facts(part, source),
        _strange_words(part, source),
        ONLY_ONE if turned else "",
        _commits(part, source),
    )
    return likeness, tuple(words for words in said if words)


def _strange_facts(part: Sentence, source: _Source) -> str:
    if strange := missing(part.facts, source.facts):
        return f"no source that it cites has {_listed(fact.said.strip(' .') for fact in strange)}"
    times = [fact.value for fact in part.facts if fact.kind == "time"]
    there = [fact.value for fact in source.facts if fact.kind == "time"]
    for first, last in pairwise(times):
        if first in there and last in there[: there.index(first)] and last not in there[there.index(first) :]:
            return f"its source has {first} and {last} the other way round"
    return ""


def _strange_words(part: Sentence, source: _Source) -> str:
    if strange := unsupported(part, source.known):
        return f"words that no source it cites has together: {_listed(strange)}"
    pair = swapped(part, source.known)
    return f"its source does not say {pair}" if pair else ""


def _commits(part: Sentence, source: _Source) -> str:
    """What binds us must stand in one sentence of the source, with everything that sentence makes it depend on."""
    for word in sorted(part.commits):
        granted = [one for one in source.known.sentences if word in one.commits and one.negated == part.negated]
        if not granted:
            return f'it binds us ("{word}…") where its source does not'
        if not any(_whole(one, part) for one in granted):
            return f'it binds us ("{word}…") and leaves out on what it depends'
    return ""


def _whole(source: Sentence, part: Sentence) -> bool:
    """Whether a sentence repeats every condition and every fact of another."""
    needed = [Fact(fact.kind, fact.value, fact.said) for fact in source.facts]
    return source.conditions <= part.words and not missing(needed, part.facts)


def _sentences(said: Said) -> tuple[Sentence, ...]:
    return sentences(without_names(said.shape.reply, _names(said.turn)))


def _names(turn: Turn) -> tuple[str, ...]:
    """How the asker may be addressed; a name that is more than a name is none."""
    name = turn.contact.name.strip() if turn.contact else ""
    parts = name.split()
    if not parts or len(parts) > NAME_WORDS or facts(name) or any(part.commits for part in sentences(name)):
        return ()
    return tuple(dict.fromkeys((name, parts[0]))) if normalise(name) else ()


def _listed(found: Iterable[str]) -> str:
    each = list(dict.fromkeys(found))
    more = f" and {len(each) - SHOWN} more" if len(each) > SHOWN else ""
    return ", ".join(f'"{one[:60]}"' for one in each[:SHOWN]) + more


CHECKS: tuple[Callable[[Said], str], ...] = (
    _wished, _person, _mood, _no_source, _foreign_source, _language, _unproven, _says_nothing,
)  # fmt: skip
