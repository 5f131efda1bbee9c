"""What follows the first answer to an interaction, for fifteen minutes: more messages, and changes to them."""

from __future__ import annotations

from bot.playground.discord import posting
from bot.playground.discord.calls import Call
from bot.playground.discord.interaction_records import TOKEN_LASTS, Interaction
from bot.playground.discord.records import EPHEMERAL, LOADING, Message
from bot.playground.discord.refusals import Refusal
from bot.playground.discord.routes.callbacks import say
from bot.playground.discord.routes.sight import seen_by
from bot.playground.discord.said import read_change
from bot.playground.discord.wire import JsonObject, number


def follow_up(call: Call) -> JsonObject:
    """One more message; the first after a promise takes the promise's place."""
    interaction = _interaction(call)
    if interaction.loading and interaction.original is not None:
        return _fill(call, interaction, interaction.original)
    message = say(call, interaction, call.given)
    interaction.said.append(message)
    call.state.record(interaction.bot, "follow_up", interaction.channel, message)
    return seen_by(call.state, interaction.bot, message)


def read(call: Call) -> JsonObject:
    """A message that answered the interaction."""
    interaction = _interaction(call)
    return seen_by(call.state, interaction.bot, _message(call, interaction))


def edit(call: Call) -> JsonObject:
    """Other words for one of them."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    if interaction.loading and message is interaction.original:
        return _fill(call, interaction, message)
    changed = read_change(call, message, call.given)
    posting.change(call.state, message, call.given.get("allowed_mentions"), **changed)
    call.state.record(interaction.bot, "edit", interaction.channel, message)
    return seen_by(call.state, interaction.bot, message)


def delete(call: Call) -> None:
    """One of them goes."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    if message.ephemeral:
        message.removed = True
        call.state.bell.ring()
    else:
        posting.remove(call.state, [message])
    call.state.record(interaction.bot, "remove", interaction.channel, message)


def _interaction(call: Call) -> Interaction:
    interaction = call.state.interactions.get(call.names["webhook_token"])
    if interaction is None or interaction.bot.application_id != number(call.names["webhook_id"]):
        raise Refusal(10015)
    if call.now - interaction.time > TOKEN_LASTS:
        raise Refusal(50027)
    if not interaction.acknowledged:
        raise Refusal(10015)
    return interaction


def _message(call: Call, interaction: Interaction) -> Message:
    name = call.names.get("message_id", "@original")
    known = [*interaction.said, interaction.original]
    found = (
        interaction.original if name == "@original" else next((m for m in known if m and m.id == number(name)), None)
    )
    if found is None or found.removed:
        raise Refusal(10008)
    return found


def _fill(call: Call, interaction: Interaction, message: Message) -> JsonObject:
    given = call.given | {"flags": int(call.given.get("flags") or 0)}
    changed = read_change(call, message, given)
    changed["flags"] = changed["flags"] & ~LOADING | message.flags & EPHEMERAL
    posting.change(call.state, message, given.get("allowed_mentions"), **changed)
    interaction.loading = False
    interaction.said.append(message)
    call.state.record(interaction.bot, "answer", interaction.channel, message)
    return seen_by(call.state, interaction.bot, message)


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = {
    f"POST {_HOOK}": follow_up,
    f"GET {_HOOK}/messages/@original": read,
    f"PATCH {_HOOK}/messages/@original": edit,
    f"DELETE {_HOOK}/messages/@original": delete,
    f"GET {_HOOK}/messages/{{message_id}}": read,
    f"PATCH {_HOOK}/messages/{{message_id}}": edit,
    f"DELETE {_HOOK}/messages/{{message_id}}": delete,
}
