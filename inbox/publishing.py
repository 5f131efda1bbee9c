"""The part of the port that is about posts of ours: what stands against one, and how it does once it is out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from inbox.actions import Publish
from inbox.models import RemoteId


@dataclass(frozen=True, slots=True)
class Measured:
    """What a network counts of one post, by our names: views, reach, likes, comments, shares, saves, clicks, ….

    What it does not tell is in `missing`, with the reason in words; one that is missing takes no other away.
    """

    values: Mapping[str, int]
    missing: Mapping[str, str]
    at: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing about a post, in words with the way out; one that `stops` it would be refused by the network."""

    words: str
    stops: bool = True


@runtime_checkable
class ReadsMetrics(Protocol):
    """Networks that tell how a post of ours does."""

    async def metrics(self, post: RemoteId) -> Measured:
        """What the network counts of it now; raises a NetworkError when nothing at all can be told."""
        ...


@runtime_checkable
class JudgesPosts(Protocol):
    """Networks with rules for posts that only a look into the files can tell."""

    async def judge(self, post: Publish) -> Sequence[Verdict]:
        """What stands against this post before the network is asked; empty when nothing does."""
        ...
