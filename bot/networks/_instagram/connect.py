"""Connecting an Instagram account, by its own login or by the Page that it belongs to."""

from __future__ import annotations

from typing import Final

from bot.networks._login import Question, never
from bot.networks._meta.connection import dialogue

LOGIN: Final = Question(
    "login",
    "Where to log in: facebook where the account belongs to a Page",
    asked=never,
    choices=("instagram", "facebook"),
    usual="instagram",
)
DIALOGUE: Final = dialogue(
    "instagram", "A professional Instagram account: its comments, mentions and messages, its posts.", "id", (LOGIN,)
)
