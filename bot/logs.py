"""Log records: one line each, readable on a terminal and JSON elsewhere, with every secret taken out at the handler.

The handler is the only sure place: libraries log URLs with tokens in them, and tracebacks hold whatever was in scope.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable

import structlog

HIDDEN = "[secret]"
SHORTEST = 6  # shorter ones would blot out ordinary words


class Scrubber(logging.Filter):
    """Replaces known secrets in the finished text of a record."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """`secrets`: the values that must never be written."""
        super().__init__()
        self._secrets: list[str] = []
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Take these out too from now on."""
        new = {secret for secret in secrets if len(secret) >= SHORTEST}.difference(self._secrets)
        if new:
            self._secrets = sorted({*self._secrets, *new}, key=len, reverse=True)

    def scrub(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


class ScrubbingHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes records to standard error, scrubbed as the last step, tracebacks included."""

    def __init__(self, scrubber: Scrubber) -> None:
        """Write to standard error."""
        super().__init__(sys.stderr)
        self.scrubber = scrubber

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without secrets."""
        return self.scrubber.scrub(super().format(record))


def set_up(secrets: Iterable[str], *, level: str = "INFO", json: bool | None = None) -> None:
    """Send all logs, ours and the libraries', through one scrubbing handler; JSON unless a terminal reads them."""
    as_json = json if json is not None else not sys.stderr.isatty()
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    look: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = ScrubbingHandler(Scrubber(secrets))
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=look, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("aiohttp.access", "httpx", "telegram", "discord", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def hide(*secrets: str) -> None:
    """Keep what became known while running, such as a token from the vault, out of every record from now on."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, ScrubbingHandler):
            handler.scrubber.learn(secrets)
