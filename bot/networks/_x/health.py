"""What proving an account on X found: who it is, what its login and its plan allow, how it hears, what it spends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.networks._oauth import Login
from bot.networks._x.api import Api
from bot.networks._x.errors import reason
from bot.networks._x.lists import LEAST, POST
from bot.networks._x.oauth import MORE, NEEDED, SCOPES
from bot.networks._x.options import XOptions
from bot.networks._x.posts import rows
from bot.networks._x.tariff import PRICES, TARIFF, money
from bot.networks._x.words import AGAIN, CONSOLE
from inbox.errors import LoginNeeded, NetworkError, Rejected
from inbox.network import Health, Meter

REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."
NARROW: Final = (
    "X lets this plan answer only posts that mention or quote this account. Whether the mention that X itself puts "
    "before an answer to us is enough, it does not say; what it refuses can be opened in X."
)
NO_LIKES: Final = "On this plan X lets no program like, follow or quote."
MUCH: Final = 0.8  # of a day's budget


@dataclass(frozen=True, slots=True)
class Account:
    """What is looked at; `hook_url` is "" where nobody reaches us. `now` is in unix ms."""

    options: XOptions
    api: Api
    login: Login
    meter: Meter
    hook_url: str
    now: Callable[[], int]


async def check(account: Account) -> list[Health]:
    """Everything about one account, one sentence each; never raises a NetworkError."""
    try:
        grant = await account.login.grant()
        answer = await account.api.get("/2/users/me", {"user.fields": "verified_type"})
        grant = await account.login.grant()  # the call may have renewed it
    except NetworkError as error:
        return [unproven(error)]
    found = [*_who(account.options, answer), *_plan(account.options), *_scopes(account.options, grant.scopes)]
    found += await _hearing(account)
    return [*found, *await _budget(account)]


def unproven(error: NetworkError) -> Health:
    """The account could not be proven: its login is dead, or nobody answered."""
    if reason(error) in ("locked", "suspended"):  # another login would not help
        return Health(ok=False, words=str(error))
    if isinstance(error, LoginNeeded):
        return Health(ok=False, words=str(error).removesuffix(AGAIN).strip(), fix=f"{AGAIN}, then check again.")
    return Health(ok=False, words=str(error), fix="" if isinstance(error, Rejected) else REACH_FIX)


def _who(options: XOptions, answer: Mapping[str, Any]) -> Iterator[Health]:
    told = answer.get("data")
    me: Mapping[str, Any] = told if isinstance(told, dict) else {}
    if str(me.get("id") or "") != options.id:
        words = f"The login is that of @{me.get('username')} ({me.get('id')}), and id says {options.id}."
        yield Health(ok=False, words=words, fix="Correct id, or connect as the right account.")
        return
    yield Health(ok=True, words=f"X knows this account as @{me.get('username')} ({me.get('name')}).")
    if options.premium and me.get("verified_type") == "none":
        words = "bot.yaml says premium, and X shows no badge of this account: long posts and changes may be refused."
        yield Health(ok=True, words=words, fix="Take premium out, or look at https://x.com/settings/account.")


def _plan(options: XOptions) -> Iterator[Health]:
    if options.plan == "enterprise":
        yield Health(ok=True, words="The plan is enterprise: its contract says what calls cost, and it may like posts.")
        return
    yield Health(ok=True, words=f"The plan is self-serve. {NARROW}")
    yield Health(ok=True, words=NO_LIKES)


def _scopes(options: XOptions, granted: Collection[str]) -> Iterator[Health]:
    wanted = {**SCOPES, **(MORE if options.plan == "enterprise" else {})}
    missing = [scope for scope in wanted if scope not in granted]
    if not granted or not missing:
        yield (
            Health(ok=True, words="The login may do all that Sangam needs.")
            if granted
            else Health(ok=True, words="X did not say what the login may do.")
        )
        return
    for scope in missing:
        words = f"The login lacks {scope}: Sangam cannot {wanted[scope]}."
        yield Health(ok=False, words=words, fix=f"{AGAIN} and let it.", minor=scope not in NEEDED)


async def _hearing(account: Account) -> Sequence[Health]:
    options = account.options
    if options.listen == "poll":
        fix = "With the app's Bearer Token, listen: stream or listen: webhook brings everything at once."
        return [Health(ok=True, words="X is asked from time to time for what is new.", fix=fix)]
    if options.listen == "stream":
        return [Health(ok=True, words="X tells what is new over a stream that is kept open.")]
    if not account.hook_url:
        words = "listen: webhook, but nobody can call us without a public address; X is asked instead."
        return [Health(ok=False, words=words, fix="Set web.public_url to our https address.", minor=True)]
    try:
        hooks = rows(await account.api.get("/2/webhooks", app=True))
    except NetworkError as error:
        fix = f"Copy the Bearer Token anew at {CONSOLE}." if isinstance(error, Rejected) else REACH_FIX
        return [Health(ok=False, words=f"Whether X calls us cannot be seen: {error}", fix=fix, minor=True)]
    mine = next((hook for hook in hooks if hook.get("url") == account.hook_url), None)
    if mine is None:
        return [Health(ok=True, words=f"X will be told to call {account.hook_url} when Sangam starts.")]
    if not mine.get("valid"):
        words = f"X has stopped calling {account.hook_url}: it did not answer X's challenge."
        return [Health(ok=False, words=words, fix="See that it leads to Sangam by https without a port.", minor=True)]
    return [Health(ok=True, words=f"X calls {account.hook_url}.")]


async def _budget(account: Account) -> Sequence[Health]:
    if account.options.plan == "enterprise":
        return []
    used, budget = await account.meter.used(), account.options.budget
    spent = f"{money(used.today)} spent today, {money(used.month)} this month"
    priced = f"a reply costs {money(PRICES['post.create.summoned'])}, with a link {money(PRICES['post.create.link'])}"
    prices = f"By X's prices of {TARIFF.read_on} {priced}."
    if not budget:
        words = f"{spent}; there is no budget. {prices}"
        return [Health(ok=True, words=words, fix="Set budget_a_day, and reading stops there; replies never do.")]
    if budget < (page := POST * LEAST):
        words = f"Nothing is read: the smallest page may cost {money(page)}, and budget_a_day is {money(budget)}."
        return [Health(ok=False, words=words, fix=f"Set budget_a_day to more than {money(page)}, or to 0.", minor=True)]
    fix = "Reading is slow by now; raise budget_a_day if that is too slow." if used.today >= MUCH * budget else ""
    return [Health(ok=True, words=f"{spent}, of {money(budget)} a day. {prices}", fix=fix)]
