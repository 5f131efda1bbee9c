"""What a scripted model reads in a prompt: its parts, the sources with their ids, and what they who wrote said last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PART = re.compile(r"<<(\w+) (\w+)>>\n(.*?)\n<</\1 \2>>", re.DOTALL)
SOURCE = re.compile(r"^\[([^\]\n]+)\] ?(.*(?:\n {2}.*|\n(?=\n* {2}))*)", re.MULTILINE)
SAID = re.compile(r"^(they|we|somebody else): (.*(?:\n {2}.*|\n(?=\n* {2}))*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that may be cited; its title and its text."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as a scripted model sees it."""

    system: str
    user: str
    body: Mapping[str, object]

    @property
    def parts(self) -> dict[str, str]:
        """The framed parts of the prompt by their names."""
        return {name: text for _, name, text in PART.findall(self.user)}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources in the prompt, in their order."""
        found = SOURCE.findall(self.parts.get("sources", ""))
        return tuple(Source(id, *_title_and_text(rest)) for id, rest in found)

    @property
    def question(self) -> str:
        """What they said since we last said something; all of the prompt where it has no conversation."""
        if "conversation" not in self.parts:
            return self.user
        tail: list[str] = []
        for who, said in reversed(SAID.findall(self.parts["conversation"])):
            if who == "we":
                break
            if who == "they":
                tail.append(re.sub(r"\n {2}", "\n", said))
        return "\n".join(reversed(tail))


def asked_of(body: Mapping[str, object]) -> Asked:
    """What a call asks; messages may be texts or lists of text parts."""
    messages = body.get("messages")
    each = [m for m in messages if isinstance(m, dict)] if isinstance(messages, Sequence) else []
    system = "\n".join(_text(m.get("content")) for m in each if m.get("role") in {"system", "developer"})
    user = "\n".join(_text(m.get("content")) for m in each if m.get("role") == "user")
    return Asked(system, user, body)


def _title_and_text(rest: str) -> tuple[str, str]:
    title, _, text = rest.partition("\n")
    return title.strip(), re.sub(r"(?m)^ {2}", "", text).strip()


def _text(content: object) -> str:
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")
