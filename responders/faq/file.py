"""What faq.yaml holds: entries with the ways people ask and what to answer, and questions that have no entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from inbox.models import Conversation, Subject
from responders.fields import Language, Names, OneOrMany, Said, Slug, Written, by_language, covers
from responders.hours import Zone
from responders.text import spaced, words

LINK = "{link}"  # where in an answer the link stands; without it, the link comes last
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?")
Filled = TypeVar("Filled", tuple[str, ...], dict[str, tuple[str, ...]], dict[str, str])


def _wordy(text: str) -> str:
    if not words(text):
        raise ValueError("a question needs at least one letter or digit to be recognised by")
    return text


def _something(texts: Filled) -> Filled:
    if not texts:
        raise ValueError("there is nothing here; write at least one")
    return texts


def _moment(value: object) -> tuple[date, time | None]:
    found = MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if found:
            return date.fromisoformat(found[1]), time.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        raise ValueError(f"there is no such day or time: {value}") from None
    raise ValueError("must be a day such as 2026-12-24, or a day and a time such as 2026-12-24 18:00")


def _begin(value: object) -> datetime:
    day, at = _moment(value)
    return datetime.combine(day, at or time())


def _end(value: object) -> datetime:
    """A day counts to its last minute."""
    day, at = _moment(value)
    return datetime.combine(day, at) if at else datetime.combine(day + timedelta(days=1), time())


def _link(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or text != "".join(text.split()):
        raise ValueError("must be an address such as https://example.org/returns")
    return text


Question = Annotated[Said, AfterValidator(_wordy)]
Questions = Annotated[tuple[Question, ...], OneOrMany, AfterValidator(_something)]
Texts = Annotated[dict[Language, Said], BeforeValidator(by_language), AfterValidator(_something)]


class Entry(Written):
    """One answer and the ways people ask for it, each by language; under "" where the file names no language."""

    id: Slug
    questions: Annotated[dict[Language, Questions], BeforeValidator(by_language), AfterValidator(_something)]
    answer: Texts
    answer_on: dict[Slug, Texts] = Field(default_factory=dict)  # what to say instead on one network
    link: Annotated[Said, AfterValidator(_link)] | None = None
    follow_up: Texts | None = None  # what an answer ends with: a question back, or a suggestion
    accounts: Names = ()
    posts: Names = ()  # ids, links or words of posts; such an entry is for the comments under these only
    from_: Annotated[datetime | None, BeforeValidator(_begin), Field(alias="from")] = None  # wall clock of `zone`
    until: Annotated[datetime | None, BeforeValidator(_end)] = None

    @model_validator(mode="after")
    def _in_languages_of_the_answer(self) -> Self:
        more = {f"answer_on.{network}": texts for network, texts in self.answer_on.items()}
        for key, texts in {**more, "follow_up": self.follow_up or {}}.items():
            for language in texts.keys() - self.answer.keys():
                said = f"a text in {language}" if language else "a text in no language"
                raise ValueError(f"{key} has {said}, and answer has none; write both by the same languages")
        return self

    @model_validator(mode="after")
    def _has_the_link_it_speaks_of(self) -> Self:
        texts = [*self.answer.values(), *(text for each in self.answer_on.values() for text in each.values())]
        if not self.link and any(LINK in text for text in texts):
            raise ValueError(f"an answer has {LINK} in it, but there is no link; write link: https://…")
        return self

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.from_ and self.until and self.until <= self.from_:
            raise ValueError("until comes before from, so this entry would never answer")
        return self

    @property
    def is_limited(self) -> bool:
        """Whether there are places or times where it does not answer."""
        return bool(self.accounts or self.posts or self.from_ or self.until)

    def counts(self, now: int, zone: tzinfo) -> bool:
        """Whether its dates allow it to answer at a moment (unix ms), by the clocks of `zone`."""
        begins = self.from_.replace(tzinfo=zone).timestamp() if self.from_ else None
        ends = self.until.replace(tzinfo=zone).timestamp() if self.until else None
        return (begins is None or begins * 1000 <= now) and (ends is None or now < ends * 1000)

    def concerns(self, conversation: Conversation) -> bool:
        """Whether it is for this account, and for comments under this post where it is for some only."""
        return covers(self.accounts, conversation.account) and (
            not self.posts or any(is_post(post, conversation.thread.subject) for post in self.posts)
        )


class FaqFile(Written):
    """What faq.yaml holds."""

    zone: Zone | None = None  # of the days in `from` and `until`
    entries: tuple[Entry, ...] = ()
    nothing: Annotated[tuple[Question, ...], OneOrMany] = ()  # what people ask and no entry answers


def is_post(said: str, subject: Subject | None) -> bool:
    """Whether a post is meant: by its id, its link, or words that stand in its text in this order."""
    if subject is None:
        return False
    same_id = said.lstrip("0") == subject.remote.lstrip("0") != ""
    same_link = bool(subject.link) and said.rstrip("/") == subject.link.rstrip("/")
    return same_id or same_link or (spaced(said) != "" and spaced(said) in spaced(subject.text))


def expired(file: FaqFile, now: int, zone: tzinfo = UTC) -> tuple[Entry, ...]:
    """The entries that will never answer again, so that somebody may take them out or change their dates."""
    here = file.zone or zone
    ends: Mapping[str, float] = {e.id: e.until.replace(tzinfo=here).timestamp() * 1000 for e in file.entries if e.until}
    return tuple(entry for entry in file.entries if ends.get(entry.id, now + 1) <= now)
