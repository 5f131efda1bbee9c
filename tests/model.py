"""What tests of the model share: a small pottery that knows things, an endpoint, and a turn put to both."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.model import Behaviour, ModelServer
from responders.brain import BrandFile
from responders.brain.knowledge import Knowledge, knowledge_of
from responders.faq import FaqFile
from responders.llm.client import Endpoint
from responders.llm.meter import Meter
from responders.llm.model import Model
from responders.options import ModelOptions

NOW = 1_700_000_000_000
BRAND: dict[str, Any] = {
    "mission": "We bring clay and people together.",
    "products": [
        {
            "id": "mug",
            "name": "River mug",
            "price": "24 €",
            "facts": ["The River mug holds 350 ml and is safe in the dishwasher."],
        },
    ],
    "places": [
        {"id": "hours", "text": "The workshop is open from Tuesday to Saturday, 9:00 to 18:00."},
        {"id": "courses", "text": "Our wheel course takes 3 hours and costs 65 €. Book at https://nadi.example/courses."},
        {"id": "returns", "text": "We refund unused pieces within 30 days. We do not refund courses."},
        {"id": "dogs", "text": "Dogs are welcome in the garden."},
        {"id": "painting", "text": "Painting costs 20 € for adults and 10 € for children."},
        {"id": "oven", "text": "Some bowls are safe in the oven. Come to the glaze room only with shoes."},
    ],
    "voice": ["Write like a neighbour who knows clay, never like a shop."],
    "red_lines": ["Never say anything about politics, religion or other potteries."],
    "never_promise": ["Never promise a delivery before a holiday."],
}  # fmt: skip

TRUE = {
    "en": "The workshop is open from Tuesday to Saturday, 9:00 to 18:00.",
    "es": "El taller está abierto de martes a sábado, de 9:00 a 18:00. El curso de torno cuesta 65 €.",
    "hi": "कार्यशाला मंगलवार से शनिवार तक 9:00 से 18:00 बजे तक खुली है। कोर्स की कीमत 65 € है।",
    "gu": "વર્કશોપ મંગળવારથી શનિવાર સુધી 9:00 થી 18:00 ખુલ્લી છે. કોર્સની કિંમત 65 € છે.",
    "de": "Die Werkstatt ist von Dienstag bis Samstag von 9:00 bis 18:00 Uhr geöffnet. Der Kurs kostet 65 €.",
    "fr": "L'atelier est ouvert du mardi au samedi, de 9:00 à 18:00. Le cours coûte 65 €.",
    "zh": "工作室周二至周六9:00到18:00营业。课程65元。",
    "ar": "الورشة مفتوحة من الثلاثاء إلى السبت من 9:00 إلى 18:00. سعر الدورة 65 €.",
    "pt": "A oficina está aberta de terça a sábado, das 9:00 às 18:00. O curso custa 65 €.",
    "ru": "Мастерская открыта со вторника по субботу с 9:00 до 18:00. Курс стоит 65 €.",
    "it": "Il laboratorio è aperto da martedì a sabato, dalle 9:00 alle 18:00. Il corso costa 65 €.",
}


def in_many_languages() -> Knowledge:
    """What Nadi Pottery may say, its hours in many languages, so that an attacker in any of them finds sources."""
    places = [{"id": f"hours-{code}", "text": text} for code, text in TRUE.items() if code != "en"]
    return knowledge({**BRAND, "places": [*BRAND["places"], *places]})


def knowledge(brand: Mapping[str, object] | None = None) -> Knowledge:
    """What Nadi Pottery may say."""
    return knowledge_of(BrandFile.model_validate(brand or BRAND), FaqFile())


@dataclass
class Counted:
    """A meter for one process, for tests of who uses it: what was reserved and settled, and a limit that is full."""

    full: bool = False
    micros: int = 0
    tokens: int = 0
    reserved: list[tuple[int, int, dict[str, int]]] = field(default_factory=list)
    day_micros: int = 0
    month_micros: int = 0
    day_tokens: int = 0
    month_tokens: int = 0

    async def spent(self, responder: str, now: int) -> Counted:
        """Itself."""
        return self

    async def reserve(self, responder: str, micros: int, tokens: int, limits: Mapping[str, int], now: int) -> bool:
        """Count, unless it is full."""
        if self.full:
            return False
        self.reserved.append((micros, tokens, dict(limits)))
        self.micros += micros
        self.tokens += tokens
        return True

    async def settle(self, responder: str, micros: int, tokens: int, now: int) -> None:
        """Count the difference."""
        self.micros += micros
        self.tokens += tokens


def options(server: ModelServer, **more: Any) -> ModelOptions:
    """The options of a model at this endpoint."""
    return ModelOptions.model_validate({"base_url": server.base_url, "name": "sangam-demo", "timeout": "5s", **more})


@contextlib.asynccontextmanager
async def served(behaviour: Behaviour | None = None, **kind: Any) -> AsyncIterator[ModelServer]:
    """An endpoint whose model does this."""
    async with ModelServer(behaviour, **kind) as server:
        yield server


@contextlib.asynccontextmanager
async def asked(server: ModelServer, meter: Meter | None = None, **more: Any) -> AsyncIterator[tuple[Model, Endpoint]]:
    """The responder over a real client of this endpoint."""
    clock = more.pop("clock", None)
    endpoint = Endpoint(options(server, **more), meter or Counted(), lambda: NOW, *([clock] if clock else []))
    try:
        yield Model(endpoint, "sangam-demo", "Nadi Pottery", knowledge(), endpoint.patience), endpoint
    finally:
        await endpoint.close()
