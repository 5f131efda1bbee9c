"""How long a text is for the simulated X: a plain count of its own, good enough to refuse what is too long."""

from __future__ import annotations

import re
import unicodedata

LIMIT, PREMIUM_LIMIT = 280, 25_000
URL_COUNTS = 23
_ENDINGS = "com|org|net|edu|gov|io|in|co|de|fr|uk|eu|app|dev|info|shop|store"
URL = re.compile(rf"https?://[^\s<>]+|(?<![@\w./])(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/[^\s<>]*)?", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@(\w{1,15})\b")
HASHTAG = re.compile(r"(?<![\w&])#(\w*[^\W\d_]\w*)")
CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6})(?![\w$])")
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_ONE = f"{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:[\U000e0020-\U000e007f]+)?"
EMOJI = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_ONE}(?:\u200d{_ONE})*")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def length(text: str) -> int:
    """The weighted length of a text."""
    text = unicodedata.normalize("NFC", text)
    text, urls = URL.subn("", text)
    text, emoji = EMOJI.subn("", text)
    return urls * URL_COUNTS + emoji * 2 + sum(_weight(ord(letter)) for letter in text)


def _weight(code: int) -> int:
    return 1 if any(low <= code <= high for low, high in _LIGHT) else 2
