"""One bot may do both: hear followers in a server, and be the team's control channel there; nobody hears the other."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.playground.discord import DiscordServer
from bot.playground.discord.records import BotAccount, Channel, Message, Person
from tests.flows.seats import AtTheCommandLine, InTheControlChannel
from tests.program import Place, Program, program

QUESTION, DRAFTED, CHANGED = "When are you open?", "From nine to six.", "From nine to six, and on Sundays till four."
TALK = "Shall we say something about Sundays?"
BOT = """
    brand: {{id: acme, name: Acme}}
    data: ./data
    web: {{port: 0}}
    accounts:
      - {{network: discord, name: main, token_file: secrets/discord-token, base_url: '{api}'}}
    control_channel:
      token_file: secrets/discord-token
      base_url: '{api}'
      server: {server}
      channel: {forum}
      notes: true
      roles: [{{role: Moderators, is: moderator}}]
    undo: {{automatic: 0s, people: 1s}}
    debounce: 0s
"""
FAQ = f"entries: [{{id: hours, questions: [{QUESTION!r}], answer: {DRAFTED}}}]\n"


@dataclass(frozen=True, slots=True)
class Server:
    """One Discord server with followers' talk and a forum of the team, and the Sangam that has one bot in it."""

    discord: DiscordServer
    bot: BotAccount
    questions: Channel
    forum: Channel
    asha: Person
    noor: Person
    sangam: Program
    line: AtTheCommandLine

    def answers(self) -> list[Message]:
        """What the bot said among the followers."""
        return [one for one in self.discord.world.messages(self.questions) if one.author is self.bot]


@contextlib.asynccontextmanager
async def server(folder: Path) -> AsyncIterator[Server]:
    """All of it, for the length of the block."""
    async with contextlib.AsyncExitStack() as stack:
        discord = await stack.enter_async_context(DiscordServer())
        world = discord.world
        bot, asha, noor = world.create_bot("sangam"), world.create_person("asha"), world.create_person("noor")
        guild = world.create_guild("Friends of Acme", bots=[bot], members=[asha])
        world.join(noor, guild, [world.create_role(guild, "Moderators")])
        questions = world.create_channel(guild, "questions")
        forum = world.create_channel(guild, "inbox", kind="forum")
        place = Place(folder, discord, bot)  # type: ignore[arg-type]  # only the folder is used
        place.write("config/bot.yaml", BOT.format(api=discord.api, server=guild.id, forum=forum.id))
        place.write("config/rules.yaml", "rules: []\n")
        place.write("config/faq.yaml", FAQ)
        place.write("secrets/discord-token", bot.token)
        sangam = await stack.enter_async_context(program(place, "run"))
        await sangam.says("ready")
        await discord.connected(bot, 2)
        yield Server(discord, bot, questions, forum, asha, noor, sangam, AtTheCommandLine(place))


async def test_one_bot_hears_followers_and_serves_the_team_and_never_mixes_them(tmp_path: Path) -> None:
    async with server(tmp_path) as it:
        world, team = it.discord.world, InTheControlChannel(it.discord, it.forum, it.noor)
        world.say(it.asha, it.questions, QUESTION)
        await team.sees(QUESTION, DRAFTED)
        said = world.say(it.noor, world.posts(it.forum)[-1], TALK)
        await world.wait_for(lambda: said.reactions, 15)

        await team.edits(DRAFTED, CHANGED)

        await team.sees_it_sent(CHANGED)
        answer, question = it.answers()[0], world.messages(it.questions)[0]
        assert [one.content for one in it.answers()] == [CHANGED]
        assert not answer.pinged
        assert answer.body["message_reference"]["message_id"] == str(question.id)
        rows = (await it.line.run("queue", "all"))["conversations"]
        assert [row["title"] for row in rows] == ["Friends of Acme: #questions"]
        assert it.sangam.logged("job.failed") == []
