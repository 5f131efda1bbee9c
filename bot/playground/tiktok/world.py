"""Lets people act in the simulated TikTok: comment, reply, write; and lets us act in TikTok's own app.

Everything here is synchronous and takes effect at once; apps hear of it over their hooks or when they look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.playground.attachments import Attachment
from bot.playground.sent import Sent
from bot.playground.tiktok.bodies import read_told
from bot.playground.tiktok.posting import Posting
from bot.playground.tiktok.records import (
    ACCOUNT_SCOPES,
    OPEN_SCOPES,
    Account,
    App,
    Author,
    Comment,
    Message,
    Person,
    Subscription,
    Video,
)
from bot.playground.tiktok.refusals import FAILURES
from bot.playground.tiktok.tokens import CODE_LIVES, Code, Kind
from bot.playground.tiktok.told import Family


class CannotAct(Exception):
    """TikTok would not let somebody do that: comments are off, or it is gone."""


class TikTokWorld(Posting):
    """A simulated TikTok with people who talk."""

    # ------------------------------------------------------------------------------------------- apps and accounts

    def create_app(
        self,
        client_key: str = "",
        secret: str = "",
        *,
        audited: bool = True,
        per_minute: int = 600,
        domains: Iterable[str] = (),
    ) -> App:
        """A developer's app; `domains` are those whose media it may have fetched (see `verify_domain`)."""
        key = client_key or self.ids.number("app")
        app = App(key, secret or self.ids.words("secret", 40), audited, per_minute, set(domains))
        self.apps[key] = app
        return app

    def create_account(
        self,
        username: str,
        app: App,
        *,
        name: str = "",
        region: str = "AE",
        messaging: bool = True,
        images: bool = True,
        scopes: Iterable[str] = ACCOUNT_SCOPES,
    ) -> Account:
        """An account of ours whose owner has consented to the app, with the tokens of both APIs."""
        account = Account(
            self.ids.words("open id", 36),
            self.ids.padded("identifier"),
            username,
            name or username.title(),
            app,
            region,
            messaging,
            images,
            set(scopes),
        )
        self.accounts[account.open_id] = account
        self.consent(account)
        return account

    def consent(self, account: Account) -> None:
        """The owner of an account consents (again): it has fresh tokens of both APIs, with its `scopes`."""
        self.tokens.issue("business", account.app, account, frozenset(account.scopes), self.now)
        self.tokens.issue("open", account.app, account, frozenset(account.scopes & OPEN_SCOPES), self.now)

    def create_person(self, name: str, username: str = "", *, region: str = "AE", images: bool = True) -> Person:
        """Somebody outside."""
        username = username or name.lower().replace(" ", ".")
        person = Person(self.ids.padded("identifier"), name, username, region, images)
        self.people[person.unique_identifier] = person
        return person

    def authorize(self, account: Account, redirect_uri: str, *, app: App | None = None, kind: Kind = "business") -> str:
        """The owner of an account consents; returns the code that comes back to the address."""
        code = Code(kind, app or account.app, account, redirect_uri, self.now + CODE_LIVES)
        return self.tokens.offer(code)

    def withdraw(self, account: Account) -> None:
        """The owner takes the consent back: tokens die, and nothing is told any more."""
        account.withdrawn = True
        self.tokens.end(account)

    def subscribe(
        self, app: App, url: str, families: Iterable[Family] = ("COMMENT", "DIRECT_MESSAGE", "VIDEO")
    ) -> None:
        """Have an app told at an address, as if it had called /business/webhook/update/."""
        for family in families:
            app.subscriptions[family] = Subscription(url)

    def verify_domain(self, app: App, url: str) -> None:
        """The owner of an app proves that a domain, or all below an address, is theirs."""
        app.domains.add(url)

    # ------------------------------------------------------------------------------------------- posts and comments

    def video(self, account: Account, caption: str = "", *, photo: bool = False, comments: bool = True) -> Video:
        """Something is published in TikTok's own app."""
        return self.keep_video(account, caption, kind="PHOTO" if photo else "VIDEO", comments_off=not comments)

    def remove_video(self, video: Video) -> None:
        """A post is deleted in TikTok's own app."""
        video.removed = True
        self.withdraw_post(video)

    def make_private(self, video: Video) -> None:
        """Only its owner sees a post from now on."""
        video.privacy = "SELF_ONLY"
        self.withdraw_post(video)

    def comments_off(self, video: Video, *, off: bool = True) -> None:
        """Nobody may comment on a post any more, or everybody may again."""
        video.comments_off = off

    def measure(self, video: Video, **figures: float) -> None:
        """So many views, likes and so on a post has; names are those of Figures."""
        video.figures = replace(video.figures, **figures)  # type: ignore[arg-type]  # whole numbers stay whole

    def comment(
        self, who: Author, video: Video, text: str, under: Comment | None = None, *, held: bool = False
    ) -> Comment:
        """Somebody comments, or replies; our own account can, too. What is `held` is hidden by TikTok's own filters.

        Raises CannotAct for a post that is gone or private, and where comments are switched off.
        """
        if video.removed or video.comments_off or (under is not None and under.removed):
            raise CannotAct("there is nothing to comment on")
        if not video.public and who is not video.account:
            raise CannotAct(f"{who.name} cannot see this post")
        comment = self.keep_comment(video, who, text, under)
        if held:
            comment.stuck = True
            self.show_comment(comment, hidden=True)
        return comment

    def reply(self, who: Author, comment: Comment, text: str) -> Comment:
        """Somebody replies to a comment."""
        return self.comment(who, comment.video, text, comment)

    def remove_comment(self, comment: Comment) -> None:
        """Its author, or we in TikTok's own app, delete a comment."""
        self.drop_comment(comment)

    def remove_person(self, person: Person) -> None:
        """Somebody deletes their account, and with it whatever they said below posts."""
        self.people.pop(person.unique_identifier, None)
        for comment in [one for one in self.comments.values() if one.who is person]:
            self.drop_comment(comment)

    def hide_natively(self, comment: Comment, *, hidden: bool = True) -> None:
        """We hide a comment in TikTok's own app, or show it again."""
        self.show_comment(comment, hidden=hidden)

    def stick(self, comment: Comment) -> None:
        """From now on showing this comment again has no effect, as moderation decided."""
        comment.stuck = True

    def like(self, person: Person, thing: Video | Comment) -> None:
        """Somebody likes a post or a comment."""
        if isinstance(thing, Comment):
            thing.likes.add(person.unique_identifier)
        else:
            thing.figures.likes += 1

    def visible(self, video: Video) -> list[Comment]:
        """The comments and replies that everybody sees under a post, oldest first."""
        return [one for one in video.comments.values() if not one.removed and not one.hidden]

    # ------------------------------------------------------------------------------------------------- private messages

    def message(
        self,
        person: Person,
        account: Account,
        text: str = "",
        kind: str = "",
        *,
        image: Attachment | None = None,
        video: Video | None = None,
        answers: Message | None = None,
    ) -> Message:
        """Somebody writes to an account; `kind` is text, image, share_post, sticker, emoji, video or other."""
        kind = kind or ("image" if image else "share_post" if video else "text")
        media = self.keep_media(image.data, image.mime) if image is not None else ""
        if kind == "video" and not media:
            media = self.keep_media(b"\0\0\0\x18ftypmp42", "video/mp4")
        more = {"kind": kind, "text": text, "media_id": media, "video": video, "answers": answers}
        return self.keep_message(self.conversation(account, person), ours=False, **more)

    def say_natively(self, account: Account, person: Person, text: str) -> Message:
        """We write in TikTok's own app; the app hears an echo."""
        return self.keep_message(self.conversation(account, person), ours=True, text=text, source="APP")

    def read(self, person: Person, account: Account) -> None:
        """A person reads what we wrote."""
        conversation = self.conversation(account, person)
        if account.may_message:
            content = read_told(conversation, self.now)
            self.happened(account, "DIRECT_MESSAGE", "im_mark_read_msg", content, subject=person.unique_identifier)

    # ------------------------------------------------------------------------------------------------------- publishing

    def spoil_next(self, account: Account, reason: str) -> None:
        """The next publication of this account fails; ValueError unless the reason is one of TikTok's."""
        if reason not in FAILURES:
            raise ValueError(f"{reason} is no fail reason; they are: {', '.join(sorted(FAILURES))}")
        self.spoiled.setdefault(account.open_id, []).append(reason)

    def cut_upload(self, at: int, times: int = 2) -> None:
        """Cut the connection of an upload that reaches so many bytes; twice, since aiohttp repeats a PUT by itself."""
        self.cuts += [at] * times

    # ------------------------------------------------------------------------------------------------------- looking

    async def wait_for(self, holds: Callable[[], object], timeout: float = 5.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after `timeout` real seconds."""
        await self.bell.until(holds, timeout)

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing an app did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)
