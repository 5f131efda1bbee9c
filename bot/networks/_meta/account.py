"""One Page or one professional account with all its parts: what both networks do in the same way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import cast

import structlog

from bot.networks._meta import health
from bot.networks._meta.acting import Acting
from bot.networks._meta.graph import Graph
from bot.networks._meta.hook import Taker, answer
from bot.networks._meta.listening import Listening
from bot.networks._meta.media import Fetching, Outgoing
from bot.networks._meta.needs import Way
from bot.networks._meta.options import MetaOptions
from bot.networks._meta.place import Known, Place
from bot.networks._meta.publish import Publisher
from bot.networks._meta.said import Said
from bot.networks._meta.sent import Looking
from bot.networks._meta.tokens import Token, usable
from bot.networks._meta.words import NAMES
from bot.networks._outside import Outside
from bot.networks._payloads import MALFORMED
from inbox.actions import Action, DirectMessage, Publish, Reply, Slow
from inbox.capabilities import Capabilities
from inbox.errors import Unavailable, Uncertain, Unsupported
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Hook, HookAnswer, Network, Receipt
from inbox.publishing import Measured, Verdict

log = structlog.get_logger("sangam")


class MetaAccount:
    """What Facebook and Instagram have in common; those two say what they offer and who they are."""

    capabilities: Capabilities

    def __init__(self, account: AccountId, place: Place, base_url: str, options: MetaOptions, outside: Outside) -> None:
        """Put the parts together; nothing happens on the wire yet."""
        self.account = account
        self.hook_path = f"meta/{options.app_id}"
        self.place = place
        self.known = Known()
        self.mailbox = outside.mailbox
        self._options = options
        self._outside = outside
        self._base_url = base_url
        self._secret = options.app_secret.get_secret_value()
        self._refused = False  # whether a hook was, which is said once
        self._graph = Graph(
            outside.http, base_url, options.version, self._token, self._secret, outside.now, place.network
        )
        self._said = Said(outside.mailbox)
        outgoing = Outgoing(place, self._graph, outside.blobs, outside.share)
        self._acting = Acting(place, self._graph, self._said, outgoing)
        self._looking = Looking(place, self._graph, self._said)
        self._fetching = Fetching(outside.http, base_url, place, self._graph, outside.now)
        self._publisher = Publisher(place, self._graph, outside.mailbox, outside.blobs, outside.share, outside.now)
        ends = place.network == "instagram" and not place.page and not options.token
        self._listening = Listening(
            account,
            place,
            self.known,
            self._graph,
            outside.mailbox,
            outside.now,
            hooks=bool(outside.public_url),
            vault=outside.vault if ends else None,
        )

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask Meta who we are, what we may do, and what it tells us of."""
        try:
            return await health.check(self._looked_at())
        except MALFORMED:
            words = f"Somebody else than {NAMES[self.place.network]} answers at base_url."
            return [health.unproven(Unavailable(words), self._looked_at())]

    # ------------------------------------------------------------------------------------------------ what is said

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look up what hooks spoke of, keep the subscription alive, and read what no hook told; for ever."""
        await self._listening.listen(self._said.hearing(receive), cursor)

    def wanted(self) -> None:
        """There is something to look up."""
        self._listening.wanted()

    def hearing(self, receive: Receive) -> Receive:
        """How a hook stores: with our own messages told as what they are, and remembered for the next reading."""
        return self._listening.hearing(self._said.hearing(receive))

    async def hook_for_all(self, hook: Hook, party: Sequence[tuple[Network, Receive]]) -> HookAnswer:
        """One body for all accounts of the app; 200 only once all of it is stored."""
        members = [(network, receive) for network, receive in party if isinstance(network, MetaAccount)]
        takers = [(cast("Taker", network), network.hearing(receive)) for network, receive in members]
        said = await answer(hook, self._secret, takers, self._outside.now())
        if said.status == 401 and not self._refused:
            self._refused = True
            log.warning(f"{self.place.network}.hook_refused", account=self.account, words=said.body)
        return said

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent; a link that has expired is asked for anew."""
        async for chunk in self._fetching.fetch(media):
            yield chunk

    # ------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; what is said in private carries `key` along, which comes back with its echo."""
        match action:
            case Publish():
                return await self._publisher.publish(action, key)
            case Reply() | DirectMessage():
                return await self._acting.say(action, key, self._outside.now())
            case Slow():
                raise Unsupported("Meta lets no app slow down who comments.")
        return await self._acting.do(action, self._outside.now())

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """Look where it would stand; what changes a message, or what somebody may do, is repeated instead."""
        try:
            if isinstance(action, Publish):
                return await self._publisher.find(action, key, since)
            return await self._looking.find(action, key, since, self._outside.now())
        except MALFORMED:
            raise Uncertain(f"{NAMES[self.place.network]} answered in words that could not be read.") from None

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post; asks nobody outside."""
        return await self._publisher.judge(post)

    async def metrics(self, post: RemoteId) -> Measured:
        """What Meta counts of a post of ours now."""
        return await self._publisher.metrics(post)

    # ------------------------------------------------------------------------------------------------------ tokens

    async def _token(self) -> str:
        return (await self._record()).token

    async def _record(self) -> Token:
        """The token with what is known of it."""
        now = self._outside.now()
        return await usable(self._outside.vault, self._options, network=self.place.network, now=now)

    def _looked_at(self) -> health.Account:
        return health.Account(
            self.place,
            self._way,
            self._graph,
            self._graph_of_app,
            self._record,
            self._hook_url,
            self._outside.now,
        )

    @property
    def _way(self) -> Way:
        if self.place.network == "facebook":
            return "page"
        return "instagram by page" if self.place.page else "instagram"

    @property
    def _graph_of_app(self) -> Graph:
        """Calls as the app itself, where Meta wants that."""
        options, outside = self._options, self._outside
        text = f"{options.app_id}|{self._secret}"

        async def token() -> str:
            return text

        return Graph(
            outside.http, self._base_url, options.version, token, self._secret, outside.now, self.place.network
        )

    @property
    def _hook_url(self) -> str:
        base = self._outside.public_url.rstrip("/")
        return base and f"{base}/hooks/{self.hook_path}"
