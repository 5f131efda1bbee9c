"""For looking back: the responders of a folder over what was heard then, and what writes lessons into its FAQ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from config.additions import add_entry, add_nothing, add_phrasing
from config.answering import Outside, made_of
from config.load import Config, with_documents
from config.settings import mode_for
from inbox.brand import Brand
from responders.chain import Chain
from responders.faq import Recall
from responders.llm.asking import Ask
from responders.mining import Teach
from responders.turn import Responder

Over = Callable[[Iterable[Responder]], Iterable[Responder]]


def rehearse(config: Config, brand: Brand, ask: Ask, recall: Recall, over: Over) -> tuple[Brand, Chain]:
    """The brand and the chain by these files, to do the past again.

    The model is asked by `ask`, meanings are those of `recall`, and `over` stands between the chain and every
    responder. Reads the documents, too, so it may take a second or two.
    """
    whole = with_documents(config)
    made = made_of(whole, Outside(ask, recall=recall))
    again = replace(brand, autonomy=partial(mode_for, config.settings.autonomy))
    return again, Chain(tuple(over(made.responders)), made.guard.check, whole.digest)


def teach_of(config: Config) -> Teach:
    """What writes into the faq.yaml of this folder."""
    folder, networks = config.folder, config.networks
    return Teach(
        phrasing=partial(add_phrasing, folder, networks=networks),
        entry=partial(add_entry, folder, networks=networks),
        nothing=partial(add_nothing, folder, networks=networks),
    )
