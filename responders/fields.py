"""The kinds of value that operators write in YAML, with the words they read when one is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


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


Slug = Annotated[str, AfterValidator(_slug)]
Said = Annotated[str, AfterValidator(_said)]
OneOrMany = BeforeValidator(_listed)
Names = Annotated[tuple[Said, ...], OneOrMany]


def covers(patterns: tuple[str, ...], name: str) -> bool:
    """Whether a name is meant by the patterns (`telegram:*`); no patterns at all mean every name."""
    return not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)
