"""TikTok: one account, with the comments under its posts, its private messages where TikTok allows, and its posts.

TikTok has three APIs: one for comments and posts, one for messages that it opens to few, and one that only posts.
Nobody can be blocked or muted there, and nobody else's comment be deleted: it can be hidden.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Final, cast

import structlog

from bot.networks._outside import Outside
from bot.networks._tiktok import health
from bot.networks._tiktok.acting import Acting
from bot.networks._tiktok.api import Business, Content
from bot.networks._tiktok.errors import error_for
from bot.networks._tiktok.files import IMAGE_BYTES, MEGABYTE, Files
from bot.networks._tiktok.hook import Taker, answer
from bot.networks._tiktok.ids import Opens
from bot.networks._tiktok.listening import Listening
from bot.networks._tiktok.metrics import NOT_PUBLIC, measure, measure_shown
from bot.networks._tiktok.oauth import logins
from bot.networks._tiktok.options import TikTokOptions
from bot.networks._tiktok.parse import parse
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.publish import Publisher, is_named
from bot.networks._tiktok.rate import Rate
from bot.networks._tiktok.reading import Reading
from bot.networks._tiktok.said import Said
from bot.networks._tiktok.sent import Looking
from bot.networks._tiktok.subscriptions import Subscriptions
from bot.networks._tiktok.ways import Fetched, Uploaded
from inbox.actions import Action, ActionKind, Publish
from inbox.capabilities import Capabilities, TextLimit, Window
from inbox.errors import Rejected
from inbox.incoming import Cursor, Incoming, Receive
from inbox.models import AccountId, Kind, Media, RemoteId
from inbox.network import Health, Hook, HookAnswer, Network, Receipt
from inbox.publishing import Measured, Verdict

__all__ = ["CAPABILITIES", "TikTok", "error_for", "parse"]

log = structlog.get_logger("sangam")

ON_COMMENTS: Final[frozenset[ActionKind]] = frozenset({"reply", "hide", "unhide", "remove", "react", "publish"})
IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply"})
COMMENT: Final = TextLimit(150)
CAPABILITIES: Final = Capabilities(
    network="tiktok",
    source="https://business-api.tiktok.com/portal/docs (v1.3)",
    read_on="2026-11-23",
    actions={"comments": ON_COMMENTS, "direct": IN_PRIVATE},
    text=COMMENT,
    texts={("direct", "reply"): TextLimit(6000), ("comments", "publish"): TextLimit(2200, "utf16")},
    media={"image": 20 * MEGABYTE, "video": 1024 * MEGABYTE},  # of posts; a message has one picture of 3 MB
    media_count=35,
    silent=frozenset({"comments"}),
    windows={("direct", "reply"): Window(48 * 3600, messages=10)},
    settles=15,
    repeatable=frozenset({"hide", "unhide", "remove", "react"}),
    own_only=frozenset({"remove"}),
    reactions={"comments": ("❤️",)},
    remarks={
        "reply": "TikTok hides replies that are much alike and come in a burst; a message leaves 48 hours after theirs "
        "at the latest, and ten times at most until they write again. Pictures are taken in some countries only.",
        "unhide": "TikTok may keep a comment hidden by its own moderation; it is looked at afterwards.",
        "remove": "TikTok deletes only what this account wrote itself; what others wrote can be hidden.",
        "edit": "TikTok has no way to change a comment or a message.",
        "block": "TikTok lets no program block anybody; do it in the TikTok app.",
        "mute": "TikTok lets no program mute anybody; do it in the TikTok app.",
        "direct_message": "TikTok lets nobody write first: people have to write before they can be answered.",
        "publish": "TikTok takes 15 posts a day, and fetches files from an address that was proven to be yours.",
    },
    opens=Opens(),
)


class TikTok:
    """One account."""

    Options = TikTokOptions
    capabilities = CAPABILITIES

    def __init__(self, account: AccountId, options: TikTokOptions, outside: Outside) -> None:
        """Put the parts together; nothing happens on the wire yet."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self.hook_path = f"tiktok/{options.app_id}"
        self.known = Known(options.business_id, options.username)
        self._options, self._outside = options, outside
        self._secret = options.app_secret.get_secret_value()
        self._refused = ""  # why a hook was, which is said once
        now = outside.now
        self._login, content_login = logins(options, outside.http, outside.vault, now)
        rate = Rate(now)
        self._api = Business(outside.http, options.base_url, options.business_id, self._login, rate.tell)
        self._content = Content(outside.http, options.content_url, content_login)
        self._reading = Reading(self._api, rate, outside.rest)
        self._said = Said(outside.mailbox, self.known)
        self._files = Files(self._api, outside.blobs)
        self._acting = Acting(self._api, self._said, self._files, self._reading)
        self._looking = Looking(self.known, self._reading, self._said)
        self._subscriptions = Subscriptions(
            outside.http, options.base_url, options.app_id, self._secret, self._hook_url, options.messaging
        )
        self._listening = Listening(account, self.known, self._reading, self._subscriptions, now, outside.rest)
        way = (
            Uploaded(self._content, outside.share, outside.vault, options.audited)
            if options.publishing == "content"
            else Fetched(self._api, outside.share)
        )
        self._publisher = Publisher(
            way, options.publishing, options.audited, outside.mailbox, outside.blobs, outside.share, now
        )

    @staticmethod
    def capabilities_of(options: TikTokOptions) -> Capabilities:
        """What an account with these options can do: messages and posts only where they are switched on."""
        public = ON_COMMENTS - (frozenset({"publish"}) if options.publishing == "off" else frozenset[ActionKind]())
        actions: dict[Kind, frozenset[ActionKind]] = {"comments": public}
        if options.messaging:
            actions["direct"] = IN_PRIVATE
        media = dict(CAPABILITIES.media)
        if options.publishing == "content":
            media["video"] = 4096 * MEGABYTE
        elif options.publishing == "off":
            media = {"image": IMAGE_BYTES}
        return replace(
            CAPABILITIES,
            actions=actions,
            media=media,
            needs_public_url=options.publishing == "business",
            opens=Opens(options.username),
        )

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask TikTok who we are, what the app may do, and whom it tells."""
        looked_at = health.Account(
            self._options,
            self._api,
            self._content,
            self._login,
            self._subscriptions,
            self._outside.now(),
            self._listening.missed,
        )
        return await health.check(looked_at)

    # ------------------------------------------------------------------------------------------------ what is said

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look up what hooks leave open, read what no hook told, keep TikTok telling us; for ever."""
        await self._said.remember()
        await self._listening.listen(self._said.hearing(receive), cursor)

    async def remember(self) -> None:
        """Know again what hooks call us."""
        await self._said.remember()

    async def sure(self, events: list[Incoming]) -> list[Incoming]:
        """The same events, with those of ours told as ours."""
        return await self._listening.look_ups.sure(events, self._outside.now())

    def somebody_in_europe(self, at: int) -> None:
        """Somebody wrote whose words the hook does not tell."""
        self._listening.somebody_in_europe(at)

    def wanted(self) -> None:
        """There may be something to look up."""
        self._listening.wanted()

    def hearing(self, receive: Receive) -> Receive:
        """How a hook stores: with our own messages told as what they are, and remembered for the next reading."""
        return self._listening.hearing(self._said.hearing(receive))

    async def hook_for_all(self, hook: Hook, party: Sequence[tuple[Network, Receive]]) -> HookAnswer:
        """One body, for whichever account of the app it is about; 200 only once it is stored."""
        members = [(network, receive) for network, receive in party if isinstance(network, TikTok)]
        for network, _ in members:
            await network.remember()
        takers = [(cast("Taker", network), network.hearing(receive)) for network, receive in members]
        said = await answer(hook, self._secret, takers, self._outside.now())
        if said.status == 401 and said.body[:40] != self._refused:
            self._refused = said.body[:40]
            log.warning("tiktok.hook_refused", account=self.account, words=said.body)
        return said

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent."""
        async for piece in self._files.fetch(media):
            yield piece

    # ------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once. Raises NetworkErrors."""
        if isinstance(action, Publish):
            return await self._publisher.publish(action, key)
        return await self._acting.do(action, key, self._outside.now())

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look where it would stand; what changes a comment is repeated instead."""
        if isinstance(action, Publish):
            return await self._publisher.find(action, key, since)
        await self._said.remember()
        return await self._looking.find(action, key, since, self._outside.now())

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post; asks nobody outside."""
        return await self._publisher.judge(post)

    async def metrics(self, post: RemoteId) -> Measured:
        """What TikTok counts of a post of ours now."""
        if not is_named(post):
            raise Rejected(NOT_PUBLIC)
        if self._options.publishing == "content":
            return await measure_shown(self._content, post, self._outside.now())
        return await measure(self._api, post, self._outside.now())

    @property
    def _hook_url(self) -> str:
        base = self._outside.public_url.rstrip("/")
        return base and f"{base}/hooks/{self.hook_path}"
