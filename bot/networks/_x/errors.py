"""What each refusal of X means in our tree.

Sources: docs.x.com, "Response codes and errors", "Rate limits" and "Manage Posts", read 2026-11-27; older codes from
the manual of API v1.1. X answers with a problem (`title`, `detail`, `type`, `status`), or with a list `errors`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.networks._http import UNREADABLE, plain
from bot.networks._x.limits import told_in
from bot.networks._x.words import (
    BY_CODE,
    BY_PART,
    BY_TYPE,
    CAPPED,
    CONNECTIONS,
    CREDITS,
    DEAD,
    DEAD_APP,
    HOUR,
    SLOW,
    TOO_LARGE,
    Row,
)
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

UNAUTHORISED: Final = 401
PAYMENT: Final = 402
TOO_BIG: Final = 413
TOO_MANY: Final = 429
DAY: Final = 86_400.0
A_WHILE: Final = 60.0  # seconds, where X does not say until when it wants rest


def error_for(
    status: int, body: bytes, headers: Mapping[str, str], *, effect: bool, app: bool = False, now: int = 0
) -> NetworkError:
    """What a failed call means; with `effect` false it could not have changed anything, so nothing is uncertain.

    `app`: it was made with the app's own token. `headers` are in lower case, `now` is in unix ms. `reason` tells why.
    """
    problem = told(body)
    if status == UNAUTHORISED:
        return _with("login", Rejected(DEAD_APP) if app else LoginNeeded(DEAD))
    if status == TOO_MANY:
        return _slowed(problem, headers, now)
    if status == PAYMENT:
        return _with("credits", RateLimited(CREDITS, HOUR))
    if status == TOO_BIG:
        return _with("too-large", Rejected(TOO_LARGE))
    if status >= 500 or status < 400 or not problem:
        return _answered(status, body, effect=effect)
    return refused(problem)


def refused(problem: Mapping[str, Any]) -> NetworkError:
    """What X's no means, by its own words; also where it stands in an answer that is otherwise a yes."""
    if row := _row(problem):
        return _meant(row, problem)
    return Rejected(f"X refused: {_own_words(problem)}")


def reason(error: BaseException) -> str:
    """Our name for why X refused, such as "not-summoned" or "gone"; "" where there is none."""
    return str(vars(error).get("reason", ""))


def told(body: bytes) -> dict[str, Any]:
    """The problem that a body tells of; empty when it is no JSON object."""
    try:
        said = json.loads(body)
    except UNREADABLE:
        return {}
    return said if isinstance(said, dict) else {}


def missing(answer: Mapping[str, Any]) -> Iterator[str]:
    """The ids of what an answer that is otherwise good could not show: gone, protected, or somebody's who is."""
    errors = answer.get("errors")
    for one in errors if isinstance(errors, list) else ():
        if isinstance(one, dict) and BY_TYPE.get(_type(one), ("",))[0] == "gone":
            yield str(one.get("resource_id") or one.get("value") or "")


def _row(problem: Mapping[str, Any]) -> Row | None:
    words = " ".join(_sentences(problem)).lower()
    if row := next((row for part, row in BY_PART.items() if part in words), None):
        return row
    if row := next((BY_CODE[code] for code in _codes(problem) if code in BY_CODE), None):
        return row
    return next((BY_TYPE[kind] for kind in (_type(problem), *_types(problem)) if kind in BY_TYPE), None)


def _meant(row: Row, problem: Mapping[str, Any]) -> NetworkError:
    why, cls, sentence = row
    return _with(why, cls(sentence.format(said=_own_words(problem))))


def _slowed(problem: Mapping[str, Any], headers: Mapping[str, str], now: int) -> NetworkError:
    kind = _type(problem)
    if kind == "usage-capped":
        return _with("usage-capped", RateLimited(CAPPED, HOUR))
    if kind == "streaming-connection":
        return _with("connections", RateLimited(CONNECTIONS, A_WHILE))
    ends = [window.reset for window in told_in(headers) if window.remaining <= 0]
    wait = (max(ends) - now) / 1000 if ends else _seconds(headers)
    return _with("slow", RateLimited(SLOW, min(DAY, max(1.0, wait))))


def _answered(status: int, body: bytes, *, effect: bool) -> NetworkError:
    """An answer that is no problem of X's: from what stands before it, or from X when it is not well."""
    if status == 503:
        return Unavailable("X is down for a moment (HTTP 503).")
    if status >= 500 or status < 400:
        return (Uncertain if effect else Unavailable)(f"X failed, or its answer could not be read (HTTP {status}).")
    if body.lstrip()[:1] == b"<":
        return Unavailable(f"A web page answered in place of X (HTTP {status}): a proxy, or base_url is wrong.")
    return Unavailable(f"Somebody else than X answers at base_url (HTTP {status}).")


def _own_words(problem: Mapping[str, Any]) -> str:
    """What X says, the most telling sentence first."""
    sentences = list(dict.fromkeys(filter(None, _sentences(problem))))
    return plain(sentences[0]) if sentences else "it gives no reason"


def _sentences(problem: Mapping[str, Any]) -> Iterator[str]:
    errors = problem.get("errors")
    for one in errors if isinstance(errors, list) else ():
        if isinstance(one, dict):
            yield from (str(one[name]) for name in ("message", "detail") if one.get(name))
    yield from (str(problem[name]) for name in ("detail", "title") if problem.get(name))


def _codes(problem: Mapping[str, Any]) -> Iterator[int]:
    errors = problem.get("errors")
    for one in errors if isinstance(errors, list) else ():
        if isinstance(one, dict) and isinstance(one.get("code"), int):
            yield one["code"]


def _types(problem: Mapping[str, Any]) -> Iterator[str]:
    errors = problem.get("errors")
    yield from (_type(one) for one in errors if isinstance(one, dict)) if isinstance(errors, list) else ()


def _type(problem: Mapping[str, Any]) -> str:
    """The last part of a problem's type."""
    return str(problem.get("type") or "").rstrip("/").rpartition("/")[2]


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return float(headers.get("retry-after", A_WHILE))
    except ValueError:
        return A_WHILE


def _with(why: str, error: NetworkError) -> NetworkError:
    vars(error)["reason"] = why
    return error
