"""Brings files to X before something that shows them is said: pictures whole, films and moving pictures in pieces.

Nothing is public by that. What has arrived is written down, so that an upload that was cut goes on where it stopped; X
then prepares what moves, which is looked at from time to time and never waited for. A file that no post uses is
forgotten by X after a day. Source: docs.x.com, "Media upload" (v2), read 2026-11-27.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.networks._kept import kept
from bot.networks._left_out import stop
from bot.networks._looks import Look, look
from bot.networks._outside import Blobs
from bot.networks._steps import Steps, steps_of
from bot.networks._x.api import Api
from bot.networks._x.judging_files import MB, against_file, called
from inbox.errors import Rejected, Unavailable
from inbox.models import Media
from inbox.network import Mailbox

PIECE: Final = 4 * MB
PATH: Final = "/2/media/upload"
LIVES: Final = 86_400  # seconds in which a file can be used, where X does not say
MARGIN: Final = 600_000  # ms before its end a file is brought anew
Use = Literal["tweet", "dm"]
PREPARING: Final = "X is still preparing {name}. It is asked again by itself; when that ends, retry, and it goes on."
FAILED: Final = "X could not prepare {name}: {why}. Save it anew, or retry to bring it once more."


@dataclass(frozen=True, slots=True)
class Uploads:
    """Brings the files of one account; `now` is in unix ms, `premium`: the account has X's paid badge."""

    api: Api
    mailbox: Mailbox
    blobs: Blobs
    now: Callable[[], int]
    premium: bool = False

    async def ready(self, media: Sequence[Media], use: Use, key: str) -> list[str]:
        """X's ids of these files, each ready to be shown; the same key goes on where it stopped.

        Raises Unavailable while X prepares one of them, and Rejected when it will not take one.
        """
        return [await self._one(medium, place, use, key) for place, medium in enumerate(media)]

    async def _one(self, medium: Media, place: int, use: Use, key: str) -> str:
        steps = await self._fresh(f"{key}/file {place + 1}")
        name = called(medium, place)
        id = (await steps.get("ready")).partition(" ")[0]
        if not id:
            id = await self._prepared(medium, name, use, steps)
        if medium.alt.strip() and not await steps.get("described"):
            told = {"id": id, "metadata": {"alt_text": {"text": medium.alt.strip()}}}
            await self.api.send("POST", "/2/media/metadata", told, effect=False, thing="media.metadata")
            await steps.keep("described", "yes")
        return id

    async def _prepared(self, medium: Media, name: str, use: Use, steps: Steps) -> str:
        finished = await steps.get("finished")
        if not finished:
            data, seen = await self._read(medium, name)
            category = category_of(seen, use)
            if category.endswith("image"):
                return await self._whole(data, seen, category, steps)
            finished = await self._in_pieces(data, seen, category, steps)
        id, _, ends = finished.partition(" ")
        await self._await(id, name, steps)
        await steps.keep("ready", f"{id} {ends}")
        return id

    async def _whole(self, data: bytes, seen: Look, category: str, steps: Steps) -> str:
        fields = {"media_category": category, "media_type": seen.mime}
        answer = await self.api.upload(PATH, fields, data)
        kept = await steps.keep("ready", self._noted(answer))
        return kept.partition(" ")[0]

    async def _in_pieces(self, data: bytes, seen: Look, category: str, steps: Steps) -> str:
        begun = await steps.get("begun")
        if not begun:
            told = {"media_type": seen.mime, "total_bytes": len(data), "media_category": category}
            answer = await self.api.send("POST", f"{PATH}/initialize", told, effect=False)
            begun = await steps.keep("begun", self._noted(answer))
        id = begun.partition(" ")[0]
        try:
            for number, start in enumerate(range(0, len(data), PIECE)):
                if not await steps.get(f"piece {number}"):
                    piece = data[start : start + PIECE]
                    await self.api.upload(f"{PATH}/{id}/append", {"segment_index": str(number)}, piece)
                    await steps.keep(f"piece {number}", "yes")
            await self.api.send("POST", f"{PATH}/{id}/finalize", effect=False)
        except Rejected:  # X has forgotten what it had of it
            await steps.give_up()
            raise
        return await steps.keep("finished", begun)

    async def _await(self, id: str, name: str, steps: Steps) -> None:
        """Returns when X is done with a file."""
        try:
            answer = await self.api.get(PATH, {"command": "STATUS", "media_id": id})
        except Rejected:
            await steps.give_up()
            raise
        info = _data(answer).get("processing_info")
        state = str(info.get("state") or "") if isinstance(info, dict) else "succeeded"
        if state == "failed":
            await steps.give_up()
            raise Rejected(FAILED.format(name=name, why=_why(info)))
        if state != "succeeded":
            raise Unavailable(PREPARING.format(name=name))

    async def _fresh(self, key: str) -> Steps:
        """Where a file stands; one that X is about to forget is brought anew."""
        steps = await steps_of(self.mailbox, key)
        noted = await steps.get("ready") or await steps.get("begun")
        if noted and int(noted.partition(" ")[2]) - MARGIN <= self.now():
            await steps.give_up()
        return steps

    async def _read(self, medium: Media, name: str) -> tuple[bytes, Look]:
        data = await kept(self.blobs, medium, f"{name} has been erased. Attach it again.")
        seen = await asyncio.to_thread(look, data)
        stop(against_file(name, medium.alt, seen, premium=self.premium))
        return data, seen

    def _noted(self, answer: Mapping[str, Any]) -> str:
        """The id of a file, and when X forgets it (unix ms)."""
        told = _data(answer)
        id, lives = told.get("id") or told.get("media_id_string"), told.get("expires_after_secs")
        if not id:
            raise Unavailable("X took a file and did not say what it is called.")
        return f"{id} {self.now() + 1000 * (lives if isinstance(lives, int) else LIVES)}"


def category_of(seen: Look, use: Use) -> str:
    """What X calls a file of this kind."""
    return f"{use}_{'video' if seen.is_video else 'gif' if seen.format == 'GIF' else 'image'}"


def _data(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    data = answer.get("data")
    return data if isinstance(data, dict) else answer


def _why(info: object) -> str:
    error = info.get("error") if isinstance(info, dict) else None
    words = (error.get("message") or error.get("name")) if isinstance(error, dict) else ""
    return str(words or "it gives no reason").rstrip(".")
