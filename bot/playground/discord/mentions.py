"""Finds whom a message notifies: what its text names, less what allowed_mentions leaves out.

Deliberately strict: a name counts wherever it stands, also behind a backslash, in code and in components, because
what the real server spares is not written down. Source: https://discord.com/developers/docs/resources/message
"""

from __future__ import annotations

import re

from bot.playground.discord.permissions import MENTION_EVERYONE, in_channel
from bot.playground.discord.records import Channel, Message, Person, Pinged, Role
from bot.playground.discord.refusals import invalid
from bot.playground.discord.wire import JsonObject, number

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
KINDS = frozenset({"users", "roles", "everyone"})


def pinged_by(
    text: str, channel: Channel, author: Person, now: float, allowed: JsonObject | None, reply_to: Message | None
) -> Pinged:
    """Whom `text`, said by `author`, notifies in `channel`."""
    parse = KINDS if allowed is None else frozenset(allowed.get("parse") or ())
    listed = {} if allowed is None else {kind: {number(one) for one in allowed.get(kind) or ()} for kind in KINDS}
    named = {int(found) for found in _USER.findall(text)}
    users = {one for one in named if "users" in parse or one in listed.get("users", ())} & _present(channel)
    if reply_to is not None and (allowed is None or allowed.get("replied_user")):
        users |= {reply_to.author.id}
    may_all = _may_ping_all(channel, author, now)
    roles = {
        role.id
        for role in _roles(channel, text)
        if ("roles" in parse or role.id in listed.get("roles", ())) and (may_all or role.mentionable)
    }
    everyone = "everyone" in parse and may_all and _EVERYONE.search(text) is not None
    return Pinged(frozenset(users - {author.id}), frozenset(roles), everyone)


def check_allowed(allowed: JsonObject | None) -> None:
    """Raise Refusal when allowed_mentions both lists some and lets all of a kind through."""
    for kind in ("users", "roles") if allowed else ():
        if allowed and allowed.get(kind) and kind in (allowed.get("parse") or ()):
            words = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise invalid(("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", words)


def _present(channel: Channel) -> set[int]:
    if channel.guild is not None:
        return set(channel.guild.members)
    return {person.id for person in channel.pair} if channel.pair else set()


def _roles(channel: Channel, text: str) -> list[Role]:
    known = channel.guild.roles if channel.guild else {}
    return [known[int(found)] for found in _ROLE.findall(text) if int(found) in known]


def _may_ping_all(channel: Channel, author: Person, now: float) -> bool:
    member = channel.guild.members.get(author.id) if channel.guild else None
    return member is not None and bool(in_channel(member, channel, now) & MENTION_EVERYONE)
