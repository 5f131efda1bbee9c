"""What judging a message costs, beside the bare automaton and beside storing it: 1,000 rules with 100,000 words.

All of it is measured in one run, in turn and in small batches, so that what troubles the machine troubles all alike.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
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
from tests.bench.flood import Flood
from tests.bench.moderation.report import table
from tests.responders.moderation.evasion.clean import clean
from tests.world import ACCOUNT, World

RULES, WORDS_EACH, MANY = 1000, 100, 200_000
MESSAGES, BATCH = 5000, 50
COLUMNS = ("bare automaton", "all lists, disguises seen through", "all rules", "storing, until safe to confirm")
ALPHABETS = (  # syllables of two letters each
    "babebibodadedugagokakikolalelimamimonanenopaporarirosasesotatetituvavozazu",
    "бавогадекиломанепорусата",
    "λομανεπαροσατι",
    "काकीमारातानासा",
    "કામીરાતાનાસો",
    "قامرسلطيبنجد",
)


@dataclass(frozen=True, slots=True)
class _Ways:
    bare: ahocorasick.Automaton
    index: WordIndex[int]
    judge: Moderation


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
    index = WordIndex.of({number: listed[number * WORDS_EACH :][:WORDS_EACH] for number in range(RULES)})
    index.hits(views("ready"))
    ways = _Ways(_bare(listed), index, Moderation(_file(listed)))
    flood = Flood(500)
    plain = [flood.message().text for _ in range(MESSAGES)]
    odd = random.Random(4).sample(clean(), MESSAGES)
    rows = [
        await _row("plain English", plain, ways),
        await _row("twenty ways of speaking, half with oddities", odd, ways),
    ]
    return [
        f"{RULES:,} rules of {WORDS_EACH} words each; µs a message.",
        "",
        *table(("messages", "letters", *COLUMNS, "rules, of bare", "rules, of storing"), rows),
        "",
        _loading(),
    ]


async def _row(name: str, texts: Sequence[str], ways: _Ways) -> tuple[str, ...]:
    batches = [texts[at : at + BATCH] for at in range(0, MESSAGES, BATCH)]
    said = [[arrival(text) for text in batch] for batch in batches]
    flood = Flood(500)
    pages = [[replace(flood.message(), text=text) for text in batch] for batch in batches]
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            brand = World(store, "bench").brand
            took = await in_turn(
                len(batches),
                _each(batches, lambda text: list(ways.bare.iter(text))),
                _each(batches, lambda text: ways.index.hits(views(text))),
                _judging(ways.judge, said),
                _storing(pages, lambda page: arrivals.receive(brand, ACCOUNT, page, "7")),
            )
    micros = [1e6 * seconds / BATCH for seconds in took]
    length = sum(map(len, texts)) / len(texts)
    shares = (f"{micros[2] / micros[0]:,.0f}", f"{micros[2] / micros[3]:.2f}")
    return (name, f"{length:.0f}", *(f"{each:,.1f}" for each in micros), *shares)


def _loading() -> str:
    """How long 200,000 words take to be made ready, and how much memory; in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.moderation.cost", "loading"], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def _load() -> None:
    many = words(MANY)
    before = _resident()
    began = time.process_time()
    index = WordIndex.of({"": many})
    index.hits(views("ready"))
    seconds, megabytes = time.process_time() - began, (_resident() - before) / 1e6
    print(f"A list of {MANY:,} words takes {seconds:.1f} seconds of one core to be made ready, and {megabytes:.0f} MB.")


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


def _each(batches: Sequence[Sequence[str]], way: Callable[[str], object]) -> Step:
    """A step that does the next batch, so that no step is long enough to be interrupted more than another."""
    left = iter(batches)

    async def step() -> None:
        for text in next(left):
            way(text)

    return step


def _judging(judge: Moderation, batches: Sequence[Sequence[Arrival]]) -> Step:
    left = iter(batches)

    async def step() -> None:
        for each in next(left):
            await judge.judge(each, ())

    return step


def _storing(pages: Sequence[Sequence[Incoming]], way: Callable[[Sequence[Incoming]], Awaitable[object]]) -> Step:
    left = iter(pages)

    async def step() -> None:
        await way(next(left))

    return step


def main() -> None:
    """Print it."""
    print("\n".join(report()))


if __name__ == "__main__":
    _load() if sys.argv[1:] == ["loading"] else main()
