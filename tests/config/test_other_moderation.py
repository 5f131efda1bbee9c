"""Rules of moderation from a file that nothing goes by yet."""

from pathlib import Path

import pytest

from config.other_moderation import classifying, judge_of, read_moderation
from config.problems import ConfigError
from responders.moderation.file import IRREVERSIBLE
from tests.arrivals import arrival
from tests.config_files import BRAND, loaded
from tests.model import NOW, Counted, served

SITE = BRAND + "accounts: [{network: webchat, name: site}]\n"


async def test_rules_are_tried_with_the_lists_beside_them(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "new.yaml").write_text("lists: {a: a.txt}\nrules: [{id: x, when: {lists: a}, do: {hold: true}}]\n")
    (other / "a.txt").write_text("vermin\n")

    judge = judge_of(other / "new.yaml", loaded(tmp_path, SITE))

    assert [one.rule for one in (await judge.judge(arrival("you vermin"), ())).findings] == ["x"]


async def test_the_classifier_of_bot_yaml_is_asked_where_somebody_wants_that(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("rules: [{id: x, when: {scores: {harassment: 0.5}}, do: {hold: true}}]\n")
    async with served() as server:
        config = loaded(tmp_path, f"{SITE}classifier: {{base_url: '{server.base_url}'}}\n")
        async with classifying(path, config, Counted(), lambda: NOW) as judge:
            found = await judge.judge(arrival("You are a pathetic idiot"), ())

    assert [one.rule for one in found.findings] == ["x"]


def test_every_mistake_is_told_with_the_file_as_it_was_named(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    path.write_text("rules:\n  - {id: x, when: {words: a, accounts: 'webchat:sit'}, do: {remove: true}}\n")

    with pytest.raises(ConfigError) as wrong:
        read_moderation(path, loaded(tmp_path, SITE))

    assert [str(problem).removeprefix(str(tmp_path)) for problem in wrong.value.problems] == [
        f"/new.yaml:2: rules.x.do: remove {IRREVERSIBLE}",
        "/new.yaml:2: rules.x.when.accounts: no such account in bot.yaml; did you mean webchat:site?",
    ]
