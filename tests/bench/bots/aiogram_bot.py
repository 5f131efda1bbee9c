"""Bare aiogram: polls, answers a question about shipping at once, stores nothing.

python tests/bench/bots/aiogram_bot.py BASE_URL       (in .venv-bench: it wants an older pydantic than Sangam)
"""

from __future__ import annotations

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message(F.text.contains("shipping"))
async def answer(message: Message) -> None:
    """Answer it."""
    await message.answer("Shipping takes three days.")


async def main(url: str) -> None:
    """Poll until ended."""
    bot = Bot("1:benchmark", session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
