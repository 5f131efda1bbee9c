"""Bluesky: one account, with what is said to it, the talk below its posts, and its direct messages.

Needs no review by anybody: a handle, and an app password that takes a minute to make.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final

from bot.networks._bluesky import health, posts
from bot.networks._bluesky.acting import Acting
from bot.networks._bluesky.api import Api
from bot.networks._bluesky.errors import NAME, error_for
from bot.networks._bluesky.ids import address
from bot.networks._bluesky.listening import Listening
from bot.networks._bluesky.options import BlueskyOptions
from bot.networks._bluesky.parse import message_of as parse
from bot.networks._bluesky.records import Records
from bot.networks._bluesky.session import Session
from bot.networks._guarded import downloading_theirs
from bot.networks._outside import Outside
from inbox.actions import Action, ActionKind, Publish
from inbox.capabilities import Capabilities, TextLimit
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Receipt
from inbox.publishing import Measured, Verdict

__all__ = ["CAPABILITIES", "Bluesky", "error_for", "parse"]

EVERYWHERE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "mute", "block", "unblock"})
IN_PUBLIC: Final[frozenset[ActionKind]] = frozenset({*EVERYWHERE, "hide", "unhide", "remove", "react", "publish"})
MESSAGE: Final = TextLimit(1000, "graphemes", most_bytes=10_000)
UNHEARD: Final = "What they say no longer reaches us, either."
CAPABILITIES: Final = Capabilities(
    network="bluesky",
    source="https://github.com/bluesky-social/atproto/tree/main/lexicons",
    read_on="2026-11-27",
    actions={"direct": EVERYWHERE, "comments": IN_PUBLIC},
    text=posts.TEXT,
    texts={
        ("direct", "reply"): MESSAGE,
        ("direct", "direct_message"): MESSAGE,
        ("comments", "direct_message"): MESSAGE,
    },
    media={"image": posts.IMAGE_BYTES},
    media_count=posts.MOST_FILES,
    silent=frozenset({"direct"}),
    settles=5,
    endless_mutes=True,
    repeatable=frozenset({"hide", "unhide", "remove", "mute", "block", "unblock", "react"}),
    reactions={"comments": ("❤️",)},
    own_only=frozenset({"remove"}),
    tells_follows=True,
    remarks={
        "direct_message": "Arrives if they take messages from this account; many take them only from whom they follow.",
        "hide": "Bluesky puts it behind a click for everybody, below posts of this account only.",
        "remove": "Only posts of this account. Those of others can be hidden below ours.",
        "mute": f"For this account only; Bluesky keeps no time: Sangam lifts a mute when its time is over. {UNHEARD}",
        "block": f"Everybody can see whom an account blocks. {UNHEARD}",
        "react": "Bluesky knows one reaction to a post: a like, which everybody sees.",
        "edit": "Bluesky cannot change a post; remove it, and say it anew.",
        "publish": "Pictures only: a film is put on Bluesky in its own app.",
    },
    opens=address,
)


class Bluesky:
    """One account."""

    capabilities = CAPABILITIES
    Options = BlueskyOptions

    def __init__(self, account: AccountId, options: BlueskyOptions, outside: Outside) -> None:
        """Put the parts together; nothing happens on the wire yet."""
        self.account = account
        self._options = options
        self._outside = outside
        session = Session(outside.http, options, outside.vault, outside.now)
        self._api = Api(outside.http, session, outside.now)
        self._records = Records(self._api, outside.mailbox, outside.now)
        self._posting = posts.Posting(self._records, outside.blobs)
        self._acting = Acting(self._records, self._posting)

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask who we are, and whether we may read direct messages."""
        return await health.check(self._api)

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Catch up with what was said, then ask every few seconds, for ever; raises NetworkErrors."""
        listening = Listening(self._api, self._records, self._outside.now, self._outside.rest)
        await listening.listen(receive, cursor)

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; with the same key a post is never made twice."""
        return await self._acting.perform(action, key, self._outside.now())

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look for the post by its record key, or for the message in its talk; all else is done again."""
        return await self._acting.find(action, key, since)

    async def metrics(self, post: RemoteId) -> Measured:
        """What is counted of a post; raises NetworkErrors."""
        return await posts.metrics(self._records, post, self._outside.now())

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against a post before Bluesky is asked."""
        return await self._posting.judge(post)

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a picture that came with a post, from where Bluesky shows it."""
        async with downloading_theirs(self._outside.http, self._options.base_url, media.ref, NAME) as chunks:
            async for chunk in chunks:
                yield chunk
