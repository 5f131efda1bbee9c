"""X: one account, with its mentions, the answers below its posts, and its private messages.

X charges for what is read and said, and lets programs on its usual plan answer only those who mention or quote the
account. What a plan and a paid badge allow differs: `capabilities_of` says what an account with some options can do.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import structlog

from bot.networks._download import downloading
from bot.networks._guarded import downloading_public
from bot.networks._oauth import Grant, Login
from bot.networks._outside import Outside
from bot.networks._x import health, oauth
from bot.networks._x.acting import Acting
from bot.networks._x.api import NAME, Api
from bot.networks._x.calls import HEART, MESSAGE
from bot.networks._x.errors import error_for
from bot.networks._x.hook import answer
from bot.networks._x.ids import address, own, padded
from bot.networks._x.judging import PICTURES, PREMIUM, USUAL, Terms
from bot.networks._x.judging_files import FILM_BYTES, GIF_BYTES
from bot.networks._x.listening import Listening
from bot.networks._x.media import Uploads
from bot.networks._x.metrics import measure
from bot.networks._x.options import XOptions
from bot.networks._x.parse import parse
from bot.networks._x.publish import Publisher
from bot.networks._x.sent import Looking
from bot.networks._x.tariff import TARIFF
from bot.networks._x.versions import newest_of
from bot.networks._x.words import AGAIN
from inbox.actions import Action, ActionKind, DirectMessage, Edit, Publish, Reply, Slow
from inbox.capabilities import Capabilities, TextLimit
from inbox.errors import Unsupported
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Kind, Media, RemoteId
from inbox.network import Health, Hook, HookAnswer, Network, Receipt
from inbox.publishing import Measured, Verdict

__all__ = ["CAPABILITIES", "X", "error_for", "parse"]

log = structlog.get_logger("sangam")

IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "block", "unblock"})
IN_PUBLIC: Final[frozenset[ActionKind]] = frozenset({*IN_PRIVATE, "mute", "hide", "unhide", "remove", "publish"})
POST: Final = TextLimit(USUAL, "weighted")
CAPABILITIES: Final = Capabilities(
    network="x",
    source="https://docs.x.com/x-api (v2)",
    read_on="2026-11-27",
    actions={"direct": IN_PRIVATE, "group": frozenset({"reply"}), "comments": IN_PUBLIC},
    text=POST,
    texts={
        ("direct", "reply"): MESSAGE,
        ("group", "reply"): MESSAGE,
        ("direct", "direct_message"): MESSAGE,
        ("comments", "direct_message"): MESSAGE,
    },
    media={"image": GIF_BYTES, "video": FILM_BYTES},  # other pictures may have a third of that
    media_count=PICTURES,
    settles=30,
    endless_mutes=True,
    own_only=frozenset({"edit", "remove"}),
    repeatable=frozenset({"hide", "unhide", "remove", "mute", "block", "unblock", "react"}),
    called={"block": "Stop their messages", "unblock": "Let them write again"},
    remarks={
        "reply": "X lets this plan answer only posts that mention or quote this account. Others can be opened in X.",
        "direct_message": "Arrives if they take messages from this account; many take them only from whom they follow.",
        "hide": "X hides it for everybody behind a click, below posts of this account only.",
        "remove": "X deletes only posts of this account. Those of others can be hidden.",
        "mute": "X mutes for this account only and keeps no time: Sangam lifts a mute when its time is over.",
        "block": "X lets no program block. This stops their private messages; their posts stay. To block, open X.",
        "unblock": "Lets them write in private again.",
        "react": "X lets no program on this plan like a post. Do it in X.",
        "edit": "X lets only accounts with Premium change a post, within an hour, five times, and no answer to others.",
        "publish": "A post with a link costs more than ten times as much as one without.",
    },
    tariff=TARIFF,
    opens=address,
)
ANY_REPLY: Final = "X answers any post whose author did not forbid it."
LIKES: Final = "X knows one reaction to a post: a like."


class X:
    """One account."""

    Options = XOptions
    capabilities = CAPABILITIES

    def __init__(self, account: AccountId, options: XOptions, outside: Outside) -> None:
        """Put the parts together; nothing happens on the wire yet."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self.hook_path = f"x/{options.client_id}"
        self._options = options
        self._outside = outside
        self._client = oauth.client_of(options)
        self._login = Login(outside.vault, self._renew, outside.now, AGAIN, options.id)
        self._api = Api(
            outside.http,
            options.base_url,
            self._login.token,
            self._login.renewed,
            options.bearer.get_secret_value() if options.bearer else "",
            outside.meter,
            outside.now,
            me=options.id,
            owned=options.owns_app,
        )
        uploads = Uploads(self._api, outside.mailbox, outside.blobs, outside.now, options.premium)
        self_serve = options.plan == "self-serve"
        self._acting = Acting(options.id, self._api, outside.mailbox, uploads, self_serve)
        self._looking = Looking(options.id, self._api, outside.mailbox)
        terms = Terms(options.premium, self_serve)
        self._publisher = Publisher(options.id, self._api, outside.mailbox, outside.blobs, uploads, terms, outside.now)
        self.listening = Listening(account, options, self._api, outside, self._hook_url)
        self._refused = False

    @staticmethod
    def capabilities_of(options: XOptions) -> Capabilities:
        """What an account with this plan and badge can do."""
        found = CAPABILITIES
        if options.premium:
            text = replace(POST, most=PREMIUM)
            found = replace(found, text=text, actions=_and(found, "edit"))
        if options.plan == "enterprise":
            remarks = {**found.remarks, "reply": ANY_REPLY, "react": LIKES}
            del remarks["publish"]
            found = replace(
                found, actions=_and(found, "react"), reactions={"comments": (HEART,)}, remarks=remarks, tariff=None
            )
        return found

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask X who we are, and say what the login, the plan and the budget allow. Costs one cent a day."""
        outside = self._outside
        looked_at = health.Account(self._options, self._api, self._login, outside.meter, self._hook_url, outside.now)
        return await health.check(looked_at)

    @property
    def _hook_url(self) -> str:
        base = self._outside.public_url.rstrip("/")
        return base and f"{base}/hooks/{self.hook_path}"

    # -------------------------------------------------------------------------------------------------- what is said

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Bring in what is said, for ever: as X tells it, or by asking, within the budget of a day."""
        await self.listening.listen(receive, cursor)

    async def hook(self, hook: Hook, receive: Receive) -> HookAnswer:
        """One body at the address of this account alone."""
        return await self.hook_for_all(hook, [(self, receive)])

    async def hook_for_all(self, hook: Hook, party: Sequence[tuple[Network, Receive]]) -> HookAnswer:
        """One body for all accounts of the app; 200 only once all of it is stored."""
        members = [(network, receive) for network, receive in party if isinstance(network, X)]
        takers = [(network.listening, receive) for network, receive in members]
        consumer, client = max((taker.secrets for taker, _ in takers), key=lambda pair: (bool(pair[0]), bool(pair[1])))
        said = await answer(hook, consumer, client, takers, self._outside.now())
        if said.status == 401 and not self._refused:
            self._refused = True
            log.warning("x.hook_refused", account=self.account, words=said.body)
        return said

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent."""
        own = media.ref.startswith(f"{self._options.base_url}/")
        found = downloading(self._outside.http, media.ref, NAME) if own else downloading_public(media.ref, NAME)
        async with found as pieces:
            async for piece in pieces:
                yield piece

    # ---------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; with the same key, files and threads go on where they broke off."""
        match action:
            case Publish():
                return await self._publisher.publish(action, key)
            case Reply() | DirectMessage():
                return await self._acting.say(action, key)
            case Edit():
                return await self._acting.edit(action)
            case Slow():
                raise Unsupported("X has no slow mode.")
        return await self._acting.do(action, self._outside.now())

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look among our own posts, or in the conversation; what changes something is repeated instead."""
        if isinstance(action, Publish):
            return await self._publisher.find(action, key)
        return await self._looking.find(action, since, self._outside.now())

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post; asks nobody outside."""
        return await self._publisher.judge(post)

    async def metrics(self, post: RemoteId) -> Measured:
        """What X counts of a post of ours now. Costs as much as reading it."""
        newest = own(await newest_of(self._outside.mailbox, padded(post)))
        options = self._options
        return await measure(self._api, options.id, newest, self._outside.now(), owned=options.owns_app)

    async def _renew(self, grant: Grant) -> Grant:
        return await oauth.renew(self._outside.http, self._client, grant, self._outside.now())


def _and(offered: Capabilities, action: ActionKind) -> Mapping[Kind, frozenset[ActionKind]]:
    """The actions that are offered, with one more on posts."""
    return {**offered.actions, "comments": offered.actions["comments"] | {action}}
