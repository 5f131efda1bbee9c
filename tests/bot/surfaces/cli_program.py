"""The command line on a brand that a test has made: what run.py is to an operator, for a test in its own process.

python cli_program.py <redis url> <brand> <folder for files> <command...>
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import typer

from bot.surfaces.cli import Parts, add_commands
from bot.surfaces.cli.moderation import add_moderation
from inbox.brand import Brand, Check, Undo, unchecked
from inbox.canned import CannedReply, Replies
from inbox.capabilities import Capabilities
from inbox.cases import Fairness
from inbox.errors import NotAllowed
from inbox.models import AccountId
from inbox.search import Index
from inbox.store import opened
from inbox.store.blobs import Blobs
from responders.faq import FaqFile
from tests.world import ACCOUNT, CAPABILITIES

CANNED = (
    CannedReply("thanks", {"en": "Thank you, {name}!", "gu": "આભાર, {name}!"}, "Thank somebody"),
    CannedReply("site", {"": "Only for the site."}, accounts=("webchat:*",)),
)


async def add_faq(id: str, question: str, answer: str, language: str) -> tuple[str, bool]:
    """Take a short question, in place of a file."""
    if len(question) > 100:
        raise NotAllowed("Not added: too long.")
    return id or "made-up", not id


def now() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


def program(
    url: str,
    name: str,
    folder: Path,
    check: Check = unchecked,
    capabilities: Mapping[AccountId, Capabilities] = {ACCOUNT: CAPABILITIES},  # nobody changes it
    fairness: Fairness | None = None,
) -> typer.Typer:
    """The whole command line for one brand."""

    @contextlib.asynccontextmanager
    async def open_brand() -> AsyncIterator[Brand]:
        async with opened(url, name) as store:
            fair = (lambda: fairness) if fairness else None
            yield Brand(name, store, capabilities, lambda *_: "draft", now, Undo(), check=check, fair=fair)

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    parts = Parts(open_brand, Blobs(folder).put, lambda: Index(folder, name), Replies(CANNED), add_faq, FaqFile)
    add_commands(app, parts)
    add_moderation(app, parts)
    return app


if __name__ == "__main__":
    url, name, folder, *command = sys.argv[1:]
    program(url, name, Path(folder))(command)
