"""What bot.yaml says, as typed and frozen data: whose inbox, where it runs, which accounts, what may go out alone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, InstanceOf, SecretStr

from config.values import IpNetwork, PublicUrl, redis_url
from inbox.errors import SetupError
from inbox.models import AccountId, Kind, account_id
from inbox.policy import Autonomy
from inbox.sealing import ring_of
from responders.fields import Duration, Language, Names, OneOrMany, Said, Slug, Written, by_language, covers
from responders.options import ClassifierOptions, GuardOptions, ModelOptions


class HiddenUrl(SecretStr):
    """An address that may hold a password: hidden when shown, yet allowed to stand in the file."""


def _hidden_redis(url: HiddenUrl) -> HiddenUrl:
    redis_url(url.get_secret_value())
    return url


def _opens(key: SecretStr | None) -> SecretStr | None:
    try:
        ring_of(key.get_secret_value() if key else "", "this")
    except SetupError as error:
        raise ValueError(str(error)) from None
    return key


class Brand(Written):
    """Whose inbox this is; `id` begins every Redis key, so it never changes after the first start."""

    id: Slug
    name: Said


class Redis(Written):
    """Where everything is kept. `fsync` is how often the embedded server writes to the disk for certain."""

    url: Annotated[HiddenUrl, AfterValidator(_hidden_redis)] = HiddenUrl("embedded")
    fsync: Literal["everysec", "always"] = "everysec"


class Web(Written):
    """Our web server; `public_url` is empty when the world cannot reach us."""

    host: Said = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8480  # 0: any free one
    public_url: PublicUrl = ""
    trusted_proxies: Annotated[tuple[IpNetwork, ...], OneOrMany] = ()


class Tokens(Written):
    """What the tokens of accounts are encrypted with; without a key of yours, one is made in the data folder."""

    key: Annotated[SecretStr | None, AfterValidator(_opens)] = None


class AccountSettings(Written):
    """Our presence on one network; `options` is what the network's own class made of the other keys."""

    network: Slug
    name: Slug
    options: InstanceOf[BaseModel]

    @property
    def id(self) -> AccountId:
        """The id that every record carries."""
        return account_id(self.network, self.name)


class AutonomyLine(Written):
    """How far some responders may go in some conversations; names may hold * as in `telegram:*`.

    With `label`, only in conversations that carry one of these labels.
    """

    responder: Names = ("*",)
    account: Names = ("*",)
    kind: Annotated[tuple[Literal[Kind, "*"], ...], OneOrMany] = ("*",)
    label: Names = ()
    mode: Autonomy


class Earned(Written):
    """When Sangam proposes `auto`: after so many drafts, sure enough that so large a share was sent unchanged."""

    after: Annotated[int, Field(ge=5, le=10_000)] = 30
    unchanged: Annotated[float, Field(ge=0.5, lt=1)] = 0.9


class Undo(Written):
    """How long an approved answer waits so that it can be taken back, by who approved it.

    `networks` says it anew for what is sent by itself on one network.
    """

    automatic: Duration = timedelta(seconds=20)
    people: Duration = timedelta(seconds=5)
    networks: dict[Slug, Duration] = Field(default_factory=dict)


class Limits(Written):
    """How many answers may go out alone to one person and in one conversation `within` a time.

    Whoever is over the limit gets none for as long as `cool_down`, so that two programs cannot talk for ever.
    """

    per_person: Annotated[int, Field(ge=0, le=1000)] = 5
    per_conversation: Annotated[int, Field(ge=0, le=1000)] = 10
    within: Duration = timedelta(minutes=10)
    cool_down: Duration = timedelta(hours=1)


class Disclosure(Written):
    """What the first answer of a responder in a conversation ends with, in one text or one for each language."""

    text: Annotated[dict[Language, Said], BeforeValidator(by_language)]
    accounts: Names = ()


class Settings(Written):
    """All of bot.yaml."""

    brand: Brand
    data: Said = "./data"
    redis: Redis = Redis()
    web: Web = Web()
    tokens: Tokens = Tokens()
    accounts: tuple[AccountSettings, ...] = ()
    autonomy: tuple[AutonomyLine, ...] = ()
    earned: Earned = Earned()
    undo: Undo = Undo()
    limits: Limits = Limits()
    disclosure: Disclosure | None = None
    model: ModelOptions | None = None
    classifier: ClassifierOptions | None = None
    guard: GuardOptions = GuardOptions()
    knowledge: Said = "./knowledge"  # a folder of documents; counts from the folder above config/
    debounce: Duration = timedelta(seconds=1)
    control_channel: InstanceOf[BaseModel] | None = None  # what the surface's own class made of the section


def mode_for(
    autonomy: tuple[AutonomyLine, ...], responder: str, account: AccountId, kind: Kind, labels: Collection[str] = ()
) -> Autonomy:
    """How far a responder may go in such a conversation on an account: the last line that fits, else "draft"."""
    for line in reversed(autonomy):
        labelled = not line.label or any(covers(line.label, label) for label in labels)
        if labelled and covers(line.responder, responder) and covers(line.account, account) and covers(line.kind, kind):
            return line.mode
    return "draft"
