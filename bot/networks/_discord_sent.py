"""Whether a send whose answer never came is there: read in the channel itself, as Discord gives no nonce back.

Told apart are messages of ours by their text, what they answer, and when they were said; where that names two, or one
that may be of another time, nobody can tell.
"""

from __future__ import annotations

from typing import Final, cast

from bot.networks._discord_calls import Call, history, name_of, open_dm
from bot.networks._discord_ids import at_moment, moment, remote, snowflake
from bot.networks._discord_shapes import RawMessage
from bot.networks._discord_wire import Wire
from inbox.actions import Action, DirectMessage, Publish, Reply
from inbox.errors import Rejected, Uncertain
from inbox.models import RemoteId
from inbox.network import Receipt

PAGE: Final = 100
MOST_PAGES: Final = 5
CLOCKS_DIFFER: Final = 60_000  # ms between our clock and Discord's, at most
CANNOT_TELL: Final = "several messages there look like this one"
# Where a bot may not read the history, Discord answers with no messages (resources/message, "Get Channel Messages").
SHOWS_NOTHING: Final = "Discord shows nothing of what was said there"


async def find(wire: Wire, me: int, action: Action, begun: int | None) -> Receipt | None:
    """The receipt of a send that happened, None if it certainly did not; `begun` (unix ms) where we know when.

    Raises Uncertain when nobody can tell, and for actions that make no message.
    """
    match action:
        case Reply(thread=thread, text=text, to=to):
            channel = snowflake(thread)
        case DirectMessage(person=person, text=text):
            channel, to = snowflake((await wire.ask(open_dm(person)))["id"]), None
        case Publish(place=place, text=text):
            channel, to = snowflake(place), None
        case _:
            raise Uncertain("what changes a message cannot be looked for; it is done again")
    after = _after(to, begun)
    page = await _since(wire, channel, after)
    alike = [m for m in page if _ours(m, me) and m.get("content", "").strip() == text.strip()]
    same = [m for m in alike if _about(m) == to]
    if not same and any(_about(m) is None for m in alike):
        raise Uncertain("what it answers is gone, and something that we said there looks like it")
    if not same:
        return None
    if len(same) > 1 or (begun is None and to is None):
        raise Uncertain(CANNOT_TELL)
    return receipt(same[0]["id"])


def receipt(id: object) -> Receipt:
    """The proof that a message with this id came to be."""
    return Receipt(remote(id), moment(id))


async def find_post(wire: Wire, me: int, guild: int, action: Publish, begun: int | None) -> Receipt | None:
    """The same for a post in a forum: one of ours by its name. Only those that are active can be seen."""
    told = await wire.ask(Call("GET", "/guilds/{guild_id}/threads/active", {"guild_id": guild}))
    name, earliest = name_of(action.text, action.media, action.previews), at_moment((begun or 0) - CLOCKS_DIFFER)
    same = [
        thread["id"]
        for thread in told["threads"]
        if snowflake(thread.get("parent_id") or 0) == snowflake(action.place)
        and snowflake(thread.get("owner_id", 0)) == me
        and thread.get("name") == name
        and snowflake(thread["id"]) >= earliest
    ]
    if not same:
        return None
    if len(same) > 1 or begun is None:
        raise Uncertain(CANNOT_TELL)
    return receipt(same[0])


def _after(to: RemoteId | None, begun: int | None) -> int | None:
    """From where to look: an answer stands behind what it answers."""
    if begun is not None:
        return at_moment(begun - CLOCKS_DIFFER)
    return snowflake(to) if to else None


async def _since(wire: Wire, channel: int, after: int | None) -> list[RawMessage]:
    """The messages after a place; without one the newest, if these are all there are."""
    if after is None:
        page = await _page(wire, channel, None)
        if not page:
            raise Uncertain(SHOWS_NOTHING)
        if len(page) == PAGE:
            raise Uncertain("it is not known when this was sent, and much has been said there")
        return page
    found: list[RawMessage] = []
    for _ in range(MOST_PAGES):
        page = await _page(wire, channel, after)
        found += page
        if not found and not await _page(wire, channel, None):
            raise Uncertain(SHOWS_NOTHING)
        if len(page) < PAGE:
            return found
        after = max(snowflake(message["id"]) for message in page)
    raise Uncertain("too much has been said there since")


async def _page(wire: Wire, channel: int, after: int | None) -> list[RawMessage]:
    try:
        return cast("list[RawMessage]", await wire.ask(history(channel, limit=PAGE, after=after)))
    except Rejected as error:
        raise Uncertain(f"Discord does not show what was said there: {error}") from None


def _ours(message: RawMessage, me: int) -> bool:
    return snowflake(message["author"]["id"]) == me


def _about(message: RawMessage) -> RemoteId | None:
    """What a message answers; a forward answers nothing."""
    reference = message.get("message_reference", {})
    given = reference.get("message_id") if reference.get("type", 0) == 0 else None
    return remote(given) if given else None
