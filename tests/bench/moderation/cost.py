"""What judging a message costs, beside the bare automaton and beside storing it: 1,000 rules with 100,000 words.

All of it is measured in one run, in turn and in small pages, each the time when it was least disturbed.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
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
from tests.bench.figures import Step, seconds
from tests.bench.flood import Flood
from tests.bench.moderation.report import table
from tests.responders.moderation.evasion.clean import clean
from tests.world import ACCOUNT, World

RULES, WORDS_EACH, MANY = 1000, 100, 200_000
MESSAGES, PAGE, TRIES = 2000, 20, 7
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
    flood = Flood(500)
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            brand, spent = World(store, "bench").brand, [0.0] * 4
            for at in range(0, len(texts), PAGE):
                part = texts[at : at + PAGE]
                pages = iter([[replace(flood.message(), text=text) for text in part] for _ in range(TRIES)])
                said = [arrival(text) for text in part]
                steps = (
                    _each(part, lambda text: list(ways.bare.iter(text))),
                    _each(part, lambda text: ways.index.hits(views(text))),
                    _judging(ways.judge, said),
                    _storing(pages, lambda page: arrivals.receive(brand, ACCOUNT, page, "7")),
                )
                best = await _best(steps)
                spent = [before + seconds for before, seconds in zip(spent, best, strict=True)]
    micros = [1e6 * seconds / len(texts) for seconds in spent]
    length = sum(map(len, texts)) / len(texts)
    shares = (f"{micros[2] / micros[0]:,.0f}", f"{micros[2] / micros[3]:.2f}")
    return (name, f"{length:.0f}", *(f"{each:,.1f}" for each in micros), *shares)


async def _best(steps: Sequence[Step]) -> list[float]:
    """The seconds of each step when it was least disturbed; all are tried in turn."""
    tries = [[await seconds(step) for step in steps] for _ in range(TRIES)]
    return [min(times) for times in zip(*tries, strict=True)]


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
    took, megabytes = time.process_time() - began, (_resident() - before) / 1e6
    print(f"A list of {MANY:,} words takes {took:.1f} seconds of one core to be made ready, and {megabytes:.0f} MB.")


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


def _storing(pages: Iterator[Sequence[Incoming]], way: Callable[[Sequence[Incoming]], Awaitable[object]]) -> Step:
    async def step() -> None:
        await way(next(pages))

    return step


def main() -> None:
    """Print it."""
    print("\n".join(report()))


if __name__ == "__main__":
    _load() if sys.argv[1:] == ["loading"] else main()
