"""What judging a message costs, beside the bare automaton and beside storing it: 1,000 rules with 100,000 words, and
the rules that ship.

All of it is measured in one run, in turn and in small pages, each the time when it was least disturbed: what only
computes by the seconds of its core, storing by the clock, for it waits for Redis and the disk. In each try
the texts are others: what is said again costs next to nothing, and is measured by itself.
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
from functools import partial
from pathlib import Path

import ahocorasick
from ruamel.yaml import YAML

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
from tests.bench.moderation.shipped import SHIPPED
from tests.responders.moderation.evasion.clean import clean
from tests.world import ACCOUNT, World

RULES, WORDS_EACH, MANY = 1000, 100, 200_000
MESSAGES, PAGE, TRIES = 2000, 20, 7
COLUMNS = ("bare automaton", "all lists, disguises seen through", "all rules", "storing, until safe to confirm")
SHIPS = ("storing, until safe to confirm", "a new text", "one said again")
FEW = (
    "love this!",
    "when does the shop open?",
    "so beautiful, where is this from?",
    "ha ha nice one",
    "How much is the blue one?",
    "great work, team",
    "can you ship to Surat?",
    "first!",
    "this is the best video ever",
    "thank you so much",
)
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
    shipped: Moderation


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
    ways = _Ways(_bare(listed), index, Moderation(_file(listed)), shipped())
    ways.shipped.prepare()
    flood = Flood(500)
    plain = [flood.message().text for _ in range(MESSAGES)]
    odd = random.Random(4).sample(clean(), MESSAGES)
    said = {"plain English": plain, "twenty ways of speaking, half with oddities": odd, "a few words": _few()}
    micros = {name: await _micros(texts, ways) for name, texts in said.items()}
    letters = {name: f"{sum(map(len, texts)) / len(texts):.0f}" for name, texts in said.items()}
    many = [
        (name, letters[name], *map(_figure, each[:4]), f"{each[2] / each[0]:,.0f}", f"{each[2] / each[3]:.2f}")
        for name, each in micros.items()
    ]
    ships = [
        (name, letters[name], *map(_figure, each[3:]), f"{each[4] / each[3]:.2f}", f"{each[5] / each[3]:.2f}")
        for name, each in micros.items()
    ]
    return [
        f"{RULES:,} rules of {WORDS_EACH} words each; µs a message.",
        "",
        *table(("messages", "letters", *COLUMNS, "rules, of bare", "rules, of storing"), many),
        "",
        "The rules that ship, with what a text is recognised by when it is said again; µs a message.",
        "",
        *table(("messages", "letters", *SHIPS, "new, of storing", "said again, of storing"), ships),
        "",
        _loading(),
    ]


def _few() -> list[str]:
    """What most people write: a few words."""
    return [f"{said} {number}" for number in range(MESSAGES // len(FEW)) for said in FEW]


def _figure(micros: float) -> str:
    return f"{micros:,.1f}"


async def _micros(texts: Sequence[str], ways: _Ways) -> list[float]:
    """The microseconds a message takes by each way."""
    flood = Flood(500)
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            brand, spent = World(store, "bench").brand, [0.0] * 6
            for at in range(0, len(texts), PAGE):
                pages = [[f"{text} {number}" for text in texts[at : at + PAGE]] for number in range(TRIES)]
                stored = iter([[replace(flood.message(), text=text) for text in page] for page in pages])
                again = [arrival(text) for text in texts[at : at + PAGE]]
                steps = (
                    _core(_each(pages, lambda text: list(ways.bare.iter(text)))),
                    _core(_each(pages, lambda text: ways.index.hits(views(text)))),
                    _core(_judging(ways.judge, [[arrival(text) for text in page] for page in pages])),
                    partial(seconds, _storing(stored, lambda page: arrivals.receive(brand, ACCOUNT, page, "7"))),
                    _core(_judging(ways.shipped, [[arrival(text) for text in page] for page in pages], digest=True)),
                    _core(_judging(ways.shipped, [again] * TRIES, digest=True)),
                )
                best = await _best(steps)
                spent = [before + seconds for before, seconds in zip(spent, best, strict=True)]
    return [1e6 * seconds / len(texts) for seconds in spent]


async def _best(steps: Sequence[Callable[[], Awaitable[float]]]) -> list[float]:
    """The seconds of each step when it was least disturbed; all are tried in turn."""
    tries = [[await step() for step in steps] for _ in range(TRIES)]
    return [min(times) for times in zip(*tries, strict=True)]


def _core(step: Step) -> Callable[[], Awaitable[float]]:
    """The seconds of a core that a step takes which waits for nobody: on a busy machine it is often interrupted."""

    async def taken() -> float:
        began = time.process_time()
        await step()
        return time.process_time() - began

    return taken


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


def shipped() -> Moderation:
    """The judge by the rules that ship."""
    return Moderation(ModerationFile.model_validate(YAML(typ="safe").load(SHIPPED.read_text("utf-8"))))


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


def _each(pages: Sequence[Sequence[str]], way: Callable[[str], object]) -> Step:
    """The next page, text by text."""
    left = iter(pages)

    async def step() -> None:
        for text in next(left):
            way(text)

    return step


def _judging(judge: Moderation, pages: Sequence[Sequence[Arrival]], *, digest: bool = False) -> Step:
    left = iter(pages)

    async def step() -> None:
        for each in next(left):
            if digest:
                judge.digest(each.message.text)
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
