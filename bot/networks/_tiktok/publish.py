"""Publishing to TikTok: judged before the call, taken step by step, and public once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.networks._kept import kept, look_into
from bot.networks._left_out import stop
from bot.networks._looks import look
from bot.networks._outside import Blobs, Share
from bot.networks._steps import Steps, steps_of
from bot.networks._tiktok.judging import is_film, verdicts
from bot.networks._tiktok.sent import even
from bot.networks._tiktok.ways import ANEW, Stand, Way
from inbox.actions import Publish
from inbox.errors import LoginNeeded, NetworkError, Rejected, Unavailable, Uncertain
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt
from inbox.publishing import Verdict

ASKED, ON_ITS_WAY, COMPLETE = "asked", "publish_id", "complete"  # steps of a post
A_MOMENT: Final = 60  # seconds; to see whether a file could be shared at all
BEFORE: Final = 120_000  # ms: so much earlier than our clock says TikTok's may have been
CHECKED: Final = 600_000  # ms in which TikTok usually tells under which id a post is public
WITHOUT_ID: Final = "pub."  # begins the id of a post that TikTok names to nobody, such as a private one
PREPARING: Final = "TikTok is still preparing the post. It is asked again by itself; retry when that has ended."
CHECKING: Final = "TikTok has published the post and is still checking it. It is asked again by itself."
LOST: Final = (
    "TikTok's answer to the post never came, and no such post is public. It may still appear: look at the profile in "
    "some minutes, and retry only if it is not there."
)
REASONS: Final[Mapping[str, str]] = {
    "file_format_check_failed": "the file has a format that TikTok does not take; convert it to MP4 (H.264), or JPG",
    "duration_check_failed": "the video is too short or too long",
    "frame_rate_check_failed": "the video has fewer than 23 or more than 60 frames a second",
    "picture_size_check_failed": "the picture or video is too small or too large",
    "video_pull_failed": "TikTok could not fetch the video from us; see that web.public_url can be reached",
    "photo_pull_failed": "TikTok could not fetch the pictures from us; see that web.public_url can be reached",
    "auth_removed": "the account has taken the app's permission back; connect it again",
    "spam_risk_too_many_posts": "the account has posted all that TikTok takes in a day; retry tomorrow",
    "spam_risk_user_banned_from_posting": "TikTok has banned this account from posting",
    "spam_risk_text": "TikTok takes the text for spam; change it",
    "spam_risk": "TikTok takes the post for spam",
    "publish_cancelled": "somebody has cancelled it",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Publishes for one account; `now` is in unix milliseconds. Raises NetworkErrors and nothing else."""

    way: Way
    kind: str  # as in the options
    audited: bool
    mailbox: Mailbox
    blobs: Blobs
    share: Share
    now: Callable[[], int]

    async def publish(self, action: Publish, key: str) -> Receipt:
        """Publish once; the same key goes on where it broke off. Unavailable: TikTok prepares it, come again."""
        steps = await steps_of(self.mailbox, key)
        if known := await steps.receipt():
            return known
        try:
            publish_id = await steps.get(ON_ITS_WAY) or await self._begun(action, steps)
            stand = await self._brought(action, steps, publish_id)
            return await self._settled(action, steps, publish_id, stand)
        except LoginNeeded as error:
            raise self._login(error) from None

    async def find(self, action: Publish, key: str, since: int) -> Receipt | None:
        """The receipt if it is out, None if it certainly is not; raises Uncertain when nobody can tell."""
        steps = await steps_of(self.mailbox, key)
        if known := await steps.receipt():
            return known
        if publish_id := await steps.get(ON_ITS_WAY):
            stand = await self.way.stand(publish_id)
            if stand.code.startswith("PROCESSING"):  # it goes on there, and is not begun again
                return None
            return await self._settled(action, steps, publish_id, stand)
        asked = await steps.get(ASKED)
        if not asked or (self.way.lost_is_harmless and is_film(action)):
            return None
        if found := await self._listed(action, steps, int(asked)):
            return found
        raise Uncertain(LOST)

    async def judge(self, action: Publish) -> Sequence[Verdict]:
        """What stands against this post, what stops it first; asks nobody outside."""
        looks = [await look_into(self.blobs, medium) for medium in action.media]
        found = [*self._unreachable(action), *verdicts(action, looks, self.kind, audited=self.audited)]
        return sorted(found, key=lambda verdict: not verdict.stops)

    # ------------------------------------------------------------------------------------------------- the steps

    async def _begun(self, action: Publish, steps: Steps) -> str:
        stop(await self.judge(action))
        if await steps.get(ASKED):  # whoever retries has seen that nothing came of it
            await steps.give_up()
        size = len(await self._data(action)) if self.kind == "content" and is_film(action) else 0
        await steps.keep(ASKED, f"{self.now()}")
        try:
            publish_id = await self.way.begin(steps.key, action, size)
        except Uncertain:
            raise
        except NetworkError:
            await steps.give_up()
            raise
        return await steps.keep(ON_ITS_WAY, publish_id)

    async def _brought(self, action: Publish, steps: Steps, publish_id: str) -> Stand:
        stand = await self.way.stand(publish_id)
        if stand.code != "PROCESSING_UPLOAD":
            return stand
        data = await self._data(action)
        seen = await asyncio.to_thread(look, data)
        if not await self.way.bring(steps.key, publish_id, data, seen.mime or "video/mp4"):
            await steps.give_up()
            raise Unavailable(ANEW)
        return await self.way.stand(publish_id)

    async def _settled(self, action: Publish, steps: Steps, publish_id: str, stand: Stand) -> Receipt:
        if stand.post:
            return await steps.done(stand.post, self.now())
        match stand.code:
            case "PUBLISH_COMPLETE":
                return await self._complete(action, steps, publish_id)
            case "SEND_TO_USER_INBOX":
                return await steps.done(f"{WITHOUT_ID}{publish_id}", self.now())
            case "FAILED":
                await steps.give_up()
                why = REASONS.get(stand.reason, stand.reason or "it gives no reason")
                raise Rejected(f"TikTok did not publish the post: {why}.")
        raise Unavailable(PREPARING)

    async def _complete(self, action: Publish, steps: Steps, publish_id: str) -> Receipt:
        """It is out; under which id, TikTok tells once it was checked, and of private ones never."""
        since = int(await steps.keep(COMPLETE, f"{self.now()}"))
        own = action.visibility == "private" or (self.kind == "content" and not self.audited)
        if not own:
            if found := await self._listed(action, steps, int(await steps.get(ASKED) or since)):
                return found
            if self.now() - since < CHECKED:
                raise Unavailable(CHECKING)
        return await steps.done(f"{WITHOUT_ID}{publish_id}", since)

    async def _listed(self, action: Publish, steps: Steps, asked: int) -> Receipt | None:
        """The post among the newest ones, by its text and its time."""
        wanted = {even(action.text), even(f"{action.title}\n{action.text}")}
        for one in await self.way.newest(self.now()):
            if one.at >= asked - BEFORE and even(one.text) in wanted and await steps.claims(one.id):
                return await steps.done(one.id, one.at)
        return None

    # ------------------------------------------------------------------------------------------------- the files

    async def _data(self, action: Publish) -> bytes:
        return await kept(self.blobs, action.media[0], "The file of this post has been erased. Attach it again.")

    def _unreachable(self, action: Publish) -> Sequence[Verdict]:
        """TikTok fetches files from us, but for videos that are uploaded."""
        if not action.media or self.kind == "off" or (self.kind == "content" and is_film(action)):
            return ()
        try:
            self.share(action.media[0], A_MOMENT)
        except Rejected as error:
            return (Verdict(str(error)),)
        return ()

    def _login(self, error: LoginNeeded) -> NetworkError:
        """That posting has a login of its own, which is missing, stops nothing else."""
        return Rejected(str(error)) if self.kind == "content" else error


def is_named(post: RemoteId) -> bool:
    """Whether TikTok has told under which id a post is public."""
    return not post.startswith(WITHOUT_ID)
