"""A running Sangam with a Facebook Page and an Instagram profile, simulated, and our people at two of its surfaces."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.networks._meta.signature import verify_token
from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.discord import DiscordServer
from bot.playground.meta import App, Comment, MetaServer, Page, Post, Profile
from inbox.models import ConversationId, RemoteId
from inbox.store import Store, opened
from inbox.store.embedded import running
from tests.flows.seats import AtTheDesk, InTheControlChannel, button
from tests.program import Folder, Program, program
from tests.redis_servers import until

BOT = """
    brand: {{id: acme, name: Acme}}
    data: ./data
    web: {{port: 0}}
    accounts:
      - {{network: facebook, name: main, app_id: {app}, app_secret_file: secrets/app, page: {page},
         token_file: secrets/page, base_url: '{meta}'}}
      - {{network: instagram, name: main, app_id: {app}, app_secret_file: secrets/app, id: {profile},
         token_file: secrets/profile, base_url: '{meta}'}}
    control_channel:
      token_file: secrets/discord-token
      base_url: '{discord}'
      server: {server}
      channel: {forum}
      roles:
        - {{role: Moderators, is: moderator}}
    undo: {{automatic: 0s, people: 0s}}
    debounce: 0s
"""
TEXT = 4  # the type of a text field in a window
FAQ = """
    entries:
      - {id: hours, questions: [When are you open?], answer: From nine to six.}
      - {id: cost, questions: [How much is it?], answer: It is 14 euros.}
"""


@dataclass(frozen=True, slots=True)
class MetaStage:
    """Everything, with one post on the Page and one on the profile."""

    meta: MetaServer
    app: App
    page: Page
    profile: Profile
    cups: Post
    bowls: Post
    sangam: Program
    desk: AtTheDesk
    channel: InTheControlChannel
    store: Store

    async def press(self, verb: str) -> None:
        """Our moderator presses a button of the newest card in Discord."""
        world, card = self.channel.discord.world, self.channel.cards()[-1]
        pressed = await world.press(self.channel.person, card, button(card, verb)).answered()
        assert pressed.modal is None

    async def undo(self) -> None:
        """Our moderator takes the newest case back, from the post that tells what moderation did."""
        world = self.channel.discord.world
        await world.wait_for(lambda: [one for one in self.channel.told() if "case_undo" in str(one.components)], 20)
        card = next(one for one in reversed(self.channel.told()) if "case_undo" in str(one.components))
        asked = await world.press(self.channel.person, card, button(card, "case_undo")).answered()
        assert asked.modal
        inner = [one.get("component") or one["components"][0] for one in asked.modal["components"]]
        reason = next(one["custom_id"] for one in inner if one["type"] == TEXT)
        await world.submit(self.channel.person, asked, {reason: "It was only anger."}).answered()

    async def offered(self, verb: str) -> None:
        """Wait until the newest card in Discord has this button."""

        def there() -> bool:
            cards = self.channel.cards()
            return bool(cards) and any(verb == one.split(":")[1] for one in _ids(cards[-1].components))

        await self.channel.discord.world.wait_for(there, 20)

    async def conversation(self, thread: RemoteId, account: str = "facebook:main") -> ConversationId:
        """Wait until this thread is a conversation."""
        id = ConversationId(f"{account}/{thread}")

        async def stored() -> bool:
            return await self.store.conversations.read(id, 0) is not None

        await until(stored, 20)
        return id

    def below(self, comment: Comment) -> list[Comment]:
        """Our replies below a comment, as anybody sees them."""
        shown = self.meta.world.visible(comment.post)
        return [one for one in shown if one.under is comment and one.who is comment.post.owner]


def _ids(components: object) -> list[str]:
    return re.findall(r"'custom_id': '([^']+)'", str(components))


@contextlib.asynccontextmanager
async def meta_stage(folder: Path, clock: Clock | None = None) -> AsyncIterator[MetaStage]:
    """Everything, for the length of the block; Meta's networks may have a clock of their own."""
    async with contextlib.AsyncExitStack() as stack:
        meta = await stack.enter_async_context(MetaServer(clock=clock))
        discord = await stack.enter_async_context(DiscordServer())
        control, noor = discord.world.create_bot("sangam"), discord.world.create_person("noor")
        team = discord.world.create_guild("Team of Acme", bots=[control], members=[])
        discord.world.join(noor, team, [discord.world.create_role(team, "Moderators")])
        forum = discord.world.create_channel(team, "inbox", kind="forum")
        app = meta.world.create_app("Acme")
        page, profile = meta.world.create_page("Acme", app), meta.world.create_profile("acme", app)
        cups = meta.world.post(page, "Chai cups in monsoon blue", photo("cup"))
        bowls = meta.world.post(profile, "Bowls from the kiln", photo("bowl"))
        place = Folder(folder)
        place.write("config/bot.yaml", BOT.format(
            meta=meta.url, app=app.id, page=page.id, profile=profile.id,
            discord=discord.api, server=team.id, forum=forum.id,
        ))  # fmt: skip
        place.write("config/rules.yaml", "rules: []\n")
        place.write("config/faq.yaml", FAQ)
        for name, text in {"app": app.secret, "page": page.token, "profile": profile.token}.items():
            place.write(f"secrets/{name}", text)
        place.write("secrets/discord-token", control.token)
        sangam = await stack.enter_async_context(program(place, "run"))
        origin = (await sangam.says("ready"))["desk"].rstrip("/")
        hook, token = f"{origin}/hooks/meta/{app.id}", verify_token(app.secret)
        assert await meta.hooks.handshake(hook, token) == ""
        meta.world.subscribe(app, hook, token)
        await discord.connected(control)
        url = running(folder / "data" / "redis")
        assert url
        store = await stack.enter_async_context(opened(url, "acme"))
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        desk = await AtTheDesk.of(http, origin, store, "meera")
        channel = InTheControlChannel(discord, forum, noor)
        yield MetaStage(meta, app, page, profile, cups, bowls, sangam, desk, channel, store)
