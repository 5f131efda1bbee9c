"""What can go wrong at an endpoint, in words that an operator can act on, and how long it is left alone then."""

from __future__ import annotations

import email.utils
import math
from collections.abc import Iterator
from typing import Any

from responders.llm.plain import one_line

MENDED_BY_HAND = 300.0  # seconds between tries where only a person can mend it
TOO_OFTEN = 20.0  # where an endpoint does not say how long
QUOTE = 160
CUT = ("ServerDisconnected", "ClientOSError", "ClientPayloadError", "ConnectionReset", "ReadError", "ProtocolError")


class Fault(Exception):
    """No answer, and why. `rest` seconds it is left alone; else it `counts` as a failure or not.

    `refusal` is what it said to a way of asking that it does not know. `perhaps_paid`: the endpoint may have worked.
    """

    def __init__(
        self, words: str, *, rest: float = 0.0, counts: bool = False, refusal: str = "", perhaps_paid: bool = False
    ) -> None:
        super().__init__(words)
        self.rest, self.counts, self.refusal, self.perhaps_paid = rest, counts, refusal, perhaps_paid


def fault_of(error: Exception, section: str = "model") -> Fault:
    """What an error of the library means; `section` of bot.yaml is where the endpoint is named."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _refused(error, status, section)
    # Over aiohttp the library calls every broken connection a time-out; what it was stands in the causes.
    names = " ".join(type(one).__name__ for one in _causes(error))
    if "ClientConnector" in names:
        return Fault(f"it cannot be reached ({str(error.__cause__)[:QUOTE]})", counts=True)
    if any(name in names for name in CUT):
        return Fault("the connection was cut", counts=True, perhaps_paid=True)
    if "Timeout" in names:
        return Fault("it did not answer in time", counts=True, perhaps_paid=True)
    return Fault(f"its answer could not be read ({type(error).__name__})", counts=True, perhaps_paid=True)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _refused(error: Any, status: int, section: str) -> Fault:
    told = _told(error)
    match status:
        case 401 | 403:
            words = f"it does not accept the key ({section}.api_key in bot.yaml): {told}"
            return Fault(words, rest=MENDED_BY_HAND)
        case 404:
            words = f"it has no such model ({section}.name), or not at this address ({section}.base_url): {told}"
            return Fault(words, rest=MENDED_BY_HAND)
        case 429 if error.code in {"insufficient_quota", "billing_hard_limit_reached"}:
            return Fault(f"the account at the endpoint has no credit left: {told}", rest=MENDED_BY_HAND)
        case 429:
            wait = retry_after(error.response.headers)
            return Fault("it has too much to do", rest=TOO_OFTEN if wait is None else wait)
        case 400 | 422:
            return _bad_request(error, told)
        case 503 if (wait := retry_after(error.response.headers)) is not None:
            return Fault("it is overloaded", rest=wait)
        case _:
            return Fault(f"it answered {status}: {told}", counts=True, perhaps_paid=status >= 500)


def _bad_request(error: Any, told: str) -> Fault:
    if error.code == "context_length_exceeded" or "context length" in told.lower():
        return Fault("the conversation and its sources are too long for this model")
    if error.code == "content_filter" or "content management policy" in told.lower():
        return Fault("the endpoint's own filter refused the conversation")
    refusal = f"{told} {error.param or ''}"
    return Fault(f"it refuses what it was asked: {told}", counts=True, refusal=refusal)


def _told(error: Any) -> str:
    """What the endpoint said, in one short line; without the key that it may repeat: this is kept and shown."""
    body = error.body if isinstance(error.body, dict) else {}
    message = str(body.get("message") or body.get("detail") or error.message)
    key = error.response.request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return one_line(message.replace(key, "***") if key else message, QUOTE) or "it said nothing"


def retry_after(headers: Any) -> float | None:
    """How many seconds an endpoint wants to be left alone, by its headers; a moment is counted from its own clock."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        told = headers.get(name, "")
        try:
            seconds = float(told) * unit
        except ValueError:
            seconds = _moment(told) - _moment(headers.get("date", ""))
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    return None


def _moment(told: str) -> float:
    """Unix seconds of an HTTP date; not a number when it is none."""
    try:
        return email.utils.parsedate_to_datetime(told).timestamp()
    except ValueError:
        return math.nan
