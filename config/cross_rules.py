"""What no single line of rules.yaml can know: names about nothing, clocks and hours, rules that nothing gets to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from config.cross import Known, about, items, texts, twice
from config.document import Document, Loc
from config.problems import Problem
from responders.rules.file import UNTIL_OPEN
from responders.rules.gaps import OF_HOURS, gaps
from responders.text import spaced

Item = Mapping[str, object]
PLACES = ("accounts", "networks", "kinds")
PATTERNS = ("accounts", "networks", "labels")  # in which a * may stand
LISTS = ("words", "labels", "languages", "sentiment", "media", *PLACES)  # of several, one is enough
NO_CLOCK = "says no clock to go by; write zone: Asia/Kolkata here, or once at the top of this file"
NO_HOURS = "there are no opening hours; write hours in brand.yaml"


def check_rules(document: Document, known: Known) -> Iterator[Problem]:
    """Rules with one id, about what is not there, or that nothing gets to; names in two forms."""
    yield from twice(document, ("rules",), ("id",))
    for loc, item in items(document.data, "rules"):
        for at, condition in ((loc, item), *conditions_in(item.get("when"), (*loc, "when"))):
            yield from about(document, (*at, "accounts"), condition, known.account)
            yield from about(document, (*at, "networks"), condition, known.network)
            yield from _clock(document, (*at, "time"), condition)
        on = item.get("text_on")
        for name in on if isinstance(on, dict) else ():
            if wrong := known.network(name):
                yield document.problem((*loc, "text_on", name), wrong)
        yield from () if known.opens else _hours(document, loc, item)
    yield from _in_two_forms(document)
    yield from _unreachable(document)


def conditions_in(when: object, loc: Loc) -> Iterator[tuple[Loc, Item]]:
    """A condition and all those that it is made of, with their places."""
    if not isinstance(when, dict):
        return
    yield loc, when
    yield from conditions_in(when.get("not"), (*loc, "not"))
    for key in ("any", "all"):
        listed = when.get(key)
        for number, each in enumerate(listed if isinstance(listed, list) else ()):
            yield from conditions_in(each, (*loc, key, number))


def _clock(document: Document, loc: Loc, condition: Item) -> Iterator[Problem]:
    time = condition.get("time")
    has_zone = isinstance(document.data, dict) and document.data.get("zone")
    if isinstance(time, dict) and not time.get("zone") and not has_zone:
        yield document.problem(loc, NO_CLOCK)


def _hours(document: Document, loc: Loc, item: Item) -> Iterator[Problem]:
    """Where a rule speaks of opening hours, of which there are none."""
    for at, condition in conditions_in(item.get("when"), (*loc, "when")):
        if condition.get("hours"):
            yield document.problem((*at, "hours"), NO_HOURS)
    if isinstance(snooze := item.get("snooze"), str) and " ".join(snooze.lower().split()) == UNTIL_OPEN:
        yield document.problem((*loc, "snooze"), NO_HOURS)
    for key in ("text", "text_on"):
        for at, text in texts(item.get(key), (*loc, key)):
            if OF_HOURS & set(gaps(text)):
                yield document.problem(at, NO_HOURS)


def _in_two_forms(document: Document) -> Iterator[Problem]:
    """Labels and people written once with capitals and once without, who would be two."""
    first: dict[tuple[str, str], tuple[str, Loc]] = {}
    for loc, item in items(document.data, "rules"):
        looked_at = [(at, "labels", one) for at, one in conditions_in(item.get("when"), (*loc, "when"))]
        for place, key, of in ((loc, "labels", item), *looked_at, (loc, "assign", item)):
            for at, name in texts(of.get(key), (*place, key)):
                form, where = first.setdefault((key, " ".join(name.casefold().split())), (name, at))
                if form != name:
                    yield document.problem(
                        at, f"{name} is written {form} on line {document.line(where)}; write both alike"
                    )


def _unreachable(document: Document) -> Iterator[Problem]:
    stopping: list[tuple[Loc, Item]] = []
    for loc, item in items(document.data, "rules"):
        before = next((at for at, earlier in stopping if takes(earlier, item)), None)
        if before:
            line = document.line(before)
            yield document.problem(
                loc, f"nothing gets here: the rule on line {line} takes all that this one is about; put this one first"
            )
        if item.get("stop") is not False and isinstance(item.get("when"), dict):
            stopping.append((loc, item))


def takes(earlier: Item, later: Item) -> bool:
    """Whether a rule that stops matches all that another one, which comes behind it, could match."""
    wide, narrow = earlier.get("when"), later.get("when")
    if not isinstance(wide, dict) or not isinstance(narrow, dict) or not wide:
        return False
    places = all(not earlier.get(key) or _among(key, earlier[key], later.get(key)) for key in PLACES)
    return places and _is_wider(wide, narrow)


def _is_wider(wide: Item, narrow: Item) -> bool:
    """Whether whatever fits one condition certainly fits the other, as far as their words show it."""
    either = narrow.get("any")
    if isinstance(either, list) and either and all(isinstance(one, dict) and _is_wider(wide, one) for one in either):
        return True
    if wide.keys() == {"any"} and isinstance(wide["any"], list) and wide != narrow:
        return any(isinstance(one, dict) and one and _is_wider(one, narrow) for one in wide["any"])
    return all(
        key == "always" or narrow.get(key) == value or (key in LISTS and _among(key, value, narrow.get(key)))
        for key, value in wide.items()
    )


def _among(key: str, wide: object, narrow: object) -> bool:
    """Whether all that one value of a key fits is among what another fits; an empty value is none."""
    known, sought = (
        [spaced(text) if key == "words" else text for _, text in texts(value, ())] for value in (wide, narrow)
    )
    return bool(sought) and all(
        one in known or (key in PATTERNS and any(fnmatchcase(one, pattern) for pattern in known)) for one in sought
    )
