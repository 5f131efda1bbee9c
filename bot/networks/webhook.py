"""The generic network: any other service posts signed JSON to us, and gets our actions posted to it, signed alike.

Whatever has no adapter here (a forum, a shop's reviews, a game's chat) is connected by a small program of one's own.
The protocol, and a client of forty lines, stand in docs/networks/webhook.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.networks import _webhook_items as items
from bot.networks._http import UNREADABLE, Answer, call, failed, plain
from bot.networks._outside import Outside
from bot.networks._webhook_items import inside, outside
from bot.networks._webhook_signature import HEADER, sign, why_not
from inbox.actions import Action, ActionKind, kind_of
from inbox.capabilities import Capabilities, TextLimit, Window
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain
from inbox.incoming import Incoming, Receive
from inbox.models import AccountId, Kind, Media, MediaKind
from inbox.network import Health, Hook, HookAnswer, Receipt

__all__ = ["CAPABILITIES", "Webhook", "error_for", "parse"]

MEGABYTE: Final = 1024 * 1024
SHARED_FOR: Final = 3600  # seconds that the other service has to fetch a file of ours
DAY: Final = 86_400
REPLY: Final[frozenset[ActionKind]] = frozenset({"reply"})
MEDIA_KINDS: Final[tuple[MediaKind, ...]] = ("image", "video", "audio", "voice", "file")
CAPABILITIES: Final = Capabilities(
    network="webhook",
    source="docs/networks/webhook.md",
    read_on="2026-11-27",
    actions={"direct": REPLY, "group": REPLY, "comments": REPLY},
    text=TextLimit(most=5000),
    key_memory=DAY,
    remarks={"reply": "What else it can do is up to the service, and stands under actions in bot.yaml."},
)


class Webhook:
    """One other service."""

    capabilities = CAPABILITIES

    class Options(BaseModel):
        """What bot.yaml says of it; `secret` comes from secret_env or secret_file."""

        model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

        secret: SecretStr = Field(min_length=16, description="signs both ways; at least 16 characters")
        deliver_to: str = Field(description="where the service takes our actions")
        actions: Mapping[Kind, tuple[ActionKind, ...]] = Field({"direct": ("reply",), "comments": ("reply",)})
        characters: int = Field(5000, ge=1, le=1_000_000, description="how long a text may be")
        counts: Literal["characters", "utf16", "bytes"] = "characters"
        file_bytes: int = Field(0, ge=0, le=1024 * MEGABYTE, description="the largest file it takes; 0: no files")
        window_hours: int = Field(0, ge=0, le=8760, description="how long their words may be answered; 0: for ever")
        remembers_keys_hours: int = Field(24, ge=0, le=8760, description="how long a repeated key means the same send")

        @field_validator("deliver_to")
        @classmethod
        def _is_an_address(cls, url: str) -> str:
            if not url.startswith(("https://", "http://")):
                raise ValueError("deliver_to begins with https:// (or http:// for a service on this machine)")
            return url

    @staticmethod
    def capabilities_of(options: Options) -> Capabilities:
        """What a service with these options can do."""
        window = Window(options.window_hours * 3600) if options.window_hours else None
        speaks: tuple[ActionKind, ...] = ("reply", "direct_message")
        return Capabilities(
            network="webhook",
            source=CAPABILITIES.source,
            read_on=CAPABILITIES.read_on,
            actions={kind: frozenset(actions) for kind, actions in options.actions.items()},
            text=TextLimit(options.characters, options.counts),
            media=dict.fromkeys(MEDIA_KINDS, options.file_bytes) if options.file_bytes else {},
            media_count=10 if options.file_bytes else 0,
            windows={(kind, action): window for kind in options.actions for action in speaks} if window else {},
            key_memory=options.remembers_keys_hours * 3600,
            remarks=CAPABILITIES.remarks,
        )

    def __init__(self, account: AccountId, options: Options, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self._options = options
        self._outside = outside

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask whether the service takes our calls."""
        try:
            await self._post({"action": "check"}, "check", effect=False)
        except NetworkError as error:
            fix = "Start the service, and give it the same secret and the address that stands under deliver_to."
            return [Health(ok=False, words=str(error), fix=fix)]
        return [Health(ok=True, words=f"{self._options.deliver_to} takes our actions")]

    # ------------------------------------------------------------------------------------------------ what is said

    async def hook(self, hook: Hook, receive: Receive) -> HookAnswer:
        """Take a signed list of items, all of them or none; what is wrong is said by its place in the JSON."""
        if hook.method != "POST":
            return _told(405, "Items are sent by POST.")
        secret, now = self._options.secret.get_secret_value(), self._outside.now() // 1000
        if wrong := why_not(secret, hook.body, hook.headers.get(HEADER, ""), now):
            return _told(401, f"Nothing was taken: {wrong}.")
        try:
            told = items.ITEMS.validate_json(hook.body)
        except ValidationError as error:
            return HookAnswer(422, json.dumps({"problems": items.problems(error)}), "application/json")
        new = await receive([items.meant(item, await self._kept(item)) for item in told], None)
        return HookAnswer(200, json.dumps({"taken": len(told), "new": new}), "application/json")

    async def _kept(self, item: items.AnyItem) -> tuple[Media, ...]:
        if not isinstance(item, items.MessageSaid):
            return ()
        return tuple(
            [
                Media(file.kind, await self._outside.blobs.put(file.data), file.mime, file.name, len(file.data))
                for file in item.media
            ]
        )

    # ------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Post it once; the service knows a repetition by its key."""
        said = (await self._post(self._told(action), key, effect=True)).json()
        match said:
            case {"id": str() as id, "at": int() as at} if id:
                return Receipt(inside(id), at)
            case {"id": str() as id} if id:
                return Receipt(inside(id), self._outside.now())
            case _ if target := _target(action):
                return Receipt(inside(target), self._outside.now())
        raise Uncertain("The service said yes, and not under which id; it must answer with a JSON object that has one.")

    def _told(self, action: Action) -> dict[str, object]:
        """The action as JSON: its kind and its fields, with ids as the service knows them and files as addresses.

        What is as usual is left out.
        """
        values = {field.name: getattr(action, field.name) for field in fields(action)}
        usual = {field.name for field in fields(action) if values[field.name] == field.default}
        return {"action": kind_of(action)} | {
            name: self._plain(name, value) for name, value in values.items() if name not in usual
        }

    def _plain(self, name: str, value: object) -> object:
        if name == "media" and isinstance(value, tuple):
            return [self._file(one) for one in value]
        if isinstance(value, Media):
            return self._file(value)
        if isinstance(value, str):
            return outside(value) if name in IDS else value  # type: ignore[arg-type]  # fields of these names are ids
        if isinstance(value, tuple):
            return [one if isinstance(one, str) else asdict(one) for one in value]
        return value if isinstance(value, int) else asdict(value)  # type: ignore[call-overload]  # a record of ours

    def _file(self, media: Media) -> dict[str, object]:
        url = self._outside.share(media, SHARED_FOR)
        return {"kind": media.kind, "url": url, "name": media.name, "mime": media.mime, "alt": media.alt}

    async def _post(self, said: Mapping[str, object], key: str, *, effect: bool) -> Answer:
        secret = self._options.secret.get_secret_value()
        body = json.dumps({"key": key, "account": self.account, **said}, ensure_ascii=False).encode(
            "utf-8", "surrogatepass"
        )
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            HEADER.title(): sign(secret, body, self._outside.now() // 1000),
        }
        url = self._options.deliver_to
        answer = await call(self._outside.http, "POST", url, name=NAME, effect=effect, data=body, headers=headers)
        if not answer.ok:
            raise error_for(answer, effect=effect)
        return answer


NAME: Final = "the service"
IDS: Final = frozenset({"thread", "to", "message", "person", "about", "place"})


def parse(body: bytes) -> list[Incoming]:
    """What a body tells, without its files; raises pydantic.ValidationError when it is not as the docs say."""
    return [items.meant(item) for item in items.ITEMS.validate_json(body)]


def error_for(answer: Answer, *, effect: bool) -> NetworkError:
    """What a refusal of the service means: by its status, in its words (`{"error": "…"}`) where it gives some."""
    try:
        words = plain(json.loads(answer.body)["error"])
    except (*UNREADABLE, TypeError, KeyError):
        words = ""
    match answer.status:
        case 401:
            return LoginNeeded(words or "The service does not accept our signature; both sides need the same secret.")
        case 429:
            return RateLimited(words or "The service asks us to slow down.", answer.seconds() or 60.0)
        case 503:
            return Unavailable(words or "The service says that it is down.")
        case status if 300 <= status < 500:
            return Rejected(words or f"The service refused (HTTP {status}), and gave no reason.")
    return failed(answer, name=NAME, effect=effect)


def _target(action: Action) -> str:
    """The message or person that an action is about; "" for those that make a message."""
    return "" if kind_of(action) in ("reply", "direct_message", "publish") else _named(action)


def _named(action: Action) -> str:
    return str(getattr(action, "message", None) or getattr(action, "person", ""))


def _told(status: int, words: str) -> HookAnswer:
    return HookAnswer(status, json.dumps({"error": words}), "application/json")
