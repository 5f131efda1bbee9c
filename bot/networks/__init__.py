"""One file per network; REGISTRY names the class of each, imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bot.networks._outside import NetworkClass

REGISTRY = {
    "telegram": "bot.networks.telegram:Telegram",
    "webchat": "bot.networks.webchat:WebChat",
}


def network_class(name: str) -> NetworkClass:
    """The class behind a network's name; KeyError when there is none."""
    module, cls = REGISTRY[name].split(":")
    return cast("NetworkClass", getattr(import_module(module), cls))
