"""What each refusal of the Graph API means in our tree: by its code and subcode, never by the HTTP status.

Codes: developers.facebook.com/docs/graph-api/guides/error-handling, docs/messenger-platform/error-codes and
docs/instagram-platform/instagram-api-with-facebook-login/error-codes, read 2026-11-23.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.networks._http import plain
from bot.networks._meta.usage import regains_in
from bot.networks._meta.words import BY_CODE, BY_SUBCODE, CLOSED, NAMES, THROTTLED, Row
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, WindowClosed

LONGEST: Final = 86_400.0  # seconds; nobody is asked to wait for longer
UNREADABLE: Final = (ValueError, RecursionError)  # no JSON, or more nested than anybody means
TRANSIENT: Final = frozenset({1, 2})
GONE: Final = (100, 33)  # code and subcode of what is not there, or is shown to nobody like us
PERMISSIONS: Final = frozenset({3, 10, *range(200, 300)})
_NOTHING: Final = (0, 0)
_PREFIX: Final = re.compile(r"^\(#-?\d+\)\s*")
_PERMISSION: Final = re.compile(
    r"\b(?:pages?|instagram|business|read|publish|public|email|whatsapp|catalog|leads)_[a-z_]{3,}\b"
    r"|Page Public Content Access|Human Agent"
)


def error_for(status: int, body: bytes, headers: Mapping[str, str], *, effect: bool, network: str) -> NetworkError:
    """What a failed call means; with `effect` false it could not have changed anything, so nothing is uncertain.

    `network` is "facebook" or "instagram", and `headers` are in lower case; `refusal` tells Meta's code of what
    is returned.
    """
    said = told(body)
    error = _refused(said, headers, network) if said is not None else _answered(status, body, headers, network)
    if isinstance(error, Uncertain) and not effect:
        error = Unavailable(str(error))
    if said is not None:
        vars(error)["refusal"] = (_number(said, "code"), _number(said, "error_subcode"))
    return error


def refusal(error: BaseException) -> tuple[int, int]:
    """Meta's code and subcode of an error; (0, 0) where it gave none."""
    pair: tuple[int, int] = vars(error).get("refusal", _NOTHING)
    return pair


def told(body: bytes) -> dict[str, Any] | None:
    """The error that a body tells of; None when it tells of none."""
    try:
        answer = json.loads(body)
    except UNREADABLE:
        return None
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, dict) else None


def _refused(said: dict[str, Any], headers: Mapping[str, str], network: str) -> NetworkError:
    code, subcode, words = _number(said, "code"), _number(said, "error_subcode"), _own_words(said)
    if row := BY_SUBCODE.get((code, subcode)) or BY_SUBCODE.get((None, subcode)):
        return _meant(row, network, code, subcode, words)
    if code == 10 and "outside of allowed window" in words.lower():
        return _meant((WindowClosed, CLOSED), network, code, subcode)
    if code in THROTTLED:
        return _throttled(code, words, headers, network)
    if code in TRANSIENT or said.get("is_transient") is True:
        return Uncertain(f"{NAMES[network]} failed for a moment: {words}{_code(code, subcode)}")
    return _lasting(code, subcode, words, network)


def _lasting(code: int, subcode: int, words: str, network: str) -> NetworkError:
    if code == 100 and "appsecret_proof" in words:
        return LoginNeeded(
            "The app_secret in bot.yaml does not belong to the app of this token; "
            f"copy it anew, or run `.venv/bin/python run.py connect {network}`." + _code(code, subcode)
        )
    if code in PERMISSIONS and code not in BY_CODE:
        return Rejected(_not_allowed(code, subcode, words, network))
    if row := BY_CODE.get(code):
        return _meant(row, network, code, subcode, words)
    return Rejected(f"{NAMES[network]} refused: {words}{_code(code, subcode)}")


def _meant(row: Row, network: str, code: int, subcode: int, words: str = "") -> NetworkError:
    cls, sentence = row
    return cls(sentence.format(network=NAMES[network], name=network, said=words) + _code(code, subcode))


def _not_allowed(code: int, subcode: int, words: str, network: str) -> str:
    """Meta names the permission in most of these; the way out is the same for all."""
    named, code_said = list(dict.fromkeys(_PERMISSION.findall(words))), _code(code, subcode)
    if not named:
        way_out = f"If the app lacks a permission, run `.venv/bin/python run.py connect {network}` and grant it."
        return f"{NAMES[network]} does not allow this: {words} {way_out}{code_said}"
    way_out = f"run `.venv/bin/python run.py connect {network}` and grant it."
    return f"The app lacks the permission {' or '.join(named)} for this; {way_out}{code_said}"


def _throttled(code: int, words: str, headers: Mapping[str, str], network: str) -> RateLimited:
    """What Meta says about when it ends, else what is usual for this kind of limit."""
    wait = regains_in(headers) or _seconds(headers) or THROTTLED[code]
    return RateLimited(f"{NAMES[network]} asks to slow down: {words}{_code(code, 0)}", min(LONGEST, wait))


def _answered(status: int, body: bytes, headers: Mapping[str, str], network: str) -> NetworkError:
    """An answer without an error of the Graph API: from what stands before it, or before us."""
    name = NAMES[network]
    if status == 429:
        return RateLimited(f"{name} asks to slow down (HTTP 429).", min(LONGEST, _seconds(headers) or 60.0))
    if status == 413:
        return Rejected(f"{name} does not take files of this size.")
    if status == 503:
        return Unavailable(f"{name} is down for a moment (HTTP 503).")
    if status >= 500 or status < 300:
        return Uncertain(f"{name}'s answer could not be read (HTTP {status}).")
    if body.lstrip()[:1] == b"<":
        return Unavailable(f"A web page answered in place of {name} (HTTP {status}): a proxy, or base_url is wrong.")
    return Unavailable(f"Somebody else than {name} answers at base_url (HTTP {status}).")


def _own_words(said: dict[str, Any]) -> str:
    """What Meta wrote for people, else for programmers."""
    texts = (said.get("error_user_msg"), said.get("message"))
    words = next((text for text in texts if isinstance(text, str) and text.strip()), "no reason given")
    return plain(_PREFIX.sub("", words))


def _code(code: int, subcode: int) -> str:
    return f" (Meta's code {code}/{subcode})" if subcode else f" (Meta's code {code})"


def _number(said: dict[str, Any], key: str) -> int:
    value = said.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return max(0.0, float(headers.get("retry-after", "0")))
    except ValueError:
        return 0.0
