"""The routes of the simulated REST API: which function answers which path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.playground.discord.calls import Call
from bot.playground.discord.routes import (
    bans,
    callbacks,
    channels,
    commands,
    guilds,
    members,
    messages,
    reactions,
    threads,
    users,
    webhooks,
)

Answer = object  # what becomes JSON; None is an empty 204
Route = Callable[[Call], Answer]
MODULES = (bans, callbacks, channels, commands, guilds, members, messages, reactions, threads, users, webhooks)
# An interaction's token in the path is all the proof that is asked for.
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")


@dataclass(frozen=True, slots=True)
class Found:
    """A route that fits a path, and what stands in the path."""

    name: str
    answer: Route
    names: dict[str, str]


def _table() -> Iterator[tuple[str, tuple[str, ...], str, Route]]:
    for module in MODULES:
        for name, answer in module.ROUTES.items():
            method, _, path = name.partition(" ")
            yield method, tuple(path.strip("/").split("/")), name, answer


# Paths with fewer holes come first, so that /users/@me is not taken for a user's id.
ROUTES = sorted(_table(), key=lambda route: sum(part.startswith("{") for part in route[1]))


def table() -> list[str]:
    """The names of all routes, as method and path."""
    return [name for _, _, name, _ in ROUTES]


def find(method: str, path: str) -> Found | None:
    """The route of a path that begins after /api/v10."""
    parts = path.strip("/").split("/")
    for wanted, template, name, answer in ROUTES:
        if wanted == method and len(template) == len(parts):
            names = _fit(template, parts)
            if names is not None:
                return Found(name, answer, names)
    return None


def _fit(template: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    names = {}
    for wanted, part in zip(template, parts, strict=True):
        if wanted.startswith("{"):
            names[wanted[1:-1]] = part
        elif wanted != part:
            return None
    return names
