"""Rules from a file that nothing goes by yet, so that they can be tried before they count."""

from __future__ import annotations

import functools
from pathlib import Path

from config.cross import Known
from config.cross_rules import check_rules
from config.document import read
from config.load import Config
from config.problems import ConfigError
from config.settings import mode_for
from config.validate import validate
from inbox.brand import AutonomyOf
from responders.brain.knowledge import knowledge_of
from responders.chain import Check
from responders.guard import Guard
from responders.guard.ground import ground_of
from responders.rules import Rules, RulesFile

ToTry = tuple[Rules, Check, AutonomyOf]


def to_try(config: Config, other: Path | None = None) -> ToTry:
    """The rules that count now, or those in another file; what checks their texts, and how far they may go.

    Raises ConfigError. Of the documents nothing is known here: they may take seconds to read.
    """
    rules = Rules(read_rules(other, config) if other else config.rules, config.brain.hours)
    known = knowledge_of(config.brain, config.faq, config.documents)
    guard = Guard(config.settings.guard, ground_of(known), config.secrets)
    return rules, guard.check, functools.partial(mode_for, config.settings.autonomy)


def read_rules(path: Path, config: Config) -> RulesFile:
    """The rules in a file, for the accounts and the opening hours of `config`; ConfigError with every mistake in it."""
    document = read(path, str(path))
    opens = config.brain.hours is not None
    known = Known([account.id for account in config.settings.accounts], config.networks, opens)
    problems = [*document.problems, *check_rules(document, known)]
    data = document.data
    said = {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data
    filled = validate(RulesFile, said, document)
    if isinstance(filled, list) or problems:
        raise ConfigError([*problems, *(filled if isinstance(filled, list) else ())])
    return filled
