"""The buttons and menus under what only one person sees: take it back, are you sure, pick one."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.surfaces.discord.ids import button_id
from inbox.errors import NotAllowed
from inbox.models import DeliveryId


def named(verb: str, ref: str = "") -> str:
    """The id of a button that is about something; raises NotAllowed where the network's own id is too long for it."""
    try:
        return button_id(verb, ref)
    except ValueError:
        raise NotAllowed("The id of this is too long for a button of Discord; do it on the desk.") from None


def button(label: str, verb: str, ref: str = "", style: discord.ButtonStyle | None = None) -> ui.Button[ui.View]:
    """One button."""
    return ui.Button(label=label, custom_id=named(verb, ref), style=style or discord.ButtonStyle.secondary)


def recall(delivery: DeliveryId) -> ui.View:
    """A way back, for as long as it has not left."""
    return of(button("Recall", "recall", delivery))


def sure(label: str, verb: str, ref: str) -> ui.View:
    """Once more, before something that cannot be undone."""
    return of(button(label, verb, ref, discord.ButtonStyle.danger))


def pick(verb: str, ref: str, question: str, options: Mapping[str, str]) -> ui.View:
    """One of several things, by value and label."""
    listed = [discord.SelectOption(label=label, value=value) for value, label in options.items()]
    return of(ui.Select(custom_id=named(verb, ref), placeholder=question, options=listed))


def of(*items: ui.Item[ui.View]) -> ui.View:
    """A message's buttons."""
    view = ui.View(timeout=None)
    for item in items:
        view.add_item(item)
    return view
