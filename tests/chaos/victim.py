"""Sangam itself with nothing changed but its patience: the process that the chaos tests kill."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from openai.resources import chat

import run
from bot import checking, logs, loops, metrics, tending, web
from bot.networks import telegram, webchat
from bot.process import EXIT_SETUP
from bot.sending import Patience
from bot.surfaces import desk
from config import answering, watch
from inbox.errors import SetupError, StoreAway
from responders.language import language_of

# These are imported on first use, and what tells languages apart is read then.
READ = language_of(["Hello!"])
WARM = (READ, answering, chat, checking, desk, loops, metrics, telegram, tending, watch, web, webchat)
QUICK = Patience(send=1_000, lease=1_500, drafting=3_000)


async def live(config_folder: str) -> None:
    """Run until killed; what keeps it from starting is said as `run.py run` says it."""
    folder = Path(config_folder)
    config = run.read_config(folder)
    logs.set_up(config.secrets, json=True)
    try:
        async with run.serve(config, patience=QUICK):
            await asyncio.Event().wait()
    except (SetupError, StoreAway) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_SETUP) from None
