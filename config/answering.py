"""All that answers and all that checks, made of what the files say; made anew, and swapped whole, when they change."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from config.documents import aside
from config.fairness import fairness_of
from config.load import Config, with_documents
from inbox.cases import Fairness
from inbox.models import Conversation, Message
from responders.brain.knowledge import Knowledge, knowledge_of
from responders.chain import Chain
from responders.embeddings import embedder
from responders.faq import Faq, Recall, keep_learning
from responders.faq.meaning import Meanings
from responders.guard import Guard
from responders.guard.ground import ground_of
from responders.language import prepare
from responders.llm.asking import Ask
from responders.llm.client import Endpoint
from responders.llm.meter import Meter
from responders.llm.model import Model
from responders.moderation.judge import Asked, Moderation
from responders.rules import Rules
from responders.turn import Responder

PATIENCE = 60.0  # seconds for a model whose endpoint does not say how long it takes


@dataclass(frozen=True, slots=True)
class Outside:
    """What is asked outside this process: a model, what makes vectors of texts (or `recall`), a classifier."""

    ask: Ask | None = None
    patience: float = PATIENCE
    meanings: Meanings | None = None
    recall: Recall | None = None
    classifier: Asked | None = None


NOBODY = Outside()


@dataclass(frozen=True, slots=True)
class Made:
    """The responders in their order, what checks every text, what both of them know; and what judges messages."""

    responders: tuple[Responder, ...]
    faq: Faq
    guard: Guard
    knowledge: Knowledge
    moderation: Moderation
    fairness: Fairness


def made_of(config: Config, outside: Outside = NOBODY, before: Made | None = None) -> Made:
    """Make all of it by the files as they stand; about a second for a large FAQ: not for the event loop.

    Without somebody to ask, or without a model in bot.yaml, there is no model. What judged `before` stays where its
    file did not change: lists of words may be long.
    """
    settings, hours = config.settings, config.brain.hours
    knowledge = knowledge_of(config.brain, config.faq, config.documents)
    faq = Faq(config.faq, hours.zone if hours else UTC, outside.meanings, outside.recall)
    responders: list[Responder] = [Rules(config.rules, hours), faq]
    if settings.model and outside.ask:
        model = Model(outside.ask, settings.model.name, settings.brand.name, knowledge, outside.patience)
        responders.append(model)
    same = before.moderation if before and before.moderation.file == config.moderation else None
    moderation, fairness = same or Moderation(config.moderation, outside.classifier), fairness_of(config.moderation)
    return Made(tuple(responders), faq, guard_of(config, knowledge), knowledge, moderation, fairness)


def guard_of(config: Config, knowledge: Knowledge | None = None) -> Guard:
    """The checks of every text by bot.yaml, its secrets, and what the brand may say and never says."""
    known = knowledge or knowledge_of(config.brain, config.faq, config.documents)
    return Guard(config.settings.guard, ground_of(known), config.secrets)


class Answering:
    """What a running Sangam answers by."""

    def __init__(self, config: Config, outside: Outside = NOBODY) -> None:
        """As the files stand; see `made_of`."""
        self._outside, self.config = outside, config
        self._made = made_of(config, outside)
        self.chain = Chain(self._made.responders, self._made.guard.check, config.digest)

    async def take_over(self, config: Config) -> None:
        """Answer by other files from now on; what is being answered right now keeps the old ones."""
        made = await asyncio.to_thread(made_of, config, self._outside, self._made)
        await asyncio.to_thread(made.moderation.prepare)
        self._made, self.config = made, config
        self.chain.swap(*made.responders, check=made.guard.check, config=config.digest)

    async def learn_meanings(self) -> None:
        """For ever: let the FAQ that counts learn what its phrasings mean, where an endpoint knows; else do nothing."""
        if self._outside.meanings is None:
            await asyncio.Event().wait()
        await keep_learning(lambda: self._made.faq)

    def moderation(self) -> Moderation:
        """What judges messages, by the files as they stand now."""
        return self._made.moderation

    def fair(self) -> Fairness:
        """What moderation.yaml says besides its rules, as the file stands now."""
        return self._made.fairness

    def warn(self, conversation: Conversation, messages: Sequence[Message], said: str) -> tuple[str, ...]:
        """What one of our people should know before they say this, by the files as they stand now."""
        return self._made.guard.warn(conversation, messages, said)


@contextlib.asynccontextmanager
async def open_answering(config: Config, meter: Meter, now: Callable[[], int]) -> AsyncIterator[Answering]:
    """What answers, by all files and documents; the endpoint of the model is let go of at the end."""
    model = config.settings.model
    async with contextlib.AsyncExitStack() as stack:
        outside = NOBODY
        if model:
            endpoint = Endpoint(model, meter, now)
            stack.push_async_callback(endpoint.close)
            await endpoint.prepare()  # its library takes a second to load: not for the first question to wait for
            outside = Outside(endpoint, endpoint.patience)
        if model and model.embeddings:
            embed = embedder(model.embeddings, model, meter, now)
            stack.push_async_callback(embed.close)
            outside = replace(outside, meanings=Meanings(embed))
        if config.settings.classifier:
            from responders.moderation.classifier import Classifier

            classifier = Classifier(config.settings.classifier, meter, now)
            stack.push_async_callback(classifier.close)
            outside = replace(outside, classifier=classifier)
        await asyncio.to_thread(prepare)
        whole = await aside(functools.partial(with_documents, config))
        answering = await asyncio.to_thread(Answering, whole, outside)
        await asyncio.to_thread(answering.moderation().prepare)
        yield answering
