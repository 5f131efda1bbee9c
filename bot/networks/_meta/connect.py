"""Connecting a Page or a professional account: from a login, or a token made by hand, to a token that lasts.

Asks and prints nothing. Facebook: docs/facebook-login/guides/access-tokens; Instagram: docs/instagram-platform/
instagram-api-with-instagram-login/business-login, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.logs import hide
from bot.networks._login import code_of
from bot.networks._meta.granted import grant_of
from bot.networks._meta.login import TOKEN, Dialogue, ask, token_in
from bot.networks._meta.options import NUMBER
from bot.networks._meta.shapes import objects
from bot.networks._meta.tokens import EARLY, Token
from inbox.errors import Rejected, SetupError, Unavailable

NAMED: Final = "id,name,instagram_business_account{id,username}"
PAGES: Final = f"access_token,tasks,{NAMED}"
MOST: Final = 10_000  # Pages of one person; whoever names more of them never ends


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody who logged in could connect: a Page, or a professional account (with its Page, by way of that)."""

    id: str
    name: str
    token: Token
    page: str = ""


async def by_address(login: Dialogue, pasted: str) -> list[Found]:
    """What can be connected after a login, by the address that it led to. Raises SetupError and NetworkErrors."""
    code = code_of(pasted, login.state)
    if login.way == "instagram":
        return [await _instagram(login, await _short_of_instagram(login, code))]
    fields = {"client_id": login.app.id, "client_secret": login.app.secret, "redirect_uri": login.redirect}
    answer = await ask(login, "GET", f"{login.hosts.graph}/{login.version}/oauth/access_token", fields | {"code": code})
    return await _pages(login, await _lasting(login, token_in(answer)))


async def by_token(login: Dialogue, token: str) -> list[Found]:
    """What can be connected with a token made at developers.facebook.com. Raises SetupError and NetworkErrors."""
    token = token.strip()
    hide(token)
    if not TOKEN.fullmatch(token):
        raise SetupError("This is no access token: it has blanks or other signs in it. Copy the whole token once more.")
    if login.way == "instagram":
        return [await _instagram_token(login, token)]
    granted = await grant_of(login.as_app(), token)
    if not granted.valid:
        raise Rejected(f"Facebook does not accept this token: {granted.why or 'it is not valid'}")
    if granted.kind == "PAGE":
        page = await login.graph(token).get("/me", fields=NAMED)
        return await _found(login, [{**page, "access_token": token}])
    return await _pages(login, token if not granted.expires_at else await _lasting(login, token))


async def _lasting(login: Dialogue, token: str) -> str:
    """A person's token of 60 days for one of an hour; Page tokens made from it do not end."""
    fields = {
        "grant_type": "fb_exchange_token",
        "client_id": login.app.id,
        "client_secret": login.app.secret,
        "fb_exchange_token": token,
    }
    return token_in(await ask(login, "GET", f"{login.hosts.graph}/{login.version}/oauth/access_token", fields))


async def _pages(login: Dialogue, token: str) -> list[Found]:
    """Every Page of the person, or every professional account that belongs to one of them."""
    graph, rows = login.graph(token), list[dict[str, Any]]()
    page: dict[str, Any] | None = await graph.get("/me/accounts", fields=PAGES, limit=100)
    while page is not None and len(rows) < MOST:
        rows += [row for row in objects(page) if row.get("access_token")]
        page = await graph.follow(page)
    return await _found(login, rows)


async def _found(login: Dialogue, rows: Sequence[Mapping[str, Any]]) -> list[Found]:
    found = []
    for row in rows:
        profile = row.get("instagram_business_account")
        if login.way == "page":
            id = _number(row.get("id"))
            found.append(Found(id, str(row.get("name", id)), await _of_page(login, row)))
        elif isinstance(profile, dict):
            id, page = _number(profile.get("id")), _number(row.get("id"))
            found.append(Found(id, f"@{profile.get('username', id)}", await _of_page(login, row), page))
    if found:
        return found
    if rows:
        raise Rejected(
            f"None of the {len(rows)} Pages has a professional Instagram account; link it in the Page's settings."
        )
    raise Rejected("Whoever logged in lets the app into no Page. Connect once more and tick the Page in the dialogue.")


async def _of_page(login: Dialogue, row: Mapping[str, Any]) -> Token:
    """A Page's token as it is kept; raises NetworkErrors."""
    token = token_in(row)
    granted = await grant_of(login.as_app(), token)
    return Token(token, granted.expires_at, login.now(), tuple(sorted(granted.scopes)))


async def _short_of_instagram(login: Dialogue, code: str) -> Token:
    """The token of an hour for a code, with what it may do."""
    fields = {
        "client_id": login.app.id,
        "client_secret": login.app.secret,
        "grant_type": "authorization_code",
        "redirect_uri": login.redirect,
        "code": code,
    }
    answer = await ask(login, "POST", f"{login.hosts.instagram_login}/oauth/access_token", fields)
    listed = answer.get("data")
    said = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else answer
    return Token(token_in(said), 0, login.now(), _permissions(said))


def _permissions(said: Mapping[str, Any]) -> tuple[str, ...]:
    """What the person granted, as a list or with commas between."""
    may = said.get("permissions")
    names = may.split(",") if isinstance(may, str) else map(str, may if isinstance(may, list) else ())
    return tuple(sorted(name.strip() for name in names if name.strip()))


async def _instagram(login: Dialogue, short: Token) -> Found:
    """The account of a token of an hour, with one of 60 days."""
    fields = {
        "grant_type": "ig_exchange_token",
        "client_secret": login.app.secret,
        "access_token": short.token,
    }
    answer = await ask(login, "GET", f"{login.hosts.instagram_graph}/access_token", fields)
    seconds = answer.get("expires_in")
    ends = login.now() + seconds * 1000 if isinstance(seconds, int) and seconds > 0 else login.now() + EARLY
    return await _whose(login, Token(token_in(answer), ends, login.now(), short.scopes or _permissions(answer)))


async def _instagram_token(login: Dialogue, token: str) -> Found:
    """The account of a token that was made on the app's pages: of an hour, or of 60 days already.

    When one of 60 days was made is not told. It is taken for one that is renewed tomorrow, which tells.
    """
    try:
        return await _instagram(login, Token(token, 0, login.now()))
    except Rejected:
        return await _whose(login, Token(token, login.now() + EARLY, login.now()))


async def _whose(login: Dialogue, token: Token) -> Found:
    me = await login.graph(token.token).get("/me", fields="user_id,username")
    return Found(_number(me.get("user_id", me.get("id"))), f"@{me.get('username', '')}", token)


def _number(id: object) -> str:
    """The id of a Page or an account, as bot.yaml takes it; raises Unavailable for anything else."""
    if isinstance(id, str | int) and NUMBER.fullmatch(str(id)):
        return str(id)
    raise Unavailable("Meta named a Page or an account by something that is no number; connect once more.")
