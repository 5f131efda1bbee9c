"""One call of the API: who calls, with which parameters and body; and the checks that every call passes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.playground.youtube.quota import LOOK, UNITS
from bot.playground.youtube.records import Channel, Project, Request
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.tokens import Token
from bot.playground.youtube.wire import JsonObject
from bot.playground.youtube.world import YouTubeWorld

# Every call takes these; `key` stands in for a token where no channel needs to be known.
_ALWAYS = frozenset(("alt", "prettyPrint", "fields", "key", "access_token", "quotaUser", "uploadType", "upload_id"))
MOST_IDS = 50
TRUE, FALSE = ("true", "1"), ("false", "0")


@dataclass(frozen=True, slots=True)
class Integer:
    """A parameter that is a number of these sizes."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A parameter that is one of these words."""

    words: tuple[str, ...]


TEXT, FLAG = "text", "flag"
Check = str | Integer | Choice


@dataclass(slots=True)
class Call:
    """What one call asks for. `raw` is its body as it came, `body` the JSON in it; `headers` are of the answer."""

    world: YouTubeWorld
    name: str
    params: dict[str, str]
    project: Project
    token: Token | None
    raw: bytes = b""
    mime: str = ""
    given_headers: Mapping[str, str] = field(default_factory=dict)
    body: JsonObject = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 204  # of an answer without a body
    owner: Channel | None = None  # whoever calls without a token: by the address of an upload

    @property
    def viewer(self) -> Channel | None:
        """The channel that looks; None with an API key alone."""
        return self.token.channel if self.token is not None else self.owner

    @property
    def caller(self) -> Channel:
        """The channel that acts; raises Refusal with an API key alone."""
        if self.viewer is None:
            raise Refusal("loginRequired")
        return self.viewer

    @property
    def now(self) -> float:
        """The time, in unix seconds."""
        return self.world.now

    def text(self, name: str, usual: str = "") -> str:
        """A parameter."""
        return self.params.get(name, usual)

    def number(self, name: str, usual: int) -> int:
        """A parameter that is a number."""
        return int(self.params.get(name, usual))

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A parameter that is true or false."""
        return self.params[name].lower() in TRUE if name in self.params else default

    def listed(self, name: str) -> list[str]:
        """A parameter that is a list with commas, each thing once."""
        return list(dict.fromkeys(one.strip() for one in self.text(name).split(",") if one.strip()))

    def ids(self, name: str = "id") -> list[str]:
        """A parameter that names at most 50 things; raises Refusal for more."""
        found = self.listed(name)
        if len(found) > MOST_IDS:
            words = f"The request specifies too many values in the {name} parameter: at most {MOST_IDS}."
            raise Refusal("badRequest", words, location=name)
        return found

    @property
    def parts(self) -> list[str]:
        """The parts that the answer has besides kind, etag and id."""
        return self.listed("part")

    def one_of(self, *names: str) -> str:
        """Which one of these filters is used; raises Refusal for none and for several."""
        used = [name for name in names if name in self.params]
        if not used:
            raise Refusal("missingRequiredParameter", expected=", ".join(names), location="parameters.")
        if len(used) > 1:
            raise Refusal("incompatibleParameters", id=", ".join(used), location="parameters.")
        return used[0]

    def none_of(self, *names: str) -> None:
        """Raise Refusal when one of these is used, which does not go with the filter."""
        used = [name for name in names if name in self.params]
        if used:
            raise Refusal("incompatibleParameters", id=", ".join(used), location=used[0])

    def inner(self, *path: str) -> object:
        """What the body has at that place; None when it is not there."""
        found: object = self.body
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def inner_text(self, *path: str) -> str:
        """The text that the body has at that place; raises Refusal for what is no text."""
        found = self.inner(*path)
        if found is not None and not isinstance(found, str):
            raise Refusal("badRequest", f"Invalid value at '{'.'.join(path)}' (TYPE_STRING), {found!r}")
        return found or ""

    def record(self, object_id: str, result_id: str = "", text: str = "", **details: object) -> None:
        """Note what this call did."""
        self.world.record(self.name, object_id, result_id, text, self.caller.id, **details)


Work = Callable[[Call], JsonObject | None]


@dataclass(frozen=True, slots=True)
class Route:
    """One call of the API: what does it, which of `scopes` it needs, what it costs, and what it takes.

    `open` calls are answered for an API key, too; `takes` is "json" for a resource, "file" for bytes, "" for neither.
    """

    work: Work
    scopes: tuple[str, ...]
    params: Mapping[str, Check]
    required: tuple[str, ...] = ("part",)
    parts: tuple[str, ...] = ()
    cost: int = LOOK
    bucket: str = UNITS
    open: bool = False
    takes: str = ""


def check(route: Route, params: Mapping[str, str]) -> None:
    """Raise Refusal for a parameter that is unknown, missing or wrong."""
    for name, value in params.items():
        if name in route.params:
            _check_one(name, value, route.params[name])
        elif name not in _ALWAYS:
            raise Refusal("badRequest", f'Unknown name "{name}": Cannot bind query parameter.')
    for name in route.required:
        if not params.get(name):
            raise Refusal("required", id=name, location=name)
    for part in (one.strip() for one in params.get("part", "").split(",") if one.strip()):
        if part not in (*route.parts, "id"):
            raise Refusal("unknownPart", id=part)


def _check_one(name: str, value: str, check: Check) -> None:
    match check:
        case Integer(least, most):
            fits = value.isascii() and value.isdigit() and least <= int(value) <= most
            words = f"Values must be within the range: [{least}, {most}]"
        case Choice(allowed):
            fits, words = value in allowed, f"Allowed values: {', '.join(allowed)}"
        case "flag":
            fits, words = value.lower() in TRUE + FALSE, "Allowed values: true, false"
        case _:
            return
    if not fits:
        raise Refusal("invalidParameter", f"Invalid value '{value}'. {words}", location=name)


def request_of(method: str, path: str, query: list[tuple[str, str]], body: object) -> Request:
    """A call as it is kept, without what is secret in it."""
    kept = tuple((name, value) for name, value in query if name not in ("key", "access_token"))
    return Request(method, path, kept, body)
