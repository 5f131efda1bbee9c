"""Which call of the Bot API carries out an action: pure, from the action and its files to a method and its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from telegram import (
    InputFile,
    InputMedia,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)

from bot.networks._left_out import refuse
from bot.networks._telegram_ids import Place, moved, place_of
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    Publish,
    React,
    Remove,
    Reply,
    Slow,
    Unblock,
    Unhide,
)
from inbox.capabilities import TextLimit
from inbox.errors import Rejected, Unsupported
from inbox.models import Media, MediaKind, RemoteId

TEXT: Final = TextLimit(4096, "utf16", caption=1024)
ALBUM: Final = 10
# Under 30 seconds, and over 366 days, means for ever (restrictChatMember, until_date); the rest is for other clocks.
SHORTEST_MUTE: Final = 45
LONGEST_MUTE: Final = 365 * 86_400
SENDS: Final[Mapping[MediaKind, tuple[str, str]]] = {
    "image": ("sendPhoto", "photo"),
    "video": ("sendVideo", "video"),
    "audio": ("sendAudio", "audio"),
    "voice": ("sendVoice", "voice"),
    "file": ("sendDocument", "document"),
    "sticker": ("sendSticker", "sticker"),
}
ALBUM_PARTS: Final[Mapping[MediaKind, Callable[..., InputMedia]]] = {
    "image": InputMediaPhoto,
    "video": InputMediaVideo,
    "audio": InputMediaAudio,
    "file": InputMediaDocument,
}
EVERYTHING: Final = {  # ChatPermissions; "pass True for all permissions to lift restrictions"
    "can_send_messages": True,
    "can_send_audios": True,
    "can_send_documents": True,
    "can_send_photos": True,
    "can_send_videos": True,
    "can_send_video_notes": True,
    "can_send_voice_notes": True,
    "can_send_polls": True,
    "can_send_other_messages": True,
    "can_add_web_page_previews": True,
    "can_react_to_messages": True,
    "can_change_info": True,
    "can_invite_users": True,
    "can_pin_messages": True,
    "can_manage_topics": True,
}
NOTHING_AT_ALL: Final = {"can_send_messages": False}

Fields = dict[str, object]
Files = Mapping[str, bytes]  # what stands behind each "blob:" ref


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API; values may hold telegram's InputFile and InputMedia."""

    method: str
    fields: Mapping[str, object]


def call_for(action: Action, files: Files, now: int) -> Call:
    """The call that carries out this action; `now` in unix ms.

    Raises Rejected or Unsupported, and ValueError when an id in the action is none of Telegram's.
    """
    match action:
        case Reply(thread=thread, text=text, to=to, media=media):
            return _message(_answering(place_of(thread), to), text, media, files)
        case DirectMessage(person=person, text=text, media=media):
            return _message({"chat_id": _human(person, "written to in private")}, text, media, files)
        case Publish(place=place, text=text, media=media):
            refuse(action, "Telegram")
            return _message(_public(place), text, media, files)
        case Edit(thread=thread, message=message, text=text):
            _fits(text, TEXT.most, "text")
            return Call("editMessageText", {**_one(thread, message), "text": text})
        case Remove(thread=thread, message=message):
            return Call("deleteMessage", _one(thread, message))
        case React(thread=thread, message=message, emoji=emoji):
            reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
            return Call("setMessageReaction", {**_one(thread, message), "reaction": reaction})
        case Mute() | Block() | Unblock():
            return _moderation(action, place_of(action.thread), now)
        case Slow():
            raise Unsupported("Telegram lets no bot switch on slow mode; somebody can in the group's own settings.")
        case Hide() | Unhide():
            raise Unsupported("Telegram cannot hide a message; it can only be removed for good.")


def _message(where: Fields, text: str, media: tuple[Media, ...], files: Files) -> Call:
    if not media:
        _fits(text, TEXT.most, "text")
        return Call("sendMessage", {**where, "text": text})
    if text:
        _fits(text, TEXT.caption, "text beside media")
    return _album(where, text, media, files) if len(media) > 1 else _single(where, text, media[0], files)


def _single(where: Fields, text: str, medium: Media, files: Files) -> Call:
    if medium.kind not in SENDS:
        raise Unsupported(f"A {medium.kind} cannot be sent to Telegram from here.")
    if medium.kind == "sticker" and text:
        raise Rejected("A sticker on Telegram has no text; send the text as a message of its own.")
    method, field = SENDS[medium.kind]
    sent: object = medium.ref
    if medium.ref in files:
        sent = InputFile(files[medium.ref], filename=medium.name or None)
    return Call(method, {**where, field: sent, **({"caption": text} if text else {})})


def _album(where: Fields, text: str, media: tuple[Media, ...], files: Files) -> Call:
    kinds = {medium.kind for medium in media}
    if len(media) > ALBUM:
        raise Rejected(f"An album on Telegram has at most {ALBUM} parts; this one has {len(media)}.")
    if not kinds <= ALBUM_PARTS.keys() or (len(kinds) > 1 and not kinds <= {"image", "video"}):
        raise Rejected("An album on Telegram is of pictures and videos, or of sounds alone, or of files alone.")
    parts = [_part(medium, text if first == 0 else "", files) for first, medium in enumerate(media)]
    return Call("sendMediaGroup", {**where, "media": parts})


def _part(medium: Media, caption: str, files: Files) -> InputMedia:
    sent: str | InputFile = medium.ref
    if medium.ref in files:
        sent = InputFile(files[medium.ref], filename=medium.name or None, attach=True)
    return ALBUM_PARTS[medium.kind](media=sent, caption=caption or None)


def _fits(text: str, most: int, what: str) -> None:
    length = TEXT.length(text)
    if length > most:
        raise Rejected(f"The {what} is {length} characters long; Telegram takes at most {most}.")


def _answering(place: Place, to: RemoteId | None) -> Fields:
    """Where a reply goes.

    A message joins the comments of a post by answering one of them: thread ids are taken in forums only (elsewhere
    "message thread not found", tdlib/telegram-bot-api issue 447). So a comment that is gone is an error there, while
    in a chat the answer is sent without its quotation.
    """
    fields: Fields = {"chat_id": place.chat}
    if place.topic:
        fields["message_thread_id"] = place.topic
    if place.talk:
        fields["direct_messages_topic_id"] = place.talk
    if to or place.post:
        answered = int(to) if to else place.post
        fields["reply_parameters"] = {"message_id": answered, "allow_sending_without_reply": not place.post}
    return fields


def _public(place: RemoteId) -> Fields:
    return {"chat_id": place} if place.startswith("@") else _answering(place_of(place), None)


def _one(thread: RemoteId, message: RemoteId) -> Fields:
    return {"chat_id": place_of(thread).chat, "message_id": int(message)}


def _human(person: RemoteId, what: str) -> int:
    if int(person) < 0:
        raise Unsupported(f"This is a channel or group that speaks as itself; on Telegram it cannot be {what}.")
    return int(person)


def _moderation(action: Mute | Block | Unblock, place: Place, now: int) -> Call:
    """Telegram bars people from groups, and channels from speaking in them; a bot cannot block anybody in private."""
    if place.chat > 0 or place.talk:
        raise Unsupported("On Telegram a bot cannot mute or block anybody in a private chat.")
    person = int(action.person)
    match action:
        case Mute(seconds=seconds):
            return _mute(place, _human(action.person, "muted; block it instead"), seconds, now)
        case Unblock() if not place.supergroup:
            raise Unsupported("A group that is no supergroup keeps nobody out for good: invite them there again.")
        case Block() if person < 0:
            return Call("banChatSenderChat", {"chat_id": place.chat, "sender_chat_id": person})
        case Block():
            return Call("banChatMember", {"chat_id": place.chat, "user_id": person})
        case Unblock() if person < 0:
            return Call("unbanChatSenderChat", {"chat_id": place.chat, "sender_chat_id": person})
    return Call("unbanChatMember", {"chat_id": place.chat, "user_id": person, "only_if_banned": True})


def _mute(place: Place, person: int, seconds: int, now: int) -> Call:
    if not place.supergroup:
        raise Unsupported(
            "Telegram mutes people in supergroups only; make this group one in its settings, or block instead."
        )
    if seconds > LONGEST_MUTE:
        raise Rejected(
            "Telegram mutes for a year at most, and longer is for ever; choose a shorter time, or block instead."
        )
    fields: Fields = {"chat_id": place.chat, "user_id": person}
    if seconds <= 0:
        return Call("restrictChatMember", {**fields, "permissions": EVERYTHING})
    until = now // 1000 + max(seconds, SHORTEST_MUTE)
    return Call("restrictChatMember", {**fields, "permissions": NOTHING_AT_ALL, "until_date": until})


def after_move(action: Action, chat: int) -> Action:
    """The same action in the supergroup that the group has become."""
    match action:
        case Publish(place=place):
            return replace(action, place=moved(place, chat))
        case DirectMessage():
            return action
    return replace(action, thread=moved(action.thread, chat))
