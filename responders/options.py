"""What bot.yaml says of the model, the classifier and the checks on texts, as typed data; who uses it is elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

from responders.fields import Duration, Names, Said, Written

OPENAI: Final = "https://api.openai.com/v1"
Amount = Annotated[float, Field(ge=0, le=1e6)]


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.password:
        raise ValueError("must be the address of an OpenAI-compatible endpoint, such as https://api.openai.com/v1")
    return url.rstrip("/")


Endpoint = Annotated[str, AfterValidator(_endpoint)]


class Price(Written):
    """What a million tokens cost, in whatever currency the budget is in; 0 where they cost nothing."""

    input: Amount = 0.0
    output: Amount = 0.0


class Budget(Written):
    """The most that a responder may spend in a day and in a month (UTC); 0: nothing at all, left out: no end.

    In the currency of the price where one is given, and in tokens.
    """

    day: Amount | None = None
    month: Amount | None = None
    tokens_day: Annotated[int, Field(ge=0)] | None = None
    tokens_month: Annotated[int, Field(ge=0)] | None = None


class EmbeddingOptions(Written):
    """A model that turns texts into vectors, on the same endpoint or on another one."""

    name: Said
    base_url: Endpoint | None = None
    api_key: SecretStr | None = None
    timeout: Duration = timedelta(seconds=3)
    price: Price = Price()


class ModelOptions(Written):
    """Which model drafts, where it is, and what it may cost. Any endpoint that speaks the OpenAI protocol."""

    base_url: Endpoint
    name: Said
    api_key: SecretStr | None = None
    timeout: Duration = timedelta(seconds=20)
    at_once: Annotated[int, Field(ge=1, le=64)] = 2
    price: Price = Price()
    budget: Budget = Budget()
    embeddings: EmbeddingOptions | None = None


class ClassifierOptions(Written):
    """Which endpoint scores texts for moderation: OpenAI's, which costs nothing, or any that speaks its protocol.

    `a_day` is the most calls in a day (UTC), 0: none; `cache` how long an answer is remembered in this process.
    """

    base_url: Endpoint = OPENAI
    name: Said = "omni-moderation-latest"
    api_key: SecretStr | None = None
    timeout: Duration = timedelta(seconds=5)
    a_day: Annotated[int, Field(ge=0, le=10_000_000)] = 20_000
    cache: Duration = timedelta(hours=6)


class GuardOptions(Written):
    """What the checks of every text go by."""

    links: Names = ()  # hosts that may be linked to, `example.org` with all below it; besides those that a source has
    banned: Names = ()  # words and phrases that we never say
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None  # where numbers without a country code are from
