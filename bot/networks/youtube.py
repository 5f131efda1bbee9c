"""YouTube: one channel, with the comments under its videos, what waits there for review, and its videos.

YouTube calls nobody, so that everything is asked for, within a quota of units a day. There are no private messages.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Final

from bot.networks._oauth import Login
from bot.networks._outside import Outside
from bot.networks._youtube import health, metrics
from bot.networks._youtube.acting import Acting
from bot.networks._youtube.api import Api
from bot.networks._youtube.errors import CONNECT, error_for
from bot.networks._youtube.ids import opens
from bot.networks._youtube.listening import Listening, Quota
from bot.networks._youtube.oauth import Client, renewing
from bot.networks._youtube.options import Hosts, YouTubeOptions
from bot.networks._youtube.parse import parse
from bot.networks._youtube.pictures import Pictures
from bot.networks._youtube.planner import ZONE
from bot.networks._youtube.publish import Publisher
from bot.networks._youtube.reading import CHANNEL, Reading
from bot.networks._youtube.uploading import Uploading
from bot.networks._youtube.watching import Watching
from inbox.actions import Action, ActionKind, Publish, Reply
from inbox.capabilities import MICRO, Capabilities, Tariff, TextLimit
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Receipt
from inbox.publishing import Measured, Verdict

__all__ = ["CAPABILITIES", "YouTube", "error_for", "parse"]

MOST_SAID: Final = 2_000  # replies of this process that are known by their key
ACTIONS: Final[frozenset[ActionKind]] = frozenset({"reply", "edit", "hide", "unhide", "remove", "block", "publish"})
CHANGES: Final[tuple[ActionKind, ...]] = ("reply", "edit", "hide", "unhide", "remove", "block")
TARIFF: Final = Tariff(
    currency="units",
    # Uploads and searches have 100 calls a day of their own, and take nothing from the units.
    prices={"list": MICRO, "write": 50 * MICRO, "insert": 0, "search": 0},
    source="https://developers.google.com/youtube/v3/determine_quota_cost",
    read_on="2026-11-27",
    zone=ZONE,
    actions={**dict.fromkeys(CHANGES, "write"), "publish": "insert"},
    a_day=10_000 * MICRO,
)
CAPABILITIES: Final = Capabilities(
    network="youtube",
    source="https://developers.google.com/youtube/v3/docs (revision 20261104)",
    read_on="2026-11-27",
    actions={"comments": ACTIONS},
    text=TextLimit(10_000),
    texts={("comments", "publish"): TextLimit(5_000, "bytes")},
    media={"video": 256 * 1024**3},
    media_count=1,
    silent=frozenset({"comments"}),
    settles=30,
    repeatable=frozenset({"edit", "hide", "unhide", "remove", "block"}),
    own_only=frozenset({"edit"}),
    reviews=True,
    called={"hide": "Hold for review", "unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={
        "direct_message": "YouTube has no private messages.",
        "react": "YouTube lets no program like a comment.",
        "mute": "YouTube mutes people in live chats only.",
        "remove": "A comment of others is rejected, which nobody can take back; one of ours is deleted.",
        "block": "Bans the author of this comment from the channel, and rejects the comment.",
        "unblock": "YouTube lets no program lift a ban: do it in YouTube Studio, Settings, Community, Hidden users.",
        "publish": "A video. Until Google has audited the Google Cloud project, YouTube keeps it private.",
    },
    tariff=TARIFF,
    opens=opens,
)


class YouTube:
    """One channel."""

    capabilities = CAPABILITIES
    Options = YouTubeOptions

    @staticmethod
    def capabilities_of(options: YouTubeOptions) -> Capabilities:
        """What a channel can do; Google may have granted its project another quota than the usual one."""
        return replace(CAPABILITIES, tariff=replace(TARIFF, a_day=options.units_a_day * MICRO))

    def __init__(self, account: AccountId, options: YouTubeOptions, outside: Outside) -> None:
        """Put the parts together; nothing happens on the wire yet."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self._now = outside.now
        self._said: OrderedDict[str, str] = OrderedDict()  # replies by id, with the key of the delivery
        hosts, quota = Hosts.at(options.base_url), Quota(options.units_a_day, options.reserve)
        client = Client(options.client_id, options.client_secret.get_secret_value())
        renew = renewing(outside.http, hosts, client, outside.now)
        self._login = Login(outside.vault, renew, outside.now, f"{CONNECT}.", options.channel)
        self._api = Api(outside.http, hosts, self._login, outside.meter, outside.now)
        reading = Reading(self._api, options.channel)
        self._pictures = Pictures(outside.http, reading, options.base_url)
        self._acting = Acting(self._api, reading, outside.now)
        uploading = Uploading(self._api, outside.vault, options.channel, outside.now)
        self._publisher = Publisher(self._api, uploading, outside.mailbox, outside.vault, outside.blobs, outside.now)
        self._listening = Listening(
            account,
            Watching(reading, outside.now),
            outside.meter,
            quota,
            options.videos or (CHANNEL,),
            outside.now,
            outside.rest,
        )
        self._looked_at = health.Account(
            reading, self._login, outside.meter, outside.vault, quota, options.videos, outside.now
        )

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask YouTube who we are, what we may do, and what is left of the day."""
        return await health.check(self._looked_at)

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look at the comments again and again, as often as the quota of the day allows."""
        await self._listening.listen(receive, cursor)

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; YouTube remembers no keys."""
        if isinstance(action, Publish):
            return await self._publisher.publish(action, key)
        receipt = await self._acting.perform(action)
        if isinstance(action, Reply):
            self._remember(receipt.id, key)
        return receipt

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look where it would stand; what changes a comment is repeated instead."""
        if isinstance(action, Publish):
            return await self._publisher.find(action, key)
        receipt = await self._acting.find(action, since, lambda id: self._said.get(id, key) != key)
        if receipt is not None:
            self._remember(receipt.id, key)
        return receipt

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a picture in a comment."""
        async for chunk in self._pictures.fetch(media):
            yield chunk

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post; asks nobody outside."""
        return await self._publisher.judge(post)

    async def metrics(self, post: RemoteId) -> Measured:
        """What YouTube counts of a video of ours now."""
        return await metrics.measure(self._api, post, self._now())

    def _remember(self, id: RemoteId, key: str) -> None:
        self._said[id] = key
        if len(self._said) > MOST_SAID:
            self._said.popitem(last=False)
