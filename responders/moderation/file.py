"""What moderation.yaml holds: rules in their order, what they do, and how whom they hit is treated fairly."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from inbox.canned import GAP
from responders.fields import Language, Names, OneOrMany, Said, Slug, by_language
from responders.moderation.conditions import Condition, Domains, Meant, Sure, Yes, particular
from responders.rules.conditions import Kinds, Phrases
from responders.rules.file import Labels, Lasting

REASON, CODE = "{reason}", "{code}"
MOST_WORDS = 200_000  # of one list
LONGEST_MUTE, LONGEST_SLOW = timedelta(days=365), timedelta(hours=6)
EVERYTHING = (
    "this rule matches every message, or all but a few; if that is meant, write always: true under when, and it stays "
    "in shadow until a lead confirms it"
)
IRREVERSIBLE = "cannot be taken back; write irreversible: true beside it if that is meant, or hide in its place"


def _at_most(most: timedelta, words: str) -> AfterValidator:
    def check(span: timedelta) -> timedelta:
        if span > most:
            raise ValueError(f"must be at most {words}")
        return span

    return AfterValidator(check)


def _plain(text: str) -> str:
    if found := GAP.search(text):
        raise ValueError(f"{found[0]} is filled in nowhere here; leave it out, or take the braces away")
    return text


def _notice(text: str) -> str:
    if CODE not in text:
        raise ValueError(f"needs {CODE} where the code stands that they may appeal with")
    odd = [gap for gap in GAP.findall(text) if gap not in (REASON, CODE)]
    if odd:
        raise ValueError(f"{odd[0]} is filled in nowhere here; there are {REASON} and {CODE}")
    return text


def _person(text: str) -> str:
    if "://" in text:
        raise ValueError("must be a user name such as asha, or an id as the desk shows it")
    return text


def _some(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("there is nothing here; write at least one text")
    return texts


def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words:
        raise ValueError("this list is empty; write words, or take it out")
    if len(words) > MOST_WORDS:
        raise ValueError(f"a list has at most {MOST_WORDS:,} words; this one has {len(words):,}")
    return words


Plain = Annotated[Said, AfterValidator(_plain)]
Texts = Annotated[dict[Language, Plain], BeforeValidator(by_language), AfterValidator(_some)]
Notice = Annotated[Said, AfterValidator(_notice)]
Notices = Annotated[dict[Language, Notice], BeforeValidator(by_language), AfterValidator(_some)]
Mute = Annotated[Lasting, _at_most(LONGEST_MUTE, "365d")]
Slowly = Annotated[Lasting, _at_most(LONGEST_SLOW, "6h")]
Points = Annotated[float, Field(gt=0, le=100)]
People = Annotated[tuple[Annotated[Said, AfterValidator(_person)], ...], OneOrMany]
WordList = Annotated[tuple[str, ...], AfterValidator(_few)]


class ToPeople(Meant):
    """What may be done to somebody, and told about them; by a rule, or when they have so many strikes."""

    mute: Mute | None = None
    block: Yes | None = None
    irreversible: Yes | None = None  # without it, nothing is done that cannot be taken back: with hide, removed instead
    labels: Labels = ()
    priority: Annotated[int, Field(ge=0, le=9)] | None = None
    tell: Said | None = None

    @model_validator(mode="after")
    def _is_meant(self) -> Self:
        final = next((name for name in ("remove", "block") if getattr(self, name, None)), "")
        if final and not self.irreversible:
            raise ValueError(f"{final} {IRREVERSIBLE}")
        if self.irreversible and not final and not getattr(self, "hide", None):
            raise ValueError("irreversible belongs to remove, block or hide, and there is none of them; leave it out")
        return self


class Do(ToPeople):
    """What a rule does."""

    hide: Yes | None = None
    hold: Yes | None = None
    remove: Yes | None = None
    keep: Yes | None = None
    slow: Slowly | None = None  # the time between two messages of one person
    strike: Points | None = None
    reply: Texts | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        said = {name for name in self.model_fields_set - {"irreversible"} if getattr(self, name) != ()}
        if not said:
            raise ValueError("this rule does nothing; write hide, hold, labels or another key of docs/moderation.md")
        sights = [name for name in ("hide", "hold", "remove") if getattr(self, name)]
        if len(sights) > 1:
            raise ValueError(f"{' and '.join(sights)} exclude each other; keep one of them")
        if self.keep and (others := said - {"keep", "labels", "priority", "tell"}):
            raise ValueError(f"keep leaves the message alone, and {min(others)} does not; take one of them out")
        return self


class Rule(Meant):
    """One rule: `when` it matches, it does what is written under `do`."""

    id: Slug
    when: Condition
    do: Do
    accounts: Names = ()
    networks: Names = ()
    kinds: Kinds = ()
    why: Texts | None = None  # what the author may be told
    stop: bool = False

    @model_validator(mode="after")
    def _does_not_match_everything_unawares(self) -> Self:
        if not particular(self.when) and not self.when.always:
            raise ValueError(EVERYTHING)
        return self

    @property
    def forced(self) -> bool:
        """Whether it matches nearly everything, and so stays in shadow until a lead confirms it."""
        return not particular(self.when)


class Allow(Meant):
    """Who and what no rule is about."""

    people: People = ()  # user names, or ids as the desk shows them
    domains: Domains = ()
    words: Phrases = ()  # in which no word of a rule is found: Scunthorpe


class Appeals(Meant):
    """Who is told why something was done, and how long they may ask for it to be looked at again."""

    accounts: Names = ()
    text: Notices
    within: Lasting = timedelta(days=30)
    decide_within: Lasting = timedelta(days=2)


class Step(ToPeople):
    """What follows when somebody's strikes reach so many points."""

    at: Points

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if self.model_fields_set <= {"at", "irreversible"}:
            raise ValueError("this step does nothing; write mute, block, labels, priority or tell")
        return self


class Strikes(Meant):
    """How long strikes count, and what follows when there are many."""

    half_life: Lasting = timedelta(days=30)
    ladder: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        points = [step.at for step in self.ladder]
        if points != sorted(set(points)):
            raise ValueError("the steps of ladder must go up, from the fewest points to the most, each once")
        return self


class Trust(Meant):
    """When a rule in shadow may act: after so many judgements, when surely at least so many of them were right."""

    after: Annotated[int, Field(ge=5, le=10_000)] = 20
    precision: Sure = 0.95
    alone: bool = True  # false: a lead has to say so in any case


class ModerationFile(Meant):
    """What moderation.yaml holds; the first rule is looked at first. Lists hold their words, wherever they stood."""

    rules: tuple[Rule, ...] = ()
    lists: dict[Slug, WordList] = Field(default_factory=dict)
    allow: Allow = Allow()
    appeals: Appeals | None = None
    strikes: Strikes = Strikes()
    earned: Trust = Trust()
    apology: Texts | None = None
