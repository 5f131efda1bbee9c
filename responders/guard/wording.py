"""How a text is worded: words that we never say, capitals and exclamation marks, what we said just before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import re2
import regex

from responders.guard.lookalikes import unfolded
from responders.guard.said import Said
from responders.text import spaced, words

SHOUTED = 20  # letters, below which capitals are a name, an abbreviation, an OK
SHARE = 0.6  # of the letters that can be capitals
CAPITAL = regex.compile(r"\p{Lu}")
CAPITALS = re.compile(r"(?:(?<!\w)[^\W\d_a-z]{4,}\W+){3}[^\W\d_a-z]{4,}")
MARKS = re.compile(r"[!！]{3,}|(?:[!！?？]\s?){4,}")
# Latin letters among others, or with signs for letters: a word of one script only is what it seems.
MIXED = regex.compile(r"\p{Latin}(?!\p{Latin})\p{L}|(?!\p{Latin})\p{L}\p{Latin}")
LEET = str.maketrans("013457@$€|", "oieastasei")
SIGNS = re.compile(r"[a-z][013457@$€|]|[013457@$€|][a-z]")
STRETCHED = re.compile(r"([^\W\d])\1{2,}")
APART = re.compile(r"(?<![^\W_])(?:[^\W_][\s.*_\-·•|/\\]{1,3}){2,40}[^\W_](?![^\W_])")  # l e t t e r s
_GAP = r"[\s.*_\-·•|/\\]{1,3}"
# One quick pass says whether any of the four is there at all; most texts have none.
FOOLING = re2.compile(
    rf"(?:^|[^\pL\pN])[\pL\pN]{_GAP}[\pL\pN]{_GAP}[\pL\pN](?:$|[^\pL\pN])|[a-z][013457@$€|]|[013457@$€|][a-z]|"
    + "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz")
    + r"|[a-z][\p{Cyrillic}\p{Greek}\p{Armenian}ıɡɑ]|[\p{Cyrillic}\p{Greek}\p{Armenian}ıɡɑ][a-z]"
)
NEARLY = 0.9
ENOUGH = 6  # words; shorter texts are alike by chance


def ready(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each phrase as it was written, and as it is looked for."""
    return tuple((phrase, found) for phrase in dict.fromkeys(phrases) if (found := spaced(phrase)))


def wanted(phrases: tuple[tuple[str, str], ...]) -> re2._Regexp | None:
    """What finds quickly whether one of the phrases may stand in a text in normal form: the longest word of each."""
    longest = {max(found.split(), key=len) for _, found in phrases}
    return re2.compile("|".join(sorted(map(re2.escape, longest)))) if longest else None


def banned(said: Said) -> str:
    """Words and phrases that are never said, also when they are written so as not to be found."""
    wanted = said.terms.wanted
    if not wanted:
        return ""
    lines = [f" {' '.join(said.words)} "] if wanted.search(said.normal) else []
    lines += [spaced(line) for line in _disguised(said.normal) if wanted.search(line)]
    found = [phrase for phrase, needle in said.terms.banned if any(needle in line for line in lines)]
    return f"Words that we never say: {', '.join(f'“{phrase}”' for phrase in found)}." if found else ""


def shouting(said: Said) -> str:
    """Mostly capitals, or a row of exclamation marks."""
    if said.is_quoted:
        return ""
    told = []
    capitals = len(CAPITAL.findall(said.text))
    if capitals >= SHOUTED // 2 and _is_loud(said.text, capitals):
        told.append("capitals")
    if ("!" in said.text or "！" in said.text) and (marks := MARKS.search(said.text)):
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
    small = sum(map(str.islower, text))
    if capitals + small >= SHOUTED and capitals > SHARE * (capitals + small):
        return True
    return any(run[0].isupper() for run in CAPITALS.finditer(text))


def _disguised(text: str) -> Iterator[str]:
    """The text as a reader takes it who is being fooled, in every way in which it may be meant to fool."""
    if not FOOLING.search(text):
        return
    if not text.isascii() and MIXED.search(text):
        text = " ".join(unfolded(word) if MIXED.search(word) else word for word in text.split())
        yield text
    if SIGNS.search(text):
        yield " ".join(word.translate(LEET) if SIGNS.search(word) else word for word in text.split())
    if APART.search(text):
        yield APART.sub(lambda run: "".join(sign for sign in run[0] if sign.isalnum()), text)
    if STRETCHED.search(text):
        yield STRETCHED.sub(r"\1", text)
