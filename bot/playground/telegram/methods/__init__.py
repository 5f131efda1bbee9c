"""The table of simulated Bot API methods: what each needs and what it does.

Required parameters: https://core.telegram.org/bots/api, Bot API 10.1, read 2026-11.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import CoroutineType

from bot.playground.telegram.methods import asking, changing, members, receiving, sending
from bot.playground.telegram.methods._access import Call
from bot.playground.telegram.refusals import Refusal, bad_request

__all__ = ["METHODS", "Call", "Method", "method_named", "perform"]


@dataclass(frozen=True, slots=True)
class Method:
    """A method's name, what it does, and the parameters without which it is refused."""

    name: str
    run: Callable[[Call], object]
    required: tuple[str, ...] = ()


METHODS: tuple[Method, ...] = (
    Method("getMe", receiving.get_me),
    Method("getUpdates", receiving.get_updates),
    Method("setWebhook", receiving.set_webhook, ("url",)),
    Method("deleteWebhook", receiving.delete_webhook),
    Method("getWebhookInfo", receiving.get_webhook_info),
    Method("sendMessage", sending.send_message, ("chat_id", "text")),
    Method("sendPhoto", sending.send_media, ("chat_id", "photo")),
    Method("sendDocument", sending.send_media, ("chat_id", "document")),
    Method("sendVideo", sending.send_media, ("chat_id", "video")),
    Method("sendAudio", sending.send_media, ("chat_id", "audio")),
    Method("sendVoice", sending.send_media, ("chat_id", "voice")),
    Method("sendMediaGroup", sending.send_media_group, ("chat_id", "media")),
    Method("copyMessage", sending.copy_message, ("chat_id", "from_chat_id", "message_id")),
    Method("forwardMessage", sending.forward_message, ("chat_id", "from_chat_id", "message_id")),
    Method("sendChatAction", sending.send_chat_action, ("chat_id", "action")),
    Method("editMessageText", changing.edit_text),
    Method("editMessageCaption", changing.edit_caption),
    Method("deleteMessage", changing.delete_message, ("chat_id", "message_id")),
    Method("deleteMessages", changing.delete_messages, ("chat_id", "message_ids")),
    Method("setMessageReaction", changing.set_reaction, ("chat_id", "message_id")),
    Method("answerCallbackQuery", changing.answer_callback_query, ("callback_query_id",)),
    Method("banChatMember", members.ban_member, ("chat_id", "user_id")),
    Method("unbanChatMember", members.unban_member, ("chat_id", "user_id")),
    Method("restrictChatMember", members.restrict_member, ("chat_id", "user_id", "permissions")),
    Method("banChatSenderChat", members.ban_sender_chat, ("chat_id", "sender_chat_id")),
    Method("unbanChatSenderChat", members.unban_sender_chat, ("chat_id", "sender_chat_id")),
    Method("getFile", asking.get_file, ("file_id",)),
    Method("getChat", asking.get_chat, ("chat_id",)),
    Method("getChatMember", asking.get_member, ("chat_id", "user_id")),
    Method("getChatMemberCount", asking.get_member_count, ("chat_id",)),
    Method("getChatAdministrators", asking.get_administrators, ("chat_id",)),
    Method("getUserProfilePhotos", asking.get_photos, ("user_id",)),
    Method("setMyCommands", asking.set_commands, ("commands",)),
)
_BY_NAME = {method.name.lower(): method for method in METHODS}
_MAY_BE_EMPTY = frozenset({"url"})
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "user_id": "invalid user_id specified",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "file_id": "invalid file_id",
}


def method_named(name: str) -> Method:
    """The method of this name in any case; raises Refusal (404)."""
    method = _BY_NAME.get(name.lower())
    if method is None:
        raise Refusal(404)
    return method


async def perform(method: Method, call: Call) -> object:
    """Do what a call asks; its result, ready for JSON. Raises Refusal."""
    for name in method.required:
        if name in call.params.uploads or (name in call.params and name in _MAY_BE_EMPTY):
            continue
        if not call.params.text(name):
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    result = method.run(call)
    return await result if isinstance(result, CoroutineType) else result
