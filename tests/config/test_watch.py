"""Files that change while Sangam runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from config.load import Config
from config.watch import Outcome, watch
from tests.config_files import folder, loaded

RULE = "rules: [{{id: {}, when: {{words: a}}, text: b}}]\n"


@asynccontextmanager
async def watching(config: Config, look_again: float = 0.1) -> AsyncIterator[AsyncIterator[Outcome]]:
    """The outcomes, until the block ends."""
    async with aclosing(watch(config, look_again)) as outcomes:
        yield outcomes


async def following(outcomes: AsyncIterator[Outcome]) -> list[str]:
    """The next outcome: the ids of the rules, or what is wrong."""
    outcome = await asyncio.wait_for(anext(outcomes), 10)
    return [rule.id for rule in outcome.rules.rules] if isinstance(outcome, Config) else [str(p) for p in outcome]


def save(root: Path, text: str, name: str = "rules.yaml") -> None:
    """Save as editors do: write another file, then put it in the place of the old one."""
    new = root / "config" / f".{name}.new"
    new.write_text(text, "utf-8")
    new.replace(root / "config" / name)


async def test_a_saved_file_takes_effect_each_time(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path)) as outcomes:
        for id_ in ("one", "two", "three"):
            save(tmp_path, RULE.format(id_))
            assert await following(outcomes) == [id_]


async def test_a_mistake_is_told_once_and_the_next_good_file_counts(tmp_path: Path) -> None:
    wrong = ["config/rules.yaml:1: rules: must be a list: lines that begin with a dash"]
    async with watching(loaded(tmp_path)) as outcomes:
        save(tmp_path, "rules: 5\n")
        assert await following(outcomes) == wrong
        save(tmp_path, "rules: 5 # still\n")
        save(tmp_path, RULE.format("good"))
        assert await following(outcomes) == ["good"]


async def test_taking_a_mistake_back_is_told_too(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path)) as outcomes:
        save(tmp_path, "rules: 5\n")
        await following(outcomes)
        save(tmp_path, "rules: []\n")
        assert await following(outcomes) == []


async def test_what_changed_between_the_start_and_the_watch_is_seen(tmp_path: Path) -> None:
    config = loaded(tmp_path)
    folder(tmp_path, rules=RULE.format("early"))

    async with watching(config, look_again=60) as outcomes:
        assert await following(outcomes) == ["early"]


async def test_a_remark_or_bot_yaml_changes_nothing(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path)) as outcomes:
        save(tmp_path, "rules: []\n# a remark\n")
        save(tmp_path, "nonsense", "bot.yaml")
        save(tmp_path, "entries: [{id: a, questions: b, answer: c}]\n", "faq.yaml")

        outcome = await asyncio.wait_for(anext(outcomes), 10)

    assert isinstance(outcome, Config)
    assert [entry.id for entry in outcome.faq.entries] == ["a"]


async def test_a_file_that_goes_away_and_comes_back_is_seen(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path)) as outcomes:
        (tmp_path / "config" / "faq.yaml").unlink()
        assert await following(outcomes) == ["config/faq.yaml:1: this file is missing"]
        save(tmp_path, "entries: []\n", "faq.yaml")
        assert await following(outcomes) == []


async def test_a_change_that_the_system_does_not_report_is_found_by_looking_again(tmp_path: Path) -> None:
    real = tmp_path / "elsewhere.yaml"
    real.write_text("rules: []\n")
    config = loaded(tmp_path)
    (config.folder / "rules.yaml").unlink()
    (config.folder / "rules.yaml").symlink_to(real)  # writing behind a link is no change of the folder

    async with watching(config) as outcomes:
        waiting = asyncio.timeout(10)
        real.write_text(RULE.format("behind"))
        async with waiting:
            assert await following(outcomes) == ["behind"]


async def test_closing_the_watch_ends_it_soon(tmp_path: Path) -> None:
    async with asyncio.timeout(5), watching(loaded(tmp_path), look_again=60) as outcomes:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(outcomes), 0.3)


async def test_while_nothing_changes_nothing_is_said(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path), look_again=0.05) as outcomes:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(outcomes), 0.3)


async def test_documents_count_first_thing_and_whenever_one_is_saved(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "a.md").write_text("One.")
    config = loaded(tmp_path)
    assert config.documents == ()

    async with watching(config) as outcomes:
        first = await asyncio.wait_for(anext(outcomes), 10)
        (tmp_path / "knowledge" / "b.pdf").write_text("broken")
        second = await asyncio.wait_for(anext(outcomes), 10)

    assert isinstance(first, Config)
    assert isinstance(second, Config)
    assert [chunk.text for chunk in first.documents] == ["One."]
    assert [problem.file for problem in second.library.problems] == ["knowledge/b.pdf"]
    assert second.digest == first.digest != config.digest


async def test_a_folder_of_documents_that_comes_later_is_seen_and_so_is_the_brand(tmp_path: Path) -> None:
    async with watching(loaded(tmp_path)) as outcomes:
        (tmp_path / "knowledge").mkdir()
        (tmp_path / "knowledge" / "a.md").write_text("One.")
        outcome = await asyncio.wait_for(anext(outcomes), 10)
        assert isinstance(outcome, Config)
        assert [chunk.text for chunk in outcome.documents] == ["One."]

        save(tmp_path, "mission: Cloth that lasts.\n", "brand.yaml")
        outcome = await asyncio.wait_for(anext(outcomes), 10)
        assert isinstance(outcome, Config)
        assert outcome.brain.mission.lines[0].text == "Cloth that lasts."


async def test_rules_of_moderation_count_once_saved_and_so_do_the_lists_they_name(tmp_path: Path) -> None:
    rules = "lists: {slurs: slurs.txt}\nrules: [{id: a, when: {lists: slurs}, do: {hold: true}}]\n"
    async with watching(loaded(tmp_path)) as outcomes:
        save(tmp_path, rules, "moderation.yaml")
        assert await following(outcomes) == [
            "config/moderation.yaml:1: lists.slurs: there is no file slurs.txt beside this one"
        ]

        for words in (("vermin",), ("vermin", "scum")):
            save(tmp_path, "\n".join(words), "slurs.txt")
            outcome = await asyncio.wait_for(anext(outcomes), 10)
            assert isinstance(outcome, Config)
            assert outcome.moderation.lists == {"slurs": words}
