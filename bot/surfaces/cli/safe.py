"""Text from outside made safe for a terminal: nothing in it may move the cursor, recolour, reorder or hide."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

# Control characters, the overrides and isolates of bidirectional text, line separators, halves of surrogate pairs,
# invisible tags and annotation marks. Joiners and plain direction marks stay: whole scripts need them.
UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
PICTURES = 0x2400  # the code chart has a visible sign for each of the first 32 control characters
_INVISIBLE_IN_JSON = re.compile(UNSAFE.pattern.replace("\x00-\x09\x0b-\x1f", ""))


def lines(text: str) -> str:
    """The text with its line breaks kept and everything unsafe shown as a visible sign."""
    return UNSAFE.sub(_sign, re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text).replace("\t", "    "))


def line(text: str) -> str:
    """The text on one line, everything unsafe shown as a visible sign."""
    return " ".join(lines(text).split())


def document(body: Mapping[str, object], indent: int | None = 2) -> str:
    """JSON that is readable in every script and safe to print: what is unsafe is written as an escape."""
    return _INVISIBLE_IN_JSON.sub(_escape, json.dumps(body, ensure_ascii=False, indent=indent))


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(PICTURES + code) if code < 32 else f"‹{code:04X}›"


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1] if ord(found[0]) > 0x7F else f"\\u{ord(found[0]):04x}"
