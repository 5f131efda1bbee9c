"""What no single line of faq.yaml can know: questions that two entries share, and names that are about nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import product

from config.cross import Known, about, items, texts, twice
from config.document import Document, Loc
from config.problems import Problem
from responders.faq.file import MOMENT
from responders.text import spaced

Item = Mapping[str, object]
Asked = dict[str, list[tuple[Loc, Item]]]  # who is asked this, by the question as it is compared
NOTHING = "nothing"


def check_faq(document: Document, known: Known) -> Iterator[Problem]:
    """Entries with one id or one question, and entries about accounts and networks that are not there."""
    yield from twice(document, ("entries",), ("id",))
    for loc, item in items(document.data, "entries"):
        yield from about(document, (*loc, "accounts"), item, known.account)
        said_there = item.get("answer_on")
        for name in said_there if isinstance(said_there, dict) else ():
            if wrong := known.network(name):
                yield document.problem((*loc, "answer_on", name), wrong)
    asked = _asked(document)
    yield from _asked_twice(document, asked, known)
    yield from _asked_for_nothing(document, asked)


def _asked(document: Document) -> Asked:
    asked: Asked = {}
    for loc, item in items(document.data, "entries"):
        for at, text in texts(item.get("questions"), (*loc, "questions")):
            if form := spaced(text):
                asked.setdefault(form, []).append((at, item))
    return asked


def _asked_twice(document: Document, asked: Asked, known: Known) -> Iterator[Problem]:
    """Questions that two entries share where both may answer: nobody could tell which answer is meant."""
    for places in asked.values():
        for number, (at, item) in enumerate(places):
            before = (place for place, other in places[:number] if other is not item and _meet(other, item, known))
            if (first := next(before, None)) is not None:
                yield document.problem(at, f"another entry is asked the same on line {document.line(first)}")


def _asked_for_nothing(document: Document, asked: Asked) -> Iterator[Problem]:
    """Questions that stand under `nothing` although an entry answers them."""
    listed = document.data.get(NOTHING) if isinstance(document.data, dict) else None
    for at, text in texts(listed, (NOTHING,)):
        for place, _ in asked.get(spaced(text), ())[:1]:
            yield document.problem(at, f"an entry is asked this on line {document.line(place)}; keep one of the two")


def _meet(one: Item, other: Item, known: Known) -> bool:
    """Whether two entries can be asked at one place and time, and neither is the one for its posts."""
    return _share_accounts(one, other, known) and _share_posts(one, other) and _share_time(one, other)


def _share_accounts(one: Item, other: Item, known: Known) -> bool:
    theirs = [{name for _, name in texts(item.get("accounts"), ())} for item in (one, other)]
    if not all(theirs):
        return True
    return any(
        fnmatchcase(left, right)
        or fnmatchcase(right, left)
        or any(fnmatchcase(account, left) and fnmatchcase(account, right) for account in known.accounts)
        for left, right in product(*theirs)
    )


def _share_posts(one: Item, other: Item) -> bool:
    """Whether they are for one post; of an entry for a post and one for all, the first goes before."""
    theirs = [{spaced(name) for _, name in texts(item.get("posts"), ())} for item in (one, other)]
    return bool(theirs[0] & theirs[1]) or not any(theirs)


def _share_time(one: Item, other: Item) -> bool:
    """Whether the dates of both allow one moment; days and times of this form sort as text."""
    return max(_begin(one), _begin(other)) < min(_end(one), _end(other))


def _begin(item: Item) -> str:
    day, clock = _moment(item.get("from"))
    return f"{day} {clock or '00:00'}" if day else ""


def _end(item: Item) -> str:
    """A day ends after each of its minutes."""
    day, clock = _moment(item.get("until"))
    return f"{day} {clock or '24:00'}" if day else "~"


def _moment(said: object) -> tuple[str, str]:
    found = MOMENT.fullmatch(said) if isinstance(said, str) else None
    return (found[1], found[2] or "") if found else ("", "")
