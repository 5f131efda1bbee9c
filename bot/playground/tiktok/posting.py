"""Posts on their way: their media are fetched or uploaded, checked, and then published, kept as a draft, or refused."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.tasks import Tasks
from bot.playground.tiktok.bodies import publication_told
from bot.playground.tiktok.fetching import CannotFetch, Fetcher
from bot.playground.tiktok.records import DAY, Account, App, JsonObject, Publication, Video
from bot.playground.tiktok.state import State

MEDIA_LIVES = 30 * DAY
PER_DAY = 15  # posts of an account over the API
_VIDEOS = ("video/mp4", "video/quicktime", "video/webm")
_PHOTOS = ("image/jpeg", "image/jpg", "image/webp")


class Posting(State):
    """What TikTok does with a post after it has said that it took it.

    `processing` seconds pass between the last byte and the post, `moderation` more until its id is told; 0 is at once.
    `spoiled` are the reasons for which the next publications of an account fail; `cuts` are at how many bytes the
    connections of the next uploads are cut.
    """

    def __init__(self, clock: Clock, faults: Faults, seed: int = 0, *, limits: bool = True) -> None:
        super().__init__(clock, faults, seed, limits=limits)
        self.processing = self.moderation = 0.0
        self.per_day = PER_DAY
        self.cuts: list[int] = []
        self.spoiled: dict[str, list[str]] = {}
        self.fetcher = Fetcher()
        self.tasks = Tasks()

    def keep_media(self, data: bytes, mime: str) -> str:
        """Keep a file of a message for 30 days; returns its media_id."""
        media_id = self.ids.words("media", 40)
        self.media[media_id] = (data, mime, self.now)
        return media_id

    def owns(self, app: App, url: str) -> bool:
        """Whether an address is below one that the app has verified."""
        host = urlsplit(url).hostname or ""
        return any(
            url.startswith(one) if "://" in one else host == one or host.endswith(f".{one}") for one in app.domains
        )

    def publish(self, account: Account, app: App, publication: Publication) -> Publication:
        """Take a post; what is to be fetched is fetched from now on."""
        self.publications[publication.id] = publication
        app.posted[account.open_id] = self.now
        if publication.source.urls:
            self.tasks.start(self._pull(publication), f"publication {publication.id}", self.bell.ring)
        return publication

    def uploaded(self, publication: Publication) -> None:
        """The last byte of an upload has come."""
        self._check(publication, bytes(publication.source.data), _video_type(bytes(publication.source.data[:16])))

    def cancel(self, publication: Publication) -> None:
        """A publication is stopped before it is done."""
        if publication.state.startswith("PROCESSING"):
            self._fail(publication, "publish_cancelled")

    def withdraw_post(self, video: Video) -> None:
        """A post is not public any more; whoever published it over the API hears of it."""
        for one in self.publications.values():
            if one.post is video and one.public_at:
                self._tell(one, "no_longer_publicaly_available", {"post_id": int(video.id)})

    # ------------------------------------------------------------------------------------------------------- the steps

    async def _pull(self, publication: Publication) -> None:
        reason = "video_pull_failed" if publication.kind == "VIDEO" else "photo_pull_failed"
        files: list[bytes] = []
        for url in publication.source.urls:
            try:
                data, mime = await self.fetcher.fetch(url)
            except CannotFetch:
                self._fail(publication, reason)
                return
            publication.received += len(data)
            files.append(data)
            if mime not in (_VIDEOS if publication.kind == "VIDEO" else _PHOTOS):
                self._fail(publication, "file_format_check_failed")
                return
        self._finish_later(publication, files)

    def _check(self, publication: Publication, data: bytes, mime: str) -> None:
        if mime:
            self._finish_later(publication, [data])
        else:
            self._fail(publication, "file_format_check_failed")

    def _finish_later(self, publication: Publication, files: list[bytes]) -> None:
        account = publication.account
        waiting = self.spoiled.get(account.open_id)
        reason = waiting.pop(0) if waiting else "spam_risk_user_banned_from_posting" if account.banned else ""

        def finish() -> None:
            if not publication.state.startswith("PROCESSING"):
                return
            if trouble := "auth_removed" if account.withdrawn else reason:
                self._fail(publication, trouble)
            else:
                self._finish(publication, files)

        self._after(self.processing, finish)

    def _finish(self, publication: Publication, files: list[bytes]) -> None:
        if publication.draft:
            publication.state = "SEND_TO_USER_INBOX"
            self._tell(publication, "inbox_delivered")
            return
        publication.post = self.keep_video(
            publication.account,
            publication.caption,
            kind=publication.kind,
            privacy=publication.privacy,
            comments_off=publication.comments_off,
            files=files,
        )
        publication.state = "PUBLISH_COMPLETE"
        self._tell(publication, "complete")
        if publication.post.public:
            self._after(self.moderation, lambda: self._show(publication))

    def _show(self, publication: Publication) -> None:
        if publication.post is not None and publication.post.public:
            publication.public_at = self.now
            self._tell(publication, "publicly_available", {"post_id": int(publication.post.id)})

    def _fail(self, publication: Publication, reason: str) -> None:
        publication.state, publication.reason = "FAILED", reason
        self._tell(publication, "failed")

    def _tell(self, publication: Publication, what: str, more: JsonObject | None = None) -> None:
        content = publication_told(publication) | (more or {})
        item = publication.post.id if publication.post else ""
        name = f"post.publish.{what}"
        self.happened(publication.account, "VIDEO", name, content, item=item, app=publication.app)

    def _after(self, seconds: float, run: Callable[[], None]) -> None:
        if seconds > 0:
            self.clock.call_at(self.now + seconds, run)
        else:
            run()


def _video_type(start: bytes) -> str:
    if start[4:8] == b"ftyp":
        return "video/mp4"
    return "video/webm" if start[:4] == b"\x1aE\xdf\xa3" else ""
