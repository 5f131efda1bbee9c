"""All that answers and all that checks, made of what the files say; made anew, and swapped whole, when they change."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace

from config.load import Config, with_documents
from config.settings import mode_for
from inbox.brand import Brand
from inbox.models import Conversation, Message
from responders.brain import Knowledge, knowledge_of
from responders.chain import Chain
from responders.faq import Faq
from responders.guard import Guard
from responders.guard.ground import ground_of
from responders.llm import Ask, Endpoint, Meter, Model
from responders.rules import Rules
from responders.turn import Responder

Over = Callable[[Sequence[Responder]], tuple[Responder, ...]]
PATIENCE = 60.0  # seconds for a model whose endpoint does not say how long it takes


@dataclass(frozen=True, slots=True)
class Made:
    """The responders in their order, what checks every text, and what both of them know."""

    responders: tuple[Responder, ...]
    guard: Guard
    knowledge: Knowledge


def made_of(config: Config, ask: Ask | None = None, patience: float = PATIENCE) -> Made:
    """Make all of it by the files as they stand; about a second for a large FAQ: not for the event loop.

    `ask` is where the model is asked; without one, or without a model in bot.yaml, there is none.
    """
    settings = config.settings
    knowledge = knowledge_of(config.brain, config.faq, config.documents)
    responders: list[Responder] = [Rules(config.rules, config.brain.hours), Faq(config.faq)]
    if settings.model and ask:
        responders.append(Model(ask, settings.model.name, settings.brand.name, knowledge, patience))
    return Made(tuple(responders), guard_of(config, knowledge), knowledge)


def guard_of(config: Config, knowledge: Knowledge | None = None) -> Guard:
    """The checks of every text by bot.yaml, its secrets, and what the brand may say and never says."""
    known = knowledge or knowledge_of(config.brain, config.faq, config.documents)
    return Guard(config.settings.guard, ground_of(known), config.secrets)


class Answering:
    """What a running Sangam answers by."""

    def __init__(self, config: Config, ask: Ask | None = None, patience: float = PATIENCE) -> None:
        """As the files stand; see `made_of`."""
        self._ask, self._patience = ask, patience
        made = made_of(config, ask, patience)
        self._guard = made.guard
        self.chain = Chain(made.responders, made.guard.check, config.digest)

    async def take_over(self, config: Config) -> None:
        """Answer by other files from now on; what is being answered right now keeps the old ones."""
        made = await asyncio.to_thread(made_of, config, self._ask, self._patience)
        self._guard = made.guard
        self.chain.swap(*made.responders, check=made.guard.check, config=config.digest)

    def warn(self, conversation: Conversation, messages: Sequence[Message], said: str) -> tuple[str, ...]:
        """What one of our people should know before they say this, by the files as they stand now."""
        return self._guard.warn(conversation, messages, said)


@contextlib.asynccontextmanager
async def open_answering(config: Config, meter: Meter, now: Callable[[], int]) -> AsyncIterator[Answering]:
    """What answers, by all files and documents; the endpoint of the model is let go of at the end."""
    model = config.settings.model
    endpoint = Endpoint(model, meter, now) if model else None
    try:
        if endpoint:
            await (
                endpoint.prepare()
            )  # its library takes a second to load, which is not the first question's to wait for
        whole = await asyncio.to_thread(with_documents, config)
        yield await asyncio.to_thread(Answering, whole, endpoint, endpoint.patience if endpoint else PATIENCE)
    finally:
        if endpoint:
            await endpoint.close()


def rehearsed(config: Config, brand: Brand, ask: Ask, over: Over) -> tuple[Brand, Chain]:
    """The brand and the chain by these files, for doing the past again: `ask` and `over` stand for the outside."""
    whole = with_documents(config)
    made = made_of(whole, ask)
    again = replace(brand, autonomy=functools.partial(mode_for, config.settings.autonomy))
    return again, Chain(over(made.responders), made.guard.check, whole.digest)
