"""Lists that one person asks for: a shelf page by page, what was found, what is parked. Nobody else sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord import buttons, places, words
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.links import link
from bot.surfaces.discord.shown import line, size, to_copy
from inbox import views
from inbox.actions import Delivery
from inbox.brand import Brand
from inbox.errors import NotAllowed
from inbox.models import Conversation, ConversationId
from inbox.policy import Verb, may
from inbox.store.conversations import Page, Row
from inbox.windows import answering_closes, next_end
from inbox.wording import network, open_in

Item = ui.Item[ui.LayoutView]
ROWS: Final = 8  # of 3 components each, of the 40 that a message takes (discord docs, components, read 2026-11-27)
PARKED_ROWS: Final = 6
NAME, PREVIEW, REASON = 60, 140, 200
COPIED: Final = 280  # characters of a text that could not be sent and is to be copied; a longer one is on its card


async def inbox(asked: Asked, shelf: str, account: str = "", after: str = "") -> None:
    """A page of a shelf, each row with the way to its post."""
    kit = asked.kit
    found = await views.queue(kit.brand, asked.by, shelf, account=account, after=after or None, limit=ROWS)
    posts = await kit.cards.posts([row.conversation.id for row in found.rows])
    rows: list[Item] = [_row(asked, row, posts, shelf) for row in found.rows]
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
        if choices := _choices(asked, one, found.opens.get(one.id, "")):
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


def _row(asked: Asked, row: Row, posts: Mapping[ConversationId, str], shelf: str) -> Item:
    it = row.conversation
    late = shelf == "closing" and window_of(asked.kit.brand, it)
    name = words.who(it, row.contact.name if row.contact else "")
    facts = [
        network(it.account),
        f"waits since {words.moment(it.waiting_since)}" if it.waiting_since else words.moment(it.at),
        late or "",
        "a draft to decide" if it.drafts else "",
        f"{it.held.count} held for review since {words.moment(it.held.since)}" if it.held else "",
        f"put away until {words.moment(it.snoozed_until)}" if it.state == "snoozed" else "",
        f"{line(it.assignee, NAME)} has it" if it.assignee else "",
    ]
    said = line(it.preview, PREVIEW)
    if it.held and (shelf == "held" or not it.waiting_since):
        said = f"{line(it.held.author, NAME)}: {line(it.held.text, PREVIEW)}"
    text = f"**{line(name, NAME)}** · {' · '.join(fact for fact in facts if fact)}\n{said}"
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
    text = str(getattr(one.action, "text", ""))
    said = to_copy(text) if text.strip() and size(text) <= COPIED else f"**{line(text, PREVIEW)}**" if text else ""
    where = f"{network(one.account)}, decided by {line(one.by.name, NAME)}"
    why = f"{where}: {line(one.words or one.error, REASON)}"
    return f"{said}\n{why}" if said else f"**{words.action(one.action)}**\n{why}"


def _choices(asked: Asked, one: Delivery, opens: str) -> list[ui.Button[Any]]:
    verbs: tuple[tuple[str, Verb], ...] = (("Retry", "retry"), ("Discard", "discard"))
    found: list[ui.Button[Any]] = [
        ui.Button(label=label, custom_id=buttons.named(verb, one.id)) for label, verb in verbs if may(asked.by, verb)
    ]
    if address := link(opens):
        found.append(ui.Button(label=open_in(one.account), url=address))
    return found
