"""One file per network; REGISTRY names the class of each, imported on first use."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pydantic import BaseModel

from inbox.capabilities import Capabilities
from inbox.models import AccountId, Media
from inbox.network import Differs, FetchesMedia, Network

if TYPE_CHECKING:
    from bot.networks._login import Dialogue
    from bot.networks._outside import NetworkClass

REGISTRY = {
    "telegram": "bot.networks.telegram:Telegram",
    "webchat": "bot.networks.webchat:WebChat",
    "discord": "bot.networks.discord:Discord",
    "facebook": "bot.networks.facebook:Facebook",
    "instagram": "bot.networks.instagram:Instagram",
    "x": "bot.networks.x:X",
    "youtube": "bot.networks.youtube:YouTube",
    "tiktok": "bot.networks.tiktok:TikTok",
    "mastodon": "bot.networks.mastodon:Mastodon",
    "bluesky": "bot.networks.bluesky:Bluesky",
    "webhook": "bot.networks.webhook:Webhook",
}


def network_class(name: str) -> NetworkClass:
    """The class behind a network's name; KeyError when there is none."""
    module, cls = REGISTRY[name].split(":")
    return cast("NetworkClass", getattr(import_module(module), cls))


def connectable() -> Sequence[str]:
    """The networks that one can log in at: those that have a module for it; none is imported."""
    here = Path(__file__).parent
    return [name for name in REGISTRY if (here / f"_{name}" / "connect.py").is_file()]


def dialogue(name: str) -> Dialogue:
    """How an account of one of them is connected."""
    return cast("Dialogue", import_module(f"bot.networks._{name}.connect").DIALOGUE)


def offered(name: str, options: BaseModel) -> Capabilities:
    """What an account with these options can do: it may be less, or more, than others of its network."""
    cls = network_class(name)
    return cls.capabilities_of(options) if isinstance(cls, Differs) else cls.capabilities


def every_network() -> Mapping[str, Capabilities]:
    """What each network can do in general; the options of an account can make it less, or more."""
    return {name: network_class(name).capabilities for name in REGISTRY}


def fetcher(networks: Mapping[AccountId, Network]) -> Callable[[AccountId, Media], AsyncIterator[bytes]]:
    """How a surface gets the bytes of a medium that arrived; FileNotFoundError where a network has none."""

    async def fetch(account: AccountId, media: Media) -> AsyncIterator[bytes]:
        network = networks.get(account)
        if not isinstance(network, FetchesMedia):
            raise FileNotFoundError(media.ref)
        async for chunk in network.fetch(media):
            yield chunk

    return fetch
