"""What the offline chain (rules, FAQ of 500 entries, guard) costs per message, beside storing that message."""

from __future__ import annotations

import tempfile
from pathlib import Path

from inbox import arrivals
from inbox.models import Message, RemoteId
from inbox.store import opened
from inbox.store.embedded import embedded
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from responders.rules import Rules, RulesFile
from tests.bench.figures import Figure, in_turn, show
from tests.cast import ASHA
from tests.turns import turn
from tests.world import ACCOUNT, World, said, thread_of

ENTRIES, PHRASINGS, RULES, BATCH = 500, 5, 40, 60
THINGS = ("vase", "bowl", "cup", "plate", "teapot", "lamp", "tile", "jug", "candle holder", "flower pot")
SIZES = ("small", "large", "blue", "green", "glazed", "handmade", "second-hand", "signed", "broken", "new")
ASKED = ("price", "weight", "delivery", "colour", "guarantee")
FORMS = (
    "what is the {ask} of the {size} {thing}",
    "tell me about {ask} for a {size} {thing} please",
    "{size} {thing} {ask}?",
    "I would like to know the {ask} of your {size} {thing}",
    "can you say something about the {thing}, the {size} one: {ask}",
)


def kinds() -> list[tuple[str, str, str]]:
    """What each of the entries is about, no two alike."""
    return [(ask, size, thing) for ask in ASKED for size in SIZES for thing in THINGS][:ENTRIES]


def faq() -> FaqFile:
    """Five hundred entries with five phrasings each, all about the same shop: near to each other, as in life."""
    return FaqFile.model_validate(
        {
            "entries": [
                {
                    "id": f"entry-{number}",
                    "questions": [form.format(ask=ask, size=size, thing=thing) for form in FORMS[:PHRASINGS]],
                    "answer": f"The {ask} of the {size} {thing} stands in the shop, on page {number}.",
                }
                for number, (ask, size, thing) in enumerate(kinds())
            ]
        }
    )


def rules() -> RulesFile:
    """Rules of words and of patterns; none of them has an answer, so that every message goes through all of them."""
    return RulesFile.model_validate(
        {
            "rules": [
                {
                    "id": f"rule-{number}",
                    "when": {"words": [f"word{number}", f"phrase of {number}"]}
                    if number % 2
                    else {"pattern": rf"order\s+{number}\d{{3}}"},
                    "labels": [f"label-{number}"],
                    "stop": False,
                }
                for number in range(RULES)
            ]
        }
    )


def texts() -> list[str]:
    """Messages of about a hundred characters: half ask what has an entry, in other words, half something else."""
    ask = [
        f"Hello there! I saw the {size} {thing} in your window last week, and what would be its {asked}, do you know?"
        for asked, size, thing in kinds()[:: ENTRIES // BATCH * 2]
    ]
    chat = [
        f"We were there on day {n} and it rained all the time, but my mother loved the coffee, so thanks!"
        for n in range(BATCH)
    ]
    return [text for pair in zip(ask, chat, strict=False) for text in pair][:BATCH]


async def measure(rounds: int = 9) -> list[Figure]:
    """Microseconds per message, and the share of what it costs to store it."""
    asked, number = texts(), iter(range(1 << 30))
    chain = Chain([Rules(rules()), Faq(faq())])
    turns = [turn(Message(RemoteId("0000000001"), text, 1, contact=f"{ACCOUNT}/{ASHA.remote}")) for text in asked]  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            world = World(store, "bench")

            async def storing() -> None:
                for text in asked:
                    new = said(text, id=f"{next(number):010}", at=world.clock.at, thread=thread_of(ASHA))
                    await arrivals.receive(world.brand, ACCOUNT, [new], "7")

            async def answering() -> None:
                for each in turns:
                    await chain.respond(each)

            stored, answered = await in_turn(rounds, storing, answering)
    micros = [seconds / len(asked) * 1e6 for seconds in (answered, stored)]
    words = f"{micros[0]:,.0f} µs against {micros[1]:,.0f} µs to store it; {ENTRIES} entries, {RULES} rules"
    return [Figure("rules, FAQ and guard, of storing the message", micros[0] / micros[1], words, most=1.0)]


if __name__ == "__main__":
    show(measure())
