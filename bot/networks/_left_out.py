"""What of a post a network has no place for: nothing of it is left out in silence.

What would change who sees a post, when, or what it says stops it; of the rest people are told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Final, Literal

from inbox.actions import Publish
from inbox.errors import Rejected, Unsupported
from inbox.publishing import Verdict

Part = Literal["further", "poll", "visibility", "release", "answers", "title", "tags", "cover", "made_by_ai"]
STOPS: Final[Mapping[Part, str]] = {
    "further": "{name} has no threads. Make it one post.",
    "poll": "{name} takes no polls from programs. Take it out, and ask in words.",
    "visibility": "A post on {name} is for everybody who sees the account. Choose public, or post it elsewhere.",
    "release": "{name} itself cannot publish at a later time. Take the time out, and publish it when it is time.",
    "answers": "Who may answer cannot be chosen on {name}. Choose everyone.",
}
SAID: Final[Mapping[Part, str]] = {
    "title": "{name} shows no title; it is left out. Say it in the text.",
    "tags": "{name} has no tags beside the text; they are left out. Write them as #hashtags.",
    "cover": "{name} takes no cover for a film; it is left out.",
    "made_by_ai": "{name} has no mark for what AI made; say it in the text.",
}
EVERYTHING: Final[frozenset[Part]] = frozenset({*STOPS, *SAID})


def left_out(post: Publish, name: str, parts: Collection[Part]) -> Iterator[Verdict]:
    """What stands against a post that has some of these `parts`, for which the network called `name` has no place."""
    usual = {field.name: field.default for field in fields(Publish)}
    for words, stops in ((STOPS, True), (SAID, False)):
        for part, sentence in words.items():
            if part in parts and getattr(post, part) != usual[part]:
                yield Verdict(sentence.format(name=name), stops=stops)


def refuse(post: Publish, name: str, parts: Collection[Part] = EVERYTHING) -> None:
    """Raise Unsupported for a post that would be another one without what the network has no place for."""
    for verdict in left_out(post, name, parts):
        if verdict.stops:
            raise Unsupported(verdict.words)


def stop(verdicts: Iterable[Verdict]) -> None:
    """Raise Rejected for the first of these that stops a post."""
    for verdict in verdicts:
        if verdict.stops:
            raise Rejected(verdict.words)
