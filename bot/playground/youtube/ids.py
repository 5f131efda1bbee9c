"""Ids and secrets that look like YouTube's and Google's and are the same in every run with the same seed."""

from __future__ import annotations

import random
import string

_LETTERS = string.ascii_letters + string.digits


class Ids:
    """Draws ids; the same order of questions gives the same ids."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(f"youtube {seed}")

    def channel(self) -> str:
        """A channel: UC and 22 letters; its uploads playlist has UU in their place."""
        return "UC" + self._letters(21) + self._draw.choice("AQgw")

    def video(self) -> str:
        """A video: 11 letters."""
        return self._letters(10) + self._draw.choice("048AEIMQUYcgkosw")

    def thread(self) -> str:
        """A top-level comment and its thread."""
        return f"Ug{self._draw.choice('wxyz')}{self._letters(16)}4AaABAg"

    def reply(self, thread: str) -> str:
        """A reply: the id of its thread, a dot, and a suffix of its own."""
        return f"{thread}.{self._draw.choice('89A')}{self._letters(21)}"

    def client(self) -> tuple[str, str]:
        """The client id and client secret of a project."""
        number = "".join(self._draw.choice(string.digits) for _ in range(12))
        letters = "".join(self._draw.choice(string.ascii_lowercase + string.digits) for _ in range(32))
        return f"{number}-{letters}.apps.googleusercontent.com", f"GOCSPX-{self._letters(28)}"

    def secret(self, start: str, letters: int) -> str:
        """A token, a code, an API key or the id of an upload."""
        return start + self._letters(letters)

    def _letters(self, count: int) -> str:
        return "".join(self._draw.choices(_LETTERS, k=count))
