"""Rules from a file beside the configuration."""

from pathlib import Path

import pytest

from config.other_rules import read_rules, to_try
from config.problems import ConfigError
from inbox.models import account_id
from responders.rules import Rules
from tests.config_files import BRAND, folder, loaded
from tests.turns import turn

SITE = BRAND + "accounts: [{network: webchat, name: site}]\n"


def test_rules_from_another_file_are_read_and_the_configuration_stays(tmp_path: Path) -> None:
    (folder(tmp_path) / "brand.yaml").write_text("hours: {zone: UTC, weekly: {mon: '9:00-18:00'}}\n")
    config = loaded(tmp_path, SITE)
    other = tmp_path / "other.yaml"
    other.write_text("zone:\nrules: [{id: a, when: {words: a, hours: open}, text: b, accounts: 'webchat:site'}]\n")

    new, check, autonomy = to_try(config, other)
    assert [rule.id for rule in new.file.rules] == ["a"]
    assert check("Call {name}", turn("hello"), "")
    assert autonomy("rules", account_id("webchat", "site"), "direct", ()) == "draft"
    assert to_try(config)[0].file.rules == ()
    assert to_try(config)[0].version != Rules(config.rules).version  # it knows the opening hours


def test_every_mistake_in_it_is_told(tmp_path: Path) -> None:
    config = loaded(tmp_path, SITE)
    other = tmp_path / "other.yaml"
    other.write_text("rules:\n  - {id: a, when: {hours: open}, txt: b}\n  - {id: a, when: {words: a}, labels: b}\n")

    with pytest.raises(ConfigError) as wrong:
        read_rules(other, config)

    assert [str(problem).removeprefix(str(tmp_path)) for problem in wrong.value.problems] == [
        "/other.yaml:2: rules.a.txt: unknown key; did you mean text?",
        "/other.yaml:2: rules.a.when.hours: there are no opening hours; write hours in brand.yaml",
        "/other.yaml:3: rules.a.id: a is already on line 2",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="this file is missing"):
        to_try(loaded(tmp_path, SITE), tmp_path / "none.yaml")
