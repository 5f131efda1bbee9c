"""One story, decided from each surface: asked on Telegram, drafted, changed, approved, answered once, seen by all."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from bot.playground.discord import DiscordServer
from bot.playground.telegram import BotAccount, TelegramServer
from inbox.store import opened
from inbox.store.embedded import running
from tests.flows.seats import AtTheCommandLine, AtTheDesk, InTheControlChannel, Seat
from tests.program import TOKEN, Place, Program, program

QUESTION, DRAFTED, CHANGED = "When are you open?", "From nine to six.", "From nine to six, and on Sundays till four."
BOT = """
    brand: {{id: acme, name: Acme}}
    data: ./data
    web: {{port: 0}}
    accounts:
      - {{network: telegram, name: main, token_file: secrets/telegram-token, base_url: '{telegram}'}}
    control_channel:
      token_file: secrets/discord-token
      base_url: '{discord}'
      server: {server}
      channel: {forum}
      roles:
        - {{role: Moderators, is: moderator}}
    undo: {{automatic: 0s, people: 1s}}
    debounce: 0s
"""
FAQ = """
    entries:
      - {{id: hours, questions: [When are you open?], answer: {answer}}}
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A running Sangam between two simulated networks, and somebody of ours at each of its surfaces."""

    telegram: TelegramServer
    bot: BotAccount
    sangam: Program
    seats: Mapping[str, Seat]

    def answers(self) -> list[str]:
        """What the person on Telegram was told so far."""
        return [str(sent.params.get("text")) for sent in self.telegram.world.sent if sent.method == "sendMessage"]


@contextlib.asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """Everything, for the length of the block."""
    async with contextlib.AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(TelegramServer(flood_limits=False))
        discord = await stack.enter_async_context(DiscordServer())
        bot = telegram.world.create_bot("acme_bot", "Acme", token=TOKEN)
        control, noor = discord.world.create_bot("sangam"), discord.world.create_person("noor")
        team = discord.world.create_guild("Team of Acme", bots=[control], members=[])
        discord.world.join(noor, team, [discord.world.create_role(team, "Moderators")])
        forum = discord.world.create_channel(team, "inbox", kind="forum")
        place = Place(folder, telegram, bot)
        place.write("config/bot.yaml", BOT.format(
            telegram=telegram.url, discord=discord.api, server=team.id, forum=forum.id
        ))  # fmt: skip
        place.write("config/rules.yaml", "rules: []\n")
        place.write("config/faq.yaml", FAQ.format(answer=DRAFTED))
        place.write("secrets/telegram-token", TOKEN)
        place.write("secrets/discord-token", control.token)
        sangam = await stack.enter_async_context(program(place, "run"))
        origin = (await sangam.says("ready"))["desk"].rstrip("/")
        await discord.connected(control)
        url = running(folder / "data" / "redis")
        assert url
        store = await stack.enter_async_context(opened(url, "acme"))
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        seats: dict[str, Seat] = {
            "desk": await AtTheDesk.of(http, origin, store, "meera"),
            "command line": AtTheCommandLine(place),
            "control channel": InTheControlChannel(discord, forum, noor),
        }
        yield Stage(telegram, bot, sangam, seats)


@pytest.mark.parametrize("decides", ["desk", "command line", "control channel"])
async def test_one_question_is_answered_once_whoever_decides_and_everybody_sees_it(
    tmp_path: Path, decides: str
) -> None:
    async with stage(tmp_path) as it:
        asha = it.telegram.world.create_person("Asha", username="asha")
        it.telegram.world.say(asha, it.bot, QUESTION)
        for seat in it.seats.values():
            await seat.sees("Asha", QUESTION, DRAFTED)

        await it.seats[decides].edits(DRAFTED, CHANGED)

        for seat in it.seats.values():
            await seat.sees_it_sent(CHANGED)
        assert it.answers() == [CHANGED]
        assert it.sangam.logged("job.failed") == []
