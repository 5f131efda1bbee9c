"""What one entry of a hook tells: from `entry[]` and what is known of the account to a list of Incoming.

An entry holds `changes` (comments, posts, and on Instagram now and then messages too) or lines of `messaging` and
`standby`. Nothing raises. What says that something was said or changed, and cannot be read, is Unreadable; what is none
of an inbox's business is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.networks._meta.comments import feed, instagram_comment, page_mention
from bot.networks._meta.mentions import Mention, told_mention
from bot.networks._meta.messaging import READERS, message_line
from bot.networks._meta.order import in_order
from bot.networks._meta.place import Known, Place
from bot.networks._meta.polled import comment_of_graph, message_of_graph
from bot.networks._meta.shapes import Raw, ident, ident_or_none, moment, rows, table, table_or_none, unreadable
from bot.networks._payloads import MALFORMED, clean
from inbox.incoming import Incoming

__all__ = ["comment_of_graph", "mentions", "message_of_graph", "parse"]

MENTIONS: Final = "mentions"
FIELDS: Final[Mapping[str, Mapping[str, Callable[[Raw, int, Place, Known, int], list[Incoming]]]]] = {
    "facebook": {"feed": feed, "mention": page_mention},
    "instagram": {"comments": instagram_comment, "live_comments": instagram_comment},
}
LINES: Final[Mapping[str, str]] = {  # fields that carry a line of `messaging`, and what of it stands there bare
    "messages": "message",
    "message_echoes": "message",
    "message_edit": "message_edit",
    "message_edits": "message_edit",
    "message_reactions": "reaction",
    "message_reads": "read",
    "messaging_seen": "read",
    "message_deliveries": "delivery",
    "messaging_postbacks": "postback",
    "messaging_referral": "referral",
    "messaging_referrals": "referral",
    "standby": "message",
}


def parse(entry: object, place: Place, known: Known, now: int) -> list[Incoming]:
    """What an entry tells this account: what was said first, in the order of time, then what changed.

    Fills `known` with whom and what it names, and with what is still to be looked up.
    """
    told: list[Incoming] = []
    try:
        whole = table(entry)
        of, at = ident(whole.get("id")), moment(now, whole.get("time"))
        for raw, read in _parts(whole, of, at, place, known, now):
            try:
                told += read(raw)
            except MALFORMED as error:
                told.append(unreadable(raw, error, now))
    except MALFORMED as error:
        told.append(unreadable(entry, error, now))
    return in_order(told, known)


def mentions(entry: object, place: Place, now: int) -> list[Mention]:
    """Where the entry says that our Instagram account was mentioned; what was said there is still to be looked up.

    One that does not say where is told by `parse`, as Unreadable.
    """
    if place.network != "instagram" or not isinstance(entry, dict) or not isinstance(changes := _of(entry), list):
        return []
    at = moment(now, entry.get("time"))
    told = [change for change in changes if isinstance(change, dict) and change.get("field") == MENTIONS]
    return [mention for change in told for mention in _mention(change, at)]


def _mention(change: Raw, at: int) -> list[Mention]:
    try:
        return [told_mention(table(change.get("value")), at)]
    except MALFORMED:
        return []


Read = Callable[[object], list[Incoming]]


def _parts(whole: Raw, of: str, at: int, place: Place, known: Known, now: int) -> Iterator[tuple[object, Read]]:
    def change(raw: object) -> list[Incoming]:
        return _change(table(raw), of, at, place, known, now)

    def line(raw: object) -> list[Incoming]:
        return message_line(table(raw), of, at, place, known, now)

    yield from ((raw, change) for raw in _changes(whole))
    yield from ((raw, line) for key in ("messaging", "standby") for raw in rows(whole.get(key)))


def _changes(whole: Raw) -> list[object]:
    """The changes of an entry; one page of Meta's shows a single one without its wrapper."""
    return rows(_of(whole))


def _of(whole: Raw) -> object:
    return [whole] if "field" in whole and "changes" not in whole else whole.get("changes")


def _change(raw: Raw, of: str, at: int, place: Place, known: Known, now: int) -> list[Incoming]:
    field = clean(raw.get("field"))
    if field == MENTIONS and place.network == "instagram":
        told_mention(table(raw.get("value")), at)
        return []
    if read := FIELDS[place.network].get(field):
        return read(table(raw.get("value")), at, place, known, now)
    if bare := LINES.get(field):
        return message_line(_line(table(raw.get("value")), bare), of, at, place, known, now)
    return []


def _line(value: Raw, bare: str) -> Raw:
    """A line of `messaging` of what a change holds: the line itself, or only what it would hold under its key."""
    if any(isinstance(value.get(key), dict) for key in READERS):
        return value
    sender = value.get("sender") or value.get("from")
    if not ident_or_none(table_or_none(sender).get("id")) and "mid" not in value:
        return {}
    return {**{key: value.get(key) for key in ("recipient", "timestamp")}, "sender": sender, bare: value}
