"""The public sets that moderation is measured on: what each row says, what it is, and which half it belongs to."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ANY: Final = "any of them"
SPAM: Final = "spam"
CHOSEN, KEPT = "chosen on", "kept back"
CODES: Final = {
    "arabic": "ar", "dutch": "nl", "french": "fr", "german": "de", "hindi": "hi", "italian": "it", "mandarin": "zh",
    "polish": "pl", "portuguese": "pt", "spanish": "es",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A set: its file, where it is from, and its licence."""

    name: str
    what: str
    licence: str


SOURCES: Final = (
    Source("hatecheck", "HateCheck (Röttger and others, 2021): made-up sentences, one ability each", "CC BY 4.0"),
    Source("mhc", "Multilingual HateCheck (Röttger and others, 2022): the same in ten languages", "CC BY 4.0"),
    Source("surge_toxicity", "Surge AI's toxicity set: comments of social media", "MIT"),
    Source("openai1680", "OpenAI's moderation evaluation set: texts of the web, several categories", "MIT"),
    Source("germeval2018", "GermEval 2018: German tweets", "CC BY 4.0"),
    Source("youtube_spam", "YouTube Spam Collection (UCI): comments under five videos", "CC BY 4.0"),
    Source("sms_spam", "SMS Spam Collection (UCI): short messages", "CC BY 4.0"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A text; `truth` says of each class that people judged whether it is of it. `half` is the half it belongs to."""

    text: str
    truth: Mapping[str, bool]
    half: str
    ability: str = ""
    language: str = ""


def missing(folder: Path) -> list[Source]:
    """The sets whose files are not there."""
    return [source for source in SOURCES if not (folder / f"{source.name}.jsonl").is_file()]


def found(folder: Path) -> Path:
    """The folder that the files lie in: the one that is named or `moderation` in it."""
    inner = folder / "moderation"
    return inner if inner.is_dir() else folder


def rows(folder: Path, name: str) -> list[Row]:
    """The rows of a set."""
    return [READERS[name](given) for given in _lines(folder / f"{name}.jsonl")]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _check(given: dict[str, Any]) -> Row:
    """Rows of one template stay together: one half may be looked at when words are chosen, the other may not."""
    half = CHOSEN if int(given["templ"]) % 2 == 0 else KEPT
    language = CODES.get(given.get("lang", ""), "en")
    return Row(given["text"], {"hate": bool(given["y"])}, half, given["func"], language)


def _abuse(given: dict[str, Any]) -> Row:
    return Row(given["text"], {ANY: bool(given["y"])}, by_text(given["text"]))


def _spam(given: dict[str, Any]) -> Row:
    return Row(given["text"], {SPAM: bool(given["y"])}, by_text(given["text"]))


def _openai(given: dict[str, Any]) -> Row:
    labels = given["labels"]
    classes = {
        "hate": ("H", "H2"),
        "threat": ("V", "H2"),
        "insult": ("HR",),
        "sexual": ("S", "S3"),
        "self-harm": ("SH",),
    }
    truth = {
        name: any(labels.get(key) for key in keys)
        for name, keys in classes.items()
        if any(key in labels for key in keys)
    }
    return Row(given["text"], truth, by_text(given["text"]))


def by_text(text: str) -> str:
    """The half of a row that has no template: by its text, so that repeats stay together."""
    return CHOSEN if zlib.crc32(text.encode()) % 2 == 0 else KEPT


READERS: Final[Mapping[str, Callable[[dict[str, Any]], Row]]] = {
    "hatecheck": _check,
    "mhc": _check,
    "surge_toxicity": _abuse,
    "openai1680": _openai,
    "germeval2018": _abuse,
    "youtube_spam": _spam,
    "sms_spam": _spam,
}
