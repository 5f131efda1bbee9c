"""What proving an account found: what works today, what the app is not allowed to do, and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._oauth import Grant, Login
from bot.networks._tiktok.api import Business, Content, as_app
from bot.networks._tiktok.errors import NAME
from bot.networks._tiktok.oauth import FIX, FIX_CONTENT
from bot.networks._tiktok.options import CONNECT, EUROPE, TikTokOptions
from bot.networks._tiktok.subscriptions import Subscriptions
from inbox.errors import LoginNeeded, NetworkError
from inbox.network import Health

DAY: Final = 86_400_000
SOON: Final = 14 * DAY
REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."
GRANT: Final = f"{CONNECT}, and grant it."
APPLY: Final = "Apply at business-api.tiktok.com/portal, My Apps."
NEEDS: Final = {  # by permission: what does not work without it
    "user.info.basic": "read the account's name",
    "video.list": "read the account's posts, and so what no hook told",
    "comment.list": "read comments; TikTok tells of none either",
    "comment.list.manage": "answer, hide, show, like or delete comments",
    "video.insights": "read how long posts are watched",
}
POSTING: Final = {"video.publish": "publish posts"}
MESSAGES: Final = {
    "message.list.read": "read private messages",
    "message.list.send": "answer private messages",
}
ON_HOLD: Final = (
    "The world cannot reach us, so TikTok tells us nothing: Sangam asks every half minute, which is enough for some "
    "posts and not for many."
)


@dataclass(frozen=True, slots=True)
class Account:
    """What is looked at; `missed` is how many comments no hook told in time."""

    options: TikTokOptions
    api: Business
    content: Content
    login: Login
    subscriptions: Subscriptions
    now: int
    missed: int = 0


async def check(account: Account) -> list[Health]:
    """Everything about one account, one sentence each; never raises a NetworkError."""
    try:
        grant = await account.login.grant()
        found = [await _who(account)]
    except NetworkError as error:
        return [_unproven(error)]
    found += await _permissions(account, grant)
    found += _until(account, grant)
    found += _region(account)
    found += await _posting(account)
    return [*found, *await _hooks(account)]


def _unproven(error: NetworkError) -> Health:
    if isinstance(error, LoginNeeded):
        return Health(ok=False, words=str(error).removesuffix(f" {FIX}"), fix=FIX)
    return Health(ok=False, words=str(error), fix=REACH_FIX)


async def _who(account: Account) -> Health:
    said = await account.api.get("/business/get/", fields=["username", "display_name"])
    name, told = str(said.get("username") or ""), account.options.username
    words = f"{NAME} knows this account as @{name}." if name else f"{NAME} knows this account."
    if told and name and told != name:
        return Health(
            ok=True, words=words, fix=f"bot.yaml says @{told}, so addresses of posts lead nowhere: correct it."
        )
    return Health(ok=True, words=words)


async def _permissions(account: Account, grant: Grant) -> list[Health]:
    try:
        scopes = await _scopes(account, grant)
    except NetworkError as error:
        return [Health(ok=True, words=f"{NAME} does not say what the app may do: {error}")]
    needs = {**NEEDS, **(MESSAGES if account.options.messaging else {})}
    needs |= POSTING if account.options.publishing == "business" else {}
    lacks = [
        Health(
            ok=scope != "comment.list",
            words=f"The permission {scope} was not given: Sangam cannot {without}.",
            fix=GRANT,
            minor=True,
        )
        for scope, without in needs.items()
        if scope not in scopes
    ]
    return lacks or [Health(ok=True, words="The app has every permission that Sangam uses.")]


async def _scopes(account: Account, grant: Grant) -> set[str]:
    asked = {"app_id": account.options.app_id, "access_token": grant.access}
    said: dict[str, Any] = await as_app(
        account.api.http, account.options.base_url, "POST", "/tt_user/token_info/get/", asked
    )
    told = {one.strip() for one in str(said.get("scope") or "").split(",")} - {""}
    return told or set(grant.scopes)


def _until(account: Account, grant: Grant) -> Iterator[Health]:
    if grant.refresh_ends_at and (left := grant.refresh_ends_at - account.now) < SOON:
        words = f"In {max(0, left // DAY)} days {NAME} wants the account's owner to log in once more."
        yield Health(ok=True, words=words, fix=FIX)


def _region(account: Account) -> Iterator[Health]:
    options = account.options
    if options.messaging:
        if options.region == "US":
            words = "For accounts in the United States TikTok opens messages only after a second review of the app."
            yield Health(ok=True, words=words, fix=APPLY)
        return
    if options.region in EUROPE:
        words = f"TikTok opens the messages of accounts in {options.region} to no program: answer them in its app."
        yield Health(ok=True, words=words)
    else:
        words = "Private messages are not read: `messaging` is off for this account."
        fix = f"TikTok lets apps in after a review of their data security. {APPLY} Then set messaging: true."
        yield Health(ok=True, words=words, fix=fix)


async def _posting(account: Account) -> list[Health]:
    options = account.options
    if options.publishing == "off":
        return [Health(ok=True, words="Posting is switched off for this account (publishing: off).")]
    if options.publishing == "business":
        words = "TikTok fetches the files of posts from us, below an address that is proven to be yours only."
        fix = "business-api.tiktok.com/portal, your app, URL properties: add the address in web.public_url."
        return [Health(ok=True, words=words, fix=fix)]
    found = [await _may_post(account)]
    if not options.audited:
        words = "The app that posts is not audited: posts are for the account's own eyes only."
        fix = "Apply at developers.tiktok.com, your app, Content Posting API. Then set audited: true."
        found.append(Health(ok=True, words=words, fix=fix))
    return found


async def _may_post(account: Account) -> Health:
    try:
        said = await account.content.post("/v2/post/publish/creator_info/query/", effect=False)
    except LoginNeeded as error:
        words = f"Posting is not connected: {error}".removesuffix(f" {FIX_CONTENT}")
        return Health(ok=False, words=words, fix=FIX_CONTENT, minor=True)
    except NetworkError as error:
        return Health(ok=False, words=f"{NAME} lets the app post nothing: {error}", fix=GRANT, minor=True)
    levels = said.get("privacy_level_options")
    options = ", ".join(map(str, levels)) if isinstance(levels, list) else "not told"
    words = f"The account may post, with these visibilities: {options}."
    return Health(ok=True, words=words)


async def _hooks(account: Account) -> list[Health]:
    subscriptions = account.subscriptions
    if not subscriptions.url:
        return [Health(ok=True, words=ON_HOLD, fix="Set web.public_url in bot.yaml to our https address.")]
    found: list[Health] = []
    for kind in subscriptions.wanted:
        what = "comments" if kind == "COMMENT" else "messages"
        try:
            told = await subscriptions.address(kind)
        except NetworkError as error:
            found.append(Health(ok=True, words=f"{NAME} does not say where it tells of {what}: {error}"))
            continue
        if told == subscriptions.url:
            found.append(Health(ok=True, words=f"{NAME} tells {told} of {what}."))
        else:
            words = f"{NAME} tells {told or 'nobody'} of {what}, and not us."
            fix = f"Sangam mends this when it starts. By hand: /business/webhook/update/ with {subscriptions.url}."
            found.append(Health(ok=False, words=words, fix=fix, minor=True))
    if account.missed:
        words = f"{account.missed} comments were found by reading and no hook told of them."
        fix = f"See that {subscriptions.url} can be reached from the internet, and that app_secret is right."
        found.append(Health(ok=False, words=words, fix=fix, minor=True))
    return found
