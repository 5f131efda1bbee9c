"""What `run.py check` says of the control channel: each thing that would not work, and how to mend it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

import aiohttp
import discord
from pydantic import BaseModel

from bot.discord_base import CONTROL, INTENTS_FIX, NOTES, PRIVILEGED, TAGS, TOKEN_FIX, Needed, invite, missing
from bot.surfaces.discord.facts import Facts, Place, fetch
from bot.surfaces.discord.head import ASSIGNED, OPEN, OVER
from bot.surfaces.discord.options import ControlOptions, Role
from inbox.network import Health

PATIENCE: Final = 20.0
IN_FORUMS: Final = {"Send Messages": "Create Posts"}  # what Discord calls it there
NOT_IN_FORUMS: Final = {"create_public_threads"}
REACH_FIX: Final = (
    "See that this machine reaches the internet, that DNS and any proxy or firewall let it reach Discord, "
    "and that control_channel.base_url, if you set it, is right."
)
ENDPOINT_FIX: Final = (
    "Empty the field: https://discord.com/developers/applications, your application, General Information, "
    "Interactions Endpoint URL."
)


async def check(options: BaseModel | None) -> Sequence[Health]:
    """Everything that can be known before starting; nothing where there is no control channel. Never raises."""
    if not isinstance(options, ControlOptions):
        return ()
    try:
        async with asyncio.timeout(PATIENCE):
            return list(report(options, await fetch(options)))
    except discord.LoginFailure:
        return [Health(ok=False, words="Discord does not know this token", fix=TOKEN_FIX)]
    except discord.HTTPException as error:
        return [Health(ok=False, words=f"Discord answers {error.status}: {error.text or error}", fix=REACH_FIX)]
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        words = f"Discord cannot be reached ({str(error) or type(error).__name__})"
        return [Health(ok=False, words=words, fix=REACH_FIX)]
    except (discord.DiscordException, ValueError, TypeError, LookupError, AttributeError) as error:
        words = f"{options.base_url} does not answer as Discord does ({type(error).__name__}: {error})"
        return [Health(ok=False, words=words, fix=REACH_FIX)]


def report(options: ControlOptions, found: Facts) -> Iterator[Health]:
    """What the facts mean for these options."""
    if not found.server:
        yield _absent(options, found)
        return
    yield Health(ok=True, words=f"Discord knows this bot as {found.bot}; it is on the server {found.server}")
    for id in options.channels:
        yield from _place(id, found, (*CONTROL, *NOTES) if options.notes else CONTROL)
    yield from _hearing(options, found)
    yield from _roles(options, found)
    for role in dict.fromkeys(route.mention for route in options.routes if route.mention):
        yield from _mention(options, role, found)


def _absent(options: ControlOptions, found: Facts) -> Health:
    link = invite(found.application, CONTROL, server=options.server)
    return Health(
        ok=False,
        words=f"{found.bot} is not on the server {options.server}",
        fix=f"Let somebody who may manage the server open {link}",
    )


def _place(id: int, found: Facts, wanted: Collection[Needed]) -> Iterator[Health]:
    place = found.places.get(id)
    if place is None:
        fix = "In Discord, right-click the channel, Copy Channel ID, and write that in bot.yaml."
        yield Health(ok=False, words=f"there is no channel {id} on {found.server}", fix=fix)
    elif place.kind not in {"forum", "text"}:
        fix = "Make a forum channel (or a text channel) for the team and write its id in bot.yaml."
        yield Health(
            ok=False, words=f"#{place.name} is a {place.kind} channel; cards need a forum or text one", fix=fix
        )
    else:
        yield _allowed(place, found, wanted)
        yield from _tags(place, found)
        yield from _in_public(place)


def _allowed(place: Place, found: Facts, wanted: Collection[Needed]) -> Health:
    lacking = ", ".join(_lacking(place, wanted))
    if not lacking:
        words = f"#{place.name} is a {place.kind} channel, and the bot may do all it needs there"
        return Health(ok=True, words=words)
    fix = f"In Discord: #{place.name}, Edit Channel, Permissions, the role {found.bot}: allow {lacking}."
    return Health(ok=False, words=f"in #{place.name} the bot lacks {lacking}", fix=fix)


def _tags(place: Place, found: Facts) -> Iterator[Health]:
    if place.kind == "forum" and any(missing(place.ours, [TAGS])):
        fix = (
            f"Allow {TAGS.words} to the role {found.bot} in #{place.name} only (Edit Channel, Permissions), or make "
            f"the tags yourself: {', '.join((*OPEN, *OVER, ASSIGNED))}, and one for each network."
        )
        yield Health(ok=True, words=f"in #{place.name} the bot makes no tags; posts get those that are there", fix=fix)


def _in_public(place: Place) -> Iterator[Health]:
    if place.everybody.view_channel:
        fix = f"If not all of them are your team: #{place.name}, Edit Channel, Permissions, Private Channel."
        yield Health(ok=True, words=f"everybody on the server can read #{place.name}", fix=fix)


def _lacking(place: Place, wanted: Collection[Needed]) -> Iterator[str]:
    forum = place.kind == "forum"
    for needed in missing(place.ours, wanted):
        if not (forum and needed.flag in NOT_IN_FORUMS):
            yield IN_FORUMS.get(needed.words, needed.words) if forum else needed.words


def _hearing(options: ControlOptions, found: Facts) -> Iterator[Health]:
    if options.notes and "message_content" not in found.hears:
        fix = INTENTS_FIX.format(intents=PRIVILEGED["message_content"])
        yield Health(ok=False, words="notes is true, but the bot cannot read what the team writes", fix=fix)
    if found.endpoint:
        words = f"Discord sends clicks and commands to {found.endpoint} instead of to Sangam"
        yield Health(ok=False, words=words, fix=ENDPOINT_FIX)


def _roles(options: ControlOptions, found: Facts) -> Iterator[Health]:
    if not options.roles:
        fix = "Write control_channel.roles in bot.yaml: - {role: Moderators, is: moderator}"
        yield Health(ok=False, words="no role of the server may do anything here", fix=fix)
        return
    wrong = [health for line in options.roles for health in _role(line.role, "roles", found)]
    yield from wrong
    if not wrong:
        told = ", ".join(f"{_name(line.role, found)} is {line.standing}" for line in options.roles)
        yield Health(ok=True, words=f"on {found.server}, {told}")


def _name(role: Role, found: Facts) -> str:
    return found.roles[role] if isinstance(role, int) else role


def _role(role: Role, key: str, found: Facts) -> Iterator[Health]:
    """What is wrong with one role: not there, or not to be told from another."""
    if isinstance(role, int):
        if role not in found.roles:
            fix = f"In Discord: Server Settings, Roles, right-click, Copy Role ID; correct {key} in bot.yaml."
            yield Health(ok=False, words=f"there is no role {role} on {found.server}", fix=fix)
        return
    times = Counter(found.roles.values())[role]
    if not times:
        near = get_close_matches(role, sorted(set(found.roles.values())), n=1)
        fix = f"Did you mean {near[0]}?" if near else f"Correct {key} in bot.yaml, or make the role in Discord."
        yield Health(ok=False, words=f"there is no role {role} on {found.server}", fix=fix)
    elif times > 1:
        words = f"{times} roles of {found.server} are called {role}, so none of them counts"
        ids = ", ".join(str(id) for id, name in found.roles.items() if name == role)
        yield Health(ok=False, words=words, fix=f"Write the id in {key} instead of the name: {ids}.")


def _mention(options: ControlOptions, role: Role, found: Facts) -> Iterator[Health]:
    wrong = list(_role(role, "routes", found))
    yield from wrong
    id = next((id for id, name in found.roles.items() if role in {id, name}), None)
    places = [found.places[id] for id in options.channels if id in found.places]
    if wrong or id is None or id in found.mentionable or all(place.ours.mention_everyone for place in places):
        return
    name = found.roles[id]
    fix = f"In Discord: Server Settings, Roles, {name}: switch on Allow anyone to @mention this role."
    yield Health(ok=False, words=f"a mention of {name} would reach nobody", fix=fix)
