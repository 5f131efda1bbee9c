"""What bot.yaml says of the control channel: where it is, who may act there, what goes where, and when it is quiet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import time, timedelta
from typing import Annotated, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from responders.fields import Duration, Names, OneOrMany, language_code
from responders.hours import TimeOfDay, Zone

Standing = Literal["viewer", "writer", "moderator", "lead", "admin"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)  # the later, the more one may do
EVERYONE: Final = "@everyone"

USERNAME = re.compile(r"[a-z0-9_.]{2,32}")


def _id(value: object) -> int:
    digits = value.strip() if isinstance(value, str) else value
    if isinstance(digits, str) and digits.isascii() and digits.isdigit():
        digits = int(digits)
    if isinstance(digits, bool) or not isinstance(digits, int) or not 0 < digits < 1 << 63:
        raise ValueError("must be an id: the long number that Discord's Copy ID gives (Advanced, Developer Mode)")
    return digits


def _id_or_name(value: object) -> int | str:
    if isinstance(value, str) and (name := value.strip()) and not name.isdigit():
        if name.lstrip("@") == EVERYONE.lstrip("@"):
            raise ValueError("@everyone is everybody on the server; name a role that only your team has")
        return name.removeprefix("@")
    return _id(value)


Id = Annotated[int, BeforeValidator(_id)]
Role = Annotated[int | str, BeforeValidator(_id_or_name)]  # the id of a role, or exactly its name
Languages = Annotated[tuple[Annotated[str, AfterValidator(language_code)], ...], OneOrMany]
Clocks = Annotated[tuple[TimeOfDay, ...], OneOrMany]


class _Written(BaseModel):
    """Something written in a file by hand: never changed after reading, no key that we do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)


class RoleLine(_Written):
    """What a role of the Discord server may do here."""

    role: Role
    standing: Annotated[Standing, Field(alias="is")]


class When(_Written):
    """Which conversations a route is for; all that is said must hold, and what is not said fits every one."""

    accounts: Names = ()
    labels: Names = ()  # any of them
    languages: Languages = ()
    priority_from: Annotated[int, Field(ge=0, le=9)] = 0


class Route(_Written):
    """Where the cards of some conversations go, and which role is told."""

    when: When = When()
    channel: Id | None = None
    mention: Role | None = None


class QuietHours(_Written):
    """When nobody is mentioned, by the wall clock of a zone; ending before it begins means the next day."""

    begins: Annotated[TimeOfDay, Field(alias="from")]
    ends: Annotated[TimeOfDay, Field(alias="to")]
    zone: Zone

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("from and to are the same, so it is never quiet; write two times, or take quiet_hours out")
        return self


class DigestTimes(_Written):
    """At which wall times of a zone the shift digest is posted."""

    at: Clocks
    zone: Zone

    @field_validator("at")
    @classmethod
    def _some(cls, at: tuple[time, ...]) -> tuple[time, ...]:
        if not at:
            raise ValueError("name a time such as 18:00, or take digest out")
        return tuple(sorted(set(at)))


class ControlOptions(_Written):
    """The control channel; `token` comes from token_env or token_file."""

    token: SecretStr
    base_url: str = "https://discord.com/api/v10"
    server: Id
    channel: Id
    roles: tuple[RoleLine, ...] = ()
    people: dict[str, str] = Field(default_factory=dict)  # Discord username -> name on the desk
    notes: bool = False
    routes: tuple[Route, ...] = ()
    quiet_hours: QuietHours | None = None
    digest: DigestTimes | None = None
    posts_per_minute: Annotated[int, Field(ge=1, le=60)] = 20
    overdue: Annotated[Duration, Field(gt=timedelta(0))] = timedelta(hours=4)

    @field_validator("token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[\w.-]{16,}", text := token.get_secret_value().strip(), re.ASCII):
            raise ValueError("this is no bot token; Discord's developer page gives it under Bot, Reset Token")
        return SecretStr(text)

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("base_url begins with https:// (or http:// for a simulated Discord)")
        return url.rstrip("/")

    @field_validator("people")
    @classmethod
    def _are_usernames(cls, people: dict[str, str]) -> dict[str, str]:
        plain = {username.strip().removeprefix("@").lower(): name.strip() for username, name in people.items()}
        for username, name in plain.items():
            if not USERNAME.fullmatch(username):
                raise ValueError(f"{username!r} is no username of Discord: small letters, digits, _ and . only")
            if not name:
                raise ValueError(f"say how {username} is called on the desk")
        return plain

    @model_validator(mode="after")
    def _not_everybody(self) -> Self:
        mentioned = [route.mention for route in self.routes]
        if self.server in [line.role for line in self.roles] + mentioned:
            raise ValueError("the server's own id is the role @everyone; name a role that only your team has")
        return self

    @property
    def channels(self) -> tuple[int, ...]:
        """Every channel that cards may go to, the main one first."""
        return tuple(dict.fromkeys([self.channel, *(route.channel for route in self.routes if route.channel)]))

    @property
    def strongest(self) -> Standing | None:
        """The most that anybody may do here; None where no role is mapped."""
        return max((line.standing for line in self.roles), key=STANDINGS.index, default=None)

    def standing(self, held: Collection[int], server_roles: Mapping[int, str]) -> Standing | None:
        """The most that a member with these roles may do; None: nothing, not even look.

        `server_roles` are all roles of the server by id. A name that two of them have means neither: whoever may make
        roles could make a second one.
        """
        times = Counter(server_roles.values())
        names = {server_roles[id] for id in held if id in server_roles and times[server_roles[id]] == 1}
        found = [line.standing for line in self.roles if line.role in held or line.role in names]
        return max(found, key=STANDINGS.index, default=None)

    def desk_name(self, username: str) -> str:
        """How somebody is called in what we write down: by their name on the desk, else as who they are on Discord."""
        return self.people.get(username, f"{username}@discord")
