"""Reads the `fields` of a call: names, what is wanted of each, modifiers in parentheses, and aliases.

`id,comments.filter(stream).limit(50){id,from{name}},likes.summary(true) as hearts`
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.meta.refusals import Refusal

_ENDS = ",{}().:"


@dataclass(frozen=True, slots=True)
class Field:
    """One wanted field."""

    name: str
    modifiers: dict[str, str] = field(default_factory=dict)
    children: tuple[Field, ...] = ()
    alias: str = ""
    inner: str = ""  # the children as they were written

    @property
    def key(self) -> str:
        """What it is called in the answer."""
        return self.alias or self.name


def parse(text: str) -> tuple[Field, ...]:
    """The fields; raises Refusal 2500 for what is none."""
    reader = _Reader(text)
    wanted = reader.fields() if text.strip() else ()
    if reader.at < len(text):
        raise reader.wrong("end of string")
    return wanted


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fields(self) -> tuple[Field, ...]:
        wanted = [self.one()]
        while self.take(","):
            wanted.append(self.one())
        return tuple(wanted)

    def one(self) -> Field:
        name = self.word()
        modifiers: dict[str, str] = {}
        while self.take("."):
            modifier = self.word()
            self.need("(")
            modifiers[modifier] = self.until(")")
        children: tuple[Field, ...] = ()
        inner = ""
        if self.take("{"):
            start = self.at
            children = self.fields()
            inner = self.text[start : self.at]
            self.need("}")
        return Field(name, modifiers, children, self.alias(), inner)

    def alias(self) -> str:
        rest = self.text[self.at :].lstrip()
        if not rest.startswith("as(") and not rest.startswith("as "):
            return ""
        self.at = len(self.text) - len(rest) + 2
        if self.take("("):
            return self.until(")")
        return self.word()

    def word(self) -> str:
        self.space()
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _ENDS and not self.text[self.at].isspace():
            self.at += 1
        if self.at == start:
            raise self.wrong("a field name")
        return self.text[start : self.at]

    def until(self, end: str) -> str:
        start = self.at
        found = self.text.find(end, start)
        if found < 0:
            raise self.wrong(f'"{end}"')
        self.at = found + 1
        return self.text[start:found]

    def take(self, sign: str) -> bool:
        self.space()
        if not self.text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise self.wrong(f'"{sign}"')

    def space(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def wrong(self, wanted: str) -> Refusal:
        found = f'"{self.text[self.at]}"' if self.at < len(self.text) else "end of string"
        message = f'Syntax error "Expected {wanted} instead of {found}." at character {self.at}: {self.text}'
        return Refusal(2500, 0, message)
