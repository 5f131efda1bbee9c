"""What rules.yaml holds: rules in their order, each with what it looks at and what it does."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from responders.fields import Duration, Language, Names, OneOrMany, Said, Slug, Written, by_language
from responders.hours import Zone
from responders.rules.conditions import Condition, Kinds, particular, within
from responders.rules.gaps import gaps, is_address, well_formed

LONGEST_LABEL, LONGEST_PERSON = 48, 64
UNTIL_OPEN = "until open"
LINK = "{link}"
DRAFT_ONLY = "a rule that matches every message never answers alone; leave mode out, or write mode: draft"


def _something(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("there is nothing here; write at least one text")
    return texts


def _label(text: str) -> str:
    if not text.isprintable() or len(text) > LONGEST_LABEL:
        raise ValueError(f"a label is one line of at most {LONGEST_LABEL} letters")
    return text


def _person(text: str) -> str:
    if not text.isprintable() or len(text) > LONGEST_PERSON:
        raise ValueError(f"must be the name of somebody of yours, at most {LONGEST_PERSON} letters")
    return text


def _lasting(span: timedelta) -> timedelta:
    if span < timedelta(seconds=1):
        raise ValueError("must be at least a second, such as 2h")
    return span


Text = Annotated[Said, AfterValidator(well_formed)]
Texts = Annotated[dict[Language, Text], BeforeValidator(by_language), AfterValidator(_something)]
Labels = Annotated[tuple[Annotated[Said, AfterValidator(_label)], ...], OneOrMany]
Lasting = Annotated[Duration, AfterValidator(_lasting)]
_LASTING: TypeAdapter[timedelta] = TypeAdapter(Lasting)


def _snooze(value: object) -> object:
    if isinstance(value, str) and " ".join(value.lower().split()) == UNTIL_OPEN:
        return UNTIL_OPEN
    try:
        return _LASTING.validate_python(value)
    except ValidationError:
        raise ValueError(f"must be a length of time such as 2h, or: {UNTIL_OPEN}") from None


Until = Annotated[Literal["until open"] | timedelta, BeforeValidator(_snooze)]


class Rule(Written):
    """One rule: `when` it matches, it does what else is written in it."""

    id: Slug
    when: Condition
    accounts: Names = ()
    networks: Names = ()
    kinds: Kinds = ()
    text: Texts | None = None  # by language; under "" where the file names none
    text_on: dict[Slug, Texts] = Field(default_factory=dict)  # what to say instead on one network
    link: Annotated[Said, AfterValidator(is_address)] | None = None
    labels: Labels = ()
    priority: Annotated[int, Field(ge=0, le=9)] | None = None
    assign: Annotated[Said, AfterValidator(_person)] | None = None
    hand_off: Said | None = None
    snooze: Until | None = None
    mode: Literal["auto", "draft"] = "auto"  # auto: may go out alone, if autonomy in bot.yaml says so too
    cool_down: Lasting | None = None  # how long it does not answer the same person again
    once: bool = False  # it answers once in a conversation
    stop: bool = True

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        done = (self.text, self.priority, self.hand_off, self.assign, self.snooze)
        if not self.labels and all(each is None for each in done):
            raise ValueError("this rule does nothing; write text, labels, priority, assign, snooze or hand_off")
        return self

    @model_validator(mode="after")
    def _says_what_belongs_to_a_text(self) -> Self:
        needs_text = [name for name in ("text_on", "link", "cool_down", "once") if getattr(self, name)]
        if self.text is None and needs_text:
            raise ValueError(f"{needs_text[0]} is about the answer, and this rule has none; write text")
        if not self.link and any(LINK in text for text in self.every_text):
            raise ValueError(f"a text has {LINK} in it, but there is no link; write link: https://…")
        for network, texts in self.text_on.items():
            for language in texts.keys() - (self.text or {}).keys():
                said = f"a text in {language}" if language else "a text in no language"
                raise ValueError(f"text_on.{network} has {said}, and text has none; write both by the same languages")
        return self

    @model_validator(mode="after")
    def _does_not_match_everything_unawares(self) -> Self:
        if particular(self.when):
            return self
        if not self.when.always:
            raise ValueError("this rule matches every message, or all but a few; if that is meant, write always: true")
        if "mode" in self.model_fields_set and self.mode == "auto":
            raise ValueError(DRAFT_ONLY)
        return self

    @property
    def every_text(self) -> tuple[str, ...]:
        """All that it may say, in all languages and on all networks."""
        together = (self.text or {}, *self.text_on.values())
        return tuple(dict.fromkeys(text for texts in together for text in texts.values()))

    @property
    def is_sure(self) -> bool:
        """Whether what it looks at is enough to answer alone: not every message, and not a feeling."""
        felt = any(part.sentiment and not denied for part, denied in within(self.when))
        return self.mode == "auto" and particular(self.when) and not felt

    @property
    def needs_hours(self) -> bool:
        """Whether it says nothing, or not all, without opening hours."""
        asked = any(part.hours for part, _ in within(self.when)) or self.snooze == UNTIL_OPEN
        return asked or any({"hours", "next_opening"} & set(gaps(text)) for text in self.every_text)


class RulesFile(Written):
    """What rules.yaml holds; the first rule is looked at first."""

    zone: Zone | None = None  # of the times that rules look at
    rules: tuple[Rule, ...] = ()
