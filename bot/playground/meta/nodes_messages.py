"""The fields and edges of conversations, private messages and the people in them.

Source: developers.facebook.com, Graph API reference "Conversation", "Message"; Instagram Platform "Conversations API":
of a conversation on Instagram only the last 20 messages have more than an id and a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from bot.playground.meta.fields import Field
from bot.playground.meta.nodes import ABSENT, Edge, Getter, Node, Reading, attribute, plain, read
from bot.playground.meta.records import Attachment, Author, Conversation, Message, Owner, Page, Person, Profile
from bot.playground.meta.refusals import Refusal, missing
from bot.playground.meta.speech import FEELINGS
from bot.playground.meta.wire import JsonObject, written

DETAILED = 20


def _messages(reading: Reading, conversation: Conversation, given: Mapping[str, str]) -> Sequence[Message]:
    return [one for one in reversed(conversation.messages.values()) if not one.removed]


def party(who: Author, owner: Owner) -> JsonObject:
    """Somebody as a party of a conversation."""
    if isinstance(owner, Profile):
        return {"username": who.username, "id": who.id}
    return {"name": who.name, "email": f"{who.id}@facebook.com", "id": who.id}


def _parties(reading: Reading, one: Conversation) -> JsonObject:
    return {"data": [party(one.person, one.owner), party(one.owner, one.owner)]}


def _to(reading: Reading, message: Message) -> JsonObject:
    talk = message.conversation
    return {"data": [party(talk.person if message.ours else talk.owner, talk.owner)]}


def is_detailed(message: Message) -> bool:
    """Whether a reader learns more of it than its id and time."""
    if isinstance(message.conversation.owner, Page):
        return True
    there = (one for one in reversed(message.conversation.messages.values()) if not one.removed)
    return any(one is message for one in islice(there, DETAILED))


def _detail(get: Getter) -> Getter:
    """A field that old messages on Instagram do not have."""

    def value(reading: Reading, message: Message, one: Field) -> object:
        return get(reading, message, one) if is_detailed(message) else ABSENT

    return value


def _attachments(reading: Reading, message: Message) -> object:
    files = [one for one in message.attachments if one.file is not None and one.kind != "story_mention"]
    return {"data": [_file(reading, one, at, message) for at, one in enumerate(files)]} if files else ABSENT


def _file(reading: Reading, attachment: Attachment, at: int, message: Message) -> JsonObject:
    assert attachment.file is not None
    file, url = attachment.file, reading.state.files.link(attachment.file)
    size: JsonObject = {"width": 960, "height": 720, "max_width": 960, "max_height": 720}
    about: JsonObject = {}
    if isinstance(message.conversation.owner, Page):
        about = {"id": f"{file.number}{at:03d}", "mime_type": file.mime, "name": file.name, "size": len(file.data)}
    match file.kind:
        case "image":
            return about | {"image_data": size | {"url": url, "preview_url": url, "image_type": 1}}
        case "video":
            return about | {"video_data": size | {"url": url, "preview_url": url}}
        case _:
            return about | {"file_url": url}


def _shares(reading: Reading, message: Message) -> object:
    links = [one.payload for one in message.attachments if one.file is None and "url" in one.payload]
    return {"data": [{"link": link["url"]} for link in links]} if links else ABSENT


def _story(reading: Reading, message: Message) -> object:
    mentions = [one for one in message.attachments if one.kind == "story_mention" and one.file is not None]
    if mentions and mentions[0].file is not None:
        return {"mention": {"link": reading.state.files.link(mentions[0].file), "id": str(mentions[0].file.number)}}
    return {"reply_to": {"link": message.story.get("url"), "id": message.story.get("id")}} if message.story else ABSENT


def _reactions(reading: Reading, message: Message) -> object:
    if not message.reactions:
        return ABSENT
    return {
        "data": [
            {"reaction": FEELINGS.get(emoji.rstrip("\ufe0f"), "other"), "emoji": emoji, "users": [{"id": who}]}
            for who, emoji in message.reactions.items()
        ]
    }


def _snippet(reading: Reading, one: Conversation) -> object:
    return next((message.text for message in _messages(reading, one, {})), ABSENT)


CONVERSATION = Node(
    "UnifiedThread",
    ("id", "link", "updated_time"),
    {
        "id": attribute("id"),
        "link": plain(lambda one: f"/{one.owner.id}/inbox/{one.id}/?section=messages"),
        "updated_time": plain(lambda one: written(one.updated)),
        "participants": read(_parties),
        "senders": read(_parties),
        "former_participants": plain(lambda one: {"data": []}),
        "message_count": plain(lambda one: len(one.messages)),
        "unread_count": plain(lambda one: one.unread),
        "can_reply": read(lambda reading, one: one.heard > reading.now - 86400),
        "snippet": read(_snippet),
        "name": plain(lambda one: ABSENT),
        "is_owner": plain(lambda one: not one.thread_owner),
    },
    {"messages": Edge(_messages, "messages")},
)

_EVERYWHERE: dict[str, Getter] = {
    "id": attribute("id"),
    "created_time": plain(lambda one: written(one.created)),
}
_DETAILS: dict[str, Getter] = {
    "from": plain(lambda one: party(one.who, one.conversation.owner)),
    "to": read(_to),
    "message": plain(lambda one: one.text),
    "attachments": read(_attachments),
    "shares": read(_shares),
    "story": read(_story),
    "reactions": read(_reactions),
    "reply_to": plain(lambda one: {"mid": one.reply_to.id} if one.reply_to is not None else ABSENT),
    "is_unsupported": plain(lambda one: True if one.unsupported else ABSENT),
    "sticker": plain(lambda one: ABSENT),
    "tags": plain(lambda one: {"data": [{"name": "inbox"}, {"name": "source:chat"}]}),
    "thread_id": plain(lambda one: one.conversation.id),
}
MESSAGE = Node("Message", ("id", "created_time"), _EVERYWHERE | {name: _detail(get) for name, get in _DETAILS.items()})


def _consented(reading: Reading, person: Person, one: Field) -> object:
    """A profile may be read of who wrote to one of the owners that the token reaches; others are not there."""
    known = False
    for owner in reading.state.things.values():
        talk = owner.conversations.get(person.id) if isinstance(owner, Owner) and reading.reaches(owner) else None
        known = known or talk is not None
        if talk is not None and talk.heard:
            reading.demand("messages", talk.owner)
            return _PERSON[one.name](person)
    raise Refusal(230) if known else missing(person.id)


_PERSON: dict[str, Callable[[Person], object]] = {
    "name": lambda one: one.name,
    "first_name": lambda one: one.name.partition(" ")[0],
    "last_name": lambda one: one.name.partition(" ")[2] or ABSENT,
    "username": lambda one: one.username,
    "locale": lambda one: "en_GB",
    "timezone": lambda one: 1,
    "gender": lambda one: ABSENT,
    "follower_count": lambda one: 212,
    "is_verified_user": lambda one: False,
    "is_user_follow_business": lambda one: True,
    "is_business_follow_user": lambda one: False,
}


def _profile_pic(reading: Reading, person: Person, one: Field) -> object:
    _consented(reading, person, Field("name"))
    return reading.state.files.link(person.picture) if person.picture is not None else ABSENT


PERSON = Node(
    "User",
    ("name", "first_name", "last_name", "profile_pic"),
    {"id": attribute("id"), "profile_pic": _profile_pic, **dict.fromkeys(_PERSON, _consented)},
)
