"""Conditions as functions of what was seen; each answers in words what it found, or None.

What is cheap is looked at first: places, then the past and the clock, then words, then patterns and feelings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import Any

import re2

from inbox.models import Kind
from inbox.times import span
from responders.fields import covers
from responders.hours import DAY_NAMES, Hours, local
from responders.rules.conditions import (
    PATTERN_MEMORY,
    PATTERN_OPTIONS,
    Author,
    Clock,
    Condition,
    MediaWanted,
    Post,
    pattern_options,
)
from responders.rules.seen import Seen
from responders.text import spaced

TOGETHER = 16 * PATTERN_MEMORY  # bytes that all patterns of a file may take in one
SHOWN = 60  # characters of a match that are shown to a person
CONVERSATIONS: dict[Kind, str] = {
    "direct": "a direct message",
    "group": "a message in a group",
    "comments": "a comment",
}

Test = Callable[[Seen], str | None]
"""What matched, in words; None when nothing did."""


@dataclass(frozen=True, slots=True)
class Place:
    """By which clock and which opening hours the rules go."""

    zone: tzinfo = UTC
    hours: Hours | None = None


NOWHERE = Place()


def compiled(condition: Condition, place: Place = NOWHERE) -> Test:
    """A condition as one function; all its parts must match, and what matched is told together."""
    tests = list(_tests(condition, place))
    return tests[0] if len(tests) == 1 else _all_test(tests)


def _tests(condition: Condition, place: Place) -> Iterator[Test]:
    for name, make in MAKERS:
        wanted = getattr(condition, name)
        if wanted not in (None, ()):
            yield make(wanted, place)


def _always(_: object, __: Place) -> Test:
    return lambda _: "every message"


def _accounts(wanted: tuple[str, ...], _: Place) -> Test:
    def test(seen: Seen) -> str | None:
        account = seen.turn.conversation.account
        return f"the account {account}" if covers(wanted, account) else None

    return test


def _networks(wanted: tuple[str, ...], _: Place) -> Test:
    return lambda seen: f"the network {seen.network}" if covers(wanted, seen.network) else None


def _kinds(wanted: tuple[Kind, ...], _: Place) -> Test:
    def test(seen: Seen) -> str | None:
        kind = seen.turn.conversation.thread.kind
        return CONVERSATIONS[kind] if kind in wanted else None

    return test


def _labels(wanted: tuple[str, ...], _: Place) -> Test:
    def test(seen: Seen) -> str | None:
        found = next((label for label in seen.turn.conversation.labels if covers(wanted, label)), None)
        return None if found is None else f"the label {found}"

    return test


def _languages(wanted: tuple[str, ...], _: Place) -> Test:
    """A code means all its forms: gu is also gu-Latn, pt is also pt-BR; gu-Latn is itself alone."""
    codes = tuple(code.lower() for code in wanted)

    def test(seen: Seen) -> str | None:
        language = seen.language.lower()
        fits = any(language == code or language.startswith(f"{code}-") for code in codes)
        return f"the language {seen.language}" if fits else None

    return test


def _media(wanted: MediaWanted, _: Place) -> Test:
    def test(seen: Seen) -> str | None:
        kinds = dict.fromkeys(medium.kind for message in seen.said for medium in message.media)
        if isinstance(wanted, bool):
            words = ", ".join(kinds) if wanted else "no file"
            return words if bool(kinds) is wanted else None
        return next((kind for kind in kinds if kind in wanted), None)

    return test


def _reply_to_us(wanted: object, _: Place) -> Test:
    words = "a reply to us" if wanted else "no reply to us"
    return lambda seen: words if seen.answers_us is wanted else None


def _author(wanted: Author, _: Place) -> Test:
    def test(seen: Seen) -> str | None:
        first = seen.turn.past.messages == 0
        fits = (
            (wanted.first is None or wanted.first is first)
            and (wanted.at_least is None or seen.count >= wanted.at_least)
            and (wanted.at_most is None or seen.count <= wanted.at_most)
            and (wanted.known_for is None or seen.known_for >= _ms(wanted.known_for))
            and (wanted.new_within is None or seen.known_for <= _ms(wanted.new_within))
        )
        if not fits:
            return None
        return "somebody new" if first else f"{seen.count} messages so far, the first {span(seen.known_for)} ago"

    return test


def _hours(wanted: str, place: Place) -> Test:
    hours = place.hours
    if hours is None:  # nobody said when we are there: neither open nor closed
        return lambda _: None
    return lambda seen: f"we are {wanted}" if hours.open_at(seen.turn.now) is (wanted == "open") else None


def _time(wanted: Clock, place: Place) -> Test:
    zone = wanted.zone or place.zone

    def test(seen: Seen) -> str | None:
        here = local(seen.turn.now, zone)
        day, fits = here.date(), True
        if wanted.from_ is not None and wanted.to is not None:
            at = here.time()
            if wanted.from_ < wanted.to:
                fits = wanted.from_ <= at < wanted.to
            else:
                fits = at >= wanted.from_ or at < wanted.to
                day -= timedelta(days=1 if at < wanted.to else 0)
        fits = fits and (not wanted.weekdays or day.weekday() in wanted.weekdays)
        fits = fits and (not wanted.dates or any(dates.holds(day) for dates in wanted.dates))
        return f"the time ({DAY_NAMES[here.weekday()].capitalize()} {here:%H:%M})" if fits else None

    return test


def _post(wanted: Post, _: Place) -> Test:
    phrases, ids = [(phrase, spaced(phrase)) for phrase in wanted.words], {id.lstrip("0") for id in wanted.ids}
    links = [re.compile(".*".join(map(re.escape, link.rstrip("/").split("*")))) for link in wanted.links]
    find = _finder(wanted.pattern) if wanted.pattern else None

    def which(seen: Seen) -> str | None:
        subject = seen.turn.conversation.thread.subject
        if subject is None:
            return None
        if subject.remote.lstrip("0") in ids or any(link.fullmatch(subject.link.rstrip("/")) for link in links):
            return f"the post {subject.remote}"
        return None if ids or links else "the post"

    def test(seen: Seen) -> str | None:
        hits = [which(seen)]
        if phrases:
            hits.append(next((f'"{phrase}" in the post' for phrase, form in phrases if form in seen.post_line), None))
        if find:
            hit = find(seen.post)
            hits.append(None if hit is None else f'"{hit}" in the post')
        return None if None in hits else str(hits[-1])

    return test


def _words(wanted: tuple[str, ...], _: Place) -> Test:
    """Whole words are looked up before any phrase is searched for, so that thousands of phrases cost little."""
    forms = [(phrase, spaced(phrase)) for phrase in wanted]
    entries = [(f'"{phrase}"', form, tuple(form.split())) for phrase, form in forms]
    beginnings = frozenset(parts[0] for _, _, parts in entries)

    def test(seen: Seen) -> str | None:
        if beginnings.isdisjoint(seen.words):
            return None
        for phrase, form, parts in entries:
            if parts[0] in seen.words and (len(parts) == 1 or form in seen.line):
                return phrase
        return None

    return test


def _pattern(wanted: str, _: Place) -> Test:
    find = _finder(wanted)

    def test(seen: Seen) -> str | None:
        hit = find(seen.raw) if seen.may_hold_a_pattern else None
        return None if hit is None else f'"{hit}" (a pattern)'

    return test


def _finder(pattern: str) -> Callable[[bytes], str | None]:
    """Looks for a pattern in a text as UTF-8; answers what it matched, on one line and shortened."""
    search = re2.compile(pattern, PATTERN_OPTIONS).search

    def find(raw: bytes) -> str | None:
        hit = search(raw)
        return " ".join(hit.group().decode("utf-8", "replace").split())[:SHOWN] if hit else None

    return find


def any_of(patterns: Iterable[str]) -> Callable[[bytes], object] | None:
    """Finds what any of these patterns would find, in one pass; None where that cannot be."""
    try:
        one = re2.compile("|".join(f"(?:{pattern})" for pattern in patterns), pattern_options(TOGETHER))
    except re2.error:  # each is right by itself: they are too big together, or name a group alike
        return None
    search: Callable[[bytes], object] = one.search
    return search


def _sentiment(wanted: tuple[str, ...], _: Place) -> Test:
    return lambda seen: f"it sounds {seen.feeling}" if seen.feeling.mood in wanted else None


def _any(conditions: tuple[Condition, ...], place: Place) -> Test:
    tests = [compiled(each, place) for each in conditions]
    return lambda seen: next((hit for test in tests if (hit := test(seen)) is not None), None)


def _all(conditions: tuple[Condition, ...], place: Place) -> Test:
    return _all_test([compiled(each, place) for each in conditions])


def _not(condition: Condition, place: Place) -> Test:
    test = compiled(condition, place)
    return lambda seen: "nothing it excludes" if test(seen) is None else None


def _all_test(tests: Sequence[Test]) -> Test:
    def all_match(seen: Seen) -> str | None:
        hits = []
        for test in tests:
            hit = test(seen)
            if hit is None:
                return None
            hits.append(hit)
        return " and ".join(dict.fromkeys(hits))

    return all_match


def _ms(lasting: timedelta) -> int:
    return round(lasting.total_seconds() * 1000)


MAKERS: tuple[tuple[str, Callable[[Any, Place], Test]], ...] = (
    ("always", _always),
    ("networks", _networks),
    ("accounts", _accounts),
    ("kinds", _kinds),
    ("labels", _labels),
    ("languages", _languages),
    ("media", _media),
    ("reply_to_us", _reply_to_us),
    ("author", _author),
    ("hours", _hours),
    ("time", _time),
    ("words", _words),
    ("pattern", _pattern),
    ("post", _post),
    ("any_", _any),
    ("all_", _all),
    ("sentiment", _sentiment),
    ("not_", _not),
)
