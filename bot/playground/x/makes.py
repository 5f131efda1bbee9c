"""Makes things in the simulated X, whoever asks for it, and tells the apps that want to know."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.playground.clock import Clock
from bot.playground.x import telling
from bot.playground.x.bills import Bills
from bot.playground.x.records import DM, Account, App, Media, Person, Plan, Poll, Post, Signs
from bot.playground.x.speech import said
from bot.playground.x.state import State
from bot.playground.x.tokens import SCOPES
from bot.playground.x.wire import JsonObject

UNUSED_LIVES = 86_400.0  # a file that no post uses, in seconds


class Makes(State):
    """A simulated X in which things can be made."""

    def __init__(self, clock: Clock, seed: int = 0, *, limits: bool = True, vocabulary: str = "asked") -> None:
        super().__init__(clock, seed, limits=limits, vocabulary=vocabulary)
        self.authored: defaultdict[str, list[Post]] = defaultdict(list)
        self.mentioning: defaultdict[str, list[Post]] = defaultdict(list)
        self.letters: defaultdict[str, list[DM]] = defaultdict(list)

    # ------------------------------------------------------------------------------------------ apps and people

    def create_app(
        self,
        consumer_key: str = "",
        consumer_secret: str = "",
        bearer: str = "",
        client_id: str = "",
        client_secret: str = "",
        plan: Plan = "self-serve",
        *,
        name: str = "Sangam",
        signs: Signs = "oauth1",
        public: bool = False,
        callbacks: Sequence[str] = (),
    ) -> App:
        """A developer's app; what is not given is made up."""
        id = str(29_820_954 + len(self.apps))
        app = App(
            id,
            name,
            consumer_key or self.ids.secret(25),
            consumer_secret or self.ids.secret(50),
            bearer or "AAAAAAAAAAAAAAAAAAAAA" + self.ids.secret(64),
            client_id or self.ids.secret(34),
            client_secret or self.ids.secret(50),
            plan,
            signs,
            public,
            callbacks=set(callbacks),
        )
        self.apps[id] = app
        self.bills[id] = Bills()
        return app

    def create_account(
        self,
        username: str,
        name: str = "",
        app: App | None = None,
        premium: bool = False,  # noqa: FBT001, FBT002  # as every playground's world has it
        *,
        scopes: frozenset[str] = SCOPES,
    ) -> Account:
        """An account of ours that has connected the app (a new one when none is given) with these scopes.

        An app belongs to the first account that connects it.
        """
        app = app or next(iter(self.apps.values()), None) or self.create_app()
        account = Account(self.ids.person(), username, name or username, self.now, premium=premium, app=app)
        self._keep_person(account)
        app.owner = app.owner or account
        self.tokens.grant(account, app, scopes, self.now)
        return account

    def create_person(
        self,
        username: str,
        name: str = "",
        protected: bool = False,  # noqa: FBT001, FBT002  # as every playground's world has it
    ) -> Person:
        """Somebody outside."""
        person = Person(self.ids.person(), username, name or username, self.now, protected)
        self._keep_person(person)
        return person

    def _keep_person(self, person: Person) -> None:
        if not re.fullmatch(r"\w{1,15}", person.username, re.ASCII):
            raise ValueError(f"@{person.username} is no username: 1 to 15 of A-Z, a-z, 0-9 and _")
        if person.username.casefold() in self.names:
            raise ValueError(f"@{person.username} is taken")
        self.people[person.id] = self.names[person.username.casefold()] = person

    # ---------------------------------------------------------------------------------------------------- posts

    def keep_post(
        self,
        author: Person,
        text: str,
        *,
        reply_to: Post | None = None,
        quote: Post | None = None,
        media: Sequence[Media] = (),
        poll: Poll | None = None,
        reply_settings: str = "everyone",
        without: Sequence[str] = (),
        given: JsonObject | None = None,
    ) -> Post:
        """A new post; `given` is what an app asked for, none for one written in X's own apps."""
        id = self.ids.snowflake(self.now)
        conversation = reply_to.conversation_id if reply_to is not None else id
        post = Post(
            id,
            author,
            text,
            self.now,
            conversation,
            reply_to=reply_to,
            quote=quote,
            media=list(media),
            poll=poll,
            reply_settings=reply_settings,
            given=given or {},
            history=[id],
        )
        self._speak(post, set(without))
        self._file(post)
        if reply_to is not None:
            reply_to.replies.append(post)
            reply_to.seen.add(self.now, "replies")
        if quote is not None:
            quote.seen.add(self.now, "quote_tweets")
        self._tell_of(post)
        return post

    def keep_edit(self, post: Post, text: str, given: JsonObject | None = None) -> Post:
        """A new version of a post under a new id. No app is told."""
        id = self.ids.snowflake(self.now)
        later = Post(
            id,
            post.author,
            text,
            self.now,
            post.conversation_id,
            reply_to=post.reply_to,
            quote=post.quote,
            media=post.media,
            poll=post.poll,
            reply_settings=post.reply_settings,
            given=given or post.given,
            likes=post.likes,
            reposts=post.reposts,
            replies=post.replies,
            history=post.history,
            hidden=post.hidden,
            seen=post.seen,
        )
        self._speak(later, set())
        post.history.append(id)
        post.later = later
        self._file(later)
        if post.reply_to is not None:
            post.reply_to.replies.append(later)
        self.bell.ring()
        return later

    def drop_post(self, post: Post) -> None:
        """A post and all its versions are gone; only those who asked about its author are told."""
        if post.removed:
            return
        for id in post.history:
            self.posts[id].removed = True
        if post.reply_to is not None:
            post.reply_to.seen.add(self.now, "replies", -1)
        if post.quote is not None:
            post.quote.seen.add(self.now, "quote_tweets", -1)
        if not post.author.protected:
            self.happened("post.delete", post.author, post.author, lambda: telling.of_removal(post))
        self.bell.ring()

    def keep_repost(self, who: Person, post: Post) -> Post:
        """Somebody repeats a post."""
        post.reposts.add(who.id)
        post.seen.add(self.now, "retweets")
        id = self.ids.snowflake(self.now)
        text = f"RT @{post.author.username}: {post.text}"
        repost = Post(id, who, text, self.now, id, text, repost_of=post, history=[id])
        self.posts[id] = repost
        self.authored[who.id].append(repost)
        if not who.protected:
            self.happened("post.create", who, who, lambda: telling.of_post(self, repost))
            self.happened("post.repost.create", post.author, who, lambda: telling.of_post(self, repost))
        return repost

    def _speak(self, post: Post, without: set[str]) -> None:
        told = said(post.text, post.author, post.reply_to, without, self.person, lambda: self.ids.secret(10))
        post.full, post.shown_from, post.links = told.full, told.shown_from, told.links
        post.named, post.carried = told.named, told.carried

    def _file(self, post: Post) -> None:
        self.posts[post.id] = post
        self.authored[post.author.id].append(post)
        for person in (*post.named, *post.carried):
            if person is not post.author:
                self.mentioning[person.id].append(post)

    def _tell_of(self, post: Post) -> None:
        author = post.author
        if author.protected:
            self.bell.ring()
            return
        about: list[tuple[str, Person]] = [("post.create", author)]
        about += [("post.mention.create", person) for person in post.named if person is not author]
        parent, quote = post.reply_to, post.quote
        if parent is not None and parent.author is not author and parent.reply_to is None:
            about.append(("post.reply.create", parent.author))
        if quote is not None and quote.author is not author:
            about.append(("post.quote.create", quote.author))
        for event_type, person in about:
            self.happened(event_type, person, author, lambda: telling.of_post(self, post))

    # ------------------------------------------------------------------------------------- messages and files

    def keep_message(self, sender: Person, recipient: Person, text: str, media: Sequence[Media] = ()) -> DM:
        """A new direct message."""
        message = DM(
            self.ids.snowflake(self.now), talk_of(sender, recipient), sender, recipient, text, self.now, list(media)
        )
        self.dms[message.id] = message
        self.letters[sender.id].append(message)
        if recipient is not sender:
            self.letters[recipient.id].append(message)
        self.happened("dm.received", recipient, sender, lambda: telling.of_message(self, message))
        self.happened("dm.sent", sender, sender, lambda: telling.of_message(self, message))
        return message

    def keep_media(self, owner: Person, mime: str, category: str, total: int) -> Media:
        """A file that is announced; its bytes come later."""
        media = Media(self.ids.snowflake(self.now), owner, mime, category, total, self.now, self.now + UNUSED_LIVES)
        self.media[media.id] = media
        return media


def talk_of(one: Person, other: Person) -> str:
    """The id of the conversation of two."""
    return "-".join(sorted((one.id, other.id), key=int))
