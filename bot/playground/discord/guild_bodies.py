"""How guilds look as JSON: to who asks for one, and to a bot that connects.

Shapes: https://discord.com/developers/docs/resources/guild, and what discord.py 2.7.1 reads of them.
"""

from __future__ import annotations

from bot.playground.discord.bodies import channel_body, member_with_user, role_body, thread_body
from bot.playground.discord.records import GUILD_MEMBERS, BotAccount, Channel, Guild
from bot.playground.discord.wire import JsonObject, stamp


def guild_body(guild: Guild) -> JsonObject:
    """A guild without its channels and members, as GET /guilds/{id} gives it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": str(guild.owner.id),
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 2,
        "roles": [role_body(role) for role in guild.roles.values()],
        "emojis": [],
        "stickers": [_guild_sticker(guild, name, number) for name, number in guild.stickers.items()],
        "features": ["COMMUNITY", "NEWS"],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "max_members": 500000,
        "max_presences": None,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "home_header": None,
        "widget_enabled": False,
        "widget_channel_id": None,
        "nsfw": False,
        "incidents_data": None,
    }


def guild_create(
    guild: Guild, bot: BotAccount, intents: int, visible: list[Channel], large_threshold: int
) -> JsonObject:
    """A guild as the gateway describes it: the active threads are those among `visible`."""
    large = len(guild.members) > large_threshold
    # All members come only with the intent, and in a large guild only on request: else just the bot itself.
    everybody = bool(intents & GUILD_MEMBERS) and not large
    members = guild.members.values() if everybody else [guild.members[bot.id]]
    return guild_body(guild) | {
        "joined_at": stamp(guild.members[bot.id].joined),
        "large": large,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_with_user(member) for member in members],
        "channels": [channel_body(channel) for channel in guild.channels.values()],
        "threads": [thread_body(channel, bot) for channel in visible if channel.is_thread and not channel.archived],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def _guild_sticker(guild: Guild, name: str, number: int) -> JsonObject:
    return {
        "id": str(number),
        "name": name,
        "type": 2,
        "format_type": 1,
        "tags": name,
        "description": None,
        "available": True,
        "guild_id": str(guild.id),
    }
