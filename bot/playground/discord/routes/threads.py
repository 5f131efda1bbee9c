"""Threads and the posts of forums: opening, changing, listing, joining."""

from __future__ import annotations

from bot.playground.discord import permissions, places
from bot.playground.discord.archiving import archive
from bot.playground.discord.bodies import thread_body, thread_member_body
from bot.playground.discord.calls import Call, channel_of, demand, guild_of, may, message_in, person_of
from bot.playground.discord.posting import Said
from bot.playground.discord.records import (
    ANNOUNCEMENT,
    FORUM,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    TEXT,
    Channel,
    Message,
    ThreadPart,
)
from bot.playground.discord.refusals import FormErrors, Refusal, invalid
from bot.playground.discord.routes.sight import shown
from bot.playground.discord.said import read_said
from bot.playground.discord.wire import JsonObject, moment, number

QUIET = (60, 1440, 4320, 10080)
MOST_APPLIED = 5
LONGEST_SLOWMODE = 21_600


def open_on_message(call: Call) -> JsonObject:
    """A thread that hangs on a message."""
    channel = channel_of(call, permissions.CREATE_PUBLIC_THREADS)
    message = message_in(call, channel)
    if channel.kind not in (TEXT, ANNOUNCEMENT):
        raise Refusal(50024)
    if message.thread is not None:
        raise Refusal(160004)
    return _open(call, channel, message)[0]


def open_beside(call: Call) -> JsonObject:
    """A thread without a message, or a post of a forum with its first message."""
    channel = channel_of(call)
    if channel.kind == FORUM:
        return _open_post(call, channel)
    if channel.kind not in (TEXT, ANNOUNCEMENT):
        raise Refusal(50024)
    kind = int(call.given.get("type") or PRIVATE_THREAD)
    private = kind == PRIVATE_THREAD
    demand(call, channel, permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS)
    return _open(call, channel, None, kind=kind)[0]


def change_thread(call: Call, thread: Channel) -> JsonObject:
    """A new name, tags, or putting away and bringing back; raises Refusal."""
    part, given = thread.thread, call.given
    if part is None:
        raise Refusal(50024)
    _check_may_change(call, thread, part)
    _check_form(given, thread.parent)
    tags = _applied(thread.parent, given["applied_tags"]) if given.get("applied_tags") is not None else None
    if part.archived and given.get("archived", True):
        raise Refusal(50083)
    renamed = given.get("name", thread.name) != thread.name
    if renamed and call.limits is not None:
        call.limits.take_rename(call.bot.id, thread.id, call.now)
    thread.name = str(given.get("name", thread.name))
    thread.slowmode = slowmode_from(given, thread)
    part.quiet_minutes = int(given.get("auto_archive_duration") or part.quiet_minutes)
    part.locked = bool(given.get("locked", part.locked))
    part.applied_tags = part.applied_tags if tags is None else tags
    if given.get("archived", part.archived) is not part.archived:
        if part.archived:
            _check_room(thread)
        archive(call.state, thread, on=bool(given["archived"]))
    else:
        places.channel_changed(call.state, thread)
    return thread_body(thread, call.bot)


def slowmode_from(given: JsonObject, channel: Channel) -> int:
    """The slow mode that a change leaves a channel or thread with; raises Refusal for too long a one."""
    if "rate_limit_per_user" not in given:
        return channel.slowmode
    seconds = int(given["rate_limit_per_user"] or 0)
    if not 0 <= seconds <= LONGEST_SLOWMODE:
        words = f"int value should be between 0 and {LONGEST_SLOWMODE}."
        raise invalid(("rate_limit_per_user",), "NUMBER_TYPE_MAX", words)
    return seconds


def active(call: Call) -> JsonObject:
    """The threads of a guild that are not put away."""
    guild = guild_of(call)
    threads = [thread for thread in guild.threads.values() if not thread.archived and call.state.may(call.bot, thread)]
    return _listed(call, threads) | {"has_more": False}


def archived(call: Call) -> JsonObject:
    """The threads of a channel that were put away, the latest first."""
    channel = channel_of(call, permissions.READ_MESSAGE_HISTORY)
    limit = call.amount("limit", 50, 100)
    before = moment(call.query["before"].replace(" ", "+")) if "before" in call.query else float("inf")
    private = call.route.endswith("private")
    found = [
        thread
        for thread in channel.threads
        if thread.thread is not None
        and thread.archived
        and (thread.kind == PRIVATE_THREAD) is private
        and thread.thread.archive_changed < before
    ]
    found.sort(key=lambda thread: thread.thread.archive_changed if thread.thread else 0.0, reverse=True)
    return _listed(call, found[:limit]) | {"has_more": len(found) > limit}


def join(call: Call) -> None:
    """The bot joins a thread."""
    thread = _thread(call)
    thread.members.add(call.bot.id)


def leave(call: Call) -> None:
    """The bot leaves a thread."""
    _thread(call).members.discard(call.bot.id)


def add(call: Call) -> None:
    """Somebody is brought into a thread."""
    _thread(call).members.add(person_of(call).id)


def remove(call: Call) -> None:
    """Somebody is taken out of a thread."""
    demand(call, channel_of(call), permissions.MANAGE_THREADS)
    _thread(call).members.discard(person_of(call).id)


def members(call: Call) -> list[JsonObject]:
    """Who is in a thread."""
    thread = channel_of(call)
    return [thread_member_body(thread, person) for person in _thread(call).members]


def _thread(call: Call) -> ThreadPart:
    thread = channel_of(call).thread
    if thread is None:
        raise Refusal(50024)
    return thread


def _open_post(call: Call, forum: Channel) -> JsonObject:
    demand(call, forum, permissions.SEND_MESSAGES)
    given = call.given
    if not isinstance(given.get("message"), dict):
        raise invalid(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    if forum.demands_tag and not given.get("applied_tags"):
        raise Refusal(40067)
    said = read_said(call, forum, given["message"])
    body, message = _open(call, forum, None, first=said)
    return body | {"message": shown(call, message)} if message is not None else body


def _open(
    call: Call, parent: Channel, on: Message | None, *, kind: int = 0, first: Said | None = None
) -> tuple[JsonObject, Message | None]:
    given = call.given
    _check_form(given, parent, needed=("name",))
    _check_room(parent)
    thread, message = places.start_thread(
        call.state,
        parent,
        call.bot,
        str(given["name"]),
        message=on,
        quiet_minutes=int(given.get("auto_archive_duration") or 4320),
        tags=_applied(parent, given.get("applied_tags") or []),
        first=first,
        kind=0 if kind in (0, PUBLIC_THREAD) else kind,
    )
    call.state.record(call.bot, "open_thread", thread, message, name=thread.name)
    return thread_body(thread, call.bot), message


def _check_room(channel: Channel) -> None:
    """Raise Refusal when the guild has as many threads as it may have that are not put away."""
    guild = channel.guild
    if guild is not None and sum(not thread.archived for thread in guild.threads.values()) >= guild.most_threads:
        raise Refusal(160006)


def _check_form(given: JsonObject, parent: Channel | None, needed: tuple[str, ...] = ()) -> None:
    errors = FormErrors()
    if "name" in given or "name" in needed:
        errors.longer(("name",), given.get("name"), 100, 1)
    if given.get("auto_archive_duration") not in (None, *QUIET):
        errors.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Value must be one of {QUIET}.")
    tags = given.get("applied_tags") or []
    if len(tags) > MOST_APPLIED:
        errors.add(("applied_tags",), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_APPLIED} or fewer in length.")
    if tags and (parent is None or parent.kind != FORUM):
        raise Refusal(40066)
    errors.check()


def _applied(parent: Channel | None, given: list[object]) -> list[int]:
    known = {int(tag["id"]) for tag in parent.tags} if parent is not None else set()
    tags = [number(one) for one in given]
    if not set(tags) <= known:
        raise invalid(("applied_tags",), "THREAD_INVALID_TAGS", "One or more of the tags are not available")
    return tags


def _check_may_change(call: Call, thread: Channel, part: ThreadPart) -> None:
    if may(call, thread, permissions.MANAGE_THREADS):
        return
    own = part.owner_id == call.bot.id and "locked" not in call.given and not part.locked
    if not own:
        raise Refusal(50013)


def _listed(call: Call, threads: list[Channel]) -> JsonObject:
    mine = [thread for thread in threads if thread.thread is not None and call.bot.id in thread.thread.members]
    return {
        "threads": [thread_body(thread, call.bot) for thread in threads],
        "members": [thread_member_body(thread, call.bot.id) for thread in mine],
    }


ROUTES = {
    "POST /channels/{channel_id}/messages/{message_id}/threads": open_on_message,
    "POST /channels/{channel_id}/threads": open_beside,
    "GET /guilds/{guild_id}/threads/active": active,
    "GET /channels/{channel_id}/threads/archived/public": archived,
    "GET /channels/{channel_id}/threads/archived/private": archived,
    "PUT /channels/{channel_id}/thread-members/@me": join,
    "DELETE /channels/{channel_id}/thread-members/@me": leave,
    "PUT /channels/{channel_id}/thread-members/{user_id}": add,
    "DELETE /channels/{channel_id}/thread-members/{user_id}": remove,
    "GET /channels/{channel_id}/thread-members": members,
}
