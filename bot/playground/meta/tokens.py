"""The access tokens of the simulated Meta: whose they are, what they permit, when and why they die."""

from __future__ import annotations

import hashlib
import hmac
import random
import string
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.meta.records import App, Login, Owner, Page, Profile
from bot.playground.meta.refusals import Refusal

HOUR, DAY = 3600.0, 86400.0
SHORT, LONG = HOUR, 60 * DAY
CODE_LIVES = 600.0
PAGE_SCOPES = (
    "pages_show_list",
    "pages_manage_metadata",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
    "pages_messaging",
    "read_insights",
    "business_management",
)
INSTAGRAM_BY_FACEBOOK = (
    "instagram_basic",
    "instagram_manage_comments",
    "instagram_manage_messages",
    "instagram_content_publish",
    "instagram_manage_insights",
)
INSTAGRAM_SCOPES = (
    "instagram_business_basic",
    "instagram_business_manage_comments",
    "instagram_business_manage_messages",
    "instagram_business_content_publish",
    "instagram_business_manage_insights",
)
Kind = Literal["user", "system", "page", "app", "instagram"]
Need = Literal["read", "others", "comments", "messages", "publish", "insights", "hooks"]
_OF_PAGES: dict[Need, str] = {
    "read": "pages_read_engagement",
    "others": "pages_read_user_content",
    "comments": "pages_manage_engagement",
    "messages": "pages_messaging",
    "publish": "pages_manage_posts",
    "insights": "read_insights",
    "hooks": "pages_manage_metadata",
}
_OF_INSTAGRAM: dict[Need, str] = {
    "read": "basic",
    "others": "manage_comments",
    "comments": "manage_comments",
    "messages": "manage_messages",
    "publish": "content_publish",
    "insights": "manage_insights",
    "hooks": "basic",
}


@dataclass(slots=True, eq=False)
class Token:
    """One access token. `expires` is in unix seconds, 0 for never; a `subcode` tells why it is dead."""

    value: str
    kind: Kind
    app: App
    owner: Login | Page | Profile | None
    scopes: set[str]
    issued: float
    expires: float = 0.0
    subcode: int = 0

    def may(self, permission: str, owner: Owner | None = None) -> bool:
        """Whether it has a permission, also for this Page or profile."""
        if permission not in self.scopes:
            return False
        page = owner.page if isinstance(owner, Profile) else None
        return not any(permission in one.withdrawn for one in (owner, page) if one is not None)

    def proof(self) -> str:
        """The appsecret_proof that goes with it."""
        return hmac.new(self.app.secret.encode(), self.value.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Code:
    """What a login gives an app to exchange for a token, once."""

    app: App
    redirect_uri: str
    kind: Kind
    owner: Login | Profile
    scopes: frozenset[str]
    issued: float


def permission_for(need: Need, owner: Owner, token: Token) -> str:
    """The permission that a kind of call needs."""
    if isinstance(owner, Page):
        return _OF_PAGES[need]
    if token.kind == "instagram":
        return f"instagram_business_{_OF_INSTAGRAM[need]}"
    return "pages_manage_metadata" if need == "hooks" else f"instagram_{_OF_INSTAGRAM[need]}"


@dataclass(slots=True)
class Tokens:
    """Every token that was ever issued, by its value."""

    draw: random.Random
    all: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)

    def issue(
        self, kind: Kind, app: App, owner: Login | Page | Profile | None, scopes: set[str], now: float, lives: float = 0
    ) -> Token:
        """A new token that lives so many seconds, 0 for ever."""
        start = "IGAA" if kind == "instagram" else "EAA"
        value = start + "".join(self.draw.choice(string.ascii_letters + string.digits) for _ in range(120))
        token = Token(value, kind, app, owner, set(scopes), now, now + lives if lives else 0.0)
        self.all[value] = token
        return token

    def offer(self, code: Code) -> str:
        """A code that `redeem` takes once."""
        value = "AQ" + "".join(self.draw.choice(string.ascii_letters + string.digits) for _ in range(60))
        self.codes[value] = code
        return value

    def redeem(self, value: str, app: App, redirect_uri: str, now: float) -> Code:
        """What a code stands for; raises Refusal when it was used, is too old, or is somebody else's."""
        code = self.codes.pop(value, None)
        if code is None:
            raise Refusal(100, 36009, "This authorization code has been used.")
        if code.app is not app:
            raise Refusal(100, 36008, "Error validating verification code. It was issued to another app.")
        if code.redirect_uri != redirect_uri:
            words = "Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request"
            raise Refusal(100, 36008, f"Error validating verification code. {words}")
        if now > code.issued + CODE_LIVES:
            raise Refusal(100, 36007, "This authorization code has expired.")
        return code

    def alive(self, value: str, now: float) -> Token:
        """The token with this value; raises Refusal 190 when there is none, or it is dead."""
        token = self.all.get(value)
        if token is None:
            raise Refusal(190)
        if token.subcode:
            raise Refusal(190, token.subcode, app=token.app.id)
        if token.expires and now >= token.expires:
            raise Refusal(190, 463)
        return token
