"""How posts, comments and messages come to be, change and go, whoever it is that does it; the apps are told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.playground.meta.files import File
from bot.playground.meta.places import Places
from bot.playground.meta.records import Attachment, Author, Comment, Conversation, Message, Owner, Page, Person, Post
from bot.playground.meta.speech import (
    comment_value,
    edited_value,
    feed_value,
    felt_value,
    message_value,
    post_value,
    unsent_value,
)
from bot.playground.meta.wire import JsonObject

DEEPEST = 2  # levels of replies below a comment on Facebook


class Makes(Places):
    """What the Graph API and the people of the world have in common."""

    def keep_post(self, owner: Owner, text: str = "", *, quiet: bool = False, **more: object) -> Post:
        """A new post; `more` are its other fields."""
        page = isinstance(owner, Page)
        number = self.ids.number("post" if page else "media")
        post = Post(f"{owner.id}_{number}" if page else number, owner, text, self.now)
        for name, value in more.items():
            setattr(post, name, value)
        if post.ad:
            post.figures["ad_id"] = self.ids.number("ad")
            post.product = post.product if page else "AD"
        owner.posts[post.id] = self.things[post.id] = post
        if page and not quiet:
            self.happened(owner, "feed", post_value(post, "add"))
        return post

    def drop_post(self, post: Post) -> None:
        """A post is deleted, and all that was said under it."""
        post.removed = True
        if isinstance(post.owner, Page):
            self.happened(post.owner, "feed", post_value(post, "remove"))
        self.bell.ring()

    def keep_comment(
        self,
        who: Author,
        post: Post,
        text: str,
        under: Comment | None = None,
        picture: File | None = None,
        attachment: JsonObject | None = None,
    ) -> Comment:
        """A new comment; the apps of the post's owner are told."""
        page = isinstance(post.owner, Page)
        number = self.ids.number("comment" if page else "ig comment")
        parent = _parent(under, DEEPEST if page else 1)
        comment = Comment(f"{post.number}_{number}" if page else number, post, who, text, self.now, parent)
        comment.picture, comment.attachment = picture, attachment or {}
        post.comments[comment.id] = comment
        self.things[comment.id] = comment
        if parent is not None:
            parent.replies.append(comment)
        self._tell_of(comment, "add")
        return comment

    def change_comment(self, comment: Comment, text: str) -> None:
        """A comment gets another text; on Instagram nobody is told."""
        comment.text, comment.edited = text, self.now
        self._tell_of(comment, "edited")

    def show_comment(self, comment: Comment, *, hidden: bool) -> None:
        """A comment is hidden from all but its author, or shown again."""
        if comment.hidden != hidden:
            comment.hidden = hidden
            self._tell_of(comment, "hide" if hidden else "unhide")

    def drop_comment(self, comment: Comment) -> None:
        """A comment is deleted with the replies below it; only of itself is told."""
        _remove(comment)
        self._tell_of(comment, "remove")

    def keep_message(
        self,
        conversation: Conversation,
        who: Author,
        text: str,
        attachments: Sequence[Attachment] = (),
        reply_to: Message | None = None,
        **more: object,
    ) -> Message:
        """A new private message; the apps are told, of our own as an echo. `more` are its other fields."""
        page = isinstance(conversation.owner, Page)
        message = Message(
            self.ids.mid(instagram=not page), conversation, who, text, self.now, list(attachments), reply_to
        )
        for name, value in more.items():
            setattr(message, name, value)
        conversation.messages[message.id] = message
        self.things[message.id] = message
        if isinstance(who, Person):
            conversation.heard = self.now
            conversation.unread += 1
        else:
            conversation.unread = 0
        self.tell_of_message(
            message, message_value(message, self.files), "message_echoes" if message.ours else "messages"
        )
        return message

    def change_message(self, message: Message, text: str) -> None:
        """Its author changes a message."""
        message.text, message.edits = text, message.edits + 1
        page = isinstance(message.conversation.owner, Page)
        self.tell_of_message(message, edited_value(message, self.now), "message_edits" if page else "message_edit")

    def drop_message(self, message: Message) -> None:
        """A message is taken back."""
        message.removed = True
        self.tell_of_message(message, unsent_value(message, self.now), "messages")

    def feel(self, message: Message, emoji: str) -> None:
        """The person of the conversation reacts to a message; an empty emoji takes it back."""
        person = message.conversation.person
        if emoji:
            message.reactions[person.id] = emoji
        else:
            message.reactions.pop(person.id, None)
        self.tell_of_message(message, felt_value(message, emoji, self.now), "message_reactions")

    def tell_of_message(self, about: Message | Conversation, value: JsonObject, field: str) -> None:
        """Tell of something in a conversation; in standby when another app has the thread."""
        conversation = about.conversation if isinstance(about, Message) else about
        owner = conversation.owner
        if not isinstance(owner, Page) and field == "message_echoes":
            field = "messages"  # Instagram has no field of its own for echoes
        if conversation.thread_owner:
            self.happened(owner, "standby", value, "standby")
        else:
            self.happened(owner, field, value, "messaging")

    def _tell_of(self, comment: Comment, verb: str) -> None:
        owner = comment.post.owner
        if isinstance(owner, Page):
            self.happened(owner, "feed", feed_value(comment, verb, self.files))
        elif verb == "add" and comment.post.author is None:
            self.happened(owner, "comments", comment_value(comment))
        self.bell.ring()


def _parent(under: Comment | None, deepest: int) -> Comment | None:
    """Which comment a reply hangs below: what is too deep goes beside what it answers."""
    depth, above = 0, under
    while above is not None:
        depth, above = depth + 1, above.under
    return under.under if under is not None and depth > deepest else under


def _remove(comment: Comment) -> None:
    comment.removed = True
    for reply in comment.replies:
        _remove(reply)
