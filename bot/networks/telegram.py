"""Telegram: one bot of the Bot API in private chats, groups, forums, channels and the comments under their posts.

Bots cannot read history, so there is no `find_sent`: a send whose answer never came is parked and a person looks.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final, Self, cast

import telegram
from pydantic import BaseModel, ConfigDict, SecretStr, field_validator, model_validator
from telegram import error as ptb

from bot.networks._download import downloading
from bot.networks._kept import kept
from bot.networks._outside import Outside
from bot.networks._payloads import MALFORMED
from bot.networks._ptb import READ_SECONDS, SharedSession
from bot.networks._telegram_calls import ALBUM, TEXT, Call, Files, after_move, call_for
from bot.networks._telegram_errors import error_for
from bot.networks._telegram_health import proven, unproven, webhook
from bot.networks._telegram_ids import number
from bot.networks._telegram_memory import Memory
from bot.networks._telegram_parse import parse, unreadable
from bot.networks._telegram_shapes import RawMe, RawStored, RawUpdate, RawWebhookInfo
from inbox.actions import Action, ActionKind, Block, DirectMessage, Edit, Mute, Publish, Remove, Reply, Slow, Unblock
from inbox.capabilities import Capabilities
from inbox.errors import NetworkError, Rejected, Unavailable, Uncertain
from inbox.incoming import Cursor, Incoming, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Hook, HookAnswer, Receipt

__all__ = ["CAPABILITIES", "Telegram", "error_for", "parse"]

IN_PRIVATE: Final[frozenset[ActionKind]] = frozenset({"reply", "direct_message", "remove", "react", "edit"})
IN_PUBLIC: Final[frozenset[ActionKind]] = IN_PRIVATE | {"mute", "block", "unblock", "publish"}
MEGABYTE: Final = 1024 * 1024
CAPABILITIES: Final = Capabilities(
    network="telegram",
    source="https://core.telegram.org/bots/api (10.1) and https://core.telegram.org/bots/faq",
    read_on="2026-11-23",
    actions={"direct": IN_PRIVATE, "group": IN_PUBLIC, "comments": IN_PUBLIC},
    text=TEXT,
    media={
        "image": 10 * MEGABYTE,
        "video": 50 * MEGABYTE,
        "audio": 50 * MEGABYTE,
        "voice": 50 * MEGABYTE,
        "file": 50 * MEGABYTE,
    },
    media_count=ALBUM,
    repeatable=frozenset({"remove", "mute", "block", "unblock", "react", "edit"}),
)

POLL_SECONDS: Final = 50  # the server's own most (LONG_POLL_MAX_TIMEOUT in tdlib/telegram-bot-api)
PAGE: Final = 100
HEARD: Final = (  # named one by one: without this list Telegram leaves out reactions and members
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "message_reaction",
    "my_chat_member",
    "chat_member",
)
SECRET_HEADER: Final = "x-telegram-bot-api-secret-token"
BIGGEST_DOWNLOAD: Final = 20 * MEGABYTE  # getFile
EMPTY: Final[Mapping[str, object]] = {}
DONE_ALREADY: Final = {Edit: "message is not modified", Remove: "message to delete not found"}


class _Bot(telegram.Bot):
    """python-telegram-bot's Bot, asked for plain JSON: half the time of a send goes into objects nobody reads."""

    async def ask(self, method: str, fields: Mapping[str, object], seconds: float = READ_SECONDS) -> object:
        """One call; raises telegram.error.TelegramError."""
        answer: object = await self._post(method, dict(fields), read_timeout=seconds)
        return answer

    def file_url(self, path: str) -> str:
        """Where a file is fetched; holds the token, so it never leaves this module."""
        return f"{self.base_file_url}/{path}"


class Telegram:
    """One bot. Listens by long poll, or by webhook when asked to and reachable."""

    capabilities = CAPABILITIES

    class Options(BaseModel):
        """What bot.yaml says of a Telegram account; `token` comes from token_env or token_file."""

        model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

        token: SecretStr
        base_url: str = "https://api.telegram.org"
        webhook: bool = False
        webhook_secret: SecretStr | None = None

        @field_validator("token")
        @classmethod
        def _looks_like_a_token(cls, token: SecretStr) -> SecretStr:
            if not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value().strip(), re.ASCII):
                raise ValueError("this is no bot token; @BotFather gives them as 123456789:AAbbCC…")
            return SecretStr(token.get_secret_value().strip())

        @field_validator("base_url")
        @classmethod
        def _is_an_address(cls, url: str) -> str:
            if not url.startswith(("http://", "https://")):
                raise ValueError("base_url begins with https:// (or http:// for a Bot API server of your own)")
            return url.rstrip("/")

        @model_validator(mode="after")
        def _webhook_is_signed(self) -> Self:
            secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
            if self.webhook and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
                raise ValueError("webhook needs webhook_secret: 1 to 256 letters, digits, _ or -")
            return self

    def __init__(self, account: AccountId, options: Options, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        token, request = options.token.get_secret_value(), SharedSession(outside.http)
        self.account = account
        self._options = options
        self._outside = outside
        self._me = int(token.partition(":")[0])
        self._memory = Memory(outside.mailbox)
        self._bot = _Bot(
            token,
            f"{options.base_url}/bot",
            f"{options.base_url}/file/bot",
            request=request,
            get_updates_request=request,
        )

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask who we are and how updates reach us."""
        now, wanted = self._outside.now(), self._options.webhook
        try:
            me, info = await self._ask("getMe"), await self._ask("getWebhookInfo")
            called = webhook(cast("RawWebhookInfo", info), wanted=wanted, url=self._hook_url(), now=now)
            return [*proven(cast("RawMe", me)), *called]
        except NetworkError as error:
            return [unproven(error)]
        except MALFORMED:
            return [unproven(Unavailable("Somebody else than the Bot API answers at base_url."))]

    # ------------------------------------------------------------------------------------------------ what is said

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Poll for ever; asking for the next page confirms the one before, so that waits for `receive`."""
        if self._options.webhook and self._outside.public_url:
            await self._ask_to_be_called()
            await asyncio.Event().wait()
        await self._ask("deleteWebhook")
        offset = int(cursor or 0)
        while True:
            page = await self._next_page(offset)
            if page:
                offset = _after(page, offset)
                await receive(await self._read(page), str(offset))

    async def _next_page(self, offset: int) -> list[object]:
        asked: dict[str, object] = {"offset": offset, "limit": PAGE, "timeout": POLL_SECONDS, "allowed_updates": HEARD}
        page = await self._ask("getUpdates", asked, POLL_SECONDS + 15)
        if not isinstance(page, list):
            raise Unavailable("Somebody else than the Bot API answers at base_url.")
        return page

    async def hook(self, hook: Hook, receive: Receive) -> HookAnswer:
        """One update by webhook; the secret header is all the proof that Telegram gives."""
        secret = self._secret().encode()
        given = hook.headers.get(SECRET_HEADER, "").encode(errors="replace")
        if not secret or not hmac.compare_digest(given, secret):
            return HookAnswer(401, "the secret token is missing or wrong")
        try:
            page = [json.loads(hook.body)]
        except MALFORMED as error:
            raw = hook.body.decode("utf-8", "replace")
            await receive([unreadable(raw, error, self._outside.now())], None)
            return HookAnswer(200)
        if events := await self._read(page):
            await receive(events, None)
        return HookAnswer(200)

    async def _ask_to_be_called(self) -> None:
        asked = {"url": self._hook_url(), "allowed_updates": HEARD, "secret_token": self._secret()}
        await self._ask("setWebhook", asked)

    def _secret(self) -> str:
        return self._options.webhook_secret.get_secret_value() if self._options.webhook_secret else ""

    def _hook_url(self) -> str:
        base = self._outside.public_url.rstrip("/")
        return base and f"{base}/hooks/{self.account.replace(':', '/')}"

    async def _read(self, page: Sequence[object]) -> list[Incoming]:
        """Everything that a page tells; what cannot be understood is kept as it came and holds nothing up."""
        events: list[Incoming] = []
        for update in page:
            try:
                await self._memory.learn(cast("RawUpdate", update))
                told = parse(update, self._me, self._memory.known)
                self._memory.keep_places(told)
            except MALFORMED as error:
                told = [unreadable(update, error, self._outside.now())]
            events += told
        return events

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent; Telegram gives bots files of up to 20 MB."""
        if media.size > BIGGEST_DOWNLOAD:
            raise Rejected("Telegram does not give files over 20 MB to bots; open it in a Telegram app.")
        file = cast("RawStored", await self._ask("getFile", {"file_id": media.ref}))
        async with downloading(self._outside.http, self._bot.file_url(file["file_path"]), "Telegram") as chunks:
            async for chunk in chunks:
                yield chunk

    # ------------------------------------------------------------------------------------------------- what we do

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once. Telegram remembers no keys; `key` is not sent.

        A group that has become a supergroup answers with its new id and has done nothing: the call is made again there.
        """
        files = await self._files(action)
        try:
            return await self._do(action, files)
        except ptb.ChatMigrated as error:
            action = after_move(action, error.new_chat_id)
        except ptb.TelegramError as error:
            raise error_for(error) from None
        try:
            return await self._do(action, files)
        except ptb.TelegramError as error:
            raise error_for(error) from None

    async def _do(self, action: Action, files: Files) -> Receipt:
        try:
            call = call_for(action, files, self._outside.now())
        except ValueError as error:
            raise Rejected(f"This is no id of Telegram's: {error}.") from None
        if isinstance(action, Mute) and await self._is_banned(call):
            return self._receipt(action, True)
        try:
            answer = await self._bot.ask(call.method, call.fields)
        except ptb.BadRequest as error:
            answer = await self._after_refusal(action, call, error)
        return self._receipt(action, answer)

    async def _is_banned(self, call: Call) -> bool:
        """Whether somebody is shut out already: Telegram would put a mute, or its end, in the place of the ban."""
        try:
            member = await self._bot.ask("getChatMember", {key: call.fields[key] for key in ("chat_id", "user_id")})
        except ptb.BadRequest:
            return False  # what is asked for next says why, in better words
        except ptb.TelegramError as error:
            raise error_for(error, effect=False) from None
        return isinstance(member, dict) and member.get("status") == "kicked"

    async def _after_refusal(self, action: Action, call: Call, refusal: ptb.BadRequest) -> object:
        """What is done already is a success; the text of a picture is edited by another method."""
        words = str(refusal).lower()
        if words.startswith(DONE_ALREADY.get(type(action), "\0")):
            return True
        if isinstance(action, Edit) and words.startswith("there is no text in the message to edit"):
            fields = {key: value for key, value in call.fields.items() if key != "text"}
            return await self._bot.ask("editMessageCaption", {**fields, "caption": action.text})
        raise refusal

    def _receipt(self, action: Action, answer: object) -> Receipt:
        """The message that came to be, for an album its first part; else the message or person acted upon."""
        match answer:
            case [{"message_id": int(sent), "date": int(at)}, *_] | {"message_id": int(sent), "date": int(at)}:
                return Receipt(number(sent), at * 1000)
            case True if (target := _target(action)) is not None:
                return Receipt(target, self._outside.now())
        raise Uncertain("Telegram said yes in words that could not be read.")

    async def _files(self, action: Action) -> Files:
        media = action.media if isinstance(action, Reply | DirectMessage | Publish) else ()
        return {part.ref: await kept(self._outside.blobs, part) for part in media if part.ref.startswith("blob:")}

    async def _ask(self, method: str, fields: Mapping[str, object] = EMPTY, seconds: float = READ_SECONDS) -> object:
        """A call that changes nothing for anybody outside, so that nothing about its failure is uncertain."""
        try:
            return await self._bot.ask(method, fields, seconds)
        except ptb.TelegramError as error:
            raise error_for(error, effect=False) from None


def _target(action: Action) -> RemoteId | None:
    """The message or person that an action is about; None for those that make a message."""
    match action:
        case Reply() | DirectMessage() | Publish() | Slow():
            return None
        case Mute() | Block() | Unblock():
            return action.person
    return action.message


def _after(page: Sequence[object], offset: int) -> int:
    """The place behind the last update of a page; an update that does not even have an id counts as one."""
    ids = [given for update in page if isinstance(update, dict) and isinstance(given := update.get("update_id"), int)]
    return max(ids) + 1 if ids else offset + len(page)
