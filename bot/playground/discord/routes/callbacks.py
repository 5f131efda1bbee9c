"""The first answer to an interaction: within three seconds, and only one.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

from typing import Any

from bot.playground.discord import posting
from bot.playground.discord.calls import Call
from bot.playground.discord.interaction_records import COMPLETION, FIRST_ANSWER_WITHIN, SUBMIT, Interaction
from bot.playground.discord.interactions import metadata
from bot.playground.discord.modals import check_modal
from bot.playground.discord.posting import Said
from bot.playground.discord.records import EPHEMERAL, LOADING, Message
from bot.playground.discord.refusals import FormErrors, Refusal, invalid
from bot.playground.discord.routes.sight import seen_by
from bot.playground.discord.said import read_change, read_said
from bot.playground.discord.wire import JsonObject, number

PONG, SAY, SAY_LATER, NOTHING_YET, CHANGE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9


def answer(call: Call) -> JsonObject | None:
    """The first answer; refused when there was one, or when it comes too late."""
    interaction = call.state.interactions.get(call.names["interaction_token"])
    if interaction is None or interaction.id != number(call.names["interaction_id"]):
        raise Refusal(10062)
    if interaction.acknowledged:
        raise Refusal(40060)
    if call.now - interaction.time > FIRST_ANSWER_WITHIN:
        raise Refusal(10062)
    kind = call.given.get("type")
    data = call.given.get("data") or {}
    if kind not in _allowed(interaction):
        words = f"Value must be one of {set(_allowed(interaction))}."
        raise invalid(("type",), "BASE_TYPE_CHOICES", words)
    message = _ANSWERS[int(kind)](call, interaction, data)
    interaction.answer, interaction.answered_at = int(kind), call.now
    interaction.original = message or (interaction.message if kind in (NOTHING_YET, CHANGE) else None)
    if kind == SAY and message is not None:
        interaction.said.append(message)
    call.state.record(interaction.bot, "answer", interaction.channel, message, kind=kind)
    if call.query.get("with_response") not in ("1", "true"):
        return None
    return _response(call, interaction, message)


def say(call: Call, interaction: Interaction, given: JsonObject, more_flags: int = 0) -> Message:
    """A message that answers an interaction; ephemeral if the bot says so."""
    said = read_said(call, interaction.channel, given, in_reply=True)
    return _post(call, interaction, said, more_flags)


def _post(call: Call, interaction: Interaction, said: Said, more_flags: int = 0) -> Message:
    flags = said.flags | more_flags
    more = {
        "webhook_id": str(interaction.bot.application_id),
        "application_id": str(interaction.bot.application_id),
        "interaction_metadata": metadata(interaction),
    }
    complete = Said(
        said.content,
        said.components,
        said.embeds,
        said.attachments,
        flags=flags,
        kind=20 if interaction.kind == 2 else 0,
        allowed_mentions=said.allowed_mentions,
        more=more,
    )
    only_for = interaction.person if flags & EPHEMERAL else None
    return posting.post(call.state, interaction.channel, interaction.bot, complete, only_for=only_for)


def _allowed(interaction: Interaction) -> tuple[int, ...]:
    if interaction.kind == COMPLETION:
        return (CHOICES,)
    answers: tuple[int, ...] = (SAY, SAY_LATER)
    if interaction.message is not None:
        answers += (NOTHING_YET, CHANGE)
    return answers if interaction.kind == SUBMIT else (*answers, MODAL)


def _say(call: Call, interaction: Interaction, data: JsonObject) -> Message | None:
    return say(call, interaction, data)


def _say_later(call: Call, interaction: Interaction, data: JsonObject) -> Message | None:
    interaction.loading = True
    return _post(call, interaction, Said(flags=int(data.get("flags") or 0) & EPHEMERAL), LOADING)


def _nothing_yet(_call: Call, _interaction: Interaction, _data: JsonObject) -> Message | None:
    return None


def _change(call: Call, interaction: Interaction, data: JsonObject) -> Message | None:
    message = interaction.message
    if message is None or message.removed:
        raise Refusal(10008)
    posting.change(call.state, message, data.get("allowed_mentions"), **read_change(call, message, data))
    return message


def _choices(_call: Call, interaction: Interaction, data: JsonObject) -> Message | None:
    choices: list[Any] = data.get("choices") or []
    errors = FormErrors()
    if len(choices) > 25:
        errors.add(("data", "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for at, choice in enumerate(choices):
        errors.longer(("data", "choices", at, "name"), choice.get("name"), 100, 1)
        if isinstance(choice.get("value"), str):
            errors.longer(("data", "choices", at, "value"), choice["value"], 100)
    errors.check()
    interaction.choices = choices
    return None


def _modal(_call: Call, interaction: Interaction, data: JsonObject) -> Message | None:
    errors = FormErrors()
    check_modal(errors, data)
    errors.check()
    interaction.modal = data
    return None


def _response(call: Call, interaction: Interaction, message: Message | None) -> JsonObject:
    about: JsonObject = {"id": str(interaction.id), "type": interaction.kind}
    resource: JsonObject | None = None
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = interaction.loading
        about["response_message_ephemeral"] = message.ephemeral
    if message is not None and interaction.answer in (SAY, CHANGE):
        resource = {"type": interaction.answer, "message": seen_by(call.state, interaction.bot, message)}
    return {"interaction": about} | ({"resource": resource} if resource else {})


_ANSWERS = {
    SAY: _say,
    SAY_LATER: _say_later,
    NOTHING_YET: _nothing_yet,
    CHANGE: _change,
    CHOICES: _choices,
    MODAL: _modal,
}
ROUTES = {"POST /interactions/{interaction_id}/{interaction_token}/callback": answer}
