"""The tokens of the simulated Google: grants with their refresh tokens, access tokens of one hour, and login codes."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from bot.playground.youtube.ids import Ids
from bot.playground.youtube.records import Channel, Project
from bot.playground.youtube.refusals import OAuthRefusal, Refusal

HOUR, DAY = 3600.0, 86400.0
LIVES, CODE_LIVES, TESTING_LIVES = HOUR, 600.0, 7 * DAY
YOUTUBE = "https://www.googleapis.com/auth/youtube"
FORCE_SSL, READONLY, UPLOAD = f"{YOUTUBE}.force-ssl", f"{YOUTUBE}.readonly", f"{YOUTUBE}.upload"
ANALYTICS = "https://www.googleapis.com/auth/yt-analytics.readonly"
SCOPES = (FORCE_SSL, UPLOAD, ANALYTICS)
KNOWN_SCOPES = frozenset((YOUTUBE, *SCOPES, READONLY, "openid", "email", "profile"))


@dataclass(slots=True, eq=False)
class Grant:
    """What somebody allowed an app for a channel; `expires` is in unix seconds, 0 for never."""

    project: Project
    channel: Channel
    scopes: tuple[str, ...]
    refresh_token: str
    expires: float = 0.0
    revoked: bool = False

    def alive(self, now: float) -> bool:
        """Whether it may still be used."""
        return not self.revoked and (not self.expires or now < self.expires)


@dataclass(frozen=True, slots=True)
class Token:
    """One access token."""

    value: str
    grant: Grant
    expires: float

    @property
    def channel(self) -> Channel:
        """The channel that calls with it."""
        return self.grant.channel


@dataclass(frozen=True, slots=True)
class Code:
    """What a login gives an app to exchange for tokens, once."""

    project: Project
    channel: Channel
    scopes: tuple[str, ...]
    redirect_uri: str
    issued: float
    challenge: str = ""
    method: str = ""
    offline: bool = True


@dataclass(slots=True)
class Tokens:
    """Every grant by its refresh token, every access token by its value, and the codes that were not used yet."""

    ids: Ids
    grants: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def grant(self, project: Project, channel: Channel, scopes: tuple[str, ...], now: float) -> Grant:
        """A new grant with a refresh token."""
        expires = now + TESTING_LIVES if project.testing else 0.0
        grant = Grant(project, channel, scopes, self.ids.secret("1//0", 60), expires)
        self.grants[grant.refresh_token] = grant
        return grant

    def issue(self, grant: Grant, now: float, lives: float = LIVES) -> Token:
        """A new access token; older ones live on until their hour is over."""
        token = Token(self.ids.secret("ya29.a0", 120), grant, now + lives)
        self.access[token.value] = token
        return token

    def offer(self, code: Code) -> str:
        """A code that `redeem` takes once."""
        value = self.ids.secret("4/0A", 60)
        self.codes[value] = code
        return value

    def alive(self, value: str, now: float) -> Token:
        """The access token of this value; raises Refusal authError when there is none or it is dead."""
        token = self.access.get(value)
        if token is None or now >= token.expires or token.grant.revoked:
            raise Refusal("authError")
        return token

    def refresh(self, value: str, project: Project, now: float) -> Token:
        """A new access token for a refresh token; raises OAuthRefusal invalid_grant when it is dead."""
        grant = self.grants.get(value)
        if grant is None or grant.project is not project:
            raise OAuthRefusal("invalid_grant", "Bad Request")
        if not grant.alive(now):
            raise OAuthRefusal("invalid_grant")
        return self.issue(grant, now)

    def redeem(self, value: str, project: Project, redirect_uri: str, verifier: str, now: float) -> Code:
        """What a code stands for; raises OAuthRefusal when it was used, is too old, or belongs to another login."""
        code = self.codes.get(value)
        if code is None or code.project is not project or now > code.issued + CODE_LIVES:
            raise OAuthRefusal("invalid_grant", "Malformed auth code.")
        if code.redirect_uri != redirect_uri:
            raise OAuthRefusal("redirect_uri_mismatch", "Bad Request")
        if code.challenge and _challenge(verifier, code.method) != code.challenge:
            words = "Missing code verifier." if not verifier else "Invalid code verifier."
            raise OAuthRefusal("invalid_grant", words)
        del self.codes[value]
        return code

    def revoke(self, value: str, now: float) -> Grant:
        """End the grant behind an access or refresh token; raises OAuthRefusal for one that is dead already."""
        token = self.access.get(value)
        grant = token.grant if token is not None and now < token.expires else self.grants.get(value)
        if grant is None or not grant.alive(now):
            raise OAuthRefusal("invalid_token")
        grant.revoked = True
        return grant


def _challenge(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
