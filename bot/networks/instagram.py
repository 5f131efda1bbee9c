"""Instagram: one professional account, with the comments under its media, mentions of it, and its messages.

Reached either by Instagram's own login or through the Facebook Page that it belongs to; the latter can also block
people in private. Meta calls one address for all accounts of an app; what its hooks miss is read from time to time.
"""

from __future__ import annotations

from typing import Final

from bot.networks._meta.account import MetaAccount
from bot.networks._meta.calls import COMMENT, PRIVATE, TALK
from bot.networks._meta.errors import error_for
from bot.networks._meta.media import FILE_BYTES, IMAGE_BYTES, MEGABYTE
from bot.networks._meta.options import InstagramOptions
from bot.networks._meta.parse import parse
from bot.networks._meta.place import Place
from bot.networks._outside import Outside
from inbox.actions import ActionKind
from inbox.capabilities import Capabilities, Window
from inbox.models import AccountId

__all__ = ["CAPABILITIES", "Instagram", "error_for", "parse"]

DAY: Final = 86_400
IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "react"})
BY_PAGE: Final[frozenset[ActionKind]] = frozenset({"block", "unblock"})
IN_PUBLIC: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "hide", "unhide", "remove", "publish"})
ANSWER: Final = Window(DAY, people=7 * DAY)  # the tag HUMAN_AGENT is for what a person wrote
CAPABILITIES: Final = Capabilities(
    network="instagram",
    source="https://developers.facebook.com/docs/instagram-platform (v26.0)",
    read_on="2026-11-23",
    actions={"direct": IN_PRIVATE | BY_PAGE, "comments": IN_PUBLIC},
    text=COMMENT["instagram"],
    texts={
        ("direct", "reply"): TALK["instagram"],
        ("direct", "direct_message"): TALK["instagram"],
        ("comments", "direct_message"): PRIVATE["instagram"],
    },
    # Films are for posts; in a message they may have as many bytes as other files.
    media={"image": IMAGE_BYTES, "video": 300 * MEGABYTE, "audio": FILE_BYTES, "voice": FILE_BYTES},
    media_count=10,
    silent=frozenset({"comments"}),
    windows={
        ("direct", "reply"): ANSWER,
        ("direct", "direct_message"): ANSWER,
        ("comments", "direct_message"): Window(7 * DAY, of_message=True, once=True),
    },
    settles=15,
    reactions={"direct": ("❤️",)},
    repeatable=frozenset({"hide", "unhide", "remove", "react", "block", "unblock"}),
)


class Instagram(MetaAccount):
    """One professional account."""

    capabilities = CAPABILITIES
    Options = InstagramOptions

    def __init__(self, account: AccountId, options: InstagramOptions, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        place = Place("instagram", options.id, options.app_id, options.page or "")
        super().__init__(account, place, options.api, options, outside)
