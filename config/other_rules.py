"""Rules from a file that nothing goes by yet, so that they can be tried before they count."""

from __future__ import annotations

from pathlib import Path

from config.cross import Known
from config.cross_rules import check_rules
from config.document import read
from config.load import Config
from config.problems import ConfigError
from config.validate import validate
from responders.brain import knowledge_of
from responders.chain import Check
from responders.guard import Guard
from responders.guard.ground import ground_of
from responders.rules import Rules, RulesFile


def rules_of(config: Config, other: Path | None = None) -> tuple[Rules, Check]:
    """The rules that count now, or those in another file, and what checks their texts; raises ConfigError."""
    rules = Rules(read_rules(other, config) if other else config.rules, config.brain.hours)
    known = knowledge_of(config.brain, config.faq, config.documents)
    return rules, Guard(config.settings.guard, ground_of(known), config.secrets).check


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
