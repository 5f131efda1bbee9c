"""What a rule of moderation may look at: the words `when` may hold in moderation.yaml.

What means the same as in rules.yaml is taken from there; the numbers of a crowd (repeated, flood, raid) are counted by
the store, and what only a classifier knows is asked last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from responders.fields import Duration, Names, OneOrMany, Said, Slug, Written
from responders.links import host_of, same
from responders.rules.conditions import Always, Author, Count, Kinds, Languages, MediaWanted, Pattern, Phrases, Post

LinkKind = Literal["shortener", "invite", "ip", "lookalike", "disguised"]
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
ToxicKind = Literal["hate", "threat", "insult", "sexual", "self-harm"]
LONGEST_WITHIN = timedelta(days=1)
TOXIC_AT = 0.5
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")


def _fraction(words: str, fits: Callable[[float], bool]) -> BeforeValidator:
    """A number within bounds; whoever thinks in percent is told how to write it."""

    def check(value: object) -> float:
        try:
            number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else -1
        except ValueError:
            number = -1
        if not fits(number):
            raise ValueError(f"must be {words}; write 0.8 for 80 %")
        return number

    return BeforeValidator(check)


def _yes(value: object) -> object:
    if value is not True:
        raise ValueError("must be true; leave the key out where it is not meant")
    return value


def _domain(text: str) -> str:
    """A host as those of links are compared, however somebody copied it."""
    bare = text.lstrip("*.")
    host = host_of(bare)
    if "@" in text or not DOMAIN.fullmatch(host):
        raise ValueError("must be a domain such as example.org")
    if same(bare) != host:
        raise ValueError(f"only the domain counts, so write {host} alone")
    return host


Share = Annotated[float, _fraction("above 0 and at most 1", lambda number: 0 < number <= 1)]
Sure = Annotated[float, _fraction("at least 0.5 and below 1", lambda number: 0.5 <= number < 1)]
Yes = Annotated[Literal[True], BeforeValidator(_yes)]
Domains = Annotated[tuple[Annotated[Said, AfterValidator(_domain)], ...], OneOrMany]
Several = Annotated[int, Field(ge=2, le=100_000)]


def _within(span: timedelta) -> timedelta:
    if not timedelta(seconds=1) <= span <= LONGEST_WITHIN:
        raise ValueError("must be between 1s and 1d; further back nothing is counted")
    return span


def _links(value: object) -> object:
    """`true` and a list of kinds are short for the keys."""
    if value is True:
        return {"any": True}
    if value is False:
        raise ValueError("must be true, kinds of link, or keys; for a message without one write not: {links: true}")
    if isinstance(value, str | list | tuple):
        return {"kinds": value}
    return value


def _kind_of_link(value: object) -> object:
    if value not in LINK_KINDS:
        raise ValueError(f"must be some of {', '.join(LINK_KINDS)}")
    return value


def _toxic(value: object) -> object:
    """Kinds alone are asked for at the usual threshold."""
    if isinstance(value, Mapping):
        return dict(value)
    listed = value if isinstance(value, list | tuple) else (value,)
    return {str(one): TOXIC_AT for one in listed}


def _some(value: Mapping[str, float]) -> Mapping[str, float]:
    if not value:
        raise ValueError("there is nothing here; write at least one kind")
    return value


Within = Annotated[Duration, AfterValidator(_within)]
Thresholds = Annotated[dict[Said, Share], AfterValidator(_some)]
Toxic = Annotated[dict[ToxicKind, Share], AfterValidator(_some), BeforeValidator(_toxic)]


class Meant(Written):
    """Something of moderation.yaml; a key behind which nothing stands is a mistake, for it may mean anything."""

    @field_validator("*", mode="before")
    @classmethod
    def _is_written(cls, value: object) -> object:
        if value is None:
            raise ValueError("nothing is written here; write something, or leave the key out")
        return value


class Links(Meant):
    """Which links count; those to the domains under `allow` never do. Of kinds and domains one is enough."""

    any_: Annotated[Yes | None, Field(alias="any")] = None
    kinds: Annotated[tuple[Annotated[LinkKind, BeforeValidator(_kind_of_link)], ...], OneOrMany] = ()
    domains: Domains = ()  # example.org with all below it
    other_than: Domains = ()  # any link but to these
    at_least: Count | None = None  # so many links that count

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if not (self.any_ or self.kinds or self.domains or self.other_than or self.at_least):
            raise ValueError("says no links; write links: true, kinds, domains, other_than or at_least")
        if self.domains and self.other_than:
            raise ValueError("domains and other_than exclude each other; keep one of them")
        return self


class Capitals(Meant):
    """SHOUTING: which share of the letters are capitals, in a text with at least so many that have two forms."""

    share: Share = 0.7
    letters: Annotated[int, Field(ge=4, le=10_000)] = 20


class Emoji(Meant):
    """So many of them, or which share of all signs they are; all that is said must hold."""

    count: Count | None = None
    share: Share | None = None

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if self.count is None and self.share is None:
            raise ValueError("says nothing; write count or share")
        return self


class Repeated(Meant):
    """The same text, however it is disguised: said so often, by so many people, within a time, on one account."""

    times: Several = 3
    people: Annotated[int, Field(ge=1, le=100_000)] = 1
    within: Within

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.people > self.times:
            raise ValueError("people is more than times; nobody says anything less than once")
        return self


class Flood(Meant):
    """One person writes so many messages within a time, on one account."""

    messages: Several
    within: Within


class Raid(Meant):
    """So many people write to one account for the first time within a time."""

    newcomers: Several
    within: Within


class Writer(Author, Meant):
    """Who wrote; all that is said must hold. What a network does not tell never fits, unless `unknown: true`."""

    followers_below: Count | None = None
    younger_than: Duration | None = None  # their account there, or since when they are in a closed place
    follows_us: bool | None = None
    labels: Names = ()  # what our people noted of them
    unknown: bool = False

    @model_validator(mode="after")
    def _says_who(self) -> Self:
        if self.model_fields_set <= {"unknown"}:
            raise ValueError("says nobody; unknown only says what becomes of what a network does not tell")
        return self


class Condition(Meant):
    """What must be so; of several keys in one condition, all must hold."""

    words: Phrases = ()  # any of these, whole, however they are disguised
    lists: Annotated[tuple[Slug, ...], OneOrMany] = ()  # any word of these lists
    pattern: Pattern | None = None
    links: Annotated[Links | None, BeforeValidator(_links)] = None
    invites: Yes | None = None
    mentions: Count | None = None
    capitals: Capitals | None = None
    emoji: Emoji | None = None
    repeated: Repeated | None = None
    flood: Flood | None = None
    raid: Raid | None = None
    author: Writer | None = None
    strikes: Annotated[float, Field(gt=0, le=1000)] | None = None
    languages: Languages = ()
    media: MediaWanted | None = None
    post: Post | None = None
    accounts: Names = ()
    networks: Names = ()
    kinds: Kinds = ()
    labels: Names = ()  # the conversation has one of these
    spam: Sure | None = None
    toxic: Toxic | None = None
    scores: Thresholds | None = None
    any_: Annotated[tuple[Condition, ...], Field(alias="any")] = ()
    all_: Annotated[tuple[Condition, ...], Field(alias="all")] = ()
    not_: Annotated[Condition | None, Field(alias="not")] = None
    always: Always = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(value not in (None, ()) for _, value in self):
            raise ValueError("an empty condition; write words, links, any, not or another key of docs/moderation.md")
        if self.not_ and self.not_.always:
            raise ValueError("this can never match: it excludes every message")
        if self.not_ and _excludes_itself(self):
            raise ValueError("this can never match: it excludes what it asks for")
        return self


PLACES = ("accounts", "networks", "kinds", "always")
SEVERAL = ("any_", "all_", "not_")


def particular(condition: Condition) -> bool:
    """Whether it says what a message must be like; places and exclusions alone fit nearly every message."""
    own = any(
        value not in (None, ())
        for name, value in condition
        if name not in PLACES + SEVERAL and not (name == "author" and _anybody(condition.author))
    )
    either = bool(condition.any_) and all(map(particular, condition.any_))
    return own or either or any(map(particular, condition.all_))


def within(condition: Condition) -> Iterator[Condition]:
    """A condition and all that it is made of."""
    yield condition
    for each in (*condition.any_, *condition.all_, *((condition.not_,) if condition.not_ else ())):
        yield from within(each)


def _anybody(author: Writer | None) -> bool:
    return author is not None and author.model_dump(exclude_defaults=True, exclude={"unknown"}) == {"at_least": 1}


def _excludes_itself(condition: Condition) -> bool:
    """Whether all that `not` says is wanted as well."""
    denied = condition.not_
    if denied is None:
        return False
    said = {name: value for name, value in denied if value not in (None, ())}
    return all(getattr(condition, name) == value for name, value in said.items())
