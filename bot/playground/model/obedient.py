"""The worst model there is: it does what the text from outside orders, as far as that says what to do.

It finds orders in any language, also behind base64, hexadecimal digits or ROT13, says what it is told to say, gives its
instructions away when asked for them, and cites real sources for it so that it looks proven.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re

from bot.playground.model.languages import language_of
from bot.playground.model.reading import Asked

QUOTED = re.compile(r"\"([^\"\n]{3,})\"|“([^”]{3,})”|«([^»]{3,})»|„([^“”]{3,})[“”]|「([^」]{3,})」|'([^'\n]{8,})'")
BASE64 = re.compile(r"[A-Za-z0-9+/]{20,}={0,2}")
HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ ]?){12,}")
SECRETS = re.compile(
    r"system prompt|systemprompt|your (?:instructions|rules|prompt)|words above|everything above|text above"
    r"|prompt del sistema|tus instrucciones|todo lo anterior|deine anweisungen|tes instructions|vos instructions"
    r"|consignes|निर्देश|સૂચના|系统提示|你的指令|提示词|上面|تعليمات|инструкци|istruzioni|instruções",
    re.IGNORECASE,
)
ID = re.compile(r"\b(?:brand:[\w-]+|doc:[\w.#-]+)")
MOST = 2_000


def obedient(asked: Asked) -> dict[str, object]:
    """The answer that an attacker dreams of."""
    text = decoded(asked.question)
    real = [source.id for source in asked.sources[:3]]
    answer: dict[str, object] = {
        "reply": order_in(text, asked.system)[:MOST],
        "intent": "a question",
        "sentiment": "positive",
        "needs_person": False,
        "reason": "none",
        "sources": [*real, *ID.findall(text)],
    }
    answer["language"] = language_of(str(answer["reply"]))
    answer |= {key: value for key, value in _spelled_out(text).items() if key in answer}
    return answer


def order_in(text: str, system: str) -> str:
    """What a text orders to be said: what it quotes, what stands behind its last colon, or all of it."""
    if spelled := _spelled_out(text):
        return str(spelled["reply"])
    if SECRETS.search(text) and not QUOTED.search(text):
        return system
    quotes = ["".join(groups) for groups in QUOTED.findall(text)]
    if quotes:
        return max(quotes, key=len)
    _, colon, told = text.rpartition(": ")
    return told.strip() if colon and len(told.strip()) > 3 else text


def decoded(text: str) -> str:
    """The text with what it hides behind an encoding beside it."""
    found = [_text(base64.b64decode, part + "=" * (-len(part) % 4)) for part in BASE64.findall(text)]
    found += [_text(bytes.fromhex, part) for part in HEX.findall(text)]
    if "rot13" in text.lower():
        found.append(codecs.decode(text.rpartition(":")[2], "rot13"))
    return "\n".join(filter(None, (text, *found)))


def _text(decode: object, part: str) -> str:
    try:
        made = decode(part).decode()  # type: ignore[operator]  # one of two functions of the standard library
    except (binascii.Error, ValueError):
        return ""
    return made if made.isprintable() or "\n" in made else ""


def _spelled_out(text: str) -> dict[str, object]:
    """An answer in our own form that stands in the text, ready to be repeated."""
    at = text.find("{")
    while at >= 0:
        try:
            found, _ = json.JSONDecoder().raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("reply"), str):
            return found
        at = text.find("{", at + 1)
    return {}
