"""A whole Sangam in this process on simulated networks, with rules in force, and a lead at its desk."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from ruamel.yaml import YAML

import run
from bot.playground.demo import FILES, environment
from config.fairness import to_confirm
from config.load import Config
from inbox import docket, views
from inbox.actions import Draft
from inbox.brand import Brand
from inbox.cases import Flag
from inbox.docket.shown import CaseView
from inbox.models import AccountId, Conversation, Message, account_id
from inbox.moderation import rulings
from inbox.store import Store
from inbox.store.people import Person
from responders.moderation import Moderation
from tests.bot.surfaces.desk.desk_server import PASSWORD, Answer, Tab
from tests.cast import OLGA
from tests.flows.moderation_places import Place
from tests.flows.seats import CHEAP
from tests.redis_servers import free_port, until

PATIENCE = 20.0
SECRET = "a-secret-of-sixteen-letters"
Begins = Callable[[Brand], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Court:
    """A Sangam at work; `desk` is Olga's, who is a lead."""

    brand: Brand
    url: str
    desk: Tab
    http: aiohttp.ClientSession
    said: dict[tuple[str, str], Any] = field(default_factory=dict)  # by network and words, as the network keeps it

    async def tab(self, name: str, role: str = "moderator") -> Tab:
        """Somebody else of ours at the desk, in a browser of their own."""
        await self.brand.store.people.save(Person(name, role, CHEAP.hash(PASSWORD)))
        tab = Tab(self.http, self.url.rstrip("/"))
        await tab.sign_in(name)
        return tab

    async def case(
        self, account: str, words: str, wanted: Callable[[CaseView], object] = lambda case: case.state == "done"
    ) -> CaseView:
        """The newest case of an account in which these words stand, once it is as wanted."""
        seen: list[CaseView] = []

        async def there() -> bool:
            page = await docket.cases(self.brand, OLGA, account=AccountId(account), limit=100)
            seen[:] = [one for one in page.rows if words in one.case.text][:1]
            return bool(seen) and bool(wanted(seen[0]))

        try:
            await until(there, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"no case of {account} about {words!r} is as wanted; there is {seen}") from None
        return await docket.case(self.brand, OLGA, seen[0].case.number)

    async def opened(self, many: int) -> None:
        """Wait until so many cases have been opened; there are never more."""
        total = 0

        async def there() -> bool:
            nonlocal total
            total = (await docket.cases(self.brand, OLGA, limit=1)).total
            return total >= many

        try:
            await until(there, PATIENCE)
        except TimeoutError:
            raise AssertionError(f"{total} of {many} cases were opened") from None
        assert total == many

    async def flagged(self, account: str, words: str) -> Flag:
        """What waits to be judged and has these words."""
        found: list[Flag] = []

        async def there() -> bool:
            page = await docket.flags(self.brand, OLGA, account=AccountId(account), limit=100)
            found[:] = [one.flag for one in page.rows if words in one.flag.text]
            return bool(found)

        await until(there, PATIENCE)
        return found[0]

    async def message(self, account: str, words: str) -> tuple[Conversation, Message]:
        """The message with these words, once it is here."""
        found: list[tuple[Conversation, Message]] = []

        async def there() -> bool:
            for row in (await views.queue(self.brand, OLGA, "all", limit=100)).rows:
                if row.conversation.account != account:
                    continue
                reading = await views.reading(self.brand, OLGA, row.conversation.id)
                messages = [line.message for line in reading.lines if line.message]
                found.extend((reading.conversation, one) for one in messages if words in one.text)
            return bool(found)

        await until(there, PATIENCE)
        return found[0]

    async def drafted(self, account: str, words: str) -> Draft:
        """What is drafted for the message with these words: it was judged, and a person may answer it."""
        found: list[Draft] = []

        async def there() -> bool:
            conversation, _ = await self.message(account, words)
            found[:] = [card.draft for card in (await views.reading(self.brand, OLGA, conversation.id)).cards]
            return bool(found)

        await until(there, PATIENCE)
        return found[0]

    async def press(self, verb: str, tab: Tab | None = None, **fields: str) -> Answer:
        """Press a button of moderation at the desk; it is not refused."""
        tab = tab or self.desk
        if not tab.token:
            await tab.get("/moderation")
        done = await tab.post(f"/moderation/do/{verb}", headers={"X-Desk": "1"}, back="/moderation", **fields)
        assert done.status < 400, done.text
        return done

    async def undo(self, case: CaseView, **more: str) -> CaseView:
        """Take a case back at the desk, and wait until the network did all of that."""
        await self.press("undo", case=str(case.case.number), why="it was a mistake", **more)
        return await self.case(case.case.account, case.case.text, _taken_back)

    async def act(self, verb: str, conversation: Conversation, message: Message, **more: str) -> None:
        """Do something by hand about a message or whoever wrote it, at the desk."""
        about = {"c": conversation.id, "message": message.id, "person": message.person or ""}
        done = await self.desk.do(verb, **about, **more)
        assert done.status < 400, done.text

    async def shut_out(self, case: CaseView) -> bool:
        """Whether what the person of a case writes is dropped."""
        assert case.case.person
        return (await self.brand.store.cases.noted([case.case.person]))[0].blocked


def _taken_back(case: CaseView) -> bool:
    return case.state == "undone" and all(
        deed.state in ("taken back", "not done") for deed in case.deeds if deed.undoing
    )


@contextlib.asynccontextmanager
async def court(
    folder: Path,
    places: Sequence[Place],
    moderation: str,
    http: aiohttp.ClientSession,
    *,
    more: Mapping[str, Any] | None = None,
    accounts: Sequence[Mapping[str, Any]] = (),
    secrets: Mapping[str, str] | None = None,
    early: Mapping[str, str] | None = None,
    rules: str = "rules: []",
    begins: Begins | None = None,
) -> AsyncIterator[Court]:
    """Everything, for the length of the block; every rule is in force from the beginning.

    `early` is what people (by name, the words) say on each network that is only looked at from time to time, before
    Sangam looks for the first time; on the others they say it once it listens. `begins` is done before it looks, too.
    """
    settings = _settings(places, free_port()) | dict(more or {})
    settings["accounts"] = [*settings["accounts"], *accounts]
    files = {"bot": json.dumps(settings), "rules": rules, "faq": "entries: []", "moderation": moderation}
    (folder / "config").mkdir()
    for name, text in files.items():
        (folder / "config" / f"{name}.yaml").write_text(text, "utf-8")
    said: dict[tuple[str, str], Any] = {}
    hidden = {name: value for place in places for name, value in place.secrets().items()} | dict(secrets or {})
    with environment(hidden | {"SANGAM_TEST_SECRET": SECRET}):
        config = run.read_config(folder / "config")

        async def before(store: Store) -> None:
            await _log_in(config, store, places)
            brand = await _in_force(config, store)
            if begins:
                await begins(brand)

        for place in (one for one in places if one.early):
            for words, who in (early or {}).items():
                said[place.network, words] = await place.say(who, words)
        async with run.serve(config, before=before) as sangam:
            await sangam.brand.store.people.save(Person("olga", "lead", CHEAP.hash(PASSWORD)))
            desk = Tab(http, sangam.url.rstrip("/"))
            await desk.sign_in("olga")
            for place in places:
                await place.begin(sangam.url)
            for place in (one for one in places if not one.early):
                for words, who in (early or {}).items():
                    said[place.network, words] = await place.say(who, words)
            yield Court(sangam.brand, sangam.url, desk, http, said)


def _settings(places: Sequence[Place], port: int) -> dict[str, Any]:
    text, names = (FILES / "bot.yaml").read_text("utf-8"), {place.network for place in places}
    for place in places:
        for gap, value in place.gaps().items():
            text = text.replace(gap, value)
    loaded = YAML(typ="safe", pure=True).load(text)["accounts"]
    accounts = [one for one in loaded if one["network"] in names]
    for one in accounts:
        if one["network"] == "webchat":
            one |= {"per_visitor": 1_000, "per_address": 10_000}
    return {
        "brand": {"id": "acme", "name": "Acme"},
        "data": "./data",
        "web": {"port": port, "public_url": f"http://127.0.0.1:{port}"},
        "accounts": accounts,
        "undo": {"automatic": "0s", "people": "0s"},
        "debounce": "0s",
    }


async def _log_in(config: Config, store: Store, places: Sequence[Place]) -> None:
    vaults = store.vaults(run.keyring_of(config))
    for place in places:
        for account, name, text in place.logins():
            await vaults.of(AccountId(account)).write(name, text)


async def _in_force(config: Config, store: Store) -> Brand:
    """Let a lead put every rule in force, before the first message is judged; answers the brand as use cases see it."""
    brand, rules = run.make_brand(config, store), Moderation(config.moderation, None)
    await rulings.register(brand, rules.versions, to_confirm(config.moderation))
    for rule in rules.versions:
        await rulings.put_in_force(brand, rule, OLGA, "tried", confirmed=True)
    return brand


def main(network: str) -> AccountId:
    """The account of the demo on a network."""
    return account_id(network, {"webchat": "site", "webhook": "forum"}.get(network, "main"))
