"""python-telegram-bot's requests over the one shared aiohttp session; every failure says what is certain of it.

telegram.error.TelegramError
├── Flooded(seconds)             not done: told to wait (in place of RetryAfter, which warns when made)
└── telegram.error.NetworkError
    ├── NotSent                  not done: no connection was made
    ├── Answered(status)         somebody answered, but not the Bot API, or its servers failed
    ├── telegram.error.TimedOut  perhaps done: no answer in time
    └── (itself)                 perhaps done: the connection broke before the answer was read

The Bot API has the token in the path of every URL, so no text here contains a URL or is chained to one that does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, cast

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 30.0
WRITE_SECONDS: Final = 10.0
UPLOAD_SECONDS: Final = 180.0  # 50 MB at 2.3 Mbit/s
FORM: Final = {"User-Agent": BaseRequest.USER_AGENT, "Content-Type": "application/x-www-form-urlencoded"}
PLAIN: Final = {"User-Agent": BaseRequest.USER_AGENT}
SPOKEN: Final = frozenset({400, 401, 403, 404, 409})  # statuses for which python-telegram-bot has an error of its own
NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotSent(NetworkError):
    """No connection was made, so nothing was asked of Telegram."""


class Answered(NetworkError):
    """An HTTP answer that is no verdict of the Bot API: a proxy's page, or `status` 5xx."""

    def __init__(self, status: int, words: str) -> None:
        """Keep the HTTP status, which decides what is certain."""
        super().__init__(words)
        self.status = status


class Flooded(TelegramError):
    """HTTP 429; `seconds` is how long Telegram wants us to wait."""

    def __init__(self, words: str, seconds: float) -> None:
        """Keep the wait as plain seconds."""
        super().__init__(words)
        self.seconds = seconds


class SharedSession(BaseRequest):
    """Carries the requests of a `telegram.Bot` on a session that somebody else opened and closes."""

    __slots__ = ("_http", "_read_seconds")

    def __init__(self, http: aiohttp.ClientSession, read_seconds: float = READ_SECONDS) -> None:
        """Borrow the session; its connector's limits hold for us too."""
        self._http = http
        self._read_seconds = read_seconds

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take when the caller does not say, in seconds."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Nothing to open: the session is borrowed."""

    async def shutdown(self) -> None:
        """Nothing to close: the session is borrowed."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP exchange; returns status and body when the Bot API gave a verdict, else raises as drawn above."""
        if self._http.closed:
            raise NotSent("we are shutting down")
        data, headers = _body(request_data)
        write = UPLOAD_SECONDS if isinstance(data, aiohttp.FormData) else WRITE_SECONDS
        timeout = _timeout(
            _seconds(connect_timeout, CONNECT_SECONDS),
            _seconds(write_timeout, write),
            _seconds(read_timeout, self._read_seconds),
        )
        try:
            async with self._http.request(
                method, url, data=data, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                status, payload = answer.status, await answer.read()
        except NEVER_LEFT as error:
            raise NotSent(f"no connection to the Bot API ({_reason(error)})") from None
        except TimeoutError:
            raise TimedOut("the Bot API did not answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection broke before the answer came ({type(error).__name__})") from None
        _expect_verdict(status, payload)
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """The Bot API's object; TelegramError when somebody else answered, after the call was perhaps carried out."""
        said = _said(payload)
        if "result" in said or "description" in said:
            return said
        raise TelegramError("the answer is not the Bot API's")


def _reason(error: Exception) -> str:
    """What the operating system says; never the text of aiohttp, which may hold the URL."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return (getattr(cause, "strerror", None) or type(cause).__name__).lower()


def _seconds(given: ODVInput[float], default: float) -> float:
    return default if given is None or isinstance(given, DefaultValue) else given


@lru_cache(maxsize=32)
def _timeout(connect: float, write: float, read: float) -> aiohttp.ClientTimeout:
    """aiohttp has no limit of its own for writing, so the total bounds it."""
    return aiohttp.ClientTimeout(total=connect + write + read, connect=connect, sock_read=read)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    if data is None or not data.parameters:
        return None, PLAIN
    if not data.contains_files:
        return data.url_encoded_parameters().encode(), FORM
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, PLAIN


def _expect_verdict(status: int, payload: bytes) -> None:
    """Raise unless this is a success, or a refusal in the Bot API's own words that python-telegram-bot can read."""
    if status < 300:
        return
    said = _said(payload)
    words = said.get("description")
    if status == 429:
        parameters = said.get("parameters")
        wait = parameters.get("retry_after", 1) if isinstance(parameters, dict) else 1
        raise Flooded(str(words or "Too Many Requests"), float(wait))
    if status in SPOKEN and words:
        return
    raise Answered(status, str(words) if words else f"HTTP {status}, not in the Bot API's words")


def _said(payload: bytes) -> dict[str, object]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", said) if isinstance(said, dict) else {}
