"""Ids, secrets and addresses as people write them into bot.yaml: what the options of several networks have in common.

Each raises ValueError with the words given, which say what to write instead.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

_SECRET: Final = re.compile(r"[!-~]{8,2000}")


def an_id(value: object, pattern: re.Pattern[str], otherwise: str) -> str:
    """An id; without quotes YAML reads one of digits as a number."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not pattern.fullmatch(text.strip()):
        raise ValueError(otherwise)
    return text.strip()


def a_secret(secret: SecretStr, otherwise: str) -> SecretStr:
    """A secret, without the blanks and line ends around it."""
    text = secret.get_secret_value().strip()
    if not _SECRET.fullmatch(text):
        raise ValueError(otherwise)
    return SecretStr(text)


def an_address(url: str, otherwise: str) -> str:
    """Where something answers on the web, without a slash at its end."""
    try:
        parts = urlsplit(url.strip())
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        _ = parts.port
    except ValueError:
        whole = False
    if not whole:
        raise ValueError(otherwise)
    return url.strip().rstrip("/")
