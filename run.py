"""Puts Sangam together and starts it: settings, store, networks, responders, surfaces, loops; and the command line.

python run.py run        the inbox, with the accounts in config/bot.yaml
python run.py demo       the same on simulated networks, nothing to set up
python run.py check      try every credential and setting, and say how to mend what fails
python run.py --help     all the rest: the queue, approving, replying and so on, without a browser
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from bot.connecting import add_connecting
from bot.networks import REGISTRY, every_network, fetcher, network_class, offered
from bot.process import away, carry_out, until_stopped
from bot.surfaces.cli import Parts, add_commands
from bot.surfaces.cli.brand import commands as brand_commands
from bot.surfaces.cli.learning import add_learning
from bot.surfaces.cli.moderation import add_moderation
from bot.surfaces.cli.moderation_trying import add_trying
from bot.surfaces.cli.networks import add_networks
from bot.surfaces.cli.past import add_past_commands
from bot.surfaces.cli.trying import commands as rules_commands
from bot.surfaces.discord.command_line import commands as discord_commands
from bot.surfaces.discord.options import ControlOptions
from config.brand_book import book_of, remarks
from config.for_commands import ForCommands
from config.load import Config, load
from inbox.brand import Brand, Check
from inbox.canned import Replies
from inbox.errors import SetupError, StoreAway
from inbox.models import AccountId
from inbox.search import Index
from inbox.store import Store, opened
from inbox.store.blobs import Blobs
from inbox.store.embedded import Server, chosen, running
from inbox.store.keyring import Keyring

if TYPE_CHECKING:  # telegram and aiohttp are heavy; `run.py queue` must not wait for them
    from pydantic import BaseModel

    from bot.indexing import Indexing
    from bot.networks._outside import Share
    from bot.replay import Recording
    from bot.sending import Patience
    from bot.supervisor import Job
    from config.answering import Answering
    from inbox.brand import Fair
    from inbox.capabilities import Capabilities
    from inbox.network import Network
    from responders.chain import Chain

Before = Callable[[Store], Awaitable[None]] | None
log = structlog.get_logger("sangam")
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


# ------------------------------------------------------------------------------------------------- putting it together


def read_config(folder: Path) -> Config:
    """All of the configuration, or every mistake in it at once (ConfigError, a SetupError)."""
    return load(
        folder,
        lambda name: network_class(name).Options if name in REGISTRY else None,
        tuple(REGISTRY),
        control_channel=ControlOptions,
    )


def data_folder(config: Config) -> Path:
    """Where everything is kept that is not in somebody else's Redis."""
    return config.folder.parent / config.settings.data


def search_index(config: Config) -> Index:
    """What can be found by its words, on this host."""
    return Index(data_folder(config) / "search", config.settings.brand.id)


def redis_of(config: Config) -> AbstractAsyncContextManager[tuple[str, Server | None]]:
    """The address of the Redis to use, and the embedded server where we start one; raises SetupError."""
    redis = config.settings.redis
    return chosen(redis.url.get_secret_value(), data_folder(config) / "redis", redis.fsync)


def make_brand(config: Config, store: Store, check: Check | None = None, fair: Fair | None = None) -> Brand:
    """The brand as use cases see it; nothing is connected to the outside yet."""
    from config.assembly import brand_of, warn_of
    from config.fairness import fairness_of

    fair = fair or functools.partial(fairness_of, config.moderation)
    return brand_of(config.settings, capabilities_of(config), store, now, check or warn_of(config), fair)


def capabilities_of(config: Config) -> dict[AccountId, Capabilities]:
    """What each account can do."""
    return {account.id: offered(account.network, account.options) for account in config.settings.accounts}


@contextlib.asynccontextmanager
async def open_brand(folder: Path) -> AsyncIterator[Brand]:
    """The brand for one command: on the Redis that a running Sangam holds, else on one of our own for the moment."""
    config = read_config(folder)
    async with contextlib.AsyncExitStack() as stack:
        embedded = config.settings.redis.url.get_secret_value() == "embedded"
        url = running(data_folder(config) / "redis") if embedded else None
        url = url or (await stack.enter_async_context(redis_of(config)))[0]
        yield make_brand(config, await stack.enter_async_context(opened(url, config.settings.brand.id)))


def blobs_of(config: Config) -> Blobs:
    """Where files are kept that somebody attached."""
    return Blobs(data_folder(config) / "media")


def keyring_of(config: Config) -> Keyring:
    """What the tokens of accounts are encrypted with."""
    key = config.settings.tokens.key
    return Keyring(data_folder(config), key.get_secret_value() if key else "")


def open_networks(
    config: Config, store: Store, share: Share | None = None
) -> AbstractAsyncContextManager[dict[AccountId, Network]]:
    """Every account's adapter, on one shared HTTP session; closed at the end."""
    from bot.networks._outside import unshared
    from bot.opening import Here, open_networks

    blobs, keyring, control = blobs_of(config), keyring_of(config), config.settings.control_channel
    team = frozenset(map(str, control.channels)) if isinstance(control, ControlOptions) else frozenset[str]()
    here = Here(blobs, keyring, now, config.settings.web.public_url, share or unshared, team)
    return open_networks(config.settings.accounts, store, here)


def following(answering: Answering, brand: Brand, canned: Replies, indexing: Indexing) -> list[Job]:
    """What lets us judge and answer by the files as they stand, whenever they change, and find what was said."""
    from bot.supervisor import Job
    from config.watch import follow

    async def take_over(changed: Config) -> None:
        await answering.take_over(changed)
        await register_rules(brand, answering)
        canned.swap(changed.canned.canned)

    return [
        Job("config", lambda: follow(answering.config, take_over), waits=True),
        Job("meanings", answering.learn_meanings, waits=True),
        Job("index", indexing.follow, waits=True),
    ]


async def register_rules(brand: Brand, answering: Answering) -> None:
    """Tell the store which rules of moderation there are: those that are new begin in shadow."""
    from config.fairness import to_confirm
    from inbox.moderation import rulings

    await rulings.register(brand, answering.moderation().versions, to_confirm(answering.config.moderation))


# ---------------------------------------------------------------------------------------------------------- running


@dataclass(frozen=True, slots=True)
class Sangam:
    """A running Sangam; `setup_code` lets the first person make themselves admin."""

    brand: Brand
    port: int
    setup_code: str

    @property
    def url(self) -> str:
        """Where the desk is, on this machine."""
        return f"http://127.0.0.1:{self.port}/"


@contextlib.asynccontextmanager
async def serve(
    config: Config, *, demo_code: str = "", notice: str = "", patience: Patience | None = None, before: Before = None
) -> AsyncIterator[Sangam]:
    """Run everything until the block ends; `before` the accounts open. Raises SetupError when something is missing."""
    from bot.indexing import Indexing
    from bot.loops import start_loops
    from bot.metrics import Metrics
    from bot.sending import PATIENCE
    from bot.sharing import Sharing
    from bot.supervisor import Supervisor
    from bot.surfaces.desk import Codes, Desk, School
    from bot.surfaces.discord.opened import open_room
    from bot.tail import Tail
    from bot.web import application, serving
    from config.answering import open_answering
    from config.rehearsal import teach_of

    setup_code, supervisor, web = secrets.token_hex(4), Supervisor(), config.settings.web
    async with contextlib.AsyncExitStack() as stack:
        url, server = await stack.enter_async_context(redis_of(config))
        store = await stack.enter_async_context(opened(url, config.settings.brand.id))
        if before:
            await before(store)
        blobs, index = blobs_of(config), search_index(config)
        sharing = Sharing(blobs, web.public_url, await store.sharing_key(), now)
        networks = await stack.enter_async_context(open_networks(config, store, sharing))
        answering = await stack.enter_async_context(open_answering(config, store.meters, now))
        brand, canned = make_brand(config, store, answering.warn, answering.fair), Replies(config.canned.canned)
        await register_rules(brand, answering)
        tail, metrics = Tail(brand), Metrics(brand)
        tail.tell(metrics.heard)
        school = School(lambda: answering.config.faq, teach_of(config))
        desk = Desk(
            brand, tail, blobs, fetcher(networks), school, codes=Codes(setup=setup_code, demo=demo_code),
            demo=bool(demo_code), notice=notice, https=web.public_url.startswith("https:"),
            networks=lambda: tuple(every_network().values()),
        )  # fmt: skip
        pages = application(brand, networks.values(), [*sharing.routes(), *desk.routes()], metrics, web.trusted_proxies)
        port = await stack.enter_async_context(serving(pages, web.host, web.port))
        stack.callback(desk.close)  # before the server stops, or it waits for the open pages
        room = open_room(
            config.settings.control_channel, brand, index, canned, blobs.put, school, tail, supervisor.stopping,
            (web.public_url or (f"http://127.0.0.1:{port}" if demo_code else "")).rstrip("/"),
        )  # fmt: skip
        if room:
            stack.push_async_callback(room.close)
        stack.push_async_callback(supervisor.stop)
        jobs = [*following(answering, brand, canned, Indexing(brand, index, tail)), *(room.jobs() if room else ())]
        chain, rules = answering.chain, answering.moderation
        start_loops(supervisor, brand, networks, chain, tail, patience or PATIENCE, jobs, server, rules)
        yield Sangam(brand, port, setup_code)


# ------------------------------------------------------------------------------------------------- the command line

CONFIG = Path("config")
folder: ContextVar[Path] = ContextVar("folder", default=CONFIG)
Folder = Annotated[Path, typer.Option(help="The folder with bot.yaml.", envvar="SANGAM_CONFIG")]


@app.callback()
def main(config: Folder = CONFIG) -> None:
    """Sangam, a self-hosted unified inbox and moderation chatbot."""
    folder.set(config)


async def keep_file(data: bytes) -> str:
    """Keep a file that somebody attaches; returns what its record refers to it by."""
    return await blobs_of(read_config(folder.get())).put(data)


def rehearse(other: Path | None, brand: Brand, recording: Recording) -> tuple[Brand, Chain]:
    """The brand and the chain by the files in another folder, or by the usual ones, to do the past again."""
    from config import rehearsal

    config = read_config(other or folder.get())
    return rehearsal.rehearse(config, brand, recording.ask, recording.recall, recording.over)


def can() -> dict[AccountId, Capabilities]:
    """What each account can do, by the files as they stand."""
    return capabilities_of(FILES.read())


FILES = ForCommands(lambda: read_config(folder.get()))
PARTS = Parts(
    lambda: open_brand(folder.get()),
    keep_file,
    lambda: search_index(FILES.read()),
    lambda: {reply.name: reply for reply in FILES.read().canned.canned},
    FILES.add_faq,
    lambda: FILES.read().faq,
)
add_commands(app, PARTS)
add_past_commands(app, PARTS, rehearse)
add_learning(app, PARTS, FILES.teaching)
add_trying(add_moderation(app, PARTS), PARTS.open_brand, FILES.judge, FILES.classifying, can)
add_networks(app, every_network)
add_connecting(app, FILES.read, PARTS.open_brand, keyring_of)


@app.command()
def run() -> None:
    """Run the inbox until Ctrl+C."""
    carry_out(_run(folder.get()))


@app.command()
def demo(port: Annotated[int, typer.Option(help="Where to serve it; 0 takes any free port.")] = 8480) -> None:
    """Run the whole thing on simulated networks: no account, no token, nothing is kept."""
    carry_out(_demo(port))


@app.command()
def check() -> None:
    """Try every credential, Redis, the control channel and the public address; say what fails and how to mend it."""
    carry_out(_check(folder.get()))


def discord_options() -> tuple[list[BaseModel], BaseModel | None]:
    """What bot.yaml says of every Discord account, and of the control channel."""
    settings = read_config(folder.get()).settings
    return [account.options for account in settings.accounts if account.network == "discord"], settings.control_channel


app.add_typer(discord_commands(discord_options, carry_out), name="discord")
app.add_typer(rules_commands(PARTS.open_brand, FILES.rules, can), name="rules")
app.add_typer(brand_commands(*book_of(FILES.read)), name="brand")


async def _run(folder: Path) -> bool:
    from bot import logs

    config = read_config(folder)
    logs.set_up(config.secrets)
    async with serve(config) as sangam:
        log.info("ready", desk=sangam.url, accounts=list(sangam.brand.capabilities))
        if not await sangam.brand.store.people.all():
            typer.echo(f"\n  Open {sangam.url}welcome to make yourself at home; the code is {sangam.setup_code}\n")
        await until_stopped()
        log.info("stopping", words="letting what is being sent finish")
    return True


async def _demo(port: int) -> bool:
    from bot import logs
    from bot.playground.demo import NOTICE, world
    from bot.supervisor import spawn

    with tempfile.TemporaryDirectory(prefix="sangam-demo-") as folder:
        async with world(Path(folder), port) as simulated:
            config = read_config(Path(folder))
            logs.set_up(config.secrets, level="WARNING")
            code, log_in = secrets.token_urlsafe(9), functools.partial(simulated.log_in, keyring_of(config))
            async with serve(config, demo_code=code, notice=NOTICE, before=log_in) as sangam:
                people = spawn("people", simulated.live(sangam.url, sangam.brand))
                print(simulated.welcome(sangam.url, code), flush=True)
                await until_stopped()
                people.cancel()
    return True


async def _check(folder: Path) -> bool:
    import aiohttp

    from bot.checking import Checked, check_accounts, check_part, check_public_url, check_redis, told
    from bot.surfaces.discord.checking import check as check_control
    from inbox.network import Health
    from inbox.store.durability import safety_report
    from responders.moderation.probe import check_classifier
    from responders.probe import check_model

    config = read_config(folder)
    passed = told(Checked("configuration", Health(True, f"{folder} reads well")), print)
    typer.echo("".join(f"note  {said}\n" for said in await asyncio.to_thread(remarks, config, now())), nl=False)
    async with contextlib.AsyncExitStack() as stack:
        try:
            brand = await stack.enter_async_context(open_brand(folder))
        except (SetupError, StoreAway) as error:
            words = away(error) if isinstance(error, StoreAway) else str(error)
            failed = Health(False, words, "then check again: the accounts could not be tried")
            return told(Checked("Redis", failed), print)
        networks = await stack.enter_async_context(open_networks(config, brand.store))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        for found in (
            check_redis(await safety_report(brand.store.client)),
            check_accounts(networks.values()),
            check_part("model", functools.partial(check_model, config.settings.model)),
            check_part(
                "classifier", functools.partial(check_classifier, config.settings.classifier, config.moderation)
            ),
            check_part("control channel", functools.partial(check_control, config.settings.control_channel)),
            check_public_url(http, networks.values(), config.settings.web.public_url),
        ):
            async for checked in found:
                passed = told(checked, print) and passed
    return passed


if __name__ == "__main__":
    app()
