"""The Lua scripts: every change of state is one of them, so it happens whole or not at all, in one round trip."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from inbox.store.client import Client, Word
from inbox.store.keys import Keys


@cache
def script(name: str) -> str:
    """The text of one script, with what all scripts share before it."""
    folder = files("inbox.store") / "lua"
    return (folder / "_shared.lua").read_text("utf-8") + (folder / f"{name}.lua").read_text("utf-8")


class Scripts:
    """Runs the scripts of one brand; `now` in unix milliseconds is always the first argument."""

    def __init__(self, client: Client, keys: Keys) -> None:
        """Bind a connection to one brand's keys."""
        self.client = client
        self.keys = keys

    async def run(self, name: str, now: int, *args: Word) -> Any:
        """One round trip; the answer's shape is said at the top of the script. Raises StoreAway."""
        words: list[Word] = [now, *args]
        try:
            return await self.client.evalsha(script(name), [self.keys.prefix], words)
        except UnicodeEncodeError:  # half an emoji: JSON can carry it, UTF-8 cannot; nothing was sent yet
            return await self.client.evalsha(script(name), [self.keys.prefix], [_whole(word) for word in words])


def _whole(word: Word) -> Word:
    return word.encode("utf-8", "replace").decode() if isinstance(word, str) else word


def pairs(flat: list[Any]) -> dict[str, str]:
    """A hash as Lua gives it (field, value, field, value) as a dict."""
    return dict(zip(flat[::2], flat[1::2], strict=True))
