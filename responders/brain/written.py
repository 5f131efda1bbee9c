"""What brand.yaml holds: who the brand is, what may be said of it and what never; each line owned by somebody.

Written for people who do not program: wherever a list of lines may stand, one plain text does as well, and a line is
a plain text or a text with its owner and the day on which it should be read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from responders.fields import Names, OneOrMany, Said, Slug, Written
from responders.hours import Hours


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value.strip()) if isinstance(value, str) and len(value.strip()) == 10 else None
    except ValueError:
        return None


def _is_a_day(value: object) -> object:
    found = _day(value)
    if found is None:
        raise ValueError("must be a day such as 2027-03-31: year, month, day")
    return found


def _link(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(sign.isspace() for sign in text)
    except ValueError:
        good = False
    if not good:
        raise ValueError("must be the address of a page, such as https://shop.example.org/stole")
    return text


def _plain(value: object, key: str) -> object:
    """A plain text as if it had been written under `key`."""
    if value is None:
        raise ValueError("there is no text here")
    if isinstance(value, bool | int | float):
        raise ValueError("must be text; put it in quotes")
    return {key: value} if isinstance(value, str) else value


ALONE = frozenset({"text", "name"})  # keys of a line, not of what holds lines
Day = Annotated[date, BeforeValidator(_is_a_day)]
Link = Annotated[str, AfterValidator(_link)]


class Owned(Written):
    """Something that somebody answers for, and reads again on a day; left out: what stands around it says so."""

    owner: Said = ""
    review: Day | None = None


class WrittenLine(Owned):
    """One thing that is true of the brand, or that holds for it."""

    id: Slug | None = None
    text: Said

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return _plain(value, "text")


class Listed(Owned):
    """What holds lines: a plain text, a list, or one line alone do as well as `lines` with a list below it."""

    @model_validator(mode="before")
    @classmethod
    def _from_lines(cls, value: object) -> object:
        alone = isinstance(value, Mapping) and not ALONE.isdisjoint(value)
        return {"lines": value} if isinstance(value, str | list | tuple) or alone else value


class Section(Listed):
    """The lines of one section."""

    lines: Annotated[tuple[WrittenLine, ...], OneOrMany] = ()


class Voice(Section):
    """How we sound: everywhere, and besides on one network."""

    networks: dict[Slug, Section] = Field(default_factory=dict)


class Product(Owned):
    """One thing that we sell or do."""

    id: Slug | None = None
    name: Said
    price: Said = ""
    link: Link = ""
    facts: Names = ()

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return _plain(value, "name")


class Products(Listed):
    """All that we sell or do."""

    lines: Annotated[tuple[Product, ...], OneOrMany] = ()


class Contact(Owned):
    """Whom a matter goes to; only a `public` one may be named to people outside."""

    id: Slug | None = None
    name: Said
    matter: Annotated[Said, Field(alias="for")] = ""
    reach: Names = ()
    public: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return _plain(value, "name")


class Contacts(Listed):
    """Everybody whom a matter can go to."""

    lines: Annotated[tuple[Contact, ...], OneOrMany] = ()


class OwnedHours(Hours, Owned):
    """When we are there, and who answers for it."""


class BrandFile(Owned):
    """All of brand.yaml; everything may be left out."""

    mission: Section = Section()
    vision: Section = Section()
    history: Section = Section()
    values: Section = Section()
    products: Products = Products()
    hours: OwnedHours | None = None
    places: Section = Section()
    strengths: Section = Section()
    weaknesses: Section = Section()
    opportunities: Section = Section()
    threats: Section = Section()
    voice: Voice = Voice()
    red_lines: Section = Section()
    claims: Section = Section()
    never_promise: Section = Section()
    contacts: Contacts = Contacts()
