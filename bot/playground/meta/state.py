"""What the simulated Meta knows, where each thing is found by its id, and how apps come to be told of what happens."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from typing import Literal

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.meta.files import FileStore
from bot.playground.meta.ids import Ids
from bot.playground.meta.records import (
    App,
    Comment,
    Container,
    Conversation,
    Login,
    Message,
    Owner,
    Page,
    Person,
    Photo,
    Post,
    Profile,
    Sent,
    Video,
)
from bot.playground.meta.tokens import Tokens
from bot.playground.meta.told import Address, Told
from bot.playground.meta.usage import Usage
from bot.playground.meta.wire import JsonObject

Thing = App | Login | Page | Profile | Person | Post | Comment | Conversation | Message | Photo | Video | Container
REMEMBERED = 20_000
FIELDS = {
    "page": frozenset(
        (
            "feed",
            "messages",
            "message_echoes",
            "message_reads",
            "message_deliveries",
            "message_edits",
            "message_reactions",
            "messaging_postbacks",
            "messaging_referrals",
            "messaging_handovers",
            "standby",
            "mention",
            "ratings",
            "leadgen",
            "videos",
        )
    ),
    "instagram": frozenset(
        (
            "comments",
            "live_comments",
            "mentions",
            "messages",
            "message_edit",
            "message_reactions",
            "messaging_handover",
            "messaging_postbacks",
            "messaging_referral",
            "messaging_seen",
            "standby",
            "story_insights",
        )
    ),
}


class State:
    """The apps, Pages, profiles, people and everything they made, of one simulated Meta."""

    def __init__(self, clock: Clock, faults: Faults, seed: int = 0, *, limits: bool = False) -> None:
        self.clock = clock
        self.faults = faults
        self.draw = random.Random(seed)
        self.ids = Ids()
        self.files = FileStore(clock)
        self.tokens = Tokens(self.draw)
        self.usage = Usage(limited=limits)
        self.things: dict[str, Thing] = {}
        self.apps: dict[str, App] = {}
        self.people: dict[str, Person] = {}
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.told: deque[Told] = deque(maxlen=REMEMBERED)
        self.tell: Callable[[Told], None] = _nobody
        self.bell = Bell()
        self.container_takes = 0.0
        self.video_takes = 0.0

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.clock.now()

    def address(self, app_id: str, object: str) -> Address | None:
        """Where an app is told of one kind of object; None when it is not."""
        app = self.apps.get(app_id)
        subscription = app.subscriptions.get(object) if app is not None else None
        if app is None or subscription is None or not subscription.active:
            return None
        return Address(subscription.callback_url, app.secret)

    def unsubscribe(self, app_id: str, owner_id: str) -> None:
        """Meta stops telling an app of a Page or profile, as it does with one that fails to take messages."""
        owner = self.things.get(owner_id)
        if isinstance(owner, Owner):
            owner.subscribed.pop(app_id, None)
        if isinstance(owner, Profile) and owner.page is not None:
            owner.page.subscribed.pop(app_id, None)
        self.bell.ring()

    def happened(
        self,
        owner: Owner,
        field: str,
        value: JsonObject,
        kind: Literal["changes", "messaging", "standby"] = "changes",
        at: float = 0.0,
    ) -> None:
        """Tell every app that subscribed to this field of this Page or profile; `at` is now unless given."""
        object: Literal["page", "instagram"] = "page" if isinstance(owner, Page) else "instagram"
        for app in self.apps.values():
            if self.hears(app, owner, field):
                told = Told(app.id, object, owner.id, kind, field, value, at or self.now)
                self.told.append(told)
                self.tell(told)
        self.bell.ring()

    def hears(self, app: App, owner: Owner, field: str) -> bool:
        """Whether an app is told of this: it subscribed to the field itself, and for this Page or profile."""
        object = "page" if isinstance(owner, Page) else "instagram"
        subscription = app.subscriptions.get(object)
        if subscription is None or field not in subscription.fields:
            return False
        if isinstance(owner, Profile) and owner.page is not None and app.id not in owner.subscribed:
            # With Facebook Login it is the Page that is subscribed, to any field.
            return app.id in owner.page.subscribed
        return field in owner.subscribed.get(app.id, ())

    def record(
        self, method: str, object_id: str, result_id: str = "", text: str = "", owner: str = "", **details: object
    ) -> Sent:
        """Note what an app did to the world."""
        sent = Sent(len(self.sent) + 1, self.now, method, object_id, result_id, text, owner, details)
        self.sent.append(sent)
        self.bell.ring()
        return sent


def owner_of(thing: Thing) -> Owner | None:
    """The Page or profile that a thing belongs to."""
    match thing:
        case Page() | Profile():
            return thing
        case Post():
            return thing.owner
        case Comment():
            return thing.post.owner
        case Conversation():
            return thing.owner
        case Message():
            return thing.conversation.owner
        case Photo() | Video() | Container():
            return thing.owner
        case _:
            return None


def _nobody(told: Told) -> None:
    """What tells the apps until the server has set its hooks."""
