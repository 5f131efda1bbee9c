"""Plays the story once, decided in Discord, and writes down what both networks saw: `python -m tests.flows.record`."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from tests.flows.seats import InTheControlChannel
from tests.flows.test_one_story import CHANGED, DRAFTED, QUESTION, Stage, stage

Line = tuple[float, str, str]  # seconds since the question, the network, what happened there


async def record() -> list[str]:
    """The lines of the record: seconds since the question, where, and what happened there."""
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder)) as it:
            seat = it.seats["control channel"]
            assert isinstance(seat, InTheControlChannel)
            asha, began, before = it.telegram.world.create_person("Asha"), time.time(), len(seat.discord.calls)
            it.telegram.world.say(asha, it.bot, QUESTION)
            lines = [(0, "Telegram", f"Asha asks: {QUESTION}")]
            await seat.edits(DRAFTED, CHANGED)
            pressed = time.time() - began
            for one in it.seats.values():
                await one.sees_it_sent(CHANGED)
            lines.append((pressed, "Discord", f"noor has pressed Edit and submitted: {CHANGED}"))
            lines += _calls(seat, before, began) + _answers(it, began)
            told = [f"{seconds:6.2f} s  {where:<8}  {what}" for seconds, where, what in sorted(lines)]
            folded = seat.text().splitlines()[-1]
            return [*told, "", f"The card now: {folded}"]


def _calls(seat: InTheControlChannel, before: int, began: float) -> list[Line]:
    calls = seat.discord.calls[before:]
    return [(call.time - began, "Discord", f"{call.route} -> {call.status}") for call in calls]


def _answers(it: Stage, began: float) -> list[Line]:
    sent = [one for one in it.telegram.world.sent if one.method == "sendMessage"]
    return [(one.time - began, "Telegram", f"sendMessage: {one.params.get('text')}") for one in sent]


if __name__ == "__main__":
    print("\n".join(asyncio.run(record())))
