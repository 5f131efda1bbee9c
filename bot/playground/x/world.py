"""Lets people act in the simulated X: post, answer, mention, edit, write; and lets us act in X's own apps.

Everything here is synchronous and takes effect at once; apps hear of it over their stream or hook, or when they look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import parse_qs, urlsplit

from bot.playground.attachments import Attachment
from bot.playground.sent import Sent
from bot.playground.x import dialog, telling
from bot.playground.x.makes import Makes
from bot.playground.x.records import DM, Account, Media, Person, Post


class CannotAct(Exception):
    """X would not let this person do that."""


class XWorld(Makes):
    """A simulated X with people who talk."""

    # ---------------------------------------------------------------------------------------------------- posts

    def post(self, who: Person, text: str, media: Sequence[Attachment] = (), quote: Post | None = None) -> Post:
        """Somebody posts in X's own apps; we, too."""
        return self.keep_post(who, text, media=[self._upload(who, one) for one in media], quote=quote)

    def reply(self, who: Person, post: Post, text: str, media: Sequence[Attachment] = ()) -> Post:
        """Somebody answers a post. X puts those who are answered in front of the text; they count as mentioned by it,
        not by hand, unless `text` names them itself.

        Raises CannotAct for a post that is gone, that may not be answered, or whose author has blocked them.
        """
        self._check_may_reply(who, post)
        return self.keep_post(who, text, reply_to=post, media=[self._upload(who, one) for one in media])

    def mention(self, who: Person, account: Person, text: str) -> Post:
        """Somebody posts something that names an account, in front unless the text does so."""
        named = f"@{account.username}"
        return self.keep_post(who, text if named.casefold() in text.casefold() else f"{named} {text}")

    def edit(self, post: Post, text: str) -> Post:
        """Its author changes a post: a new id, with the old ones in its history. No app is told."""
        return self.keep_edit(post, text)

    def remove(self, post: Post) -> None:
        """Its author deletes a post. Apps are told of our own posts only."""
        self.drop_post(post)

    def hide_natively(self, post: Post, *, hidden: bool = True) -> None:
        """We hide an answer in X's own apps, or show it again."""
        post.hidden = hidden

    def like(self, who: Person, post: Post) -> None:
        """Somebody likes a post."""
        post.likes.add(who.id)
        post.seen.add(self.now, "likes")
        self.happened("like.create", post.author, who, lambda: telling.of_like(self, who, post))

    def repost(self, who: Person, post: Post) -> Post:
        """Somebody repeats a post."""
        return self.keep_repost(who, post)

    def vote(self, who: Person, post: Post, option: str) -> None:
        """Somebody votes; raises CannotAct when there is no such answer, or the poll is over."""
        if post.poll is None or option not in post.poll.options or self.now >= post.poll.ends:
            raise CannotAct(f"{who.username} cannot vote for {option}")
        post.poll.votes[option] += 1

    def see(self, post: Post, **figures: int) -> None:
        """People look at a post: `impressions`, `url_clicks`, `user_profile_clicks`, `detail_expands`, `engagements`,
        `follows`, `bookmarks`, so many each."""
        for name, many in figures.items():
            post.seen.add(self.now, name, many)

    # ------------------------------------------------------------------------------------------------- messages

    def message(self, person: Person, account: Person, text: str, media: Sequence[Attachment] = ()) -> DM:
        """Somebody writes to us; raises CannotAct for whom we blocked, and where strangers may not write."""
        if isinstance(account, Account) and person.id in account.dm_blocked:
            raise CannotAct(f"{person.username} is blocked by {account.username}")
        if not account.dms_open and not any(one.sender is account for one in self.letters[person.id]):
            raise CannotAct(f"{account.username} takes no messages of strangers")
        return self.keep_message(person, account, text, [self._upload(person, one) for one in media])

    def say_natively(self, account: Account, person: Person, text: str) -> DM:
        """We write in X's own apps."""
        return self.keep_message(account, person, text)

    def block_us(self, person: Person, account: Account, *, blocked: bool = True) -> None:
        """Somebody blocks us, or lets us write again."""
        (person.blocks.add if blocked else person.blocks.discard)(account.id)

    # --------------------------------------------------------------------------------------------------- people

    def protect(self, person: Person, *, protected: bool = True) -> None:
        """Somebody shows their posts to followers only, or to all again."""
        person.protected = protected

    def remove_person(self, person: Person) -> None:
        """Somebody leaves X, or is suspended: they and their posts cannot be found any more."""
        person.gone = True

    def revoke(self, account: Account) -> None:
        """A person of ours takes the app's access away."""
        self.tokens.revoke(account)
        content = {
            "date_time": dialog.offset_time(self.now),
            "user_id": account.id,
            "app_id": account.app.id,
        }
        self.happened("oauth.revoke", account, account, lambda: {"payload": content})

    def approve(self, authorize_url: str, account: Account) -> str:
        """A person of ours says yes on the page that an app sent them to; returns where X sends them back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        return dialog.approved(self, query, account)

    # -------------------------------------------------------------------------------------------------- looking

    def spoil(self, media: Media, problem: str = "InvalidMedia") -> None:
        """X will not take this file: its processing fails."""
        media.problem = problem

    async def wait_for(self, holds: Callable[[], object], seconds: float = 5.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after so many real seconds."""
        await self.bell.until(holds, seconds)

    async def wait_sent(self, wanted: Callable[[Sent], bool], seconds: float = 5.0, after: int = 0) -> Sent:
        """The first thing an app did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, seconds, after)

    def _upload(self, owner: Person, given: Attachment) -> Media:
        category = "tweet_video" if given.mime.startswith("video/") else "tweet_image"
        media = self.keep_media(owner, given.mime, category, len(given.data))
        media.data, media.finalised = given.data, self.now
        return media

    def _check_may_reply(self, who: Person, post: Post) -> None:
        if not self.visible(post, who):
            raise CannotAct("there is nothing to answer")
        if who.id in post.author.blocks:
            raise CannotAct(f"{who.username} is blocked by {post.author.username}")
        if not may_reply(who, post):
            raise CannotAct(f"{post.author.username} lets only some answer: {post.reply_settings}")


def may_reply(who: Person, post: Post) -> bool:
    """Whether the author of a post lets somebody answer it."""
    if who is post.author or post.reply_settings == "everyone" or who in post.named:
        return True
    return post.reply_settings == "verified" and who.premium
