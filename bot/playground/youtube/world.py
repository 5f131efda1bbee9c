"""Lets people act in the simulated YouTube: comment, reply, edit, remove; and lets us act in YouTube Studio.

Everything here is synchronous and takes effect at once; nobody is told of it: an app sees it when it looks.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from bot.playground.attachments import Attachment
from bot.playground.youtube.quota import LIMITS, UNITS, day_of, resets_at
from bot.playground.youtube.records import Author, Channel, Comment, Person, Privacy, Project, Status, Video
from bot.playground.youtube.state import State
from bot.playground.youtube.tokens import LIVES, SCOPES

PICTURE_LIVES = 6 * 3600
_HELD: dict[object, Status] = {False: "published", True: "heldForReview", "held": "heldForReview", "spam": "likelySpam"}


class CannotAct(Exception):
    """YouTube would not let this person do that: the video or comment is gone, or comments are switched off."""


class YouTubeWorld(State):
    """A simulated YouTube with people who talk."""

    # ------------------------------------------------------------------------------------- projects, channels, people

    def create_project(
        self,
        *,
        units: int = LIMITS[UNITS],
        audited: bool = True,
        testing: bool = False,
        redirects: Sequence[str] = (),
    ) -> Project:
        """A Google Cloud project with an OAuth client of its own, `units` a day, and 100 uploads and searches.

        Not `audited`: its uploads stay private. `testing`: its refresh tokens live for 7 days. A login may lead back
        to this machine, or to one of `redirects`.
        """
        client_id, client_secret = self.ids.client()
        number = client_id.partition("-")[0]
        project = Project(number, client_id, client_secret, self.ids.secret("AIzaSy", 33), tuple(redirects))
        project.audited, project.testing = audited, testing
        project.limits = LIMITS | {UNITS: units}
        self.projects[client_id] = project
        return project

    def create_channel(
        self, title: str, project: Project, handle: str = "", scopes: tuple[str, ...] = SCOPES, subscribers: int = 0
    ) -> Channel:
        """A channel of ours that has allowed the project what `scopes` say."""
        channel = Channel(self.ids.channel(), title, handle or _handle(title), project, self.now, scopes=scopes)
        channel.subscribers = subscribers
        self.channels[channel.id] = channel
        grant = self.tokens.grant(project, channel, scopes, self.now)
        channel.refresh_token = grant.refresh_token
        channel.token = self.tokens.issue(grant, self.now).value
        return channel

    def create_person(self, name: str, handle: str = "") -> Person:
        """Somebody who watches."""
        person = Person(self.ids.channel(), name, handle or _handle(name))
        self.people[person.id] = person
        return person

    def token(self, channel: Channel, scopes: tuple[str, ...] | None = None, lives: float = LIVES) -> str:
        """One more access token of a channel; with `scopes` one of a login that allowed only these."""
        grant = self.tokens.grants[channel.refresh_token]
        if scopes is not None:
            grant = self.tokens.grant(channel.project, channel, scopes, self.now)
        return self.tokens.issue(grant, self.now, lives).value

    def withdraw(self, channel: Channel) -> None:
        """The owner takes back what was allowed: access tokens die, and refreshing is an invalid_grant."""
        for grant in self.tokens.grants.values():
            if grant.channel is channel:
                grant.revoked = True

    def used(self, project: Project, bucket: str = UNITS) -> int:
        """What a project has used today: `units`, `inserts`, `searches` or `reports`."""
        return self.quota.used(project, bucket, self.now)

    def spend(self, project: Project, units: int, bucket: str = UNITS) -> None:
        """Something else of ours in the same project uses units."""
        self.quota.charge(project, bucket, units, self.now)

    def resets_at(self) -> float:
        """When quotas are full again, in unix seconds."""
        return resets_at(self.now)

    # --------------------------------------------------------------------------------------------------------- videos

    def video(
        self,
        channel: Channel,
        title: str,
        description: str = "",
        *,
        privacy: Privacy = "public",
        age: float = 0.0,
        seconds: int = 60,
    ) -> Video:
        """A video is published in YouTube Studio, `age` seconds ago; it lasts `seconds`."""
        video = Video(self.ids.video(), channel, title, float(int(self.now - age)), description, asked=privacy)
        video.seconds = seconds
        return self.keep_video(video)

    def keep_video(self, video: Video) -> Video:
        """Put a video onto its channel."""
        self.videos[video.id] = video
        video.channel.videos[video.id] = video
        self.bell.ring()
        return video

    def remove_video(self, video: Video) -> None:
        """A video is deleted, with its comments."""
        video.removed = True
        video.channel.videos.pop(video.id, None)
        self.bell.ring()

    def make_private(self, video: Video, *, private: bool = True) -> None:
        """A video becomes private, or public again, in YouTube Studio."""
        video.asked, video.publish_at = "private" if private else "public", 0.0
        self.bell.ring()

    def comments_off(self, video: Video, *, off: bool = True) -> None:
        """Comments are switched off in YouTube Studio, or on again; what was said comes back with them."""
        video.comments_open = not off
        self.bell.ring()

    def finish(self, video: Video) -> None:
        """YouTube is done with an upload, whatever time it would have taken."""
        video.ready_at = min(video.ready_at, self.now)
        self.bell.ring()

    def spoil(self, video: Video, *, failure: str = "", rejection: str = "") -> None:
        """An upload fails (codec, emptyFile, …) or is rejected (copyright, duplicate, …)."""
        video.failure, video.rejection = failure, rejection
        self.bell.ring()

    def cut_upload(self, after: int) -> None:
        """The next upload of bytes is cut once `after` bytes of it have arrived; these are kept."""
        self.cuts.append(after)

    def forget_uploads(self) -> None:
        """Every resumable upload that is not done is forgotten: its address answers 404."""
        for upload in self.uploads.values():
            upload.cancelled = upload.cancelled or upload.video is None

    def figures(self, video: Video, day: str = "", **figures: int) -> None:
        """Add to what is counted of a video on a day (2026-01-01; today unless given): views=…, likes=…, shares=… ."""
        count = video.days.setdefault(day or day_of(self.now).isoformat(), Counter())
        count.update(figures)
        video.views += figures.get("views", 0)
        video.likes += figures.get("likes", 0)

    # ------------------------------------------------------------------------------------------------------- comments

    def comment(
        self,
        who: Author,
        video: Video,
        text: str,
        *,
        held: bool | str = False,
        at: float | None = None,
        picture: Attachment | None = None,
    ) -> Comment:
        """Somebody comments, as a channel of ours can, too; `held` is "held" for review or likely "spam".

        What somebody who is banned writes is rejected. Raises CannotAct where there are no comments.
        """
        self._check_talks(video)
        return self.keep_comment(who, video, text, status=_HELD[held], at=at, picture=picture)

    def reply(
        self, who: Author, comment: Comment, text: str, *, held: bool | str = False, at: float | None = None
    ) -> Comment:
        """Somebody replies; a reply to a reply stands in the thread like any other, and begins with the @handle."""
        self._check_talks(comment.video)
        if comment.gone:
            raise CannotAct("there is nothing to reply to")
        said = f"@{comment.who.handle} {text}" if comment.parent is not None else text
        return self.keep_comment(who, comment.video, said, comment.thread, status=_HELD[held], at=at)

    def crowd(
        self,
        video: Video,
        n: int,
        *,
        people: int = 100,
        over: float = 0.0,
        text: str = "Comment {number}",
        replies: float = 0.0,
        held: float = 0.0,
    ) -> list[Comment]:
        """`n` comments of `people` persons, spread evenly over the last `over` seconds; oldest first.

        A share of them (0 to 1) are `replies` to earlier ones of the crowd, and a share is `held` for review.
        `{number}` in the text counts from 1.
        """
        draw = random.Random(f"crowd of {n}")
        crowd = [self.create_person(f"Viewer {number}", f"viewer{number}") for number in range(1, min(people, n) + 1)]
        replying, holding = _some(draw, n, replies), _some(draw, n, held)
        begin, made, tops = self.now - over, list[Comment](), list[Comment]()
        for number in range(1, n + 1):
            status: Status = "heldForReview" if number in holding else "published"
            under = draw.choice(tops) if tops and number in replying else None
            words, at = text.replace("{number}", str(number)), begin + over * number / n
            made.append(self.keep_comment(draw.choice(crowd), video, words, under, status=status, at=at))
            if under is None and status == "published":
                tops.append(made[-1])
        return made

    def edit_comment(self, comment: Comment, text: str) -> Comment:
        """Its author changes a comment."""
        self.change_comment(comment, text)
        return comment

    def remove_comment(self, comment: Comment) -> None:
        """Its author deletes a comment."""
        self.drop_comment(comment)

    def moderate(self, comment: Comment, status: Status) -> None:
        """We publish, hold or reject a comment in YouTube Studio."""
        self.set_status(comment, status)

    def ban(self, channel: Channel, person: Person) -> None:
        """We hide somebody from the channel in YouTube Studio: what they write from now on is rejected."""
        channel.banned.add(person.id)

    def like_comment(self, comment: Comment, times: int = 1) -> None:
        """Somebody likes a comment."""
        comment.likes += times

    def picture_url(self, comment: Comment) -> str:
        """Where the picture of a comment lies; the address is good for six hours."""
        expires = round(self.now + PICTURE_LIVES)
        return f"{self.base}/comment-image/{comment.id}?expire={expires}"

    def visible(self, video: Video) -> list[Comment]:
        """The comments and replies that anybody sees under a video, oldest thread first, replies behind it."""
        shown = [thread for thread in video.threads if _public(thread)] if video.talks(self.now) else []
        return [one for thread in shown for one in (thread, *filter(_public, thread.replies))]

    def _check_talks(self, video: Video) -> None:
        if not video.talks(self.now):
            raise CannotAct(f"nobody can comment on {video.title}")


def _public(comment: Comment) -> bool:
    return comment.status == "published" and not comment.gone


def _some(draw: random.Random, n: int, share: float) -> set[int]:
    """That share of the numbers from 2 to n."""
    return set(draw.sample(range(2, n + 1), round((n - 1) * share)))


def _handle(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
