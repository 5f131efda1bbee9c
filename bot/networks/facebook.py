"""Facebook: one Page, with the comments under its posts and its Messenger.

Meta calls one address for all Pages of an app; what its hooks miss is read from time to time. Every lost answer can be
looked for, so nothing is said twice.
"""

from __future__ import annotations

from typing import Final

from bot.networks._meta.account import MetaAccount
from bot.networks._meta.calls import COMMENT, PRIVATE, TALK
from bot.networks._meta.errors import error_for
from bot.networks._meta.media import FILE_BYTES, IMAGE_BYTES, MEGABYTE
from bot.networks._meta.options import FacebookOptions
from bot.networks._meta.parse import parse
from bot.networks._meta.place import Place
from bot.networks._outside import Outside
from inbox.actions import ActionKind
from inbox.capabilities import Capabilities, Window
from inbox.models import AccountId

__all__ = ["CAPABILITIES", "Facebook", "error_for", "parse"]

DAY: Final = 86_400
IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "react", "block", "unblock"})
IN_PUBLIC: Final[frozenset[ActionKind]] = IN_PRIVATE | {"hide", "unhide", "remove", "edit", "publish"}
ANSWER: Final = Window(DAY, people=7 * DAY)  # the tag HUMAN_AGENT is for what a person wrote
CAPABILITIES: Final = Capabilities(
    network="facebook",
    source="https://developers.facebook.com/docs/messenger-platform and /docs/graph-api/reference/comment (v26.0)",
    read_on="2026-11-23",
    actions={"direct": IN_PRIVATE, "comments": IN_PUBLIC},
    text=COMMENT["facebook"],
    texts={
        ("direct", "reply"): TALK["facebook"],
        ("direct", "direct_message"): TALK["facebook"],
        ("comments", "direct_message"): PRIVATE["facebook"],
    },
    # Films are for posts; in a message they may have as many bytes as other files.
    media={
        "image": IMAGE_BYTES,
        "video": 1024 * MEGABYTE,
        "audio": FILE_BYTES,
        "voice": FILE_BYTES,
        "file": FILE_BYTES,
    },
    media_count=10,
    windows={
        ("direct", "reply"): ANSWER,
        ("direct", "direct_message"): ANSWER,
        ("comments", "direct_message"): Window(7 * DAY, of_message=True, once=True),
    },
    settles=15,
    reactions={"comments": ("👍",), "direct": ("👍", "❤️", "😂", "😢", "😡")},
    repeatable=frozenset({"hide", "unhide", "remove", "react", "block", "unblock", "edit"}),
)


class Facebook(MetaAccount):
    """One Page."""

    capabilities = CAPABILITIES
    Options = FacebookOptions

    def __init__(self, account: AccountId, options: FacebookOptions, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        place = Place("facebook", options.page, options.app_id, options.page)
        super().__init__(account, place, options.base_url, options, outside)
