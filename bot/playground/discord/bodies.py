"""How people, members, roles, channels, guilds and messages look as JSON.

Shapes: https://discord.com/developers/docs/resources, and what discord.py 2.7.1 reads of them.
"""

from __future__ import annotations

from bot.playground.discord.permissions import ALL, EVERYBODY
from bot.playground.discord.records import (
    CATEGORY,
    DIRECT,
    FORUM,
    GUILD_MEMBERS,
    GUILD_PRESENCES,
    MESSAGE_CONTENT,
    VOICE,
    BotAccount,
    Channel,
    Member,
    Message,
    Person,
    Role,
    ThreadPart,
)
from bot.playground.discord.wire import JsonObject, stamp

# The application's flags for each privileged intent that its owner switched on (below a hundred guilds: "limited").
INTENT_FLAGS = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}
REQUIRE_TAG = 1 << 4  # of a channel's flags


def user_body(person: Person) -> JsonObject:
    """A person or a bot."""
    body: JsonObject = {
        "id": str(person.id),
        "username": person.username,
        "global_name": person.name or None,
        "discriminator": "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
    }
    return body | {"bot": True} if person.is_bot else body


def me_body(bot: BotAccount) -> JsonObject:
    """The bot as it sees itself."""
    return user_body(bot) | {"verified": True, "mfa_enabled": False, "email": None, "locale": "en-US"}


def application_flags(bot: BotAccount) -> int:
    """Which privileged intents the application has, as flags."""
    return sum(flag for intent, flag in INTENT_FLAGS.items() if bot.allowed_intents & intent)


def application_body(bot: BotAccount) -> JsonObject:
    """The application of a bot, as oauth2/applications/@me gives it."""
    return {
        "id": str(bot.application_id),
        "name": bot.name or bot.username,
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": application_flags(bot),
        "flags_new": str(application_flags(bot)),
        "type": None,
        "redirect_uris": [],
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "owner": user_body(bot.owner or bot),
        "team": None,
        "interactions_endpoint_url": None,
        "bot": user_body(bot),
    }


def member_body(member: Member) -> JsonObject:
    """A member without the user, as it stands beside an author."""
    return {
        "roles": [str(role.id) for role in member.roles],
        "nick": member.nick or None,
        "avatar": None,
        "banner": None,
        "joined_at": stamp(member.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": stamp(member.muted_until) if member.muted_until else None,
    }


def member_with_user(member: Member) -> JsonObject:
    """A member as it stands alone."""
    return member_body(member) | {"user": user_body(member.person)}


def role_body(role: Role) -> JsonObject:
    """A role."""
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    body: JsonObject = {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": 0,
        "colors": colors,
        "hoist": False,
        "managed": bool(role.bot_id),
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    return body | {"tags": {"bot_id": str(role.bot_id)}} if role.bot_id else body


def channel_body(channel: Channel) -> JsonObject:
    """A channel, a thread or a direct conversation."""
    last = str(channel.last_message_id) if channel.last_message_id else None
    flags = REQUIRE_TAG if channel.demands_tag else 0
    body: JsonObject = {"id": str(channel.id), "type": channel.kind, "last_message_id": last, "flags": flags}
    if channel.kind == DIRECT:
        return body | {"recipients": [user_body(channel.pair[0])] if channel.pair else []}
    body |= {"name": channel.name, "guild_id": str(channel.guild.id) if channel.guild else None}
    body |= {"parent_id": str(channel.parent.id) if channel.parent else None, "rate_limit_per_user": channel.slowmode}
    if channel.thread is not None:
        return body | _thread_part(channel, channel.thread)
    body |= {"position": channel.position, "nsfw": False, "permission_overwrites": _overwrites(channel)}
    if channel.kind == VOICE:
        return body | {"bitrate": 64000, "user_limit": 0, "rtc_region": None}
    if channel.kind == CATEGORY:
        return body
    body |= {"topic": channel.topic, "default_auto_archive_duration": 4320}
    if channel.kind == FORUM:
        body |= {"available_tags": channel.tags, "default_reaction_emoji": None, "default_sort_order": None}
        body |= {"default_forum_layout": 0, "default_thread_rate_limit_per_user": 0}
    return body


def thread_member_body(channel: Channel, person_id: int) -> JsonObject:
    """Somebody's membership of a thread."""
    since = channel.thread.created if channel.thread else 0.0
    return {"id": str(channel.id), "user_id": str(person_id), "join_timestamp": stamp(since), "flags": 0}


def thread_body(channel: Channel, bot: BotAccount) -> JsonObject:
    """A thread as one bot sees it: with its own membership if it is in there."""
    body = channel_body(channel)
    if channel.thread is not None and bot.id in channel.thread.members:
        body["member"] = thread_member_body(channel, bot.id)
    return body


def message_for(message: Message, viewer: int) -> JsonObject:
    """A message as one bot sees it: with its own reactions marked, and the thread that hangs on it."""
    body = message.body
    if message.reply_to is not None and message.reply_to.removed:
        body = body | {"referenced_message": None}
    if message.reactions:
        body = body | {"reactions": [_reaction(key, who, viewer) for key, who in message.reactions.items()]}
    return body | {"thread": channel_body(message.thread)} if message.thread is not None else body


def emoji_body(key: str) -> JsonObject:
    """An emoji: a character, or name:id of a guild's own."""
    name, _, number = key.partition(":")
    return {"id": number or None, "name": name} | ({"animated": False} if number else {})


def partial_channel(channel: Channel, permissions: int) -> JsonObject:
    """The channel in an interaction: with what the person who acted may do there."""
    body = channel_body(channel)
    if channel.kind == DIRECT:
        return body
    return {name: value for name, value in body.items() if name != "permission_overwrites"} | {
        "permissions": str(permissions or EVERYBODY & ALL)
    }


def _thread_part(channel: Channel, thread: ThreadPart) -> JsonObject:
    metadata = {
        "archived": thread.archived,
        "auto_archive_duration": thread.quiet_minutes,
        "archive_timestamp": stamp(thread.archive_changed or thread.created),
        "locked": thread.locked,
        "create_timestamp": stamp(thread.created),
    }
    body: JsonObject = {
        "owner_id": str(thread.owner_id),
        "thread_metadata": metadata,
        "message_count": max(0, thread.said - (1 if channel.parent and channel.parent.kind == FORUM else 0)),
        "member_count": min(50, len(thread.members)),
        "total_message_sent": thread.said,
    }
    in_forum = channel.parent is not None and channel.parent.kind == FORUM
    return body | {"applied_tags": [str(tag) for tag in thread.applied_tags]} if in_forum else body


def _overwrites(channel: Channel) -> list[JsonObject]:
    roles = channel.guild.roles if channel.guild else {}
    return [
        {"id": str(target), "type": 0 if target in roles else 1, "allow": str(one.allow), "deny": str(one.deny)}
        for target, one in channel.overwrites.items()
    ]


def _reaction(key: str, who: list[int], viewer: int) -> JsonObject:
    return {
        "emoji": emoji_body(key),
        "count": len(who),
        "count_details": {"burst": 0, "normal": len(who)},
        "me": viewer in who,
        "me_burst": False,
        "burst_colors": [],
    }
