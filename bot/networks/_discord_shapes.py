"""The parts of Discord's objects that an inbox reads, as they come over the gateway and from the REST API.

Source: https://docs.discord.com/developers/resources/message, /resources/channel, /events/gateway-events (API v10).
"""

from __future__ import annotations

from typing import Any, TypedDict


def without_nulls(told: Any) -> Any:
    """The same without what is null: in Discord's objects that says no more than a key that is not there."""
    if isinstance(told, dict):
        return {key: without_nulls(value) for key, value in told.items() if value is not None}
    if isinstance(told, list):
        return [without_nulls(value) for value in told if value is not None]
    return told


class RawUser(TypedDict, total=False):
    """A user; `global_name` is what people call themselves."""

    id: str
    username: str
    global_name: str | None
    bot: bool


class RawMember(TypedDict, total=False):
    """A user in one guild; beside a message it comes without the user."""

    user: RawUser
    nick: str | None
    roles: list[str]
    joined_at: str | None


class RawRole(TypedDict, total=False):
    """A role; `permissions` is a number in digits."""

    id: str
    name: str
    permissions: str


class RawOverwrite(TypedDict, total=False):
    """What one role (type 0) or member (type 1) may do in one channel, beside what its roles say."""

    id: str
    type: int
    allow: str
    deny: str


class RawThreadState(TypedDict, total=False):
    """The part of a channel that only threads have."""

    archived: bool
    archive_timestamp: str


class RawChannel(TypedDict, total=False):
    """A channel, a category or a thread."""

    id: str
    type: int
    guild_id: str
    name: str | None
    parent_id: str | None
    owner_id: str
    last_message_id: str | None
    permission_overwrites: list[RawOverwrite]
    thread_metadata: RawThreadState
    recipients: list[RawUser]


class RawGuild(TypedDict, total=False):
    """A guild, whole as GUILD_CREATE gives it."""

    id: str
    name: str
    owner_id: str
    unavailable: bool
    roles: list[RawRole]
    channels: list[RawChannel]
    threads: list[RawChannel]
    members: list[RawMember]


class RawAttachment(TypedDict, total=False):
    """A file beside a message; `url` is signed and goes stale, `id` does not."""

    id: str
    filename: str
    description: str
    content_type: str
    size: int
    url: str
    flags: int


class RawPollText(TypedDict, total=False):
    """The words of a poll's question or answer."""

    text: str


class RawAnswer(TypedDict, total=False):
    """One answer of a poll."""

    poll_media: RawPollText


class RawPoll(TypedDict, total=False):
    """A poll."""

    question: RawPollText
    answers: list[RawAnswer]


class RawEmbed(TypedDict, total=False):
    """A card within a message."""

    title: str
    description: str
    url: str


class RawSticker(TypedDict, total=False):
    """A sticker sent along."""

    id: str
    name: str


class RawReference(TypedDict, total=False):
    """Which message this one answers (type 0) or forwards (type 1)."""

    type: int
    message_id: str
    channel_id: str
    guild_id: str


class RawEmoji(TypedDict, total=False):
    """An emoji: `name` alone, or with the `id` of a guild's own picture."""

    id: str | None
    name: str | None


class RawReactionCount(TypedDict, total=False):
    """How often an emoji stands under a message; `me` says whether one of them is ours."""

    emoji: RawEmoji
    me: bool


class RawMessage(TypedDict, total=False):
    """A message; over the gateway with `guild_id` and `member`, which a DM has not."""

    id: str
    channel_id: str
    channel_type: int
    guild_id: str
    type: int
    flags: int
    author: RawUser
    member: RawMember
    webhook_id: str
    content: str
    timestamp: str
    edited_timestamp: str | None
    mentions: list[RawUser]
    attachments: list[RawAttachment]
    embeds: list[RawEmbed]
    sticker_items: list[RawSticker]
    poll: RawPoll
    message_reference: RawReference
    message_snapshots: list[RawSnapshot]
    reactions: list[RawReactionCount]


class RawSnapshot(TypedDict, total=False):
    """What a forwarded message said when it was forwarded."""

    message: RawMessage


class RawReaction(TypedDict, total=False):
    """MESSAGE_REACTION_ADD and its kin; `member` comes with the first of them, in guilds."""

    user_id: str
    channel_id: str
    message_id: str
    guild_id: str
    member: RawMember
    emoji: RawEmoji


class RawRemoved(TypedDict, total=False):
    """MESSAGE_DELETE has an `id`, MESSAGE_DELETE_BULK has `ids`."""

    id: str
    ids: list[str]
    channel_id: str
    guild_id: str


class RawMembership(TypedDict, total=False):
    """GUILD_MEMBER_ADD and GUILD_MEMBER_REMOVE."""

    guild_id: str
    user: RawUser


class RawApplication(TypedDict, total=False):
    """The application behind a bot; `flags` says which privileged intents are switched on."""

    id: str
    name: str
    flags: int


class RawDispatch(TypedDict, total=False):
    """One event of the gateway; `s` counts them within a session."""

    op: int
    t: str
    s: int
    d: object
