"""The numbers in a text as they mean the same in every script and notation: plain ones, prices, percentages, times.

`1,00,000` and `100 000` are one number, `9.30`, `9:30` and `૯:૩૦` one time, `Rs 30` and `₹30` one price. Number words
("three days", 三天) are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from responders.currencies import CURRENCY, PER_CENT, PER_HUNDRED

Kind = Literal["number", "price", "percentage"]
Span = tuple[int, int]

TOKEN = re.compile(
    r"(?<!\d)(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,40}(?:[.,:'’٫٬]\d{1,40}){0,8})"
)
LIST_MARK = re.compile(r"^[ \t]{0,8}\d{1,2}[.)](?=\s)", re.MULTILINE)
KEYCAP = "\u20e3"
WRITTEN_ON = ("元", "块", "円", "원", "美元", "欧元", "英镑", "卢比", "人民币", "日元")  # no space before the next word
UNIT = r"r\$|us\$|[$€£₹¥￥₽₩₺]|[^\s\d.,!?()$€£₹¥￥₽₩₺]{1,12}"
BEFORE = re.compile(rf"({UNIT})\.?[ \u00a0]?$", re.IGNORECASE)
AFTER = re.compile(rf"[ \u00a0]?({UNIT})", re.IGNORECASE)
PERCENT = re.compile(rf"[ \u00a0]?{PER_CENT}", re.IGNORECASE)
NAME = re.compile("[A-Za-z_]")  # right before a number: it belongs to a name (MP3)
EVENING = re.compile(r"[ \u00a0]?[pP]\.?[mM]\b")
CODE_BEFORE, CODE_AFTER = re.compile(r"(?<![^\W_])[A-Z0-9_-]+$"), re.compile(r"[A-Z0-9_-]*")
CODE = re.compile(r"[A-Z][A-Z0-9_-]{4,30}")  # the code of a voucher
SPELT = 12  # how far a currency stands before its number at most


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a text: any of its `values` may be what is meant; `words` is how it stands there."""

    kind: Kind
    values: frozenset[str]
    words: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """All numbers of a text, to look others up in."""

    numbers: frozenset[str] = frozenset()
    prices: frozenset[tuple[str, str]] = frozenset()
    percentages: frozenset[str] = frozenset()

    def have(self, figure: Figure) -> bool:
        """Whether this number stands here: a price as a price in the same currency, a percentage as a percentage."""
        match figure.kind:
            case "price":
                return any((figure.currency, value) in self.prices for value in figure.values)
            case "percentage":
                return bool(figure.values & self.percentages)
            case _:
                return bool(figure.values & self.numbers)


NO_FIGURES = Figures()


def figures_in(text: str) -> Figures:
    """All numbers of a text that others are looked up in; a time counts by either clock."""
    found = list(figures(text, clocks=True))
    return Figures(
        frozenset(value for one in found for value in one.values),
        frozenset((one.currency, value) for one in found if one.kind == "price" for value in one.values),
        frozenset(value for one in found if one.kind == "percentage" for value in one.values),
    )


def figures(text: str, passed_over: Sequence[Span] = (), *, clocks: bool = False) -> Iterator[Figure]:
    """The numbers of a text in their order, without those that only count a list, name a thing (`MP3`) or stand in
    the spans that are passed over. With `clocks`, 18:00 also means 6."""
    marks = [found.span() for found in LIST_MARK.finditer(text)] if "\n" in text or text[:1].isdigit() else []
    for token in TOKEN.finditer(text):
        start, end = token.span()
        if text[end : end + 2].lstrip("\ufe0f")[:1] == KEYCAP or _inside(start, marks) or _inside(start, passed_over):
            continue
        if price := _price(text, token):
            yield price
        elif not NAME.match(text[max(0, start - 1) : start]):
            yield from _plain_figures(text, token, clocks=clocks)
        elif code := _code(text, start, end):
            yield Figure("number", frozenset({code}), code)


def _price(text: str, token: re.Match[str]) -> Figure | None:
    """The price that a number is part of, where a currency stands beside it."""
    start, end = token.span()
    before = BEFORE.search(text[max(0, start - SPELT) : start])
    if before and (form := _currency(before[1])):
        words = text[start - len(before[0]) : end]
    elif (after := AFTER.match(text, end)) and (form := _currency(after[1])):
        words = text[start : after.start(1) + len(form)]
    else:
        return None
    return Figure("price", frozenset({_plain(token[0])[0]}), words, CURRENCY[form.lower()])


def _code(text: str, start: int, end: int) -> str:
    """The code that a number ends, such as SAVE50; a name such as MP3 or iPhone15 is none."""
    before, after = CODE_BEFORE.search(text[max(0, start - SPELT) : start]), CODE_AFTER.match(text, end)
    word = (before[0] if before else "") + text[start:end] + (after[0] if after else "")
    return word if CODE.fullmatch(word) else ""


def _plain_figures(text: str, token: re.Match[str], *, clocks: bool) -> Iterator[Figure]:
    start, end = token.span()
    if percent := PERCENT.match(text, end):
        yield Figure("percentage", frozenset({_plain(token[0])[0]}), text[start : percent.end()])
    elif text[max(0, start - 3) : start] == PER_HUNDRED:
        yield Figure("percentage", frozenset({_plain(token[0])[0]}), PER_HUNDRED + token[0])
    else:
        late = EVENING.match(text, end) is not None
        yield from (Figure("number", values, token[0]) for values in _values(token[0], late=late, clocks=clocks))


def _inside(place: int, spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _currency(word: str) -> str:
    """The part of a word or sign beside a number that names a currency; empty when none does."""
    if word.lower() in CURRENCY:
        return word
    return next((form for form in WRITTEN_ON if word.startswith(form)), "")


def _values(token: str, *, late: bool, clocks: bool) -> Iterator[frozenset[str]]:
    """What a token may mean, once for each number in it (a date has three)."""
    token = _ascii(token)
    if "-" in token or "/" in token:
        yield from (frozenset({_decimal(part)}) for part in re.split("[-/]", token))
        return
    parts = re.split("[:.]", token)
    if late or (":" in token and len(parts) == 2):
        hour, minute = int(parts[0]), int(parts[1]) if len(parts) == 2 else 0
        if hour < 24 and minute < 60:
            later = hour + 12 if late and hour < 12 else hour
            yield frozenset(_time(each, minute) for each in ({later, (later - 1) % 12 + 1} if clocks else {later}))
            return
    if ":" in token:
        yield from (frozenset({_decimal(part)}) for part in token.split(":") if part)
        return
    yield from (frozenset({value}) for value in _plain(token))


def _time(hour: int, minute: int) -> str:
    return _decimal(f"{hour}.{minute:02}")


def _plain(token: str) -> list[str]:
    """The number without its separators; several where they separate the parts of a date."""
    token = re.sub(r"[ \u00a0\u202f'’٬]", "", _ascii(token)).replace("٫", ".")
    commas, dots = token.count(","), token.count(".")
    if not commas + dots:
        return [_decimal(token)]
    if commas and dots:  # the later one of the two begins the fraction
        mark = max(",.", key=token.rfind)
        whole, _, fraction = token.rpartition(mark)
        return [_decimal(f"{re.sub('[,.]', '', whole)}.{fraction}")]
    head, *tail = re.split("[,.]", token)
    if len(tail) == 1:
        grouped = len(tail[0]) == 3 and head != "0"
        return [_decimal(head + tail[0] if grouped else f"{head}.{tail[0]}")]
    if len(tail[-1]) == 3 and all(len(part) in {2, 3} for part in tail):
        return [_decimal(head + "".join(tail))]
    return [_decimal(part) for part in (head, *tail)]


def _decimal(number: str) -> str:
    whole, _, fraction = number.partition(".")
    rest = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if rest else "")


def _ascii(token: str) -> str:
    if token.isascii():
        return token
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in token)
