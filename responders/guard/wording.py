"""How a text is worded: words that we never say, capitals and exclamation marks, what we said just before."""

from __future__ import annotations

import re
from collections import Counter

from responders.guard.lookalikes import unfolded
from responders.guard.said import Said
from responders.text import spaced, words

SHOUTED = 20  # letters, below which capitals are a name, an abbreviation, an OK
SHARE = 0.6  # of the letters that can be capitals
IN_A_ROW = 4  # words of four capitals or more
CAPITALS = re.compile(r"(?:(?<!\w)[^\W\d_a-z]{4,}\W+){3}[^\W\d_a-z]{4,}")
MARKS = re.compile(r"[!！]{3,}|(?:[!！?？]\s?){4,}")
LEET = str.maketrans("013457@$€|", "oieastasei")
SIGNS = re.compile(r"[013457@$€|]")
APART = re.compile(r"(?<![^\W_])(?:[^\W_][\s.*_\-·•|/\\]{1,3}){2,40}[^\W_](?![^\W_])")  # l e t t e r s
NEARLY = 0.9
ENOUGH = 6  # words; shorter texts are alike by chance


def ready(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each phrase as it was written, and as it is looked for."""
    return tuple((phrase, found) for phrase in dict.fromkeys(phrases) if (found := spaced(phrase)))


def banned(said: Said) -> str:
    """Words and phrases that are never said, also when they are written so as not to be found."""
    if not said.terms.banned:
        return ""
    lines = _lines(said)
    found = [phrase for phrase, needle in said.terms.banned if any(needle in line for line in lines)]
    return f"Words that we never say: {', '.join(f'“{phrase}”' for phrase in found)}." if found else ""


def shouting(said: Said) -> str:
    """Mostly capitals, or a row of exclamation marks."""
    if said.is_quoted:
        return ""
    told = []
    capitals = sum(sign.isupper() for sign in said.text)
    if capitals >= SHOUTED // 2 and _is_loud(said.text, capitals):
        told.append("capitals")
    if marks := MARKS.search(said.text):
        told.append(f"“{marks[0].strip()}”")
    return f"It shouts: {' and '.join(told)}." if told else ""


def repeats(said: Said) -> str:
    """The same as our last reply, or nearly so."""
    last = said.ours[-1] if said.ours else ""
    if not last:
        return ""
    before, now = words(last), said.words
    if (before or [last.strip()]) == (now or [said.text.strip()]):
        return "It repeats our last reply word for word."
    if len(now) >= ENOUGH and _alike(before, now) and _digits(before) == _digits(now):
        return "It says nearly the same as our last reply."
    return ""


def _alike(one: list[str], other: list[str]) -> bool:
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared >= NEARLY * (len(one) + len(other))


def _digits(of: list[str]) -> list[str]:
    return sorted(word for word in of if any(sign.isdecimal() for sign in word))


def _is_loud(text: str, capitals: int) -> bool:
    small = sum(sign.islower() for sign in text)
    if capitals + small >= SHOUTED and capitals > SHARE * (capitals + small):
        return True
    return any(run[0].isupper() for run in CAPITALS.finditer(text))


def _lines(said: Said) -> list[str]:
    """The words of the text as they are compared: as they stand, and as a reader takes them who is being fooled."""
    lines = [f" {' '.join(said.words)} "]
    text = said.normal
    if not text.isascii():
        text = " ".join(unfolded(word) if _mixes(word) else word for word in text.split())
        lines.append(spaced(text))
    if SIGNS.search(text):
        lines.append(spaced(" ".join(word.translate(LEET) if SIGNS.search(word) else word for word in text.split())))
    if APART.search(text):
        lines.append(spaced(APART.sub(lambda run: "".join(sign for sign in run[0] if sign.isalnum()), text)))
    squeezed = re.sub(r"([^\W\d])\1{2,}", r"\1", text)
    if squeezed != text:
        lines.append(spaced(squeezed))
    return lines


def _mixes(word: str) -> bool:
    """Whether Latin letters stand among others: a word of one script only is what it seems."""
    latin = any(sign.isascii() and sign.isalpha() for sign in word)
    return latin and not word.isascii()
