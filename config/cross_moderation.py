"""What no single line of moderation.yaml can know: names about nothing, times that differ, rules out of reach."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pydantic import TypeAdapter, ValidationError

from config.cross import Known, about, items, twice
from config.cross_rules import conditions_in, takes
from config.document import Document, Loc
from config.problems import Problem, nearest
from responders.fields import Duration

Item = Mapping[str, object]
COUNTED = {"repeated": "repeated texts", "flood": "floods", "raid": "raids"}
NO_CLASSIFIER = "there is no classifier; write classifier in bot.yaml, or use toxic, which needs none"
SPAN: TypeAdapter[object] = TypeAdapter(Duration)


def check_moderation(document: Document, known: Known) -> Iterator[Problem]:
    """Rules with one id, about what is not there, or that nothing gets to; times of one count that differ."""
    yield from twice(document, ("rules",), ("id",))
    lists = _names(document.data, "lists")
    for loc, item in items(document.data, "rules"):
        yield from _about(document, loc, item, known)
        for at, condition in conditions_in(item.get("when"), (*loc, "when")):
            yield from _about(document, at, condition, known)
            yield from about(document, (*at, "lists"), condition, lambda name: _no_list(name, lists))
            if condition.get("scores") and not known.classifies:
                yield document.problem((*at, "scores"), NO_CLASSIFIER)
    appeals = document.data.get("appeals") if isinstance(document.data, dict) else None
    if isinstance(appeals, dict):
        yield from about(document, ("appeals", "accounts"), appeals, known.account)
    yield from _times(document)
    yield from _unreachable(document)


def _about(document: Document, loc: Loc, item: Item, known: Known) -> Iterator[Problem]:
    yield from about(document, (*loc, "accounts"), item, known.account)
    yield from about(document, (*loc, "networks"), item, known.network)


def _no_list(name: str, lists: Collection[str]) -> str:
    if name in lists:
        return ""
    hint = nearest(name, lists) or "there are none; write lists at the top of this file"
    return f"no such list; {hint}"


def _times(document: Document) -> Iterator[Problem]:
    """One count with two lengths of time: each is counted once, for all rules."""
    first: dict[str, tuple[object, str]] = {}
    for loc, item in items(document.data, "rules"):
        for at, condition in conditions_in(item.get("when"), (*loc, "when")):
            for name, words in COUNTED.items():
                wanted, place = condition.get(name), (*at, name, "within")
                written = wanted.get("within") if isinstance(wanted, dict) else None
                try:
                    span = SPAN.validate_python(written)
                except ValidationError:  # told with all else that is wrong in that line
                    continue
                known, where = first.setdefault(name, (span, f"within {written} on line {document.line(place)}"))
                if span != known:
                    said = f"{words} are counted once for all rules, {where}; write the same time here"
                    yield document.problem(place, said)


def _unreachable(document: Document) -> Iterator[Problem]:
    stopping: list[tuple[Loc, Item]] = []
    for loc, item in items(document.data, "rules"):
        before = next((at for at, earlier in stopping if takes(earlier, item)), None)
        if before:
            said = f"nothing gets here: the rule on line {document.line(before)} takes all that this one is about"
            yield document.problem(loc, f"{said}; put this one first")
        do = item.get("do")
        keeps = isinstance(do, dict) and do.get("keep") is True
        if (item.get("stop") is True or keeps) and isinstance(item.get("when"), dict):
            stopping.append((loc, item))


def _names(data: object, key: str) -> list[str]:
    listed = data.get(key) if isinstance(data, dict) else None
    return list(listed) if isinstance(listed, dict) else []
