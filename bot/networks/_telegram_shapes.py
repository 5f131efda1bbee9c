"""The parts of Bot API objects that we read, as types; https://core.telegram.org/bots/api names every field.

These say what Telegram promises, not what arrives: `parse` checks each value before it lets it through.
"""

from __future__ import annotations

from typing import NotRequired, Required, TypedDict


class RawUser(TypedDict, total=False):
    """User."""

    id: Required[int]
    first_name: str
    last_name: str
    username: str
    language_code: str


class RawChat(TypedDict, total=False):
    """Chat: "private", "group", "supergroup" or "channel"."""

    id: Required[int]
    type: Required[str]
    title: str
    username: str
    first_name: str
    last_name: str


class RawFile(TypedDict, total=False):
    """PhotoSize, Video, Animation, VideoNote, Audio, Voice, Document and Sticker share these."""

    file_id: Required[str]
    file_size: int
    file_name: str
    mime_type: str
    emoji: str
    is_animated: bool
    is_video: bool


class RawStored(TypedDict):
    """File: where getFile says the bytes are, relative to the file address."""

    file_path: str


class RawEntity(TypedDict, total=False):
    """MessageEntity; offset and length count UTF-16 units."""

    type: Required[str]
    offset: Required[int]
    length: Required[int]
    url: str


class RawOrigin(TypedDict, total=False):
    """MessageOriginChannel."""

    chat: RawChat
    message_id: int


class RawLocation(TypedDict):
    """Location."""

    latitude: float
    longitude: float


class RawVenue(TypedDict):
    """Venue."""

    location: RawLocation
    title: str
    address: str


class RawContact(TypedDict, total=False):
    """Contact: a shared telephone number."""

    phone_number: Required[str]
    first_name: Required[str]
    last_name: str


class RawOption(TypedDict):
    """PollOption and ChecklistTask."""

    text: str


class RawPoll(TypedDict):
    """Poll."""

    question: str
    options: list[RawOption]


class RawChecklist(TypedDict):
    """Checklist."""

    title: str
    tasks: list[RawOption]


class RawDice(TypedDict):
    """Dice."""

    emoji: str
    value: int


class RawTitled(TypedDict):
    """Game and Invoice: all we show is the title."""

    title: str


class RawInbox(TypedDict, total=False):
    """DirectMessagesTopic: one person's talk with a channel."""

    topic_id: Required[int]


class RawTopic(TypedDict, total=False):
    """ForumTopicCreated and ForumTopicEdited."""

    name: str


RawMessage = TypedDict(
    "RawMessage",
    {
        "message_id": Required[int],
        "date": Required[int],
        "chat": Required[RawChat],
        "from": RawUser,
        "sender_chat": RawChat,
        "edit_date": int,
        "message_thread_id": int,
        "is_topic_message": bool,
        "is_automatic_forward": bool,
        "direct_messages_topic": RawInbox,
        "forward_origin": RawOrigin,
        "reply_to_message": "RawMessage",
        "media_group_id": str,
        "migrate_to_chat_id": int,
        "forum_topic_created": RawTopic,
        "forum_topic_edited": RawTopic,
        "text": str,
        "entities": list[RawEntity],
        "caption": str,
        "caption_entities": list[RawEntity],
        "photo": list[RawFile],
        "animation": RawFile,
        "video": RawFile,
        "video_note": RawFile,
        "live_photo": RawFile,
        "audio": RawFile,
        "voice": RawFile,
        "document": RawFile,
        "sticker": RawFile,
        "location": RawLocation,
        "venue": RawVenue,
        "contact": RawContact,
        "poll": RawPoll,
        "checklist": RawChecklist,
        "dice": RawDice,
        "game": RawTitled,
        "invoice": RawTitled,
        "rich_message": object,
    },
    total=False,
)


class RawReaction(TypedDict, total=False):
    """ReactionType: "emoji", "custom_emoji" or "paid"."""

    type: Required[str]
    emoji: str


class RawReacted(TypedDict, total=False):
    """MessageReactionUpdated."""

    chat: Required[RawChat]
    message_id: Required[int]
    date: Required[int]
    user: RawUser
    actor_chat: RawChat
    new_reaction: Required[list[RawReaction]]


class RawMember(TypedDict):
    """ChatMember in its six shapes."""

    user: RawUser
    status: str
    is_member: NotRequired[bool]


# ChatMemberUpdated; "from" is who changed it: in a private chat the person, who blocked us or let us in again
RawMembership = TypedDict(
    "RawMembership",
    {"chat": RawChat, "from": RawUser, "date": int, "old_chat_member": RawMember, "new_chat_member": RawMember},
)


class RawUpdate(TypedDict, total=False):
    """Update; at most one field beside its id."""

    update_id: Required[int]
    message: RawMessage
    edited_message: RawMessage
    channel_post: RawMessage
    edited_channel_post: RawMessage
    message_reaction: RawReacted
    my_chat_member: RawMembership
    chat_member: RawMembership


class RawMe(TypedDict, total=False):
    """User, as getMe returns it."""

    id: Required[int]
    first_name: Required[str]
    username: str
    can_read_all_group_messages: bool


class RawWebhookInfo(TypedDict, total=False):
    """WebhookInfo."""

    url: str
    pending_update_count: int
    last_error_date: int
    last_error_message: str
