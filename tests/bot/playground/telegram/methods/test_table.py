"""The table of methods against the facts of Bot API 10.1 (core.telegram.org/bots/api, release of 2026-06-11)."""

from __future__ import annotations

import pytest

from bot.playground.telegram.methods import METHODS
from tests.bot.playground.telegram.calls import Raw

# Each method with the parameters that its page calls required.
FACTS = {
    "answerCallbackQuery": "callback_query_id",
    "banChatMember": "chat_id user_id",
    "banChatSenderChat": "chat_id sender_chat_id",
    "copyMessage": "chat_id from_chat_id message_id",
    "deleteMessage": "chat_id message_id",
    "deleteMessages": "chat_id message_ids",
    "deleteWebhook": "",
    "editMessageCaption": "",
    "editMessageText": "",
    "forwardMessage": "chat_id from_chat_id message_id",
    "getChat": "chat_id",
    "getChatAdministrators": "chat_id",
    "getChatMember": "chat_id user_id",
    "getChatMemberCount": "chat_id",
    "getFile": "file_id",
    "getMe": "",
    "getUpdates": "",
    "getUserProfilePhotos": "user_id",
    "getWebhookInfo": "",
    "restrictChatMember": "chat_id user_id permissions",
    "sendAudio": "chat_id audio",
    "sendChatAction": "chat_id action",
    "sendDocument": "chat_id document",
    "sendMediaGroup": "chat_id media",
    "sendMessage": "chat_id text",
    "sendPhoto": "chat_id photo",
    "sendVideo": "chat_id video",
    "sendVoice": "chat_id voice",
    "setMessageReaction": "chat_id message_id",
    "setMyCommands": "commands",
    "setWebhook": "url",
    "unbanChatMember": "chat_id user_id",
    "unbanChatSenderChat": "chat_id sender_chat_id",
}
PLAUSIBLE = {"chat_id": 1, "from_chat_id": 1, "user_id": 1, "message_id": 1, "message_ids": [1], "sender_chat_id": -1}
WORDS = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "user_id": "invalid user_id specified",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "invalid file_id",
} | {kind: f"there is no {kind} in the request" for kind in ("photo", "document", "video", "audio", "voice")}
CALLS = [(name, missing) for name, required in FACTS.items() for missing in required.split()]


def test_every_method_exists_in_the_bot_api_and_asks_for_what_the_bot_api_asks_for() -> None:
    assert {method.name: " ".join(method.required) for method in METHODS} == FACTS


@pytest.mark.parametrize(("name", "missing"), CALLS)
async def test_a_call_without_a_required_parameter_is_a_bad_request(raw: Raw, name: str, missing: str) -> None:
    given = {other: PLAUSIBLE.get(other, "[]") for other in FACTS[name].split() if other != missing}

    reason = await raw.refusal(name, **given)

    assert reason == "Bad Request: " + WORDS.get(missing, f'parameter "{missing}" is required')
