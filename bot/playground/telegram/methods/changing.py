"""Simulated methods that change what is there: edit, delete, react, answer a button."""

from __future__ import annotations

from bot.playground.telegram.methods._access import (
    Call,
    check_flood,
    find_message,
    standing,
    writable_chat,
)
from bot.playground.telegram.methods._content import buttons_of, caption_of, text_of
from bot.playground.telegram.records import Chat, Message
from bot.playground.telegram.refusals import bad_request
from bot.playground.telegram.wire import JsonObject

DELETABLE_FOR = 48 * 3600
MOST_DELETED = 100
QUERY_LIVES = 15 * 60
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
# Of https://core.telegram.org/bots/api#reactiontypeemoji
_REACTIONS = """
    ❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥
    🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇
    😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡
"""
REACTIONS = frozenset(_REACTIONS.split())


def edit_text(call: Call) -> JsonObject:
    """editMessageText."""
    content = text_of(call)
    chat, message = _editable(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _edit(call, chat, message, content, ("text", "entities"))


def edit_caption(call: Call) -> JsonObject:
    """editMessageCaption; no caption takes it away."""
    content = caption_of(call)
    chat, message = _editable(call)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _edit(call, chat, message, content, ("caption", "caption_entities"))


def delete_message(call: Call) -> bool:
    """Delete one message."""
    chat = writable_chat(call)
    message = find_message(call, chat, "message to delete")
    _check_deletable(call, message)
    message.removed = True
    call.note(chat, (message.id,))
    return True


def delete_messages(call: Call) -> bool:
    """Delete up to 100 messages; those that are not there are skipped."""
    ids = call.params.array("message_ids")
    if len(ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    chat = writable_chat(call)
    found = [chat.messages[number] for one in ids if (number := int(str(one))) in chat.messages]
    there = [message for message in found if not message.removed]
    for message in there:
        _check_deletable(call, message)
    for message in there:
        message.removed = True
    call.note(chat, tuple(message.id for message in there))
    return True


def set_reaction(call: Call) -> bool:
    """Set the bot's reaction; none takes it back."""
    reactions = call.params.mappings("reaction")
    chat = writable_chat(call)
    message = find_message(call, chat, "message to react")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(r.get("type") != "emoji" or r.get("emoji") not in REACTIONS for r in reactions):
        raise bad_request("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    call.note(chat, (message.id,), "".join(str(r["emoji"]) for r in reactions))
    return True


def answer_callback_query(call: Call) -> bool:
    """Answer a pressed button."""
    pressed = call.world.queries.pop(call.params.text("callback_query_id"), None)
    if pressed is None or call.world.clock.now() - pressed > QUERY_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    call.note(None, text=call.params.text("text"))
    return True


def _editable(call: Call) -> tuple[Chat, Message]:
    if "chat_id" not in call.params or "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(call)
    message = find_message(call, chat, "message to edit")
    theirs = message.sender is not call.bot.person
    if theirs and not (chat.type == "channel" and standing(call, chat).may("can_edit_messages")):
        raise bad_request("message can't be edited")
    return chat, message


def _edit(call: Call, chat: Chat, message: Message, content: JsonObject, names: tuple[str, str]) -> JsonObject:
    markup = buttons_of(call)
    content = content | ({"reply_markup": markup} if markup else {})
    replaced = (*names, "reply_markup")
    if {k: v for k, v in message.body.items() if k in replaced} == content:
        raise bad_request(NOT_MODIFIED)
    check_flood(call, chat)
    kept = {k: v for k, v in message.body.items() if k not in replaced}
    message.body = kept | content | {"edit_date": int(call.world.clock.now())}
    call.note(chat, (message.id,), message.text)
    return message.body


def _check_deletable(call: Call, message: Message) -> None:
    chat = message.chat
    young = call.world.clock.now() - message.date < DELETABLE_FOR
    own = message.sender is call.bot.person
    if chat.type == "private":
        allowed = young
    elif standing(call, chat).may("can_delete_messages"):
        allowed = young or chat.type != "group"
    else:
        allowed = own and young
    if not allowed:
        raise bad_request("message can't be deleted")
