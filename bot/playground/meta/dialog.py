"""The login dialog as a plain page: it says what the app asks for, and leads back to it with a code, or without."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from bot.playground.meta.places import Places
from bot.playground.meta.records import App, Profile
from bot.playground.meta.refusals import Refusal, invalid

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Log in to {app}</title></head>
<body><h1>{app} asks for access</h1>
<p>This is a simulated login. Who are you, and may the app do the following?</p>
<ul>{scopes}</ul>
{choices}
<p><a id="deny" href="{deny}">Cancel</a></p></body></html>
"""


def page(world: Places, query: Mapping[str, str], *, instagram: bool) -> str:
    """The page; raises Refusal for an unknown app and for a login that has nowhere to lead back to."""
    app = world.apps.get(query.get("client_id", ""))
    back = query.get("redirect_uri", "")
    if app is None:
        raise Refusal(101, 0, "Invalid platform app" if instagram else "Invalid App ID")
    if not back:
        raise invalid("The parameter redirect_uri is required")
    if query.get("response_type", "code") != "code":
        raise invalid("Param response_type must be code")
    scopes = [one for one in query.get("scope", "").replace(" ", ",").split(",") if one]
    choices = _profiles(world, app) if instagram else [None]
    links = "\n".join(_choice(world, app, one, back, scopes, query.get("state", "")) for one in choices)
    denied = {"error": "access_denied", "error_reason": "user_denied", "state": query.get("state", "")}
    return _PAGE.format(
        app=escape(app.name),
        scopes="".join(f"<li>{escape(one)}</li>" for one in scopes) or "<li>everything it can do</li>",
        choices=links,
        deny=escape(_to(back, denied)),
    )


def _profiles(world: Places, app: App) -> list[Profile | None]:
    return [one for one in dict.fromkeys(world.things.values()) if isinstance(one, Profile) and one.app is app]


def _choice(world: Places, app: App, profile: Profile | None, back: str, scopes: list[str], state: str) -> str:
    code = world.grant(app, back, profile, scopes)
    name = profile.username if profile is not None else app.login.name
    link = _to(back, {"code": code, "state": state} if state else {"code": code})
    mark = "#_" if profile is not None else ""  # Instagram puts this behind what it redirects to
    return f'<p><a class="allow" href="{escape(link)}{mark}">Continue as {escape(name)}</a></p>'


def _to(back: str, query: Mapping[str, str]) -> str:
    return f"{back}{'&' if '?' in back else '?'}{urlencode(query)}"
