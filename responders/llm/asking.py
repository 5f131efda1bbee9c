"""Who answers a prompt: an endpoint, or the ledger of what it answered before."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable

from inbox.decisions import Heard
from responders.llm.prompt import Prompt

NAME = "llm"
FAILED = "failed"

Ask = Callable[[Prompt], Awaitable[Heard]]
"""Put a prompt; raises Unheard."""


class Unheard(Exception):
    """There is no answer; the words say why, for the card. Kept in the ledger too, so that a replay finds the same."""

    def __init__(self, words: str, asked: str) -> None:
        super().__init__(words)
        self.heard = Heard(NAME, asked, json.dumps({FAILED: words}, ensure_ascii=False))


def recalled(heard: Iterable[Heard]) -> Ask:
    """Answers from what was heard before, for a replay: nothing is asked anew, and nothing is paid."""
    known = {one.asked: one for one in heard if one.responder == NAME}

    async def ask(prompt: Prompt) -> Heard:
        found = known.get(prompt.digest)
        if found is None:
            raise Unheard("the model was never asked this", prompt.digest)
        if words := _failure(found):
            raise Unheard(words, prompt.digest)
        return found

    return ask


def _failure(heard: Heard) -> str:
    """Why there was no answer, if it was so; a model that answers in this form has used tokens for it."""
    if heard.tokens_out or not heard.said.startswith(f'{{"{FAILED}": '):
        return ""
    return str(json.loads(heard.said)[FAILED])
