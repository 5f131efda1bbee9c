"""The seam between the world and its hooks: what an app is told, and where it wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Object = Literal["page", "instagram"]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an app is told about one of its Pages or profiles, whose id is `entry`; `at` in unix seconds.

    In "changes" the `value` is that of a change, and `field` its field; in the other two it is the whole entry of the
    list, and `field` the subscribed field that brings it.
    """

    app: str  # the app's id
    object: Object
    entry: str
    kind: Literal["changes", "messaging", "standby"]
    field: str
    value: Mapping[str, Any]
    at: float


@dataclass(frozen=True, slots=True)
class Address:
    """Where an app wants to be told of one kind of object, and the secret that signs what it is told."""

    url: str
    secret: str
