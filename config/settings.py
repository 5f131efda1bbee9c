"""What bot.yaml says, as typed and frozen data: whose inbox, where it runs, which accounts, what may go out alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, InstanceOf, SecretStr

from config.values import Duration, IpNetwork, PublicUrl, redis_url
from inbox.models import AccountId, Kind, account_id
from inbox.policy import Autonomy
from responders.fields import Names, OneOrMany, Said, Slug, Written, covers


class HiddenUrl(SecretStr):
    """An address that may hold a password: hidden when shown, yet allowed to stand in the file."""


def _hidden_redis(url: HiddenUrl) -> HiddenUrl:
    redis_url(url.get_secret_value())
    return url


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
    """How far some responders may go in some conversations; names may hold * as in `telegram:*`."""

    responder: Names = ("*",)
    account: Names = ("*",)
    kind: Annotated[tuple[Literal[Kind, "*"], ...], OneOrMany] = ("*",)
    mode: Autonomy


class Undo(Written):
    """How long an approved answer waits so that it can be taken back, by who approved it."""

    automatic: Duration = timedelta(seconds=20)
    people: Duration = timedelta(seconds=5)


class Settings(Written):
    """All of bot.yaml."""

    brand: Brand
    data: Said = "./data"
    redis: Redis = Redis()
    web: Web = Web()
    accounts: tuple[AccountSettings, ...] = ()
    autonomy: tuple[AutonomyLine, ...] = ()
    undo: Undo = Undo()
    debounce: Duration = timedelta(seconds=1)
    control_channel: InstanceOf[BaseModel] | None = None  # what the surface's own class made of the section


def mode_for(autonomy: tuple[AutonomyLine, ...], responder: str, account: AccountId, kind: Kind) -> Autonomy:
    """How far a responder may go in a kind of conversation on an account: the last line that fits, else "draft"."""
    for line in reversed(autonomy):
        if covers(line.responder, responder) and covers(line.account, account) and covers(line.kind, kind):
            return line.mode
    return "draft"
