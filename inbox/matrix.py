"""What every network can do, side by side: one row for each question, one cell for each network, out of the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inbox.actions import ActionKind
from inbox.capabilities import UNITS as LENGTHS
from inbox.capabilities import Capabilities, TextLimit, Window
from inbox.models import Kind, MediaKind
from inbox.prices import UNITS, money
from inbox.windows import long
from inbox.wording import ACTIONS, network

NO: Final = "–"
YES: Final = "yes"
WHERE: Final[Mapping[Kind, str]] = {"comments": "comments", "direct": "in private", "group": "in groups"}
FILES: Final[Mapping[MediaKind, str]] = {
    "image": "picture", "video": "film", "audio": "sound", "voice": "voice message", "file": "file",
    "sticker": "sticker", "location": "place",
}  # fmt: skip
NO_FILES: Final[Mapping[Kind, str]] = {
    "comments": "Answers to comments take no files.",
    "direct": "Answers in private take no files.",
    "group": "Answers in groups take no files.",
}
SIZES: Final = ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one network answers: a few words, and one sentence where there is more to know."""

    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One question, with the cell of each network in their order."""

    asked: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The names of the networks, as people write them, and the rows."""

    networks: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(known: Sequence[Capabilities]) -> Matrix:
    """The table of these networks, in this order."""
    rows = (Row(asked, tuple(answer(one) for one in known)) for asked, answer in QUESTIONS)
    return Matrix(tuple(network(one.network) for one in known), tuple(rows))


def as_markdown(known: Sequence[Capabilities]) -> str:
    """The same as a page: the table, then what there is to know of each network."""
    table = matrix(known)
    lines = [HEAD, _line("", *table.networks), _line(*["---"] * (len(known) + 1))]
    lines += [_line(row.asked, *(cell.text for cell in row.cells)) for row in table.rows]
    for place, name in enumerate(table.networks):
        told = [(row.asked, row.cells[place].remark) for row in table.rows if row.cells[place].remark]
        lines += ["", f"## {name}", "", f"From {known[place].source}, read on {known[place].read_on}.", ""]
        lines += [f"- *{asked}*: {_plain(remark)}" for asked, remark in told] or ["Nothing special."]
    return "\n".join(lines) + "\n"


def _line(*cells: str) -> str:
    return f"| {' | '.join(map(_plain, cells))} |".replace("|  |", "| |")


def _plain(text: str) -> str:
    """Text in which nothing is markup, and which stays on its line."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


# ---------------------------------------------------------------------------------------------------------- the answers


def _hears(kind: Kind) -> Callable[[Capabilities], Cell]:
    return lambda known: Cell(YES if kind in known.actions else NO)


def _does(action: ActionKind) -> Callable[[Capabilities], Cell]:
    """Where the network offers an action, under which name, and what is special about it."""

    def answer(known: Capabilities) -> Cell:
        kinds = [kind for kind in WHERE if kind in known.actions]
        offered = [kind for kind in kinds if known.offers(kind, action)]
        where = YES if offered == kinds else ", ".join(WHERE[kind] for kind in offered)
        where += ", of our own" if action in known.own_only - {"edit"} else ""  # whose else's could be edited?
        name = known.called.get(action)
        text = f"{where}: “{name}”" if offered and name else where if offered else NO
        return Cell(text, known.remarks.get(action, ""))

    return answer


def _texts(known: Capabilities) -> Cell:
    """How long an answer may be in each kind of conversation, and everything else that has another limit."""
    said: dict[str, str] = {}
    for kind, where in WHERE.items():
        if known.offers(kind, "reply"):
            said[where] = _length(known.limit(kind, "reply"))
    if any(known.offers(kind, "publish") for kind in WHERE):
        said["posts"] = next(_length(known.limit(kind, "publish")) for kind in WHERE if known.offers(kind, "publish"))
    if len(set(said.values())) <= 1:
        return Cell(next(iter(said.values()), NO))
    return Cell("; ".join(f"{where}: {length}" for where, length in said.items()))


def _length(limit: TextLimit) -> str:
    parts = f", in parts of {limit.part:,}" if limit.part else ""
    most_bytes = f" and {limit.most_bytes:,} bytes" if limit.most_bytes else ""
    caption = f", {limit.caption:,} beside a file" if limit.caption and limit.caption != limit.most else ""
    return f"{limit.most:,} {LENGTHS[limit.unit]}{most_bytes}{caption}{parts}"


def _files(known: Capabilities) -> Cell:
    kinds = [f"{FILES[kind]} {_size(most)}" for kind, most in known.media.items()]
    if not kinds or not known.media_count:
        return Cell(NO)
    remark = " ".join(words for kind, words in NO_FILES.items() if kind in known.silent)
    most = f"; {known.media_count} at once" if known.media_count > 1 else ", one at once"
    return Cell(f"{', '.join(kinds)}{most}", remark)


def _size(most: int) -> str:
    size, unit = next(((size, unit) for size, unit in SIZES if most >= size), (1, "bytes"))
    return f"{most / size:.1f}".removesuffix(".0") + f" {unit}"


def _windows(known: Capabilities) -> Cell:
    """Until when one may speak, each length with what it is for."""
    told: dict[str, dict[str, None]] = {}
    for (kind, action), window in known.windows.items():
        if known.offers(kind, action):
            about = kind == "comments" and action == "direct_message"
            told.setdefault(_window(window), {})["in private about a comment" if about else WHERE[kind]] = None
    return Cell("; ".join(f"{', '.join(what)}: {words}" for words, what in told.items()) or "no end")


def _window(window: Window) -> str:
    after = "after the comment" if window.of_message else "after their last message"
    people = f", {long(window.people)} for what a person writes" if window.people > window.seconds else ""
    once = ", once" if window.once else ""
    messages = f", {window.messages} messages" if window.messages else ""
    return f"{long(window.seconds)} {after}{people}{messages}{once}"


def _cost(known: Capabilities) -> Cell:
    tariff = known.tariff
    if tariff is None:
        return Cell("free")
    each: dict[str, list[str]] = {}
    for action, thing in tariff.actions.items():
        plain, dear = tariff.prices.get(thing, 0), tariff.prices.get(tariff.with_link.get(action, ""), 0)
        linked = f", with a link {money(dear, tariff.currency)}" if dear > plain else ""
        if plain:
            each.setdefault(money(plain, tariff.currency) + linked, []).append(ACTIONS[action].lower())
    day = [f"{money(tariff.a_day, tariff.currency)} a day granted"] if tariff.a_day else []
    words = [f"{', '.join(actions)}: {price}" for price, actions in each.items()]
    counted = "It counts units; they cost no money." if tariff.currency == UNITS else ""
    return Cell(
        "; ".join([*day, *words]) or "reading", f"{counted} Prices: {tariff.source} ({tariff.read_on}).".strip()
    )


QUESTIONS: Final[tuple[tuple[str, Callable[[Capabilities], Cell]], ...]] = (
    ("Comments and mentions", _hears("comments")),
    ("Private messages", _hears("direct")),
    ("Groups", _hears("group")),
    *((words, _does(action)) for action, words in ACTIONS.items()),
    ("Longest text", _texts),
    ("Files", _files),
    ("Time to answer", _windows),
    ("Cost", _cost),
    ("Needs a public address", lambda known: Cell(YES if known.needs_public_url else NO)),
    ("Comments wait for review", lambda known: Cell(YES if known.reviews else NO)),
)
HEAD: Final = """# What every network can do

Written by the program out of what it knows of each network (its `CAPABILITIES`), and held to that by a test. What one
account may do can be less, or more: it depends on its plan, its region and its rights there, and
`.venv/bin/python run.py check` says it.
"""
