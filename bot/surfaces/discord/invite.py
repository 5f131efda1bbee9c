"""What `run.py discord invite` prints: the link that brings a bot to a server, and what it lets the bot do there."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import aiohttp
import discord
from pydantic import BaseModel

from bot.discord_base import CONTROL, FOLLOWERS, NOTES, PRIVILEGED, REAL_API, TOKEN_FIX, Needed, invite, point_at
from bot.surfaces.discord.options import ControlOptions
from inbox.errors import SetupError

PATIENCE: Final = 20.0
NOBODY: Final = (
    "bot.yaml has no Discord account and no control_channel yet. Say what the bot is for with --followers, --control "
    "or both, and --client-id with the Application ID (https://discord.com/developers/applications, your application, "
    "General Information)."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one bot is to be invited for; `token` may be empty where the application is told."""

    followers: bool = False
    control: bool = False
    notes: bool = False
    server: int | None = None
    token: str = field(default="", repr=False)
    base_url: str = REAL_API

    @property
    def lists(self) -> tuple[Collection[Needed], ...]:
        """The permissions that it needs."""
        wanted = ((FOLLOWERS, self.followers), (CONTROL, self.control), (NOTES, self.notes))
        return tuple(needed for needed, is_wanted in wanted if is_wanted)

    @property
    def intents(self) -> tuple[str, ...]:
        """The privileged intents that it needs, in Discord's words."""
        wanted = {"message_content": self.followers or self.notes, "members": self.followers}
        return tuple(words for name, words in PRIVILEGED.items() if wanted[name])


def wishes(accounts: Iterable[BaseModel], control: BaseModel | None, only: Collection[str] = ()) -> Iterator[Wish]:
    """What bot.yaml switches on: Discord accounts by their options, and the control channel; `only` some of it."""
    for options in accounts if not only or "followers" in only else ():
        said = options.model_dump(include={"token", "base_url"})
        yield Wish(followers=True, token=said["token"].get_secret_value(), base_url=said["base_url"])
    if isinstance(control, ControlOptions) and (not only or "control" in only):
        token = control.token.get_secret_value()
        yield Wish(control=True, notes=control.notes, server=control.server, token=token, base_url=control.base_url)


def together(wanted: Iterable[Wish]) -> list[Wish]:
    """The wishes of each bot as one: a network and the control channel may share a token."""
    joined: dict[str, Wish] = {}
    for wish in wanted:
        other = joined.get(wish.token, wish)
        joined[wish.token] = Wish(
            token=wish.token,
            base_url=wish.base_url,
            followers=wish.followers or other.followers,
            control=wish.control or other.control,
            notes=wish.notes or other.notes,
            server=wish.server or other.server,
        )
    return list(joined.values())


async def invitations(wanted: Iterable[Wish], application: int | None = None) -> str:
    """The links with their explanations; Discord is asked for an application that is not told. Raises SetupError."""
    bots = together(replace(wish, token="") if application else wish for wish in wanted)
    if not bots:
        raise SetupError(NOBODY)
    return "\n\n".join([invitation(wish, application or await _application(wish)) for wish in bots])


def invitation(wish: Wish, application: int) -> str:
    """One link, and in words what it lets the bot do."""
    return "\n".join(_lines(wish, application))


def _lines(wish: Wish, application: int) -> Iterator[str]:
    yield "Open this as somebody who may manage the server, choose the server, and authorise:"
    yield f"\n  {invite(application, *wish.lists, server=wish.server)}\n"
    yield "It gives the bot these permissions and no others:"
    reasons: dict[str, list[str]] = {}
    for needed in (needed for wanted in wish.lists for needed in wanted):
        reasons.setdefault(needed.words, []).append(needed.why)
    for words, whys in reasons.items():
        yield f"  {words:<26} {'; '.join(whys)}"
    if wish.intents:
        yield f"\nAlso switch on {' and '.join(wish.intents)}: https://discord.com/developers/applications,"
        yield "your application, Bot, Privileged Gateway Intents."


async def _application(wish: Wish) -> int:
    """The application that a token belongs to."""
    if not wish.token:
        raise SetupError(NOBODY)
    point_at(wish.base_url)
    try:
        async with asyncio.timeout(PATIENCE), discord.Client(intents=discord.Intents(guilds=True)) as client:
            await client.login(wish.token)
            return (await client.application_info()).id
    except discord.LoginFailure:
        raise SetupError(f"Discord does not know the token. {TOKEN_FIX}") from None
    except (TimeoutError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
        words = f"Discord cannot be asked for the application ({str(error) or type(error).__name__})"
        raise SetupError(f"{words}; name it with --client-id.") from None
