"""Rules of moderation from a file that nothing goes by yet, so that they can be tried before they count."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from config.cross import Known
from config.document import read
from config.load import Config
from config.moderation import sections_of
from config.problems import ConfigError
from config.validate import validate
from responders.moderation.file import ModerationFile

if TYPE_CHECKING:  # heavy: only who judges waits for it
    from responders.llm.meter import Meter
    from responders.moderation.judge import Asked, Moderation


def judge_of(path: Path, config: Config, classifier: Asked | None = None) -> Moderation:
    """The judge by a file for the accounts of `config`; without a classifier none is asked. Raises ConfigError."""
    from responders.moderation.judge import Moderation

    return Moderation(read_moderation(path, config), classifier)


@contextlib.asynccontextmanager
async def classifying(path: Path, config: Config, meter: Meter, now: Callable[[], int]) -> AsyncIterator[Moderation]:
    """The same with the classifier of bot.yaml, if there is one; `now` is unix ms. Raises ConfigError."""
    from responders.moderation.classifier import Classifier

    async with contextlib.AsyncExitStack() as stack:
        classifier = None
        if options := config.settings.classifier:
            classifier = Classifier(options, meter, now)
            stack.push_async_callback(classifier.close)
        yield judge_of(path, config, classifier)


def read_moderation(path: Path, config: Config) -> ModerationFile:
    """The file at a path, for the accounts of `config`; its lists stand beside it. ConfigError with every mistake."""
    document = read(path, str(path))
    settings = config.settings
    known = Known(
        [account.id for account in settings.accounts], config.networks, classifies=settings.classifier is not None
    )
    data, problems = sections_of(document, path.parent, known, lambda _, __: None)
    filled = validate(ModerationFile, data, document)
    problems += document.problems
    if isinstance(filled, list) or problems:
        raise ConfigError([*problems, *(filled if isinstance(filled, list) else ())])
    return filled
