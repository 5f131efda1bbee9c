"""Bare python-telegram-bot over its own transport: polls, answers a question about shipping at once, stores nothing.

python -m tests.bench.bots.ptb_bot BASE_URL

All updates of a page are answered at the same time, with a pool that has a connection for each.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer it."""
    if update.message and "shipping" in (update.message.text or ""):
        await update.message.reply_text("Shipping takes three days.")


def main(url: str) -> None:
    """Poll until ended."""
    builder = ApplicationBuilder().token("1:benchmark").base_url(f"{url}/bot").concurrent_updates(True)
    bot = builder.connection_pool_size(256).pool_timeout(60).build()
    bot.add_handler(MessageHandler(filters.TEXT, answer))
    bot.run_polling(poll_interval=0)


if __name__ == "__main__":
    main(sys.argv[1])
