"""What proving a Page or a professional account found: what works today, what does not, and the next step.

Only what keeps the account from working at all counts as failed: a missing permission for posts does no harm to
answering comments.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.networks._meta.granted import Grant, grant_of, told_at_login
from bot.networks._meta.graph import Graph
from bot.networks._meta.needs import NEEDS, Need, Way
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import objects
from bot.networks._meta.subscriptions import FIELDS, fields_of, subscribed
from bot.networks._meta.tokens import DAY, Token, login
from inbox.errors import LoginNeeded, NetworkError, Rejected
from inbox.network import Health

SOON: Final = 14 * DAY
MUCH: Final = 0.75  # of what Meta allows in an hour
REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."
SAME_FIX: Final = "See that the ids in bot.yaml are those of the Page or account that was connected."


@dataclass(frozen=True, slots=True)
class Account:
    """What is looked at: `graph` calls as the account, `app` as the app; `hook_url` is "" where nobody reaches us."""

    place: Place
    way: Way
    graph: Graph
    app: Graph
    token: Callable[[], Awaitable[Token]]
    hook_url: str
    now: Callable[[], int]

    @property
    def object(self) -> str:
        """What the app's subscription is called at Meta."""
        return "page" if self.way == "page" else "instagram"

    @property
    def app_fields(self) -> Sequence[str]:
        """What Meta has to tell the app of."""
        return FIELDS["facebook", True] if self.way == "page" else FIELDS["instagram", False]


async def check(account: Account) -> list[Health]:
    """Everything about one account, one sentence each; never raises a NetworkError."""
    try:
        token = await account.token()
        found = [await who(account)]
    except NetworkError as error:
        return [unproven(error, account)]
    granted, words = await _granted(account, token)
    found += words
    if granted:
        found += permissions(account, granted)
    found += await hooks(account)
    return [*found, *usage(account)]


def unproven(error: NetworkError, account: Account) -> Health:
    """The account could not be proven: its token is dead, or nobody answered."""
    if isinstance(error, LoginNeeded):
        fix = f"{login(account.place.network)}, then check again."
        return Health(ok=False, words=str(error).removesuffix(f" {login(account.place.network)}"), fix=fix)
    fix = SAME_FIX if isinstance(error, Rejected) else REACH_FIX
    return Health(ok=False, words=str(error), fix=fix)


async def who(account: Account) -> Health:
    """As whom Meta knows us; raises NetworkErrors."""
    place = account.place
    if account.way == "page":
        page = await account.graph.get(f"/{place.id}", fields="name,is_published")
        if page.get("is_published") is False:
            words = f"Facebook knows this Page as {page.get('name')}, but it is not published: nobody sees it."
            return Health(ok=True, words=words, fix="On Facebook: the Page's settings, Page visibility, publish it.")
        return Health(ok=True, words=f"Facebook knows this Page as {page.get('name')}.")
    if account.way == "instagram by page":
        profile = await account.graph.get(f"/{place.id}", fields="username")
        return Health(ok=True, words=f"Instagram knows this account as @{profile.get('username')}.")
    profile = await account.graph.get("/me", fields="user_id,username")
    if str(profile.get("user_id")) != place.id:
        words = f"The token is for @{profile.get('username')} ({profile.get('user_id')}), and `id` says {place.id}."
        return Health(ok=False, words=words, fix=f"Set id in bot.yaml to the account you mean. {login('instagram')}")
    return Health(ok=True, words=f"Instagram knows this account as @{profile.get('username')}.")


async def _granted(account: Account, token: Token) -> tuple[Grant | None, list[Health]]:
    """What the token may do, as far as it can be known, and what is to be said of the token itself."""
    if account.way == "instagram":
        granted = told_at_login(token) if token.scopes else None
        return granted, list(lifetime(account, told_at_login(token)))
    try:
        granted = await grant_of(account.app, token.token)
    except NetworkError as error:
        words = f"Facebook does not say what the token may do: {error}"
        fix = "See that app_id and app_secret in bot.yaml are those of the app that the token was made for."
        return None, [Health(ok=not isinstance(error, LoginNeeded), words=words, fix=fix)]
    return granted, list(lifetime(account, granted))


def lifetime(account: Account, granted: Grant) -> Iterator[Health]:
    """Until when the token is good, and for whom."""
    again, now = login(account.place.network), account.now()
    if not granted.valid:
        reason = f": {granted.why}" if granted.why else "."
        yield Health(ok=False, words=f"The token is not valid any more{reason}", fix=again)
    if granted.kind in ("USER", "SYSTEM_USER"):
        words = "The token is a person's, and a Page's is needed."
        yield Health(ok=False, words=words, fix=again)
    if granted.page and account.place.node != granted.page:
        words = f"The token is for the Page {granted.page}, and bot.yaml says {account.place.node}."
        yield Health(ok=False, words=words, fix=f"Correct `page` in bot.yaml. Or: {again}")
    if granted.expires_at and (left := granted.expires_at - now) < SOON:
        renews = "; Sangam renews it by itself while it runs" if account.way == "instagram" else ""
        yield Health(ok=True, words=f"The token ends in {_span(left)}{renews}.", fix=again)
    if granted.data_until and (left := granted.data_until - now) < SOON:
        words = f"In {_span(left)} Meta wants the person who connected this to log in once more."
        yield Health(ok=True, words=words, fix=again)


def permissions(account: Account, granted: Grant) -> Iterator[Health]:
    """Each permission that is missing, with what does not work; one good word when none is."""
    missing = [need for need in NEEDS[account.way] if not granted.may(need.scope, account.place.id)]
    lacks = [need for need in missing if not _by_its_page(account, granted, need)]
    for need in lacks:
        yield _lack(account, granted, need)
    if not lacks:
        yield Health(ok=True, words="The app has every permission that Sangam uses.")


def _by_its_page(account: Account, granted: Grant, need: Need) -> bool:
    """Permissions may be narrowed to the account or to the Page that it belongs to."""
    return bool(account.place.page) and granted.may(need.scope, account.place.page)


def _lack(account: Account, granted: Grant, need: Need) -> Health:
    others = need.scope in granted.scopes
    where = "was given for other accounts only" if others else "was not given"
    words = f"The permission {need.scope} {where}: Sangam cannot {need.without}."
    fix = f"{login(account.place.network)} and grant it. People outside your team need Advanced Access (App Review)."
    return Health(ok=not need.vital, words=words, fix=fix, minor=True)


async def hooks(account: Account) -> list[Health]:
    """Whether Meta tells us what happens: the account's own subscription and the app's."""
    if not account.hook_url:
        words = (
            "The world cannot reach us, so Meta tells us nothing: Sangam asks, and hears of everything a minute late."
        )
        return [Health(ok=True, words=words, fix="Set web.public_url in bot.yaml to our https address.")]
    try:
        return [*await _subscribed(account), *await _app_subscribed(account)]
    except NetworkError as error:
        return [Health(ok=True, words=f"Meta does not say what it tells us by itself: {error}")]


async def _subscribed(account: Account) -> list[Health]:
    wanted = fields_of(account.place)
    told = subscribed(objects(await account.graph.get(f"/{account.place.node}/subscribed_apps")), account.place)
    missing = [name for name in wanted if name not in told]
    what = "Page" if account.place.node == account.place.page or account.way == "page" else "account"
    if not missing:
        return [Health(ok=True, words=f"The {what} tells the app of {', '.join(wanted)}.")]
    words = f"The {what} does not tell the app of {', '.join(missing)}."
    return [Health(ok=True, words=words, fix=f"Sangam mends this when it starts. Or: {login(account.place.network)}")]


async def _app_subscribed(account: Account) -> list[Health]:
    try:
        answer = await account.app.get(f"/{account.place.app_id}/subscriptions")
    except NetworkError as error:
        if account.way == "instagram":  # its app ids are not those of the Graph API everywhere
            return [Health(ok=True, words="Meta does not say whether the app's webhook is set.", fix=by_hand(account))]
        raise error
    mine = next((row for row in objects(answer) if row.get("object") == account.object), None)
    if mine is None:
        words = f"The app has no webhook for {account.object}: Meta tells it nothing by itself."
        return [Health(ok=False, words=words, fix=by_hand(account), minor=True)]
    if mine.get("callback_url") != account.hook_url:
        words = f"The app's webhook for {account.object} leads to {mine.get('callback_url')}, not to us."
        return [Health(ok=False, words=words, fix=by_hand(account), minor=True)]
    fields = mine.get("fields")
    told = {str(one.get("name", "") if isinstance(one, dict) else one) for one in fields or ()}
    if missing := [name for name in account.app_fields if name not in told]:
        words = f"The app's webhook for {account.object} tells nothing of {', '.join(missing)}."
        return [Health(ok=True, words=words, fix=by_hand(account))]
    if mine.get("active") is False:
        words = f"The app's webhook for {account.object} is switched off."
        return [Health(ok=False, words=words, fix=by_hand(account), minor=True)]
    return [Health(ok=True, words=f"Meta calls {account.hook_url}.")]


def by_hand(account: Account) -> str:
    """How a person sets the app's webhook."""
    return (
        f"{login(account.place.network)} while Sangam runs. By hand: developers.facebook.com, your app, Webhooks, "
        f"{account.object}, callback URL {account.hook_url}"
    )


def usage(account: Account) -> list[Health]:
    """How much of what Meta allows is used up."""
    share = max(account.graph.usage.share, account.app.usage.share)
    words = f"{round(100 * share)} % of the calls that Meta allows are used up."
    fix = "Sangam slows down by itself; fewer programs on the same app help." if share >= MUCH else ""
    return [Health(ok=True, words=words, fix=fix)]


def untold(account: Account) -> list[Health]:
    """What Meta tells no program, and where a person sees it."""
    board = f"https://developers.facebook.com/apps/{account.place.app_id}/"
    live = "Whether the app is live and which permissions have passed App Review, Meta tells no program."
    late = "The same holds for the feature Human Agent, with which a person may answer for 7 days instead of 24 hours."
    return [
        Health(ok=True, words=live, fix=f"Look there: {board}"),
        Health(ok=True, words=late, fix="In the same place: App Review, Permissions and Features, Human Agent."),
    ]


def _span(milliseconds: int) -> str:
    """So many days or, of less than two, hours."""
    hours = max(0, milliseconds) // 3_600_000
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
