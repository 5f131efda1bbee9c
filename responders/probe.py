"""What an endpoint can do, found out by trying, in words for `check`; each failure with how to mend it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from inbox.network import Health
from responders.embeddings import EmbeddingsAway, embedder
from responders.llm.client import client_of, fetched
from responders.llm.dialect import Dialect, Form, weaker
from responders.llm.faults import Fault, fault_of
from responders.llm.reading import read_completion
from responders.llm.shape import Misshapen, read
from responders.options import EmbeddingOptions, ModelOptions

if TYPE_CHECKING:
    import openai

ASKED = [
    {"role": "system", "content": "This is a test of the connection. Answer with one JSON object and nothing else."},
    {
        "role": "user",
        "content": 'Say exactly this JSON: {"reply": "ready", "language": "en", "intent": "test", "sentiment":'
        ' "neutral", "needs_person": false, "reason": "none", "sources": []}',
    },
]
FORMS: dict[Form, str] = {
    "json_schema": "answers are held to a JSON schema",
    "json_object": "answers are JSON, though no schema is held to; what does not fit is not used",
    "text": "answers are free text that has to hold JSON; what does not is not used. A model or server that knows "
    "response_format drafts more often",
}
LENGTHS = ("max_model_len", "context_length", "context_window", "n_ctx", "n_ctx_train")
FIXES = {
    "the key": "set {section}.api_key in bot.yaml to a key of this endpoint (a local server usually needs none)",
    "no such model": "set {section}.name in bot.yaml to a model that the endpoint has; {name} is none of them",
    "no credit": "pay for the account at the endpoint, or use another endpoint",
    "too much to do": "wait a little and check again, or ask for a higher limit there",
    "in time": "set a longer {section}.timeout in bot.yaml, or use a faster model",
    "makes no sense": "see that {section}.base_url in bot.yaml is an endpoint that answers as OpenAI's does",
    "overloaded": "wait a little and check again",
    "refuses what": "another model may take it; what the endpoint said stands above",
}
FIX_AWAY = (
    "see that the endpoint runs and that {section}.base_url in bot.yaml is its address, with /v1 where it has that"
)


async def probe(options: ModelOptions) -> tuple[Health, ...]:
    """Try the address, key, model, form of answers and embeddings, at the cost of one small call each."""
    return tuple([health async for health in _tried(options)])


async def check_model(options: ModelOptions | None) -> tuple[Health, ...]:
    """The same where there may be no model, of which there is nothing to say."""
    return await probe(options) if options else ()


async def _tried(options: ModelOptions) -> AsyncIterator[Health]:
    async with await _client(options) as client:
        try:
            async with asyncio.timeout(options.timeout.total_seconds() * 2):
                listed = await _listed(client)
                dialect, said = await _spoken(client, options)
        except Fault as fault:
            yield Health(False, f"{options.base_url}: {fault}", fix_of(str(fault), options.name))
            return
        except TimeoutError:
            words = f"{options.name} did not answer in time"
            yield Health(False, words, fix_of(words, options.name))
            return
    yield Health(True, f"{options.name} at {options.base_url} answers{_length(listed, options.name)}")
    yield _formed(dialect, said)
    if options.embeddings:
        yield await _embeds(options, options.embeddings)


async def _client(options: ModelOptions) -> openai.AsyncOpenAI:
    return client_of(await asyncio.to_thread(importlib.import_module, "openai"), options)


async def _listed(client: openai.AsyncOpenAI) -> list[dict[str, Any]]:
    """The endpoint's models as it describes them; empty where it has no such list. Raises Fault."""
    try:
        page = await client.models.list()
    # What the library raises is put into words by `fault_of`; an endpoint without a list of models is a usual thing.
    except Exception as error:
        fault = fault_of(error)
        if getattr(error, "status_code", None) in {404, 405, 501}:
            return []
        raise fault from error
    return [model.to_dict(warnings=False) for model in page.data or []]


async def _spoken(client: openai.AsyncOpenAI, options: ModelOptions) -> tuple[Dialect, str]:
    """The strictest way of asking that it takes, and what it said; raises Fault."""
    dialect = Dialect()
    while True:
        try:
            return dialect, read_completion(await fetched(client, options.name, ASKED, dialect)).said
        except Fault as fault:
            other = weaker(dialect, fault.refusal) if fault.refusal else None
            if other is None:
                raise
            dialect = other


def _formed(dialect: Dialect, said: str) -> Health:
    try:
        read(said)
    except Misshapen as misshapen:
        fix = "use a larger model, or one that is made for following instructions; it will seldom draft anything"
        return Health(False, f"asked for a small JSON object, it did not give one: {misshapen}", fix)
    return Health(True, FORMS[dialect.form])


def _length(listed: list[dict[str, Any]], name: str) -> str:
    """How long a conversation may be, where the endpoint says so."""
    about = next((model for model in listed if model.get("id") == name), None)
    if about is None:
        return ""
    meta = about.get("meta")
    told = {**(meta if isinstance(meta, dict) else {}), **about}
    found = next((told[key] for key in LENGTHS if isinstance(told.get(key), int)), None)
    return f"; it takes {found:,} tokens" if found else ""


async def _embeds(options: ModelOptions, chosen: EmbeddingOptions) -> Health:
    embed = embedder(chosen, options)
    try:
        vectors = await embed(["ready"])
    except EmbeddingsAway as away:
        return Health(False, str(away), "see model.embeddings in bot.yaml; leave it out to work without embeddings")
    finally:
        await embed.close()
    return Health(True, f"{chosen.name} makes vectors of {len(vectors[0])} numbers")


def fix_of(words: str, name: str, section: str = "model") -> str:
    """How to mend what a fault says of the endpoint that a section of bot.yaml names."""
    fix = next((fix for told, fix in FIXES.items() if told in words), FIX_AWAY)
    return fix.format(name=name, section=section)
