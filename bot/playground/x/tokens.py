"""Tokens of the simulated X: access for two hours, refresh tokens that work once, codes that live thirty seconds."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from bot.playground.x.ids import Ids
from bot.playground.x.records import Account, App
from bot.playground.x.refusals import NoToken
from bot.playground.x.wire import JsonObject, names

LIVES, CODE_LIVES = 7200, 30.0
SCOPES = names(
    "tweet.read tweet.write tweet.moderate.write users.read users.email follows.read follows.write "
    "offline.access space.read mute.read mute.write like.read like.write list.read list.write block.read "
    "block.write bookmark.read bookmark.write dm.read dm.write media.write"
)


@dataclass(slots=True)
class Token:
    """What a person of ours let an app do, until `expires` (unix seconds)."""

    value: str
    account: Account
    app: App
    scopes: frozenset[str]
    expires: float
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An authorization code, and what must come with it."""

    account: Account
    app: App
    redirect: str
    challenge: str
    plain: bool
    scopes: frozenset[str]
    expires: float


@dataclass(slots=True)
class Tokens:
    """All that were given out."""

    ids: Ids
    lives: float = LIVES
    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def grant(self, account: Account, app: App, scopes: frozenset[str], now: float) -> JsonObject:
        """Give out an access token, and with offline.access a refresh token; returns the answer."""
        token = Token(self.ids.secret(91), account, app, scopes, now + self.lives)
        self.access[token.value] = token
        account.access_token, account.scopes = token.value, scopes
        answer: JsonObject = {
            "token_type": "bearer",
            "expires_in": int(self.lives),
            "access_token": token.value,
            "scope": " ".join(sorted(scopes)),
        }
        if "offline.access" in scopes:
            again = Token(self.ids.secret(91), account, app, scopes, 0.0)
            self.refresh[again.value] = again
            account.refresh_token = answer["refresh_token"] = again.value
        return answer

    def renew(self, app: App, value: str, now: float) -> JsonObject:
        """Trade a refresh token in; raises NoToken for one that is unknown, revoked or was used before."""
        token = self.refresh.get(value)
        if token is None or token.dead or token.app is not app:
            raise NoToken("invalid_request", "Value passed for the token was invalid.")
        token.dead = True
        return self.grant(token.account, app, token.scopes, now)

    def code(self, code: Code) -> str:
        """Keep a code; returns it."""
        value = self.ids.secret(88)
        self.codes[value] = code
        return value

    def redeem(self, app: App, value: str, redirect: str, verifier: str, now: float) -> JsonObject:
        """Trade a code in, once; raises NoToken."""
        code = self.codes.pop(value, None)
        if code is None or code.app is not app or now > code.expires:
            raise NoToken("invalid_request", "Value passed for the authorization code was invalid.")
        if redirect != code.redirect:
            raise NoToken("invalid_request", "Value passed for the redirect uri did not match the uri of the code.")
        if not _proves(verifier, code):
            raise NoToken("invalid_request", "Value passed for the code verifier did not match the code challenge.")
        return self.grant(code.account, app, code.scopes, now)

    def alive(self, value: str, now: float) -> Token | None:
        """A user's access token that still counts."""
        token = self.access.get(value)
        return token if token is not None and not token.dead and now < token.expires else None

    def revoke(self, account: Account) -> None:
        """Make everything that was given out for an account worthless."""
        for token in (*self.access.values(), *self.refresh.values()):
            token.dead = token.dead or token.account is account

    def forget(self, value: str) -> None:
        """Make one token worthless."""
        for kept in (self.access, self.refresh):
            if value in kept:
                kept[value].dead = True


def _proves(verifier: str, code: Code) -> bool:
    if code.plain:
        return hmac.compare_digest(verifier, code.challenge)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(digest, code.challenge)
