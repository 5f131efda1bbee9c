"""Vectors of phrasings and questions, where an endpoint makes them; without it everything goes on, less often sure."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it brings numpy, and whoever only reads the file does without
    from responders.matching.meaning import Vectors

log = logging.getLogger(__name__)

Embed = Callable[[Sequence[str]], Awaitable[Sequence[Sequence[float]]]]
AT_ONCE = 64  # texts in one call
REST = 30_000  # milliseconds in which an endpoint that failed is left alone


class Meanings:
    """The vectors of all phrasings, kept when the FAQ changes, and of a question when it is asked.

    One object for as long as the endpoint is the same; `embed` raises whatever it likes when there are none.
    """

    def __init__(self, embed: Embed) -> None:
        """Nothing is asked for yet."""
        self._embed = embed
        self._known: dict[str, Sequence[float]] = {}
        self._rests_until = 0
        self._away = False  # and said so

    async def learn(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors of all these texts, only what is new being asked for; None while the endpoint is away."""
        strange = list(dict.fromkeys(text for text in texts if text not in self._known))
        for at in range(0, len(strange), AT_ONCE):
            some = strange[at : at + AT_ONCE]
            made = await self._asked(some)
            if made is None:
                return None
            self._known.update(zip(some, made, strict=True))
        self._known = {text: self._known[text] for text in texts}
        return dict(self._known)

    async def of(self, text: str, now: int) -> Vectors:
        """The vector of one text, empty while the endpoint is away; `now` is in unix milliseconds."""
        if text in self._known:
            return {text: self._known[text]}
        if now < self._rests_until:
            return {}
        made = await self._asked([text])
        if made is None:
            self._rests_until = now + REST
            return {}
        return {text: made[0]}

    async def _asked(self, texts: Sequence[str]) -> Sequence[Sequence[float]] | None:
        try:
            made = await self._embed(texts)
        # Whatever is wrong with the endpoint, questions are answered without it.
        except Exception as wrong:  # noqa: BLE001
            if not self._away:
                log.warning("the FAQ goes on without meanings until the endpoint makes vectors again: %s", wrong)
            self._away = True
            return None
        self._away = False
        return made if len(made) == len(texts) else None
