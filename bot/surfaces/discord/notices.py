"""What is said in the control channel about no conversation in particular: once each, and changed in place.

Which message it is stands in Redis. That something is about to be said is written down before the call; who finds only
that, after a crash, looks on Discord for what bears our mark.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.surfaces.discord.calls import Calls, Channel, content
from bot.surfaces.discord.ids import text_digest
from bot.surfaces.discord.lost import find_starter
from bot.surfaces.discord.marks import bears, marker
from bot.surfaces.discord.shown import plain_title
from bot.surfaces.discord.trouble import Archived, NoChannel, NoMessage, NotNow
from inbox.store.cards import Board

Row = ui.ActionRow[Any]
Part = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """The newest notice of its name: which one it is (`key`), and where it stands; nowhere yet without `message`."""

    key: str = ""
    channel: str = ""
    message: str = ""
    digest: str = ""

    def __str__(self) -> str:
        """As it is remembered."""
        return f"{self.key}|{self.channel}|{self.message}|{self.digest}"


class Notices:
    """The notices of one control channel. All methods raise Trouble and StoreAway."""

    def __init__(self, calls: Calls, board: Board, channel: int) -> None:
        """Said in `channel`: as a post of its own in a forum, else as a message."""
        self._calls = calls
        self._board = board
        self._channel = channel

    async def last(self, name: str) -> Notice:
        """The newest notice of this name."""
        said = await self._board.setting(f"notice {name}")
        return Notice(*said.split("|")) if said else Notice()

    async def say(self, name: str, key: str, title: str, text: str, *parts: Part) -> None:
        """Say it, unless the newest notice of this name has this key and stands; one worker at a time."""
        last = await self.last(name)
        if last.key == key and last.message:
            return
        channel, mark = await self._calls.channel(self._channel), marker(f"notice {name} {key}")
        found = await self._found(channel, mark) if last.key == key else 0
        await self._remember(name, Notice(key))
        view = _view(text, parts, mark)
        said = found or await self._new(channel, title, view, _nonce(name, key))
        place = said if channel.forum else channel.id
        await self._remember(name, Notice(key, str(place), str(said), "" if found else _digest(view)))

    async def add(self, name: str, key: str, under: str, text: str, *parts: Part) -> None:
        """Say it beneath the newest notice called `under`, in its post in a forum; else as `say` does."""
        last, place = await self.last(name), (await self.last(under)).channel
        if (last.key == key and last.message) or not place:
            return
        mark = marker(f"notice {name} {key}")
        found = await self._found_in(int(place), mark) if last.key == key else 0
        await self._remember(name, Notice(key))
        view = _view(text, parts, mark)
        try:
            said = found or await self._calls.send(int(place), content(view, nonce=_nonce(name, key)))
        except (NoChannel, Archived) as gone:  # somebody took the post away; the next time there is another one
            await self.forget(under)
            raise NotNow(str(gone)) from gone
        await self._remember(name, Notice(key, place, str(said), "" if found else _digest(view)))

    async def change(self, name: str, text: str, *parts: Part) -> bool:
        """Change the newest notice of this name if it says something else; False when it does not stand any more."""
        last = await self.last(name)
        if not last.message:
            return False
        view = _view(text, parts, marker(f"notice {name} {last.key}"))
        if last.digest == _digest(view):
            return True
        try:
            await self._calls.edit(int(last.channel), int(last.message), content(view))
        except (NoMessage, NoChannel, Archived):  # somebody took it away: whoever wants to be told is told anew
            await self.forget(name)
            return False
        await self._remember(name, Notice(last.key, last.channel, last.message, _digest(view)))
        return True

    async def forget(self, name: str) -> None:
        """The notice stays as it is; the next of this name is another one."""
        await self._board.set(f"notice {name}", "")

    async def _remember(self, name: str, notice: Notice) -> None:
        await self._board.set(f"notice {name}", str(notice))

    async def _new(self, channel: Channel, title: str, view: ui.LayoutView, nonce: str) -> int:
        if channel.forum:
            return await self._calls.open_post(channel, plain_title(title), (), content(view))
        return await self._calls.send(channel.id, content(view, nonce=nonce))

    async def _found(self, channel: Channel, mark: int) -> int:
        """The message that was sent just before a crash; 0 when none was."""
        if not channel.forum:
            return await self._found_in(channel.id, mark)
        starter = await find_starter(self._calls, self._board, await self._calls.posts_in(channel), mark)
        return int(starter["id"]) if starter else 0

    async def _found_in(self, place: int, mark: int) -> int:
        return next((int(one["id"]) for one in await self._calls.newest(place) if bears(one, mark)), 0)


def _view(text: str, parts: tuple[Part, ...], mark: int) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container[Any](ui.TextDisplay(text), *parts, id=mark))
    view.stop()  # discord.py need not remember it: the ids of its buttons say what they are for
    return view


def _digest(view: ui.LayoutView) -> str:
    """Tells one notice from another by all that it shows, its buttons included."""
    return text_digest(json.dumps(content(view).payload, sort_keys=True, default=str))


def _nonce(name: str, key: str) -> str:
    return f"notice {text_digest(f'{name} {key}')}"
