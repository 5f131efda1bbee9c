"""No secret in any record: not in messages, arguments or tracebacks, whoever logs."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "123456:AAbbCCddEEff"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the one handler writes."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    logs.set_up([TOKEN, "abc"], json=True)
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    structlog.reset_defaults()


def test_a_record_is_one_line_of_json(written: io.StringIO) -> None:
    structlog.get_logger("sangam").info("ready", desk="http://127.0.0.1/", name="સંગમ")

    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["event"] == "ready"
    assert "સંગમ" in line


def test_a_secret_in_a_library_s_message_is_hidden(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("GET https://example.org/bot%s/getMe", TOKEN)

    assert TOKEN not in written.getvalue()
    assert logs.HIDDEN in written.getvalue()


def test_a_secret_in_a_traceback_is_hidden(written: io.StringIO) -> None:
    try:
        raise ValueError(f"cannot reach bot{TOKEN}")
    except ValueError:
        structlog.get_logger("sangam").exception("job.failed")

    assert "ValueError" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_words_shorter_than_a_secret_stay(written: io.StringIO) -> None:
    structlog.get_logger("sangam").info("abc of moderation")

    assert "abc of moderation" in written.getvalue()


def test_a_secret_that_becomes_known_while_it_runs_is_hidden_from_then_on(written: io.StringIO) -> None:
    later = "EAAB-a-token-from-the-vault"
    logs.hide(later, "ab")
    logs.hide(later)

    structlog.get_logger("sangam").info("asked", address=f"https://example.org/?access_token={later}", words="ab ovo")

    assert later not in written.getvalue()
    assert TOKEN not in logs.Scrubber([TOKEN]).scrub(TOKEN)
    assert "ab ovo" in written.getvalue()
