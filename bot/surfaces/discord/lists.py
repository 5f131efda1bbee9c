"""Lists that one person asks for: a shelf page by page, what was found, what is parked. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord import buttons, places, words
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.shown import line
from inbox import views
from inbox.actions import Delivery
from inbox.brand import Brand
from inbox.errors import NotAllowed
from inbox.models import Conversation, ConversationId
from inbox.policy import may
from inbox.store.conversations import Page, Row
from inbox.windows import answering_closes, next_end
from inbox.wording import network

Item = ui.Item[ui.LayoutView]
ROWS: Final = 8  # of 3 components each, of the 40 that a message takes (discord docs, components, read 2026-11-27)
PARKED_ROWS: Final = 6
NAME, PREVIEW, REASON = 60, 140, 300


async def inbox(asked: Asked, shelf: str, account: str = "", after: str = "") -> None:
    """A page of a shelf, each row with the way to its post."""
    kit = asked.kit
    found = await views.queue(kit.brand, asked.by, shelf, account=account, after=after or None, limit=ROWS)
    posts = await kit.cards.posts([row.conversation.id for row in found.rows])
    rows: list[Item] = [_row(asked, row, posts, closing=shelf == "closing") for row in found.rows]
    more = f"{account}|{found.next}|{shelf}" if found.next else ""
    await asked.lay_out(_listed(_headline(shelf, account, found), rows, "page", more))


async def page(asked: Asked, ref: str) -> None:
    """The next page of the same shelf."""
    await asked.acknowledge()
    account, after, shelf = ref.split("|", 2)
    await inbox(asked, shelf, account, after)


async def parked(asked: Asked, after: str = "") -> None:
    """What a person must look at."""
    found = await views.parked(asked.kit.brand, asked.by, after=after or None, limit=PARKED_ROWS)
    rows: list[Item] = []
    for one in found.deliveries:
        rows.append(ui.TextDisplay(_parked(one)))
        if choices := _choices(asked, one):
            rows.append(ui.ActionRow(*choices))
    for _, _, why, at in found.unreadable:
        rows.append(ui.TextDisplay(f"Something arrived {words.moment(at)} that nobody understood: {line(why, REASON)}"))
    await asked.lay_out(_listed("## Parked" if rows else "Nothing is parked.", rows, "parked", found.next or ""))


async def parked_page(asked: Asked, ref: str) -> None:
    """The next page of what is parked."""
    await asked.acknowledge()
    await parked(asked, ref)


async def found(asked: Asked, headline: str, lines: Sequence[tuple[ConversationId, str]]) -> None:
    """What a search found, by conversation, each with the way to it."""
    together: dict[ConversationId, list[str]] = {}
    for id, text in lines[:ROWS]:
        together.setdefault(id, []).append(text)
    posts = await asked.kit.cards.posts(together)
    rows: list[Item] = [_with_way(asked, id, "\n".join(texts), posts) for id, texts in together.items()]
    await asked.lay_out(_listed(headline, rows, "", ""))


def _listed(headline: str, rows: Sequence[Item], verb: str, more: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(headline))
    for row in rows:
        view.add_item(row)
    if more:
        view.add_item(_next(verb, more))
    return view


def _next(verb: str, more: str) -> Item:
    """The way to the next page; where its place is too long for a button, the words say how to see less at once."""
    try:
        return ui.ActionRow(ui.Button(label="Next page", custom_id=buttons.named(verb, more)))
    except NotAllowed:
        return ui.TextDisplay("There is more; name an account or a label to see less at once.")


def _headline(shelf: str, account: str, found: Page) -> str:
    title = views.SHELVES.get(shelf, (line(shelf.partition(":")[2] or "Mine", NAME), False))[0]
    of = f" · {line(account, NAME)}" if account else ""
    many = f"{found.total} in all" if found.rows else "That was all." if found.total else "Nothing stands here."
    return f"## {title}{of}\n{many}"


def _row(asked: Asked, row: Row, posts: Mapping[ConversationId, str], *, closing: bool) -> Item:
    it = row.conversation
    late = closing and window_of(asked.kit.brand, it)
    name = words.who(it, row.contact.name if row.contact else "")
    facts = [
        network(it.account),
        f"waits since {words.moment(it.waiting_since)}" if it.waiting_since else words.moment(it.at),
        late or "",
        "a draft to decide" if it.drafts else "",
        f"put away until {words.moment(it.snoozed_until)}" if it.state == "snoozed" else "",
        f"{line(it.assignee, NAME)} has it" if it.assignee else "",
    ]
    text = f"**{line(name, NAME)}** · {' · '.join(fact for fact in facts if fact)}\n{line(it.preview, PREVIEW)}"
    return _with_way(asked, it.id, text, posts)


def window_of(brand: Brand, it: Conversation) -> str:
    """Until when it may be answered, in the phase that is on."""
    capabilities, now = brand.capabilities.get(it.account), brand.now()
    closes = next_end(capabilities, it, now)
    if closes is None:
        return ""
    own = (answering_closes(capabilities, it, person=False) or 0) <= now
    return f"{'your own words' if own else 'answer'} until {words.moment(closes)}"


def _with_way(asked: Asked, id: ConversationId, text: str, posts: Mapping[ConversationId, str]) -> Item:
    try:
        way: ui.Button[ui.LayoutView] = (
            ui.Button(label="Go there", url=places.post_link(asked, posts[id]))
            if id in posts
            else ui.Button(label="Open", custom_id=buttons.named("open", id), style=discord.ButtonStyle.primary)
        )
    except NotAllowed:
        return ui.TextDisplay(text)
    return ui.Section(ui.TextDisplay(text), accessory=way)


def _parked(one: Delivery) -> str:
    said = str(getattr(one.action, "text", "")) or words.action(one.action)
    where = f"{network(one.account)}, decided by {line(one.by.name, NAME)}"
    return f"**{line(said, PREVIEW)}**\n{where}: {line(one.words or one.error, REASON)}"


def _choices(asked: Asked, one: Delivery) -> list[ui.Button[Any]]:
    verbs = (("Retry", "retry"), ("Discard", "discard"))
    return [
        ui.Button(label=label, custom_id=buttons.named(verb, one.id))
        for label, verb in verbs
        if may(asked.by, "retry" if verb == "retry" else "discard")
    ]
