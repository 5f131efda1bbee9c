"""Reactions: putting one, taking one back, seeing whose there are."""

from __future__ import annotations

from bot.playground.discord import permissions, posting
from bot.playground.discord.bodies import user_body
from bot.playground.discord.calls import Call, channel_of, demand, message_in, person_of
from bot.playground.discord.records import Message
from bot.playground.discord.refusals import Refusal
from bot.playground.discord.wire import JsonObject


def _emoji(call: Call) -> str:
    text = call.names["emoji_name"]
    name, _, number = text.partition(":")
    if name and (number.isdigit() if number else not name.isascii()):
        return text
    raise Refusal(10014)


def _message(call: Call, needed: int = permissions.READ_MESSAGE_HISTORY) -> Message:
    channel = channel_of(call, needed)
    message = message_in(call, channel)
    if call.method != "GET" and channel.archived:
        raise Refusal(50083)
    return message


def put(call: Call) -> None:
    """React as the bot; with a new emoji only where ADD_REACTIONS is given."""
    message, emoji = _message(call), _emoji(call)
    if emoji not in message.reactions:
        demand(call, message.channel, permissions.ADD_REACTIONS)
    posting.react(call.state, message, call.bot, emoji, on=True)
    call.state.record(call.bot, "react", message.channel, message, emoji=emoji)


def take(call: Call) -> None:
    """Take the bot's reaction back."""
    message, emoji = _message(call), _emoji(call)
    posting.react(call.state, message, call.bot, emoji, on=False)
    call.state.record(call.bot, "unreact", message.channel, message, emoji=emoji)


def take_from(call: Call) -> None:
    """Take somebody's reaction away."""
    message = _message(call, permissions.MANAGE_MESSAGES)
    posting.react(call.state, message, person_of(call), _emoji(call), on=False)


def who(call: Call) -> list[JsonObject]:
    """Who reacted so."""
    message = _message(call)
    limit, after = call.amount("limit", 25, 100), int(call.query.get("after", "0"))
    people = sorted(number for number in message.reactions.get(_emoji(call), []) if number > after)
    return [user_body(call.state.people[number]) for number in people[:limit]]


_ONE = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}"
ROUTES = {
    f"PUT {_ONE}/@me": put,
    f"DELETE {_ONE}/@me": take,
    f"DELETE {_ONE}/{{user_id}}": take_from,
    f"GET {_ONE}": who,
}
