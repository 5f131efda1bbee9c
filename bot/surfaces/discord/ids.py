"""What stands in the custom id of a button: the verb, and the draft or delivery it is about.

The id is all that a click brings along, so it works after a restart, on any process and a year later. Verbs about the
conversation have no `ref`: the conversation is known by the post that the button stands in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

TEMPLATE: Final = re.compile(r"sg:(?P<verb>[a-z_]+):(?P<ref>.*)", re.DOTALL)
MOST: Final = 100  # characters of a custom id (discord docs, components/reference, read 2026-11-27)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A custom id taken apart; `digest` is that of the drafted text when the button was drawn, for Edit."""

    verb: str
    ref: str = ""
    digest: str = ""


def button_id(verb: str, ref: str = "") -> str:
    """The custom id of a button; raises ValueError when Discord would not take it."""
    made = f"sg:{verb}:{ref}"
    if len(made) > MOST or not TEMPLATE.fullmatch(made):
        raise ValueError(f"{made!r} cannot be the id of a button")
    return made


def edit_id(draft: str, text: str) -> str:
    """The custom id of Edit: it tells whether the text on the card is still, and wholly, what was drafted."""
    return button_id("edit", f"{draft}:{text_digest(text)}")


def parse(custom_id: str) -> Pressed | None:
    """The verb and what it is about; None when the button is not one of ours."""
    found = TEMPLATE.fullmatch(custom_id)
    if found is None:
        return None
    ref, _, digest = found["ref"].partition(":")
    return Pressed(found["verb"], ref, digest)


def text_digest(text: str) -> str:
    """Eight hex digits that tell one text from another."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
