"""How long a click in the control channel waits to be acknowledged while each command of Redis takes two seconds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.playground.discord import Message
from inbox.store.embedded import embedded
from tests.bench.figures import Figure, show
from tests.bot.surfaces.discord.control_room import Room, button, control_room
from tests.bot.surfaces.discord.slow_redis import slow_wire
from tests.cast import ASHA
from tests.world import at, world

MOST = 3.0  # seconds in which Discord wants its answer
BUTTONS = ("approve", "edit", "reject", "redraft", "reply", "claim", "snooze", "resolve", "hide", "remove")
COMMANDS = (("inbox", {}), ("open", {"conversation": at(ASHA)}), ("reply", {"text": "Hello"}), ("parked", {}))


async def measure(slowly: float = 2.0) -> list[Figure]:
    """The slowest of many clicks and commands, all at once; Discord would have refused what came too late."""
    with tempfile.TemporaryDirectory(prefix="sangam-bench-") as folder:
        seconds = [0.0]
        async with (
            embedded(Path(folder) / "redis") as server,
            slow_wire(server.url, seconds) as url,
            world(url, "bench") as inbox,
            control_room(inbox) as room,
        ):
            draft = await inbox.drafted()
            card = await room.card(at(ASHA), draft)
            seconds[0] = slowly
            times = await _clicked(room, card)
            seconds[0] = 0.0
    remark = f"of {len(times)} clicks and commands, Redis at {slowly:g} s a command"
    return [Figure("seconds to the slowest acknowledgement", max(times), remark, most=MOST)]


async def _clicked(room: Room, card: Message) -> list[float]:
    olga, world = room.people["olga"], room.world
    asked = [world.press(olga, card, button(card, verb)) for verb in BUTTONS]
    asked += [world.command(olga, card.channel, name, options) for name, options in COMMANDS]
    for one in asked:
        await one.answered(timeout=MOST)
    return [one.acknowledged_after for one in asked]


if __name__ == "__main__":
    show(measure())
