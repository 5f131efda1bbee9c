"""Having one of the sixty conversations: through the real files, the real model client, the loop and a real Redis."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.drafting import draft_next
from bot.networks import REGISTRY, network_class
from bot.playground.demo import FILES
from bot.playground.faults import Fault, Kind
from bot.playground.model import BEHAVIOURS, Asked, ModelServer
from bot.playground.model.behaviours import Raw
from config.answering import Answering, Outside
from config.assembly import brand_of
from config.load import Config, load, with_documents
from inbox import delivery, review, views
from inbox.brand import Brand
from inbox.incoming import ContactLeft, Incoming, NewMessage
from inbox.models import Actor, Contact, RemoteId, Subject, Thread, account_id, conversation_id
from inbox.network import Receipt
from inbox.store import Store
from inbox.store.outbox import Sending
from responders.llm.client import Endpoint
from tests.cast import ASHA, MEERA, OLGA
from tests.world import LEASE, Clock

HERE = Path(__file__).parent
US = "us: "
EARLIER = ("Can I visit the studio?", "Do you take custom orders?")
FAULTS = {
    "hang": Fault(Kind.HANG_BEFORE, seconds=5),
    "cut": Fault(Kind.CUT_BEFORE),
    "rate_limit": Fault(Kind.REFUSE, status=429, retry_after=7),
    "error": Fault(Kind.REFUSE, status=500),
    "unauthorised": Fault(Kind.REFUSE, status=401),
}
DOES = {"garbage": "garbage", "half": "half", "system prompt": "leaky"}
SHAPE = {
    "reply": "", "language": "en", "intent": "a question", "sentiment": "neutral", "needs_person": False,
    "reason": "none", "sources": [],
}  # fmt: skip


def conversations() -> list[dict[str, Any]]:
    """What stands in the table."""
    table: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((HERE / "conversations.yaml").read_text("utf-8"))
    return table


def settings(folder: Path, model_url: str) -> Config:
    """The files of the demo under the settings of this table."""
    config = folder / "config"
    config.mkdir()
    for name in ("rules.yaml", "faq.yaml", "brand.yaml"):
        shutil.copy(FILES / name, config / name)
    shutil.copytree(FILES / "knowledge", folder / "knowledge")
    text = (HERE / "bot.yaml").read_text("utf-8").replace("{model}", json.dumps(model_url))
    (config / "bot.yaml").write_text(text, "utf-8")
    return with_documents(load(config, lambda name: network_class(name).Options, tuple(REGISTRY), {"TOKEN": "1:a"}))


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a conversation: how it ended, who drafted, on what, and all the words that a person reads of it."""

    how: frozenset[str]  # alone, draft, person; nothing where none of them
    by: str = ""
    sources: tuple[str, ...] = ()
    text: str = ""
    words: str = ""
    labels: tuple[str, ...] = ()
    asked: int = 0  # how often the model was asked


@dataclass(slots=True)
class Table:
    """Where the conversations are had, one brand for each of them."""

    config: Config
    model: ModelServer
    clock: Clock

    async def have(self, row: Mapping[str, Any], store: Store) -> Came:
        """Say what they say, let the responders look, and tell what came of it."""
        options = self.config.settings.model
        assert options
        if said := row.get("model", {}).get("does") == "over budget":
            options = options.model_copy(update={"budget": options.budget.model_copy(update={"tokens_day": 10})})
        endpoint = Endpoint(options, store.meters, self.clock)
        await endpoint.prepare()
        answering = Answering(self.config, Outside(endpoint, endpoint.patience))
        accounts = {
            account.id: network_class(account.network).capabilities for account in self.config.settings.accounts
        }
        brand = brand_of(self.config.settings, accounts, store, self.clock, answering.warn)
        self._script(row.get("model", {"does": "not asked"}) if not said else {})
        before = self.model.counts["chat"]
        try:
            await self._happen(brand, row, answering)
        finally:
            await endpoint.close()
        return await self._came(brand, row, self.model.counts["chat"] - before)

    def _script(self, answer: Mapping[str, Any]) -> None:
        self.model.faults.clear()
        does = answer.get("does", "")
        if does in FAULTS:
            self.model.faults.next(FAULTS[does], "chat", times=9)
        self.model.behaviour = BEHAVIOURS[DOES[does]] if does in DOES else _says(answer)

    async def _happen(self, brand: Brand, row: Mapping[str, Any], answering: Answering) -> None:
        state = row.get("state", {})
        where, who = _thread(row), account_id(*row.get("account", "telegram:main").split(":"))
        for number in range(state.get("alone_before", 0)):
            await self._say(brand, row, EARLIER[number], f"a{number}")
            await self._turn(brand, answering)
            await self._leave(brand)
        for number, text in enumerate(row["said"]):
            await self._say(brand, row, text, f"m{number}")
        there = conversation_id(who, where.remote)
        if "taken_by" in state:
            await review.silence(brand, there, MEERA, silent=True)
        if "writing" in state:
            await review.claim(brand, there, MEERA)
        if "mode" in state:
            await review.set_mode(brand, OLGA, state["mode"])
        if "left" in state:
            await self._receive(brand, who, [ContactLeft(where, ASHA, self.clock())])
        await self._turn(brand, answering)

    async def _turn(self, brand: Brand, answering: Answering) -> None:
        self.clock.at += brand.debounce
        await draft_next(brand, answering.chain)

    async def _leave(self, brand: Brand) -> None:
        """What was decided is sent, as the network would."""
        self.clock.at += brand.undo.automatic
        sending = await brand.store.outbox.claim(self.clock(), LEASE, "table")
        assert isinstance(sending, Sending)
        assert await brand.store.outbox.begin(sending, self.clock())
        await delivery.sent(brand, sending, Receipt(sending.delivery.id, self.clock()))

    async def _say(self, brand: Brand, row: Mapping[str, Any], text: Any, id: str) -> None:
        words = "lorem ipsum " * (text["long"] // 12) if isinstance(text, dict) else str(text)
        ours = words.startswith(US)
        self.clock.at += 1
        account = account_id(*row.get("account", "telegram:main").split(":"))
        author: Contact | None = None if ours else ASHA
        message = NewMessage(_thread(row), RemoteId(id), author, words.removeprefix(US), self.clock())
        await self._receive(brand, account, [message])
        if ours:  # it was ours elsewhere; the responders are to go on all the same
            there = conversation_id(account, _thread(row).remote)
            await review.silence(brand, there, MEERA, silent=False)

    async def _receive(self, brand: Brand, account: Any, page: Sequence[Incoming]) -> None:
        await brand.store.conversations.receive(account, page, None, now=self.clock(), debounce=brand.debounce)

    async def _came(self, brand: Brand, row: Mapping[str, Any], asked: int) -> Came:
        account = account_id(*row.get("account", "telegram:main").split(":"))
        read = await views.reading(
            brand, Actor("person", "olga", "admin"), conversation_id(account, _thread(row).remote)
        )
        did = [line.did for line in read.lines if line.did]
        decided = await brand.store.ledger.page()
        newest = decided[-1].proposals if decided else ()
        drafts = [one.draft for one in newest if one.draft]
        cards = [await views.card(brand, OLGA, draft) for draft in drafts]
        how = {"alone" if card.delivery else "draft" for card in cards}
        how |= {"person" for one in did if one.what == "conversation.handed_off"}
        words = [one.detail for one in did]
        for card in cards:
            words += [card.draft.proposal.because, *card.draft.proposal.checks, card.draft.waits]
        first = cards[0].draft.proposal if cards else None
        return Came(
            frozenset(how or {"nothing"}),
            first.by.name if first else "",
            tuple(source.id for source in first.sources) if first else (),
            cards[0].text if cards else "",
            "\n".join(words),
            read.conversation.labels,
            asked,
        )


def _says(answer: Mapping[str, Any]) -> Any:
    def behaviour(asked: Asked) -> str | Raw:
        made = {**SHAPE, **answer}
        given = [source.id for source in asked.sources]
        sources = [
            next((id for id in given if id.startswith(one[:-1])), one) if one.endswith("*") else one
            for one in made["sources"]
        ]
        return json.dumps({**made, "sources": sources}, ensure_ascii=False)

    return behaviour


def _thread(row: Mapping[str, Any]) -> Thread:
    subject = Subject(RemoteId("p1"), row["post"]) if "post" in row else None
    return Thread(ASHA.remote, row.get("kind", "direct"), "", subject)
