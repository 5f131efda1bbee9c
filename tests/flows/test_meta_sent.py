"""From the outbox to the simulated Meta: said once, whatever is lost; late words refused before the call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import aiohttp
import pytest
import pytest_asyncio

from bot.networks._meta.ids import comments_below, padded, private_with
from bot.networks._outside import Outside
from bot.networks.facebook import CAPABILITIES, Facebook
from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.meta import Comment, MetaServer, Page, Person
from bot.sending import send_next
from inbox import arrivals, review
from inbox.actions import Hide
from inbox.errors import NotAllowed, Refused
from inbox.incoming import NewMessage
from inbox.models import AccountId, Contact, DeliveryId, RemoteId, Thread, account_id, conversation_id
from inbox.network import Network
from inbox.store.embedded import Server
from tests.adapters import Files
from tests.cast import MEERA
from tests.world import World
from tests.world import world as inbox_world

START = 1_790_000_000
DAY = 86_400
MAIN, OTHER = account_id("facebook", "main"), account_id("facebook", "other")
PRIVATE, COMMENTS = "POST /{id}/messages", "POST /{id}/comments"
LONG = " ".join(f"word{number:04}" for number in range(500))  # three messages


@dataclass
class Shop:
    """Two Pages of one app, each with a comment of Asha's and a conversation with her, on one inbox."""

    meta: MetaServer
    http: aiohttp.ClientSession
    inbox: World
    pages: dict[AccountId, Page]
    asha: Person
    comments: dict[AccountId, Comment]
    wrote: dict[AccountId, RemoteId]  # the ids of Asha's messages

    def networks(self) -> Mapping[AccountId, Network]:
        """The accounts as a new process makes them."""
        return {id: self._network(id, page) for id, page in self.pages.items()}

    def _network(self, id: AccountId, page: Page) -> Facebook:
        app, box = page.app, self.inbox.store.mailboxes.of(id)
        assert app
        given = {"app_id": app.id, "app_secret": app.secret, "page": page.id, "token": page.token}
        options = Facebook.Options.model_validate({**given, "base_url": self.meta.url})
        return Facebook(id, options, Outside(self.http, box, Files(), "", self.inbox.clock))

    def later(self, seconds: float) -> None:
        self.meta.clock.advance(seconds)
        self.inbox.clock.at = int(self.meta.clock.now() * 1000)

    async def hear(self) -> None:
        """Asha's words, as the hook would bring them."""
        asha = Contact(RemoteId(self.asha.id), "Asha")
        for id in self.pages:
            comment = Thread(comments_below(self.comments[id].id), "comments")
            private = Thread(private_with(self.asha.id), "direct")
            now = self.inbox.clock.at
            said = NewMessage(comment, padded(self.comments[id].id), asha, "Is it organic?", now)
            wrote = NewMessage(private, self.wrote[id], asha, "Hello?", now)
            await arrivals.receive(self.inbox.brand, id, [said, wrote], None)

    async def reply(self, text: str, id: AccountId = MAIN, *, below: bool = False) -> DeliveryId:
        """Meera answers."""
        thread = comments_below(self.comments[id].id) if below else private_with(self.asha.id)
        delivery = await review.reply(self.inbox.brand, conversation_id(id, thread), MEERA, text)
        self.later(60)
        return delivery

    async def send(self) -> None:
        """Turns of the sending loop, each of a new process, for ten minutes."""
        for _ in range(30):
            await send_next(self.inbox.brand, self.networks())
            self.later(20)

    async def state(self, id: DeliveryId) -> str:
        found = await self.inbox.store.outbox.open(id)
        return found.state if found else "sent"

    def said(self, id: AccountId = MAIN) -> list[str]:
        private = self.pages[id].conversations[self.asha.id].messages.values()
        below = [reply.text for reply in self.comments[id].replies]
        return [*below, *(message.text for message in private if message.ours)]


@pytest_asyncio.fixture
async def shop(redis_server: Server, brand: str) -> AsyncIterator[Shop]:
    async with (
        MetaServer(clock=Clock(START, speed=0)) as meta,
        aiohttp.ClientSession() as http,
        inbox_world(redis_server.url, brand, START * 1000) as inbox,
    ):
        inbox.capabilities = {MAIN: CAPABILITIES, OTHER: CAPABILITIES}
        app, asha = meta.world.create_app(), meta.world.create_person("Asha")
        pages = {id: meta.world.create_page(id, app) for id in (MAIN, OTHER)}
        comments = {id: meta.world.comment(asha, meta.world.post(page, "Tea"), "?") for id, page in pages.items()}
        wrote = {id: RemoteId(meta.world.message(asha, page, "Hello?").id) for id, page in pages.items()}
        there = Shop(meta, http, inbox, pages, asha, comments, wrote)
        await there.hear()
        yield there


@pytest.mark.parametrize("kind", [Kind.CUT_AFTER, Kind.CUT_BEFORE])
@pytest.mark.parametrize(("below", "text"), [(True, "Yes"), (False, "Yes"), (False, LONG)])
async def test_whatever_answer_is_lost_it_is_said_once(shop: Shop, kind: Kind, below: bool, text: str) -> None:
    shop.meta.faults.next(Fault(kind), COMMENTS if below else PRIVATE)
    delivery = await shop.reply(text, below=below)
    await shop.send()
    assert await shop.state(delivery) == "sent"
    assert " ".join(shop.said()) == text


@pytest.mark.parametrize("below", [True, False])
async def test_the_same_words_a_moment_later_are_not_taken_for_those_before(shop: Shop, below: bool) -> None:
    first = await shop.reply("Thank you!", below=below)
    await send_next(shop.inbox.brand, shop.networks())
    assert await shop.state(first) == "sent"
    shop.later(2)
    second = await shop.reply("Thank you!", below=below)
    shop.later(-30)
    shop.meta.faults.next(Fault(Kind.CUT_BEFORE), COMMENTS if below else PRIVATE)
    await shop.send()
    assert await shop.state(second) == "sent"
    assert shop.said() == ["Thank you!", "Thank you!"]


async def test_hiding_is_done_again(shop: Shop) -> None:
    shop.meta.faults.next(Fault(Kind.CUT_AFTER), "POST /{id}")
    comment = shop.comments[MAIN]
    where = comments_below(comment.id)
    delivery = await review.act(shop.inbox.brand, conversation_id(MAIN, where), MEERA, Hide(where, padded(comment.id)))
    await shop.send()
    assert await shop.state(delivery) == "sent"
    assert comment.hidden


async def test_late_words_of_a_person_go_as_such_and_much_later_ones_are_refused_before_the_call(shop: Shop) -> None:
    shop.later(2 * DAY)
    delivery = await shop.reply("Sorry, we were closed")
    await shop.send()
    assert await shop.state(delivery) == "sent"
    [message] = [one for one in shop.pages[MAIN].conversations[shop.asha.id].messages.values() if one.ours]
    assert message.tag == "HUMAN_AGENT"
    shop.later(6 * DAY)
    with pytest.raises((NotAllowed, Refused), match="that is over"):
        await shop.reply("Much too late")
    assert shop.meta.calls[PRIVATE] == 1


async def test_what_became_late_while_it_waited_is_parked_without_a_call(shop: Shop) -> None:
    shop.later(7 * DAY - 120)
    delivery = await shop.reply("Just in time")
    shop.later(120)
    await shop.send()
    assert await shop.state(delivery) == "parked"
    assert not shop.meta.calls[PRIVATE]


async def test_a_dead_token_keeps_what_is_to_be_said_and_stops_no_other_account(shop: Shop) -> None:
    shop.meta.world.revoke(shop.pages[MAIN].token, 460)
    stopped, other = await shop.reply("Later"), await shop.reply("Now", OTHER)
    await shop.send()
    assert await shop.state(stopped) == "queued"
    assert await shop.state(other) == "sent"
    assert (shop.said(), shop.said(OTHER)) == ([], ["Now"])


async def test_a_rate_limit_pauses_and_goes_on_by_itself(shop: Shop) -> None:
    shop.meta.refuse(613, match=PRIVATE)
    delivery = await shop.reply("In a while")
    await send_next(shop.inbox.brand, shop.networks())
    assert await shop.state(delivery) == "queued"
    assert not shop.said()
    shop.later(61)
    await shop.send()
    assert await shop.state(delivery) == "sent"
    assert shop.said() == ["In a while"]
