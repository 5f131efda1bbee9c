"""What judging a message costs, beside the bare automaton and beside storing it: 1,000 rules with 100,000 words.

All of it is measured in one run, in turn, so that what troubles the machine troubles all.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import ahocorasick

from inbox import arrivals
from inbox.cases import Arrival
from inbox.incoming import Incoming
from inbox.store import opened
from inbox.store.embedded import embedded
from responders.moderation import Moderation, ModerationFile
from responders.moderation.disguise import views
from responders.moderation.lists import WordIndex
from tests.arrivals import arrival
from tests.bench.figures import Step, in_turn
from tests.bench.flood import PAGE, Flood
from tests.bench.moderation.report import table
from tests.responders.moderation.evasion.clean import clean
from tests.world import ACCOUNT, World

RULES, WORDS_EACH, MANY = 1000, 100, 200_000
MESSAGES, ROUNDS = 1000, 7
ALPHABETS = (  # syllables of two letters each
    "babebibodadedugagokakikolalelimamimonanenopaporarirosasesotatetituvavozazu",
    "бавогадекиломанепорусата",
    "λομανεπαροσατι",
    "काकीमारातानासा",
    "કામીરાતાનાસો",
    "قامرسلطيبنجد",
)


def words(count: int) -> list[str]:
    """So many words that nobody says, in six scripts; the same ones every time."""
    chance = random.Random(3)
    found: dict[str, None] = {}
    alphabets = [textwrap.wrap(letters, 2) for letters in ALPHABETS]
    while len(found) < count:
        alphabet = alphabets[0] if chance.random() < 0.7 else chance.choice(alphabets)
        found["".join(chance.choices(alphabet, k=chance.randint(3, 6)))] = None
    return list(found)


def report() -> list[str]:
    """A table in Markdown, and what it takes to make many words ready."""
    return asyncio.run(_report())


async def _report() -> list[str]:
    listed = words(RULES * WORDS_EACH)
    texts = random.Random(4).sample(clean(), MESSAGES)
    index = WordIndex.of({number: listed[number * WORDS_EACH :][:WORDS_EACH] for number in range(RULES)})
    judge = Moderation(_file(listed))
    bare = _bare(listed)
    index.hits(views("ready"))
    said = [arrival(text) for text in texts]
    flood = Flood(500)
    pages = iter([_pages(texts, flood) for _ in range(ROUNDS)])
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            storing = partial(arrivals.receive, World(store, "bench").brand, ACCOUNT)
            took = await in_turn(
                ROUNDS,
                _each(texts, lambda text: list(bare.iter(text))),
                _each(texts, lambda text: index.hits(views(text))),
                _judging(judge, said),
                _storing(pages, storing),
            )
    return _told([1e6 * seconds / MESSAGES for seconds in took], sum(map(len, texts)) / MESSAGES)


def _told(micros: Sequence[float], length: float) -> list[str]:
    names = ("the bare automaton over the raw text", "all words of all lists, disguises seen through")
    names += (f"{RULES:,} rules judged", "storing the message, until it is safe to confirm")
    rows = [
        (name, f"{each:,.1f}", f"{each / micros[0]:,.1f}", f"{each / micros[-1]:.2f}")
        for name, each in zip(names, micros, strict=True)
    ]
    return [
        f"{RULES:,} rules of {WORDS_EACH} words each; messages of {length:.0f} characters in twenty ways of speaking.",
        "",
        *table(("", "µs a message", "of the bare automaton", "of storing"), rows),
        "",
        _loading(),
    ]


def _loading() -> str:
    """How long 200,000 words take to be made ready, and how much memory; in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.moderation.cost", "loading"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _load() -> None:
    many = words(MANY)
    before = _resident()
    began = time.perf_counter()
    index = WordIndex.of({"": many})
    index.hits(views("ready"))
    seconds, megabytes = time.perf_counter() - began, (_resident() - before) / 1e6
    print(f"A list of {MANY:,} words is ready after {seconds:.1f} seconds and takes {megabytes:.0f} MB.")


def _resident() -> int:
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("VmRSS:")[1].split()[0])


def _file(listed: Sequence[str]) -> ModerationFile:
    rules = [
        {"id": f"rule-{number}", "when": {"words": listed[number * WORDS_EACH :][:WORDS_EACH]}, "do": {"hide": True}}
        for number in range(RULES)
    ]
    return ModerationFile.model_validate({"rules": rules})


def _bare(listed: Sequence[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, word in enumerate(listed):
        automaton.add_word(word, number)
    automaton.make_automaton()
    return automaton


def _pages(texts: Sequence[str], flood: Flood) -> list[list[Incoming]]:
    every: list[Incoming] = [replace(flood.message(), text=text) for text in texts]
    return [every[at : at + PAGE] for at in range(0, len(every), PAGE)]


def _each(texts: Sequence[str], way: Callable[[str], object]) -> Step:
    async def step() -> None:
        for text in texts:
            way(text)

    return step


def _judging(judge: Moderation, said: Sequence[Arrival]) -> Step:
    async def step() -> None:
        for each in said:
            await judge.judge(each, ())

    return step


def _storing(pages: Iterator[list[list[Incoming]]], way: Callable[[list[Incoming], str], object]) -> Step:
    async def step() -> None:
        for page in next(pages):
            await way(page, "7")

    return step


def main() -> None:
    """Print it."""
    print("\n".join(report()))


if __name__ == "__main__":
    _load() if sys.argv[1:] == ["loading"] else main()
