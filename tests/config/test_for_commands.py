"""What single commands do with the files, each read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.for_commands import ForCommands
from config.load import load
from config.problems import ConfigError
from responders.options import ModelOptions

BOT = "brand: {id: acme, name: Acme}\n"
FAQ = "entries:\n  - {id: hours, questions: [When are you open?], answer: From nine to six.}\n"


@pytest.fixture
def files(tmp_path: Path) -> ForCommands:
    (tmp_path / "bot.yaml").write_text(BOT)
    (tmp_path / "rules.yaml").write_text("rules: []\n")
    (tmp_path / "faq.yaml").write_text(FAQ)
    return ForCommands(lambda: load(tmp_path, lambda _: ModelOptions, (), {}))


async def test_a_question_is_written_into_the_faq_and_there_for_the_next_command(files: ForCommands) -> None:
    assert await files.add_faq("", "What does a cup cost?", "It is 14 euros.", "") == ("what-does-a-cup-cost", True)
    assert [entry.id for entry in files.read().faq.entries] == ["hours", "what-does-a-cup-cost"]


def test_rules_in_a_file_are_tried_without_counting(files: ForCommands, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("rules:\n  - {id: hello, when: {words: hello}, labels: [hello]}\n")
    rules, _, __ = files.rules(other)
    assert rules.version != files.rules(None)[0].version
    assert files.read().rules.rules == ()


def test_a_file_of_moderation_is_read_or_its_mistakes_are_said(files: ForCommands, tmp_path: Path) -> None:
    other = tmp_path / "strict.yaml"
    other.write_text("rules:\n  - {id: coins, when: {words: coins}, do: {hide: true}}\n")
    assert list(files.judge(other).versions) == ["coins"]
    other.write_text("rules:\n  - {id: coins, when: {words: coins}, do: {remove: true}}\n")
    with pytest.raises(ConfigError, match="irreversible"):
        files.judge(other)
