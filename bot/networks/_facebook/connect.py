"""Connecting a Facebook Page."""

from __future__ import annotations

from typing import Final

from bot.networks._meta.connection import dialogue

DIALOGUE: Final = dialogue("facebook", "A Facebook Page: its comments, its Messenger, its posts.", "page")
