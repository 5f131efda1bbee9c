"""The kinds of value that operators write in YAML, with the words they read when one is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
UNSAID = ""  # the language of a text when nobody wrote it down
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(ms|[smhdw])")


class Written(BaseModel):
    """Something written in a file by hand: never changed after reading, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def version(made_of: BaseModel) -> str:
    """Eight signs that change when anything in it does, so that a decision can say what it rested on."""
    canonical = json.dumps(made_of.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:8]


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError("use small letters a-z, digits, - and _ only, at most 48, beginning with a letter or digit")
    return text


def language_code(text: str) -> str:
    """A language code as it should be written; ValueError in words otherwise."""
    if not LANGUAGE.fullmatch(text):
        raise ValueError("must be a language code such as en, gu or pt-BR")
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("there is no text here")
    return text.strip()


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError("must be a number with a unit: 20s, 5m, 2h or 7d")
    seconds = float(found[1]) * UNITS[found[2]]
    if seconds > 10 * 365 * UNITS["d"]:
        raise ValueError("longer than ten years")
    return timedelta(seconds=seconds)


def by_language(value: object) -> object:
    """One text for all languages, as if it had been written under the language nobody named."""
    return value if isinstance(value, Mapping) else {UNSAID: value}


def _language(code: str) -> str:
    return code and language_code(code)


Slug = Annotated[str, AfterValidator(_slug)]
Said = Annotated[str, AfterValidator(_said)]
OneOrMany = BeforeValidator(_listed)
Names = Annotated[tuple[Said, ...], OneOrMany]
Language = Annotated[str, AfterValidator(_language)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


def covers(patterns: tuple[str, ...], name: str) -> bool:
    """Whether a name is meant by the patterns (`telegram:*`); no patterns at all mean every name."""
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)
