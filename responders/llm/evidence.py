"""The evidence gate: whether every claim of an answer stands in sources that it cites and that were really looked up.

Deterministic and offline. It does not ask whether an answer is good, only whether somebody wrote down what it says. The
words of those who wrote to us are never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from responders.alarm import alarming
from responders.brain import Passage
from responders.language import language_of
from responders.llm.claims import Sentence, sentences, without_names
from responders.llm.numbers import facts
from responders.llm.prompt import Prompt, Steering
from responders.llm.proof import against, listed, units
from responders.llm.shape import Shape
from responders.llm.signs import unsaid
from responders.text import normalise, script, words
from responders.turn import Turn

RUN = 7  # words in a row that nobody shares with our instructions by chance
SHORT_RUN = 4  # and with a red line
NAME_WORDS = 3  # a longer name is a message
LONGEST = 3_000  # characters of an answer
MOST_CITED = 24
ASKS = re.compile(r"[?？؟]+")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, what it was an answer to, and what it cites."""

    shape: Shape
    turn: Turn
    prompt: Prompt
    steering: Steering
    cited: tuple[Passage, ...]
    found: frozenset[str]  # of the sources, those that the question or the talk led to


def cited(shape: Shape, prompt: Prompt) -> tuple[Passage, ...]:
    """The sources of this turn that an answer names, in its order, each once."""
    there = {source.id: source for source in prompt.sources}
    return tuple(dict.fromkeys(there[id] for id in _ids(shape) if id in there))


def doubts(said: Said) -> tuple[str, ...]:
    """What speaks against sending the answer without a person, in words; empty when all of it is proven."""
    # What nothing is cited for needs no more words.
    checks = CHECKS if said.cited else CHECKS[: CHECKS.index(_unasked_source)]
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
    if sentiment in {"angry", "sarcastic"}:
        return f"they sound {sentiment}"
    alarm = alarming(said.turn.question)  # whatever a model makes of it
    return f"they speak of what a person should look at: {listed(alarm)}" if alarm else ""


def _no_source(said: Said) -> str:
    return "" if said.cited else "it cites no source"


def _foreign_source(said: Said) -> str:
    there = {source.id for source in said.prompt.sources}
    foreign = [id for id in _ids(said.shape) if id not in there]
    return f"it cites what it was not given: {listed(foreign)}" if foreign else ""


def _unasked_source(said: Said) -> str:
    """Lines that are given with every question prove nothing about this one."""
    beside = [source.id for source in said.cited if source.id not in said.found]
    return f"nothing that they wrote led to {listed(beside)}" if beside else ""


def _several(said: Said) -> str:
    asked = len(ASKS.findall(said.turn.question))
    answered = sum(bool(part.content or part.runs or part.facts) for part in _sentences(said))
    return "they ask more things than it answers" if asked > max(answered, 1) else ""


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
    """Each sentence has to stand in one sentence of a source: what is put together from two may be true of neither."""
    if len(said.shape.reply) > LONGEST or len(said.cited) > MOST_CITED:
        return "it is too long to be checked, or cites too much"
    there = [unit for source in said.cited for unit in units(source, said.steering.brand)]
    found = dict.fromkeys(words for part in _sentences(said) for words in against(part, there))
    return "; and ".join(found)


def _wordless(said: Said) -> str:
    """A face or a flag may say more than any word, and nobody can compare it."""
    found = list(unsaid(said.shape.reply, "\n".join(source.text for source in said.cited)))
    return f"signs that no source it cites has: {listed(found)}" if found else ""


def _says_nothing(said: Said) -> str:
    claims = sum(len(part.content) + len(part.runs) for part in _sentences(said))
    return "" if claims >= 2 or facts(said.shape.reply) else "it says nothing that a source could prove"


def _sentences(said: Said) -> tuple[Sentence, ...]:
    return sentences(without_names(said.shape.reply, _names(said.turn)))


def _names(turn: Turn) -> tuple[str, ...]:
    """How the asker may be addressed; a name that is more than a name is none."""
    name = turn.contact.name.strip() if turn.contact else ""
    parts = name.split()
    if not parts or len(parts) > NAME_WORDS or facts(name) or alarming(name):
        return ()
    if any(part.commits for part in sentences(name)):
        return ()
    return tuple(dict.fromkeys((name, parts[0]))) if normalise(name) else ()


CHECKS: tuple[Callable[[Said], str], ...] = (
    _wished, _person, _mood, _no_source, _foreign_source, _unasked_source, _several, _language, _unproven,
    _wordless, _says_nothing,
)  # fmt: skip
