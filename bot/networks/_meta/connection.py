"""From a login to a connected account: its token kept, Meta told to call us, and what bot.yaml lacks.

What a person has to do at developers.facebook.com first is said here in one step each, and at length in docs/networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from bot.networks._http import plain
from bot.networks._login import Dialogue as Asking
from bot.networks._login import Known, Question, never, other_token, told
from bot.networks._login import Place as Wanted
from bot.networks._meta.connect import Found, by_address, by_token
from bot.networks._meta.health import Account, by_hand, check, untold
from bot.networks._meta.login import REDIRECT, App, Dialogue, Hosts
from bot.networks._meta.needs import Way, network_of
from bot.networks._meta.place import Place
from bot.networks._meta.signature import verify_token
from bot.networks._meta.subscriptions import fields_of
from bot.networks._meta.tokens import Token, write_token
from bot.networks._outside import Vault
from inbox.errors import NetworkError, SetupError
from inbox.network import Health

PATIENCE: Final = aiohttp.ClientTimeout(total=10)
APPS: Final = "https://developers.facebook.com/apps"


@dataclass(frozen=True, slots=True)
class Connection:
    """One login and what it gave; `name` is the account's in bot.yaml, which has it when `present`.

    `other_token` says that it has a token there as well, which goes before the one that is kept.
    """

    login: Dialogue
    name: str
    vault: Vault
    public_url: str
    present: bool
    other_token: Sequence[Health] = ()
    found: dict[str, Found] = field(default_factory=dict)

    async def address(self) -> str:
        """Where the person logs in."""
        return self.login.address()

    async def by_address(self, pasted: str) -> Sequence[Found]:
        """What could be connected, by the address that the login led to. Raises SetupError and NetworkErrors."""
        return self._keep_in_mind(await by_address(self.login, pasted))

    async def by_token(self, token: str) -> Sequence[Found]:
        """What could be connected with a token that was made by hand. Raises SetupError and NetworkErrors."""
        return self._keep_in_mind(await by_token(self.login, token))

    async def keep(self, id: str) -> None:
        """Keep the token of one of them. Raises SetupError and StoreAway."""
        await write_token(self.vault, self.found[id].token)

    async def subscribe(self, id: str) -> Sequence[Health]:
        """Have the Page or account tell the app, and Meta call us where it can; says what a person has to do."""
        account = self._account(id)
        return [*await subscribe_account(account), *await self._webhook(account)]

    async def report(self, id: str) -> Sequence[Health]:
        """Has Meta call us; what the app may do today, and what Meta does not tell."""
        called, account = await self.subscribe(id), self._account(id)
        return [*called, *self.other_token, *await check(account), *untold(account)]

    def lines(self, id: str) -> str:
        """The account as bot.yaml needs it; "" when it is there."""
        return "" if self.present else lines_of(self.login, self.name, self.found[id])

    def _keep_in_mind(self, found: Sequence[Found]) -> Sequence[Found]:
        self.found.update({one.id: one for one in found})
        return found

    def _account(self, id: str) -> Account:
        found, login = self.found[id], self.login

        async def token() -> Token:
            return found.token

        return Account(
            place=Place(network_of(login.way), id, login.app.id, id if login.way == "page" else found.page),
            way=login.way,
            graph=login.graph(found.token.token),
            app=login.as_app(),
            token=token,
            hook_url=f"{self.public_url.rstrip('/')}/hooks/meta/{login.app.id}" if self.public_url else "",
            now=login.now,
        )

    async def _webhook(self, account: Account) -> list[Health]:
        if not account.hook_url:
            return []  # the report says so
        fields = ", ".join(account.app_fields)
        hand = f"{by_hand(account)}, verify token {verify_token(self.login.app.secret)}, fields {fields}"
        if not await self._running():
            words = f"Sangam does not answer at {self.public_url}, so Meta could not be told to call it."
            return [Health(ok=False, words=words, fix=hand)]
        try:
            await subscribe_app(account, self.login.app.secret)
        except NetworkError as error:
            more = "" if self.present else " Sangam answers for this app once the lines below stand in bot.yaml."
            return [Health(ok=False, words=f"Meta did not take our address as a webhook: {error}{more}", fix=hand)]
        return [Health(ok=True, words=f"Meta calls {account.hook_url} from now on.")]

    async def _running(self) -> bool:
        """Whether the world's way to us leads to a Sangam that runs."""
        try:
            async with self.login.http.get(f"{self.public_url.rstrip('/')}/health", timeout=PATIENCE) as answer:
                said = await answer.json(content_type=None)
                return answer.status == 200 and isinstance(said, dict) and said.get("alive") is True
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False


async def subscribe_account(account: Account) -> list[Health]:
    """Have the Page or account tell the app of everything that Sangam reads; a good outcome is in the report."""
    fields = ",".join(fields_of(account.place))
    try:
        await account.graph.post(f"/{account.place.node}/subscribed_apps", {"subscribed_fields": fields}, effect=False)
    except NetworkError as error:
        words = f"The Page or account could not be told to tell the app: {error}"
        return [Health(ok=False, words=words, fix="Mend that, and connect once more.")]
    return []


async def subscribe_app(account: Account, secret: str) -> None:
    """Tell Meta to call us; it asks our address at once whether it knows the verify token. Raises NetworkErrors."""
    fields = {
        "object": account.object,
        "callback_url": account.hook_url,
        "verify_token": verify_token(secret),
        "fields": ",".join(account.app_fields),
        "include_values": True,
    }
    await account.app.post(f"/{account.place.app_id}/subscriptions", fields, effect=False)


def steps_of(way: Way, redirect: str) -> Sequence[str]:
    """What a person has to do at developers.facebook.com before the login."""
    return told(*_steps(way, redirect))


def _steps(way: Way, redirect: str) -> Iterator[str]:
    blank = "The browser then says that it finds no page: that is right."
    if way == "instagram":
        yield f"At {APPS} choose Create App, or an app of yours, and add Instagram to it."
        yield "Under Instagram, API setup with Instagram login, add the account; accept the invitation in Instagram."
        yield f"""In the same place, under Business login settings, enter {redirect} as an OAuth redirect URI. The
            Instagram App ID and the Instagram App Secret that stand there are the ones to use here."""
        yield f"Log in at the address that comes next as the account, and accept. {blank}"
        return
    more = "" if way == "page" else " and Instagram"
    yield f"""At {APPS} choose Create App, or an app of yours, and add Facebook Login for Business, Webhooks,
        Messenger{more} to it."""
    yield f"Under Facebook Login for Business, Settings, enter {redirect} as a Valid OAuth Redirect URI."
    yield "App settings, Basic, shows the App ID and the App Secret."
    yield f"Log in at the address that comes next as somebody who manages the Page, and tick the Page. {blank}"


def lines_of(login: Dialogue, name: str, found: Found) -> str:
    """The account as it stands in bot.yaml."""
    said = [
        f"- network: {network_of(login.way)}",
        f"  name: {name}",
        f'  app_id: "{login.app.id}"',
        "  app_secret_file: secrets/meta-app-secret    # a file with the App Secret",
        f'  {"page" if login.way == "page" else "id"}: "{found.id}"',
    ]
    if login.way == "instagram by page":
        said += ["  login: facebook", f'  page: "{found.page}"']
    return "".join(f"  {line}\n" for line in said)


# ------------------------------------------------------------------------------------------- as `connect` asks for it


def way_of(network: str, known: Known) -> Way:
    """Which way the account is reached."""
    if network == "facebook":
        return "page"
    return "instagram by page" if known.get("login") == "facebook" else "instagram"


def begin(place: Wanted) -> Connection:
    """One login for an account."""
    known, way = place.known, way_of(place.network, place.known)
    app, hosts = App(known["app_id"], known["app_secret"]), Hosts.at(known["base_url"])
    login = Dialogue(place.http, app, way, hosts, place.now, redirect=place.redirect, configuration=known["config_id"])
    return Connection(login, place.name, place.vault, place.public_url, place.present, other_token(place))


def dialogue(network: str, title: str, id: str, more: Sequence[Question] = ()) -> Asking:
    """How an account of one of Meta's networks is connected."""
    return Asking(
        title,
        (*QUESTIONS, *more),
        id,
        lambda known, redirect: steps_of(way_of(network, known), redirect),
        begin,
        redirect=REDIRECT,
        takes_token=True,
        afterwards="Then start Sangam, and run this once more while it runs.",
    )


def number(word: str) -> str:
    """The App ID that somebody said; raises SetupError."""
    if not word.strip().isascii() or not word.strip().isdigit():
        raise SetupError(f"{plain(word)} is no App ID: that is a number, which the app's pages show.")
    return word.strip()


QUESTIONS: Final = (
    Question("app_id", "The app's number (App ID)", clean=number),
    Question("app_secret", "The app's secret (App Secret)", secret=True),
    Question("config_id", "A configuration of Facebook Login for Business, in place of permissions", asked=never),
    Question("base_url", "Another address than the network's own", asked=never, hidden=True),
)
