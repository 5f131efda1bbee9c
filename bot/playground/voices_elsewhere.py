"""How people of a story speak on X, YouTube, TikTok, Mastodon and Bluesky: one voice, many places."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from bot.playground import bluesky, mastodon, tiktok, x, youtube
from bot.playground.attachments import Attachment

A_DAY = 86_400.0


class Deed(Protocol):
    """Something that we did on a network."""

    @property
    def number(self) -> int: ...


Said = TypeVar("Said")
Did = TypeVar("Did", bound=Deed)
Wait = Callable[[Callable[[Did], bool], float, int], Awaitable[Did]]


@dataclass(slots=True)
class PlainVoice(Generic[Said, Did]):
    """One person in one place. `speak` is given what they said there before, and our latest answer.

    `heard` is the number of the last deed of ours that is none of an answer to come.
    """

    speak: Callable[[str, Sequence[Attachment], Sequence[Said], Did | None], Said]
    is_for_us: Callable[[Did, Sequence[Said]], bool]
    wait: Wait[Did]
    heard: int
    change: Callable[[Said, str], object] = lambda said, text: None
    like: Callable[[Did], object] = lambda answer: None
    said: list[Said] = field(default_factory=list)
    answer: Did | None = None

    async def say(self, text: str, attached: Sequence[Attachment] = ()) -> None:
        """Say something; raises the network's CannotAct for somebody who may not."""
        self.said.append(self.speak(text, attached, self.said, self.answer))

    async def edit(self, text: str) -> None:
        """Change the last thing said, where the network lets people do that."""
        if self.said:
            self.change(self.said[-1], text)

    async def react(self, emoji: str) -> None:
        """Like our latest answer, where the network has likes; it knows no other feeling."""
        if self.answer is not None:
            self.like(self.answer)

    async def answered(self) -> None:
        """Wait for us to answer what was said here."""
        self.answer = await self.wait(lambda did: self.is_for_us(did, self.said), A_DAY, self.heard)
        self.heard = self.answer.number


XVoice = PlainVoice[x.Post, x.Sent]
XPrivateVoice = PlainVoice[x.DM, x.Sent]
YouTubeVoice = PlainVoice[youtube.Comment, youtube.Sent]
TikTokVoice = PlainVoice[tiktok.Comment, tiktok.Sent]
TikTokPrivateVoice = PlainVoice[tiktok.Message, tiktok.Sent]
MastodonVoice = PlainVoice[mastodon.Status, mastodon.Sent]
BlueskyVoice = PlainVoice[bluesky.Post, bluesky.Sent]
BlueskyPrivateVoice = PlainVoice[bluesky.Line, bluesky.Sent]


def on_x(world: x.XWorld, who: x.Person, us: x.Person, post: x.Post | None = None) -> XVoice:
    """Somebody who answers a post of ours, or names us in one of their own; whoever goes on does so by hand."""

    def speak(text: str, files: Sequence[Attachment], said: Sequence[x.Post], answer: x.Sent | None) -> x.Post:
        if said:
            above = world.posts[answer.result_id] if answer else said[-1]
            return world.reply(who, above, text if post else f"@{us.username} {text}", files)
        return world.reply(who, post, text, files) if post else world.mention(who, us, text)

    def is_for_us(did: x.Sent, said: Sequence[x.Post]) -> bool:
        return did.call == "POST /2/tweets" and any(did.object_id in one.history for one in said)

    return PlainVoice(
        speak, is_for_us, world.wait_sent, len(world.sent), world.edit,
        lambda answer: world.like(who, world.posts[answer.result_id]),
    )  # fmt: skip


def in_private_on_x(world: x.XWorld, who: x.Person, us: x.Person) -> XPrivateVoice:
    """Somebody who writes to us."""

    def is_for_us(did: x.Sent, said: Sequence[x.DM]) -> bool:
        return did.call.startswith("POST /2/dm_conversations") and did.object_id == who.id

    return PlainVoice(
        lambda text, files, *_: world.message(who, us, text, files), is_for_us, world.wait_sent, len(world.sent)
    )


def on_youtube(
    world: youtube.YouTubeWorld, who: youtube.Person, video: youtube.Video, *, held: bool = False
) -> YouTubeVoice:
    """Somebody who comments on a video; what is `held` waits for our review."""

    def speak(text: str, files: Sequence[Attachment], said: Sequence[youtube.Comment], _: object) -> youtube.Comment:
        if said:
            return world.reply(who, said[0], text)
        return world.comment(who, video, text, held=held, picture=files[0] if files else None)

    def is_for_us(did: youtube.Sent, said: Sequence[youtube.Comment]) -> bool:
        return did.call == "POST /youtube/v3/comments" and did.object_id in [one.id for one in said]

    return PlainVoice(
        speak, is_for_us, world.wait_sent, len(world.sent), world.edit_comment,
        lambda answer: world.like_comment(world.comments[answer.result_id]),
    )  # fmt: skip


def on_tiktok(world: tiktok.TikTokWorld, who: tiktok.Person, video: tiktok.Video) -> TikTokVoice:
    """Somebody who comments on a video; TikTok has no way to change a comment."""

    def speak(text: str, files: object, said: Sequence[tiktok.Comment], _: object) -> tiktok.Comment:
        return world.comment(who, video, text, said[0] if said else None)

    def is_for_us(did: tiktok.Sent, said: Sequence[tiktok.Comment]) -> bool:
        ours = video.comments.get(did.result_id)
        return ours is not None and ours.owner and ours.parent in said

    return PlainVoice(
        speak, is_for_us, world.wait_sent, len(world.sent),
        like=lambda answer: world.like(who, video.comments[answer.result_id]),
    )  # fmt: skip


def in_private_on_tiktok(world: tiktok.TikTokWorld, who: tiktok.Person, us: tiktok.Account) -> TikTokPrivateVoice:
    """Somebody who writes to us."""

    def speak(text: str, files: Sequence[Attachment], *_: object) -> tiktok.Message:
        return world.message(who, us, text, image=files[0] if files else None)

    def is_for_us(did: tiktok.Sent, said: Sequence[tiktok.Message]) -> bool:
        return bool(did.result_id) and did.object_id in [one.conversation.id for one in said]

    return PlainVoice(speak, is_for_us, world.wait_sent, len(world.sent))


def on_mastodon(
    world: mastodon.MastodonWorld, who: mastodon.Account, us: mastodon.Account, *, privately: bool = False
) -> MastodonVoice:
    """Somebody who names us, to be seen by everybody or by us alone."""

    def speak(
        text: str, files: object, said: Sequence[mastodon.Status], answer: mastodon.Sent | None
    ) -> mastodon.Status:
        if not said:
            return (world.message if privately else world.mention)(who, us, text)
        above = world.statuses[answer.result_id] if answer else said[-1]
        return world.post(who, f"@{us.acct} {text}", visibility=said[0].visibility, answers=above)

    def is_for_us(did: mastodon.Sent, said: Sequence[mastodon.Status]) -> bool:
        made = world.statuses.get(did.result_id)
        if made is None or not privately:
            return made is not None and did.object_id in [one.id for one in said]
        return made.visibility == "direct" and who in made.mentions

    return PlainVoice(
        speak, is_for_us, world.wait_sent, len(world.sent),
        lambda said, text: world.edit(said, f"@{us.acct} {text}"),
    )  # fmt: skip


def on_bluesky(world: bluesky.BlueskyWorld, who: bluesky.Person, us: bluesky.Person) -> BlueskyVoice:
    """Somebody who names us in a post of their own; Bluesky has no way to change a post."""

    def speak(
        text: str, files: Sequence[Attachment], said: Sequence[bluesky.Post], answer: bluesky.Sent | None
    ) -> bluesky.Post:
        if not said:
            return world.post(who, f"@{us.handle} {text}", pictures=files)
        above = world.find(answer.object_id) if answer else None
        return world.reply(who, above or said[-1], text, pictures=files)

    def is_for_us(did: bluesky.Sent, said: Sequence[bluesky.Post]) -> bool:
        made = world.find(did.object_id)
        return (
            made is not None
            and "reply" in made.value
            and made.value["reply"]["parent"]["uri"] in [one.uri for one in said]
        )

    def like(answer: bluesky.Sent) -> None:
        if made := world.find(answer.object_id):
            world.like(who, made)

    return PlainVoice(speak, is_for_us, world.wait_sent, len(world.sent), like=like)


def in_private_on_bluesky(world: bluesky.BlueskyWorld, who: bluesky.Person, us: bluesky.Person) -> BlueskyPrivateVoice:
    """Somebody who writes to us."""

    def is_for_us(did: bluesky.Sent, said: Sequence[bluesky.Line]) -> bool:
        return did.object_id in [line.id for one in said for line in one.convo.lines]

    return PlainVoice(lambda text, *_: world.message(who, us, text), is_for_us, world.wait_sent, len(world.sent))
