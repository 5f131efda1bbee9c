"""Mastodon: one account on one server, with its mentions, the talk below its posts, and private mentions.

Needs no review by anybody: an account, and a token that its own settings page makes.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from bot.networks._guarded import downloading_theirs
from bot.networks._mastodon import posts
from bot.networks._mastodon.acting import Acting
from bot.networks._mastodon.api import FIX, NAME, Api, error_for
from bot.networks._mastodon.listening import Listening
from bot.networks._mastodon.parse import message_of as parse
from bot.networks._oauth import read_grant
from bot.networks._options import an_address
from bot.networks._outside import Outside
from inbox.actions import Action, ActionKind, Publish
from inbox.capabilities import Capabilities, TextLimit
from inbox.errors import LoginNeeded, NetworkError, SetupError
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId
from inbox.network import Health, Receipt
from inbox.publishing import Measured, Verdict

__all__ = ["CAPABILITIES", "Mastodon", "error_for", "parse"]

MEGABYTE: Final = 1024 * 1024
NAME_ROOM: Final = 32  # what the name of whom we answer may count, with its blank
HOUR: Final = 3600
TALK: Final[frozenset[ActionKind]] = frozenset(
    {"reply", "direct_message", "react", "edit", "remove", "mute", "block", "unblock"}
)
STAR: Final = ("⭐",)


def _capabilities(characters: int, base_url: str) -> Capabilities:
    return Capabilities(
        network="mastodon",
        source="https://docs.joinmastodon.org/methods/ (4.4)",
        read_on="2026-11-27",
        actions={"direct": TALK, "comments": TALK | {"publish"}},
        text=TextLimit(characters - NAME_ROOM, "short links"),
        texts={("comments", "publish"): TextLimit(characters, "short links")},
        media={"image": 16 * MEGABYTE, "video": 99 * MEGABYTE, "audio": 99 * MEGABYTE},
        media_count=posts.MOST_FILES,
        key_memory=HOUR,  # Idempotency-Key
        repeatable=frozenset({"react", "edit", "remove", "mute", "block", "unblock"}),
        own_only=frozenset({"edit", "remove"}),
        reactions={"direct": STAR, "comments": STAR},
        remarks={
            "hide": "Mastodon has no such thing; muting or blocking takes what somebody says out of our sight only.",
            "remove": "Only our own posts; others' are their server's to remove: report them there.",
            "mute": "Mastodon mutes for this account only: others still see what they say; it no longer reaches us.",
            "block": "Keeps them from seeing and answering us; what they said stays, and no more of it reaches us.",
            "direct_message": "A post that only who is named in it sees; their server's admins can read it, too.",
        },
        opens=functools.partial(_address, base_url),
    )


def _address(base_url: str, _: RemoteId, message: RemoteId) -> str:
    """Where our own server shows a post, also one from elsewhere."""
    return f"{base_url}/web/statuses/{message}"


CAPABILITIES: Final = _capabilities(500, "https://mastodon.social")


class MastodonOptions(BaseModel):
    """The server, and what it allows. The token comes from `connect`, or from token_file or token_env."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    base_url: str = Field(description="the server that the account is on, such as https://mastodon.social")
    token: SecretStr | None = None
    characters: int = Field(500, ge=100, le=1_000_000, description="how long the server lets a post be; check says so")

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        return an_address(url, "base_url is the server's address and begins with https://")


class Mastodon:
    """One account."""

    capabilities = CAPABILITIES
    Options = MastodonOptions

    @staticmethod
    def capabilities_of(options: MastodonOptions) -> Capabilities:
        """What an account can do on a server that allows so many characters."""
        return _capabilities(options.characters, options.base_url)

    def __init__(self, account: AccountId, options: MastodonOptions, outside: Outside) -> None:
        """Make the account; nothing happens on the wire yet."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self._options = options
        self._outside = outside
        self._api = Api(outside.http, options.base_url, self._token, outside.now)
        self._acting = Acting(self._api, outside.mailbox, outside.blobs)

    async def close(self) -> None:
        """Nothing is held: the session is borrowed."""

    async def check(self) -> Sequence[Health]:
        """Ask who we are, and what the server allows."""
        try:
            me = await self._api.get("/api/v1/accounts/verify_credentials")
            server = await self._api.get("/api/v2/instance")
            most = server["configuration"]["statuses"]["max_characters"]
            found = [Health(ok=True, words=f"Mastodon knows us as @{me['acct']} on {server['domain']}")]
        except NetworkError as error:
            return [Health(ok=False, words=str(error).removesuffix(f" {FIX}"), fix=FIX)]
        except (KeyError, TypeError):
            fix = "Put the address of the server into base_url, such as https://mastodon.social."
            return [Health(ok=False, words="Something else than a Mastodon server answers at base_url.", fix=fix)]
        if most != self._options.characters:
            words = f"the server takes posts of {most} characters, and bot.yaml says {self._options.characters}"
            found.append(Health(ok=False, words=words, fix=f"Set characters: {most} in bot.yaml.", minor=True))
        return found

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Catch up with what was said, then follow the stream, for ever; raises NetworkErrors."""
        listening = Listening(self._api, self._outside.mailbox, self._outside.now, self._outside.rest)
        await listening.listen(receive, cursor)

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; the server remembers `key` for an hour."""
        outside = self._outside
        if isinstance(action, Publish):
            return await posts.publish(self._api, outside.mailbox, outside.blobs, action, key, outside.now())
        return await self._acting.perform(action, key, outside.now())

    async def metrics(self, post: RemoteId) -> Measured:
        """What is counted of a post; raises NetworkErrors."""
        return await posts.metrics(self._api, post, self._outside.now())

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against a post before the server is asked."""
        limit = self.capabilities.limit("comments", "publish")
        return list(posts.judge(post, self._outside.now(), limit.length, limit.most))

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a file that came with a post: from the server, or wherever in public it keeps its files."""
        async with downloading_theirs(self._outside.http, self._options.base_url, media.ref, NAME) as chunks:
            async for chunk in chunks:
                yield chunk

    async def _token(self) -> str:
        if self._options.token:
            return self._options.token.get_secret_value().strip()
        try:
            grant = await read_grant(self._outside.vault)
        except SetupError as error:
            raise LoginNeeded(f"{error} {FIX}") from error
        if grant is None:
            raise LoginNeeded(f"This account is not connected yet. {FIX}")
        return grant.access
