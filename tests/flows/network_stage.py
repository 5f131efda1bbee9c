"""A whole Sangam with one account, as the demo has it, on one simulated network; and one of ours at the desk."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import html
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import aiohttp
from ruamel.yaml import YAML

import run
from bot.playground.demo import FILES, environment
from bot.playground.demo_elsewhere import Place
from bot.playground.story import Story
from bot.surfaces.desk.doing import VERBS
from inbox import views
from inbox.actions import Publish
from inbox.brand import Brand
from inbox.errors import Unavailable
from inbox.models import AccountId, Media, Message, RemoteId
from inbox.network import Network, Receipt
from inbox.publishing import ReadsMetrics
from inbox.store.blobs import Blobs
from inbox.store.keyring import Keyring
from inbox.store.people import Person
from tests.bot.surfaces.desk.desk_server import PASSWORD, Tab
from tests.cast import MEERA
from tests.flows.seats import CHEAP
from tests.redis_servers import free_port, until

PATIENCE = 15.0
FAQ = """
entries:
  - {id: hours, questions: [When are you open?], answer: From nine to six.}
  - {id: cost, questions: [How much is it?], answer: It is 14 euros.}
"""
STORY = Story.model_validate(
    {
        "people": {name: {"name": name.title(), "language": "en"} for name in ("asha", "bhavin", "chen")},
        "posts": {
            "x": {"where": "x", "text": "New cups today", "minutes_ago": 9},
            "youtube": {"where": "youtube", "text": "How we glaze", "minutes_ago": 9},
            "tiktok": {"where": "tiktok", "text": "Trimming a bowl", "minutes_ago": 9},
        },
        "manners": {"en": {"thanks": ["Thanks"], "ask_on": ["And then?"]}},
        "opening": [],
        "later": [{"who": "asha", "steps": [{"say": "Hello"}]}],
    }
)


@dataclass(frozen=True, slots=True)
class NetworkStage:
    """A Sangam at work; `account` is a second process of the same account, which publishes and counts."""

    brand: Brand
    desk: Tab
    account: Network
    blobs: Blobs

    async def approve(self, question: str, drafted: str) -> views.Reading:
        """Wait for the draft for what was asked, see it at the desk, and approve it there."""
        found = await self.heard(question, lambda reading: bool(reading.cards))
        page = await self.desk.get(f"/?shelf=all&c={quote(found.conversation.id)}")
        assert question in html.unescape(page.text)
        assert drafted in html.unescape(page.text)
        await self.press("approve", draft=found.cards[0].draft.id)
        return found

    async def act(self, verb: str, said: str) -> None:
        """Do something about a message, or about who wrote it."""
        found = await self.heard(said)
        message = next(one for one in _messages(found) if said in one.text)
        assert verb in VERBS
        about = {"c": found.conversation.id, "message": message.id, "person": message.person or ""}
        await self.press(verb, **about)

    async def press(self, verb: str, **fields: str) -> None:
        """Press a button that is there."""
        pressed = await self.desk.do(verb, **fields)
        assert pressed.status < 400, pressed.text

    async def heard(self, words: str, wanted: Callable[[views.Reading], bool] = lambda reading: True) -> views.Reading:
        """The conversation in which these words stand, once it is as wanted."""
        found: list[views.Reading] = []

        async def there() -> bool:
            for row in (await views.queue(self.brand, MEERA, "all", limit=50)).rows:
                reading = await views.reading(self.brand, MEERA, row.conversation.id)
                if any(words in message.text for message in _messages(reading)) and wanted(reading):
                    found.append(reading)
            return bool(found)

        await until(there, PATIENCE)
        return found[-1]

    async def publish(self, place: str, text: str, data: bytes, kind: str, mime: str, **more: Any) -> Receipt:
        """Publish a post with a file as the outbox does: what is still being prepared is asked for again."""
        media = Media(cast("Any", kind), await self.blobs.put(data), mime, f"file.{mime[-3:]}", len(data), "A cup")
        post = Publish(RemoteId(place), text, (media,), **more)
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(Unavailable):
                    return await self.account.perform(post, "post-1")
                await asyncio.sleep(0.1)

    async def counted(self, post: RemoteId) -> dict[str, int]:
        """What the network counts of a post."""
        assert isinstance(self.account, ReadsMetrics)
        return dict((await self.account.metrics(post)).values)


def _messages(reading: views.Reading) -> list[Message]:
    return [line.message for line in reading.lines if line.message]


@contextlib.asynccontextmanager
async def network_stage(folder: Path, network: str, place: Place) -> AsyncIterator[NetworkStage]:
    """Everything, for the length of the block; the account is that of the demo's bot.yaml."""
    (folder / "config").mkdir()
    port = free_port()
    settings = {
        "brand": {"id": "acme", "name": "Acme"},
        "data": "./data",
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "accounts": [_account(network, place)],
        "undo": {"automatic": "0s", "people": "0s"},
        "debounce": "0s",
    }
    for name, text in {"bot": json.dumps(settings), "rules": "rules: []", "faq": FAQ}.items():
        (folder / "config" / f"{name}.yaml").write_text(text, "utf-8")
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(environment(place.secrets()))
        config = run.read_config(folder / "config")
        before = functools.partial(_log_in, place, run.keyring_of(config))
        sangam = await stack.enter_async_context(run.serve(config, before=before))
        store = sangam.brand.store
        networks = await stack.enter_async_context(run.open_networks(config, store))
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        await store.people.save(Person("olga", "lead", CHEAP.hash(PASSWORD)))
        desk = Tab(http, sangam.url.rstrip("/"))
        await desk.sign_in("olga")
        account = networks[AccountId(f"{network}:main")]
        yield NetworkStage(sangam.brand, desk, account, run.blobs_of(config))


def _account(network: str, place: Place) -> Any:
    text = (FILES / "bot.yaml").read_text("utf-8")
    for gap, value in place.settings().items():
        text = text.replace(gap, value)
    return next(one for one in YAML(typ="safe", pure=True).load(text)["accounts"] if one["network"] == network)


def _log_in(place: Place, keyring: Keyring, store: Any) -> Awaitable[None]:
    async def keep() -> None:
        for account, name, text in place.logins():
            await store.vaults(keyring).of(AccountId(account)).write(name, text)

    return keep()
