"""What the simulated X knows, where each thing is found by its id, and how apps come to be told of what happens."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.playground.bell import Bell
from bot.playground.clock import Clock
from bot.playground.sent import Sent
from bot.playground.x.bills import INCLUDED, Bills
from bot.playground.x.ids import Ids
from bot.playground.x.limits import Limits
from bot.playground.x.records import DM, Account, App, Media, Person, Post, Subscription
from bot.playground.x.tokens import Tokens
from bot.playground.x.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Told:
    """One event on its way to an app: to all its streams, and to its hook where the subscription names one."""

    app: App
    subscription: Subscription
    event_type: str
    body: JsonObject
    subject: str  # who did it
    account: str
    at: float


class State:
    """The apps, accounts, people and everything they made, of one simulated X.

    `implicit_summons`: whether a reply under a post of ours, which mentions us by itself, lets a self-serve app answer
    it; X does not say. `edit_window` is in seconds. `media_takes` is how long X works on a video or a GIF.
    `subscription_shape`: the documents show three answers to a new subscription: nested, list, flat.
    """

    def __init__(self, clock: Clock, seed: int = 0, *, limits: bool = True, vocabulary: str = "asked") -> None:
        self.clock = clock
        self.draw = random.Random(seed)
        self.ids = Ids(self.draw)
        self.tokens = Tokens(self.ids)
        self.limits = Limits(enforced=limits)
        self.vocabulary = vocabulary
        self.implicit_summons = False
        self.subscription_shape = "nested"
        self.edit_window = 3600.0
        self.media_takes = 10.0
        self.base = ""
        self.apps: dict[str, App] = {}
        self.people: dict[str, Person] = {}
        self.names: dict[str, Person] = {}
        self.posts: dict[str, Post] = {}
        self.dms: dict[str, DM] = {}
        self.media: dict[str, Media] = {}
        self.bills: dict[str, Bills] = {}
        self.sent: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.bell = Bell()
        self.tell: Callable[[Told], None] = _nobody

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.clock.now()

    def accounts(self) -> Iterable[Account]:
        """Our accounts."""
        return [one for one in self.people.values() if isinstance(one, Account)]

    def person(self, name: str) -> Person | None:
        """Somebody by their username, in any letter case."""
        return self.names.get(name.casefold())

    def visible(self, post: Post, viewer: Person | None) -> bool:
        """Whether somebody (None: an app on its own) may see a post."""
        if post.removed or post.author.gone:
            return False
        return not post.author.protected or post.author is viewer

    def charge(self, app: App, kind: str, thing: str = "") -> None:
        """Put something on an app's bill; nothing on enterprise, which pays otherwise."""
        if app.plan == "self-serve":
            self.bills[app.id].charge(kind, thing, self.now)

    def charge_included(self, app: App, answer: JsonObject) -> None:
        """Charge for what came along in an answer."""
        includes = answer["includes"]
        assert isinstance(includes, dict)
        for name, kind in INCLUDED.items():
            for thing in includes.get(name, ()):
                self.charge(app, kind, f"{kind.split()[0]} {thing.get('id') or thing['media_key']}")

    def record(
        self, call: str, object_id: str, result_id: str = "", text: str = "", account: str = "", **details: object
    ) -> Sent:
        """Note what an app did to the world."""
        sent = Sent(len(self.sent) + 1, self.now, call, object_id, result_id, text, account, details)
        self.sent.append(sent)
        self.bell.ring()
        return sent

    def delivered(self, told: Told) -> None:
        """Charge for an event that reached an app, once."""
        data = told.body["data"]
        assert isinstance(data, dict)
        if told.event_type == "dm.received":
            self.charge(told.app, "dm.received event", f"event {data['event_uuid']}")
        elif told.event_type.startswith("post.") and told.event_type != "post.delete":
            self.charge(told.app, "post event", f"event {data['event_uuid']}")

    def happened(self, event_type: str, about: Person, subject: Person, body: Callable[[], JsonObject]) -> None:
        """Tell every app that subscribed to this type of event of this person; `subject` is who did it."""
        for app in self.apps.values():
            for subscription in list(app.subscriptions.values()):
                if subscription.event_type == event_type and subscription.filter.get("user_id") == about.id:
                    told = self._told(subscription, body())
                    self.tell(Told(app, subscription, event_type, told, subject.id, about.id, self.now))
        self.bell.ring()

    def _told(self, subscription: Subscription, content: JsonObject) -> JsonObject:
        data: JsonObject = {
            "event_uuid": self.ids.event(),
            "filter": dict(subscription.filter),
            "event_type": subscription.event_type,
        }
        if subscription.tag:
            data["tag"] = subscription.tag
        return {"data": data | content}


def _nobody(told: Told) -> None:
    """What tells the apps until the server has set its hooks."""
