"""What one dispatch of Discord's gateway tells us: pure, from the raw event and what is known to a list of Incoming."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast

from bot.networks._discord_ids import link, moment, remote, snowflake
from bot.networks._discord_known import Channel, Known, emoji_of
from bot.networks._discord_said import is_said, media_of, text_of
from bot.networks._discord_scope import FORUMS, THREADS, Scope
from bot.networks._discord_shapes import (
    RawDispatch,
    RawMembership,
    RawMessage,
    RawReaction,
    RawRemoved,
)
from bot.networks._payloads import a_text
from inbox.incoming import ContactLeft, Incoming, MessageEdited, MessageRemoved, NewMessage, Reacted, Unreadable
from inbox.models import Contact, RemoteId, Subject, Thread

DM: Final = 1
ANNOUNCEMENT: Final = 5


@dataclass(frozen=True, slots=True)
class Ours:
    """Who counts as us beside the bot, what is read, and whether other bots are people to us."""

    scope: Scope = field(default_factory=Scope)
    staff: frozenset[str] = frozenset()  # ids of users and roles, and names of roles
    bots: bool = False


EVERYBODY: Final = Ours()


def parse(payload: object, me: int, known: Known, ours: Ours = EVERYBODY, at: int = 0) -> list[Incoming]:
    """What a dispatch tells us; `me` is the bot, `at` (unix ms) when it came. Raises one of MALFORMED when it is none.

    What tells an inbox nothing (typing, presence, interactions), and places that are not read, give an empty list.
    """
    dispatch = cast("RawDispatch", payload)
    read = READERS.get(dispatch["t"])
    return read(dispatch["d"], _Reading(me, known, ours, at)) if read else []


def said(message: RawMessage, me: int, known: Known, ours: Ours = EVERYBODY) -> list[Incoming]:
    """What a message from the history of a channel tells us: that it was said, and that it was changed since."""
    reading = _Reading(me, known, ours, 0)
    return _said(message, reading) + _edited(message, reading)


def unreadable(payload: object, why: Exception, at: int) -> Unreadable:
    """Keep what could not be understood, under a digest of it."""
    try:
        raw = payload if isinstance(payload, str) else json.dumps(payload, default=str)
    except RecursionError:
        raw = "(nested too deeply to be kept)"
    name = hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()[:16]
    return Unreadable(name, a_text(raw), f"{type(why).__name__}: {why}", at)


def about(dispatch: RawDispatch) -> tuple[int, int]:
    """The channel and the server in which something was said or done; zeros for what happens elsewhere."""
    told = dispatch.get("d")
    if dispatch.get("t") not in IN_CHANNELS or not isinstance(told, dict):
        return 0, 0
    return snowflake(told["channel_id"]), snowflake(told.get("guild_id", 0))


@dataclass(frozen=True, slots=True)
class _Reading:
    """All that one reading may look at."""

    me: int
    known: Known
    ours: Ours
    at: int

    def place(self, channel: int, guild: int, type: int = 0) -> Channel | None:
        """The channel, if it is one that we read; of an unknown one only what its event says."""
        found = self.known.channels.get(channel) or Channel(channel, type if guild else DM, guild)
        return found if self.ours.scope.reads(found, self.known) else None

    def thread(self, place: Channel) -> Thread:
        """The thread of our inbox that a channel is."""
        if not place.guild:
            return Thread(remote(place.id), "direct")
        subject = self.known.subjects.get(place.id)
        return Thread(remote(place.id), "comments" if subject else "group", title(place, self.known), subject)

    def author(self, message: RawMessage) -> Contact | None:
        """Who said it; None for us: the bot, or one of the staff in a server."""
        user, member = message["author"], message.get("member", {})
        if snowflake(user["id"]) == self.me or ("guild_id" in message and self._is_staff(message)):
            return None
        return self.known.meet(user, member)

    def _is_staff(self, message: RawMessage) -> bool:
        guild = self.known.guilds.get(snowflake(message["guild_id"]))
        roles = message.get("member", {}).get("roles", ())
        names = {guild.roles[snowflake(role)][0] for role in roles if guild and snowflake(role) in guild.roles}
        return not self.ours.staff.isdisjoint({str(message["author"]["id"]), *map(str, roles), *names})

    def counts(self, message: RawMessage) -> bool:
        """Whether it was said by somebody we listen to: a person, us, or another bot where those count."""
        author = message["author"]
        if snowflake(author["id"]) == self.me and "webhook_id" not in message:
            return True
        return self.ours.bots or not (author.get("bot") or "webhook_id" in message)


def title(place: Channel, known: Known) -> str:
    """What a place is called: the server, the channel, and the thread in it."""
    guild, parent = known.guilds.get(place.guild), known.channels.get(place.parent)
    names = [guild.name if guild else ""]
    if place.type in THREADS:
        names += [f"#{parent.name}" if parent else "", place.name]
    else:
        names += [f"#{place.name}" if place.name else ""]
    return ": ".join(name for name in names if name)


def hangs_on(place: Channel, starter: RawMessage | None, me: int, known: Known) -> Subject | None:
    """The post that a thread is the comments of: ours, or one of an announcement channel. None: people's own talk.

    `starter` is the message from which the thread was opened, in a forum its first; None when that is gone.
    """
    parent = known.channels.get(place.parent)
    if starter is None or parent is None:
        return None
    if parent.type != ANNOUNCEMENT and snowflake(starter["author"]["id"]) != me:
        return None
    channel = place.id if parent.type in FORUMS else parent.id
    address = link(place.guild, channel, snowflake(starter["id"]))
    return Subject(remote(starter["id"]), text_of(starter, known), address, media_of(starter))


def _said(told: object, reading: _Reading) -> list[Incoming]:
    message = cast("RawMessage", told)
    if not is_said(message) or not reading.counts(message):
        return []
    place = _place_of(message, reading)
    if place is None:
        return []
    thread, id = reading.thread(place), snowflake(message["id"])
    if thread.subject and remote(id) == thread.subject.remote:
        return []  # what is commented on is no comment
    return [
        NewMessage(
            thread,
            remote(id),
            reading.author(message),
            text_of(message, reading.known),
            moment(id),
            media_of(message),
            _answers(message),
        )
    ]


def _edited(told: object, reading: _Reading) -> list[Incoming]:
    """An edit has a time; Discord also tells of pins, previews of links and the like, which change nothing said.

    Of messages from before our time nothing is in the inbox, so a change to them is no news either.
    """
    message = cast("RawMessage", told)
    changed = message.get("edited_timestamp")
    if not changed or "author" not in message or snowflake(message["id"]) < reading.known.since:
        return []
    at = round(datetime.fromisoformat(changed).timestamp() * 1000)
    return [
        MessageEdited(one.thread, one.id, one.author, one.text, at, one.media)
        for one in _said(told, reading)
        if isinstance(one, NewMessage)
    ]


def _answers(message: RawMessage) -> RemoteId | None:
    """The message it answers, if that stands in the same channel; a forward points elsewhere and answers nothing."""
    reference = message.get("message_reference", {})
    if reference.get("type", 0) != 0 or not reference.get("message_id"):
        return None
    here = snowflake(reference.get("channel_id", message["channel_id"])) == snowflake(message["channel_id"])
    return remote(reference["message_id"]) if here else None


def _place_of(told: RawMessage | RawReaction | RawRemoved, reading: _Reading) -> Channel | None:
    kind = int(cast("RawMessage", told).get("channel_type", 0))
    return reading.place(snowflake(told["channel_id"]), snowflake(told.get("guild_id", 0)), kind)


def _removed(told: object, reading: _Reading) -> list[Incoming]:
    removed = cast("RawRemoved", told)
    place = _place_of(removed, reading)
    ids = removed["ids"] if "ids" in removed else [removed["id"]]
    return [MessageRemoved(reading.thread(place), remote(id), reading.at) for id in ids] if place else []


def _reacted(told: object, reading: _Reading) -> list[Incoming]:
    """Reactions are learned before they are read: of several by one person our inbox shows all, as one text."""
    raw = cast("RawReaction", told)
    person, message = snowflake(raw["user_id"]), snowflake(raw["message_id"])
    place, user = _place_of(raw, reading), raw.get("member", {}).get("user", {})
    if place is None or person == reading.me or (user.get("bot") and not reading.ours.bots):
        return []
    emoji = "".join(reading.known.reactions.get(message, {}).get(person, ()))
    return [Reacted(reading.thread(place), remote(message), _person(person, reading), emoji, reading.at)]


def _swept(told: object, reading: _Reading) -> list[Incoming]:
    """A moderator took away all reactions of a message, or all of one emoji."""
    raw = cast("RawReaction", told)
    message, only = snowflake(raw["message_id"]), emoji_of(raw["emoji"]) if "emoji" in raw else None
    place, standing = _place_of(raw, reading), reading.known.reactions.get(message, {})
    if place is None:
        return []
    events: list[Incoming] = []
    for person, emoji in list(standing.items()):
        standing[person] = tuple(one for one in emoji if only and one != only)
        if person != reading.me:  # also who had none left: the store may not have taken it the first time
            left = "".join(standing[person])
            events.append(Reacted(reading.thread(place), remote(message), _person(person, reading), left, reading.at))
    return events


def _person(id: int, reading: _Reading) -> Contact:
    """Somebody of whom an event gives only the id; without a name where we never met them."""
    return reading.known.people.get(id) or Contact(remote(id), "")


def _left(told: object, reading: _Reading) -> list[Incoming]:
    return _membership(told, reading, back=False)


def _back(told: object, reading: _Reading) -> list[Incoming]:
    return _membership(told, reading, back=True)


def _membership(told: object, reading: _Reading, *, back: bool) -> list[Incoming]:
    """Who leaves our only server cannot be written to any more; with several they may still be in another."""
    change = cast("RawMembership", told)
    direct = reading.known.dms.get(snowflake(change["user"]["id"]))
    if direct is None or (len(reading.known.guilds) > 1 and not back):
        return []
    return [ContactLeft(Thread(remote(direct), "direct"), reading.known.meet(change["user"]), reading.at, back)]


IN_CHANNELS: Final = frozenset(
    {
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_REACTION_REMOVE_ALL",
        "MESSAGE_REACTION_REMOVE_EMOJI",
    }
)
READERS: Final[Mapping[str, Callable[[object, _Reading], list[Incoming]]]] = {
    "MESSAGE_CREATE": _said,
    "MESSAGE_UPDATE": _edited,
    "MESSAGE_DELETE": _removed,
    "MESSAGE_DELETE_BULK": _removed,
    "MESSAGE_REACTION_ADD": _reacted,
    "MESSAGE_REACTION_REMOVE": _reacted,
    "MESSAGE_REACTION_REMOVE_ALL": _swept,
    "MESSAGE_REACTION_REMOVE_EMOJI": _swept,
    "GUILD_MEMBER_REMOVE": _left,
    "GUILD_MEMBER_ADD": _back,
}
