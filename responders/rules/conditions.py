"""What a rule may look at: the words `when` may hold in rules.yaml, and what is wrong with them in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self, get_args

import re2
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from inbox.models import Kind, MediaKind
from responders.fields import Duration, Names, OneOrMany, Said, Written, language_code
from responders.hours import DAY_NAMES, ManyDates, TimeOfDay, Weekdays, Zone
from responders.sentiment import Mood
from responders.text import spaced

PATTERN_MEMORY = 1 << 20  # bytes one pattern may take; RE2 refuses what needs more, and never takes exponential time
MEDIA: tuple[MediaKind, ...] = get_args(MediaKind)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # \b and its like, where YAML read them
QUOTED = re.compile("[“„”«‘‚’]([^“„”«»‘‚’]+)[“”»‘’]")
# One message of each script and sort: a pattern that finds something in all of them finds something in every message.
PROBES = ("a", "Z", "7", "?", "é", "ક", "क", "退", "я", "ع", "😀")


def pattern_options(memory: int = PATTERN_MEMORY) -> re2.Options:
    """How patterns are read: capitals do not matter."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory
    return options


PATTERN_OPTIONS = pattern_options()


def _pattern(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("a backslash in double quotes is another sign; put this pattern in single quotes")
    if quoted := QUOTED.fullmatch(text):
        raise ValueError(f"these quotes are part of the pattern; write '{quoted[1]}' with straight ones")
    try:
        compiled = re2.compile(text, PATTERN_OPTIONS)
    except (re2.error, UnicodeEncodeError) as wrong:
        why = wrong.args[0].decode("utf-8", "replace") if isinstance(wrong.args[0], bytes) else str(wrong)
        raise ValueError(f"not a usable pattern: {why} (RE2: no look-around, no back-references)") from None
    if compiled.search(""):
        raise ValueError("this pattern matches every message, even an empty one")
    if all(compiled.search(probe) for probe in PROBES):
        raise ValueError("this pattern matches every message; if that is meant, write always: true")
    return text


def _phrase(text: str) -> str:
    if not spaced(text):
        raise ValueError("needs at least one letter or digit; for other signs use pattern")
    return text


def _media(value: object) -> object:
    listed = value if isinstance(value, list | tuple) else (value,)
    if isinstance(value, bool):
        return value
    if not listed or any(one not in MEDIA for one in listed):
        raise ValueError(f"must be true, false, or some of {', '.join(MEDIA)}")
    return tuple(listed)


def _always(value: object) -> object:
    if value is not True:
        raise ValueError("must be true; leave it out where a message must say something")
    return value


def _ids(value: object) -> object:
    """Ids as text, also where somebody wrote a number."""
    listed = value if isinstance(value, list | tuple) else (value,)
    return tuple(str(one) if isinstance(one, int) and not isinstance(one, bool) else one for one in listed)


def _together(value: object) -> object:
    """Days as one text, however they are listed."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value


Phrases = Annotated[tuple[Annotated[Said, AfterValidator(_phrase)], ...], OneOrMany]
Pattern = Annotated[str, AfterValidator(_pattern)]
Kinds = Annotated[tuple[Kind, ...], OneOrMany]
Languages = Annotated[tuple[Annotated[Said, AfterValidator(language_code)], ...], OneOrMany]
Moods = Annotated[tuple[Mood, ...], OneOrMany]
MediaWanted = Annotated[bool | tuple[MediaKind, ...], BeforeValidator(_media)]
Always = Annotated[Literal[True] | None, BeforeValidator(_always)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Clock(Written):
    """A time by a clock on the wall: of the day, of the week, of the year; all that is said must hold.

    With `to` before `from` it lasts into the next day, and weekdays and dates are those of the day on which it begins.
    """

    from_: Annotated[TimeOfDay | None, Field(alias="from")] = None
    to: TimeOfDay | None = None
    weekdays: Annotated[Weekdays, BeforeValidator(_together)] = ()
    dates: ManyDates = ()
    zone: Zone | None = None  # else that of the file

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if (self.from_ is None) != (self.to is None):
            raise ValueError("from and to belong together; write both")
        if self.from_ is not None and self.from_ == self.to:
            raise ValueError("from and to are the same time; leave both out for the whole day")
        if not (self.from_ or self.to or self.weekdays or self.dates):
            raise ValueError("says no time; write from and to, weekdays or dates")
        return self


class Author(Written):
    """Who wrote, by what they wrote before; all that is said must hold."""

    first: bool | None = None  # whether they never wrote before
    at_least: Count | None = None  # messages in all, with these
    at_most: Count | None = None
    known_for: Duration | None = None  # they first wrote at least so long ago
    new_within: Duration | None = None  # they first wrote at most so long ago

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if not self.model_fields_set:
            *others, last = type(self).model_fields
            raise ValueError(f"says nothing; write {', '.join(others)} or {last}")
        if self.at_least and self.at_most and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most; nobody is both")
        if self.known_for and self.new_within and self.known_for > self.new_within:
            raise ValueError("known_for is longer than new_within; nobody is both")
        if self.first and self.known_for:
            raise ValueError("nobody who never wrote before is known for any time")
        return self


class Post(Written):
    """The post that a comment stands under; of ids and links one must be its own, words and pattern in its text."""

    ids: Annotated[Names, BeforeValidator(_ids)] = ()
    links: Names = ()
    words: Phrases = ()
    pattern: Pattern | None = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if not (self.ids or self.links or self.words or self.pattern):
            raise ValueError("says no post; write ids, links, words or pattern")
        return self


class Condition(Written):
    """What must be so; of several keys in one condition, all must hold."""

    words: Phrases = ()  # any of these, whole, in any spelling of capitals and accents
    pattern: Pattern | None = None
    any_: Annotated[tuple[Condition, ...], Field(alias="any")] = ()
    all_: Annotated[tuple[Condition, ...], Field(alias="all")] = ()
    not_: Annotated[Condition | None, Field(alias="not")] = None
    always: Always = None
    accounts: Names = ()
    networks: Names = ()
    kinds: Kinds = ()
    labels: Names = ()  # the conversation has one of these
    languages: Languages = ()  # what they write in; gu means gu-Latn, too
    time: Clock | None = None
    hours: Literal["open", "closed"] | None = None
    author: Author | None = None
    post: Post | None = None
    sentiment: Moods = ()
    media: MediaWanted | None = None
    reply_to_us: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(value not in (None, ()) for _, value in self):
            raise ValueError("an empty condition; write words, pattern, any, all, not or another key of docs/rules.md")
        if self.not_ and self.not_.always:
            raise ValueError("this can never match: it excludes every message")
        return self


def particular(condition: Condition) -> bool:
    """Whether it says what a message must be like; places and exclusions alone fit nearly every message."""
    told = (
        condition.words, condition.pattern, condition.labels, condition.languages, condition.hours, condition.post,
        condition.time and condition.time.model_copy(update={"zone": None}) != _ALL_WEEK,
        condition.author and condition.author.model_dump(exclude_none=True) != {"at_least": 1},
        condition.sentiment and set(condition.sentiment) != set(get_args(Mood)),
        condition.media is not None, condition.reply_to_us is not None,
        condition.any_ and all(particular(each) for each in condition.any_),
        any(particular(each) for each in condition.all_),
    )  # fmt: skip
    return any(told)


_ALL_WEEK = Clock(weekdays=tuple(range(len(DAY_NAMES))))


def within(condition: Condition, *, denied: bool = False) -> Iterator[tuple[Condition, bool]]:
    """A condition and all that it is made of, each with whether it is excluded rather than wanted."""
    yield condition, denied
    for each in (*condition.any_, *condition.all_):
        yield from within(each, denied=denied)
    if condition.not_:
        yield from within(condition.not_, denied=not denied)
