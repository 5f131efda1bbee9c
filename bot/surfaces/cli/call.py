"""One call of a command: who acts, on which brand, where the answer goes, and with which code it ends.

A command is an async function that takes a `Call` first and then what the command line gives. Exit codes: 0 done,
1 refused, 2 not understood, 3 not found, 4 the store is away, 5 not set up, 130 interrupted.
"""

from __future__ import annotations

import asyncio
import getpass
import inspect
import os
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from bot.surfaces.cli.screen import Screen, screen
from inbox import views
from inbox.brand import Brand
from inbox.canned import CannedReply
from inbox.errors import NotFound, Refused, SangamError, SetupError, StoreAway
from inbox.models import Actor, DeliveryId, DraftId
from inbox.search import Index

if TYPE_CHECKING:  # heavy; most commands need no FAQ
    from responders.faq import FaqFile

OpenBrand = Callable[[], AbstractAsyncContextManager[Brand]]
KeepFile = Callable[[bytes], Awaitable[str]]
Canned = Callable[[], Mapping[str, CannedReply]]
Command = Callable[..., Awaitable[None]]

REFUSED, NOT_FOUND, AWAY, NOT_SET_UP = 1, 3, 4, 5  # 2 is what typer ends with
OLDEST = ("next", "last")  # in place of a draft's id: the one that has waited longest
LONGEST_NAME = 64

AsName = Annotated[
    str, typer.Option("--as", envvar="SANGAM_AS", metavar="NAME", help="Who acts; else your login name.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Plainly = Annotated[bool, typer.Option("--plain", help="No colours and no lines drawn, as in a pipe.")]


class AddFaq(Protocol):
    """Writes a question and its answer into the FAQ."""

    async def __call__(self, id: str, question: str, answer: str, language: str) -> tuple[str, bool]:
        """The entry that has it now, and whether that is a new one; raises a Refused that says why not."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands are put together from; each is opened or read only by a command that needs it."""

    open_brand: OpenBrand
    keep: KeepFile
    index: Callable[[], Index]
    canned: Canned
    add_faq: AddFaq
    faq: Callable[[], FaqFile]


@dataclass(frozen=True, slots=True)
class Call:
    """What every command is given."""

    brand: Brand
    by: Actor
    screen: Screen
    parts: Parts

    async def draft(self, word: str) -> DraftId:
        """The draft that a word names; raises NotFound when "next" is asked for and none waits."""
        if word not in OLDEST:
            return DraftId(word)
        page = await views.queue(self.brand, self.by, "drafted", limit=1)
        for row in page.rows:
            for card in (await views.reading(self.brand, self.by, row.conversation.id, limit=1)).cards:
                return card.draft.id
        raise NotFound("No draft waits for a decision.")

    async def delivery(self, word: str) -> DeliveryId:
        """The delivery that a word names: its own id, or that of the draft it was made of."""
        try:
            draft = (await views.card(self.brand, self.by, DraftId(word))).draft
        except NotFound:
            return DeliveryId(word)
        if draft.delivery is None:
            raise NotFound(f"Draft {word} is not on its way: it is {draft.state}.")
        return draft.delivery


def as_command(deed: Command, parts: Parts) -> Callable[..., None]:
    """The function that typer is given: takes what `deed` takes after its call, and the three common options."""
    given = inspect.signature(deed, eval_str=True)
    common = [
        inspect.Parameter("as_name", inspect.Parameter.KEYWORD_ONLY, default="", annotation=AsName),
        inspect.Parameter("json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=AsJson),
        inspect.Parameter("plain", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Plainly),
    ]
    own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in list(given.parameters.values())[1:]]

    def command(as_name: str, json: bool, plain: bool, **words: Any) -> None:
        by, where = actor(as_name), screen(json=json, plain=plain)

        async def within() -> None:
            async with parts.open_brand() as brand:
                await deed(Call(brand, by, where, parts), **words)

        end(where, within)

    command.__signature__ = given.replace(parameters=[*own, *common])  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in [*own, *common]}
    command.__doc__ = deed.__doc__
    return command


def actor(name: str) -> Actor:
    """Who acts. Whoever has a shell on the server could read everything anyway, so is trusted with everything."""
    name = " ".join((name or _login()).split())
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise typer.BadParameter(f"a name has 1 to {LONGEST_NAME} letters that can be seen", param_hint="--as")
    return Actor("person", name, "admin")


def end(where: Screen, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command to its end and make of every error of ours one sentence and one exit code."""
    try:
        asyncio.run(work())
    except BrokenPipeError:
        # Whoever read our output has gone. Python would complain once more when it closes the stream at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except SangamError as error:
        where.warn(str(error))
        raise typer.Exit(_code(error)) from None


def _code(error: SangamError) -> int:
    match error:
        case NotFound():
            return NOT_FOUND
        case Refused():
            return REFUSED
        case StoreAway():
            return AWAY
        case SetupError():
            return NOT_SET_UP
        case _:
            return REFUSED


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container the user id may have no name
        return f"uid {os.getuid()}"
