"""Earned autonomy in the control channel: what is proposed to go out alone, what was decided, and what was taken back.

Each proposal is one notice, by whichever process is first; it is changed to what was decided on it, wherever that was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

import discord
from discord import ui

from bot.surfaces.discord import words
from bot.surfaces.discord.asked import Asked
from bot.surfaces.discord.buttons import named
from bot.surfaces.discord.digest import ways_to
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.notices import Notices, Row
from bot.surfaces.discord.shown import line
from inbox import earning
from inbox.brand import Brand
from inbox.earning import Standing
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from inbox.models import Actor, ConversationId
from inbox.policy import Slice, may
from inbox.store.grants import Asked as Proposed
from inbox.store.grants import Grant, in_words, slice_id

LANE: Final = "autonomy"  # falls due when something of it may have changed
WHERE, WHY, NAME = 200, 400, 80
ROWS: Final = 8  # of at most 4 components each, of the 40 that a message takes
NEWS: Final = 86_400_000  # ms: what was taken back longer ago is told to nobody who was not there
PROPOSES: Final = "May these go out alone?"
TAKEN_BACK: Final = "These wait for a person again"
BY_FILE: Final = {
    "auto": "goes out alone, because bot.yaml says so",
    "off": "is off in bot.yaml: nothing is drafted there",
}
NOTHING: Final = "Nothing was decided lately that could earn going out alone."
MEANS: Final = (
    "-# Accepted, such answers leave by themselves after the time to undo, unless a check fails or their evidence is "
    "not enough. One that ends badly takes that back by itself."
)
_CONVERSATION: Final = re.compile(r"\((?P<id>[^\s()/]+/[^\s()]+)\): ")


# ------------------------------------------------------------------------------------------------ what the channel says


async def speak(kit: Kit, notices: Notices) -> None:
    """Bring the notices up to date with what is proposed, decided and taken back. Raises Trouble."""
    grants, now = kit.brand.store.grants, kit.brand.now()
    asked = {one.slice: one for one in await grants.asked()}
    given = {one.slice: one for one in sorted(await grants.all(), key=lambda one: one.stands)}
    for slice in dict.fromkeys([*asked, *given]):
        name, one = f"{LANE} {slice_id(slice)}", asked.get(slice)
        if one and not one.by:
            await notices.say(name, str(one.at), PROPOSES, _proposed(one), _choices(slice_id(slice)))
        elif (await notices.last(name)).message:
            await notices.change(name, f"### {PROPOSES}\n{_where(slice)}\n{_decided(one, given.get(slice))}")
    for grant in given.values():
        if grant.withdrawn_at > now - NEWS and not grant.withdrawn_by:
            text = await _taken_back(kit, grant)
            await notices.say(f"{LANE} end {slice_id(grant.slice)}", str(grant.withdrawn_at), TAKEN_BACK, text)


def _where(slice: Slice) -> str:
    return f"**{line(in_words(slice), WHERE)}**"


def _proposed(one: Proposed) -> str:
    return f"### {PROPOSES}\n{_where(one.slice)}\n{line(one.why, WHY)}.\n{MEANS}"


def _choices(id: str) -> Row:
    row: Row = ui.ActionRow()
    row.add_item(ui.Button(label="Accept", custom_id=named("alone", id), style=discord.ButtonStyle.success))
    row.add_item(ui.Button(label="Decline", custom_id=named("not_alone", id), style=discord.ButtonStyle.secondary))
    return row


def _decided(one: Proposed | None, grant: Grant | None) -> str:
    """What became of a proposal, newest first in what is known of it."""
    if one and (grant is None or one.at > grant.at):
        why = f": {line(one.why, WHY)}" if one.why else "."
        return f"✗ Declined by {line(one.by, NAME)} {words.moment(one.at)}{why}"
    if grant is None:
        return "-# This is not proposed any more."
    accepted = f"✓ Accepted by {line(grant.by, NAME)} {words.moment(grant.at)}"
    if grant.stands:
        return f"{accepted}. They go out alone now; `/autonomy` takes that back."
    who = f"by {line(grant.withdrawn_by, NAME)}" if grant.withdrawn_by else "by itself"
    return f"{accepted}.\n↷ Taken back {who} {words.moment(grant.withdrawn_at)}: {line(grant.withdrawn_why, WHY)}"


async def _taken_back(kit: Kit, grant: Grant) -> str:
    """What happened, with the way to the conversation in which it did."""
    found = _CONVERSATION.search(grant.withdrawn_why)
    id = ConversationId(found["id"]) if found else None
    way = (await ways_to(kit, [id])).get(id) if id else None
    there = f"\n[Go to the conversation]({way})" if way else ""
    since = f"They went out alone since {words.moment(grant.at, 'f')}, accepted by {line(grant.by, NAME)}."
    why = line(grant.withdrawn_why, WHY)
    return f"### {TAKEN_BACK}\n{_where(grant.slice)}\n{why}{there}\n-# {since}"


# ----------------------------------------------------------------------------------------------- what people do with it


async def accept(asked: Asked, ref: str) -> None:
    """Let what is proposed go out alone."""
    await asked.acknowledge()
    _require(asked.by)
    await earning.accept(asked.kit.brand, asked.by, await _proposed_as(asked.kit, ref))
    await _done(asked, "Accepted: they go out alone from now on. `/autonomy` takes that back.")


async def decline(asked: Asked, ref: str) -> None:
    """Answer no."""
    await asked.acknowledge()
    _require(asked.by)
    await earning.decline(asked.kit.brand, asked.by, await _proposed_as(asked.kit, ref))
    await _done(asked, "Declined: they wait for a person as before, and it is proposed again once it is earned anew.")


async def take_back(asked: Asked, ref: str) -> None:
    """Let them wait for a person again."""
    await asked.acknowledge()
    _require(asked.by)
    known = {slice_id(one.slice): one.slice for one in await asked.kit.brand.store.grants.all() if one.stands}
    if ref not in known:
        raise NotFound("These do not go out alone any more; `/autonomy` shows how things stand.")
    came_back = await earning.withdraw(asked.kit.brand, asked.by, known[ref])
    some = f" {came_back} that had not left wait too." if came_back else ""
    await _done(asked, f"They wait for a person from now on.{some}")


async def show(asked: Asked, said: str = "") -> None:
    """How everything stands, for the one who asks."""
    found = await earning.standings(asked.kit.brand, asked.by)
    headline = "\n".join(part for part in ("## What goes out alone", said) if part)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(headline if found else f"{headline}\n{NOTHING}"))
    for standing in found[:ROWS]:
        view.add_item(ui.TextDisplay(_standing(asked.kit.brand, standing)))
        if row := _deeds(asked.by, standing):
            view.add_item(row)
    if (more := len(found) - ROWS) > 0:
        view.add_item(ui.TextDisplay(f"-# and {more} more, of which less was decided: the desk has them all."))
    await asked.lay_out(view)


def _standing(brand: Brand, one: Standing) -> str:
    slice = one.slice
    allowed = brand.autonomy(slice.responder, slice.account, slice.kind, (slice.label,) if slice.label else ())
    if one.goes_alone and one.grant:
        how = f"✓ goes out alone since {words.moment(one.grant.at)}, accepted by {line(one.grant.by, NAME)}"
    elif allowed != "draft":
        how = BY_FILE[allowed]
    elif one.proposed:
        how = "**waits for somebody to accept or decline**"
    elif one.asked and one.asked.by:
        how = f"✗ declined by {line(one.asked.by, NAME)} {words.moment(one.asked.at)}"
    elif one.grant:
        how = f"↷ taken back {words.moment(one.grant.withdrawn_at)}: {line(one.grant.withdrawn_why, NAME)}"
    else:
        how = "waits for a person"
    counted = line(one.words, WHY) if one.decided else "nothing decided since"
    return f"**{line(one.where, WHERE)}**\n{how}\n-# {counted}"


def _deeds(by: Actor, one: Standing) -> Row | None:
    if not may(by, "autonomy") or not (one.proposed or one.goes_alone):
        return None
    if one.proposed:
        return _choices(one.id)
    row: Row = ui.ActionRow()
    back = named("no_longer_alone", one.id)
    row.add_item(ui.Button(label="Take back", custom_id=back, style=discord.ButtonStyle.danger))
    return row


async def _done(asked: Asked, said: str) -> None:
    """A list shows what came of it; a notice is changed by itself, but whoever pressed there is told at once."""
    message = asked.interaction.message
    if message and message.flags.ephemeral:
        await show(asked, said)
    else:
        await asked.done(said, told=True)


async def _proposed_as(kit: Kit, ref: str) -> Slice:
    """The slice of a proposal that waits; raises AlreadyDecided with who was first, or NotFound."""
    asked: Mapping[str, Proposed] = {slice_id(one.slice): one for one in await kit.brand.store.grants.asked()}
    one = asked.get(ref)
    if one and not one.by:
        return one.slice
    if one:
        raise AlreadyDecided(f"Already declined by {one.by}.")
    raise _why_not(ref, await kit.brand.store.grants.all())


def _why_not(ref: str, given: Collection[Grant]) -> AlreadyDecided | NotFound:
    grant = next((one for one in given if slice_id(one.slice) == ref and one.stands), None)
    if grant:
        return AlreadyDecided(f"Already accepted by {grant.by}; `/autonomy` takes it back.")
    return NotFound("This is not proposed any more; `/autonomy` shows how things stand.")


def _require(by: Actor) -> None:
    if not may(by, "autonomy"):
        raise NotAllowed(f"{by.name} may not decide what goes out alone (role {by.role}); a lead or an admin can.")
