"""Publishing to a Page or a professional account: judged before the call, taken step by step, and public once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.networks._kept import look_into
from bot.networks._left_out import stop
from bot.networks._looks import Look
from bot.networks._meta import containers, page_posts
from bot.networks._meta.files import Files
from bot.networks._meta.graph import Graph
from bot.networks._meta.judging import verdicts
from bot.networks._meta.making import Tools, receipt_of
from bot.networks._meta.metrics import measure
from bot.networks._meta.place import Place
from bot.networks._outside import Blobs, Share
from bot.networks._steps import steps_of
from inbox.actions import Publish
from inbox.errors import Rejected
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt
from inbox.publishing import Measured, Verdict

BEGUN: Final = "begun"
LARGE: Final = 30 * 1024 * 1024  # what a usual line sends in the time that one call may take
SLOW: Final = (
    "A file of this size may take too long to send to Facebook. Set web.public_url in bot.yaml, so that Facebook "
    "fetches it from us."
)
A_MOMENT: Final = 60  # seconds; to see whether a file could be shared at all


class Publisher:
    """Publishes for one account; `now` is in unix milliseconds. Raises NetworkErrors and nothing else."""

    def __init__(
        self, place: Place, graph: Graph, mailbox: Mailbox, blobs: Blobs, share: Share, now: Callable[[], int]
    ) -> None:
        """Keep the tools; nothing happens on the wire yet."""
        self._tools = Tools(place, graph, mailbox, share, now)
        self._blobs = blobs
        self._on_instagram = place.network == "instagram"

    async def publish(self, action: Publish, key: str) -> Receipt:
        """Publish once; the same key goes on where it broke off. Unavailable: Meta prepares it, come again."""
        steps = await steps_of(self._tools.mailbox, key)
        if known := await receipt_of(steps):
            return known
        if not await steps.get(BEGUN):
            stop(await self.judge(action))
            await steps.keep(BEGUN, f"{self._tools.now()}")
        how = containers.publish if self._on_instagram else page_posts.publish
        return await how(self._tools, action, Files(self._blobs, action.media), steps)

    async def find(self, action: Publish, key: str, since: int) -> Receipt | None:
        """The receipt if it is public, None if it certainly is not; raises Uncertain when nobody can tell.

        `since` (unix ms) is when the first call was begun; the steps that were written down know it better.
        """
        how = containers.find if self._on_instagram else page_posts.find
        return await how(self._tools, action, await steps_of(self._tools.mailbox, key))

    async def judge(self, action: Publish) -> Sequence[Verdict]:
        """What stands against this post, what stops it first; asks nobody outside."""
        looks = [await look_into(self._blobs, medium) for medium in action.media]
        found = [*self._unreachable(action, looks), *verdicts(self._tools.place.network, action, looks)]
        return sorted(found, key=lambda verdict: not verdict.stops)

    async def metrics(self, post: RemoteId) -> Measured:
        """What Meta counts of a post of ours now; raises a NetworkError when nothing at all can be told."""
        return await measure(self._tools.place, self._tools.graph, post, self._tools.now())

    def _unreachable(self, action: Publish, looks: Sequence[Look | None]) -> Sequence[Verdict]:
        """Instagram takes no files from us, it fetches them; Facebook takes them, and fetches what is large faster."""
        if not action.media:
            return ()
        try:
            self._tools.share(action.media[0], A_MOMENT)
        except Rejected as error:
            if self._on_instagram:
                return (Verdict(str(error)),)
            large = max((seen.bytes for seen in looks if seen), default=0) > LARGE
            return (Verdict(SLOW, stops=False),) if large else ()
        return ()
