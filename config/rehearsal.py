"""Makes of a folder's files what does the past again: the same responders and checks, over what was heard then."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from config.answering import made_of
from config.load import Config, with_documents
from responders.chain import Chain
from responders.llm import Ask
from responders.turn import Responder

Over = Callable[[Iterable[Responder]], Iterable[Responder]]


def chain_again(config: Config, ask: Ask, over: Over) -> Chain:
    """The chain by these files; the model is asked by `ask`, and `over` stands between it and every responder.

    Reads the documents, too, so it may take a second or two.
    """
    whole = with_documents(config)
    made = made_of(whole, ask)
    return Chain(tuple(over(made.responders)), made.guard.check, whole.digest)
