"""The scene of the chaos runs: a Telegram full of people who talk, and the config of the Sangam that reads it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

from bot.playground.faults import Fault, Faults, Kind, Match
from bot.playground.telegram import BotAccount, Chat, Message, Person, TelegramServer
from tests import cast

NAMES = tuple(contact.name for contact in (cast.ASHA, cast.BHAVIN, cast.CHEN, cast.DOLORES))
PHRASES = (
    "hello",
    "hello there, do you have mango kulfi",
    "how long does shipping take",
    "When are you open?",
    "can I return a broken bowl",
    "my cousin says the blue one is nicer",
)

BOT_YAML = """
    brand: {id: chaos, name: Chaos}
    data: ./data
    web: {port: 0}
    autonomy:
      - {mode: draft}
      - {responder: rules, kind: group, mode: auto}
    undo: {automatic: 0.5s, people: 0s}
    debounce: 0s
"""
ACCOUNT = "  - {{network: telegram, name: {name}, token_file: secrets/{name}, base_url: '{url}'}}\n"
RULES_YAML = """
    rules:
      - {id: greeting, when: {words: [hello]}, text: Hello! What can we do for you?, stop: false}
"""
FAQ_YAML = """
    entries:
      - {id: shipping, questions: [how long does shipping take], answer: Three days.}
      - {id: hours, questions: [when are you open], answer: Monday to Saturday.}
      - {id: returns, questions: [can I return a broken bowl], answer: 'Yes, within a month.'}
"""

# What happens to calls, and how often of a thousand. Hanging outlasts the patience of the victim, being slow does not.
TO_SENDS = (
    (Fault(Kind.CUT_BEFORE), 8),
    (Fault(Kind.CUT_AFTER), 8),
    (Fault(Kind.HANG_BEFORE, seconds=2.0), 4),
    (Fault(Kind.HANG_AFTER, seconds=2.0), 4),
    (Fault(Kind.SLOW, seconds=0.3), 20),
    (Fault(Kind.REFUSE, status=429, retry_after=1), 3),
    (Fault(Kind.REFUSE, status=500), 4),
    (Fault(Kind.REFUSE, status=502), 4),
    (Fault(Kind.REFUSE, status=503), 4),
)
TO_POLLS = (
    (Fault(Kind.CUT_BEFORE), 15),
    (Fault(Kind.CUT_AFTER), 15),
    (Fault(Kind.HANG_BEFORE, seconds=0.5), 10),
    (Fault(Kind.REFUSE, status=429, retry_after=1), 5),
    (Fault(Kind.REFUSE, status=502), 10),
)
TO_DELIVERIES = (
    (Fault(Kind.DUPLICATE), 50),
    (Fault(Kind.REORDER), 50),
    (Fault(Kind.DELAY, seconds=0.7), 50),
    (Fault(Kind.REORDER, shuffles=True), 20),
    (Fault(Kind.DELAY, seconds=1.5, shuffles=True), 20),
)


def write_config(folder: Path, url: str, more: str = "", **tokens: str) -> Path:
    """The config folder of a Sangam with one account at this simulated Telegram for each name and token."""
    accounts = "accounts:\n" + "".join(ACCOUNT.format(name=name, url=url) for name in tokens)
    for name, text in {
        "config/bot.yaml": dedent(BOT_YAML) + accounts + more,
        "config/rules.yaml": dedent(RULES_YAML),
        "config/faq.yaml": dedent(FAQ_YAML),
        **{f"secrets/{name}": token for name, token in tokens.items()},
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder / "config"


def trouble(faults: Faults) -> None:
    """From now on everything fails now and then, in every way there is."""
    for call, fates in (("sendMessage", TO_SENDS), ("getUpdates", TO_POLLS), ("message", TO_DELIVERIES)):
        for fault, of_a_thousand in fates:
            faults.sometimes(fault, of_a_thousand / 1000, Match(call=call))


class Crowd:
    """People who write to one bot in private and in groups; each place is one conversation."""

    def __init__(
        self,
        telegram: TelegramServer,
        bot: BotAccount,
        conversations: int,
        draw: random.Random,
        phrases: Sequence[str] = PHRASES,
    ) -> None:
        """Three of ten conversations are groups; everything that is said is one of the phrases."""
        self.telegram, self.bot, self._draw, self._phrases = telegram, bot, draw, phrases
        world, groups = telegram.world, conversations * 3 // 10
        self._people = [world.create_person(f"{NAMES[n % 4]} {n}") for n in range(conversations - groups)]
        self._groups = [
            world.create_supergroup(f"Group {n}", [bot], draw.sample(self._people, min(5, len(self._people))))
            for n in range(groups)
        ]

    @property
    def chats(self) -> Sequence[Chat]:
        """Every place where somebody may have written."""
        return [*self._groups, *self.bot.private.values()]

    def said(self, chat: Chat) -> list[Message]:
        """What people wrote in a chat."""
        return [m for m in chat.messages.values() if m.sender is not None and m.sender is not self.bot.person]

    async def talk(self, messages: int, seconds: float) -> None:
        """So many messages in about that time, a few at once, everywhere."""
        left = messages
        while left > 0:
            burst = min(left, self._draw.randint(1, 5))
            for _ in range(burst):
                self._say()
            left -= burst
            await asyncio.sleep(self._draw.uniform(0, 2) * burst * seconds / messages)

    def _say(self) -> None:
        person, where = self._someone()
        self.telegram.world.say(person, where, self._draw.choice(self._phrases))

    def _someone(self) -> tuple[Person, Chat | BotAccount]:
        if self._draw.random() < 0.7 or not self._groups:
            return self._draw.choice(self._people), self.bot
        group = self._draw.choice(self._groups)
        members = [member.person for member in group.members.values() if member.status == "member"]
        return self._draw.choice(members), group
