"""The facts in a text that must stand in a source: links, addresses, telephone numbers, dates, times, sums, numbers.

Each is brought into one spelling (digits of any script, 9 am and 09:00, 2,000 and 2 000, 3 May and 2026-05-03), so that
the same fact is found however it is written. Where a spelling has two readings the fact only equals itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from responders.currencies import CURRENCY, PER_CENT, PER_HUNDRED
from responders.links import same
from responders.llm.calendar import DATES, date_of
from responders.llm.nearby import Words, words_in
from responders.text import readable

Kind = Literal["link", "address", "name", "phone", "date", "time", "percent", "money", "number"]

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−－﹣", "-"))
WIDE_DOT = re.compile(r"(?<=[A-Za-z0-9])[。．｡](?=[A-Za-z])")  # within an address; elsewhere it ends a sentence
MARK = "•"
HERE_STOOD = f" {MARK} "  # a fact, in what is left of a text without its facts
DOT = re.compile(
    r"\s*[\[({]\s*(?:\.|dot|punkt|punto|point|ponto)\s*[\])}]\s*|(?<=\w)\s+dot\s+(?=\w{2,})", re.IGNORECASE
)
AT = re.compile(r"\s*[\[({]\s*(?:at|arroba)\s*[\])}]\s*", re.IGNORECASE)

# Bounded, and never beginning inside a number: what is longer is no number of ours, and takes no longer to look at.
NUMBER = r"(?<!\d)(?:\d{1,3}(?:[ '’]\d{3}){1,5}(?:[.,]\d{1,9})?|\d{1,18}(?:[.,]\d{1,18}){0,6})"
MONEYS = "|".join(sorted(map(re.escape, CURRENCY), key=len, reverse=True))
HALF = r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
OCLOCK = r"(?:uhr|h|hrs|heures?|horas|ore|बजे|વાગ્યે|点钟|点|點|時)"
CLOCK = r"(?:[01]?\d|2[0-4])"
TIMES = (
    re.compile(rf"(?<![\d.,:])(?P<from>{CLOCK}(?::[0-5]\d)?)\s*(?:-|to|till|until|and|bis|a|à|al|e|से)\s*"
               rf"(?P<hour>{CLOCK})(?::(?P<minute>[0-5]\d))?\s*(?:{HALF}|{OCLOCK}(?![^\W\d_]))", re.IGNORECASE),
    re.compile(
        rf"(?<![\d.,:])(?P<hour>{CLOCK}):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])\s*(?:{HALF})?", re.IGNORECASE
    ),
    re.compile(rf"(?<![\d.,:])(?P<hour>{CLOCK})[.h](?P<minute>[0-5]\d)\s*(?:{HALF}|(?:uhr|h)\b)", re.IGNORECASE),
    re.compile(rf"(?<![\d.,:])(?P<hour>{CLOCK})h(?P<minute>[0-5]\d)\b", re.IGNORECASE),
    re.compile(rf"(?<![\d.,:])(?P<hour>[01]?\d|2[0-3])\s*(?:{HALF}|{OCLOCK}(?![^\W\d_]))", re.IGNORECASE),
)  # fmt: skip
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
LINK = re.compile(
    r"(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"]+|(?<![\w@.])[^\W_][\w-]{1,62}(?:\.[\w-]{2,63}){0,4}\.[^\W\d_]{2,24}(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
LINK_END = ".,;:!?)]}'»”’"
HANDLE = re.compile(r"(?<![\w/])[@#][\w.]{2,50}")
CODE = re.compile(r"(?<![\w-])[^\W\d_][\w-]{0,30}\d[\w-]{0,30}")
PHONE = re.compile(r"(?<![\w.,])(?:\+|00)?\d[\d ()./-]{5,22}\d(?![\w])")
PERCENTS = (
    re.compile(rf"(?P<n>{NUMBER})\s*{PER_CENT}", re.IGNORECASE),
    re.compile(rf"{PER_HUNDRED}\s*(?P<n>{NUMBER})"),
)
MONEY = (
    re.compile(rf"(?<!\w)(?P<c>{MONEYS})\s*(?P<n>{NUMBER})", re.IGNORECASE),
    re.compile(rf"(?P<n>{NUMBER})\s*(?P<c>{MONEYS})(?![^\W\d_])", re.IGNORECASE),
)
PLAIN = re.compile(NUMBER)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its kind, its one spelling, how it was written, the word after it, and the words that follow."""

    kind: Kind
    value: str
    said: str
    unit: str = ""
    near: frozenset[str] = frozenset()


def facts(text: str) -> tuple[Fact, ...]:
    """All facts in a text in their order; each sign of it belongs to at most one."""
    return taken_apart(text)[0]


def taken_apart(text: str) -> tuple[tuple[Fact, ...], str]:
    """The facts in a text in their order, and the text with HERE_STOOD for each of them."""
    line = _one_spelling(text)
    found: list[tuple[int, int, Fact]] = []
    around = words_in(line)
    for read in READERS:
        new = [(start, end, fact) for fact, start, end in read(line, around)]
        for start, end, _ in new:
            line = f"{line[:start]}{chr(0) * (end - start)}{line[end:]}"
        found += new
    found.sort(key=lambda each: each[0])
    rest, at = [], 0
    for start, end, _ in found:
        rest += [line[at:start], HERE_STOOD]
        at = max(at, end)
    return tuple(fact for _, _, fact in found), "".join((*rest, line[at:]))


def missing(said: Iterable[Fact], known: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of `said` that do not stand among those that are known."""
    there = tuple(known)
    return tuple(fact for fact in said if not any(_same(fact, other) for other in there))


def _same(fact: Fact, known: Fact) -> bool:
    match fact.kind:
        case "link":
            host = known.value.split("/", 1)[0]
            return known.kind == "link" and fact.value in {known.value, host}
        case "phone":
            shorter, longer = sorted((fact.value.lstrip("0"), known.value.lstrip("0")), key=len)
            return known.kind == "phone" and len(shorter) >= 7 and longer.endswith(shorter)
        case "date":
            same_day = known.kind == "date" and known.value[5:] == fact.value[5:]
            return same_day and fact.value[:4] in {"****", known.value[:4]}
        case "time":
            sharp = fact.value.endswith(":00") and known.kind == "number"
            return _equal(fact, known) or (sharp and fact.value == f"{known.value.zfill(2)}:00")
        case "number":
            return _same_number(fact, known)
        case _:
            return _equal(fact, known)


def _equal(fact: Fact, known: Fact) -> bool:
    return (fact.kind, fact.value) == (known.kind, known.value)


def _same_number(fact: Fact, known: Fact) -> bool:
    """A bare number that counts the same things; where it counts nothing also that of a sum, an hour or a day."""
    match known.kind:
        case "number":
            return fact.value == known.value and (not fact.unit or fact.unit in known.near)
        case "money":
            value = known.value.partition(" ")[2]
        case "time":
            value = known.value.removesuffix(":00").lstrip("0")
        case "date":
            value = known.value[8:].lstrip("0")
        case _:
            return False
    return not fact.unit and fact.value == value


# ------------------------------------------------------------------------------------------------------ reading a text

Found = Iterator[tuple[Fact, int, int]]


def _one_spelling(text: str) -> str:
    plain = readable(text.replace(MARK, " ")).translate(DASHES)
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in plain)
    return AT.sub("@", DOT.sub(".", WIDE_DOT.sub(".", digits)))


def _addresses(line: str, _: Words) -> Found:
    for found in ADDRESS.finditer(line):
        yield Fact("address", found[0].casefold(), found[0]), *found.span()


def _links(line: str, _: Words) -> Found:
    for found in LINK.finditer(line):
        said = found[0].rstrip(LINK_END)
        yield Fact("link", same(said), said), found.start(), found.start() + len(said)


def _handles(line: str, _: Words) -> Found:
    for found in HANDLE.finditer(line):
        yield Fact("name", found[0].casefold().rstrip("."), found[0]), *found.span()


def _codes(line: str, _: Words) -> Found:
    """Letters with digits behind them: a voucher, a model, a room."""
    for found in CODE.finditer(line):
        yield Fact("name", found[0].casefold(), found[0]), *found.span()


def _dates(line: str, _: Words) -> Found:
    for pattern in DATES:
        for found in pattern.finditer(line):
            if value := date_of(found):
                yield Fact("date", value, found[0].strip(" .")), *found.span()
                line = line[: found.start()] + "\0" * len(found[0]) + line[found.end() :]


def _times(line: str, _: Words) -> Found:
    for pattern in TIMES:
        for found in pattern.finditer(line):
            half = (found.groupdict().get("half") or "").lower()[:1]
            hour, minute = int(found["hour"]), found.groupdict().get("minute") or "00"
            first = found.groupdict().get("from")
            if first:
                begins, _sep, past = first.partition(":")
                early = "a" if half == "p" and int(begins) >= hour % 12 and hour != 12 else half
                yield Fact("time", _clock(int(begins), past or "00", early), found[0]), *found.span()
            yield Fact("time", _clock(hour, minute, half), found[0]), *found.span()
            line = line[: found.start()] + "\0" * len(found[0]) + line[found.end() :]


def _clock(hour: int, minute: str, half: str) -> str:
    """The hour as on a clock of 24; `half` is a or p where it was said."""
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour % 24:02}:{minute}"


def _phones(line: str, _: Words) -> Found:
    for found in PHONE.finditer(line):
        digits = re.sub(r"\D", "", found[0])
        grouped = re.fullmatch(r"\d{1,3}(?:[ .]\d{3})+", found[0])  # a large number, with its thousands apart
        if 7 <= len(digits) <= 16 and not grouped:
            yield Fact("phone", digits.removeprefix("00"), found[0]), *found.span()


def _percents(line: str, _: Words) -> Found:
    for pattern in PERCENTS:
        for found in pattern.finditer(line):
            yield Fact("percent", number(found["n"]), found[0]), *found.span()


def _sums(line: str, _: Words) -> Found:
    for pattern in MONEY:
        for found in pattern.finditer(line):
            value = f"{CURRENCY[found['c'].lower()]} {number(found['n'])}"
            yield Fact("money", value, found[0]), *found.span()
            line = line[: found.start()] + "\0" * len(found[0]) + line[found.end() :]


def _numbers(line: str, around: Words) -> Found:
    for found in PLAIN.finditer(line):
        unit, near = around.after(found.end()), around.near(found.end())
        yield Fact("number", number(found[0]), found[0], unit, near), *found.span()


def number(written: str) -> str:
    """A number in one spelling: the last sign parts the decimals, unless whole groups of thousands follow it."""
    plain = re.sub(r"[ '’]", "", written)
    whole, parted, rest = plain.rpartition(max(".,", key=plain.rfind)) if re.search(r"[.,]", plain) else (plain, "", "")
    groups = bool(re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{2,3})*", whole)) and len(rest) == 3
    if groups and not (parted == "," and "." in whole) and not (parted == "." and "," in whole):
        whole, rest = whole + rest, ""
    whole = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    rest = rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole


READERS: tuple[Callable[[str, Words], Found], ...] = (
    _addresses, _links, _handles, _dates, _percents, _sums, _times, _codes, _phones, _numbers,
)  # fmt: skip
