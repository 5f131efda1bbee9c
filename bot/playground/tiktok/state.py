"""What the simulated TikTok knows, found by its ids, and how apps come to be told of what happens."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.sent import Sent
from bot.playground.tiktok.bodies import comment_told, message_told, message_without_words
from bot.playground.tiktok.ids import Ids
from bot.playground.tiktok.limits import Limits
from bot.playground.tiktok.records import (
    EEA_AND_NEIGHBOURS,
    Account,
    App,
    Comment,
    Conversation,
    JsonObject,
    Message,
    Person,
    Publication,
    Video,
)
from bot.playground.tiktok.tokens import Tokens
from bot.playground.tiktok.told import Address, Family, Told

REMEMBERED = 20_000
NEEDED = {"COMMENT": "comment.list", "DIRECT_MESSAGE": "message.list.read", "VIDEO": "video.publish"}


class State:
    """The apps, accounts, people and everything they made, of one simulated TikTok."""

    def __init__(self, clock: Clock, faults: Faults, seed: int = 0, *, limits: bool = True) -> None:
        self.clock = clock
        self.faults = faults
        self.draw = random.Random(seed)
        self.ids = Ids()
        self.tokens = Tokens(self.draw)
        self.limits = Limits(limited=limits)
        self.apps: dict[str, App] = {}
        self.accounts: dict[str, Account] = {}
        self.people: dict[str, Person] = {}
        self.videos: dict[str, Video] = {}
        self.comments: dict[str, Comment] = {}
        self.conversations: dict[str, Conversation] = {}
        self.messages: dict[str, Message] = {}
        self.publications: dict[str, Publication] = {}
        self.media: dict[str, tuple[bytes, str, float]] = {}  # what was uploaded for messages: data, type, when
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.told: deque[Told] = deque(maxlen=REMEMBERED)
        self.tell: Callable[[Told], None] = _nobody
        self.bell = Bell()
        self.similar = 3  # replies of much the same words in a minute that are still shown
        self.base = ""  # of the server

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.clock.now()

    def address(self, app_key: str, family: str, item: str = "") -> Address | None:
        """Where an app is told of one family of events about a post; None when it is not."""
        app = self.apps.get(app_key)
        subscription = app.subscriptions.get(family) if app is not None else None
        if app is None or subscription is None:
            return None
        if subscription.items and item and item not in subscription.items:
            return None
        return Address(subscription.url, app.secret)

    def happened(
        self,
        account: Account,
        family: Family,
        name: str,
        content: Mapping[str, Any],
        *,
        item: str = "",
        subject: str = "",
        app: App | None = None,
    ) -> None:
        """Tell the account's app of something, as long as its owner consents."""
        app = app or account.app
        told = Told(app.client_key, family, name, account.open_id, content, self.now, item, subject)
        self.bell.ring()
        if account.withdrawn or NEEDED[family] not in account.scopes:
            return
        self.told.append(told)
        self.tell(told)

    def record(
        self, call: str, account: Account, object_id: str, result_id: str = "", text: str = "", **details: object
    ) -> Sent:
        """Note that a call changed the world."""
        number = len(self.sent) + 1
        sent = Sent(number, self.now, call, object_id, result_id, text, account.open_id, details)
        self.sent.append(sent)
        self.bell.ring()
        return sent

    # ------------------------------------------------------------------------------------------- comments and messages

    def keep_video(self, account: Account, caption: str, **more: Any) -> Video:
        """A post appears on the account's profile."""
        video = Video(self.ids.number("video"), account, caption, self.now, **more)
        self.videos[video.id] = account.videos[video.id] = video
        self.bell.ring()
        return video

    def keep_comment(self, video: Video, who: Person | Account, text: str, under: Comment | None = None) -> Comment:
        """Somebody comments; what answers a reply hangs below the same comment as the reply does."""
        parent = (under.parent or under) if under is not None else None
        comment = Comment(self.ids.number("comment"), video, who, text, self.now, parent)
        self.comments[comment.id] = video.comments[comment.id] = comment
        if parent is not None:
            parent.answers.append(comment)
        self.tell_of_comment(comment, "insert")
        return comment

    def tell_of_comment(self, comment: Comment, action: str) -> None:
        """The app hears that a comment is new, gone, hidden or shown, unless its video is private."""
        if comment.video.kind == "VIDEO" and not comment.video.public:
            self.bell.ring()
            return
        content = comment_told(comment, action, self.now)
        video, subject = comment.video, comment.who.unique_identifier
        self.happened(video.account, "COMMENT", "comment.update", content, item=video.id, subject=subject)

    def show_comment(self, comment: Comment, *, hidden: bool) -> None:
        """Hide a comment, or show it again unless it is stuck; nothing is told when nothing changes."""
        if comment.removed or comment.hidden == hidden or (comment.stuck and not hidden):
            return
        comment.hidden = hidden
        self.tell_of_comment(comment, "set_to_hidden" if hidden else "set_to_public")

    def drop_comment(self, comment: Comment) -> None:
        """A comment is deleted, and with it what answers it."""
        if comment.removed:
            return
        for reply in comment.replies:
            self.drop_comment(reply)
        comment.removed = True
        if comment.video.pinned == comment.id:
            comment.video.pinned = ""
        self.tell_of_comment(comment, "delete")

    def conversation(self, account: Account, person: Person) -> Conversation:
        """What the two write each other; it begins with the first message."""
        known = account.conversations.get(person.unique_identifier)
        if known is None:
            known = Conversation(self.ids.padded("conversation"), account, person)
            account.conversations[person.unique_identifier] = self.conversations[known.id] = known
        return known

    def keep_message(self, conversation: Conversation, *, ours: bool, **more: Any) -> Message:
        """One side writes; the app hears of both, of what people in Europe write without their words."""
        message = Message(self.ids.padded("message"), conversation, ours, self.now, **more)
        conversation.messages.append(message)
        self.messages[message.id] = message
        if ours:
            conversation.since += 1
            conversation.answered = True
            self._tell_of_message(message, "im_send_msg", message_told(message))
            return message
        conversation.heard, conversation.since = self.now, 0
        if conversation.person.region in EEA_AND_NEIGHBOURS:
            self._tell_of_message(message, "im_receive_msg_eu", message_without_words(message))
        else:
            self._tell_of_message(message, "im_receive_msg", message_told(message))
        return message

    def _tell_of_message(self, message: Message, name: str, content: JsonObject) -> None:
        conversation = message.conversation
        if not conversation.account.may_message:
            self.bell.ring()
            return
        subject = conversation.person.unique_identifier
        self.happened(conversation.account, "DIRECT_MESSAGE", name, content, subject=subject)


def _nobody(told: Told) -> None:
    """Before there are hooks, nobody hears anything."""
