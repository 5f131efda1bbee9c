"""What proving a channel found: the login, whose it is, what it may do, what is left of the day, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._oauth import Grant, Login
from bot.networks._outside import Vault
from bot.networks._youtube.errors import CONNECT
from bot.networks._youtube.judging import UNAUDITED
from bot.networks._youtube.listening import Quota
from bot.networks._youtube.oauth import COMMENTS, FIGURES, TESTING, UPLOADS
from bot.networks._youtube.parse import items
from bot.networks._youtube.planner import WRITE, resets_at, span, units_left
from bot.networks._youtube.publish import LOCKED
from bot.networks._youtube.reading import Reading
from inbox.errors import LoginNeeded, NetworkError, Rejected
from inbox.network import Health, Meter

NEEDS: Final = {
    COMMENTS: "read and answer comments",
    UPLOADS: "publish videos",
    FIGURES: "read what YouTube Analytics counts",
}
COVERED_BY: Final = {UPLOADS: COMMENTS}  # whoever may do this may do that
REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."
CONSENT: Final = (
    "Google Cloud console, OAuth consent screen: set the publishing status to “In production”, then connect once more."
)


@dataclass(frozen=True, slots=True)
class Account:
    """What is looked at; `videos` are those that bot.yaml names, `now` is in unix ms."""

    reading: Reading
    login: Login
    meter: Meter
    vault: Vault
    quota: Quota
    videos: Sequence[str]
    now: Callable[[], int]


async def check(account: Account) -> list[Health]:
    """Everything about one account, one sentence each; never raises a NetworkError."""
    try:
        grant = await account.login.grant()
        found = [await _who(account)]
    except NetworkError as error:
        return [_unproven(error)]
    found += [*_lifetime(grant, account.now()), *_scopes(grant)]
    found.append(await _left(account))
    found += await _videos(account)
    found.append(await _audit(account))
    return found


def _unproven(error: NetworkError) -> Health:
    if isinstance(error, LoginNeeded):
        return Health(ok=False, words=str(error).removesuffix(f" {CONNECT}."), fix=f"{CONNECT}, then check again.")
    fix = "See that the Google Cloud project is the one of client_id." if isinstance(error, Rejected) else REACH_FIX
    return Health(ok=False, words=str(error), fix=fix)


async def _who(account: Account) -> Health:
    page = items(await account.reading.api.get("channels", part="snippet,status", mine="true"))
    mine: dict[str, Any] = next((raw for raw in page if isinstance(raw, dict)), {})
    title, id, wanted = _title(mine), str(mine.get("id", "")), account.reading.channel
    if not id:
        words = "Whoever logged in has no channel."
        return Health(ok=False, words=words, fix=f"{CONNECT} and choose the channel, and not the Google account.")
    if id != wanted:
        words = f"The login is for the channel “{title}” ({id}), and bot.yaml says {wanted}."
        return Health(ok=False, words=words, fix=f"Set channel in bot.yaml to the one you mean, or: {CONNECT}.")
    if (mine.get("status") or {}).get("longUploadsStatus") in ("disallowed", "eligible"):
        words = (
            f"YouTube knows this channel as “{title}”. It takes no videos over 15 minutes and no covers from it yet."
        )
        return Health(ok=True, words=words, fix="Verify a phone number at https://www.youtube.com/verify.")
    return Health(ok=True, words=f"YouTube knows this channel as “{title}”.")


def _title(raw: dict[str, Any]) -> str:
    return str((raw.get("snippet") or {}).get("title", ""))


def _lifetime(grant: Grant, now: int) -> Iterator[Health]:
    """A login that ends is one of a project whose consent screen is still being tested."""
    if not grant.refresh:
        yield Health(ok=False, words="The login has no refresh token, and ends within the hour.", fix=f"{CONNECT}.")
    elif grant.refresh_ends_at and grant.refresh_ends_at - now < TESTING:
        left = span(grant.refresh_ends_at - now)
        words = f"The login ends in {left}: the app's consent screen is in “Testing”, where each lasts 7 days."
        yield Health(ok=True, words=words, fix=CONSENT)


def _scopes(grant: Grant) -> Iterator[Health]:
    missing = [scope for scope in NEEDS if not {scope, COVERED_BY.get(scope, scope)} & set(grant.scopes)]
    for scope in missing:
        words = f"The login does not let Sangam {NEEDS[scope]} ({scope.rpartition('/')[2]})."
        fix = f"{CONNECT} again and tick every box."
        yield Health(ok=scope != COMMENTS, words=words, fix=fix, minor=scope != COMMENTS)
    if not missing:
        yield Health(ok=True, words="The login has every permission that Sangam uses.")


async def _left(account: Account) -> Health:
    now, used = account.now(), await account.meter.used()
    left, a_day = units_left(used, account.quota.a_day), account.quota.a_day
    words = f"{left:,} of {a_day:,} units are left today; all are there again in {span(resets_at(now) - now)}."
    if left >= WRITE:
        return Health(ok=True, words=words)
    fix = "Nothing can be answered until then. Ask Google for more: console.cloud.google.com, YouTube Data API, Quotas."
    return Health(ok=False, words=words, fix=fix, minor=True)


async def _videos(account: Account) -> list[Health]:
    """Whether comments of each video that is watched can be seen."""
    found = []
    try:
        await account.reading.learn(account.videos)
        for video in account.videos:
            found += _seen(account.reading.titles.get(video) or video, await account.reading.talk(video))
    except NetworkError as error:
        found.append(Health(ok=False, words=str(error), fix="See that the videos in bot.yaml are right.", minor=True))
    return found


def _seen(title: str, talk: str) -> list[Health]:
    if talk == "gone":
        fix = "Take it out of videos in bot.yaml."
        return [Health(ok=False, words=f"The video “{title}” is gone.", fix=fix, minor=True)]
    if talk == "shut":
        words = f"Comments of “{title}” are switched off, or it is private."
        return [Health(ok=False, words=words, fix="Switch them on in YouTube Studio.", minor=True)]
    return []


async def _audit(account: Account) -> Health:
    if await account.vault.read(LOCKED):
        return Health(ok=False, words="YouTube kept a video of this project private.", fix=UNAUDITED, minor=True)
    words = "Whether Google has audited the project, it tells no program; until it has, uploads stay private."
    return Health(ok=True, words=words)
