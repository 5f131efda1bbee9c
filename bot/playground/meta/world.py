"""Lets people act in the simulated Meta: comment, write, edit, react, mention, block; and lets us act in Meta's apps.

Everything here is synchronous and takes effect at once; apps hear of it over their hooks or when they look.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.playground.attachments import Attachment as Picture
from bot.playground.meta.files import File
from bot.playground.meta.makes import Makes
from bot.playground.meta.records import (
    Attachment,
    Author,
    Comment,
    Container,
    Message,
    Owner,
    Page,
    Person,
    Post,
    Profile,
    Sent,
)
from bot.playground.meta.speech import between, reaction_value
from bot.playground.meta.wire import JsonObject

STICKER = 369239263222822  # the thumb


class CannotAct(Exception):
    """Meta would not let this person do that: blocked, or comments are switched off."""


class MetaWorld(Makes):
    """A simulated Facebook and Instagram with people who talk."""

    # ------------------------------------------------------------------------------------------ posts and comments

    def post(
        self,
        owner: Owner,
        text: str = "",
        picture: Picture | None = None,
        *,
        ad: bool = False,
        video: Picture | None = None,
        author: Person | None = None,
        product: str = "FEED",
        link: str = "",
    ) -> Post:
        """Something is published in Meta's own apps; an `author` writes on a Page as a visitor."""
        pictures = [self.upload(picture)] if picture is not None else []
        film = self.upload(video) if video is not None else None
        return self.keep_post(
            owner, text, pictures=pictures, video=film, ad=ad, author=author, product=product, link=link, quiet=ad
        )

    def remove_post(self, post: Post) -> None:
        """A post is deleted in Meta's own apps."""
        self.drop_post(post)

    def comment(
        self,
        who: Author,
        post: Post,
        text: str = "",
        under: Comment | None = None,
        *,
        sticker: bool = False,
        picture: Picture | None = None,
    ) -> Comment:
        """Somebody comments, or replies to a comment; our own Page or profile can, too.

        Raises CannotAct for somebody blocked, for a post that is gone, and where comments are switched off.
        """
        if who.id in post.owner.blocked:
            raise CannotAct(f"{who.name} is blocked by {post.owner.name}")
        if post.removed or not post.comment_enabled or (under is not None and under.removed):
            raise CannotAct("there is nothing to comment on")
        attachment: JsonObject = {"type": "sticker", "sticker_id": STICKER} if sticker else {}
        return self.keep_comment(who, post, text, under, self.upload(picture) if picture else None, attachment)

    def edit_comment(self, comment: Comment, text: str) -> Comment:
        """Its author changes a comment."""
        self.change_comment(comment, text)
        return comment

    def remove_comment(self, comment: Comment) -> None:
        """Its author, or we in Meta's own apps, delete a comment."""
        self.drop_comment(comment)

    def hide_comment(self, comment: Comment, *, hidden: bool = True) -> None:
        """We hide a comment in Meta's own apps, or show it again."""
        self.show_comment(comment, hidden=hidden)

    def like(self, person: Person, thing: Post | Comment) -> None:
        """Somebody likes something."""
        thing.likes.add(person.id)
        if isinstance(thing, Post) and isinstance(thing.owner, Page):
            self.happened(thing.owner, "feed", reaction_value(person, thing, "add", self.now))

    def mention(self, person: Person, profile: Profile, text: str, *, in_caption: bool = False) -> Comment | Post:
        """Somebody mentions a profile under media of their own, or in its caption; the app only learns the ids."""
        caption = text if in_caption else "My new kitchen"
        media = self.keep_post(profile, caption, author=person)
        profile.tags.append(media)
        value: JsonObject = {"media_id": media.id}
        said: Comment | Post = media
        if not in_caption:
            said = self.keep_comment(person, media, text)
            value["comment_id"] = said.id
        self.happened(profile, "mentions", value)
        return said

    def visible(self, post: Post, to: Author | None = None) -> list[Comment]:
        """The comments that somebody (None: anybody) sees under a post, oldest first."""
        shown = [comment for comment in post.comments.values() if not comment.removed]
        return [comment for comment in shown if not comment.hidden or comment.who is to or to is post.owner]

    # ------------------------------------------------------------------------------------------------- private messages

    def message(
        self,
        person: Person,
        owner: Owner,
        text: str = "",
        attachments: Sequence[Picture | Attachment] = (),
        *,
        reply_to: Message | None = None,
        story: JsonObject | None = None,
        referral: JsonObject | None = None,
        unsupported: bool = False,
    ) -> Message:
        """Somebody writes to a Page or a profile; `story` is {"id", "url"} of the story that is answered.

        Raises CannotAct for somebody who blocked us or whom we blocked.
        """
        conversation = self.conversation(owner, person)
        self._check_may_write(person, owner)
        attached = [one if isinstance(one, Attachment) else self._attach(one) for one in attachments]
        more = {"story": story or {}, "referral": referral or {}, "unsupported": unsupported}
        return self.keep_message(conversation, person, text, attached, reply_to, **more)

    def mention_in_story(self, person: Person, profile: Profile, picture: Picture) -> Message:
        """Somebody mentions a profile in a story, which arrives as a private message."""
        story = Attachment("story_mention", self.upload(picture))
        return self.message(person, profile, attachments=[story])

    def edit_message(self, message: Message, text: str) -> Message:
        """Its author changes a message."""
        self.change_message(message, text)
        return message

    def unsend(self, message: Message) -> None:
        """Its author takes a message back."""
        self.drop_message(message)

    def react(self, message: Message, emoji: str = "❤") -> None:
        """The person reacts to a message; an empty emoji takes it back."""
        self.feel(message, emoji)

    def read(self, person: Person, owner: Owner) -> None:
        """A person reads what we wrote."""
        conversation = self.conversation(owner, person)
        conversation.read = self.now
        value = between(conversation, ours=False, at=self.now)
        if isinstance(owner, Page):
            self.tell_of_message(conversation, value | {"read": {"watermark": round(self.now * 1000)}}, "message_reads")
            return
        ours = [message for message in conversation.messages.values() if message.ours]
        if ours:
            self.tell_of_message(conversation, value | {"read": {"mid": ours[-1].id}}, "messaging_seen")

    def deliver(self, message: Message) -> None:
        """A message of ours reaches the person's phone; only Messenger tells."""
        told = {"mids": [message.id], "watermark": round(self.now * 1000)}
        value = between(message.conversation, ours=False, at=self.now) | {"delivery": told}
        self.tell_of_message(message, value, "message_deliveries")

    def postback(self, person: Person, owner: Owner, title: str, payload: str) -> None:
        """A person presses a button such as Get started; it opens the window as a message does."""
        conversation = self.conversation(owner, person)
        conversation.heard = self.now
        body = {"mid": self.ids.mid(instagram=isinstance(owner, Profile)), "title": title, "payload": payload}
        value = between(conversation, ours=False, at=self.now) | {"postback": body}
        self.tell_of_message(conversation, value, "messaging_postbacks")

    def refer(self, person: Person, owner: Owner, ref: str, ad_id: str = "") -> None:
        """A person who has written before comes by an ad or a link."""
        conversation = self.conversation(owner, person)
        source: JsonObject = {"source": "ADS", "ad_id": ad_id} if ad_id else {"source": "SHORTLINK"}
        value = between(conversation, ours=False, at=self.now) | {
            "referral": {"ref": ref, "type": "OPEN_THREAD"} | source
        }
        field = "messaging_referrals" if isinstance(owner, Page) else "messaging_referral"
        self.tell_of_message(conversation, value, field)

    def say_natively(self, owner: Owner, person: Person, text: str) -> Message:
        """We write in Meta's own inbox; the app hears an echo without its id."""
        return self.keep_message(self.conversation(owner, person), owner, text)

    def block_us(self, person: Person, owner: Owner, *, blocked: bool = True) -> None:
        """A person blocks a Page or profile, or lets it write again."""
        (person.blocks.add if blocked else person.blocks.discard)(owner.id)

    # ------------------------------------------------------------------------------------------------------- looking

    async def wait_for(self, holds: Callable[[], object], timeout: float = 5.0) -> None:
        """Return once `holds()` is true of the world; raises TimeoutError after `timeout` real seconds."""
        await self.bell.until(holds, timeout)

    async def wait_sent(self, wanted: Callable[[Sent], bool], timeout: float = 5.0, after: int = 0) -> Sent:
        """The first thing an app did, with a number above `after`, that is `wanted`; raises TimeoutError."""
        return await self.bell.first(self.sent, wanted, timeout, after)

    def upload(self, given: Picture) -> File:
        """Put a file onto the CDN."""
        return self.files.keep(given.data, given.mime, given.name)

    def finish(self, container: Container) -> None:
        """Meta is done with a container, whatever time it would have taken."""
        container.ready_at = self.now

    def spoil(self, container: Container, code: int, subcode: int) -> None:
        """Something is wrong with a container: its status becomes ERROR."""
        container.code, container.subcode = code, subcode

    def _attach(self, given: Picture) -> Attachment:
        file = self.upload(given)
        return Attachment("story_mention" if given.kind == "story" else file.kind, file)

    def _check_may_write(self, person: Person, owner: Owner) -> None:
        if person.id in owner.muted or owner.id in person.blocks:
            raise CannotAct(f"{person.name} and {owner.name} do not talk any more")
