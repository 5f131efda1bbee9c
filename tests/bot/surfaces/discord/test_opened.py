"""The control channel is there where bot.yaml speaks of one."""

from __future__ import annotations

import subprocess
import sys

from tests.tree import ROOT

ASK = """
import asyncio, sys
from bot.surfaces.discord.opened import open_room
nothing = open_room(None, None, None, None, None, None, None, asyncio.Event(), "")
print(nothing, "discord" in sys.modules)
"""


def test_without_a_control_channel_there_is_none_and_discord_is_not_loaded() -> None:
    said = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert said.stdout.split() == ["None", "False"], said.stderr
