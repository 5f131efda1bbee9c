"""A Page, our own chat and the team's Discord around one Sangam, for what becomes of an appeal."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground.discord import Channel, DiscordServer
from bot.playground.discord import Message as Card
from bot.playground.discord import Person as Colleague
from bot.playground.meta import Comment, MetaServer
from bot.playground.meta import Message as Sent
from inbox.docket.shown import CaseView
from inbox.moderation import codes
from tests.flows.court import Court, court
from tests.flows.moderation_places import InMeta, in_meta
from tests.flows.moderation_talks import InWebChat
from tests.flows.seats import buttons, plain

PATIENCE = 20.0
TEAM = ("noor", "meera")


@dataclass(frozen=True, slots=True)
class AppealStage:
    """Everything; people of the team press buttons in `discord`."""

    court: Court
    facebook: InMeta
    site: InWebChat
    discord: DiscordServer
    forum: Channel
    team: dict[str, Colleague]

    # ------------------------------------------------------------------------------------------------ outside people

    async def comment(self, who: str, text: str) -> Comment:
        """Somebody comments below the post of the Page."""
        return await self.facebook.say(who, text)

    async def told(self, comment: Comment) -> Sent:
        """What its author is told in private about it; waits for it."""
        there = self.facebook.on.meta.world
        await there.wait_for(lambda: comment.privately, PATIENCE)
        return self.in_private(comment.who.username)[-1]

    def in_private(self, who: str) -> list[Sent]:
        """What the Page has said to somebody in private."""
        on = self.facebook.on
        talk = on.page.conversations.get(on.people[who].id)
        return [one for one in talk.messages.values() if one.ours] if talk else []

    def writes(self, who: str, text: str) -> Sent:
        """Somebody writes to the Page in private."""
        on = self.facebook.on
        return on.meta.world.message(on.people[who], on.page, text)

    async def answered(self, who: str, holds: Callable[[str], object]) -> str:
        """What the Page says to somebody in private, once it is as wanted."""

        def said() -> list[str]:
            return [one.text for one in self.in_private(who) if holds(one.text)]

        await self.facebook.on.meta.world.wait_for(said, PATIENCE)
        return said()[-1]

    async def seen_on_site(self, who: str, words: str) -> None:
        """Wait until these words stand in somebody's window on the site."""
        async with asyncio.timeout(PATIENCE):
            while not any(line.get("text") == words for _, line in await self.site.lines(who)):
                await asyncio.sleep(0.1)

    # ---------------------------------------------------------------------------------------------------- the team

    async def card(self, verb: str, ref: str = "", words: str = "") -> Card:
        """The newest message of the control channel with a button of this verb; waits for it."""
        found: list[Card] = []

        def there() -> list[Card]:
            found[:] = [one for one in self.said() if button_of(one, verb, ref) and words in plain(one)]
            return found

        try:
            await self.discord.world.wait_for(there, PATIENCE)
        except TimeoutError:
            said = [(plain(one), buttons(one)) for one in self.said()]
            raise AssertionError(f"no card with {verb} {ref} and {words!r} among {said}") from None
        return found[-1]

    def said(self) -> list[Card]:
        """All that Sangam says in the control channel."""
        world = self.discord.world
        return [one for post in world.posts(self.forum) for one in world.messages(post) if one.author.is_bot]

    async def press(self, who: str, card: Card, verb: str, ref: str = "") -> str:
        """Somebody presses a button; what they alone are told."""
        pressed = self.discord.world.press(self.team[who], card, button_of(card, verb, ref))
        await self.discord.world.wait_for(lambda: pressed.said, PATIENCE)
        return plain(pressed.said[0]) or pressed.said[0].text

    async def approve(self, who: str, card: Card) -> None:
        """Somebody lets a draft go out; the card itself says so then."""
        await self.discord.world.press(self.team[who], card, button_of(card, "approve")).answered()

    async def decline(self, who: str, card: Card, ref: str, answer: str) -> None:
        """Somebody lets it stand, with an answer."""
        world = self.discord.world
        asked = await world.press(self.team[who], card, button_of(card, "appeal_decline", ref)).answered()
        assert asked.modal
        fields = dict.fromkeys(_fields(asked.modal), answer)
        await world.submit(self.team[who], asked, fields).answered()

    async def appealed(self, words: str) -> CaseView:
        """The case about these words, once somebody appeals against it."""
        return await self.court.case("facebook:main", words, lambda one: one.appeal)


def button_of(card: Card, verb: str, ref: str = "") -> str:
    """The id of a button of this verb; empty when there is none."""
    ids = [id for id in buttons(card) if id.split(":")[1] == verb]
    return next((id for id in ids if not ref or id.endswith(f":{ref}")), "")


def code_in(text: str) -> str:
    """The code that somebody was given."""
    code = codes.find(text)
    assert code, text
    return code


def _fields(modal: dict[str, Any]) -> list[str]:
    inner = [one.get("component") or one["components"][0] for one in modal["components"]]
    return [str(one["custom_id"]) for one in inner]


@contextlib.asynccontextmanager
async def appeal_stage(folder: Path, moderation: str) -> AsyncIterator[AppealStage]:
    """Everything, for the length of the block; every rule is in force."""
    async with contextlib.AsyncExitStack() as stack:
        enter = stack.enter_async_context
        http = await enter(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        facebook, instagram = in_meta(await enter(MetaServer()))
        discord, site = await enter(DiscordServer()), InWebChat(http)
        world, clerk = discord.world, discord.world.create_bot("sangam")
        team = world.create_guild("Team of Acme", bots=[clerk])
        moderators = world.create_role(team, "Moderators")
        people = {name: world.create_person(name, name=name.title()) for name in TEAM}
        for person in people.values():
            world.join(person, team, [moderators])
        forum = world.create_channel(team, "inbox", kind="forum")
        control = {
            "base_url": discord.api, "token_env": "SANGAM_TEST_CONTROL", "server": str(team.id),
            "channel": str(forum.id), "posts_per_minute": 60,
            "roles": [{"role": "Moderators", "is": "moderator"}], "people": {name: name for name in TEAM},
        }  # fmt: skip
        secrets, more = {"SANGAM_TEST_CONTROL": clerk.token}, {"control_channel": control}
        it = await enter(court(folder, [facebook, instagram, site], moderation, http, more=more, secrets=secrets))
        await discord.connected(clerk, timeout=PATIENCE)
        yield AppealStage(it, facebook, site, discord, forum, people)
