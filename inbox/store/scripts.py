"""The Lua scripts: every change of state is one of them, so it happens whole or not at all, in one round trip."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from inbox.store.client import Client, Word
from inbox.store.durability import Durability
from inbox.store.keys import Keys

# In these, cases are opened, changed or undone; each of them may bring something that they said back before us.
JUDGING = ("judged", "propose", "sent", "unsent", "recall", "decide", "case_end", "case_lapse", "ruling")
HEARING = ("receive", *JUDGING)  # in these they may say something


@cache
def script(name: str) -> str:
    """The text of one script, with what scripts share before it."""
    return _before(name) + _text(name)


@cache
def kept_script(name: str) -> str:
    """A script that also says whether its answer may come before its writes have left Redis's memory."""
    return f"{_before(name)}local function change()\n{_text(name)}\nend\nreturn {{ disk_is_busy(), change() }}"


def _before(name: str) -> str:
    shared = ["_shared", "_sending"]
    shared += ["_heard"] if name in HEARING else []
    shared += ["_deeds", "_cases", "_by_hand"] if name in JUDGING else []
    return "".join(map(_text, shared))


def _text(name: str) -> str:
    return (files("inbox.store") / "lua" / f"{name}.lua").read_text("utf-8")


class Scripts:
    """Runs the scripts of one brand; `now` in unix milliseconds is always the first argument."""

    def __init__(self, client: Client, keys: Keys, durability: Durability) -> None:
        """Bind a connection to one brand's keys."""
        self.client = client
        self.keys = keys
        self._durability = durability

    async def run(self, name: str, now: int, *args: Word) -> Any:
        """One round trip; the answer's shape is said at the top of the script. Raises StoreAway."""
        return await self._run(script(name), [now, *args])

    async def run_kept(self, name: str, now: int, *args: Word) -> Any:
        """The same for a change that somebody relies on at once: it survives a kill -9 of Redis when this returns.

        Another round trip is needed only while the disk is busy. After StoreAway the change may have been made.
        """
        mark = self._durability.mark()
        busy, *answer = await self._run(kept_script(name), [now, *args])
        if busy:
            await self._durability.settled(mark)
        return answer[0] if answer else None

    async def _run(self, text: str, words: list[Word]) -> Any:
        try:
            return await self.client.evalsha(text, [self.keys.prefix], words)
        except UnicodeEncodeError:  # half an emoji: JSON can carry it, UTF-8 cannot; nothing was sent yet
            return await self.client.evalsha(text, [self.keys.prefix], [_whole(word) for word in words])


def _whole(word: Word) -> Word:
    return word.encode("utf-8", "replace").decode() if isinstance(word, str) else word


def pairs(flat: list[Any]) -> dict[str, str]:
    """A hash as Lua gives it (field, value, field, value) as a dict."""
    return dict(zip(flat[::2], flat[1::2], strict=True))
