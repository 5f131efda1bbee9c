"""The Discord of `make demo`: a server where followers meet, and one where the team works in its control channel."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person
from bot.playground.story import Scene, Story
from bot.playground.voices import DiscordVoice

TEAM = {"meera": ("Meera", "Moderators"), "olga": ("Olga", "Leads")}
MODERATOR = "meera"
READY_WITHIN = 20.0  # real seconds


@dataclass(slots=True)
class Servers:
    """Where the story plays in Discord: `bot` talks with followers, `clerk` posts the cards for the team."""

    discord: DiscordServer
    bot: BotAccount
    clerk: BotAccount
    people: dict[str, Person]
    friends: Guild
    team: Guild
    talk: Channel
    questions: Channel
    inbox: Channel

    @classmethod
    def built(cls, discord: DiscordServer, story: Story) -> Servers:
        """Found both servers; nobody has said a word."""
        there = discord.world
        bot, clerk = there.create_bot("nadi_pottery", name="Nadi Pottery"), there.create_bot("sangam", name="Sangam")
        people = {
            name: there.create_person(name, name=one.name, locale=one.language) for name, one in story.people.items()
        }
        friends = there.create_guild("Friends of Nadi", bots=[bot], members=people.values())
        talk = there.create_channel(friends, "kiln-talk", topic="Pots, glazes, and what you drink from them")
        questions = there.create_channel(friends, "questions", "forum", topic="One question, one post")
        team = there.create_guild("Nadi Pottery: the team", bots=[clerk])
        inbox = there.create_channel(
            team, "inbox", "forum", topic="One post for each conversation; only buttons answer"
        )
        there.create_channel(team, "break-room", topic="Nothing said here goes anywhere")
        roles = {name: there.create_role(team, name) for name in ("Moderators", "Leads")}
        for username, (name, role) in TEAM.items():
            there.join(there.create_person(username, name=name), team, [roles[role]])
        return cls(discord, bot, clerk, people, friends, team, talk, questions, inbox)

    def voice(self, scene: Scene) -> DiscordVoice:
        """How the person of a scene speaks, where it plays."""
        there, person = self.discord.world, self.people[scene.who]
        places = {"discord": self.talk, "discord direct": there.dm(person, self.bot), "discord post": self.questions}
        return DiscordVoice(there, person, places[scene.where], scene.title)

    def settings(self) -> Mapping[str, str]:
        """What the gaps of bot.yaml are filled with."""
        return {"{discord}": json.dumps(self.discord.api), "{team}": str(self.team.id), "{inbox}": str(self.inbox.id)}

    @property
    def page(self) -> str:
        """Where somebody works in the control channel as the moderator."""
        return f"{self.discord.url}/client?{urlencode({'as': MODERATOR, 'channel': self.inbox.id})}"

    async def listened_to(self) -> None:
        """Return when the bot hears what is said, or when that takes too long to wait for."""
        with contextlib.suppress(TimeoutError):
            await self.discord.connected(self.bot, timeout=READY_WITHIN)
