"""Logins of the simulated Bluesky: access tokens of two hours, refresh tokens of sixty days that change at each use."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

from bot.playground.bluesky.ids import Ids
from bot.playground.bluesky.records import Account, JsonObject
from bot.playground.bluesky.refusals import Refusal

ACCESS_LIVES, REFRESH_LIVES, GRACE = 7_200.0, 60 * 86_400.0, 7_200.0  # seconds; a used refresh token lives on a little
_CLIENT_SCOPES = {True: "com.atproto.appPassPrivileged", False: "com.atproto.appPass"}


@dataclass(slots=True)
class Token:
    """What a token is worth, until `expires` (unix seconds)."""

    account: Account
    expires: float
    password: str
    refreshes: bool = False


@dataclass(slots=True)
class Sessions:
    """Every token by its value."""

    ids: Ids
    tokens: dict[str, Token] = field(default_factory=dict)

    def issue(self, account: Account, now: float) -> tuple[str, str]:
        """A new pair: access, refresh."""
        pair = []
        for refreshes, lives in ((False, ACCESS_LIVES), (True, REFRESH_LIVES)):
            scope = "com.atproto.refresh" if refreshes else _CLIENT_SCOPES[account.privileged]
            value = self._jwt({"scope": scope, "sub": account.did, "iat": int(now), "exp": int(now + lives)})
            self.tokens[value] = Token(account, now + lives, account.app_password, refreshes)
            pair.append(value)
        return pair[0], pair[1]

    def alive(self, header: str, now: float, *, refreshes: bool = False) -> Token:
        """The token that a header carries; raises Refusal for one that is dead or of the other kind."""
        kind, _, value = header.partition(" ")
        if kind != "Bearer" or not value:
            raise Refusal("AuthMissing")
        token = self.tokens.get(value)
        if token is None:
            raise Refusal("InvalidToken")
        if now >= token.expires or (refreshes and token.password != token.account.app_password):
            raise Refusal("ExpiredToken")
        if token.refreshes is not refreshes:
            raise Refusal("InvalidToken", "Invalid token type")
        if token.account.taken_down:
            raise Refusal("AccountTakedown")
        return token

    def _jwt(self, claims: JsonObject) -> str:
        parts = ({"typ": "at+jwt", "alg": "ES256K"}, {**claims, "jti": self.ids.secret()})
        told = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
        return ".".join((*told, self.ids.secret()))
