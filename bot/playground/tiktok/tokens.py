"""Codes and tokens of both APIs: a code works once within ten minutes, access lives a day, a refresh token a year."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.tiktok.records import DAY, Account, App
from bot.playground.tiktok.refusals import Refusal

CODE_LIVES = 600.0
ACCESS_LIVES = DAY
REFRESH_LIVES = 365 * DAY
Kind = Literal["business", "open"]


@dataclass(slots=True)
class Token:
    """What a token is worth until `expires` (unix seconds); `refresh` renews others and opens nothing itself."""

    value: str
    kind: Kind
    app: App
    account: Account
    scopes: frozenset[str]
    expires: float
    refresh: bool = False
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """An owner's consent on its way to the app."""

    kind: Kind
    app: App
    account: Account
    redirect_uri: str
    expires: float


@dataclass(slots=True)
class Tokens:
    """Every token that was ever issued, by its value."""

    draw: random.Random
    all: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def issue(self, kind: Kind, app: App, account: Account, scopes: frozenset[str], now: float) -> tuple[Token, Token]:
        """A new access token and its refresh token; the account's record shows them."""
        access = Token(self._value("act."), kind, app, account, scopes, now + ACCESS_LIVES)
        renewing = Token(self._value("rft."), kind, app, account, scopes, now + REFRESH_LIVES, refresh=True)
        self.all |= {access.value: access, renewing.value: renewing}
        if kind == "business":
            account.access_token, account.refresh_token = access.value, renewing.value
        else:
            account.open_token, account.open_refresh_token = access.value, renewing.value
        account.withdrawn = False
        return access, renewing

    def offer(self, code: Code) -> str:
        """A code that `redeem` takes once."""
        value = self._value("", 60)
        self.codes[value] = code
        return value

    def redeem(self, value: str, kind: Kind, app: App, redirect_uri: str, now: float) -> Code:
        """What a code stands for; raises Refusal 40110 when it was used, is too old, or is somebody else's."""
        code = self.codes.pop(value, None)
        if code is None or code.kind != kind or code.app is not app:
            raise Refusal(40110)
        if now > code.expires:
            raise Refusal(40110, "Authorization code is expired.")
        if code.redirect_uri != redirect_uri:
            raise Refusal(40110, "Redirect_uri is not matched with the uri when requesting code.")
        return code

    def renew(self, value: str, kind: Kind, app: App, now: float) -> tuple[Token, Token]:
        """Fresh tokens for a refresh token, which is used up; raises Refusal 40103 or 40107."""
        old = self.all.get(value)
        if old is None or old.dead or not old.refresh or old.kind != kind or old.app is not app:
            raise Refusal(40107)
        if now >= old.expires:
            raise Refusal(40103)
        old.dead = True
        return self.issue(kind, app, old.account, old.scopes, now)

    def alive(self, value: str, kind: Kind, now: float) -> Token:
        """The access token with this value; raises Refusal 40102, 40104 or 40105."""
        if not value:
            raise Refusal(40104)
        token = self.all.get(value)
        if token is None or token.dead or token.refresh or token.kind != kind:
            raise Refusal(40105)
        if now >= token.expires:
            raise Refusal(40102)
        return token

    def end(self, account: Account, kind: Kind | None = None) -> None:
        """The owner takes the consent back: all tokens of the account die."""
        for token in self.all.values():
            if token.account is account and kind in (None, token.kind):
                token.dead = True

    def _value(self, start: str, length: int = 64) -> str:
        return start + "".join(self.draw.choice(string.ascii_letters + string.digits) for _ in range(length))
