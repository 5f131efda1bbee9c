"""What a token may do, as Meta tells the app that it was made for (`debug_token`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.networks._http import plain
from bot.networks._meta.graph import Graph
from bot.networks._meta.shapes import SECONDS_UNTIL
from bot.networks._meta.tokens import Token
from inbox.errors import Unavailable

EVERYTHING: Final[frozenset[str]] = frozenset()  # a permission without ids is good for all of them


@dataclass(frozen=True, slots=True)
class Grant:
    """One token as Meta sees it; times in unix ms, 0 for never.

    `targets` says for which Pages or accounts a permission was given, where that was narrowed.
    """

    valid: bool
    kind: str = ""  # "PAGE", "USER", "SYSTEM_USER", in Meta's words
    app_id: str = ""
    page: str = ""  # which Page a Page's token is for
    expires_at: int = 0
    data_until: int = 0  # Meta wants the person to look at the login once more before
    scopes: frozenset[str] = frozenset()
    targets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    why: str = ""  # it is not valid, in Meta's words

    def may(self, scope: str, id: str) -> bool:
        """Whether it has a permission, and for this Page or account."""
        narrowed = self.targets.get(scope, EVERYTHING)
        return scope in self.scopes and (not narrowed or id in narrowed)


async def grant_of(app: Graph, token: str) -> Grant:
    """Ask Meta about a token; `app` calls as the app itself. Raises NetworkErrors."""
    answer = (await app.get("/debug_token", input_token=token)).get("data")
    if not isinstance(answer, dict):
        raise Unavailable("Facebook says nothing about the token.")
    return grant(answer)


def grant(said: Mapping[str, Any]) -> Grant:
    """What `debug_token` said, as ours; whatever it left out counts as not granted."""
    error = said.get("error")
    listed = said.get("granular_scopes")
    targets = {
        str(one["scope"]): _names(one.get("target_ids"))
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and "scope" in one
    }
    return Grant(
        valid=said.get("is_valid") is True,
        kind=str(said.get("type", "")),
        app_id=str(said.get("app_id", "")),
        page=str(said.get("profile_id", "")),
        expires_at=_ms(said.get("expires_at")),
        data_until=_ms(said.get("data_access_expires_at")),
        scopes=_names(said.get("scopes")),
        targets=targets,
        why=plain(str(error.get("message", ""))) if isinstance(error, dict) else "",
    )


def told_at_login(token: Token) -> Grant:
    """What Instagram's own login said when the token was made: it has nothing to ask later."""
    return Grant(valid=True, expires_at=token.expires_at, scopes=frozenset(token.scopes))


def _names(value: object) -> frozenset[str]:
    return frozenset(map(str, value)) if isinstance(value, list) else frozenset()


def _ms(seconds: object) -> int:
    known = isinstance(seconds, int) and not isinstance(seconds, bool) and 0 < seconds < SECONDS_UNTIL
    return seconds * 1000 if isinstance(seconds, int) and known else 0
