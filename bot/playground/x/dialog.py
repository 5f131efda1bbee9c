"""The page on which a person of ours lets an app in, as plain HTML: one link for each account, and one that says no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlencode

from bot.playground.x.records import Account, App
from bot.playground.x.refusals import invalid
from bot.playground.x.state import State
from bot.playground.x.tokens import CODE_LIVES, SCOPES, Code

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{app} wants to access your X account</title></head>
<body><h1>{app} wants to access your X account</h1>
<p>This is a simulated login. Who are you, and may the app do the following?</p>
<ul>{scopes}</ul>
{choices}
<p><a id="deny" href="{deny}">Cancel</a></p></body></html>
"""
_LINK = '<p><a class="allow" href="{href}">Authorize app as @{name}</a></p>'


def page(state: State, query: Mapping[str, str]) -> str:
    """The page; raises Refusal for what X would not show it for."""
    app, scopes = _checked(state, query)
    links = [
        _LINK.format(href=escape(approved(state, query, one)), name=escape(one.username)) for one in state.accounts()
    ]
    denied = {"error": "access_denied", "state": query.get("state", "")}
    return _PAGE.format(
        app=escape(app.name),
        scopes="".join(f"<li>{escape(one)}</li>" for one in sorted(scopes)),
        choices="\n".join(links),
        deny=escape(_to(query["redirect_uri"], denied)),
    )


def approved(state: State, query: Mapping[str, str], account: Account) -> str:
    """Where X sends somebody back to who said yes, with a code that is good for 30 seconds; raises Refusal."""
    app, scopes = _checked(state, query)
    plain = query.get("code_challenge_method", "plain") == "plain"
    expires = state.now + CODE_LIVES
    code = Code(account, app, query["redirect_uri"], query["code_challenge"], plain, scopes, expires)
    return _to(query["redirect_uri"], {"state": query["state"], "code": state.tokens.code(code)})


def offset_time(at: float) -> str:
    """A unix time as X writes it where an app loses its access."""
    return datetime.fromtimestamp(int(at), UTC).isoformat()


def _checked(state: State, query: Mapping[str, str]) -> tuple[App, frozenset[str]]:
    app = next((one for one in state.apps.values() if one.client_id == query.get("client_id")), None)
    if app is None:
        raise invalid("client_id", query.get("client_id", ""), "Value passed for client_id was invalid.")
    for name in ("redirect_uri", "state", "code_challenge"):
        if not query.get(name):
            raise invalid(name, "", f"The {name} parameter is required.")
    if query.get("response_type") != "code":
        raise invalid("response_type", query.get("response_type", ""), "response_type must be code.")
    if app.callbacks and query["redirect_uri"] not in app.callbacks:
        raise invalid("redirect_uri", query["redirect_uri"], "redirect_uri is not one of the app's callback addresses.")
    if query.get("code_challenge_method", "plain") not in ("plain", "S256"):
        raise invalid("code_challenge_method", query["code_challenge_method"], "It must be S256 or plain.")
    scopes = frozenset(query.get("scope", "").split())
    if not scopes or scopes - SCOPES:
        raise invalid(
            "scope", query.get("scope", ""), f"Unknown or missing scopes: {' '.join(sorted(scopes - SCOPES))}"
        )
    return app, scopes


def _to(back: str, query: Mapping[str, str]) -> str:
    return f"{back}{'&' if '?' in back else '?'}{urlencode(query)}"
