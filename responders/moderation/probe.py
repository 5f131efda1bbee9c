"""Trying a classifier before it is needed, in words for `check`; each failure with how to mend it."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator, Mapping

from inbox.network import Health
from responders.llm.client import client_of
from responders.llm.faults import Fault
from responders.moderation.classifier import SECTION, as_model, fetched, read_scores
from responders.moderation.conditions import within
from responders.moderation.file import ModerationFile
from responders.options import ClassifierOptions
from responders.probe import fix_of

TEXT = "This is a test of the connection."
NO_SUCH = "write one of these in moderation.yaml: {}"


async def check_classifier(options: ClassifierOptions | None, file: ModerationFile) -> tuple[Health, ...]:
    """Try the address, the key, the model and the form of its answer by one small call, and what rules ask of it.

    Where there is no classifier there is nothing to say.
    """
    if options is None:
        return ()
    patience = options.timeout.total_seconds()
    library = await asyncio.to_thread(importlib.import_module, "openai")
    async with client_of(library, as_model(options)) as client:
        try:
            async with asyncio.timeout(patience):
                (scores,) = read_scores(await fetched(client, options.name, [TEXT]), 1)
        except Fault as fault:
            words = str(fault)
        except TimeoutError:
            words = f"it did not answer in time ({patience:g} s)"
        else:
            return (Health(True, f"{options.name} at {options.base_url} answers"), *_unheard_of(scores.values, file))
    return (Health(False, f"{options.base_url}: {words}", fix_of(words, options.name, SECTION)),)


def _unheard_of(values: Mapping[str, float], file: ModerationFile) -> Iterator[Health]:
    """What rules ask of it and it says nothing of: such a rule never matches by that."""
    for rule in file.rules:
        asked = {name for condition in within(rule.when) for name in condition.scores or ()}
        for name in sorted(asked - values.keys()):
            words = f"the rule {rule.id} asks for {name}, of which it says nothing"
            yield Health(False, words, NO_SUCH.format(", ".join(sorted(values))))
