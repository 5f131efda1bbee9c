"""Reading, sending, editing and deleting messages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from bot.playground.discord import permissions, posting
from bot.playground.discord.calls import Call, channel_of, demand, may, message_in
from bot.playground.discord.records import ANNOUNCEMENT, CROSSPOSTED, DIRECT, Channel
from bot.playground.discord.refusals import Refusal
from bot.playground.discord.routes.sight import shown
from bot.playground.discord.said import read_change, read_said
from bot.playground.discord.wire import JsonObject, moment_of, number

OLD, OLD_EDITS = 3600.0, 30  # how many edits an old message takes is not published
TOO_OLD_FOR_BULK = 14 * 24 * 3600.0


def read(call: Call) -> list[JsonObject]:
    """A page of a channel's messages, newest first."""
    channel = channel_of(call)
    limit = call.amount("limit", 50, 100)
    if not may(call, channel, permissions.READ_MESSAGE_HISTORY):
        return []
    messages = list(channel.messages.values())
    ids = [message.id for message in messages]
    if "after" in call.query:
        start = bisect_right(ids, number(call.query["after"]))
        page = messages[start : start + limit]
    elif "around" in call.query:
        middle = bisect_left(ids, number(call.query["around"]))
        page = messages[max(0, middle - limit // 2) :][:limit]
    else:
        before = number(call.query["before"]) if "before" in call.query else 1 << 64
        page = messages[: bisect_left(ids, before)][-limit:]
    return [shown(call, message) for message in reversed(page)]


def read_one(call: Call) -> JsonObject:
    """One message."""
    channel = channel_of(call, permissions.READ_MESSAGE_HISTORY)
    return shown(call, message_in(call, channel))


def send(call: Call) -> JsonObject:
    """A new message; one that was sent with the same nonce moments ago is given again."""
    channel = channel_of(call)
    check_may_send(call, channel)
    nonce = call.given.get("nonce")
    if nonce is not None and call.given.get("enforce_nonce"):
        earlier = call.state.with_nonce(call.bot, channel, str(nonce))
        if earlier is not None:
            return shown(call, earlier) | {"nonce": nonce}
    said = read_said(call, channel, call.given)
    message = posting.post(call.state, channel, call.bot, said)
    call.state.record(call.bot, "send", channel, message)
    if nonce is None:
        return shown(call, message)
    call.state.remember_nonce(call.bot, channel, str(nonce), message)
    return shown(call, message) | {"nonce": nonce}


def edit(call: Call) -> JsonObject:
    """Other words for one of the bot's own messages."""
    channel = channel_of(call)
    message = message_in(call, channel)
    if message.author is not call.bot:
        raise Refusal(50005)
    if channel.archived:
        raise Refusal(50083)
    if call.now - message.time > OLD:
        message.old_edits += 1
        if message.old_edits > OLD_EDITS:
            raise Refusal(30046)
    changed = read_change(call, message, call.given)
    posting.change(call.state, message, call.given.get("allowed_mentions"), **changed)
    call.state.record(call.bot, "edit", channel, message)
    return shown(call, message)


def delete(call: Call) -> None:
    """Delete a message: the bot's own, or with MANAGE_MESSAGES anybody's."""
    channel = channel_of(call)
    message = message_in(call, channel)
    if message.author is not call.bot:
        if channel.kind == DIRECT:
            raise Refusal(50003)
        demand(call, channel, permissions.MANAGE_MESSAGES)
    posting.remove(call.state, [message])
    call.state.record(call.bot, "remove", channel, message, reason=call.reason)


def delete_many(call: Call) -> None:
    """Delete 2 to 100 messages that are younger than two weeks."""
    channel = channel_of(call, permissions.MANAGE_MESSAGES)
    ids = [number(one) for one in call.given.get("messages") or ()]
    if not 2 <= len(ids) <= 100:
        raise Refusal(50016)
    if any(call.now - moment_of(one) > TOO_OLD_FOR_BULK for one in ids):
        raise Refusal(50034)
    found = [channel.messages[one] for one in ids if one in channel.messages]
    if found:
        posting.remove(call.state, found)
    for message in found:
        call.state.record(call.bot, "remove", channel, message, reason=call.reason)


def crosspost(call: Call) -> JsonObject:
    """Publish a message of an announcement channel to the channels that follow it."""
    channel = channel_of(call, permissions.SEND_MESSAGES)
    message = message_in(call, channel)
    if channel.kind != ANNOUNCEMENT:
        raise Refusal(50024)
    if message.author is not call.bot:
        demand(call, channel, permissions.MANAGE_MESSAGES)
    if message.flags & CROSSPOSTED:
        raise Refusal(40033)
    posting.update_quietly(call.state, message, flags=message.flags | CROSSPOSTED)
    call.state.record(call.bot, "crosspost", channel, message)
    return shown(call, message)


def check_may_send(call: Call, channel: Channel) -> None:
    """Raise Refusal when the bot cannot say anything there, whatever it is."""
    if channel.kind == DIRECT:
        _check_direct(call, channel)
        return
    if not posting.is_written_in(channel):
        raise Refusal(50008)
    demand(call, channel, permissions.SEND_MESSAGES_IN_THREADS if channel.is_thread else permissions.SEND_MESSAGES)
    manages = may(call, channel, permissions.MANAGE_THREADS)
    if channel.thread is not None and channel.thread.locked and not manages:
        raise Refusal(160005)
    if wait := posting.slowed(call.state, channel, call.bot):
        raise Refusal(20016, retry_after=wait)


def _check_direct(call: Call, channel: Channel) -> None:
    person = channel.pair[0] if channel.pair else None
    if person is None or person.id not in call.state.people:
        raise Refusal(50007)
    meets = any({person.id, call.bot.id} <= guild.members.keys() for guild in call.state.guilds.values())
    if call.bot.id in person.blocked or not person.takes_direct or not meets:
        raise Refusal(50007)


ROUTES = {
    "GET /channels/{channel_id}/messages": read,
    "GET /channels/{channel_id}/messages/{message_id}": read_one,
    "POST /channels/{channel_id}/messages": send,
    "PATCH /channels/{channel_id}/messages/{message_id}": edit,
    "DELETE /channels/{channel_id}/messages/{message_id}": delete,
    "POST /channels/{channel_id}/messages/bulk-delete": delete_many,
    "POST /channels/{channel_id}/messages/{message_id}/crosspost": crosspost,
}
